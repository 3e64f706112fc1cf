"""The key of a machine apart: compared and accepted once by a person, afterwards no other without the head's document."""

from datetime import date

import pytest
from django.db import Error, IntegrityError, connection, transaction
from nacl.signing import SigningKey

from danvan.config import cli
from danvan.domains.petitions.models import ApartKey, Letter
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import verifying
from danvan.records.models import HistoryRow, Mode, SealMode
from danvan.records.tests.factories import handler
from danvan.reports.apart import keys
from danvan.reports.apart.taking import take
from danvan.reports.keys import public_key
from danvan.reports.tests.test_apart import DAY, HEX, ITEM, KEY, signed, told
from danvan.ui.errors import Refusal

OTHER = SigningKey(b"\x09" * 32)
OTHER_HEX = OTHER.verify_key.encode().hex()
PAPER = {"document": "12/QĐ-UBND", "document_on": DAY}


class TestFingerprint:
    def test_it_is_short_grouped_and_one_for_each_key(self):
        assert keys.fingerprint("00" * 32) == "6668-7aad-f862-bd77-6c8f-c18b-8e9f-8e20"
        assert len({keys.fingerprint(f"{n:064x}") for n in range(50)}) == 50

    @pytest.mark.parametrize(
        "typed",
        [
            HEX,
            HEX.upper(),
            f" {HEX} ",
            keys.fingerprint(HEX),
            keys.fingerprint(HEX).upper(),
            keys.fingerprint(HEX).replace("-", ""),
            keys.fingerprint(HEX).replace("-", " : "),
            "\n".join(keys.fingerprint(HEX).split("-")),
        ],
    )
    def test_it_may_be_typed_as_people_type(self, typed):
        assert keys.is_meant(typed, HEX)
        assert not keys.is_meant(typed, OTHER_HEX)

    @pytest.mark.parametrize(
        "typed", ["", "-", HEX[:-1], HEX + "0", keys.fingerprint(HEX)[:-1], "0" * 32, "ă" * 32]
    )
    def test_a_part_of_it_is_not_enough(self, typed):
        assert not keys.is_meant(typed, HEX)


@pytest.fixture
def unit(db):
    return make_unit("Xã Có Máy Riêng")


@pytest.fixture
def officer(unit):
    return handler(unit)


@pytest.fixture
def chief(unit):
    return make_account("lanh_dao", unit)


@pytest.fixture(autouse=True)
def apart(request):
    """The unit's head has decided for a machine apart."""
    if "unit" in request.fixturenames:
        unit, chief = request.getfixturevalue("unit"), request.getfixturevalue("chief")
        SealMode.objects.create(unit=unit, mode=Mode.APART, starts_on=DAY, post="Chủ tịch", decided_by=chief)


def package(unit, key=KEY, **more):
    return signed(told(ITEM, unit=unit.slug, **more), key)


