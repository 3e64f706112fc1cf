"""Files of records: told by their content, limited, encrypted on the disk, refused of a sealed record."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from danvan.records import files, writing
from danvan.records.files import accepting, apart, originals, store, sweeping, thumbs
from danvan.records.files.tests import samples
from danvan.records.models import File, FileText, HistoryRow, Record
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

DAY = date(2023, 3, 1)


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def letter(officer):
    return writing.move(
        letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai"
    )


class TestAccepting:
    @pytest.mark.parametrize(
        ("name", "data", "kept", "media_type", "pages"),
        [
            ("đơn.pdf", samples.pdf(pages=3), "đơn.pdf", accepting.PDF, 3),
            ("ẢNH.HEIC", samples.photo(), "ẢNH.jpg", accepting.JPEG, 1),
            ("C:\\quet\\a.b.png", samples.scan(), "a.b.png", accepting.PNG, 1),
            ("quét.tif", samples.tiff(3), "quét.tif", accepting.TIFF, 3),
            ("ảnh.webp", samples.scan(form="WEBP"), "ảnh.jpg", accepting.JPEG, 1),
            ("../../don.docx", samples.word(), "don.docx", accepting.DOCX, 1),
            ("", samples.pdf(), "tep.pdf", accepting.PDF, 1),
        ],
    )
    def test_what_is_taken(self, name, data, kept, media_type, pages):
        taken = accepting.accept(name, data)
        assert (taken.name, taken.media_type, taken.pages) == (kept, media_type, pages)

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"", "0 byte"),
            (b"MZ\x90\0" * 50, "không phải PDF"),
            ("chữ thường".encode(), "không phải PDF"),
            (b"%PDF-1.7\nhong", "hỏng"),
            (samples.pdf(password="bi-mat"), "mật khẩu"),
            (b"\xff\xd8\xff" + b"x" * 300, "hỏng"),
            (samples.photo()[:500], "hỏng"),
            (b"\x89PNG\r\n\x1a\n" + b"x" * 300, "hỏng"),
            (samples.package([("readme.txt", b"x")]), "không phải PDF"),
            (b"PK\x03\x04" + b"x" * 100, "không phải PDF"),
            (
                samples.package([("word/document.xml", b"x"), ("word/vbaProject.bin", b"x")]),
                "chương trình hoặc tệp nhúng",
            ),
            (samples.bomb(), "Tệp Word bung ra quá lớn"),
            (samples.pixel_bomb(), "quá lớn"),
            (b"II*\0" + b"\xff" * 200, "hỏng"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "không phải PDF"),
        ],
    )
    def test_what_is_not(self, data, why):
        with pytest.raises(Refusal, match=why):
            accepting.accept("Nguyễn Văn A.pdf", data)

    def test_a_pdf_that_swells(self):
        data = samples.pdf_bomb()
        assert len(data) < 2_000_000
        with pytest.raises(Refusal, match="Tệp PDF bung ra quá lớn"):
            accepting.accept("a.pdf", data)

    def test_limits(self, monkeypatch):
        monkeypatch.setattr(accepting, "LARGEST", 100)
        with pytest.raises(Refusal, match="lớn hơn"):
            accepting.accept("a.pdf", samples.pdf())
        monkeypatch.undo()
        monkeypatch.setattr(accepting, "MOST_PAGES", 2)
        with pytest.raises(Refusal, match="3 trang, nhiều hơn 2"):
            accepting.accept("a.pdf", samples.pdf(pages=3))

    def test_a_photograph_keeps_nothing_of_its_maker_and_stands_upright(self):
        data = accepting.accept("a.jpg", samples.photo(400, 300)).data
        assert samples.EXIF_WORD.encode() not in data
        with Image.open(io.BytesIO(data)) as image:
            assert image.size == (300, 400)
            assert not image.getexif()

    def test_only_the_signed_copy_of_a_paper_stays_byte_for_byte(self):
        signed, plain = samples.signed_pdf(), samples.pdf()
        assert accepting.clean("a.pdf", signed, is_signed_copy=True).data == signed
        assert accepting.clean("a.pdf", plain, is_signed_copy=True).data != plain
        assert b"/ByteRange" not in accepting.clean("a.pdf", signed).data

    def test_a_signed_copy_that_runs_something_is_refused(self):
        with pytest.raises(Refusal, match="hãy xuất lại PDF rồi ký"):
            accepting.clean("a.pdf", samples.signed_pdf(script="app.alert(1)"), is_signed_copy=True)

    def test_a_name_is_fit_to_show(self):
        name = accepting.shown_name("a\u202egpj.exe\0/…\u200bđơn" + "x" * 300 + ".pdf", accepting.PDF)
        assert len(name) <= 104
        assert not {"\u202e", "\0", "\u200b", "/"} & set(name)

    def test_what_takes_too_long_or_crashes_is_a_sentence(self, monkeypatch):
        with pytest.raises(Refusal, match="hỏng"):
            apart.run("texts", b"%PDF-1.4 x")
        monkeypatch.setattr(apart, "__file__", "/dev/stdin")
        with pytest.raises(Refusal, match="quá lâu"):
            apart.run("pdf", b"import time; time.sleep(30)", seconds=1)


class TestAttaching:
    def test_the_bytes_on_the_disk_say_nothing(self, letter, officer, settings, as_app):
        data = samples.pdf("zqxdiazqx")
        file = files.attach(letter, "zqxdiazqx.pdf", data, by=officer)
        assert originals.unsealed(file) == data
        kept = [
            place
            for place in Path(settings.DATA_FOLDER).rglob("*")
            if place.name in (file.stored, file.original)
        ]
        assert len(kept) == 2
        for place in kept:
            assert place.stat().st_mode & 0o077 == 0
            assert b"PDF" not in place.read_bytes()

    def test_the_history_knows_neither_name_nor_key(self, letter, officer):
        file = files.attach(letter, "Trần Thị B.pdf", samples.pdf(), by=officer)
        row = HistoryRow.objects.get(table="records_file")
        assert row.after["sha256"] == file.sha256
        assert not {"name", "key", "original_key"} & set(row.after)

    def test_of_a_sealed_record_none(self, officer):
        letter = letter_of(officer, DAY)
        denunciation = writing.move(
            letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="to_cao", field="dat_dai"
        )
        for record in (letter, denunciation):
            with pytest.raises(Refusal, match="phong bì niêm phong"):
                files.attach(record, "a.pdf", samples.pdf(), by=officer)
            with pytest.raises(IntegrityError, match="Chưa được kèm tệp"), transaction.atomic():
                File.objects.create(record=record, media_type="x", size=1, sha256="x", stored="x", key=b"x")

    def test_text_of_a_file_whose_record_is_sealed_is_refused_by_the_database(self, letter, officer):
        file = files.attach(letter, "a.pdf", samples.pdf(), by=officer)
        Record.objects.filter(pk=letter.pk).update(secrecy="niem_phong")
        with pytest.raises(IntegrityError, match="Chưa được kèm tệp"), transaction.atomic():
            FileText.objects.filter(file=file).update(text="x")

    def test_no_more_than_a_record_may_have(self, letter, officer, monkeypatch):
        monkeypatch.setattr(files, "MOST_FILES", 1)
        files.attach(letter, "a.pdf", samples.pdf(), by=officer)
        with pytest.raises(Refusal, match="gộp các trang"):
            files.attach(letter, "b.pdf", samples.pdf(), by=officer)

    def test_what_was_changed_on_the_disk_is_not_opened(self, letter, officer, settings):
        file = files.attach(letter, "a.pdf", samples.pdf(), by=officer)
        [place] = [place for place in Path(settings.DATA_FOLDER).rglob("*") if place.name == file.stored]
        place.write_bytes(b"khac")
        with pytest.raises(Refusal, match="mất hoặc hỏng"):
            files.open_(file)
        place.unlink()
        with pytest.raises(Refusal, match="bản sao lưu"):
            files.open_(file)


class TestRemoving:
    def test_hash_and_reason_stay(
        self, letter, officer, settings, as_app, django_capture_on_commit_callbacks
    ):
        file = files.attach(letter, "Trần Thị B.pdf", samples.pdf(), by=officer)
        thumbs.make(file.pk)
        with django_capture_on_commit_callbacks(execute=True):
            files.remove(file, by=officer, removal="nham_ho_so")
        file.refresh_from_db()
        assert (file.name, bytes(file.key), bytes(file.original_key)) == ("", b"", b"")
        assert (file.removed_by, bool(file.sha256), bool(file.original_sha256)) == (officer, True, True)
        assert not files.of(letter)
        left = {place.name for place in Path(settings.DATA_FOLDER).rglob("*")}
        assert not {file.stored, file.original, file.thumb} & left

    def test_not_in_free_words(self, letter, officer):
        file = files.attach(letter, "a.pdf", samples.pdf(), by=officer)
        with pytest.raises(Refusal, match="chọn lý do"):
            files.remove(file, by=officer, removal="Bà Trần Thị B xin lại")

    def test_a_row_is_never_deleted_by_the_program(self, letter, officer, as_app):
        files.attach(letter, "a.pdf", samples.pdf(), by=officer)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            File.objects.filter(record=letter)._raw_delete("default")

    @pytest.fixture
    def swept(self, settings, tmp_path, monkeypatch):
        """Three days on, in a folder of its own: what is dropped, how many are left."""
        settings.DATA_FOLDER = tmp_path
        later = timezone.now() + timedelta(days=3)

        def sweep():
            with monkeypatch.context() as then:
                then.setattr(sweeping.timezone, "now", lambda: later)
                return sweeping.drop_orphans(DAY, DAY), len(store.names_older_than(later))

        return sweep

    def test_bytes_that_no_row_names_go_after_two_days(self, letter, officer, swept):
        kept = [files.attach(letter, "a.pdf", samples.pdf(str(n)), by=officer) for n in range(5)]
        for file in kept:
            thumbs.make(file.pk)
        store.put(b"x")
        assert sweeping.drop_orphans(DAY, DAY) == 0
        assert swept() == (1, 15)
        for file in kept:
            file.refresh_from_db()
            assert files.open_(file)
            assert thumbs.open_(file)
            assert originals.unsealed(file)

    def test_where_more_than_a_tenth_is_of_nobody_it_may_be_another_s(self, letter, officer, swept, caplog):
        """Two installations on one bucket, or a database brought back from an old backup."""
        for number in range(5):
            files.attach(letter, "a.pdf", samples.pdf(str(number)), by=officer)
        store.put(b"x")
        assert swept() == (1, 10)
        store.put(b"x"), store.put(b"y")
        assert swept() == (0, 12)
        assert "2 trên 12 tệp mà cơ sở dữ liệu này không biết" in caplog.text

    def test_bytes_of_a_file_taken_away_go_all_the_same(self, letter, officer, swept):
        file = files.attach(letter, "a.pdf", samples.pdf(), by=officer)
        files.remove(file, by=officer, removal="trung")  # a test's transaction never commits: its bytes stay
        store.put(b"x")
        assert swept() == (2, 1)
