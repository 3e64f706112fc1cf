"""Facts laid out along the text: each mention once, with its sentence and its neighbours."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from danvan.reports.reader.checks.amounts import Amount, amount_of
from danvan.reports.reader.facts import Fact

# A sentence ends at a line break or at a full stop that is not inside a number or an abbreviation such as
# "TP.". The capitals are listed one by one: in Unicode they stand among the small letters.
CAPITALS = "".join(letter for letter in map(chr, range(0x1EFA)) if letter.isupper())
SENTENCE_END = re.compile(rf"\n|[.!?…](?=\s+[{CAPITALS}])|[.!?](?=\s*$)|[.!?](?=\s+\d)")
LONG_SENTENCE = 800
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LINE_START, NUMBERING = re.compile(r"(^|\n)\s*$"), re.compile(r"[.)]\s")
DATE_BEFORE = re.compile(r"(ngày|tháng|năm|quý|số|điều|khoản|/|-|–|cấp|mức|mức độ)\s*$", re.IGNORECASE)
DATE_AFTER = re.compile(r"^\s*([/–-]\s*\d|năm\b|tháng\b|%|cấp\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of one fact; `amount` is worked out once, since lists ask for it again and again."""

    fact: Fact
    start: int
    end: int
    amount: Amount

    @property
    def code(self) -> str:
        return self.fact.indicator

    @property
    def place(self) -> tuple[int, int]:
        return (self.start, self.end)


class Layout:
    """The text with its mentions in reading order."""

    def __init__(self, text: str, facts: Iterable[Fact]) -> None:
        self.text = text
        places = [
            Mention(fact, start, end, amount_of(fact))
            for fact in facts
            for start, end in (fact.places or ((fact.start, fact.end),))
        ]
        self.mentions: list[Mention] = sorted(places, key=lambda m: (m.start, m.end, m.code))
        self._starts = [m.start for m in self.mentions]

    @cached_property
    def _ends(self) -> list[int]:
        return [m.end() for m in SENTENCE_END.finditer(self.text)] + [len(self.text)]

    def sentence(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence around a code point."""
        index = bisect_right(self._ends, place)
        start = self._ends[index - 1] if index else 0
        return start, self._ends[min(index, len(self._ends) - 1)]

    def rest(self, place: int) -> int:
        """The end of the sentence around a code point, or as far as one reads on in a text without full stops."""
        return min(self.sentence(place)[1], place + LONG_SENTENCE)

    def between(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin in [start, end)."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def loose_numbers(self, start: int, end: int) -> list[int]:
        """Bare numbers of the stretch that no fact holds and that are no date, percentage or article."""
        taken = [m.place for m in self.between(start, end)]
        found = []
        for match in NUMBER.finditer(self.text, start, end):
            free = all(match.end() <= a or match.start() >= b for a, b in taken)
            if free and not self._is_date(match):
                found.append(int(re.sub(r"\D", "", match.group())))
        return found

    def _is_date(self, match: re.Match[str]) -> bool:
        before = self.text[max(0, match.start() - 8) : match.start()]
        after = self.text[match.end() : match.end() + 8]
        numbering = LINE_START.search(before) and NUMBERING.match(after)
        return bool(DATE_BEFORE.search(before) or DATE_AFTER.match(after) or numbering)


def agree(a: Fact, b: Fact) -> bool:
    """Whether two facts may speak of the same organisation and period; an unknown one does not disagree."""
    return same(a.org, b.org) and same(a.period, b.period)


def same(a: str | None, b: str | None) -> bool:
    """Equal, or at least one unknown."""
    return a is None or b is None or a == b
