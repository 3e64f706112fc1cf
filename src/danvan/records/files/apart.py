"""Strangers' bytes are taken apart in a process of their own, with little memory and time, through its two pipes alone.

    run("pages", pdf)            {"pages": 3} or {"locked": true}
    run("photograph", image)     a line of JSON, then the image written anew
    run("texts", pdf or docx)    a list of the pages' texts, what the file itself says; with "8" of its first 8 alone
    run("page", data, "2")       a page as a grey PNG of 300 dots an inch, begun at 0
    run("shown", data, "2")      the same in colour and smaller, for the screen
    run("cells", workbook, "9", "5")   {"a sheet": rows of text, at most 5 wide, or null for more than 9 rows}

A parser that crashes, eats memory or runs on takes nobody else with it, and nothing is written to a folder.
No Django here.
"""

import io
import json
import os
import resource
import subprocess
import sys

from danvan.ui.errors import Refusal

MEMORY = 1_500_000_000
MOST_PIXELS = 60_000_000
MOST_FRAMES = 60
PRINT_DPI, SCREEN_DPI, WIDEST = 300, 110, 1400


def run(what: str, data: bytes, *words: str, seconds: int = 30) -> bytes:
    """What the process answers. Refusal when it fails or takes too long; never a word of the file in it."""
    # By its path, not as a module of the package, which would set up Django.
    command = [sys.executable, "-I", "-B", __file__, what, str(seconds), *words]
    environ = {
        "PATH": os.environ.get("PATH", os.defpath),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, check=False, env=environ
        )
    except subprocess.TimeoutExpired:
        raise Refusal("Đọc tệp quá lâu nên đã dừng; tệp có thể hỏng, hãy quét hoặc lưu lại.") from None
    if done.returncode:
        raise Refusal("Tệp bị hỏng nên không đọc được; hãy quét hoặc lưu lại.")
    return done.stdout


def pages(data: bytes) -> bytes:
    """How many pages a PDF has, or that it is locked."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        return json.dumps({"pages": len(pypdfium2.PdfDocument(data))}).encode()
    except pypdfium2.PdfiumError as error:
        return json.dumps({"locked": "password" in str(error).lower(), "pages": 0}).encode()


def photograph(data: bytes) -> bytes:
    """The image written anew, upright, without anything else that the file held."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF", "WEBP")) as found:
            frames = getattr(found, "n_frames", 1) if found.format == "TIFF" else 1
            if found.width * found.height > MOST_PIXELS or frames > MOST_FRAMES:
                return b'{"too_large": true}\n'
            if frames > 1:
                return _scan(found, frames)
            upright = ImageOps.exif_transpose(found)
            is_photo = found.format in ("JPEG", "WEBP")
            return _written(upright, "JPEG" if is_photo else "PNG")
    except Image.DecompressionBombError:
        return b'{"too_large": true}\n'
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return b"{}\n"


def _written(image, form: str) -> bytes:
    modes = ("RGB", "L") if form == "JPEG" else ("RGB", "L", "1", "RGBA", "LA")
    plain = image if image.mode in modes else image.convert("RGB")
    clean = plain.copy()
    clean.info = {}
    out = io.BytesIO()
    clean.save(out, form, **({"quality": 88} if form == "JPEG" else {"optimize": False}))
    told = {"media_type": f"image/{form.lower()}", "pages": 1}
    return json.dumps(told).encode() + b"\n" + out.getvalue()


def _scan(found, frames: int) -> bytes:
    """A scan of several pages, as TIFF again."""
    pages = []
    for number in range(frames):
        found.seek(number)
        if found.width * found.height > MOST_PIXELS:
            return b'{"too_large": true}\n'
        page = found.convert("1" if found.mode == "1" else "L" if found.mode == "L" else "RGB")
        page.info = {}
        pages.append(page)
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_adobe_deflate")
    return json.dumps({"media_type": "image/tiff", "pages": frames}).encode() + b"\n" + out.getvalue()


def texts(data: bytes, most: str = "") -> bytes:
    """The text that each page of a PDF, or a Word document as one page, holds itself; empty for a mere picture."""
    found = _of_pdf(data, int(most) if most else None) if b"%PDF-" in data[:1024] else _of_document(data)
    return json.dumps(found).encode()


def _of_pdf(data: bytes, most: int | None) -> list[str]:
    import pdfplumber

    first = list(range(1, most + 1)) if most else None
    with pdfplumber.open(io.BytesIO(data), pages=first) as document:
        found = []
        for page in document.pages:
            found.append(page.extract_text() or "")
            page.close()
        return found


def _of_document(data: bytes) -> list[str]:
    import docx

    document = docx.Document(io.BytesIO(data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += [" | ".join(cell.text for cell in row.cells) for row in table.rows]
    return ["\n".join(lines)]


def cells(data: bytes, most_rows: str, most_columns: str) -> bytes:
    """The cells of every sheet of a workbook as text; a word in place of the sheets where it cannot be read.

    The library lays a sheet out from its first to its furthest cell, so that two cells may ask for gigabytes.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    from danvan.records.tables.cells import rows_of

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            found = {
                name: rows_of(book.get_sheet_by_name(name), int(most_rows), int(most_columns))
                for name in book.sheet_names
            }
    except (CalamineError, OSError, ValueError, KeyError) as error:
        told = str(error).lower()
        return json.dumps("locked" if "password" in told or "encrypt" in told else "unreadable").encode()
    return json.dumps(found).encode()


def page(data: bytes, number: str) -> bytes:
    """A page to be read by a machine: grey PNG."""
    return _png(_rendered(data, int(number), PRINT_DPI).convert("L"))


def shown(data: bytes, number: str) -> bytes:
    """A page to be looked at: PNG, not wider than a screen."""
    image = _rendered(data, int(number), SCREEN_DPI)
    image.thumbnail((WIDEST, WIDEST * 2))
    return _png(image if image.mode in ("RGB", "L", "1") else image.convert("RGB"))


def _rendered(data: bytes, number: int, dpi: int):
    if b"%PDF-" not in data[:1024]:
        from PIL import Image

        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF"))
        image.seek(number)
        image.load()
        return image
    import pypdfium2

    sheet = pypdfium2.PdfDocument(data)[number]
    width, height = sheet.get_size()
    scale = min(dpi / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    return sheet.render(scale=scale).to_pil()


def _png(image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def main(words: list[str]) -> int:
    """What the process does: its own limits first, then one piece of work; any fault is a plain 1."""
    what, seconds = words[0], int(words[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    work = {
        "pages": pages,
        "photograph": photograph,
        "texts": texts,
        "page": page,
        "shown": shown,
        "cells": cells,
    }[what]
    try:
        answer = work(sys.stdin.buffer.read(), *words[2:])  # type: ignore[operator]
    except (Exception, MemoryError):  # many parsers, many kinds; their words may repeat the file's
        return 1
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
