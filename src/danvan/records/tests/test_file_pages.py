"""What the desk says and shows of files: pictures and originals by right and reason, bad files by one sentence."""

from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.support.clamd import EICAR, FakeClamd, setting
from tests.support.watching import NoClearFile

from danvan.records import envelopes, files, writing
from danvan.records.files import thumbs
from danvan.records.files.tests import samples
from danvan.records.models import File, FileAct
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import compiler, handler, head, letter_of

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
BAD = samples.pdf("xấu") + EICAR
NOBODY = ("tcp", "127.0.0.1", 1)


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def complaint(officer):
    return writing.move(
        letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai"
    )


@pytest.fixture
def photo(complaint, officer):
    file = files.attach(complaint, "ảnh hiện trường.jpg", samples.photo(), by=officer)
    thumbs.make(file.pk)
    return File.objects.get(pk=file.pk)


@pytest.fixture
def client(officer, as_app):
    return desk_of(officer)


@pytest.fixture
def leader(officer, as_app):
    return desk_of(head(officer.at))


@pytest.fixture
def scanner(settings):
    with FakeClamd() as fake:
        settings.FILE_SCANNER = setting(fake.address)
        yield fake


def at(name, record, *more):
    return reverse(f"records:{name}", args=[record.public_id, *more])


def attach(client, record, *sent):
    uploads = [SimpleUploadedFile(name, data) for name, data in sent]
    answer = client.post(at("file_attach", record), {"kind": "don", "tep": uploads}, follow=True)
    return answer.content.decode()


