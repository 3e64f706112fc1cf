"""Spark over a snapshot, when a nation outgrows one machine: the driver here, the counting on a cluster.

Every worker must reach the snapshot's folder under the same path.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import Model
from sqlglot import exp

from danvan import law
from danvan.records.declare import Indicator
from danvan.reports.engines import snapshot
from danvan.reports.engines.duck import require
from danvan.reports.engines.plan import Kept
from danvan.reports.engines.shapes import HANDOVERS
from danvan.reports.scan import Line, Scan

SETTINGS = {
    "spark.sql.session.timeZone": "Asia/Ho_Chi_Minh",
    "spark.sql.ansi.enabled": "true",  # a sum that does not fit is an error, never another number
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
    "spark.sql.codegen.maxFields": "1000",
}


def session(master: str) -> Any:
    """A session on the cluster of that address: spark://host:7077, or local[2] for this machine."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("danvan")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def scan_of(folder: Path, engine: Any) -> Scan:
    """What `reports.compute.compute` asks in place of the database: a snapshot, counted by a Spark session.

    Refusal as `duck.scan_of` does.
    """
    taken, kept = snapshot.read(folder), Kept("spark")
    handovers = _view(engine, taken, HANDOVERS)

    def scan(
        source: type[Model], items: list[Indicator], period: law.Period, unit_ids: Iterable[int]
    ) -> Iterator[Line]:
        label = source._meta.label_lower
        if not taken.paths(label):
            require(taken, source, items)
            return iter(())

        def relations() -> tuple[exp.Expr, exp.Expr]:
            require(taken, source, items)
            return _view(engine, taken, label), handovers

        question, words = kept.told(source, items, period, unit_ids, relations)
        return question.lines(engine.sql(words).collect())

    return scan


def _view(engine: Any, taken: snapshot.Snapshot, label: str) -> exp.Expr:
    name = label.replace(".", "_")
    engine.read.parquet(*taken.paths(label)).createOrReplaceTempView(name)
    return exp.to_table(name)
