"""Phản ánh in public: approved words and photographs, “tôi cũng gặp”, proof at the end, opened again by the sender."""

import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Echo, Feedback, FeedbackPhoto, Letter, Matter, NotDone
from danvan.portal.tests.test_robots import proof_of
from danvan.portal.tests.world import words
from danvan.records import envelopes, writing
from danvan.records.models import HistoryRow, PersonalDetails
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import compiler, handler, head, letter_of
from danvan.records.today import today
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
ON = date(2023, 3, 1)
NAME = "Nguyễn Thị Lộ Tên"


@pytest.fixture
def officer():
    return handler()


def jpeg():
    written = io.BytesIO()
    Image.new("RGB", (1600, 800), "green").save(written, "JPEG")
    return written.getvalue()


def letter(officer, kind="kien_nghi_phan_anh"):
    found = writing.move(letter_of(officer, ON), "phan_loai", by=officer, on=ON, kind=kind, field="khac")
    if kind != "to_cao":
        PersonalDetails.objects.create(record_id=found.pk, full_name=NAME, content="Nhà tôi ngập")
    return found


def shown(officer, place="Đường Lê Lợi, trước chợ", **more):
    return feedback.show(letter(officer), by=officer, text="Cống tắc, nước ngập đường", place=place, **more)


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:1500]
    return words(answer.content.decode())


class TestShowing:
    def test_everybody_reads_what_was_approved_and_no_more(self, client, officer):
        item = shown(officer, photos=[jpeg()])
        for path in ("/phan-anh/", f"/phan-anh/{item.pk}/"):
            page = text(client.get(path))
            assert "Cống tắc, nước ngập đường" in page
            assert NAME not in page
            assert "Nhà tôi ngập" not in page
            assert item.record.public_id not in client.get(path).content.decode()

    def test_a_letter_not_shown_is_not_there(self, client, officer):
        letter(officer)
        assert "Chưa có phản ánh nào được đăng" in text(client.get("/phan-anh/"))

    def test_what_is_taken_down_is_gone_with_its_photographs(self, client, officer):
        item = shown(officer, photos=[jpeg()])
        photo = FeedbackPhoto.objects.get()
        assert client.get(f"/phan-anh/anh/{photo.pk}.jpg")["Content-Type"] == "image/jpeg"
        feedback.hide(item, by=officer)
        assert client.get(f"/phan-anh/{item.pk}/").status_code == 404
        assert client.get(f"/phan-anh/anh/{photo.pk}.jpg").status_code == 404
        assert "Cống tắc" not in text(client.get("/phan-anh/"))

    def test_photographs_are_small_and_written_anew(self, officer):
        shown(officer, photos=[jpeg()])
        assert (FeedbackPhoto.objects.get().width, FeedbackPhoto.objects.get().height) == (1200, 600)

    def test_four_photographs_and_no_more(self, officer):
        with pytest.raises(Refusal, match="nhiều nhất 4"):
            shown(officer, photos=[jpeg()] * 5)

    @pytest.mark.parametrize("kind", ["khieu_nai", "to_cao"])
    def test_no_other_class_is_shown(self, officer, kind):
        with pytest.raises(Refusal, match="Chỉ đăng công khai phản ánh"):
            feedback.show(letter(officer, kind), by=officer, text="x", place="y")

    def test_the_database_shows_nothing_of_a_sealed_one(self, officer):
        sealed = letter(officer, "to_cao")
        with pytest.raises(IntegrityError), transaction.atomic():
            Feedback.objects.create(record_id=sealed.pk, unit=officer.at, text="x", place="y", shown_on=ON)

    def test_only_who_handles_may(self, officer):
        with pytest.raises(Refusal, match="không có quyền"):
            feedback.show(letter(officer), by=compiler(officer.at), text="x", place="y")

    @pytest.mark.parametrize(("said", "place"), [("", "y"), ("x", " ")])
    def test_words_and_place_are_needed(self, officer, said, place):
        with pytest.raises(Refusal, match="Chưa ghi"):
            feedback.show(letter(officer), by=officer, text=said, place=place)

    def test_a_purge_takes_everything(self, officer):
        item = shown(officer, photos=[jpeg()])
        feedback.finish(item, by=officer, paper="12/UBND")
        feedback.not_done(item.record, "Còn tắc", on=today())
        envelopes.purge(item.record, by=officer)
        assert not Feedback.objects.exists()
        assert not FeedbackPhoto.objects.exists()
        assert not NotDone.objects.exists()


