"""Two documents beside each other: the same, a later hand on the same, a contradiction, or one pattern in two periods.

Nothing but the two texts is asked. Which of two that differ is right is not for a program to say.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from danvan.reports.reader.checks.amounts import amount_of
from danvan.reports.reader.checks.mentions import SENTENCE_END
from danvan.reports.reader.facts import Fact, Reading
from danvan.reports.reader.labels import label_of
from danvan.reports.reader.organisations import place_of
from danvan.reports.reader.periods import document_period, find_periods

ALIKE = 0.5  # of the sentences, numbers and times left out: from here on two texts have one pattern
MOST_CHANGED = 0.5  # of the figures that both have: beyond it a text is no correction of the other
LONGEST = 1_500  # sentences; beyond it the words are not laid side by side
SPACE, NUMBER = re.compile(r"\s+"), re.compile(r"\d+(?:[.,]\d+)*")


class Kind(StrEnum):
    """What two documents are to each other."""

    DUPLICATE = "trung_nhau"
    REVISED = "sua_doi"
    CONFLICTING = "mau_thuan"
    OTHER_PERIOD = "khac_ky"
    AGREEING = "khop_so"
    UNRELATED = "khac_nhau"


WORDS = {
    Kind.DUPLICATE: "Hai văn bản trùng nhau từng chữ, chỉ có thể khác cách xuống dòng, giãn cách.",
    Kind.REVISED: "Một văn bản là bản sửa của văn bản kia: cùng mẫu, cùng kỳ, khác ở những chỗ dưới đây; "
    "Bà/Ông cần xác định bản nào thay bản nào.",
    Kind.CONFLICTING: "Hai văn bản nói về cùng một kỳ mà số liệu mâu thuẫn; Bà/Ông cần đối chiếu nguồn của từng số.",
    Kind.OTHER_PERIOD: "Hai văn bản cùng một mẫu nhưng của hai kỳ khác nhau; số khác nhau là bình thường.",
    Kind.AGREEING: "Hai văn bản viết khác nhau nhưng số liệu cùng có đều khớp.",
    Kind.UNRELATED: "Hai văn bản không có gì để đối chiếu: khác mẫu, không có số liệu nào cùng chỉ tiêu, cùng kỳ.",
}
OTHER_PLACE = "Hai văn bản nói về hai nơi khác nhau ({first}; {second}) nên không đối chiếu số liệu."


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure that both documents state, differently. Values are as written."""

    label: str
    period: str
    first: Fact
    second: Fact

    @property
    def text(self) -> str:
        """Đơn tiếp nhận (2023-Q1): bản thứ nhất 258 đơn, bản thứ hai 296 đơn."""
        of = f" ({self.period})" if self.period else ""
        return f"{self.label}{of}: bản thứ nhất {_said(self.first)}, bản thứ hai {_said(self.second)}."


@dataclass(frozen=True, slots=True)
class Comparison:
    """`kind` in words, the figures that differ, and (old, new) sentences that differ; either may be empty."""

    kind: Kind
    text: str
    figures: tuple[Pair, ...] = ()
    sentences: tuple[tuple[str, str], ...] = ()
    shared: int = 0  # figures that both state of one thing and period

    def as_json(self) -> dict[str, Any]:
        """The documented JSON object."""
        return {
            "kind": self.kind.value,
            "text": self.text,
            "shared": self.shared,
            "figures": [
                {"label": pair.label, "first": pair.first.as_json(), "second": pair.second.as_json()}
                for pair in self.figures
            ],
            "sentences": [list(pair) for pair in self.sentences],
        }


@dataclass(frozen=True, slots=True)
class Page:
    """A document cut into sentences, and the pattern of each: numbers and times as #."""

    reading: Reading
    sentences: list[str] = field(default_factory=list)
    patterns: list[str] = field(default_factory=list)
    period: str | None = None
    place: str | None = None


