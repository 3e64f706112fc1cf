"""Packages of a machine apart: nothing but numbers, days and lists goes out or comes in, signed, and once only."""

import json
from datetime import date, timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction
from nacl.signing import SigningKey

from danvan.config import cli
from danvan.domains.petitions.models import Handling, Kind, Letter
from danvan.domains.petitions.models.apart import ApartEntry
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.models import HistoryRow, Mode, PersonalDetails, Record, SealMode
from danvan.records.tests.desk_world import NAMED
from danvan.records.tests.factories import handler, letter_of
from danvan.reports.apart import package as shapes
from danvan.reports.apart.exporting import package_of
from danvan.reports.apart.taking import take
from danvan.reports.canonical import canonical, digest
from danvan.reports.keys import public_key
from danvan.ui.errors import Refusal

KEY = SigningKey(b"\x07" * 32)
HEX = KEY.verify_key.encode().hex()
DAY, TODAY = date(2023, 3, 1), date(2023, 3, 14)
PLANTED = "Nguyễn Thị Đi Kèm 0912345678"
ITEM = {
    "number": "3/2023",
    "class": "to_cao",
    "received_on": "2023-03-01",
    "classified_on": "2023-03-02",
    "field": "dat_dai",
    "signatories": 2,
    "is_repeated": False,
    "is_anonymous": False,
    "is_eligible": True,
    "is_competent": True,
    "instance": 1,
    "standing": "chua_giai_quyet",
    "handling": None,
    "handled_on": None,
    "result": None,
    "concluded_on": None,
}


def told(*items, unit="xa-thu", made_on="2023-03-10", **more):
    return {"format": shapes.FORMAT, "unit": unit, "made_on": made_on, "items": list(items)} | more


def signed(package, key=KEY, **more):
    """A file as who holds the key could make it, whatever stands in it."""
    root = digest(package)
    signature = key.sign(bytes.fromhex(root)).signature.hex()
    envelope = {
        "package": package,
        "root": root,
        "signature": signature,
        "public_key": key.verify_key.encode().hex(),
    }
    return canonical(envelope | more)


class TestTheShape:
    def test_a_sound_package_is_read_back_as_it_was(self):
        package = told(ITEM, ITEM | {"number": "4/2023"})
        assert shapes.opened(shapes.sealed(package, KEY), HEX) == package

    @pytest.mark.parametrize("name", ["ho_ten", "noi_dung", "note", "Number", "number ", "title", "record"])
    def test_an_unknown_field_cannot_ride_along(self, name):
        for package in (told(ITEM | {name: PLANTED}), told(ITEM, **{name: PLANTED})):
            with pytest.raises(Refusal, match="trường lạ") as refused:
                shapes.opened(signed(package), HEX)
            assert PLANTED not in str(refused.value)
            with pytest.raises(Refusal, match="trường lạ"):
                shapes.sealed(package, KEY)

    def test_nor_beside_the_package(self):
        with pytest.raises(Refusal, match="không phải gói"):
            shapes.opened(signed(told(ITEM), ghi_chu=PLANTED), HEX)

    @pytest.mark.parametrize("name", list(ITEM))
    @pytest.mark.parametrize(
        "value",
        [
            PLANTED,
            "",
            [PLANTED],
            {"a": PLANTED},
            -1,
            10**12,
            "2023-02-30",
            "20230301",
            "3/2023\n",
            " ",
            "x" * 3000,
        ],
    )
    def test_no_field_takes_a_word_of_ones_own(self, name, value):
        with pytest.raises(Refusal) as refused:
            shapes.opened(signed(told(ITEM | {name: value})), HEX)
        assert "Nguyễn" not in str(refused.value)

    @pytest.mark.parametrize("name", ["is_repeated", "is_anonymous", "is_eligible", "is_competent"])
    @pytest.mark.parametrize("value", [0, 1, None, "true"])
    def test_yes_and_no_are_no_numbers(self, name, value):
        with pytest.raises(Refusal, match="danh mục"):
            shapes.check(told(ITEM | {name: value}))

    @pytest.mark.parametrize("name", ["signatories", "instance"])
    def test_numbers_are_no_yes(self, name):
        with pytest.raises(Refusal, match="danh mục"):
            shapes.check(told(ITEM | {name: True}))

    @pytest.mark.parametrize("name", list(ITEM))
    def test_a_missing_field_is_named(self, name):
        with pytest.raises(Refusal, match=f"thiếu trường «{name}»"):
            shapes.check(told({key: value for key, value in ITEM.items() if key != name}))

    @pytest.mark.parametrize("name", ["format", "unit", "made_on", "items"])
    @pytest.mark.parametrize("value", [PLANTED, None, 7, {"a": 1}])
    def test_the_head_of_the_package_is_held_as_tightly(self, name, value):
        with pytest.raises(Refusal):
            shapes.check(told(ITEM) | {name: value})

    @pytest.mark.parametrize(
        "part",
        [
            {"handling": "luu"},
            {"handled_on": "2023-03-03"},
            {"result": "dung"},
            {"concluded_on": "2023-03-03"},
        ],
    )
    def test_what_was_done_goes_with_its_day(self, part):
        with pytest.raises(Refusal, match="thiếu ngày"):
            shapes.check(told(ITEM | part))

    def test_a_number_stands_once(self):
        with pytest.raises(Refusal, match="hai lần"):
            shapes.check(told(ITEM, ITEM))

    @pytest.mark.parametrize("result", ["cong_nhan", "hoa_giai_thanh", "da_tra_loi"])
    def test_results_of_other_classes_are_none_of_a_denunciation(self, result):
        with pytest.raises(Refusal, match="danh mục"):
            shapes.check(told(ITEM | {"result": result, "concluded_on": "2023-03-03"}))


