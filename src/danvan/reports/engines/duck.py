"""DuckDB over a snapshot: one process, no server."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
from django.db.models import Model
from sqlglot import exp

from danvan import law
from danvan.records.declare import Indicator
from danvan.reports.engines import snapshot
from danvan.reports.engines.plan import Kept
from danvan.reports.engines.shapes import HANDOVERS, shape_of
from danvan.reports.scan import Line, Scan
from danvan.ui.errors import Refusal


def scan_of(folder: Path, *, threads: int = 2, memory: str = "2GB") -> Scan:
    """What `reports.compute.compute` asks in place of the database: the snapshot of a folder.

    Refusal where there is none, and when it lacks a column that a figure has asked for since it was taken.
    """
    taken = snapshot.read(folder)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": memory,
        "autoinstall_known_extensions": False,
    }
    engine, kept = duckdb.connect(config=settings), Kept("duckdb")

    def scan(
        source: type[Model], items: list[Indicator], period: law.Period, unit_ids: Iterable[int]
    ) -> Iterator[Line]:
        label = source._meta.label_lower
        if not taken.paths(label):
            require(taken, source, items)
            return iter(())

        def relations() -> tuple[exp.Expr, exp.Expr]:
            require(taken, source, items)
            return _files(taken, label), _files(taken, HANDOVERS)

        question, words = kept.told(source, items, period, unit_ids, relations)
        return question.lines(engine.execute(words).fetchall())

    return scan


def require(taken: snapshot.Snapshot, source: type[Model], items: list[Indicator]) -> None:
    """Refusal when the snapshot lacks a column of the figures."""
    have = {tuple(column) for column in taken.columns.get(source._meta.label_lower, [])}
    if not {tuple(column) for column in shape_of(source, items).signature()} <= have:
        raise Refusal("Bản chụp số liệu cũ hơn các chỉ tiêu đang dùng; hãy chụp lại bằng danvan snapshot.")


def _files(taken: snapshot.Snapshot, label: str) -> exp.Expr:
    names = exp.Array(expressions=[exp.Literal.string(path) for path in taken.paths(label)])
    return exp.select("*").from_(exp.Table(this=exp.Anonymous(this="read_parquet", expressions=[names])))
