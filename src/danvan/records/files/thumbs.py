"""A small picture of an image or of a PDF's first page: drawn in the process apart, kept encrypted under the file's key."""

from django.db import transaction

from danvan.records.files import apart, store
from danvan.records.files.accepting import IMAGES, PDF
from danvan.records.models import File, Record
from danvan.ui.errors import Refusal

SECONDS = 20


def make(file_id: int) -> None:
    """Draw the picture of a file that has none; a file that cannot be drawn goes without."""
    file = File.objects.filter(pk=file_id, removed_at=None, thumb="", stored__isnull=False).first()
    if file is None or file.media_type not in (PDF, *IMAGES):
        return
    try:
        drawn = apart.run("thumb", store.get(file.stored or "", bytes(file.key)), seconds=SECONDS)
    except Refusal:
        return
    _keep(file_id, drawn)


@transaction.atomic
def _keep(file_id: int, drawn: bytes) -> None:
    list(Record.objects.select_for_update(of=("self",)).filter(files__pk=file_id))
    file = File.objects.select_for_update().filter(pk=file_id, removed_at=None, thumb="").first()
    if file is not None:
        file.thumb, _key = store.put(drawn, bytes(file.key))
        file.save(update_fields=["thumb"])


def open_(file: File) -> bytes:
    """The picture, PNG. Refusal when there is none or it is lost."""
    if not file.thumb:
        raise Refusal("Tệp chưa có hình thu nhỏ.")
    return store.get(file.thumb, bytes(file.key))