class TestTheFile:
    @pytest.mark.parametrize(
        "spoil",
        [
            lambda file: file + b"\n",
            lambda file: b" " + file,
            lambda file: file.replace(b'"items":', b'"items" :'),
            lambda file: file.replace(b'"class"', b'"cl\\u0061ss"'),
            lambda file: file.replace(b'{"package"', b'{"a":1,"package"'),
            lambda file: file.replace(b'"number":"3/2023"', b'"number":"9/2023","number":"3/2023"'),
            lambda file: json.dumps(json.loads(file)).encode(),
        ],
    )
    def test_another_way_of_writing_is_refused(self, spoil):
        with pytest.raises(Refusal):
            shapes.opened(spoil(signed(told(ITEM))), HEX)

    @pytest.mark.parametrize("content", [b"", b"x", b"[]", b"null", b"\xff\xfe", b"1" * 5000, b"[" * 100_000])
    def test_what_is_no_package_is_refused(self, content):
        with pytest.raises(Refusal, match="không phải gói"):
            shapes.opened(content, HEX)

    def test_a_file_too_large_is_not_even_read(self):
        with pytest.raises(Refusal, match="5 MB"):
            shapes.opened(b" " * (shapes.LIMIT_BYTES + 1), HEX)

    def test_another_key_is_refused(self):
        with pytest.raises(Refusal, match="khóa khác ký"):
            shapes.opened(signed(told(ITEM), SigningKey(b"\x08" * 32)), HEX)

    def test_the_key_of_the_file_is_not_believed(self):
        stranger = signed(told(ITEM), SigningKey(b"\x08" * 32), public_key=HEX)
        with pytest.raises(Refusal, match="Chữ ký của gói không đúng"):
            shapes.opened(stranger, HEX)

    @pytest.mark.parametrize(
        ("old", "new"), [(b'"dat_dai"', b'"tu_phap"'), (b'"signatories":2', b'"signatories":3')]
    )
    def test_a_changed_package_is_refused(self, old, new):
        with pytest.raises(Refusal, match="đã bị sửa"):
            shapes.opened(signed(told(ITEM)).replace(old, new), HEX)

    @pytest.mark.parametrize("signature", ["", "zz", "00" * 64, 7, None])
    def test_a_signature_that_is_none_is_refused(self, signature):
        with pytest.raises(Refusal, match="Chữ ký"):
            shapes.opened(signed(told(ITEM), signature=signature), HEX)

    @pytest.mark.parametrize("key", ["", "zz", HEX[:-2], HEX + "00"])
    def test_a_key_that_is_none_is_refused(self, key):
        with pytest.raises(Refusal):
            shapes.opened(signed(told(ITEM)), key)


@pytest.fixture
def unit(db):
    return make_unit("Xã Có Máy Riêng")


@pytest.fixture
def officer(unit):
    return handler(unit)


@pytest.fixture
def apart(unit):
    """The unit's head has decided for a machine apart."""
    head = make_account("lanh_dao", unit)
    return SealMode.objects.create(
        unit=unit, mode=Mode.APART, starts_on=DAY, post="Chủ tịch", decided_by=head
    )


