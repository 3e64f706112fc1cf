"""Files that the public sends: told by their first bytes, scanned, looked into before they go under seal.

A picture is written anew at once: where and with what a citizen took it is nobody's business. A PDF goes under seal as
it came, for it may be signed; of who denounces without a name it is written anew too, since it tells its author. What
is shown of it later is written anew (`records/files/accepting.py`).
"""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from danvan.records.files import scanning
from danvan.records.files.accepting import clean, for_envelope
from danvan.records.pictures import rewritten
from danvan.ui.errors import Refusal

LIMIT_BYTES = 5_000_000
MOST_PIXELS = 25_000_000  # of a picture: twice a telephone's, half a second of work
NOT_CLEANED = (
    "Chưa quét được mã độc nên chưa bỏ được tên người soạn, nơi chụp ghi trong tệp; hãy thử lại sau ít phút, hoặc gửi không "
    "kèm tệp này."
)
ACCEPT = ".jpg,.jpeg,.png,.pdf,image/jpeg,image/png,application/pdf"
PICTURES = ".jpg,.jpeg,.png,image/jpeg,image/png"


def read(
    sent: UploadedFile, number: int, *, pictures_only: bool = False, is_cleaned: bool = False
) -> tuple[str, bytes]:
    """(plain name, content) of an upload; Refusal with one sentence for what cannot be taken.

    With `is_cleaned` nothing is taken as it came: a PDF too is written anew, and what the scanner has not passed, refused.
    The name is ours: what a visitor calls a file may be a name.
    """
    if (sent.size or 0) > LIMIT_BYTES:
        raise Refusal(_("Tệp lớn hơn 5 MB; hãy chụp hoặc quét lại ở cỡ nhỏ hơn."))
    data = sent.read()
    if is_cleaned and data and not scanning.admitted(data).is_clean:
        raise Refusal(NOT_CLEANED)
    if data.startswith(b"%PDF-") and not pictures_only:
        if is_cleaned:
            return f"tep-{number}.pdf", clean(f"tep-{number}.pdf", data).data
        return for_envelope(f"tep-{number}.pdf", data)
    if data and not scanning.admitted(data).is_clean:
        return f"anh-{number}.jpg", data
    return f"anh-{number}.jpg", rewritten(data, most=MOST_PIXELS)[0]
