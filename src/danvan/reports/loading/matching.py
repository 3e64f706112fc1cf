"""Which declared figures a column may mean, by the words over it: proposals that an officer looks at, never a binding."""

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from danvan.records.declare import Indicator, figures
from danvan.reports.form_files import files
from danvan.ui.vietnamese import fold

MOST = 6
LEAST = 0.35  # of likeness, below which nothing is proposed
OUTER = 0.6  # weight of the heads above the innermost
SAME_FORM = 0.2  # added where a figure stands in the form that the title names
_WORD = re.compile(r"[a-z0-9²]+")
_EMPTY = {"so", "tong", "cac", "cua", "va", "theo", "trong", "ket", "qua", "o", "la", "do", "duoc"}


@dataclass(frozen=True, slots=True)
class Likely:
    """A figure that a column may mean; `likeness` from 0 to 1."""

    code: str
    label: str
    likeness: float


@dataclass(frozen=True, slots=True)
class _Known:
    code: str
    title: str  # folded, of the form it stands in
    words: dict[str, float]


def likely(path: Sequence[str], title: str = "", most: int = MOST) -> list[Likely]:
    """The figures nearest to the heads over a column, best first; [] where none is near enough."""
    asked = _weighed(path)
    named = fold(title)
    found: dict[str, float] = defaultdict(float)
    for one in _known():
        bonus = SAME_FORM if one.title and one.title in named else 0.0
        found[one.code] = max(found[one.code], _likeness(asked, one.words) * (1 - SAME_FORM) + bonus)
    labels = {item.code: str(item.label) for item in figures()}
    best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return [Likely(code, labels[code], round(likeness, 2)) for code, likeness in best if likeness >= LEAST]


@cache
def _known() -> list[_Known]:
    """Each figure under each title that it is known by: its own, and those of the columns of our forms."""
    found = [
        _Known(item.code, "", _weighed([str(item.label)]))
        for item in figures()
        if isinstance(item, Indicator)
    ]
    for form in files().values():
        for section in form.sections:
            for row in section.rows:
                if row.code and row.column:
                    path = (section.title, *row.under, row.leaf)
                    found.append(_Known(row.code, fold(form.title), _weighed(path)))
    return found


@cache
def _rarity() -> dict[str, float]:
    texts = [str(item.label) for item in figures()]
    texts += [row.label for form in files().values() for row in form.rows]
    counts = Counter(word for text in texts for word in set(_words(text)))
    return {word: math.log((len(texts) + 1) / count) for word, count in counts.items()}


def _weighed(path: Sequence[str]) -> dict[str, float]:
    """Word → weight: rare words more, the innermost head most, what stands in several heads the more."""
    found: dict[str, float] = {}
    rarity = _rarity()
    for place, text in enumerate(reversed(list(path))):
        for word in _words(text):
            weight = (1.0 if place == 0 else OUTER) * rarity.get(word, 3.0)
            found[word] = found.get(word, 0.0) + weight
    return found


def _words(text: str) -> Iterable[str]:
    """Single words and pairs of neighbours, since Vietnamese words are often two syllables."""
    single = [word for word in _WORD.findall(fold(text)) if word not in _EMPTY]
    return [*single, *(f"{a} {b}" for a, b in itertools.pairwise(single))]


def _likeness(asked: dict[str, float], known: dict[str, float]) -> float:
    shared = sum(asked[word] * known[word] for word in asked.keys() & known.keys())
    sizes = math.sqrt(sum(w * w for w in asked.values()) * sum(w * w for w in known.values()))
    return shared / sizes if sizes else 0.0
