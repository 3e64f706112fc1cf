"""Photographs are written anew: what they tell of place, time and maker is left out."""

import io

from PIL import Image, ImageOps

from danvan.ui.errors import Refusal

LONGEST_SIDE = 2000
MOST_PIXELS = 50_000_000
QUALITY = 82


def rewritten(data: bytes, *, longest: int = LONGEST_SIDE, most: int = MOST_PIXELS) -> tuple[bytes, int, int]:
    """(JPEG, width, height) of a JPEG or PNG, turned upright, its longer side at most `longest` pixels, of `most` at first.

    Raises Refusal for anything that is no such picture, or one too large to open.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as found:
            if found.width * found.height > most:
                raise Refusal("Ảnh quá lớn; hãy chụp lại ở cỡ nhỏ hơn.")
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except Refusal:
        raise
    except (
        Exception
    ):  # a torn picture makes the library fail in a dozen ways, struct.error and TypeError among them
        raise Refusal("Không đọc được tệp này; hãy chọn ảnh JPG, PNG hoặc tệp PDF.") from None
    upright.info = {}  # a JPEG's comment would be written along
    upright.thumbnail((longest, longest))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue(), upright.width, upright.height
