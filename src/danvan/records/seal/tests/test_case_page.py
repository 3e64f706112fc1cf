"""The case at the desk: made from the envelope, added to, opened for a reason, given; what each may and may not."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from danvan.org.tests.factories import make_unit
from danvan.records import envelopes
from danvan.records.files import scanning
from danvan.records.files.accepting import from_envelope
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
from danvan.records.seal import book_page, cases, items, jobs, releasing
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
            at("take", record),
            {
                "khong_lien_quan": "1",
                "chuc_vu": "khac",
                "holder": [f"{one.pk}:{capacity}" for one, capacity in chosen],
            },
        )

    def test_it_comes_to_the_holders_and_the_envelope_is_gone(self, client, world, letter):
        record = self.classified(client, letter)
        page = client.get(record.get_absolute_url()).content.decode()
        assert "Lập hồ sơ niêm phong" in page
        assert "Người bị tố cáo giữ chức vụ nào" in page_of(client, record)
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
        assert "không có dấu xác thực" in answer.content.decode()
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
        sent = {"holder": str(world.settler.pk)}
        assert client.post(at("end", record), sent).status_code == 400, "a settler is ended by who assigns"
        assert desk_of(world.head).post(at("end", record), sent).status_code == 302
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
    """A unit that keeps everything outside: nothing new comes in, the database takes no row; a case from before lives."""

    def outside(self, world):
        SealMode.objects.create(
            unit=world.unit,
            mode="ngoai_he_thong",
            starts_on="2023-03-02",
            post="Chủ tịch",
            decided_by=world.head,
        )

    @pytest.fixture
    def record(self, world):
        record = world.case()
        self.outside(world)
        return record

    @pytest.fixture
    def bare(self, world):
        record = denunciation(world.clerk)
        self.outside(world)
        return record

    @pytest.mark.parametrize(
        "name", ["case", "open", "take", "add", "redact", "give", "end", "reseal", "waive", "release"]
    )
    def test_without_a_case_every_page_answers_with_a_sentence(self, client, bare, name):
        answer = client.get(at(name, bare)) if name == "case" else read(client, bare, name)
        assert answer.status_code == 400
        assert "Ngoài hệ thống" in answer.content.decode()

    def test_a_case_from_before_is_opened_and_takes_nothing_new(self, client, record):
        assert client.get(at("case", record)).status_code == 200
        assert NAME in read(client, record).content.decode()
        for name, sent in (
            ("add", {"kind": "ghi_chu", "text": "x"}),
            ("add", {"nguoi": "1", "full_name": "x"}),
        ):
            answer = read(client, record, name, **sent)
            assert answer.status_code == 400
            assert "Ngoài hệ thống" in answer.content.decode()

    def test_the_record_does_not_speak_of_it_but_of_a_case_from_before(self, client, world):
        record, bare = world.case(), denunciation(world.clerk)
        self.outside(world)
        assert "Hồ sơ niêm phong" in client.get(record.get_absolute_url()).content.decode()
        assert "Hồ sơ niêm phong" not in client.get(bare.get_absolute_url()).content.decode()

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


def field_of(page, name):
    """The value of a hidden field of a page."""
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)


class TestRedactingOnPurpose:
    """What is sealed for verifiers is what somebody saw, and tells of the denouncer only after he said so."""

    def shown(self, client, record, **more):
        answer = client.post(at("redact", record), {"reason": "che", "phrase": PHRASE} | more)
        return answer, answer.content.decode()

    def sent(self, page, **more):
        ticks = re.findall(r'name="che"[^>]*value="([^"]*)" checked', page)
        shown = {name: field_of(page, name) for name in ("digest", "ban")}
        return {"reason": "che", "luu": "1", "che": ticks} | shown | more

    def copies(self):
        return SealItem.objects.filter(kind="ban_da_che").count()

    def test_what_was_shown_is_sealed(self, client, world):
        record = world.case()
        _answer, page = self.shown(client, record)
        assert client.post(at("redact", record), self.sent(page)).status_code == 302
        assert self.copies() == 1

    def test_without_having_seen_it_nothing_is_sealed(self, client, world):
        record = world.case()
        answer, page = self.shown(client, record, luu="1")
        assert answer.status_code == 400
        assert "hãy đọc lại bản dưới đây" in page
        assert not self.copies()

    def test_a_box_unticked_since_is_shown_first(self, client, world):
        record = world.case()
        _answer, page = self.shown(client, record)
        answer = client.post(at("redact", record), self.sent(page, che=[]))
        assert answer.status_code == 400
        assert not self.copies()

    def test_what_still_tells_who_it_was_is_refused_until_confirmed(self, client, world):
        record = world.case()
        _answer, page = self.shown(client, record)
        bare = self.sent(page, che=[])
        page = client.post(at("redact", record), bare).content.decode()
        again = self.sent(page, che=[])
        answer = client.post(at("redact", record), again)
        assert answer.status_code == 400
        assert "còn chữ trùng" in answer.content.decode()
        assert not self.copies()
        assert client.post(at("redact", record), again | {"van_luu": "1"}).status_code == 302
        assert self.copies() == 1


class TestWhoIsChosen:
    def test_only_oneself_is_ticked_and_a_sentence_says_whom_not(self, client, world):
        record = denunciation(world.clerk)
        page = client.post(at("choose", record), {"chuc_vu": "khac"}).content.decode()
        ticked = re.findall(r'name="holder"[^>]*value="([^"]*)" checked', page)
        assert ticked == [f"{world.clerk.pk}:tiep_nhan"]
        assert "Không chọn người bị tố cáo" in page

    def test_not_without_saying_that_the_denounced_is_not_among_them(self, client, world):
        record = denunciation(world.clerk)
        sent = {"holder": [f"{world.clerk.pk}:tiep_nhan"], "chuc_vu": "khac"}
        answer = client.post(at("take", record), sent)
        assert answer.status_code == 400
        assert "Hãy xác nhận" in answer.content.decode()
        assert not SealCase.objects.exists()
        assert client.post(at("take", record), sent | {"khong_lien_quan": "1"}).status_code == 302


class TestAFileThatMayNotBeShown:
    def held(self, monkeypatch):
        monkeypatch.setattr(scanning, "admitted", lambda data, **more: scanning.Told("held"))

    def test_is_not_served_from_a_case(self, client, world, monkeypatch):
        record = world.case()
        item = items.put(record, "ban_quet", {}, [("x.pdf", samples.pdf())], by=None)
        self.held(monkeypatch)
        sent = {"reason": "giai_quyet", "phrase": PHRASE}
        answer = client.post(at("file", record, item.number), sent)
        assert answer.status_code == 400
        assert b"%PDF" not in answer.content

    def test_is_served_written_anew(self, client, world):
        record, scan = world.case(), samples.pdf()
        item = items.put(record, "ban_quet", {}, [("x.pdf", scan)], by=None)
        answer = client.post(at("file", record, item.number), {"reason": "giai_quyet", "phrase": PHRASE})
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF-")
        assert answer.content == from_envelope("x.pdf", scan).data

    def test_what_is_no_file_of_a_known_kind_is_not_given_out(self, client, world):
        record = world.case()
        item = items.put(record, "ban_quet", {}, [("x.pdf", b"MZ no pdf")], by=None)
        answer = client.post(at("file", record, item.number), {"reason": "giai_quyet", "phrase": PHRASE})
        assert answer.status_code == 400


class TestTriesByOthers:
    @pytest.mark.parametrize("role", ["van_thu", "thanh_tra", "quan_tri", "he_thong", "tong_hop"])
    @pytest.mark.parametrize(("name", "act"), [("open", "xem"), ("give", "trao_khoa"), ("redact", "che")])
    def test_stand_in_the_book(self, world, as_app, role, name, act):
        record, other = world.case(), officer(role, world.unit)
        keyed(other)
        answer = desk_of(other).post(at(name, record), {"reason": "giai_quyet", "phrase": PHRASE})
        assert answer.status_code in (400, 403, 404)
        row = SealOpening.objects.get(account=other)
        assert (row.act, row.outcome, row.record_id) == (act, "khong_co_quyen", record.pk)

    def test_looking_at_the_page_is_no_try(self, world, as_app):
        record, other = world.case(), officer("tong_hop", world.unit)
        assert desk_of(other).get(at("case", record)).status_code in (403, 404)
        assert not SealOpening.objects.filter(account=other).exists()


class TestAReleaseTakenBack:
    @pytest.fixture
    def release(self, world):
        record = world.case()
        cases.give(
            record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        asked = items.Asked("xac_minh", "1/QĐ")
        key = world.key(world.clerk)
        return releasing.release(record, world.verifier, "1/QĐ", today(), today(), unlocked=key, asked=asked)

    def post(self, account, release):
        return desk_of(account).post(reverse("seal:unrelease", args=[release.pk]))

    @pytest.mark.parametrize("who", ["head", "clerk", "settler"])
    def test_by_the_head_or_one_who_may_read(self, world, release, as_app, who):
        assert self.post(getattr(world, who), release).status_code == 302
        release.refresh_from_db()
        assert (bytes(release.sealed), release.ended_at is None) == (b"", False)
        assert SealOpening.objects.get(act="thoi_cho_biet").outcome == "mo_duoc"
        assert self.post(world.head, release).status_code == 400, "it is over"

    def test_not_by_the_verifier_himself_or_others(self, world, release, as_app):
        for other in (world.verifier, officer("tong_hop", world.unit)):
            assert self.post(other, release).status_code in (400, 403, 404)
        release.refresh_from_db()
        assert release.ended_at is None
        assert SealOpening.objects.filter(act="thoi_cho_biet", outcome="mo_duoc").count() == 0
        assert SealOpening.objects.filter(act="thoi_cho_biet").count() == 2