class TestList:
    def test_it_goes_on_by_key_and_asks_a_bounded_number(self, client, officer):
        rows = [shown(officer, place=f"Thôn {number}") for number in range(22)]
        with CaptureQueriesContext(connection) as asked:
            first = client.get("/phan-anh/").content.decode()
        assert len(asked) <= 5
        assert "Thôn 21" in first
        assert "Thôn 1 " not in words(first)
        after = first.partition("?sau=")[2].partition('"')[0]
        assert "Thôn 0" in text(client.get("/phan-anh/", {"sau": after}))
        assert len(rows) == 22

    def test_a_place_is_found_without_marks(self, client, officer):
        shown(officer)
        assert "Cống tắc" in text(client.get("/phan-anh/", {"noi": "le loi"}))
        assert "Không có phản ánh nào" in text(client.get("/phan-anh/", {"noi": "zzz"}))

    @pytest.mark.parametrize("key", ["x", "9" * 30, "0", "-1"])
    def test_a_key_that_no_page_wrote_is_refused(self, client, key):
        assert client.get("/phan-anh/", {"sau": key}).status_code == 404

    def test_a_number_too_large_is_nobody(self, client):
        assert client.get(f"/phan-anh/{'9' * 30}/").status_code == 404
        assert client.get(f"/phan-anh/anh/{'9' * 30}.jpg").status_code == 404

    def test_what_comes_back_at_a_place_is_counted(self, client, officer):
        shown(officer)
        item = shown(officer, place="đường lê lợi,  trước chợ")
        assert "trước đó đã có 1 phản ánh" in text(client.get(f"/phan-anh/{item.pk}/"))


class TestMet:
    def meet(self, client, item):
        asked = client.get(f"/phan-anh/{item.pk}/").context["robots"]
        return client.post(f"/phan-anh/{item.pk}/", {"altcha": proof_of(asked)})

    def test_each_visitor_counts_once(self, client, officer):
        item = shown(officer)
        for _turn in range(2):
            assert self.meet(client, item).status_code == 302
        assert Echo.objects.count() == 1
        self.meet(Client(), item)
        assert "2" in text(client.get(f"/phan-anh/{item.pk}/")).partition("Người cũng gặp")[2][:5]

    def test_the_cookie_is_not_what_is_kept(self, client, officer):
        self.meet(client, shown(officer))
        assert client.cookies["cung_gap"].value not in Echo.objects.get().digest
        assert client.cookies["cung_gap"]["httponly"]

    def test_without_proof_nothing_is_counted(self, client, officer):
        item = shown(officer)
        assert "Chưa trả lời câu hỏi" in text(client.post(f"/phan-anh/{item.pk}/"), 400)
        assert not Echo.objects.exists()


class TestEnd:
    def test_proof_is_a_photograph_or_a_paper(self, officer):
        item = shown(officer)
        with pytest.raises(Refusal, match="Chưa có bằng chứng"):
            feedback.finish(item, by=officer)
        with pytest.raises(Refusal, match="chưa có ảnh sau khi làm"):
            feedback.require_proof(item.record)
        feedback.finish(item, by=officer, photo=jpeg())
        feedback.require_proof(item.record)

    def test_what_is_not_in_public_needs_none(self, officer):
        feedback.require_proof(letter(officer))

    def test_the_sender_opens_it_again_with_a_reason(self, client, officer):
        item = shown(officer)
        feedback.finish(item, by=officer, paper="12/UBND")
        sent = {"code": item.record.public_id, "text": "Vẫn tắc khi mưa"}
        assert "Đã mở lại phản ánh" in text(client.post("/tra-cuu/chua-xong/", sent))
        assert "Mở lại" in text(client.get(f"/phan-anh/{item.pk}/"))
        assert "Vẫn tắc" not in text(client.get(f"/phan-anh/{item.pk}/"))
        assert "Vẫn tắc khi mưa" in text(desk_of(officer).get(item.record.get_absolute_url()))
        assert not [row for row in HistoryRow.objects.all() if "Vẫn tắc" in f"{row.before}{row.after}"]
        assert "chưa ghi là đã làm xong" in text(client.post("/tra-cuu/chua-xong/", sent), 400)

    def test_a_matter_that_stands_in_public_ends_with_proof_and_is_taken_up_again(self, officer):
        found = writing.move(letter(officer), "thu_ly", by=officer, on=ON)
        (matter,) = Matter.objects.filter(sources__source_id=found.pk)
        item = feedback.show(found, by=officer, text="Cống tắc", place="Chợ")
        with pytest.raises(Refusal, match="chưa có ảnh sau khi làm"):
            writing.move(matter, "giai_quyet", by=officer, on=ON, result="da_tra_loi")
        feedback.finish(item, by=officer, photo=jpeg())
        writing.move(matter, "giai_quyet", by=officer, on=ON, result="da_tra_loi")
        assert Letter.objects.get(pk=found.pk).closed_on == ON
        feedback.not_done(found, "Còn tắc", on=today())
        assert Matter.objects.get(pk=matter.pk).closed_on is None
        assert Letter.objects.get(pk=found.pk).state == "thu_ly"

    def test_not_without_a_reason_nor_after_the_last_day(self, officer):
        item = shown(officer)
        feedback.finish(item, by=officer, paper="12/UBND")
        with pytest.raises(Refusal, match="Chưa ghi lý do"):
            feedback.not_done(item.record, " ", on=today())
        with pytest.raises(Refusal, match="Đã quá ngày"):
            feedback.not_done(item.record, "x", on=today() + timedelta(days=16))
        feedback.not_done(item.record, "x", on=today() + timedelta(days=15))

    def test_the_unit_s_own_days_hold_from_their_day(self, officer):
        boss = head(officer.at)
        feedback.set_days(officer.at, 5, date(2023, 3, 10), by=boss)
        assert feedback.days_to_reopen(officer.at, date(2023, 3, 9)) == 15
        assert feedback.days_to_reopen(officer.at, date(2023, 3, 10)) == 5
        with pytest.raises(Refusal, match="đã có số ngày"):
            feedback.set_days(officer.at, 6, date(2023, 3, 10), by=boss)
        with pytest.raises(Refusal, match="từ 1 đến 90"):
            feedback.set_days(officer.at, 0, date(2023, 3, 11), by=boss)
        with pytest.raises(Refusal, match="không có quyền"):
            feedback.set_days(officer.at, 6, date(2023, 3, 12), by=officer)

    def test_a_complaint_has_no_such_thing(self, client, officer):
        found = letter(officer, "khieu_nai")
        answer = client.post(
            "/tra-cuu/chua-xong/", {"code": found.public_id, "text": "x", "key": str(uuid4())}
        )
        assert "không có gì để mở lại" in text(answer, 400)


