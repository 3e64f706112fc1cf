"""The history of 20 000 letters verified whole: every link and end, every row of now, every root; and its hashes anew."""

from functools import cache
from pathlib import Path

from bench import bench_records, kept
from bench.harness import Bench

LETTERS, UNITS = 20_000, 160
ROWS = 72_600  # about 3.63 a letter; what stands there is counted below
SIZE = f"about {ROWS:_} rows of history, {LETTERS:_} letters".replace("_", " ")
BY_HAND = """
SELECT count(*) FROM (
  SELECT previous_hash, lag(hash, 1, '') OVER (PARTITION BY chain ORDER BY id) AS expected,
    encode(sha256(convert_to(h::text, 'UTF8')), 'hex') AS over FROM records_history h
) h WHERE previous_hash <> expected OR over = ''
"""


@cache
def rows() -> int:
    """How many rows of letters the kept database has, with a root over them."""
    kept.filled(Path(__file__), _fill)
    from danvan.records import history
    from danvan.records.models import HistoryRow

    history.seal(bench_records.FIRST)
    found = HistoryRow.objects.filter(chain__startswith="record:").count()
    assert ROWS * 0.9 < found < ROWS * 1.1, found
    return found


def _fill() -> None:
    kept.province_with_letters(LETTERS, UNITS, bench_records.row, has_history=True)


def _verify() -> None:
    from danvan.records import verifying

    with verifying.snapshot():
        assert list(verifying.findings(verifying.everything())) == []


def _recompute() -> None:
    from danvan.records import verifying
    from danvan.records.verifying import recomputing

    with verifying.snapshot():
        assert sum(1 for _row in recomputing.rows_after(0)) >= ROWS * 0.9


def _by_hand() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        assert cursor.fetchone() == (0,)


BENCHES = [
    Bench(
        "verify_history",
        SIZE,
        _verify,
        "one scan by SQL: links and a hash over each row",
        _by_hand,
        rows,
        handled=ROWS,
        least=3,
    ),
    Bench(
        "recompute_history",
        SIZE,
        _recompute,
        "one scan by SQL: links and a hash over each row",
        _by_hand,
        rows,
        handled=ROWS,
        least=3,
    ),
]
