"""Are two letters one matter? Measured on text, person, place, numbers and days; each measure is a reason to be shown."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

import numpy as np

from danvan.domains.petitions.likeness.prints import PIECE, Print, plain

SAME_PERSON, OTHER_PERSON = 0.75, 0.55
_FEW_NUMBERS = 2
_SHORT = 60  # pieces: one sentence of a few words is alike to any other of its kind


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares from 0 to 1; None where one of the two letters does not tell. `alike` sums them up for sorting.

    `words` is the share of the shorter text that stands in the longer; `numbers` the share of numbers that both tell.
    """

    words: float
    person: float | None
    place: float | None
    numbers: float | None
    days_apart: int
    alike: float
    is_proposed: bool


def compare(one: Print, other: Print, days_apart: int = 0) -> Likeness:
    """The likeness of two letters, and whether a person should look at them as one matter."""
    words = shared(one.pieces, other.pieces)
    person = _alike(one.name, other.name)
    place = _alike(one.place, other.place)
    told = common_numbers(one.numbers, other.numbers)
    known = [(words, 3.0), (person, 2.0), (told, 2.0), (place, 1.0)]
    weighed = [(value, weight) for value, weight in known if value is not None]
    alike = sum(value * weight for value, weight in weighed) / sum(weight for _value, weight in weighed)
    return Likeness(words, person, place, told, days_apart, alike, _is_one(words, person, place, told))


def _is_one(words: float, person: float | None, place: float | None, told: float | None) -> bool:
    """The rule: the same person needs half the text; the less is known of the person, the more must agree.

    Printed forms make whole villages write one text, so numbers that differ speak against, whatever the words.
    """
    if person is not None and person >= SAME_PERSON:
        if told is None:
            return words >= 0.7 or (words >= 0.5 and (place or 0) >= SAME_PERSON)
        return words >= 0.4 and told >= 0.45
    if person is None or person > OTHER_PERSON:
        return words >= 0.85 if told is None else words >= 0.5 and told >= 0.55
    return told is not None and words >= 0.75 and told >= 0.9


def shared(one: np.ndarray, other: np.ndarray) -> float:
    """The share of the shorter text's pieces that stand in the longer; 0 where a text is too short to tell."""
    least = min(one.size, other.size)
    if least < _SHORT:
        return 0.0
    return float(np.intersect1d(one, other, assume_unique=True).size / least)


def common_numbers(one: list[str], other: list[str]) -> float | None:
    """Dice's share of common numbers, one wrong sign in a longer one forgiven; None where a text has fewer than two."""
    if min(len(one), len(other)) < _FEW_NUMBERS:
        return None
    left, right = Counter(one), Counter(other)
    both = left & right
    equal = sum(both.values())
    near = _near(list((left - both).elements()), list((right - both).elements()))
    return 2 * (equal + near) / (len(one) + len(other))


def _near(ones: list[str], others: list[str]) -> int:
    found, left = 0, list(others)
    for one in ones:
        match = next((other for other in left if _one_sign_off(one, other)), None)
        if match is not None:
            left.remove(match)
            found += 1
    return found


def _one_sign_off(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1 or one[0] != other[0] != one[-1]:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _alike(one: str, other: str) -> float | None:
    """How alike two folded names or places are, sign by sign; None where one is empty."""
    left, right = plain(one), plain(other)
    if not left or not right:
        return None
    return 1.0 if left == right else SequenceMatcher(None, left, right, autojunk=False).ratio()


def days_between(one: date, other: date) -> int:
    """Days from one to the other, never negative."""
    return abs((one - other).days)


__all__ = ["PIECE", "Likeness", "common_numbers", "compare", "days_between", "shared"]