class TestServed:
    @pytest.mark.parametrize("name", ["file", "file_thumb"])
    def test_in_a_sandbox_kept_by_no_browser(self, client, complaint, photo, name):
        answer = client.get(at(name, complaint, photo.pk))
        assert answer.status_code == 200
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert samples.EXIF_WORD.encode() not in answer.content

    def test_a_file_is_saved_under_its_own_name(self, client, complaint, photo):
        answer = client.get(at("file", complaint, photo.pk))
        assert answer["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('ảnh hiện trường.jpg')}"

    def test_the_list_shows_the_small_picture(self, client, complaint, photo):
        page = client.get(complaint.get_absolute_url()).content.decode()
        assert at("file_thumb", complaint, photo.pk) in page

    def test_before_it_is_drawn_there_is_none(self, client, complaint, officer):
        file = files.attach(complaint, "a.pdf", samples.pdf(), by=officer)
        assert (
            at("file_thumb", complaint, file.pk)
            not in client.get(complaint.get_absolute_url()).content.decode()
        )
        assert client.get(at("file_thumb", complaint, file.pk)).status_code == 404

    @pytest.mark.parametrize("name", ["file", "file_thumb", "file_original"])
    def test_strangers_and_compilers_find_nothing(self, complaint, photo, officer, as_app, name):
        for account in (handler(), head(), compiler(officer.at)):
            assert desk_of(account).get(at(name, complaint, photo.pk)).status_code == 404

    @pytest.mark.parametrize("name", ["file", "file_thumb", "file_original"])
    def test_nor_is_anything_of_a_removed_file(self, client, leader, complaint, photo, officer, name):
        files.remove(photo, by=officer, removal="trung")
        for desk in (client, leader):
            assert desk.get(at(name, complaint, photo.pk)).status_code == 404

    def test_a_file_of_one_record_not_through_another(self, client, photo, officer):
        other = writing.move(
            letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai"
        )
        for name in ("file", "file_thumb", "file_original", "file_text"):
            assert client.get(at(name, other, photo.pk)).status_code == 404


class TestOriginal:
    def test_with_a_reason_it_comes_as_it_came_and_is_told(self, leader, complaint, photo):
        address = at("file_original", complaint, photo.pk)
        assert "Chưa ai mở" in leader.get(address).content.decode()
        answer = leader.post(address, {"reason": "giam_dinh"})
        assert answer.content == samples.photo()
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert "no-store" in answer["Cache-Control"]
        page = leader.get(address).content.decode()
        assert "Giám định, xác minh tài liệu làm chứng cứ" in page.split("Đã mở bản gốc")[1]
        assert (
            "Mở bản gốc của một tệp: Giám định" in leader.get(complaint.get_absolute_url()).content.decode()
        )

    @pytest.mark.parametrize("sent", [{}, {"reason": ""}, {"reason": "tò mò"}])
    def test_without_one_it_does_not(self, leader, complaint, photo, sent):
        answer = leader.post(at("file_original", complaint, photo.pk), sent)
        assert answer.status_code == 400
        assert samples.EXIF_WORD not in answer.content.decode(errors="replace")
        assert not FileAct.objects.exists()

    def test_looking_at_the_page_opens_nothing(self, leader, complaint, photo):
        assert leader.get(at("file_original", complaint, photo.pk)).status_code == 200
        assert not FileAct.objects.exists()

    def test_who_handles_is_told_whom_to_ask(self, client, complaint, photo):
        for answer in (
            client.get(at("file_original", complaint, photo.pk)),
            client.post(at("file_original", complaint, photo.pk), {"reason": "doi_chieu"}),
        ):
            assert answer.status_code == 403
            assert "hãy liên hệ người đứng đầu" in answer.content.decode()
        assert not FileAct.objects.exists()
        assert "Bản gốc" not in client.get(complaint.get_absolute_url()).content.decode()


class TestSaid:
    @pytest.mark.parametrize(
        ("name", "data", "sentence"),
        [
            ("virus.pdf", BAD, "Tệp có mã độc (Eicar-Test-Signature) nên không nhận"),
            ("bom.docx", samples.bomb(), "Tệp Word bung ra quá lớn so với một văn bản"),
            ("bom.png", samples.pixel_bomb(), "Ảnh quá lớn (trên 60 triệu điểm ảnh"),
            (
                "trang.pdf",
                b"<html><script>alert(1)</script>",
                "Tệp không phải PDF, JPG, PNG, TIFF, WebP hoặc DOCX",
            ),
            ("x.pdf", samples.pdf(password="bi-mat"), "Tệp PDF có mật khẩu"),
            ("rong.pdf", b"", "Hãy chọn loại tệp và ít nhất một tệp"),
        ],
    )
    def test_one_sentence_for_what_is_not_taken(self, client, complaint, scanner, name, data, sentence):
        page = attach(client, complaint, (name, data)) if data else attach(client, complaint)
        assert sentence in page
        assert not File.objects.exists()
        assert name not in page

    def test_a_silent_scanner(self, client, complaint, settings):
        settings.FILE_SCANNER = setting(NOBODY)
        assert "Chưa quét được mã độc (máy quét không trả lời)" in attach(
            client, complaint, ("a.pdf", samples.pdf())
        )
        assert not File.objects.exists()

    @pytest.mark.parametrize(
        ("policies", "data", "sentence"),
        [
            ({"found": "cach_ly"}, BAD, "Cách ly: máy quét thấy mã độc (Eicar-Test-Signature)."),
            ({"found": "cho_quet"}, BAD, "Chờ quét mã độc; chưa ai mở được"),
        ],
    )
    def test_what_is_kept_shut_is_said_and_opens_for_nobody_but_the_original(
        self, client, leader, complaint, scanner, settings, policies, data, sentence
    ):
        settings.FILE_SCANNER = setting(scanner.address, **policies)
        page = attach(client, complaint, ("hoa-don.pdf", data))
        assert f"Tệp thứ 1: {sentence}" in page
        assert "Đã lưu" not in page
        file = File.objects.get()
        for desk in (client, leader):
            for name, more in (("file", ()), ("file_text", ()), ("file_page", (1,))):
                answer = desk.get(at(name, complaint, file.pk, *more))
                assert answer.status_code == 400
                assert "cách ly hoặc chờ quét" in answer.content.decode()
            assert desk.get(at("file_thumb", complaint, file.pk)).status_code == 404
        assert client.post(at("file_original", complaint, file.pk), {"reason": "ma_doc"}).status_code == 403
        assert leader.post(at("file_original", complaint, file.pk), {"reason": "ma_doc"}).content == data

    def test_the_public_pictures_offer_no_shut_file(self, complaint, client, settings, officer):
        settings.FILE_SCANNER = setting(NOBODY, no_answer="cho_quet")
        file = files.attach(complaint, "a.jpg", samples.photo(), by=officer)
        assert file.media_type == "application/octet-stream"


class TestInMemory:
    def test_attached_at_the_desk(self, client, complaint, settings):
        data = samples.pdf() + b"\0" * 4_000_000
        with NoClearFile(but=Path(settings.DATA_FOLDER)):
            assert "Đã lưu 1 tệp" in attach(client, complaint, ("a.pdf", data))

    def test_put_under_seal_and_opened(self, client, officer, settings):
        letter = letter_of(officer, DAY)
        upload = SimpleUploadedFile("a.pdf", samples.pdf() + b"\0" * 4_000_000)
        with NoClearFile(but=Path(settings.DATA_FOLDER)):
            assert client.post(at("envelope_seal", letter), {"tep": upload}).status_code == 302
            shown = client.post(at("envelope", letter), {"reason": "doi_chieu", "tep": "0"})
        assert shown.content.startswith(b"%PDF")

    def test_a_sealed_file_that_the_scanner_finds_later_is_not_shown(self, client, officer, scanner):
        letter = letter_of(officer, DAY)
        envelopes.seal(letter, {}, [("a.pdf", BAD)])
        answer = client.post(at("envelope", letter), {"reason": "doi_chieu", "tep": "0"})
        assert answer.status_code == 400
        assert "cách ly hoặc chờ quét" in answer.content.decode()
        assert EICAR not in answer.content
