"""What a signed file itself says: its number, its day, and how much of the paper's own words stand in it. No database.

A scan without text says nothing; then the eye compares alone.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from danvan.ui.vietnamese import fold

_LETTERS = "A-ZĐĂÂÊÔƠƯ"
_SIGNS = rf"[{_LETTERS}][0-9{_LETTERS}.\-]*"
_NUMBER = re.compile(rf"\bSố\s*:?\s*(\d{{1,6}}(?:\s*/\s*\d{{4}})?\s*/\s*{_SIGNS})", re.IGNORECASE)
_DAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
HEAD = 1500  # signs of the first page in which number and day of a paper stand
LEAST_SHARE = 90  # percent of the paper's words: the same template filled for somebody else stays below it


@dataclass(frozen=True, slots=True)
class Found:
    """Number and day read at the head of a file; empty where nothing can be read.

    `words` are all its words, folded; `flat` is its text without spaces, in which a number is looked for.
    """

    number: str = ""
    dated_on: date | None = None
    words: frozenset[str] = field(default_factory=frozenset)
    flat: str = ""

    @property
    def is_readable(self) -> bool:
        """Whether the file holds text of its own."""
        return bool(self.words)


def read(pages: list[str]) -> Found:
    """What the texts of a file's pages say, the first page being the one with the head."""
    text = unicodedata.normalize("NFC", "\n".join(pages))
    head = text[:HEAD]
    number = _NUMBER.search(head)
    return Found(
        number="".join(number[1].split()).upper() if number else "",
        dated_on=_day(head),
        words=words_of(text),
        flat="".join(text.split()),
    )


def words_of(text: str) -> frozenset[str]:
    """The words and figures of a text, without marks; lines of dots are none."""
    return frozenset(_WORD.findall(fold(text)))


def share(paper: str, found: Found) -> int:
    """How many of a hundred words of the paper stand in the file too, rounded down; 100 for a paper without words."""
    own = words_of(paper)
    return 100 * len(own & found.words) // len(own) if own else 100


def mentions(found: Found, number: str) -> bool:
    """Whether a register number stands in the file, not as a part of a longer one."""
    return bool(re.search(rf"(?<!\d){re.escape(number)}(?!\d)", found.flat))


def _day(head: str) -> date | None:
    told = _DAY.search(head)
    if told is None:
        return None
    try:
        return date(int(told[3]), int(told[2]), int(told[1]))
    except ValueError:
        return None