class TestAccepting:
    def test_the_first_package_needs_a_key_that_a_person_read_elsewhere(self, unit, officer):
        with pytest.raises(Refusal, match="chưa nhận khóa nào") as refused:
            take(package(unit), by=officer)
        assert keys.fingerprint(HEX) not in str(refused.value), "nobody is led to copy it from here"
        assert HEX not in str(refused.value)
        assert not ApartKey.objects.exists()
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("typed", [HEX, keys.fingerprint(HEX)])
    def test_compared_it_is_kept_with_who_did(self, unit, officer, typed):
        found = take(package(unit), key=typed, by=officer)
        row = ApartKey.objects.get()
        assert (row.unit, row.public_key, row.accepted_by) == (unit, HEX, officer)
        assert (row.document, row.document_on) == ("", None)
        assert found.fingerprint == keys.fingerprint(HEX)
        written = HistoryRow.objects.get(table="petitions_apartkey")
        assert (written.actor, written.reason) == (officer.pk, "Nhận khóa của máy độc lập")

    @pytest.mark.parametrize("typed", [OTHER_HEX, keys.fingerprint(OTHER_HEX), "00" * 32, "zz"])
    def test_a_key_that_is_not_the_packages_is_refused_and_not_kept(self, unit, officer, typed):
        with pytest.raises(Refusal, match="khóa khác ký"):
            take(package(unit), key=typed, by=officer)
        assert not ApartKey.objects.exists()

    def test_nothing_is_kept_of_a_package_that_is_refused_for_something_else(self, unit, officer):
        with pytest.raises(Refusal, match="không có quyền"):
            take(package(unit), key=HEX, by=handler())
        late = signed(told(ITEM | {"received_on": "2023-03-30"}, unit=unit.slug))
        with pytest.raises(Refusal, match="chưa tới"):
            take(late, key=HEX, by=officer)
        assert not ApartKey.objects.exists()

    def test_afterwards_nobody_types_it_again(self, unit, officer):
        take(package(unit), key=HEX, by=officer)
        assert take(package(unit), by=officer).known == 1
        assert take(package(unit), key=keys.fingerprint(HEX), by=officer).known == 1
        assert ApartKey.objects.count() == 1

    @pytest.mark.parametrize("typed", ["", OTHER_HEX, keys.fingerprint(OTHER_HEX)])
    def test_another_key_is_refused_though_who_runs_it_types_it(self, unit, officer, typed):
        take(package(unit), key=HEX, by=officer)
        with pytest.raises(Refusal, match="khác với khóa đã nhận") as refused:
            take(package(unit, OTHER, made_on="2023-03-12"), key=typed, by=officer)
        assert keys.fingerprint(HEX) in str(refused.value)
        assert "danvan packages-key" in str(refused.value)
        assert Letter.objects.count() == 1

    def test_each_unit_has_its_own(self, unit, officer):
        take(package(unit), key=HEX, by=officer)
        other = make_unit("Xã Khác")
        SealMode.objects.create(
            unit=other,
            mode=Mode.APART,
            starts_on=DAY,
            post="Chủ tịch",
            decided_by=make_account("lanh_dao", other),
        )
        with pytest.raises(Refusal, match="chưa nhận khóa nào"):
            take(package(other), by=handler(other))
        take(package(other, OTHER), key=OTHER_HEX, by=handler(other))
        assert keys.pinned(unit).public_key == HEX
        assert keys.pinned(other).public_key == OTHER_HEX

    @pytest.mark.parametrize("claimed", [None, 7, [], {}, "", HEX.upper(), HEX[:-2], "zz" * 32, HEX + "\n"])
    def test_a_package_whose_key_is_none_is_refused(self, unit, officer, claimed):
        with pytest.raises(Refusal):
            take(signed(told(ITEM, unit=unit.slug), public_key=claimed), key=HEX, by=officer)
        assert not ApartKey.objects.exists()


class TestChanging:
    @pytest.fixture(autouse=True)
    def first(self, unit, officer):
        take(package(unit), key=HEX, by=officer)

    def test_by_the_heads_document_the_new_key_counts_and_the_old_no_more(self, unit, officer, chief):
        keys.change(unit, OTHER_HEX, by=chief, **PAPER)
        assert take(package(unit, OTHER, made_on="2023-03-12"), by=officer).fingerprint == keys.fingerprint(
            OTHER_HEX
        )
        with pytest.raises(Refusal, match="khác với khóa đã nhận"):
            take(package(unit, made_on="2023-03-13"), by=officer)
        assert list(ApartKey.objects.order_by("id").values_list("public_key", "document")) == [
            (HEX, ""),
            (OTHER_HEX, "12/QĐ-UBND"),
        ]

    def test_and_back_again_by_a_further_one(self, unit, officer, chief):
        keys.change(unit, OTHER_HEX, by=chief, **PAPER)
        keys.change(unit, HEX, by=chief, document="13/QĐ-UBND", document_on=DAY)
        assert take(package(unit), by=officer).known == 1

    @pytest.mark.parametrize("role", ["xu_ly_don", "van_thu", "quan_tri", "he_thong", "tong_hop"])
    def test_nobody_but_the_head(self, unit, role):
        with pytest.raises(Refusal, match="Chỉ người đứng đầu của chính đơn vị này"):
            keys.change(unit, OTHER_HEX, by=make_account(role, unit), **PAPER)

    def test_nor_the_head_of_another_unit(self, unit):
        with pytest.raises(Refusal, match="Chỉ người đứng đầu của chính đơn vị này"):
            keys.change(unit, OTHER_HEX, by=make_account("lanh_dao", make_unit("Tỉnh Trên")), **PAPER)

    @pytest.mark.parametrize(
        "key", ["", "zz", OTHER_HEX[:-1], OTHER_HEX + "0", "g" * 64, keys.fingerprint(OTHER_HEX)]
    )
    def test_what_is_no_key_is_refused(self, unit, chief, key):
        with pytest.raises(Refusal, match="đủ 64 chữ số"):
            keys.change(unit, key, by=chief, **PAPER)

    def test_the_same_key_is_no_change(self, unit, chief):
        with pytest.raises(Refusal, match="không có gì để đổi"):
            keys.change(unit, HEX.upper(), by=chief, **PAPER)

    @pytest.mark.parametrize(
        ("paper", "sentence"),
        [
            ({"document": ""}, "Số văn bản"),
            ({"document": "Nguyễn Văn Ếch"}, "Số văn bản"),
            ({"document_on": date(2199, 1, 1)}, "Ngày văn bản"),
        ],
    )
    def test_a_document_that_is_none_is_refused(self, unit, chief, paper, sentence):
        with pytest.raises(Refusal, match=sentence):
            keys.change(unit, OTHER_HEX, by=chief, **(PAPER | paper))
        assert ApartKey.objects.count() == 1

    def test_the_database_takes_no_second_key_without_a_document(self, unit, officer):
        with pytest.raises(IntegrityError, match="đổi khóa phải có số, ngày văn bản"), transaction.atomic():
            ApartKey.objects.create(unit=unit, public_key=OTHER_HEX, accepted_by=officer)

    @pytest.mark.parametrize(
        "change",
        [
            {"public_key": "zz" * 32},
            {"public_key": HEX[:-1]},
            {"document": "12/QĐ"},
            {"document_on": DAY},
            {"document": "bà Ếch", "document_on": DAY},
        ],
    )
    def test_nor_one_that_is_not_whole(self, officer, change):
        with pytest.raises(IntegrityError, match="apart_key"), transaction.atomic():
            ApartKey.objects.create(
                **{"unit": make_unit(), "public_key": OTHER_HEX, "accepted_by": officer} | change
            )

    @pytest.mark.parametrize(
        "order", ["DELETE FROM petitions_apartkey", "UPDATE petitions_apartkey SET document = ''"]
    )
    def test_a_row_stays_as_it_is(self, order, as_app):
        with pytest.raises(Error, match="permission denied"), transaction.atomic():
            connection.cursor().execute(order)

    def test_the_history_holds(self, unit, chief):
        keys.change(unit, OTHER_HEX, by=chief, **PAPER)
        assert list(verifying.findings(verifying.everything())) == []


