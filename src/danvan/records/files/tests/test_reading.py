"""Texts of files: what a PDF says, what Tesseract sees, what a person confirms, and who hears of it."""

import shutil
import tempfile
from datetime import date, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from danvan.records import files, texts, writing
from danvan.records.files import reading, store
from danvan.records.files.tests import samples
from danvan.records.models import File, FileText
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
needs_reader = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def letter(officer):
    return writing.move(
        letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai"
    )


@pytest.fixture
def attached(letter, officer):
    return lambda data: files.attach(letter, "a", data, by=officer)


@pytest.fixture
def told(monkeypatch):
    heard: list[int] = []
    monkeypatch.setattr(texts, "changed", heard.append)
    return heard


def read(file):
    reading.read_file(file.pk)
    return FileText.objects.get(pk=file.pk)


class TestReading:
    def test_the_job_carries_an_id_alone(self, attached):
        file = attached(samples.pdf())
        [job] = ProcrastinateJob.objects.filter(task_name="doc_chu")
        assert job.args == {"file_id": file.pk}

    def test_a_pdf_says_its_own_text_page_by_page(self, attached, monkeypatch):
        monkeypatch.setattr(reading, "seen", lambda *_: pytest.fail("no picture here"))
        text = read(attached(samples.pdf("Kính gửi Ủy ban nhân dân xã, tôi khiếu nại quyết định", pages=2)))
        assert text.state == "da_doc"
        first, second = text.text.split(reading.PAGE_END)
        assert "khiếu nại quyết định trang 1" in first.replace("\n", " ")
        assert "trang 2" in second

    def test_a_word_document_with_its_tables(self, attached):
        text = read(attached(samples.word("Đơn kiến nghị về đường thôn")))
        assert "Đơn kiến nghị về đường thôn" in text.text
        assert "ô một | ô hai" in text.text

    @needs_reader
    @pytest.mark.parametrize("make", [samples.scan, samples.scanned_pdf])
    def test_a_scan_is_seen(self, attached, make, tmp_path, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        text = read(attached(make("Kính gửi Ủy ban nhân dân\nĐơn khiếu nại về đất đai")))
        assert text.state == "da_doc"
        assert "khiếu nại về đất đai" in text.text
        assert not list(tmp_path.iterdir()), "nothing lay in a folder in the clear"

    @needs_reader
    def test_an_empty_page_is_said_to_be_unreadable(self, attached):
        assert read(attached(samples.scan(""))).state == "khong_doc_duoc"

    def test_without_a_reader_the_state_says_so_and_the_job_tries_again(self, attached, monkeypatch):
        file = attached(samples.scan())
        monkeypatch.setattr(reading.shutil, "which", lambda name: None)
        with pytest.raises(reading.NoReader):
            reading.read_file(file.pk)
        assert FileText.objects.get(pk=file.pk).state == "thieu_may_doc"
        assert reading.read_file.retry_strategy.max_attempts == 4

    def test_without_vietnamese_too(self, attached, monkeypatch, tmp_path):
        false = tmp_path / "tesseract"
        false.write_text("#!/bin/sh\necho 'Failed loading language vie' >&2\nexit 1\n")
        false.chmod(0o755)
        monkeypatch.setattr(reading.shutil, "which", lambda name: str(false))
        with pytest.raises(reading.NoReader):
            reading.seen(samples.scan(), 0)

    @pytest.mark.parametrize(
        ("script", "why"), [("exit 3", "không đọc được chữ"), ("exec sleep 20", "quá lâu")]
    )
    def test_a_reader_that_fails_or_hangs(self, monkeypatch, tmp_path, script, why):
        false = tmp_path / "tesseract"
        false.write_text(f"#!/bin/sh\n{script}\n")
        false.chmod(0o755)
        monkeypatch.setattr(reading.shutil, "which", lambda name: str(false))
        monkeypatch.setattr(reading, "PAGE_SECONDS", 3)
        with pytest.raises(Refusal, match=why):
            reading.seen(samples.scan(size=(100, 60)), 0)

    def test_one_thread_a_page(self, monkeypatch, tmp_path):
        false = tmp_path / "tesseract"
        false.write_text('#!/bin/sh\ncat >/dev/null\necho "$OMP_THREAD_LIMIT $*"\n')
        false.chmod(0o755)
        monkeypatch.setattr(reading.shutil, "which", lambda name: str(false))
        assert reading.seen(samples.scan(), 0) == "1 stdin stdout -l vie --dpi 300"

    def test_no_more_pages_than_the_limit(self, attached, monkeypatch):
        monkeypatch.setattr(reading, "MOST_READ", 2)
        text = read(attached(samples.pdf("Nội dung dài hơn bốn mươi chữ cái để khỏi phải đọc hình", pages=3)))
        assert text.text.count(reading.PAGE_END) == 1

    def test_a_removed_file_is_left_alone(self, attached, officer):
        file = attached(samples.pdf())
        files.remove(file, by=officer, removal="trung")
        reading.read_file(file.pk)
        reading.read_file(10**9)
        assert not FileText.objects.exists()

    def test_what_was_left_undone_is_asked_for_again_each_day(self, attached, officer):
        file = attached(samples.pdf())
        assert reading.read_again(DAY, DAY) == 0
        File.objects.filter(pk=file.pk).update(created_at=timezone.now() - timedelta(days=1))
        assert reading.read_again(DAY, DAY) == 1

    def test_what_is_shut_is_not_asked_for_and_the_rest_oldest_first(self, attached, monkeypatch):
        kept = [attached(samples.pdf(str(number))) for number in range(3)]
        File.objects.update(created_at=timezone.now() - timedelta(days=1))
        shut = {"scan": "cach_ly", "stored": None, "thumb": "", "key": b""}
        File.objects.filter(pk=kept[1].pk).update(**shut)
        asked = []
        monkeypatch.setattr(reading.read_file, "defer", lambda file_id: asked.append(file_id))
        assert reading.read_again(DAY, DAY) == 2
        assert asked == [kept[0].pk, kept[2].pk]

    def test_a_store_that_is_away_leaves_it_waiting(self, attached, settings, tmp_path):
        file = attached(samples.pdf())
        settings.DATA_FOLDER = tmp_path / "away"
        with pytest.raises(store.Silent):
            reading.read_file(file.pk)
        assert FileText.objects.get(pk=file.pk).state == "cho"


class TestConfirming:
    def test_from_then_on_it_is_the_records_text(self, attached, officer, letter, told):
        file = attached(samples.pdf())
        assert texts.of(letter.pk) == ""
        reading.confirm(file, "Văn ba\u0309n\r\nđã sửa\0\fTrang hai", by=officer)
        text = FileText.objects.get(pk=file.pk)
        assert (text.text, text.confirmed_by) == ("Văn bản\nđã sửa\fTrang hai", officer)
        assert told == [letter.pk]
        assert "Trang hai" in texts.of(letter.pk)
        assert read(file).text.startswith("Văn bản"), "the machine does not write over a person"

    def test_of_a_sealed_record_there_is_no_text(self, officer):
        assert texts.of(letter_of(officer, DAY).pk) == ""

    def test_a_text_too_long_or_of_a_removed_file_is_refused(self, attached, officer):
        file = attached(samples.pdf())
        with pytest.raises(Refusal, match="400"):
            reading.confirm(file, "x" * (reading.LONGEST + 1), by=officer)
        files.remove(file, by=officer, removal="trung")
        with pytest.raises(Refusal, match="đã bị gỡ"):
            reading.confirm(file, "x", by=officer)


class TestHearing:
    def test_listeners_hear_the_id_through_a_job(self, letter, monkeypatch):
        heard = []
        monkeypatch.setattr(texts, "_listeners", [])
        texts.changed(letter.pk)
        assert not ProcrastinateJob.objects.filter(task_name="van_ban_doi").exists(), "nobody listens"
        texts.on_change(heard.append)
        texts.on_change(heard.append)
        texts.changed(letter.pk)
        [job] = ProcrastinateJob.objects.filter(task_name="van_ban_doi")
        assert job.args == {"record_id": letter.pk}
        texts.text_changed(**job.args)
        assert heard == [letter.pk]

    def test_whoever_writes_a_person_says_so(self, officer, told):
        letter = letter_of(officer, DAY)
        writing.move(
            letter,
            "phan_loai",
            by=officer,
            on=DAY,
            kind="khieu_nai",
            field="dat_dai",
            personal={"content": "x"},
        )
        assert told == [letter.pk]