@pytest.mark.usefixtures("apart")
class TestGivingOut:
    @pytest.fixture(autouse=True)
    def here(self, settings):
        settings.ISOLATED = True

    def denounced(self, officer, **more):
        letter = letter_of(officer, DAY, signatories=3)
        return writing.move(
            letter, "phan_loai", by=officer, on=date(2023, 3, 2), kind="to_cao", field="dat_dai", **more
        )

    def test_number_days_class_and_handling_go_out(self, unit, officer):
        letter = self.denounced(officer, is_repeated=True)
        writing.move(letter, "luu", by=officer, on=date(2023, 3, 3))
        (item,) = shapes.opened(package_of(unit), public_key())["items"]
        assert item == ITEM | {
            "number": letter.number,
            "signatories": 3,
            "is_repeated": True,
            "handling": "luu",
            "handled_on": "2023-03-03",
        }

    def test_nothing_that_names_the_letter_elsewhere_goes_out(self, unit, officer):
        letter = self.denounced(officer)
        file = package_of(unit).decode()
        for secret in (letter.public_id, str(officer), officer.username, unit.name_on(DAY)):
            assert secret not in file

    def test_only_classified_denunciations_of_the_unit(self, unit, officer):
        mine = self.denounced(officer)
        letter_of(officer, DAY)
        complaint = letter_of(officer, DAY)
        writing.move(
            complaint, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai", personal=NAMED
        )
        other = handler()
        writing.move(letter_of(other, DAY), "phan_loai", by=other, on=DAY, kind="to_cao", field="dat_dai")
        file = package_of(unit)
        assert [item["number"] for item in shapes.opened(file, public_key())["items"]] == [mine.number]
        for words in NAMED.values():
            assert words not in file.decode()

    def test_a_machine_with_a_network_gives_nothing_out(self, unit, settings):
        settings.ISOLATED = False
        with pytest.raises(Refusal, match="Chỉ máy độc lập"):
            package_of(unit)

    def test_nor_for_a_unit_in_another_mode(self):
        with pytest.raises(Refusal, match="chế độ"):
            package_of(make_unit())


class TestTaking:
    @pytest.fixture(autouse=True)
    def decided(self, apart):
        """Every test but one needs the mode."""

    def take(self, unit, officer, *items, **more):
        return take(signed(told(*items, unit=unit.slug, **more)), key=HEX, by=officer)

    def test_a_denunciation_stands_in_the_register_by_its_class_alone(self, unit, officer):
        found = self.take(unit, officer, ITEM)
        letter = Letter.objects.get()
        assert (found.new, found.changed, found.known) == (1, 0, 0)
        assert (letter.kind, letter.field, letter.signatories) == (Kind.DENUNCIATION, "dat_dai", 2)
        assert (letter.received_on, letter.classified_on) == (date(2023, 3, 1), date(2023, 3, 2))
        assert letter.secrecy == Record.Secrecy.SEALED
        assert not PersonalDetails.objects.exists()

    def test_the_same_file_again_changes_nothing(self, unit, officer):
        self.take(unit, officer, ITEM)
        before = HistoryRow.objects.count()
        found = self.take(unit, officer, ITEM)
        assert (found.new, found.changed, found.known) == (0, 0, 1)
        assert HistoryRow.objects.count() == before
        assert Letter.objects.count() == 1

    @pytest.mark.parametrize("handling", ["luu", "huong_dan", "khong_thu_ly", "thu_ly"])
    def test_a_later_package_brings_the_handling(self, unit, officer, handling):
        self.take(unit, officer, ITEM | {"is_competent": handling != "huong_dan"})
        later = ITEM | {
            "handling": handling,
            "handled_on": "2023-03-06",
            "is_competent": handling != "huong_dan",
        }
        found = self.take(unit, officer, later, made_on="2023-03-12")
        assert (found.changed, found.by_hand) == (1, [])
        assert Letter.objects.get().handling == handling
        assert ApartEntry.objects.get().handling == handling

    @pytest.mark.parametrize("handling", [Handling.FORWARDED, Handling.URGED, Handling.RETURNED])
    def test_what_asks_for_more_is_left_to_a_person_and_said(self, unit, officer, handling):
        found = self.take(unit, officer, ITEM | {"handling": str(handling), "handled_on": "2023-03-06"})
        letter = Letter.objects.get()
        assert found.by_hand == [letter.number]
        assert letter.handling is None
        assert ApartEntry.objects.get().handling == handling

    def test_an_outcome_is_kept_and_said(self, unit, officer):
        item = ITEM | {
            "handling": "thu_ly",
            "handled_on": "2023-03-06",
            "result": "dung",
            "concluded_on": "2023-03-09",
        }
        found = self.take(unit, officer, item)
        entry = ApartEntry.objects.get()
        assert (entry.result, entry.concluded_on) == ("dung", date(2023, 3, 9))
        assert found.by_hand == [Letter.objects.get().number]

    def test_an_older_package_is_refused(self, unit, officer):
        self.take(unit, officer, ITEM)
        with pytest.raises(Refusal, match="cũ hơn"):
            self.take(unit, officer, ITEM | {"number": "9/2023"}, made_on="2023-03-09")

    def test_all_or_nothing(self, unit, officer):
        late = ITEM | {"number": "4/2023", "received_on": (TODAY + timedelta(days=9)).isoformat()}
        with pytest.raises(Refusal, match="chưa tới"):
            self.take(unit, officer, ITEM, late)
        assert not Letter.objects.exists()
        assert not ApartEntry.objects.exists()

    @pytest.mark.parametrize("role", ["tiep_dan", "lanh_dao", "van_thu", "tong_hop", "quan_tri", "he_thong"])
    def test_only_who_opens_classifies_and_handles_takes_it(self, unit, role):
        with pytest.raises(Refusal, match="không có quyền"):
            self.take(unit, make_account(role, unit), ITEM)
        assert not Record.objects.exists()

    def test_an_officer_of_another_unit_takes_nothing(self, unit):
        with pytest.raises(Refusal, match="không có quyền"):
            self.take(unit, handler(), ITEM)

    def test_a_unit_in_another_mode_takes_nothing(self, unit, officer, apart):
        SealMode.objects.create(
            unit=unit, mode=Mode.OUTSIDE, starts_on=TODAY, post="Chủ tịch", decided_by=apart.decided_by
        )
        with pytest.raises(Refusal, match="không nhận gói"):
            self.take(unit, officer, ITEM)

    def test_nor_does_a_unit_nobody_knows(self, officer):
        with pytest.raises(Refusal, match="không có trong danh mục"):
            take(signed(told(ITEM, unit="khong-co")), key=HEX, by=officer)

    def test_nor_a_machine_apart_itself(self, unit, officer, settings):
        settings.ISOLATED = True
        with pytest.raises(Refusal, match="không nhận gói"):
            self.take(unit, officer, ITEM)

    def test_an_identity_planted_anywhere_is_found_nowhere(self, unit, officer, capsys, caplog):
        for name in (*ITEM, "ho_ten"):
            with pytest.raises(Refusal):
                self.take(unit, officer, ITEM | {name: PLANTED})
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM records_history WHERE after::text LIKE '%%Đi Kèm%%'")
            assert cursor.fetchone()[0] == 0
        assert not Record.objects.exists()
        assert "Đi Kèm" not in capsys.readouterr().out + caplog.text

    @pytest.mark.parametrize(
        "change",
        [
            {"number": PLANTED[:11]},
            {"field": "a"},
            {"standing": PLANTED[:16]},
            {"handling": "x"},
            {"result": "x"},
        ],
    )
    def test_the_database_itself_keeps_words_out(self, unit, officer, change):
        self.take(unit, officer, ITEM)
        with pytest.raises(IntegrityError, match="apart_"), transaction.atomic():
            ApartEntry.objects.update(**change)

    def test_no_column_of_the_table_holds_free_words(self):
        free = [
            column.name
            for column in ApartEntry._meta.local_fields
            if column.get_internal_type() in ("CharField", "TextField", "JSONField", "BinaryField")
            and not column.choices
        ]
        assert free == ["number"]

    def test_an_entry_stays(self, unit, officer, as_app):
        with pytest.raises(Error, match="permission denied"), transaction.atomic():
            connection.cursor().execute("DELETE FROM petitions_apartentry")


