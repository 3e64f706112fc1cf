"""A province's quarter in the columns of the forms of 2021, on each engine, and the first page behind one of its cells.

Beside it stands, in the same run, plain SQL for the same columns: one scan of each source, each condition told once, sums
over those that hold; no tree, no hand-overs, no roll-up, no shares. Both must count the same, unit by unit, before any
time is taken. The set has 277 columns; the 18 of form 01/TTr have no records before there are inspections, and the forms
printed here have besides the columns that a printed head leaves unnumbered.
"""

import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from bench import kept, province
from bench.harness import Bench
from bench.province import LARGE, QUARTER, SMALL, Size

SET_OF = date(2021, 5, 10)
COLUMNS = 288
PAGE = "don.khieu_nai"


@cache
def root(size: Size) -> Any:
    """The province, in its kept database."""
    return province.filled(size)


@cache
def codes() -> tuple[str, ...]:
    """The figures behind the columns of the forms that begin with the circular of 2021."""
    from danvan.reports.form_files import files

    found = dict.fromkeys(
        code for form in files().values() if form.valid_from == SET_OF for code in form.codes
    )
    if len(found) != COLUMNS:
        raise AssertionError(f"the forms have {len(found)} columns with a figure: say so in the size")
    return tuple(found)


@cache
def folder(size: Size) -> Path:
    """A snapshot of that database, of this process."""
    root(size)
    from danvan.reports.engines import snapshot

    found = Path(tempfile.mkdtemp(prefix="danvan-bench-"))
    snapshot.take(found)
    return found


@cache
def engine(size: Size) -> Any:
    """DuckDB over the snapshot."""
    from danvan.reports.engines import duck

    return duck.scan_of(folder(size))


def count_pg(size: Size) -> Any:
    """The report's figures from PostgreSQL."""
    province_ = root(size)
    from danvan.reports.compute import compute

    return compute(province_, QUARTER, codes())


def count_duck(size: Size) -> Any:
    """The same from the snapshot."""
    province_ = root(size)
    from danvan.reports.compute import compute

    return compute(province_, QUARTER, codes(), engine=engine(size))


@cache
def plain(size: Size, dialect: str) -> list[tuple[Any, str]]:
    """(question, its SQL) of each source, over the two tables of a source or over its Parquet files."""
    from danvan.org.tree import Tree
    from danvan.records.declare import figure
    from danvan.reports.engines.plan import ask
    from danvan.reports.scan import by_source
    from danvan.reports.windows import period_of

    period = period_of(QUARTER)
    units = list(Tree(period.last, root(size)).nodes)
    found = []
    for source, items in by_source([figure(code) for code in codes()]).items():  # type: ignore[misc]
        question = ask(_relation(size, source, items, dialect), None, items, period, units)
        found.append((question, question.sql(dialect)))
    return found


def _relation(size: Size, source: Any, items: Any, dialect: str) -> Any:
    from sqlglot import parse_one

    from danvan.reports.engines import snapshot
    from danvan.reports.engines.shapes import shape_of

    if dialect == "postgres":
        shape = shape_of(source, items)
        columns = ", ".join(column.sql for column in shape.columns)
        return parse_one(f"SELECT {columns} FROM {shape.tables}", read="postgres")
    paths = snapshot.read(folder(size)).paths(source._meta.label_lower)
    return parse_one(f"SELECT * FROM read_parquet({paths})", read="duckdb")


def scan_pg(size: Size) -> list[list[tuple]]:
    """The plain SQL, sent to PostgreSQL."""
    from django.db import connection

    found = []
    for _question, sql in plain(size, "postgres"):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            found.append(cursor.fetchall())
    return found


@cache
def duck(size: Size) -> Any:
    """A DuckDB of its own, with two threads as the engine has."""
    import duckdb

    return duckdb.connect(config={"threads": 2, "memory_limit": "2GB"})


def scan_duck(size: Size) -> list[list[tuple]]:
    """The plain SQL, told to DuckDB."""
    return [duck(size).execute(sql).fetchall() for _question, sql in plain(size, "duckdb")]


def same(size: Size, dialect: str, count: Callable, scan: Callable) -> None:
    """AssertionError unless both sides count the same of every unit, and nearly every column something."""
    figures = count(size)
    told: dict[tuple[str, int], int] = {}
    for (question, _sql), rows in zip(plain(size, dialect), scan(size), strict=True):
        for line in question.lines(rows):
            told |= {(code, line.unit_id): tally.value for code, tally in line.tallies.items()}
    for code in codes():
        for unit in figures.unit_ids:
            if figures.own(code, unit) != told.get((code, unit), 0):
                raise AssertionError(
                    f"{code} of unit {unit}: {figures.own(code, unit)} and {told.get((code, unit), 0)}"
                )
    empty = [code for code in codes() if not figures.cell(code).value]
    if len(empty) > COLUMNS // 20:
        raise AssertionError(f"the rows are too much alike: {len(empty)} columns count nothing")


def first_page(size: Size) -> None:
    """What a cell of the province opens to: the newest hundred records behind it, and how many there are."""
    root(size)
    from danvan.reports import desk

    found = desk.behind(*_opened(size), PAGE)
    assert len(found.rows) == desk.PAGE_SIZE, len(found.rows)


@cache
def _opened(size: Size) -> tuple[Any, Any]:
    from danvan.records.desk.access import Reach
    from danvan.reports.models import Report
    from danvan.reports.windows import period_of

    unit = root(size)
    report = Report(unit=unit, issuer=unit, form="02-xld", period=QUARTER, tree_on=period_of(QUARTER).last)
    return Reach(kept.head(unit)), report


def page_by_hand(size: Size) -> None:
    """The same page in SQL, for one who may see everything."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.*, count(*) OVER () FROM records_record r JOIN petitions_letter l ON l.record_ptr_id = r.id"
            " WHERE r.unit_id = ANY(%s) AND l.kind = 'khieu_nai' AND r.received_on BETWEEN %s AND %s"
            " ORDER BY r.received_on DESC, r.id DESC LIMIT 100",
            [_unit_ids(size), province.FIRST, province.LAST],
        )
        assert len(cursor.fetchall()) == 100


@cache
def _unit_ids(size: Size) -> list[int]:
    from danvan.org.tree import Tree

    return list(Tree(province.LAST, root(size)).nodes)


def _benches() -> list[Bench]:
    found = []
    for size, end, least in ((SMALL, "", 20), (LARGE, "_1m", 7)):
        words = f"{COLUMNS} columns of 10 forms of 2021 (01/TTr has no records), a quarter, {size.words()}"
        for name, dialect, count, scan in (
            ("pg", "postgres", count_pg, scan_pg),
            ("duckdb", "duckdb", count_duck, scan_duck),
        ):
            found.append(
                Bench(
                    f"report_province_{name}{end}",
                    words,
                    partial(count, size),
                    "one plain scan of each source, no tree, hand-overs or roll-up",
                    partial(scan, size),
                    partial(same, size, dialect, count, scan),
                    least=least,
                )
            )
    page = Bench(
        "drill_down",
        f"the first 100 records behind one cell of the province, {LARGE.words()}",
        partial(first_page, LARGE),
        "the page in SQL by hand",
        partial(page_by_hand, LARGE),
    )
    return [*found, page]


BENCHES = _benches()
