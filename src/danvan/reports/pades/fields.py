"""The file to be signed: the report's PDF/A with two empty fields, the signer's and the organisation's."""

import io
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

SIGNER, ORGANISATION = "NguoiKy", "CoQuan"
Box = tuple[int, int, int, int]
WIDTH, HEIGHT = 150, 44  # points; between the capacity and the name stand 16 mm
RIGHT_MIDDLE, LOWEST = 424, 60  # the middle of the right column of an A4 page


def to_sign(pdf: bytes, capacity: str) -> bytes:
    """The same file with the two fields appended; its first bytes stay as they are.

    The signer's lies below his capacity, the organisation's over a third of it, to the left (Nghị định 30/2020/NĐ-CP, Phụ
    lục I, Mục II).
    """
    page, top = place_to_sign(pdf, capacity)
    left = RIGHT_MIDDLE - WIDTH // 2
    signer = (left, top - HEIGHT, left + WIDTH, top)
    organisation = (left - WIDTH * 2 // 3, top - HEIGHT, left + WIDTH // 3, top)
    out = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for name, box in ((SIGNER, signer), (ORGANISATION, organisation)):
        append_signature_field(out, SigFieldSpec(name, on_page=page, box=box, empty_field_appearance=True))
    written = io.BytesIO()
    out.write(written)
    return written.getvalue()


def place_to_sign(pdf: bytes, words: str) -> tuple[int, int]:
    """(page, height in points) just below the last place where the words stand; the foot of the last page without them."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number in reversed(range(len(document))):
            text = document[number].get_textpage()
            place = _last(text, words)
            if place is not None:
                bottom = min(text.get_charbox(n)[1] for n in range(place, place + len(words)))
                return number, max(LOWEST + HEIGHT, int(bottom) - 2)
        return len(document) - 1, LOWEST + HEIGHT


def _last(text: Any, words: str) -> int | None:
    found, search = None, text.search(words, match_case=True)
    while hit := search.get_next():
        found = hit[0]
    return found