@pytest.mark.django_db
class TestTheCommands:
    def test_out_and_in_and_in_again(self, unit, officer, apart, settings, tmp_path, capsys, monkeypatch):
        monkeypatch.setattr(cli, "prepare_django", lambda database: None)
        file = tmp_path / "goi.json"
        settings.ISOLATED = True
        letter = letter_of(officer, DAY)
        writing.move(letter, "phan_loai", by=officer, on=DAY, kind="to_cao", field="dat_dai")
        assert cli.main(["packages-out", str(file), "--unit", unit.slug]) == 0
        assert public_key() in capsys.readouterr().out
        settings.ISOLATED = False
        taking = ["packages-in", str(file), "--key", public_key(), "--by", officer.username]
        assert cli.main(taking) == 0
        assert "Mới: 1; thay đổi: 0; đã có: 0." in capsys.readouterr().out
        assert cli.main(taking) == 0
        assert "Mới: 0; thay đổi: 0; đã có: 1." in capsys.readouterr().out

    def test_what_is_wrong_is_one_sentence(
        self, unit, officer, apart, settings, tmp_path, capsys, monkeypatch
    ):
        monkeypatch.setattr(cli, "prepare_django", lambda database: None)
        there = tmp_path / "co.json"
        there.write_bytes(signed(told(ITEM, unit=unit.slug)))
        settings.ISOLATED = True
        assert cli.main(["packages-out", str(there), "--unit", unit.slug]) == 2
        assert "hãy chọn tên chưa có" in capsys.readouterr().err
        settings.ISOLATED = False
        for words, sentence in (
            ([str(tmp_path / "khong"), "--key", HEX, "--by", officer.username], "Không đọc được tệp"),
            ([str(there), "--key", HEX, "--by", "khong-co"], "Không có tài khoản"),
            ([str(there), "--key", "00" * 32, "--by", officer.username], "khóa khác ký"),
        ):
            assert cli.main(["packages-in", *words]) == 2
            assert sentence in capsys.readouterr().err
