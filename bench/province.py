"""One invented province whose records fill every column of the printed forms, made by SQL from one record of each source.

A column that figures ask for holds what chance draws of what they ask: the words of their conditions, yes or no, days near
the day of receipt, small numbers; a fifth of what may be empty is. All other columns are those of the pattern, so a new
column needs no change here. Of all rows some are live, that is in reach of the quarter; the others came and ended
before it, every day of theirs included. The history of the filling is left out: it would only take time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench import kept

QUARTER, FIRST, LAST = "2023-Q1", date(2022, 12, 15), date(2023, 3, 14)
UNITS = 160
YEARS_BEFORE = 3_000  # days over which the older rows came
SHARES = {"don": 85, "vu_viec": 7, "ky_tiep": 1, "luot_tiep": 7}  # of a hundred rows
# What a check of the database ties to other columns: these are as the pattern has them.
FIXED = {"luot_tiep": {"outcome"}, "vu_viec": {"discontinued_on"}}


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows there are, and how many of them are live."""

    label: str
    rows: int
    live: int

    def words(self) -> str:
        """77 000 live of 1 000 000 rows × 160 units"""
        said = (
            f"{self.live:,} live of {self.rows:,} rows"
            if self.live < self.rows
            else f"{self.rows:,} live rows"
        )
        return f"{said.replace(',', ' ')} × {UNITS} units"


SMALL = Size("10k", 10_000, 10_000)
LARGE = Size("1m", 1_000_000, 77_000)


def filled(size: Size) -> Any:
    """Point Django at the kept database of that size, made at the first call; the province."""
    kept.filled(Path(__file__), lambda: fill(size), size.label)
    return kept.root_unit()


def fill(size: Size) -> None:
    """The units and their records."""
    records([unit.pk for unit in kept.province_of(UNITS)], size)


def records(units: list[int], size: Size) -> None:
    """A record of each source by the program, and rows like it."""
    from django.db import connection

    tables = ["records_record", *(source._meta.db_table for source in _sources().values())]
    given, patterns = 100_000, {}
    with connection.cursor() as cursor, kept.bare(cursor, tuple(tables)):
        for key, source in _sources().items():
            rows, live = size.rows * SHARES[key] // 100, size.live * SHARES[key] // 100
            patterns[key] = pattern = _pattern(key, units[0])
            spine, own = _values(key, source, units, given, rows - live)
            if key == "luot_tiep":
                own["session_id"] = str(patterns["ky_tiep"])
            kept.copies(cursor, "records_record", f"id = {pattern}", spine, rows)
            kept.copies(cursor, source._meta.db_table, f"record_ptr_id = {pattern}", own, rows)
            given += rows
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('records_record_id_seq', (SELECT max(id) FROM records_record))")


def _sources() -> dict[str, Any]:
    from danvan.domains.petitions.models import Letter, Matter
    from danvan.domains.reception.models import HeadSession, Visit

    return {"don": Letter, "vu_viec": Matter, "ky_tiep": HeadSession, "luot_tiep": Visit}


def _pattern(key: str, unit_id: int) -> int:
    """The id of one record that the program itself wrote."""
    from danvan.org.models import Unit
    from danvan.records.loading import Row, load

    unit = Unit.objects.get(pk=unit_id)
    more = {
        "don": {},
        "vu_viec": {"kind": "khieu_nai", "field": "khac"},
        "luot_tiep": {"persons": 1, "content_kind": "kien_nghi_phan_anh"},
        "ky_tiep": {"planned_on": FIRST},
    }[key]
    row = Row(_sources()[key](unit=unit, is_illustrative=True, **more), FIRST)
    load(key, [row], reason="đo")
    return int(row.record.pk)


def _values(
    key: str, source: Any, units: list[int], given: int, old: int
) -> tuple[dict[str, str], dict[str, str]]:
    """Column → SQL over `n`, of the spine and of the own table; the first `old` rows are not live."""
    from danvan.records.models import Record

    is_old = f"n <= {old}"
    came = f"CASE WHEN {is_old} THEN DATE '{FIRST}' - 60 - n % {YEARS_BEFORE} ELSE DATE '{FIRST}' - 20 + n % 100 END"
    spine = {
        "id": f"{given} + n",
        "public_id": f"lpad((({given} + n) * 7919::bigint)::text, 16, '1')",
        "unit_id": f"(ARRAY{units})[1 + n * 31 % {len(units)}]",
        "register_no": f"{given} + n",
        "received_on": f"({came})",
    }
    own = {"record_ptr_id": spine["id"]}
    for turn, (column, field, words) in enumerate(_asked(source)):
        told = spine if field.model is Record else own
        if column not in told and column not in FIXED.get(key, ()):
            told[column] = _chance(field, turn, words, f"({came})", is_old)
    if key == "don":  # a letter is classified before it is handled
        own["handled_on"] = f"CASE WHEN ({own['kind']}) IS NOT NULL THEN {own['handled_on']} END"
    if key == "vu_viec":  # what is settled has a result
        own["settled_on"] = f"CASE WHEN ({own['result']}) IS NOT NULL THEN {own['settled_on']} END"
    return spine, own


def _asked(source: Any) -> Iterator[tuple[str, Any, list[str]]]:
    """(column, field, the words that conditions ask of it) of each column that declared figures name."""
    from danvan.records.declare import Indicator, figures
    from danvan.reports.engines.shapes import shape_of
    from danvan.reports.scan import by_source

    items = by_source([item for item in figures() if isinstance(item, Indicator)])[source]
    words: dict[str, set[str]] = {}
    for item in items:
        _collect(item.where, words)
    for column in shape_of(source, items).columns:
        if column.name not in ("id", "unit_id", "is_illustrative"):
            field = source._meta.get_field(column.name)
            yield field.column, field, sorted(words.get(column.name, set()))


def _collect(node: Any, words: dict[str, set[str]]) -> None:
    for child in node.children:
        if not isinstance(child, tuple):
            _collect(child, words)
            continue
        values = child[1] if isinstance(child[1], list | tuple | set | frozenset) else [child[1]]
        found = words.setdefault(child[0].partition("__")[0], set())
        found.update(str(value) for value in values if isinstance(value, str))


def _chance(field: Any, turn: int, words: list[str], came: str, is_old: str) -> str:
    """What chance draws for a column, the same at every filling; an old row has every day, and long before the quarter."""
    drawn = f"(hashint8(n::bigint * 64 + {turn}) & 1023)"
    kind = field.get_internal_type()
    if kind == "BooleanField":
        value = f"{drawn} % 5 < 3"
    elif kind == "DateField":
        value = f"{came} + {drawn} % 35"
    elif kind == "CharField":
        listed = ", ".join(f"'{word}'" for word in words or [""])
        value = f"(ARRAY[{listed}])[1 + {drawn} % {len(words or [''])}]"
    else:
        value = f"1 + {drawn} % 7"
    return f"CASE WHEN {is_old} OR {drawn} % 5 > 0 THEN {value} END" if field.null else value
