"""What stands above the head of a form: its number, its name and the paper that issued it."""

import re
from collections.abc import Iterable

from danvan.reports.loading.grid import Grid
from danvan.ui.vietnamese import fold

_TITLE = re.compile(r"\bbiểu\s*(?:mẫu\s*)?(?:số\s*)?[:.]?\s*([0-9]{1,3}[\w./-]*|[A-Z]{2,}[\w./-]*)", re.I)
_PAPER = re.compile(
    r"\b(Thông tư|Nghị định|Quyết định|Công văn|Kế hoạch|Hướng dẫn|Văn bản)\s+(?:số\s*)?(\d+\s*/[\w/.-]+\w)",
    re.I,
)
_DATED = re.compile(r"ngày\s+(\d{1,2})\s*(?:/|tháng)\s*(\d{1,2})\s*(?:/|năm)\s*(\d{4})", re.I)
_MOTTO = (
    *(
        "cong hoa xa hoi",
        "doc lap",
        "dang cong san",
        "don vi bao cao",
        "don vi nhan",
        "don vi tinh",
        "ky bao cao",
    ),
    *("ban hanh", "kem theo", "so lieu tinh tu", "ngay nhan bao cao", "tu ngay", "ubnd ", "uy ban nhan dan"),
)
SHORT_WORDS = {"UBND", "HĐND", "KNTC", "TCD", "NSNN", "CNTT", "TTHC"}


def read(grid: Grid, top: int) -> tuple[str, str, str, str]:
    """(title, subject, paper, its day as ISO), each "" where it is not written above the row `top`."""
    said = [(row, text) for row, _column, text, _formula in grid.cells() if row < top and text]
    whole = "\n".join(text for _row, text in said)
    title, paper, dated = _TITLE.search(whole), _PAPER.search(whole), ""
    if paper and (on := _DATED.search(whole, paper.end())):
        dated = f"{on[3]}-{int(on[2]):02}-{int(on[1]):02}" if int(on[2]) <= 12 and int(on[1]) <= 31 else ""
    name = f"Biểu số {title[1].rstrip('.-/')}" if title else ""
    return (
        name,
        _subject(said),
        f"{paper[1].capitalize()} {paper[2].replace(' ', '')}" if paper else "",
        dated,
    )


def _subject(said: Iterable[tuple[int, str]]) -> str:
    """The longest line in capitals that is neither motto nor number, in small letters."""
    named = [
        text
        for _row, text in said
        if text == text.upper() and len(text.split()) >= 3 and not _TITLE.match(text) and not _is_motto(text)
    ]
    best = max(named, key=len, default="")
    words = [word if word.strip(",()") in SHORT_WORDS else word.lower() for word in best.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def is_title(grid: Grid, row: int, columns: list[int]) -> bool:
    """Whether a row stands above the table: one text over all columns, or words of every paper's top."""
    anchors = {grid.anchor(row, column) for column in columns if grid.text(row, column)}
    texts = [grid.own(*at) for at in anchors]
    return len(anchors) <= 1 or any(_is_motto(text) or _TITLE.match(text) for text in texts)


def _is_motto(text: str) -> bool:
    return any(word in fold(text) for word in _MOTTO)
