"""The words of a text as the index keeps them: folded, numbers of papers whole and in their parts, each as a hash."""

import re
from dataclasses import dataclass
from zlib import crc32

from danvan.ui.vietnamese import fold

MOST_WORDS = 12
_QUOTED = re.compile(r'["“”«»]([^"“”«»]*)["“”«»]')
_EDGES = re.compile(r"^[^a-z0-9]+|[^a-z0-9]+$")
_PART = re.compile(r"[a-z0-9]+")


def words_of(folded: str) -> set[str]:
    """Every word of a folded text; 12/qd-ubnd also as 12, qd and ubnd."""
    found: set[str] = set()
    for token in folded.split():
        found.update(_tokens(token))
    return found


def _tokens(token: str) -> set[str]:
    bare = _EDGES.sub("", token)
    parts = _PART.findall(bare)
    return {bare, *parts} if parts else set()


def hashes(words: set[str]) -> list[int]:
    """Signed 32-bit hashes of words, sorted."""
    return sorted({_hash(word) for word in words})


def _hash(word: str) -> int:
    value = crc32(word.encode())
    return value - 2**32 if value >= 2**31 else value


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: words that must all stand in a letter, and phrases of which the words stand together."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]

    @property
    def hashes(self) -> list[int]:
        """Hashes of all words, those of the phrases too."""
        return hashes({*self.words, *(word for phrase in self.phrases for word in inner(phrase))})


def inner(phrase: str) -> list[str]:
    """The words of a phrase as the index holds them."""
    return [bare for token in phrase.split() if (bare := _EDGES.sub("", token))]


def read(said: str) -> Asked:
    """Words and "phrases in quotes" of what was typed, at most twelve words."""
    phrases = tuple(filter(None, (_phrase(match) for match in _QUOTED.findall(said))))
    rest = fold(_QUOTED.sub(" ", said))
    words = tuple(dict.fromkeys(inner(rest)))[:MOST_WORDS]
    return Asked(words, phrases[:3])


def _phrase(said: str) -> str:
    return " ".join(inner(fold(said))[:MOST_WORDS])
