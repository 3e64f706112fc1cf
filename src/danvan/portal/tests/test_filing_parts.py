"""The parts of the citizens' form, each by itself: its pages, its answers, its offices, its key and its words."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from tests.support.clamd import EICAR, FakeClamd, setting

from danvan.domains.petitions.denunciations import looking as denouncing
from danvan.org.models import Kind, Succession
from danvan.org.tests.factories import make_account, make_unit
from danvan.portal.filing import forms, handing_in, receivers, steps, uploads, vault
from danvan.portal.tests.filing_world import make_office
from danvan.records import pictures
from danvan.records.files.tests import samples
from danvan.records.models import Filing, FilingFile
from danvan.records.today import today
from danvan.ui.errors import Refusal

ON = date(2023, 3, 1)
PERSON = {"full_name": "Trần Thị Minh Họa", "address": "Thôn 3", "phone": ""}


class TestWay:
    @pytest.mark.parametrize(
        ("kind", "pages"),
        [
            ("phan_anh", "loai noi-nhan noi-xay-ra noi-dung anh nguoi-go nguoi-gui"),
            ("kien_nghi", "loai noi-nhan noi-dung tep nguoi-go nguoi-gui"),
            ("khieu_nai", "loai noi-nhan bi-khieu-nai noi-dung yeu-cau tep nguoi-go nguoi-gui"),
            (None, "loai noi-nhan noi-dung nguoi-go nguoi-gui"),
        ],
    )
    def test_each_kind_has_its_pages(self, kind, pages):
        assert [step.key for step in steps.way({"kind": kind})] == pages.split()

    def test_no_page_asks_of_a_denunciation(self):
        """Whom and what: no question of the form is put to who denounces."""
        assert not [step for step in steps.way({"kind": "to_cao"}) if step.key in ("bi-khieu-nai", "yeu-cau")]

    def test_the_first_missing_page_is_found(self):
        answers = {"kind": "kien_nghi", "done": ["loai", "noi-dung"]}
        assert steps.missing(answers).key == "noi-nhan"
        answers["done"] += ["noi-nhan", "tep", "nguoi-go", "nguoi-gui"]
        assert steps.missing(answers) is None

    def test_the_page_before_is_that_of_the_kind(self):
        answers = {"kind": "khieu_nai"}
        assert steps.before(steps.step_of("yeu-cau", answers), answers).key == "noi-dung"
        assert steps.before(steps.STEPS[0], answers) is None

    def test_every_answer_has_a_label_and_words(self):
        answers = {"kind": "phan_anh", "unit_name": "Xã A", "filer": "can_bo", "place": "Thôn 3"}
        assert [steps.said(name, answers) for name in ("kind", "unit", "place", "content")] == [
            "Phản ánh",
            "Xã A",
            "Thôn 3",
            "",
        ]
        assert "cán bộ" in steps.said("filer", answers)
        for step in steps.STEPS:
            assert all(steps.LABELS[name] for name in step.rows)

    def test_what_is_told_below_a_heading_differs_by_kind(self):
        step = steps.step_of("noi-nhan", {})
        assert "Điều 7" in step.told({"kind": "khieu_nai"})
        assert "tên cũ" in step.told({"kind": "phan_anh"})


class TestAnswers:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("17.46880, 106.62230", "17.46880, 106.62230"),
            ("17,4688 106,6223", "17.46880, 106.62230"),
            ("17,5; 106,6", "17.50000, 106.60000"),
        ],
    )
    def test_points_are_read_as_people_write_them(self, written, read):
        assert forms.point_of(written) == read

    @pytest.mark.parametrize("written", ["x", "17", "17 106 3", "-17, 106", "99, 106", "17, 200"])
    def test_others_are_refused(self, written):
        with pytest.raises(ValidationError):
            forms.point_of(written)

    @pytest.mark.parametrize(
        "phone", ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "02323823456", ""]
    )
    def test_numbers_are_read_with_spaces_and_dots(self, phone):
        form = forms.PersonForm(PERSON | {"phone": phone})
        assert form.is_valid(), form.errors

    @pytest.mark.parametrize("phone", ["12345", "abc", "1912345678", "091234567890123", "0912-345-67x"])
    def test_what_is_no_number_is_refused(self, phone):
        assert "phone" in forms.PersonForm(PERSON | {"phone": phone}).errors

    @pytest.mark.parametrize("name", ["", "   ", "x" * 201, "\x00"])
    def test_a_name_is_needed_and_bounded(self, name):
        assert "full_name" in forms.PersonForm(PERSON | {"full_name": name}).errors

    @pytest.mark.parametrize("filer", ["nguoi_than", "to_cong_nghe", "can_bo"])
    def test_who_helps_has_consent(self, filer):
        assert "consent" in forms.FilerForm({"filer": filer}).errors
        assert forms.FilerForm({"filer": filer, "consent": "on"}).is_valid()

    def test_who_types_for_himself_needs_none(self):
        assert forms.FilerForm({"filer": "toi"}).is_valid()
        assert "filer" in forms.FilerForm({"filer": "ai_do"}).errors

    def test_a_text_too_long_is_refused_and_the_longest_is_not(self):
        assert forms.ContentForm({"content": "x" * forms.LONGEST}).is_valid()
        assert "content" in forms.ContentForm({"content": "x" * (forms.LONGEST + 1)}).errors

    def test_the_envelope_holds_every_answer_under_its_question(self):
        answers = PERSON | {
            "kind": "khieu_nai",
            "body": "Ủy ban",
            "decision": "Số 12",
            "content": "Sự việc",
            "request": "Hủy",
            "filer": "can_bo",
        }
        packed = handing_in.payload(answers)
        assert packed["full_name"] == "Trần Thị Minh Họa"
        for said in (
            "Loại đơn: Khiếu nại",
            "Nội dung: Sự việc",
            "Yêu cầu giải quyết: Hủy",
            "Người gõ đơn: Tôi là cán bộ",
        ):
            assert said in packed["content"]
        assert "Nơi xảy ra" not in packed["content"]


class TestDenouncing:
    @pytest.mark.parametrize(
        "text", ["TỐ CÁO", "tố  cáo", "đơn tố\ncáo", "nhận hối lộ", "tham nhung", "Bao che!", "(trù dập)"]
    )
    def test_signs_are_seen_with_and_without_marks(self, text):
        assert denouncing.signs(text)

    @pytest.mark.parametrize(
        "text", ["", "báo cáo", "to caoo", "tối cao", "công ty quỹ", "thamnhung", "đổ cát"]
    )
    def test_whole_words_only(self, text):
        assert denouncing.signs(text) == []

    def test_the_list_is_written_as_it_is_looked_for(self):
        from danvan.ui.vietnamese import fold

        assert all(fold(word) == word for word in denouncing.WORDS)
        assert len(set(denouncing.WORDS)) == len(denouncing.WORDS)


@pytest.mark.django_db
class TestVault:
    def test_a_key_has_a_hundred_bits_and_no_sign_that_reads_like_another(self):
        assert len(vault.SIGNS) == 32
        assert not set(vault.SIGNS) & set("IO01")
        assert len({vault.new_token() for _turn in range(200)}) == 200

    def test_it_is_found_by_its_key_alone(self):
        draft = vault.begin()
        draft.answers["content"] = "Bí mật"
        vault.keep(draft)
        assert vault.find(draft.token).answers == {"content": "Bí mật"}
        assert vault.find(vault.new_token()) is None

    def test_bytes_that_were_changed_open_nothing(self):
        draft = vault.begin()
        vault.keep(draft)
        row = Filing.objects.get()
        *before, last = bytes(row.ciphertext)
        Filing.objects.update(ciphertext=bytes([*before, last ^ 1]))
        assert vault.find(draft.token) is None

    def test_another_form_s_bytes_open_nothing(self):
        first, second = vault.begin(), vault.begin()
        vault.keep(first)
        vault.keep(second)
        row = Filing.objects.get(pk=vault._name(first.token))
        Filing.objects.filter(pk=vault._name(second.token)).update(ciphertext=row.ciphertext)
        assert vault.find(second.token) is None

    def test_the_same_words_look_different_each_time(self):
        draft = vault.begin()
        vault.keep(draft)
        before = bytes(Filing.objects.get().ciphertext)
        vault.keep(draft)
        assert bytes(Filing.objects.get().ciphertext) != before

    def test_each_answer_prolongs_it(self):
        draft = vault.begin()
        vault.keep(draft)
        Filing.objects.update(expires_at=timezone.now() + timedelta(hours=1))
        vault.keep(draft)
        assert Filing.objects.get().expires_at > timezone.now() + timedelta(days=6)

    def test_neither_key_nor_answers_are_shown_by_chance(self):
        draft = vault.Draft("SECRET", {"content": "Bí mật"})
        assert "SECRET" not in repr(draft)
        assert "Bí mật" not in repr(draft)
        assert "Bí mật" not in repr(vault.Kept(1, "a.pdf", "Bí mật".encode()))

    def test_a_file_of_a_form_that_is_gone_is_refused(self):
        with pytest.raises(Refusal, match="đã gửi hoặc đã hết hạn"):
            vault.add_file(vault.begin(), "a.pdf", b"x")

    def test_the_database_keeps_no_text_of_a_form_that_was_sent(self):
        from danvan.records.tests.factories import handler, letter_of

        draft = vault.begin()
        vault.keep(draft)
        letter = letter_of(handler(), ON)
        with pytest.raises(IntegrityError, match="filing_sent_is_empty"), transaction.atomic():
            Filing.objects.update(record_id=letter.pk)

    def test_clearing_takes_only_what_is_over_with_its_files(self):
        old, new = vault.begin(), vault.begin()
        for draft in (old, new):
            vault.keep(draft)
            vault.add_file(draft, "a.pdf", b"x")
        Filing.objects.filter(pk=vault._name(old.token)).update(expires_at=timezone.now())
        vault.clear_expired()
        assert vault.find(old.token) is None
        assert FilingFile.objects.count() == 1
        assert vault.find(new.token) is not None


@pytest.mark.django_db
class TestReceivers:
    def test_only_what_this_installation_works_for_receives(self):
        make_office()
        foreign = make_unit("Tỉnh Khác", Kind.PROVINCE, code="98")
        assert receivers.search("tinh khac", today()) == []
        assert receivers.find(foreign.slug, today()) is None

    def test_nothing_is_offered_before_anything_is_asked(self):
        make_office()
        assert receivers.search("", today()) == []

    def test_below_which_units_it_stands_is_told(self):
        unit = make_office()
        assert receivers.find(unit.slug, today()).path == "Huyện Số 1, Tỉnh Minh Họa"

    def test_an_old_name_leads_to_what_took_over(self):
        unit = make_office()
        old = make_unit("Xã Tên Cũ", Kind.COMMUNE)
        Succession.objects.create(predecessor=old, successor=unit, on=date(2022, 1, 1), share="toan_bo")
        assert [one.slug for one in receivers.search("xa ten cu", today())] == [unit.slug]

    def test_a_party_committee_does_not_receive(self):
        unit = make_office()
        party = make_unit("Đảng ủy Số 1", Kind.PARTY, unit)
        make_account("xu_ly", party)
        assert receivers.search("dang uy", today()) == []

    def test_the_questions_do_not_grow_with_what_is_found(self):
        make_office()
        counts = []
        for words in ("xa so 1.1", "so"):
            with CaptureQueriesContext(connection) as asked:
                receivers.search(words, today())
            counts.append(len(asked))
        assert counts[0] == counts[1] <= 12

    @pytest.mark.parametrize("slug", ["", "x", "x" * 500, "../x"])
    def test_no_such_office(self, slug):
        make_office()
        assert receivers.find(slug, today()) is None


class TestPictures:
    @staticmethod
    def written(kind, size=(40, 20), mode="RGB", **more):
        out = io.BytesIO()
        Image.new(mode, size).save(out, kind, **more)
        return out.getvalue()

    @pytest.mark.parametrize(
        ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK")]
    )
    def test_every_usual_photograph_becomes_a_plain_jpeg(self, kind, mode):
        data, width, height = pictures.rewritten(self.written(kind, mode=mode))
        assert data.startswith(b"\xff\xd8")
        assert (width, height) == (40, 20)
        assert Image.open(io.BytesIO(data)).mode == "RGB"

    def test_it_is_turned_upright(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        _data, width, height = pictures.rewritten(self.written("JPEG", exif=exif))
        assert (width, height) == (20, 40)

    def test_place_and_maker_are_left_out(self):
        exif = Image.Exif()
        exif[0x010F], exif[0x013B] = "MayCuaToi", "TenToi"
        data, _width, _height = pictures.rewritten(self.written("JPEG", exif=exif))
        assert not Image.open(io.BytesIO(data)).getexif()
        assert b"TenToi" not in data

    def test_a_text_hidden_in_a_png_is_left_out(self):
        from PIL.PngImagePlugin import PngInfo

        told = PngInfo()
        told.add_text("Author", "TenToi")
        assert b"TenToi" not in pictures.rewritten(self.written("PNG", pnginfo=told))[0]

    def test_the_longer_side_is_bounded(self):
        assert pictures.rewritten(self.written("PNG", (3000, 30)))[1:] == (2000, 20)
        assert pictures.rewritten(self.written("PNG", (30, 3000)), longest=300)[1:] == (3, 300)

    def test_too_many_pixels_are_not_opened(self):
        with pytest.raises(Refusal, match="quá lớn"):
            pictures.rewritten(self.written("PNG", (10_000, 5_001), "1"))

    @pytest.mark.parametrize(
        "data", [b"", b"x", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"GIF89a"]
    )
    def test_what_is_none_is_refused(self, data):
        with pytest.raises(Refusal, match="hãy chọn ảnh"):
            pictures.rewritten(data)

    def test_an_upload_bears_our_name(self):
        sent = SimpleUploadedFile("Trần Thị A.PNG", self.written("PNG"))
        assert uploads.read(sent, 3)[0] == "anh-3.jpg"
        whole = samples.pdf()
        assert uploads.read(SimpleUploadedFile("Trần Thị A.jpg", whole), 1) == ("tep-1.pdf", whole)

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"%PDF-1.4 hong", "bị hỏng"),
            (samples.pdf(password="bi-mat"), "có mật khẩu"),
            (b"%PDF-1.7" + b"x" * 5_000_000, "lớn hơn 5 MB"),
        ],
    )
    def test_a_pdf_that_no_officer_could_open_is_refused_while_its_sender_is_there(self, data, why):
        with pytest.raises(Refusal, match=why):
            uploads.read(SimpleUploadedFile("don.pdf", data), 1)

    @pytest.mark.parametrize("data", [EICAR + b"x", samples.pdf() + EICAR])
    def test_what_the_scanner_finds_is_refused_or_goes_under_seal_unread(self, data, settings, monkeypatch):
        with FakeClamd() as scanner:
            settings.FILE_SCANNER = setting(scanner.address)
            with pytest.raises(Refusal, match="mã độc"):
                uploads.read(SimpleUploadedFile("don", data), 1)
            settings.FILE_SCANNER = setting(scanner.address, found="cach_ly")
            monkeypatch.setattr(uploads, "rewritten", lambda _data: pytest.fail("looked into"))
            assert uploads.read(SimpleUploadedFile("don", data), 1)[1] == data

    def test_where_photographs_are_asked_no_pdf_is_taken(self):
        with pytest.raises(Refusal, match="hãy chọn ảnh"):
            uploads.read(SimpleUploadedFile("don.pdf", b"%PDF-1.4"), 1, pictures_only=True)
