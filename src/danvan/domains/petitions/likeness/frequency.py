"""How frequent the words of letters are, from what the database keeps of them for itself (ANALYZE, autovacuum)."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

KEPT_FOR = 600.0  # seconds; frequencies of a million letters move slowly
_KNOWN = """
SELECT s.most_common_elems::text::int[], s.most_common_elem_freqs, c.reltuples
FROM pg_class c LEFT JOIN pg_stats s ON s.tablename = c.relname AND s.attname = 'words' AND s.schemaname = current_schema()
WHERE c.oid = 'petitions_letterindex'::regclass
"""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Letters in the index, and the share of them in which each frequent word stands; a word not named is rare."""

    letters: float
    shares: dict[int, float] = field(default_factory=dict)

    def are_all_frequent(self, words: Iterable[int], most: int) -> bool:
        """Whether each of these hashes is known to stand in more than `most` letters."""
        asked = list(words)
        return bool(asked) and all(self.shares.get(word, 0.0) * self.letters > most for word in asked)


_read: dict[str, tuple[float, Frequencies]] = {}  # by database: a test's or a bench's is another


def known() -> Frequencies:
    """The frequencies, read anew every ten minutes. Before the first ANALYZE every word counts as rare."""
    name = str(connection.settings_dict["NAME"])
    until, kept = _read.get(name, (0.0, None))
    if kept is None or until < time.monotonic():
        kept = _asked()
        _read[name] = (time.monotonic() + KEPT_FOR, kept)
    return kept


def _asked() -> Frequencies:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        row = cursor.fetchone()
    words, shares, letters = row if row else (None, None, 0)
    # After the shares of the words come the least and the greatest share of all.
    return Frequencies(letters, dict(zip(words or (), shares or (), strict=False)))
