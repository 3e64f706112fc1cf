"""Scans to text: each page drawn in a process of its own, then read by Tesseract through pipes."""

import os
import shutil
import subprocess
import unicodedata

from danvan.reports.reader.intake import apart
from danvan.reports.reader.intake.limits import MAX_SCANNED, Scanned
from danvan.reports.reader.intake.pdf import unwrap
from danvan.ui.errors import Refusal

PAGE_SECONDS = 90
BY_MACHINE = "Văn bản do máy nhận dạng từ bản quét, có thể sai chữ số; Bà/Ông cần soát từng số với bản gốc."
NOTHING = "Máy không nhận ra chữ nào trong tệp {name}; hãy quét lại rõ hơn hoặc gửi bản gốc dạng .docx."
TOO_MANY = "Tệp {name} là bản quét {pages} trang, vượt giới hạn {limit} trang; hãy tách riêng phần số liệu hoặc gửi bản gốc."


def scanned_text(data: bytes, pages: int, name: str) -> tuple[str, list[str]]:
    """The text of a scanned PDF or a picture, and a note that a machine read it.

    Raises Scanned where no Tesseract with Vietnamese is installed, Refusal for too many pages and for no letter at all.
    """
    if pages > MAX_SCANNED:
        raise Refusal(TOO_MANY.format(name=name, pages=pages, limit=MAX_SCANNED))
    reader = shutil.which("tesseract")
    if reader is None:
        raise Scanned(name, pages)
    found = [_page(reader, data, number, name) for number in range(pages)]
    if not any(page.strip() for page in found):
        raise Refusal(NOTHING.format(name=name))
    return "\n".join(map(unwrap, found)), [BY_MACHINE]


def _page(reader: str, data: bytes, number: int, name: str) -> str:
    try:
        image = apart.run("page", data, str(number), seconds=PAGE_SECONDS)
    except Refusal as error:
        raise Refusal(f"Tệp {name} bị hỏng nên không đọc được; hãy quét hoặc lưu lại.") from error
    command = [reader, "stdin", "stdout", "-l", "vie", "--dpi", str(apart.PRINT_DPI)]
    environ = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=image, capture_output=True, timeout=PAGE_SECONDS, check=False, env=environ
        )
    except subprocess.TimeoutExpired:
        raise Refusal(
            f"Máy đọc chữ quá lâu ở trang {number + 1} của tệp {name}; hãy quét lại rõ hơn."
        ) from None
    if done.returncode:
        raise Scanned(name, 1) if b"vie" in done.stderr else Refusal(NOTHING.format(name=name))
    return unicodedata.normalize("NFC", done.stdout.decode("utf-8", "replace"))
