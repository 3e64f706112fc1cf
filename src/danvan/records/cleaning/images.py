"""Images written anew, upright: no place, device, author, embedded thumbnail, comment, nor anything behind the picture."""

import io
from typing import Any

MOST_PIXELS = 60_000_000
MOST_FRAMES = 60
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
TOO_LARGE: tuple[dict[str, Any], bytes] = ({"too_large": True}, b"")


def cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """({media_type, pages}, image); `too_large`, or nothing at all for what is no image."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            frames = getattr(found, "n_frames", 1) if found.format == "TIFF" else 1
            if found.width * found.height > MOST_PIXELS or frames > MOST_FRAMES:
                return TOO_LARGE
            if frames > 1:
                return _scan(found, frames)
            form = "JPEG" if found.format in ("JPEG", "WEBP") else "PNG"
            return {"media_type": f"image/{form.lower()}", "pages": 1}, _written(
                ImageOps.exif_transpose(found), form
            )
    except Image.DecompressionBombError:
        return TOO_LARGE
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return {}, b""


def _written(image: Any, form: str) -> bytes:
    modes = ("RGB", "L") if form == "JPEG" else ("RGB", "L", "1", "RGBA", "LA")
    plain = image if image.mode in modes else image.convert("RGB")
    clean = plain.copy()
    clean.info = {}
    out = io.BytesIO()
    clean.save(out, form, **({"quality": 88} if form == "JPEG" else {"optimize": False}))
    return out.getvalue()


def _scan(found: Any, frames: int) -> tuple[dict[str, Any], bytes]:
    """A scan of several pages, as TIFF again."""
    pages = []
    for number in range(frames):
        found.seek(number)
        if found.width * found.height > MOST_PIXELS:
            return TOO_LARGE
        page = found.convert("1" if found.mode == "1" else "L" if found.mode == "L" else "RGB")
        page.info = {}
        pages.append(page)
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_adobe_deflate")
    return {"media_type": "image/tiff", "pages": frames}, out.getvalue()


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without its comments and application segments but those that colours need; its picture is not touched.

    Used for pictures inside a PDF, which would lose with every writing anew. What does not read as JPEG stays.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    out, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        mark, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if mark == 0xDA:  # the picture itself begins
            return b"".join([*out, jpeg[at:]])
        if mark == 0xFF or length < 2:
            break
        if mark not in _SEGMENTS or (mark == 0xE2 and jpeg[at + 4 : at + 15] == b"ICC_PROFILE"):
            out.append(jpeg[at : at + 2 + length])
        at += 2 + length
    return jpeg


# Comment and APP1–APP15, but for APP14 in which Adobe's programs say how the colours are kept.
_SEGMENTS = frozenset({0xFE, *range(0xE1, 0xF0)} - {0xEE})
