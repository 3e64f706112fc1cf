"""What it costs to count every declared figure of a province, beside a query written by hand for the same numbers."""

from datetime import date
from functools import cache
from pathlib import Path

from bench import kept
from bench.harness import Bench

LETTERS, UNITS = 20_000, 160
QUARTER = "2023-Q1"
KINDS = ("khieu_nai", "to_cao", "kien_nghi_phan_anh")
OUTCOMES = ("thu_ly", "huong_dan", "chuyen", "luu")
BY_HAND = """
SELECT r.unit_id, count(*) FILTER (WHERE placed), count(*) FILTER (WHERE placed AND l.kind = 'khieu_nai'),
  count(*) FILTER (WHERE placed AND l.kind = 'to_cao'),
  count(*) FILTER (WHERE placed AND l.kind = 'kien_nghi_phan_anh'),
  count(*) FILTER (WHERE handled),
  count(*) FILTER (WHERE handled AND l.is_competent AND l.is_eligible),
  count(*) FILTER (WHERE handled AND NOT l.is_competent AND l.is_eligible),
  count(*) FILTER (WHERE handled AND NOT l.is_eligible)
FROM petitions_letter l JOIN records_record r ON r.id = l.record_ptr_id,
  LATERAL (SELECT r.received_on BETWEEN %(first)s AND %(last)s AS placed,
                  l.handled_on BETWEEN %(first)s AND %(last)s AS handled) AS w
WHERE placed OR handled GROUP BY r.unit_id
"""
CODES = (
    *("don.tiep_nhan", "don.khieu_nai", "don.to_cao", "don.kien_nghi_phan_anh", "don.da_xu_ly"),
    *("don.tham_quyen", "don.khong_tham_quyen", "don.luu"),
)


@cache
def province():
    """The unit whose figures are counted, in a kept database."""
    kept.filled(Path(__file__), lambda: kept.province_with_letters(LETTERS, UNITS, _row))
    return kept.root_unit()


def _row(turn: int, units):
    from datetime import timedelta

    from danvan.domains.petitions.models import Letter
    from danvan.records.loading import Row

    on = date(2022, 12, 15) + timedelta(days=turn * 7 % 90)
    outcome = OUTCOMES[turn % 4]
    classified = {
        "kind": KINDS[turn % 3],
        "field": "khac",
        "is_competent": outcome == "thu_ly",
        "is_eligible": outcome != "luu",
    }
    handling = {"forwarded_to": "Thanh tra tỉnh"} if outcome == "chuyen" else {}
    moves = [("phan_loai", on, classified), (outcome, on, handling)]
    return Row(Letter(unit=units[turn * 31 % len(units)], is_illustrative=True), on, moves)


def _declared() -> None:
    from danvan.reports.compute import compute

    compute(province(), QUARTER, CODES)


def _by_hand() -> dict[int, tuple]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"first": date(2022, 12, 15), "last": date(2023, 3, 14)})
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _everything() -> None:
    from danvan.reports.compute import compute

    compute(province(), QUARTER)


def _prepare() -> None:
    """Both sides must count the same, unit by unit, before any time is taken."""
    root = province()
    from danvan.reports.compute import compute

    figures = compute(root, QUARTER, CODES)
    hand = _by_hand()
    for unit_id in figures.unit_ids:
        own = tuple(figures.own(code, unit_id) for code in CODES)
        if own != hand.get(unit_id, (0,) * len(CODES)):
            raise AssertionError(f"unit {unit_id}: {own} and {hand.get(unit_id)}")


SIZE = f"{LETTERS:,} letters × {UNITS} units".replace(",", " ")
BENCHES = [
    Bench(
        "report_letters",
        f"{len(CODES)} figures, {SIZE}",
        _declared,
        "SQL by hand, no roll-up",
        _by_hand,
        _prepare,
    ),
    Bench(
        "report_all",
        f"all declared figures, {SIZE}",
        _everything,
        "SQL by hand of the letters",
        _by_hand,
        _prepare,
    ),
]
