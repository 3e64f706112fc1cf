"""Whether the pages of a file that came back show what was issued, and nothing more but signatures at their place.

A signature covers whatever lies in the file, so that the pages themselves are compared: drawn, and as text. What viewers may
draw or do besides (annotations, actions, layers, forms) is refused by name. No Django here.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]

from danvan.reports.pades.fields import place_to_sign

DPI = 100
ABOVE, BELOW = 20, 100  # points around the top of the place to sign: a picture of a signature may lie there
MOST_FIELDS = 100
# What signing adds to the catalog of a document; layers, actions at opening and programs are not among it.
ADDED = {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Type", "/Version"}

DRAWN = "Lời văn hoặc số liệu trên giấy khác với báo cáo đã đóng băng."
BESIDES = (
    "Tệp có chú thích, lớp, biểu nhập hoặc lệnh ngoài chữ ký số; hãy ký đúng tệp “Bản chờ ký” của báo cáo."
)
MISPLACED = (
    "Hình chữ ký nằm ngoài chỗ ký nên có thể che hoặc thêm số liệu; hãy ký vào chỗ ký có sẵn, dưới chức vụ."
)


def fault(content: bytes, issued: bytes, capacity: str) -> str:
    """The first thing that a reader would see otherwise than on the paper issued, as a sentence; "" for nothing."""
    if _pages(content) != _pages(issued):
        return DRAWN
    with pikepdf.open(io.BytesIO(content)) as document, pikepdf.open(io.BytesIO(issued)) as own:
        if _has_more(document, own):
            return BESIDES
        place = place_to_sign(issued, capacity)
        is_there = all(_lies_at(number, box, place) for number, box in _pictures(document))
    return "" if is_there else MISPLACED


def _pages(content: bytes) -> list[Any]:
    """Each page: its size, its words, its picture without annotations. [] for a file that cannot be drawn."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            return [_page(page) for page in document]
    except pypdfium2.PdfiumError:
        return []


def _page(page: Any) -> tuple[Any, ...]:
    size = page.get_size()
    if max(size) > 2_000:  # points; none of ours is larger than A3
        raise pypdfium2.PdfiumError("a page too large")
    words = page.get_textpage().get_text_range().split()
    return size, words, bytes(page.render(scale=DPI / 72, draw_annots=False).buffer)


def _has_more(document: Any, own: Any) -> bool:
    """Whether anything is in the file, besides signatures, that a viewer draws over the pages or does by itself."""
    root = document.Root
    forms = root.get("/AcroForm", pikepdf.Dictionary())
    return (
        not set(root.keys()) <= ADDED | set(own.Root.keys())
        or not set(_names(root)) <= set(_names(own.Root))
        or "/XFA" in forms
        or any(one.get("/FT") != "/Sig" or "/Kids" in one or _acts(one) for one in _fields(forms))
        or any(_acts(page.obj) for page in document.pages)
        or any(not _is_signature(one) for page in document.pages for one in page.get("/Annots", []))
    )


def _names(root: Any) -> Any:
    return root.get("/Names", pikepdf.Dictionary()).keys()


def _fields(forms: Any) -> list[Any]:
    fields = list(forms.get("/Fields", []))
    if len(fields) > MOST_FIELDS:
        raise ValueError("too many fields")
    return fields


def _is_signature(annotation: Any) -> bool:
    return (
        annotation.get("/Subtype") == "/Widget" and annotation.get("/FT") == "/Sig" and not _acts(annotation)
    )


def _acts(thing: Any) -> bool:
    return "/A" in thing or "/AA" in thing


def _pictures(document: Any) -> Iterator[tuple[int, list[float]]]:
    """(page, [left, bottom, right, top]) of each field that takes room."""
    for number, page in enumerate(document.pages):
        for one in page.get("/Annots", []):
            x1, y1, x2, y2 = (float(edge) for edge in one.Rect)
            if x1 != x2 and y1 != y2:
                yield number, [min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]


def _lies_at(number: int, box: list[float], place: tuple[int, int]) -> bool:
    page, top = place
    return number == page and top - BELOW <= box[1] and box[3] <= top + ABOVE
