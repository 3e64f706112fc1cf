"""Letters like a given one, among all that stand in the index."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import connection

from danvan.domains.petitions.likeness.comparing import Likeness, compare, days_between, shared
from danvan.domains.petitions.likeness.prints import Print

MOST_OF_A_KEY, MOST_COMPARED = 150, 12
LEAST_WORDS = 0.4  # below it no rule of `comparing` proposes anything
# A key tells the more the fewer letters have it; of a frequent one only so many are looked at, which costs it no rare match.
_SHARING = """
SELECT letter_id FROM (
  SELECT near.letter_id, 1.0 / count(*) OVER (PARTITION BY key) AS tells
  FROM unnest(%s::int[]) key,
  LATERAL (SELECT letter_id FROM petitions_letterindex WHERE {column} @> ARRAY[key] LIMIT %s) near
) shared GROUP BY letter_id ORDER BY sum(tells) DESC, letter_id DESC LIMIT %s
"""
_TEXTS = """
SELECT t.letter_id, t.body, t.name, t.place, r.received_on
FROM petitions_lettertext t JOIN records_record r ON r.id = t.letter_id WHERE t.letter_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Match:
    """A letter that may be the same matter."""

    record_id: int
    received_on: date
    likeness: Likeness


def alike(sought: Print, on: date, besides: int | None = None) -> list[Match]:
    """Released letters of any unit that should be looked at as the same matter, the likest first. Two queries.

    `besides` is the id of the letter itself. Nothing of the text is logged or kept.
    """
    near = [pk for pk in candidates(sought.keys) if pk != besides][:MOST_COMPARED]
    if not near:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, [near])
        rows = cursor.fetchall()
    read = ((pk, Print(body, name, place), received) for pk, body, name, place, received in rows)
    compared = [
        Match(pk, received, compare(sought, other, days_between(on, received)))
        for pk, other, received in read
        if shared(sought.pieces, other.pieces) >= LEAST_WORDS
    ]
    found = [match for match in compared if match.likeness.is_proposed]
    return sorted(found, key=lambda match: (-match.likeness.alike, match.record_id))


def candidates(keys: list[int], most: int = 200) -> list[int]:
    """Ids of letters that share keys, at most so many, those first that share the rarest and the most. One query."""
    return sharing(keys, most)


def sharing(keys: list[int], most: int, of: Literal["bands", "words"] = "bands") -> list[int]:
    """The same by the keys of a column of the index. One query, none without keys."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SHARING.format(column=of), [keys, MOST_OF_A_KEY, most])
        return [pk for (pk,) in cursor.fetchall()]
