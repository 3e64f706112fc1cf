"""Files that the public sends: what they really are is read from their first bytes; pictures are written anew."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from danvan.records.pictures import rewritten
from danvan.ui.errors import Refusal

LIMIT_BYTES = 5_000_000
ACCEPT = ".jpg,.jpeg,.png,.pdf,image/jpeg,image/png,application/pdf"
PICTURES = ".jpg,.jpeg,.png,image/jpeg,image/png"


def read(sent: UploadedFile, number: int, *, pictures_only: bool = False) -> tuple[str, bytes]:
    """(plain name, content) of an upload; Refusal with one sentence for what cannot be taken.

    The name is ours: what a visitor calls a file may be a name.
    """
    if (sent.size or 0) > LIMIT_BYTES:
        raise Refusal(_("Tệp lớn hơn 5 MB; hãy chụp hoặc quét lại ở cỡ nhỏ hơn."))
    data = sent.read()
    if data.startswith(b"%PDF-") and not pictures_only:
        return f"tep-{number}.pdf", data
    return f"anh-{number}.jpg", rewritten(data)[0]
