"""Strangers' bytes are taken apart in a process of their own, with little memory and time, through its two pipes alone.

    run("pdf", pdf)              a line of JSON, then the file written anew (`parted`); so "image" and "word"
    run("texts", pdf or docx)    a list of the pages' texts, what the file itself says; with "8" of its first 8 alone
    run("page", data, "2")       a page as a grey PNG of 300 dots an inch, begun at 0
    run("shown", data, "2")      the same in colour and smaller, for the screen
    run("thumb", data)           the first page as a picture of the size of a stamp
    run("cells", workbook, "9", "5")   {"a sheet": rows of text, at most 5 wide, or null for more than 9 rows}
    run("a.module:function", data)     what that function answers: work of a room above this one

A parser that crashes, eats memory or runs on takes nobody else with it, and nothing is written to a folder.
No Django here.
"""

import importlib
import io
import json
import os
import resource
import subprocess
import sys
from typing import Any

from danvan.ui.errors import Refusal

MEMORY = 1_500_000_000
MOST_PIXELS = 60_000_000
PRINT_DPI, SCREEN_DPI, WIDEST = 300, 110, 1400
THUMB_DPI, THUMB = 40, (160, 160)


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


def parted(answer: bytes) -> tuple[dict[str, Any], bytes]:
    """What `pdf`, `image` and `word` tell, and the bytes after it."""
    line, data = answer.split(b"\n", 1)
    return json.loads(line), data


def pdf(data: bytes) -> bytes:
    """See `cleaning.pdf.cleaned`."""
    from danvan.records.cleaning import pdf as work

    return _answer(*work.cleaned(data))


def image(data: bytes) -> bytes:
    """See `cleaning.images.cleaned`."""
    from danvan.records.cleaning import images as work

    return _answer(*work.cleaned(data))


def word(data: bytes) -> bytes:
    """See `cleaning.word.cleaned`."""
    from danvan.records.cleaning import word as work

    return _answer(*work.cleaned(data))


def _answer(told: dict[str, Any], data: bytes) -> bytes:
    return json.dumps(told).encode() + b"\n" + data


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


def thumb(data: bytes) -> bytes:
    """The first page, so small that nothing is read on it."""
    image = _rendered(data, 0, THUMB_DPI)
    image = image.convert("L" if image.mode in ("1", "L") else "RGB")
    image.thumbnail(THUMB)
    return _png(image)


def _rendered(data: bytes, number: int, dpi: int):
    if b"%PDF-" not in data[:1024]:
        from PIL import Image

        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF"))
        image.seek(number)
        image.load()
        return image
    import pypdfium2  # type: ignore[import-untyped]

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
    try:
        answer = _work(what)(sys.stdin.buffer.read(), *words[2:])
    except (Exception, MemoryError):  # many parsers, many kinds; their words may repeat the file's
        return 1
    sys.stdout.buffer.write(answer)
    return 0


def _work(what: str):
    if ":" in what:
        module, name = what.split(":")
        return getattr(importlib.import_module(module), name)
    return {
        "pdf": pdf,
        "image": image,
        "word": word,
        "texts": texts,
        "page": page,
        "shown": shown,
        "thumb": thumb,
        "cells": cells,
    }[what]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