class TestDesk:
    def address(self, found):
        return f"/ban-lam-viec/phan-anh/{found.public_id}/"

    def test_an_officer_shows_answers_and_finishes(self, officer):
        found, client = letter(officer), desk_of(officer)
        assert "Soạn bản đăng công khai" in text(client.get(found.get_absolute_url()))
        photo = SimpleUploadedFile("a.jpg", jpeg())
        sent = {"dang": "", "text": "Cống tắc", "place": "Chợ", "latitude": "17,46", "longitude": "106,62"}
        assert client.post(self.address(found), sent | {"photo": photo}).status_code == 302
        item = Feedback.objects.get()
        assert (str(item.latitude), item.photos.count()) == ("17.46000", 1)
        client.post(self.address(found), {"tra_loi": "", "answer": "Tuần sau làm"})
        assert "Chưa có bằng chứng" in text(client.post(self.address(found), {"xong": ""}), 400)
        client.post(self.address(found), {"xong": "", "paper": "12/UBND"})
        page = text(Client().get(f"/phan-anh/{item.pk}/"))
        assert "Tuần sau làm" in page
        assert "Đã làm xong" in page
        client.post(self.address(found), {"go": ""})
        assert Client().get(f"/phan-anh/{item.pk}/").status_code == 404

    def test_empty_words_are_told_at_the_field(self, officer):
        answer = desk_of(officer).post(self.address(letter(officer)), {"dang": ""})
        assert answer.status_code == 400
        assert "govuk-error-summary" in answer.content.decode()

    def test_who_may_not_finds_a_refusal(self, officer):
        found = letter(officer)
        assert desk_of(handler()).get(self.address(found)).status_code == 404
        assert desk_of(compiler(officer.at)).get(self.address(found)).status_code == 404

    def test_the_letter_leads_the_head_to_the_days(self, officer):
        found = letter(officer)
        address = "/ban-lam-viec/phan-anh/so-ngay/"
        assert address in desk_of(head(officer.at)).get(found.get_absolute_url()).content.decode()
        assert address not in desk_of(officer).get(found.get_absolute_url()).content.decode()

    def test_the_head_sets_the_days(self, officer):
        client = desk_of(head(officer.at))
        assert "15 ngày" in text(client.get("/ban-lam-viec/phan-anh/so-ngay/"))
        client.post("/ban-lam-viec/phan-anh/so-ngay/", {"days": "7"})
        assert feedback.days_to_reopen(officer.at, today()) == 7
        assert "từ 1 đến 90" in text(client.post("/ban-lam-viec/phan-anh/so-ngay/", {"days": "x"}), 400)
        assert desk_of(officer).get("/ban-lam-viec/phan-anh/so-ngay/").status_code == 403
