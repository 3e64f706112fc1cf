"""Search in the words of letters at a million, through the desk's own list, by the queries of data/search_queries.txt."""

from functools import cache
from itertools import count
from pathlib import Path

from bench import million, worded
from bench.harness import Bench

QUERIES = Path(__file__).parent / "data" / "search_queries.txt"
BY_HAND = """
SELECT r.id, r.register_no, r.title, r.received_on FROM petitions_letterindex i JOIN records_record r ON r.id = i.letter_id
WHERE i.words @> %s AND r.unit_id = ANY(%s) ORDER BY r.received_on DESC, r.id DESC LIMIT 51
"""
_turn, _by_hand_turn = count(), count()


def queries() -> list[str]:
    """The queries, without the lines that explain them."""
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def reaches() -> list:
    """An officer of one district and one of the whole province."""
    worded.filled()
    from danvan.org.models import Account
    from danvan.records.desk.access import Reach

    return [Reach(million.officer()), Reach(Account.objects.order_by("pk").first())]


@cache
def _asked() -> list:
    """Each query by each officer, by turns."""
    return [(reach, said) for said in queries() for reach in reaches()]


def _search() -> int:
    from danvan.records.declare import record_type
    from danvan.records.desk.lists import lines
    from danvan.records.desk.patience import TooSlow

    reach, said = _asked()[next(_turn) % len(_asked())]
    try:
        return len(lines(record_type("don"), reach, {"words": said}).rows)
    except TooSlow:
        return -1


def _by_hand() -> list:
    from django.db import connection

    from danvan.domains.petitions.likeness.words import read

    reach, said = _asked()[next(_by_hand_turn) % len(_asked())]
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, [read(said).hashes, list(reach.units("records.read"))])
        return cursor.fetchall()


BENCHES = [
    Bench(
        "search_1m",
        "one page of what is found in 1 150 000 letters",
        _search,
        "one sentence of SQL that leaves the plan to the database",
        _by_hand,
        prepare=_asked,
        least=460,
    )
]
