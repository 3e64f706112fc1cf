"""The form for citizens: one question a page, kept where only its visitor reads it, sent once, sealed."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from danvan.domains.petitions.models import Letter
from danvan.org.tests.factories import make_account
from danvan.portal.filing import vault
from danvan.portal.tests.filing_world import ADDRESS, NAME, TEXT, Visitor, code_in, make_office
from danvan.portal.tests.test_robots import proof_of
from danvan.portal.tests.world import words
from danvan.records import envelopes, writing
from danvan.records.models import Filing, FilingFile, Held, PersonalDetails
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_office()


@pytest.fixture
def visitor():
    return Visitor()


@pytest.fixture
def sealed(monkeypatch):
    """What goes under the seal."""
    kept = []
    monkeypatch.setattr(
        envelopes, "seal", lambda record, payload, files: kept.append((record, payload, files))
    )
    return kept


def text(answer):
    return words(answer.content.decode())


class TestFirstPage:
    def test_it_says_what_the_law_asks_before_the_first_question(self, visitor):
        page = text(visitor.get("/gui-don/"))
        for said in (
            "mới chỉ là đăng ký trước",
            "Luật Khiếu nại, Điều 8",
            "Luật Tố cáo, Điều 22, 23",
            "không cần chữ ký",
        ):
            assert said in page
        assert Filing.objects.count() == 0

    def test_beginning_gives_a_cookie_for_this_form_alone(self, visitor):
        cookie = visitor.begin().cookies["gui_don"]
        assert cookie["httponly"]
        assert cookie["path"] == "/gui-don/"
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == 7 * 24 * 3600

    def test_without_a_form_every_page_leads_to_the_first(self, visitor):
        for path in ("cau/loai/", "cau/nguoi-gui/", "kiem-tra/", "da-gui/"):
            assert visitor.get(f"/gui-don/{path}").url == "/gui-don/"

    def test_many_beginnings_from_one_address_are_slowed_down(self, visitor):
        for _turn in range(60):
            visitor.post("/gui-don/")
        assert visitor.post("/gui-don/").status_code == 429


class TestPages:
    def test_a_page_ahead_leads_to_the_first_unanswered(self, visitor):
        visitor.begin()
        assert visitor.get("/gui-don/cau/nguoi-gui/").url == "/gui-don/cau/loai/"
        visitor.answer("loai", kind="kien_nghi")
        assert visitor.get("/gui-don/kiem-tra/").url == "/gui-don/cau/noi-nhan/"
        assert visitor.get("/gui-don/cau/bi-khieu-nai/").url == "/gui-don/cau/noi-nhan/"

    @pytest.mark.parametrize(
        ("key", "said"),
        [
            ("loai", "Chưa chọn loại đơn"),
            ("noi-nhan", "Chưa chọn cơ quan nhận"),
            ("noi-dung", "Chưa ghi nội dung"),
        ],
    )
    def test_an_empty_answer_is_told_at_the_top_and_at_the_field(self, visitor, unit, key, said):
        visitor.begin()
        if key != "loai":
            visitor.answer("loai", kind="kien_nghi")
        if key == "noi-dung":
            visitor.answer("noi-nhan", tim="Xã Số 1.1", unit=unit.slug)
        page = visitor.answer(key, 400).content.decode()
        assert page.count(said) >= 2
        assert "<title>Lỗi: " in page
        assert "govuk-error-summary" in page

    def test_an_office_is_found_with_and_without_marks(self, visitor, unit):
        visitor.begin().answer("loai", kind="kien_nghi")
        for asked in ("Xã Số 1.1", "xa so 1.1"):
            assert (
                f'value="{unit.slug}"'
                in visitor.get("/gui-don/cau/noi-nhan/", {"tim": asked}).content.decode()
            )
        assert "Không có cơ quan nào khớp" in text(visitor.get("/gui-don/cau/noi-nhan/", {"tim": "zzz"}))

    def test_an_office_that_was_not_offered_is_refused(self, visitor, unit):
        visitor.begin().answer("loai", kind="kien_nghi")
        visitor.answer("noi-nhan", 400, tim="zzz", unit=unit.slug)

    @pytest.mark.parametrize("point", ["abc", "17.4", "99, 106", "106.6, 17.4", "0, 0"])
    def test_a_wrong_point_is_refused(self, visitor, unit, point):
        visitor.begin().answer("loai", kind="phan_anh")
        visitor.answer("noi-nhan", tim="Xã Số 1.1", unit=unit.slug)
        assert "Tọa độ" in text(visitor.answer("noi-xay-ra", 400, place="Thôn 3", point=point))

    def test_help_needs_consent(self, visitor, unit):
        visitor.fill("kien_nghi", unit)
        assert "Cần người được giúp đồng ý" in text(visitor.answer("nguoi-go", 400, filer="to_cong_nghe"))
        visitor.answer("nguoi-go", filer="to_cong_nghe", consent="on")
        assert "tổ công nghệ số cộng đồng" in text(visitor.check_page())

    def test_a_wrong_number_is_refused(self, visitor, unit):
        visitor.fill("kien_nghi", unit)
        page = text(visitor.answer("nguoi-gui", 400, full_name=NAME, address=ADDRESS, phone="12"))
        assert "10 hoặc 11 chữ số" in page

    def test_a_change_leads_back_to_all_answers(self, visitor, unit):
        visitor.fill("kien_nghi", unit)
        answer = visitor.post("/gui-don/cau/noi-dung/?sua=1", {"content": "Chữ khác"})
        assert answer.url == "/gui-don/kiem-tra/"
        assert "Chữ khác" in text(visitor.check_page())

    def test_another_kind_asks_what_is_missing(self, visitor, unit):
        visitor.fill("kien_nghi", unit)
        assert visitor.answer("loai", kind="khieu_nai").url == "/gui-don/cau/bi-khieu-nai/"

    def test_letters_come_in_one_form_of_unicode(self, visitor, unit):
        visitor.fill("kien_nghi", unit, noi_dung={"content": "Đươ\u0300ng ho\u0309ng\x07"})
        assert "Đường hỏng" in text(visitor.check_page())

    def test_nothing_is_kept_on_the_way(self, visitor, unit):
        for path in ("", "cau/noi-dung/", "kiem-tra/"):
            answer = visitor.fill("kien_nghi", unit).get(f"/gui-don/{path}")
            assert "no-store" in answer["Cache-Control"]
            assert answer["X-Robots-Tag"] == "noindex"

    def test_the_questions_to_the_database_are_bounded(self, visitor, unit):
        visitor.fill("khieu_nai", unit)
        for path, most in (("cau/noi-dung/", 1), ("cau/noi-nhan/?tim=xa", 14), ("kiem-tra/", 3)):
            with CaptureQueriesContext(connection) as asked:
                assert visitor.get(f"/gui-don/{path}").status_code == 200
            assert len(asked) <= most, path


class TestFiles:
    @staticmethod
    def jpeg(height=10):
        written = io.BytesIO()
        exif = Image.Exif()
        exif[0x010F] = "MayCuaToi"
        Image.new("RGB", (3000, height), "red").save(written, "JPEG", exif=exif)
        return SimpleUploadedFile("Nguyễn Thị Lộ Tên.jpg", written.getvalue())

    def at_photo(self, visitor, unit):
        visitor.begin().answer("loai", kind="phan_anh")
        visitor.answer("noi-nhan", tim="Xã Số 1.1", unit=unit.slug)
        visitor.answer("noi-xay-ra", place="Thôn 3")
        visitor.answer("noi-dung", content=TEXT)

    def test_a_photograph_is_written_anew_under_our_name_and_sealed(self, visitor, unit):
        self.at_photo(visitor, unit)
        assert visitor.answer("anh", file=self.jpeg()).url == "/gui-don/cau/anh/"
        page = text(visitor.get("/gui-don/cau/anh/"))
        assert "anh-1.jpg" in page
        assert "Lộ Tên" not in page
        (kept,) = vault.files(vault.find(visitor.cookies["gui_don"].value))
        assert b"MayCuaToi" not in kept.data
        assert Image.open(io.BytesIO(kept.data)).size == (2000, 7)
        assert kept.data[:50] not in bytes(FilingFile.objects.get().ciphertext)

    def test_it_can_be_taken_away(self, visitor, unit):
        self.at_photo(visitor, unit)
        visitor.answer("anh", file=self.jpeg())
        visitor.answer("anh", bo_tep=str(FilingFile.objects.get().pk))
        assert not FilingFile.objects.exists()

    def test_another_visitor_s_file_stays(self, visitor, unit):
        self.at_photo(visitor, unit)
        visitor.answer("anh", file=self.jpeg())
        other = Visitor()
        self.at_photo(other, unit)
        other.answer("anh", bo_tep=str(FilingFile.objects.get().pk))
        assert FilingFile.objects.count() == 1

    def test_five_and_no_more(self, visitor, unit):
        self.at_photo(visitor, unit)
        for turn in range(5):
            visitor.answer("anh", file=self.jpeg(10 + 5 * turn))
        assert "nhiều nhất 5 tệp" in text(visitor.answer("anh", 400, file=self.jpeg(99)))

    def test_the_same_file_pressed_twice_is_kept_once(self, visitor, unit):
        self.at_photo(visitor, unit)
        for height in (10, 10, 90, 10, 90):
            visitor.answer("anh", file=self.jpeg(height))
        assert FilingFile.objects.count() == 2

    @pytest.mark.parametrize("data", [b"MZ", b"%PDF-1.7", b"\xff\xd8\xff", b"GIF89a" + b"0" * 50])
    def test_what_is_no_photograph_is_refused(self, visitor, unit, data):
        self.at_photo(visitor, unit)
        assert "hãy chọn ảnh" in text(visitor.answer("anh", 400, file=SimpleUploadedFile("x.jpg", data)))

    def test_five_megabytes_and_no_more(self, visitor, unit):
        self.at_photo(visitor, unit)
        large = SimpleUploadedFile("x.jpg", b"0" * 5_000_001)
        assert "lớn hơn 5 MB" in text(visitor.answer("anh", 400, file=large))


class TestKeeping:
    def test_the_database_alone_reads_nothing(self, visitor, unit):
        visitor.fill("kien_nghi", unit)
        row = Filing.objects.get()
        token = visitor.cookies["gui_don"].value
        stored = bytes(row.ciphertext) + row.pk.encode()
        for planted in (NAME, ADDRESS, TEXT, token, "0912345678"):
            assert planted.encode() not in stored

    def test_a_code_opens_it_elsewhere(self, visitor, unit):
        visitor.fill("kien_nghi", unit)
        token = visitor.cookies["gui_don"].value
        other = Visitor()
        answer = other.post("/gui-don/lam-tiep/", {"code": f" {token[:4].lower()}-{token[4:]} "})
        assert answer.url == "/gui-don/kiem-tra/"
        assert TEXT in text(other.check_page())

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("", "Chưa có mã"),
            ("ABC", "đúng 20 chữ"),
            ("O" * 20, "đúng 20 chữ"),
            ("A" * 20, "Không có đơn nào"),
        ],
    )
    def test_a_wrong_code_opens_nothing(self, visitor, code, said):
        answer = visitor.post("/gui-don/lam-tiep/", {"code": code})
        assert answer.status_code == 400
        assert said in text(answer)

    def test_guessing_is_slowed_down(self, visitor):
        for _turn in range(20):
            visitor.post("/gui-don/lam-tiep/", {"code": vault.new_token()})
        assert visitor.post("/gui-don/lam-tiep/", {"code": vault.new_token()}).status_code == 429

    @pytest.mark.parametrize("cookie", ["", "x", "A" * 20, "é" * 20, "A" * 5000])
    def test_a_made_up_cookie_opens_nothing(self, visitor, cookie):
        visitor.cookies["gui_don"] = cookie
        assert visitor.get("/gui-don/kiem-tra/").url == "/gui-don/"

    def test_it_is_gone_after_seven_days(self, visitor, unit):
        visitor.fill("kien_nghi", unit)
        Filing.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        assert visitor.get("/gui-don/kiem-tra/").url == "/gui-don/"
        assert vault.clear_expired() == 1
        assert not Filing.objects.exists()

    def test_a_visitor_drops_it(self, visitor, unit):
        visitor.fill("kien_nghi", unit)
        assert visitor.post("/gui-don/bo/").url == "/gui-don/"
        assert not Filing.objects.exists()
        assert visitor.cookies["gui_don"].value == ""


class TestSending:
    @pytest.mark.parametrize("kind", ["phan_anh", "kien_nghi", "khieu_nai"])
    def test_a_letter_is_opened_and_its_text_sealed(self, visitor, unit, sealed, kind):
        visitor.fill(kind, unit).send()
        letter = Letter.objects.get()
        ((record, payload, files),) = sealed
        assert (record.pk, files) == (letter.pk, [])
        assert payload["full_name"] == NAME
        assert payload["phone"] == "0912345678"
        assert TEXT in payload["content"]
        assert (letter.unit, letter.channel, letter.secrecy) == (unit, "cong_truc_tuyen", "niem_phong")
        assert bool(letter.preregistered_on) == (kind == "khieu_nai")
        assert letter.kind is None

    def test_nothing_of_the_form_is_left(self, visitor, unit, sealed):
        visitor.fill("kien_nghi", unit).send()
        row = Filing.objects.get()
        assert bytes(row.ciphertext) == b""
        assert not FilingFile.objects.exists()
        assert row.expires_at < timezone.now() + timedelta(hours=25)

    def test_the_receipt_stands_for_the_same_visitor_alone(self, visitor, unit, sealed):
        assert visitor.fill("kien_nghi", unit).send().url == "/gui-don/da-gui/"
        page = visitor.get("/gui-don/da-gui/").content.decode()
        assert code_in(page) == Letter.objects.get().public_id
        assert "chậm nhất ngày" in page
        assert NAME not in page
        assert Visitor().get("/gui-don/da-gui/").url == "/gui-don/"

    def test_sent_again_it_leads_to_the_first(self, visitor, unit, sealed):
        visitor.fill("kien_nghi", unit)
        asked = visitor.check_page().context["robots"]
        sent = {"altcha": proof_of(asked)}
        visitor.post("/gui-don/kiem-tra/", sent)
        assert visitor.post("/gui-don/kiem-tra/", sent).url == "/gui-don/da-gui/"
        assert Letter.objects.count() == len(sealed) == 1

    def test_a_complaint_comes_as_a_paper_to_sign_and_is_shown_once(self, visitor, unit, sealed):
        page = visitor.fill("khieu_nai", unit).send().content.decode()
        assert "ĐƠN KHIẾU NẠI" in page
        assert TEXT in page
        assert "data:image/svg+xml" in page
        assert code_in(page) == Letter.objects.get().public_id
        again = visitor.get("/gui-don/da-gui/").content.decode()
        assert TEXT not in again
        assert "ký và nộp" in again

    def test_without_proof_it_waits_marked(self, visitor, unit, sealed):
        assert visitor.fill("kien_nghi", unit).send_without_script().status_code == 302
        assert Held.objects.get().record_id == Letter.objects.get().pk

    def test_with_proof_it_does_not(self, visitor, unit, sealed):
        visitor.fill("kien_nghi", unit).send()
        assert not Held.objects.exists()

    def test_with_neither_nothing_is_sent(self, visitor, unit, sealed):
        answer = visitor.fill("kien_nghi", unit).post("/gui-don/kiem-tra/", {})
        assert answer.status_code == 400
        assert "Chưa trả lời câu hỏi kiểm tra" in text(answer)
        assert not Letter.objects.exists()

    def test_a_seal_that_fails_leaves_no_letter(self, visitor, unit, sealed, monkeypatch):
        def fail(*given):
            raise Refusal("Chưa nhận được.")

        monkeypatch.setattr(envelopes, "seal", fail)
        answer = visitor.fill("kien_nghi", unit).send()
        assert "Chưa nhận được." in text(answer)
        assert not Letter.objects.exists()
        assert TEXT in text(visitor.check_page())

    def test_what_was_sealed_comes_out_when_the_letter_is_classified(self, visitor, unit):
        visitor.fill("kien_nghi", unit).send()
        letter, officer = Letter.objects.get(), make_account("xu_ly", unit)
        letter = writing.move(
            letter, "phan_loai", by=officer, on=letter.received_on, kind="kien_nghi_phan_anh", field="khac"
        )
        envelopes.after_classification(letter, officer, letter.received_on)
        kept = PersonalDetails.objects.get(record_id=letter.pk)
        assert (kept.full_name, kept.address) == (NAME, ADDRESS)
        assert TEXT in kept.content

    def test_many_from_one_address_are_slowed_down(self, visitor, unit, sealed, monkeypatch):
        from danvan.portal.filing import views

        monkeypatch.setattr(views, "SENT", views.Gate("thu-gui", 1, 3600))
        visitor.fill("kien_nghi", unit).send()
        assert Visitor().fill("kien_nghi", unit).send().status_code == 429


class TestDenunciation:
    def test_there_is_no_form_and_nothing_is_kept(self, visitor):
        answer = visitor.begin().answer("loai", kind="to_cao")
        assert answer.url == "/gui-don/to-cao/"
        assert not Filing.objects.exists()
        page = visitor.get("/gui-don/to-cao/").content.decode()
        assert "<textarea" not in page
        assert "Điều 25" in page

    @pytest.mark.parametrize(
        "planted", ["Tôi tố cáo ông X nhận hối lộ", "to cao", "Ông ấy THAM NHŨNG, bao che."]
    )
    def test_a_text_that_reads_like_one_is_asked_about(self, visitor, unit, sealed, planted):
        visitor.fill("kien_nghi", unit, noi_dung={"content": planted})
        assert "báo hành vi vi phạm pháp luật" in text(visitor.check_page())
        assert "hãy chọn một mục" in text(visitor.send())
        assert not Letter.objects.exists()
        assert visitor.send(co_to_cao="khong").url == "/gui-don/da-gui/"

    def test_yes_removes_what_was_typed(self, visitor, unit, sealed):
        visitor.fill("kien_nghi", unit, noi_dung={"content": "tố cáo"})
        assert visitor.send(co_to_cao="co").url == "/gui-don/to-cao/"
        assert not Filing.objects.exists()
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("harmless", ["Đường hỏng, tối cao, đổ cáo", "báo cáo tiến độ"])
    def test_an_ordinary_text_is_not(self, visitor, unit, harmless):
        visitor.fill("kien_nghi", unit, noi_dung={"content": harmless})
        assert "báo hành vi vi phạm" not in text(visitor.check_page())
