"""The text of files, read in the background: what a PDF says itself, else what Tesseract sees, a page at a time.

A job carries the id of the file alone. Pages go to Tesseract and their text comes back through pipes; nothing lies in a
folder in the clear. A person confirms the text before anybody finds it (`confirm`).
"""

import json
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from danvan.org.models import Account
from danvan.records import texts
from danvan.records.files import apart, store, thumbs
from danvan.records.files.accepting import DOCX, JPEG, PDF, PNG, TIFF
from danvan.records.models import File, FileText, Record
from danvan.ui.errors import Refusal

MOST_READ = 60  # pages; the rest is left to the eye
ENOUGH = 40  # letters: a page with fewer is a picture
PAGE_SECONDS = 90
LONGEST = 400_000
PAGE_END = "\f"
SHOWN = (PDF, JPEG, PNG, TIFF)  # kinds that can be drawn page by page
State = FileText.State


class NoReader(RuntimeError):
    """Tesseract or its Vietnamese is not installed on this machine."""


def ask(file: File) -> None:
    """Have a file's small picture made, and its text read, after the transaction."""
    read_file.defer(file_id=file.pk)


@app.task(name="doc_chu", lock="doc_chu", retry=RetryStrategy(max_attempts=4, exponential_wait=60))
def read_file(file_id: int) -> None:
    """Read one file; one after another, so that scans leave the processors to people. Tried anew without a reader."""
    thumbs.make(file_id)
    text = FileText.objects.select_related("file").filter(pk=file_id, file__removed_at=None).first()
    if text is None or text.state == State.CONFIRMED or not text.file.stored:
        return
    try:
        found, state = _limited(PAGE_END.join(pages_of(text.file))), State.READ
    except store.Silent:  # tried anew, and daily
        raise
    except NoReader:
        _keep(file_id, "", State.NO_READER)
        raise
    except Refusal:
        found, state = "", State.FAILED
    _keep(file_id, found, state if found.strip() else State.FAILED)


def read_again(since: date, until: date) -> int:
    """Daily: have the files read whose reading was left undone, oldest first; how many. What is shut is not asked for."""
    waiting = FileText.objects.filter(
        state__in=[State.WAITING, State.NO_READER], file__removed_at=None, file__stored__isnull=False
    )
    before = timezone.now() - timedelta(hours=6)
    late = waiting.filter(file__created_at__lt=before).order_by("pk")
    ids = list(late.values_list("pk", flat=True)[:500])
    for pk in ids:
        read_file.defer(file_id=pk)
    return len(ids)


def pages_of(file: File) -> Iterator[str]:
    """The text of each page. NoReader where a picture must be read and nothing here can."""
    data = store.get(file.stored or "", bytes(file.key))
    own = json.loads(apart.run("texts", data, seconds=120)) if file.media_type in (PDF, DOCX) else []
    for number in range(min(file.pages, MOST_READ)):
        told = clean(own[number]) if number < len(own) else ""
        yield told if len(told) >= ENOUGH or file.media_type == DOCX else seen(data, number) or told


def seen(data: bytes, number: int) -> str:
    """What Tesseract reads on a page (from 0): Vietnamese, one thread."""
    reader = shutil.which("tesseract")
    if reader is None:
        raise NoReader
    image = apart.run("page", data, str(number), seconds=PAGE_SECONDS)
    command = [reader, "stdin", "stdout", "-l", "vie", "--dpi", str(apart.PRINT_DPI)]
    environ = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=image, capture_output=True, timeout=PAGE_SECONDS, check=False, env=environ
        )
    except subprocess.TimeoutExpired:
        raise Refusal("Máy đọc chữ quá lâu ở một trang.") from None
    if done.returncode and b"vie" in done.stderr:
        raise NoReader
    if done.returncode:
        raise Refusal("Máy không đọc được chữ ở một trang.")
    return clean(done.stdout.decode("utf-8", "replace"))


def clean(text: str) -> str:
    """NFC, without what the database or a page cannot show."""
    kept = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    return unicodedata.normalize("NFC", kept).strip()


@transaction.atomic
def confirm(file: File, text: str, *, by: Account) -> None:
    """Keep the text as a person read it beside the picture; from now on it is the record's text and can be found.

    Raises Refusal for one that is too long, and for a file that is gone.
    """
    if len(text) > LONGEST:
        raise Refusal("Văn bản dài hơn 400.000 ký tự; hãy rút gọn.")
    list(
        Record.objects.select_for_update(of=("self",)).filter(pk=file.record_id)
    )  # before its files, as the writers do
    kept = FileText.objects.select_for_update().filter(pk=file.pk, file__removed_at=None).first()
    if kept is None:
        raise Refusal("Tệp đã bị gỡ; hãy tải lại trang hồ sơ.")
    pages = [clean(page) for page in text.replace("\r\n", "\n").split(PAGE_END)]
    kept.text, kept.state = PAGE_END.join(pages), State.CONFIRMED
    kept.confirmed_at, kept.confirmed_by = timezone.now(), by
    kept.save()
    texts.changed(file.record_id)


def _limited(text: str) -> str:
    return text[:LONGEST]


@transaction.atomic
def _keep(file_id: int, text: str, state: str) -> None:
    """Unless a person confirmed meanwhile, or the file is gone."""
    list(Record.objects.select_for_update(of=("self",)).filter(files__pk=file_id))
    kept = FileText.objects.select_for_update().filter(pk=file_id, file__removed_at=None).first()
    if kept is None or kept.state == State.CONFIRMED:
        return
    kept.text, kept.state, kept.read_at = text, state, timezone.now()
    kept.save()
