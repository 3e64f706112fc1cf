"""The history of 100 000 letters verified whole: every link, every row of now, every root."""

from functools import cache

from bench import bench_records
from bench.harness import Bench

ROWS = 363_000  # about 3.63 a letter; what stands there is counted below
BY_HAND = """
SELECT count(*) FROM (
  SELECT previous_hash, lag(hash, 1, '') OVER (PARTITION BY chain ORDER BY id) AS expected,
    encode(sha256(convert_to(h::text, 'UTF8')), 'hex') AS over FROM records_history h
) h WHERE previous_hash <> expected OR over = ''
"""


@cache
def rows() -> int:
    """How many rows the kept database has, with a root over them."""
    bench_records.reach()
    from danvan.records import history
    from danvan.records.models import HistoryRow

    history.seal(bench_records.FIRST)
    found = HistoryRow.objects.count()
    assert ROWS * 0.9 < found < ROWS * 1.1, found
    return found


def _verify() -> None:
    from danvan.records import verifying

    with verifying.snapshot():
        assert list(verifying.findings(verifying.everything())) == []


def _by_hand() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        assert cursor.fetchone() == (0,)


BENCHES = [
    Bench(
        "verify_history",
        f"about {ROWS:,} rows of history, {bench_records.LETTERS:,} letters".replace(",", " "),
        _verify,
        "one scan by SQL: links and a hash over each row",
        _by_hand,
        rows,
        handled=ROWS,
        least=3,
    )
]