def compare(first: Reading, second: Reading) -> Comparison:
    """What the second document is to the first, with what differs between them."""
    one, two = _page(first), _page(second)
    if _plain(one.sentences) == _plain(two.sentences):
        return Comparison(Kind.DUPLICATE, WORDS[Kind.DUPLICATE])
    if one.place and two.place and one.place.lower() != two.place.lower():
        return Comparison(Kind.UNRELATED, OTHER_PLACE.format(first=one.place, second=two.place))
    alike = _likeness(one.patterns, two.patterns) >= ALIKE
    if one.period and two.period and one.period != two.period:
        kind = Kind.OTHER_PERIOD if alike else Kind.UNRELATED
        return Comparison(kind, WORDS[kind])
    shared, pairs = _figures(first.facts, second.facts)
    kind = _kind(alike, shared, len(pairs))
    sentences = _sentences(one.sentences, two.sentences) if kind == Kind.REVISED else ()
    return Comparison(kind, WORDS[kind], tuple(pairs), sentences, shared)


def _kind(alike: bool, shared: int, changed: int) -> Kind:
    if alike and changed <= MOST_CHANGED * max(shared, 1):
        return Kind.REVISED
    if changed:
        return Kind.CONFLICTING
    return Kind.AGREEING if shared else Kind.UNRELATED


def _page(reading: Reading) -> Page:
    spans = find_periods(reading.text)
    period = document_period(spans)
    masked = list(reading.text)
    for span in spans:
        masked[span.start : span.end] = ["#"] + [""] * (span.end - span.start - 1)
    pattern = _cut("".join(masked))
    return Page(
        reading,
        _cut(reading.text),
        [NUMBER.sub("#", sentence).lower() for sentence in pattern],
        period.code if period else None,
        place_of(reading.text),
    )


def _cut(text: str) -> list[str]:
    found = (SPACE.sub(" ", part).strip(" .;") for part in SENTENCE_END.split(text))
    return [sentence for sentence in found if any(letter.isalnum() or letter == "#" for letter in sentence)]


def _plain(sentences: list[str]) -> str:
    return " ".join(" ".join(sentences).split()).lower()


def _likeness(first: list[str], second: list[str]) -> float:
    """The part of all sentences, weighed by their length, whose pattern stands in both."""
    one, two = Counter(first), Counter(second)
    common = sum(len(pattern) * count for pattern, count in (one & two).items())
    whole = sum(map(len, first)) + sum(map(len, second))
    return 2 * common / whole if whole else 0.0


def _figures(first: list[Fact], second: list[Fact]) -> tuple[int, list[Pair]]:
    """How many figures both state, and those that no one number can stand behind."""
    there: dict[tuple[str, str, str, str], list[Fact]] = defaultdict(list)
    for fact in second:
        there[_of(fact)].append(fact)
    shared, pairs = 0, []
    for fact in first:
        others = there.get(_of(fact))
        if not others:
            continue
        shared += 1
        if not any(amount_of(fact).meets(amount_of(other)) for other in others):
            pairs.append(Pair(label_of(fact.indicator), fact.period or "", fact, others[0]))
    return shared, pairs


def _of(fact: Fact) -> tuple[str, str, str, str]:
    return fact.indicator, (fact.org or "").lower(), fact.period or "", fact.direction or ""


def _sentences(first: list[str], second: list[str]) -> tuple[tuple[str, str], ...]:
    """Sentences that only one has, beside what stands in their place; "" where nothing does."""
    if max(len(first), len(second)) > LONGEST:
        return ()
    found = []
    for what, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        for index in range(max(b - a, d - c)):
            old = first[a + index] if a + index < b else ""
            new = second[c + index] if c + index < d else ""
            found.append((old, new))
    return tuple(found)


def _said(fact: Fact) -> str:
    return f"{fact.qualifier or ''} {fact.raw} {fact.unit}".strip()
