"""Letters like a given one, among all that stand in the index."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from danvan.domains.petitions.likeness.comparing import Likeness, compare, days_between, shared
from danvan.domains.petitions.likeness.prints import Print

MOST_LOOKED_AT, MOST_COMPARED = 1_500, 25
LEAST_WORDS = 0.4  # below it no rule of `comparing` proposes anything
_SHARING = "SELECT letter_id, bands FROM petitions_letterindex WHERE bands && %s LIMIT %s"
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


def candidates(keys: list[int]) -> list[int]:
    """Ids of letters that share a key, those that share most first. One query."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SHARING, [keys, MOST_LOOKED_AT])
        rows = cursor.fetchall()
    own = set(keys)
    shares = sorted(((len(own.intersection(bands)), pk) for pk, bands in rows), reverse=True)
    return [pk for _share, pk in shares]
