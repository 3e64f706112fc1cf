"""What a text leaves in the index: hashes of its pieces, its numbers, and keys by which another like it is found.

Everything is reckoned on folded text (no marks, đ as d, any Unicode form), letters and digits only, so that marks, spaces
and line ends make no difference; pieces of six signs survive typing and reading errors that whole words do not.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from zlib import crc32

import numpy as np

from danvan.domains.petitions.likeness.formulas import FORMULAS
from danvan.ui.vietnamese import fold

PIECE = 6
HASHES, TOGETHER = 80, 8  # ten bands of eight: found by text alone is only what is nearly the same throughout
BESIDE_A_NAME = 6
MOST_NUMBERS = 14
_PLAIN = re.compile(r"[^a-z0-9]+")
# A number as a poor copy shows it: o for 0, l or i for 1, s for 5, b for 8, beside a true digit.
_NUMBER = re.compile(r"[olisb]{0,2}\d(?:[\dolisb]|[.,](?=[\dol])|/(?=\d))*(?:/[a-z]{1,5}\b)?")
_SEEN_AS = str.maketrans({"o": "0", "l": "1", "i": "1", "s": "5", "b": "8", ".": None, ",": None})
_chance = np.random.default_rng(20_230_314)
_FACTORS = _chance.integers(1, 2**32, HASHES, dtype=np.uint32) | np.uint32(1)
_SHIFTS = _chance.integers(0, 2**32, HASHES, dtype=np.uint32)
_WEIGHTS = (np.uint64(1_000_003) ** np.arange(PIECE, dtype=np.uint64)).astype(np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


def plain(text: str) -> str:
    """Folded text without anything but letters and digits."""
    return _PLAIN.sub("", fold(text))


def pieces(bare: str) -> np.ndarray:
    """Sorted hashes (uint32, each once) of all pieces of six signs of a plain text; empty for a shorter one."""
    signs = np.frombuffer(bare.encode("ascii", "ignore"), dtype=np.uint8).astype(np.uint64)
    if signs.size < PIECE:
        return np.empty(0, dtype=np.uint32)
    sums = np.zeros(signs.size - PIECE + 1, dtype=np.uint64)
    for place in range(PIECE):
        sums += signs[place : place + sums.size] * _WEIGHTS[place]
    return np.unique(((sums * _MIX) >> _HALF).astype(np.uint32))


_COMMON = np.unique(np.concatenate([pieces(plain(formula)) for formula in FORMULAS]))


def numbers(folded: str) -> list[str]:
    """The numbers of a folded text in their order, as digits with a paper's kind: 12/qd-ubnd → 12/qd."""
    found = []
    for match in _NUMBER.finditer(folded):
        digits, slash, kind = match[0].partition("/")
        rest = f"/{kind}" if slash and kind.isalpha() else ""
        number = (digits if rest or not slash else match[0]).translate(_SEEN_AS) + rest
        if len(number) > 1:
            found.append(number)
    return found


@dataclass(frozen=True)
class Print:
    """A letter as it is compared: folded text, sender and place; empty name or place are not known."""

    body: str
    name: str = ""
    place: str = ""

    @cached_property
    def pieces(self) -> np.ndarray:
        """Hashes of the pieces of the text that are not formulas of every letter."""
        own = pieces(_PLAIN.sub("", self.body))
        return np.setdiff1d(own, _COMMON, assume_unique=True)

    @cached_property
    def numbers(self) -> list[str]:
        """The text's numbers in their order."""
        return numbers(self.body)

    @cached_property
    def keys(self) -> list[int]:
        """Signed 32-bit keys: letters that share one are worth comparing. At most about forty."""
        found = {*self._by_numbers(), *self._by_text()}
        return sorted(found)

    def _by_numbers(self) -> list[int]:
        """Long numbers, and each with the one that follows it: plot 512 on sheet 9 is rare where 512 is not."""
        told = self.numbers[: 2 * MOST_NUMBERS]
        long = [number for number in told if len(number) > 4][:MOST_NUMBERS]
        beside = list(pairwise(told))[:MOST_NUMBERS]
        return [_key("so", number) for number in long] + [_key("doi", *pair) for pair in beside]

    def _by_text(self) -> list[int]:
        if self.pieces.size < 20:
            return [_key("ten", self.name, self.place)] if self.name else []
        least = least_hashes(self.pieces)
        bands = least.reshape(-1, TOGETHER)
        keys = [_key("vung", str(place), band.tobytes().hex()) for place, band in enumerate(bands)]
        if self.name:
            keys += [_key("ten", self.name, str(part), str(least[part])) for part in range(BESIDE_A_NAME)]
            keys.append(_key("ten", self.name, self.place))
        return keys


def least_hashes(found: np.ndarray) -> np.ndarray:
    """MinHash: for each of the hash functions the least value over the pieces; shape (HASHES,), uint32."""
    mixed = (found[:, None] ^ _SHIFTS) * _FACTORS
    mixed ^= mixed >> np.uint32(15)
    return mixed.min(axis=0)


def print_of(text: str, name: str = "", place: str = "") -> Print:
    """The print of a text as it was typed or read."""
    return Print(fold(text), fold(name), fold(place))


def _key(*parts: str) -> int:
    value = crc32("\x1f".join(parts).encode())
    return value - 2**32 if value >= 2**31 else value