class TestCommand:
    @pytest.fixture(autouse=True)
    def ready(self, monkeypatch):
        monkeypatch.setattr(cli, "prepare_django", lambda database: None)

    def changing(self, unit, chief, **more):
        said = {"key": OTHER_HEX, "by": chief.username, "decision": "12/QĐ-UBND", "dated": "1/3/2023"} | more
        words = [word for name, value in said.items() if value for word in (f"--{name}", value)]
        return cli.main(["packages-key", "--unit", unit.slug, *words])

    def test_both_sides_show_the_same_sign(self, unit, officer, settings, tmp_path, capsys):
        settings.ISOLATED = True
        file = tmp_path / "goi.json"
        assert cli.main(["packages-out", str(file), "--unit", unit.slug]) == 0
        sign = keys.fingerprint(public_key())
        assert f"Dấu khóa của máy này, để so khi nhận gói: {sign}" in capsys.readouterr().out
        settings.ISOLATED = False
        assert cli.main(["packages-in", str(file), "--by", officer.username]) == 2
        assert "chưa nhận khóa nào" in capsys.readouterr().err
        assert cli.main(["packages-in", str(file), "--key", sign, "--by", officer.username]) == 0
        assert f"Dấu khóa đã ký gói, để so với máy độc lập: {sign}" in capsys.readouterr().out
        assert cli.main(["packages-in", str(file), "--by", officer.username]) == 0
        capsys.readouterr()
        assert cli.main(["packages-key", "--unit", unit.slug]) == 0
        assert f"Dấu khóa: {sign}\n" in capsys.readouterr().out

    def test_a_change_says_what_counts_from_now_on(self, unit, chief, capsys):
        assert self.changing(unit, chief) == 0
        out = capsys.readouterr().out
        assert keys.fingerprint(OTHER_HEX) in out
        assert "theo văn bản 12/QĐ-UBND ngày 1/3/2023." in out

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"key": ""}, "ghi đủ --key"),
            ({"by": ""}, "ghi đủ --key"),
            ({"decision": ""}, "ghi đủ --key"),
            ({"dated": ""}, "ghi đủ --key"),
            ({"dated": "31/2/2023"}, "31/2/2023"),
            ({"by": "khong-co"}, "Không có tài khoản"),
            ({"key": "zz"}, "đủ 64 chữ số"),
        ],
    )
    def test_what_is_wrong_is_one_sentence(self, unit, chief, capsys, more, sentence):
        assert self.changing(unit, chief, **more) == 2
        assert sentence in capsys.readouterr().err
        assert not ApartKey.objects.exists()

    def test_where_none_was_taken_it_says_so(self, unit, capsys):
        assert cli.main(["packages-key", "--unit", unit.slug]) == 2
        assert "chưa nhận khóa nào" in capsys.readouterr().err
