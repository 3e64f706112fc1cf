"""Images written anew, upright: no place, device, author, embedded thumbnail, comment, nor anything behind the picture."""

import io
from typing import Any

MOST_PIXELS = 60_000_000
MOST_FRAMES = 60
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
WITHIN = (*FORMATS, "GIF", "BMP")  # what a Word document may hold besides
TOO_LARGE: tuple[dict[str, Any], bytes] = ({"too_large": True}, b"")
_PHOTOGRAPHS = ("JPEG", "MPO", "WEBP")  # a telephone's JPEG with a second picture in it calls itself MPO


def cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """({media_type, pages}, image); `too_large`, or nothing at all for what is no image."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            frames = getattr(found, "n_frames", 1) if found.format == "TIFF" else 1
            if found.width * found.height > MOST_PIXELS or frames > MOST_FRAMES:
                return TOO_LARGE
            if frames > 1:
                return _scan(found, frames)
            form = "JPEG" if found.format in _PHOTOGRAPHS else "PNG"
            return {"media_type": f"image/{form.lower()}", "pages": 1}, _written(found, form)
    except Image.DecompressionBombError:
        return TOO_LARGE
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return {}, b""


def written_as(data: bytes, form: str) -> bytes | None:
    """The (first) picture of the bytes as `form`, whatever it was; nothing for what is none, None for one too large."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=WITHIN) as found:
            return None if found.width * found.height > MOST_PIXELS else _written(found, form)
    except Image.DecompressionBombError:
        return None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return b""


def _written(found: Any, form: str) -> bytes:
    from PIL import ImageOps

    clean = _plain(ImageOps.exif_transpose(found))
    clean.info = {}
    out = io.BytesIO()
    clean.save(out, form, **({"quality": 88} if form == "JPEG" else {}))
    return out.getvalue()


def _plain(image: Any) -> Any:
    """Black and white, grey of 8 bit or colour: transparent is white paper, and what lies hidden under it is gone."""
    from PIL import Image

    if image.has_transparency_data:
        seen = image if image.mode == "RGBA" else image.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("I", "F"):  # of no fixed range
        low, high = image.getextrema()
        scale = 255 / (high - low) if high > low else 0
        return image.point(lambda value: (value - low) * scale + 0.5).convert("L")
    return image.convert(image.mode if image.mode in ("1", "L", "RGB") else "RGB")


def _scan(found: Any, frames: int) -> tuple[dict[str, Any], bytes]:
    """A scan of several pages, as TIFF again."""
    pages = []
    for number in range(frames):
        found.seek(number)
        if found.width * found.height > MOST_PIXELS:
            return TOO_LARGE
        page = _plain(found)
        page.info = {}
        pages.append(page)
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_adobe_deflate")
    return {"media_type": "image/tiff", "pages": frames}, out.getvalue()


def white(form: str) -> bytes:
    """One white point."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (1, 1), 255).save(out, form)
    return out.getvalue()
