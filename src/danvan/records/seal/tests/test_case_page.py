"""The case at the desk: made from the envelope, added to, opened for a reason, given; what each may and may not."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from danvan.org.tests.factories import make_unit
from danvan.records import envelopes
from danvan.records.files.tests import samples
from danvan.records.models import (
    Capacity,
    Envelope,
    Part,
    SealCase,
    SealGrant,
    SealItem,
    SealMode,
    SealOpening,
)
from danvan.records.seal import book_page, cases, items, jobs, releasing, taking
from danvan.records.seal.tests.seal_world import (
    CONTENT,
    PERSON,
    PHRASE,
    denunciation,
    keyed,
    make_world,
    officer,
)
from danvan.records.tests.desk_world import DAY, classified, desk_of, moving
from danvan.records.tests.factories import letter_of
from danvan.records.today import today

pytestmark = pytest.mark.django_db
NAME = "Trần Thị Thử"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def client(world, as_app):
    return desk_of(world.clerk)


def at(name, record, *more):
    return reverse(f"seal:{name}", args=[record.public_id, *more])


def read(client, record, name="open", **more):
    return client.post(at(name, record), {"reason": "giai_quyet", "phrase": PHRASE} | more)


def page_of(client, record):
    return client.get(at("case", record)).content.decode()


class TestFromTheEnvelope:
    @pytest.fixture
    def letter(self, world):
        letter = letter_of(world.clerk, DAY)
        envelopes.seal(
            letter,
            {"full_name": NAME, "phone": "0900000000", "content": "lời đơn"},
            [("x.pdf", samples.pdf())],
        )
        return letter

    def classified(self, client, letter):
        sent = moving(letter, kind="to_cao", field="dat_dai", signatories="1")
        assert (
            client.post(reverse("records:move", args=[letter.public_id, "phan_loai"]), sent).status_code
            == 302
        )
        letter.refresh_from_db()
        return letter

    def taken(self, client, world, record, *people):
        chosen = people or ((world.clerk, "tiep_nhan"), (world.settler, "giai_quyet"))
        return client.post(
            at("take", record), {"holder": [f"{one.pk}:{capacity}" for one, capacity in chosen]}
        )

    def test_it_comes_to_the_holders_and_the_envelope_is_gone(self, client, world, letter):
        record = self.classified(client, letter)
        page = client.get(record.get_absolute_url()).content.decode()
        assert "Lập hồ sơ niêm phong" in page
        assert "Ai giữ khóa" in page_of(client, record)
        assert self.taken(client, world, record).status_code == 302
        assert not Envelope.objects.exists()
        told = read(client, record).content.decode()
        assert NAME in told
        assert "lời đơn" in told
        assert "x.pdf" in told
        assert {item.kind for item in SealItem.objects.all()} == {"nguoi_to_cao", "noi_dung", "ban_quet"}

    def test_not_before_its_class_is_known(self, client, world, letter):
        assert "khi đơn đã phân loại" in page_of(client, letter)
        assert self.taken(client, world, letter).status_code == 400
        assert Envelope.objects.exists()

    def test_not_without_oneself_among_the_holders(self, client, world, letter):
        record = self.classified(client, letter)
        answer = self.taken(client, world, record, (world.settler, "giai_quyet"))
        assert "Người phân loại phải giữ một khóa" in answer.content.decode()
        assert Envelope.objects.exists()
        assert not SealCase.objects.exists()

    def test_what_fails_on_the_way_changes_nothing(self, client, world, letter, monkeypatch):
        record = self.classified(client, letter)

        def broken(*args, **named):
            raise envelopes.Refusal("hỏng giữa chừng")

        monkeypatch.setattr(envelopes, "destroy", broken)
        assert self.taken(client, world, record).status_code == 400
        assert Envelope.objects.exists()
        assert not SealCase.objects.exists()
        assert not SealItem.objects.exists()

    def test_nobody_outside_the_matrix_can_be_ticked(self, client, world, letter):
        record = self.classified(client, letter)
        other = officer("tong_hop", world.unit)
        keyed(other)
        self.taken(
            client, world, record, (world.clerk, "tiep_nhan"), (other, "tiep_nhan"), (other, "giai_quyet")
        )
        assert {grant.key.account for grant in SealGrant.objects.filter(key__isnull=False)} == {world.clerk}

    def test_only_who_classifies_makes_it(self, client, world, letter):
        record = self.classified(client, letter)
        answer = self.taken(desk_of(world.settler), world, record)
        assert answer.status_code == 400
        assert "không có quyền phân loại" in answer.content.decode()

    def test_a_second_time_is_refused(self, client, world, letter):
        record = self.classified(client, letter)
        self.taken(client, world, record)
        assert self.taken(client, world, record).status_code == 400

    def test_who_is_proposed_has_a_key(self, world, letter):
        officer("xu_ly", world.unit)
        people = {(key.account, capacity) for key, capacity in taking.proposed(letter)}
        assert (world.clerk, "tiep_nhan") in people
        assert all(key.ended_at is None for key, _capacity in taking.proposed(letter))


class TestOpening:
    def test_shows_all_and_is_kept_by_no_browser(self, client, world):
        answer = read(client, world.case())
        told = answer.content.decode()
        assert NAME in told
        assert "no-store" in answer["Cache-Control"]

    def test_needs_the_passphrase_once_in_fifteen_minutes(self, client, world):
        record = world.case()
        assert client.post(at("open", record), {"reason": "giai_quyet"}).status_code == 400
        read(client, record)
        assert NAME in client.post(at("open", record), {"reason": "giai_quyet"}).content.decode()

    def test_needs_a_reason(self, client, world):
        answer = read(client, world.case(), reason="")
        assert "chọn lý do mở" in answer.content.decode()
        assert NAME not in answer.content.decode()

    def test_the_page_before_holds_no_word(self, client, world):
        page = page_of(client, world.case())
        assert NAME not in page
        assert "Nội dung tố cáo" in page

    def test_one_without_a_key_is_refused_and_written_down(self, client, world):
        record, head = world.case(), desk_of(world.head)
        answer = read(head, record)
        assert "không giữ khóa" in answer.content.decode()
        assert SealOpening.objects.filter(account=world.head, outcome="khong_co_khoa").count() == 1
        assert "bị từ chối: không có khóa" in page_of(client, record)

    @pytest.mark.parametrize(
        "role", ["tong_hop", "he_thong", "quan_tri", "van_thu", "thanh_tra", "kiem_toan", "bien_tap"]
    )
    @pytest.mark.parametrize(
        "name", ["case", "open", "redact", "give", "end", "reseal", "waive", "release", "add"]
    )
    def test_others_do_not_come_in(self, world, role, name, as_app):
        record, client = world.case(), desk_of(officer(role, world.unit))
        answer = client.get(at(name, record)) if name == "case" else read(client, record, name)
        assert answer.status_code in (403, 404)
        assert NAME not in answer.content.decode()

    def test_an_officer_of_another_unit_does_not_find_it(self, world, as_app):
        client = desk_of(officer("tiep_dan", make_unit()))
        assert client.get(at("case", world.case())).status_code == 404

    def test_a_file_is_an_attachment_in_a_sandbox(self, client, world):
        record = world.case()
        sent = {"kind": "noi_dung", "tep": SimpleUploadedFile("d.pdf", samples.pdf())}
        assert client.post(at("add", record), sent).status_code == 302
        number = SealItem.objects.get(kind="ban_quet").number
        answer = client.post(at("file", record, number), {"reason": "giai_quyet", "phrase": PHRASE})
        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert client.post(at("file", record, 1), {"reason": "giai_quyet"}).status_code == 404

    def test_a_tampered_case_shows_its_sentence(self, client, world):
        record = world.case()
        SealItem.objects.filter(kind="noi_dung").update(digest="0" * 64)
        answer = read(client, record)
        assert "đã bị sửa" in answer.content.decode()
        assert NAME not in answer.content.decode()


class TestAdding:
    def test_the_person_and_words(self, client, world):
        record = world.case(filled=False)
        assert client.post(at("add", record), PERSON | {"nguoi": "1"}).status_code == 302
        assert client.post(at("add", record), {"kind": "ghi_chu", "text": "ghi chú riêng"}).status_code == 302
        told = read(client, record).content.decode()
        assert "ghi chú riêng" in told
        assert NAME in told

    @pytest.mark.parametrize(
        "sent",
        [
            {"kind": "noi_dung"},
            {"kind": "noi_dung", "text": "   "},
            {"kind": "ban_da_che", "text": "x"},
            {"kind": "zqx", "text": "x"},
            {"nguoi": "1"},
            {"nguoi": "1", "full_name": "x" * 201},
            {"kind": "noi_dung", "text": "x" * 50_001},
        ],
    )
    def test_what_is_refused_is_not_shown_again(self, client, world, sent):
        record = world.case(filled=False)
        answer = client.post(at("add", record), sent)
        assert answer.status_code == 400
        assert "x" * 100 not in answer.content.decode()
        assert not SealItem.objects.exists()

    def test_a_file_of_another_kind(self, client, world):
        record = world.case(filled=False)
        answer = client.post(
            at("add", record), {"kind": "noi_dung", "tep": SimpleUploadedFile("a.exe", b"MZ12")}
        )
        assert answer.status_code == 400


class TestGiving:
    def test_a_verifier_comes_to_the_copy_alone(self, client, world):
        record = world.case()
        items.put(record, "ban_da_che", {"content": "bản không có tên"}, by=world.clerk)
        sent = {"receiver": f"{world.verifier.pk}:xac_minh", "why": "phan_cong", "phrase": PHRASE}
        assert client.post(at("give", record), sent).status_code == 302
        verifier = desk_of(world.verifier)
        page = page_of(verifier, record)
        assert "Mở bản đã che" in page
        assert "Lập bản đã che" not in page
        told = read(verifier, record, ban_da_che="1").content.decode()
        assert "bản không có tên" in told
        assert NAME not in told
        refused = read(verifier, record).content.decode()
        assert NAME not in refused
        assert "không giữ khóa" in refused

    @pytest.mark.parametrize(
        "changed",
        [
            {"receiver": ""},
            {"receiver": "999999:tiep_nhan"},
            {"why": "zqx"},
            {"why": "lap"},
            {"document": "của bà Hoa"},
            {"phrase": ""},
            {"phrase": "sai"},
        ],
    )
    def test_what_is_refused(self, client, world, changed):
        record = world.case()
        before = SealGrant.objects.count()
        sent = {"receiver": f"{world.verifier.pk}:xac_minh", "why": "phan_cong", "phrase": PHRASE} | changed
        assert client.post(at("give", record), sent).status_code == 400
        assert SealGrant.objects.count() == before

    def test_a_holder_taken_away_and_the_rest_sealed_anew(self, client, world):
        record = world.case()
        assert client.post(at("end", record), {"holder": str(world.settler.pk)}).status_code == 302
        assert "còn nằm dưới đời khóa cũ" in page_of(client, record)
        assert read(client, record, "reseal", reason="ban_giao").status_code == 302
        assert "còn nằm dưới đời khóa cũ" not in page_of(client, record)
        assert "không giữ khóa" in read(desk_of(world.settler), record).content.decode()
        assert NAME in read(client, record).content.decode()

    def test_nobody_unknown_is_taken_away(self, client, world):
        assert client.post(at("end", world.case()), {"holder": str(world.head.pk)}).status_code == 400


class TestWaiverAndRelease:
    @pytest.fixture
    def record(self, world):
        record = world.case()
        cases.give(
            record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        return record

    def released(self, client, world, record, **more):
        sent = {
            "holder": str(world.verifier.pk),
            "number": "15/QĐ-UBND",
            "signed_on": "1/3/2023",
            "until": "20/3/2023",
        }
        return client.post(at("release", record), sent | {"phrase": PHRASE} | more)

    def test_a_waiver_is_minutes_with_number_and_day(self, client, record):
        assert (
            client.post(at("waive", record), {"number": "03/BB-UBND", "signed_on": "2/3/2023"}).status_code
            == 302
        )
        assert "biên bản 03/BB-UBND ngày 2/3/2023" in page_of(client, record)

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"number": "03/BB-UBND"},
            {"number": "bà Hoa đồng ý", "signed_on": "2/3/2023"},
            {"number": "03/BB-UBND", "signed_on": "2/3/2029"},
            {"number": "03/BB-UBND", "signed_on": "hôm qua"},
        ],
    )
    def test_a_waiver_without_them_is_refused(self, client, record, sent):
        assert client.post(at("waive", record), sent).status_code == 400

    def test_a_verifier_writes_no_waiver(self, world, record, as_app):
        sent = {"number": "03/BB-UBND", "signed_on": "2/3/2023"}
        assert desk_of(world.verifier).post(at("waive", record), sent).status_code == 400

    def test_a_release_shows_the_person_to_that_verifier_alone(self, client, world, record):
        assert self.released(client, world, record).status_code == 302
        [release] = cases.case_of(record).releases.all()
        address = reverse("seal:released", args=[release.pk])
        verifier = desk_of(world.verifier)
        assert "15/QĐ-UBND" in verifier.get(reverse("seal:own_key")).content.decode()
        told = verifier.post(address, {"phrase": PHRASE}).content.decode()
        assert NAME in told
        assert CONTENT["content"] not in told
        for other in (world.clerk, world.head):
            refused = desk_of(other).post(address, {"phrase": PHRASE}).content.decode()
            assert NAME not in refused
            assert "không phải cho Bà/Ông" in refused
        outcomes = SealOpening.objects.filter(act="duoc_biet").values_list("outcome", flat=True)
        assert sorted(outcomes) == ["khong_co_khoa", "khong_co_khoa", "mo_duoc"]

    def test_a_release_ends_by_itself(self, client, world, record, monkeypatch):
        self.released(client, world, record)
        [release] = cases.case_of(record).releases.all()
        monkeypatch.setattr(releasing, "today", lambda: date(2023, 3, 21))
        told = desk_of(world.verifier).post(reverse("seal:released", args=[release.pk]), {"phrase": PHRASE})
        assert "hết hiệu lực" in told.content.decode()
        assert jobs.clear(DAY, DAY) >= 1
        release.refresh_from_db()
        assert bytes(release.sealed) == b""

    @pytest.mark.parametrize(
        "changed",
        [
            {"holder": ""},
            {"number": "cho bà Hoa"},
            {"until": "1/3/2023"},
            {"until": "1/3/2024"},
            {"signed_on": "1/3/2029"},
            {"signed_on": ""},
            {"phrase": "sai"},
        ],
    )
    def test_a_release_without_what_it_needs_is_refused(self, client, world, record, changed):
        assert self.released(client, world, record, **changed).status_code == 400
        assert not cases.case_of(record).releases.exists()

    def test_who_is_no_verifier_is_released_nothing(self, client, world, record):
        assert self.released(client, world, record, holder=str(world.settler.pk)).status_code == 400


class TestTheBook:
    def test_shows_the_head_who_opened_what_and_why(self, client, world):
        record = world.case()
        read(client, record, document="12/QĐ-UBND")
        page = desk_of(world.head).get(reverse("seal:book")).content.decode()
        assert "Công chức tiếp công dân" in page
        assert "giải quyết tố cáo" in page
        assert "12/QĐ-UBND" in page
        assert NAME not in page

    def test_of_another_unit_it_shows_nothing(self, client, world):
        read(client, world.case())
        other = officer("lanh_dao", make_unit())
        assert str(world.clerk) not in desk_of(other).get(reverse("seal:book")).content.decode()

    @pytest.mark.parametrize("role", ["tiep_dan", "xu_ly", "giai_quyet", "tong_hop", "he_thong", "quan_tri"])
    def test_is_the_heads(self, world, role, as_app):
        assert desk_of(officer(role, world.unit)).get(reverse("seal:book")).status_code == 403

    def test_goes_on_to_earlier_pages(self, client, world, monkeypatch):
        monkeypatch.setattr(book_page, "MOST", 2)
        record = world.case()
        for _turn in range(3):
            read(client, record)
        head = desk_of(world.head)
        page = head.get(reverse("seal:book")).content.decode()
        assert "Các lần trước" in page
        assert head.get(reverse("seal:book") + "?truoc=zqx").status_code == 200


class TestOutside:
    """A unit that keeps everything outside: nothing of the seal is reachable, the database takes no row."""

    @pytest.fixture
    def record(self, world):
        record = world.case()
        SealMode.objects.create(
            unit=world.unit,
            mode="ngoai_he_thong",
            starts_on="2023-03-02",
            post="Chủ tịch",
            decided_by=world.head,
        )
        return record

    @pytest.mark.parametrize(
        "name", ["case", "open", "take", "add", "redact", "give", "end", "reseal", "waive", "release"]
    )
    def test_every_page_answers_with_a_sentence(self, client, record, name):
        answer = client.get(at(name, record)) if name == "case" else read(client, record, name)
        assert answer.status_code == 400
        assert "Ngoài hệ thống" in answer.content.decode()
        assert NAME not in answer.content.decode()

    def test_the_record_does_not_speak_of_it(self, client, record):
        assert "Hồ sơ niêm phong" not in client.get(record.get_absolute_url()).content.decode()

    def test_the_database_takes_no_case_and_no_item(self, client, world, record):
        ring = cases.newest_ring(cases.case_of(record), Part.FULL)
        row = SealItem.objects.filter(case_id=record.pk, part=Part.FULL).first()
        with pytest.raises(IntegrityError, match="ngoài hệ thống"), transaction.atomic():
            SealItem.objects.create(
                case_id=record.pk,
                ring=ring,
                part=Part.FULL,
                kind="ghi_chu",
                number=9,
                sealed=b"\x01",
                digest="0" * 64,
                on=today(),
                at=row.at,
            )
        other = denunciation(world.clerk)
        with pytest.raises(IntegrityError, match="ngoài hệ thống"), transaction.atomic():
            SealCase.objects.create(record_id=other.pk, on=today(), made_at=row.at)

    def test_nor_of_a_record_that_holds_a_name(self, world, as_app):
        named = classified(world.verifier)
        with pytest.raises(IntegrityError, match="niêm phong"), transaction.atomic():
            SealCase.objects.create(record_id=named.pk, on=today(), made_at=timezone.now())
