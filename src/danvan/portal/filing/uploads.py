"""Files that the public sends: what they really are is read from their first bytes; pictures are written anew."""

import io

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from danvan.ui.errors import Refusal

LIMIT_BYTES = 5_000_000
LONGEST_SIDE = 2000
MOST_PIXELS = 50_000_000
ACCEPT = ".jpg,.jpeg,.png,.pdf,image/jpeg,image/png,application/pdf"
PICTURES = ".jpg,.jpeg,.png,image/jpeg,image/png"
QUALITY = 82


def read(sent: UploadedFile, number: int, *, pictures_only: bool = False) -> tuple[str, bytes]:
    """(plain name, content) of an upload; Refusal with one sentence for what cannot be taken.

    The name is ours: what a visitor calls a file may be a name.
    """
    if (sent.size or 0) > LIMIT_BYTES:
        raise Refusal(_("Tệp lớn hơn 5 MB; hãy chụp hoặc quét lại ở cỡ nhỏ hơn."))
    data = sent.read()
    if data.startswith(b"%PDF-") and not pictures_only:
        return f"tep-{number}.pdf", data
    return f"anh-{number}.jpg", picture(data)[0]


def picture(data: bytes) -> tuple[bytes, int, int]:
    """(JPEG, width, height) of a photograph, turned upright, at most 2 000 pixels long, without place, time and maker."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Refusal(_("Ảnh quá lớn; hãy chụp lại ở cỡ nhỏ hơn."))
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except Refusal:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refusal(_("Không đọc được tệp này; hãy chọn ảnh JPG, PNG hoặc tệp PDF.")) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue(), upright.width, upright.height
