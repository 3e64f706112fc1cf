"""The desk on 100 000 letters: its first screen, a deep page of a list, and the loading of many letters."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from bench import kept
from bench.harness import Bench

LETTERS, UNITS, LOADED = 100_000, 160, 1_000
KINDS = ("khieu_nai", "to_cao", "kien_nghi_phan_anh")
FIRST = date(2022, 1, 3)
DEEP_BY_HAND = """
SELECT r.id, r.register_no, r.title, r.state, r.received_on FROM records_record r
WHERE r.type = 'don' AND (r.received_on, r.id) < (%(day)s, %(id)s) ORDER BY r.received_on DESC, r.id DESC LIMIT 50
"""
OPEN_BY_HAND = """
SELECT d.due_on, r.register_no, r.title FROM records_duty d JOIN records_record r ON r.id = d.record_id
WHERE d.met_on IS NULL AND d.excused_on IS NULL ORDER BY d.due_on, d.id LIMIT 50
"""


@cache
def reach():
    """An officer of the whole province on the kept database."""
    kept.filled(Path(__file__), _fill)
    from danvan.org.models import Account
    from danvan.records.desk.access import Reach

    return Reach(Account.objects.get())


def _fill() -> None:
    kept.province_with_letters(LETTERS, UNITS, row)
    from danvan.org.tests.factories import make_account

    make_account("xu_ly", kept.root_unit(), covers_below=True)


def row(turn: int, units: list):
    from danvan.domains.petitions.models import Letter
    from danvan.records.loading import Row

    on = FIRST + timedelta(days=turn * 7 % 420)
    classified = {"kind": KINDS[turn % 3], "field": "khac", "is_competent": turn % 2 == 0}
    moves = [("phan_loai", on, classified), ("luu", on, {})] if turn % 20 else []
    return Row(Letter(unit=units[turn * 31 % len(units)], is_illustrative=True), on, moves)


def _worklist() -> None:
    from danvan.records.desk.worklist import worklist

    assert len(worklist(reach()).rows) == 50


def _open_by_hand() -> None:
    assert len(_ask(OPEN_BY_HAND, {})) == 50


def _deep() -> None:
    from danvan.records.declare import record_type
    from danvan.records.desk.lists import lines

    assert len(lines(record_type("don"), reach(), {}, after=_deep_key()).rows) == 50


def _deep_by_hand() -> None:
    assert len(_ask(DEEP_BY_HAND, {"day": FIRST + timedelta(days=40), "id": 0})) == 50


@cache
def _deep_key() -> str:
    return f"{FIRST + timedelta(days=40):%Y-%m-%d}.0"


def _ask(query: str, values: dict) -> list:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


@cache
def _units() -> list:
    reach()
    from danvan.org.models import Unit

    return list(Unit.objects.order_by("pk"))


def _load() -> None:
    """Rolled back each time, so that the kept database stays as it was."""
    from django.db import transaction

    from danvan.records.loading import load

    with transaction.atomic():
        load("don", (row(turn, _units()) for turn in range(LOADED)), reason="đo")
        transaction.set_rollback(True)


def _copy_by_hand() -> None:
    """The same number of spine rows by COPY into a bare table: no law, no numbers, no history."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bare (id bigint, type text, title text, received_on date) ON COMMIT DROP"
        )
        with cursor.copy("COPY bare (id, type, title, received_on) FROM STDIN") as copy:
            for turn in range(LOADED):
                copy.write_row((turn, "don", "Đơn khiếu nại, lĩnh vực khác", FIRST))


SIZE = f"{LETTERS:,} letters × {UNITS} units".replace(",", " ")
BENCHES = [
    Bench(
        "worklist",
        f"50 of 5 000 open duties, {SIZE}",
        _worklist,
        "SQL by hand, sees everything",
        _open_by_hand,
        reach,
    ),
    Bench(
        "list_deep",
        f"50 rows, ten months down, {SIZE}",
        _deep,
        "SQL by hand, sees everything",
        _deep_by_hand,
        reach,
    ),
    Bench(
        "load_letters",
        f"{LOADED} letters with duties and history",
        _load,
        "COPY of bare rows",
        _copy_by_hand,
        _units,
    ),
]
