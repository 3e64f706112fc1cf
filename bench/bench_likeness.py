"""Near-duplicates of a letter against a million, and what the generated set gives."""

from datetime import date
from functools import cache
from itertools import count

from bench import worded
from bench.harness import Bench

BY_HAND = """
SELECT i.letter_id, count(*) AS shares FROM petitions_letterindex i, unnest(i.bands) band
WHERE i.bands && %(keys)s AND band = ANY(%(keys)s) GROUP BY 1 ORDER BY 2 DESC LIMIT 40
"""
_turn = count()


@cache
def coming() -> list:
    """Four hundred letters that come in: each a disguise of one that is there."""
    from danvan.domains.petitions.likeness.tests import sample

    worded.filled()
    hows = list(sample.DISGUISES)
    there = worded.originals()
    chosen = there[:: len(there) // 400][:400]
    return [
        sample.disguised(worded.sample_of(number), hows[turn % len(hows)])
        for turn, number in enumerate(chosen)
    ]


def _one():
    letters = coming()
    return letters[next(_turn) % len(letters)]


def _alike() -> int:
    from danvan.domains.petitions.likeness.finding import alike
    from danvan.domains.petitions.likeness.prints import print_of

    told = _one()
    return len(alike(print_of(told.text, told.name, told.address), date(2023, 3, 14)))


def _by_hand() -> list:
    from django.db import connection

    from danvan.domains.petitions.likeness.prints import print_of

    told = _one()
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"keys": print_of(told.text, told.name, told.address).keys})
        return cursor.fetchall()


@cache
def known_set() -> tuple:
    """(prints that are there, index of their keys, letters that come in) of the set that ships with the program."""
    from danvan.domains.petitions.likeness.prints import print_of
    from danvan.domains.petitions.likeness.tests import sample

    there, coming_in = sample.known_set(2_000, seed=12)
    prints = [print_of(one.text, one.name, one.address) for one in there]
    by_key: dict[int, list[int]] = {}
    for place, one in enumerate(prints):
        for key in one.keys:
            by_key.setdefault(key, []).append(place)
    return there, prints, by_key, coming_in


def quality() -> dict[str, float]:
    """Recall, and the share of false pairs among those proposed, on the set of 2 000 letters and 4 000 that come in."""
    from danvan.domains.petitions.likeness.comparing import compare
    from danvan.domains.petitions.likeness.prints import print_of

    there, prints, by_key, coming_in = known_set()
    right = wrong = found = 0
    for told in coming_in:
        sought = print_of(told.text, told.name, told.address)
        near = {place for key in sought.keys for place in by_key.get(key, ())}
        proposed = [place for place in near if compare(sought, prints[place]).is_proposed]
        hits = sum(there[place].matter == told.matter for place in proposed)
        right, wrong, found = right + hits, wrong + len(proposed) - hits, found + bool(hits)
    return {"recall": found / len(there), "false": wrong / (right + wrong)}


def _compared() -> bool:
    from danvan.domains.petitions.likeness.comparing import compare
    from danvan.domains.petitions.likeness.prints import print_of

    prints = known_set()[1]
    told = known_set()[3][next(_turn) % len(known_set()[3])]
    return compare(print_of(told.text, told.name, told.address), prints[0]).is_proposed


def _tell_quality() -> None:
    import sys

    print(quality(), file=sys.stderr)


def _tell_sizes() -> None:
    import sys

    coming()
    print("; ".join(worded.sizes()), file=sys.stderr)


BENCHES = [
    Bench(
        "duplicates_1m",
        "one letter as it is typed against 1 006 000",
        _alike,
        "candidates counted by one sentence of SQL, nothing compared",
        _by_hand,
        prepare=_tell_sizes,
        least=400,
    ),
    Bench("duplicates_set", "one letter folded and compared with one", _compared, prepare=_tell_quality),
]
