"""A nation's quarter from a snapshot, on DuckDB and on a Spark cluster of one master and two workers.

Beside it stand the same sums as plain SQL over the same files, without tree, hand-overs and roll-up. The Spark bench says
first that every cell is DuckDB's.
"""

from functools import cache, partial
from typing import Any

from bench import bench_province, nation
from bench.harness import Bench

SIZE = (
    "157 figures of letters of the forms of 2021 and 16 of dossiers made up here, one quarter of a year of"
    f" {nation.LETTERS:,} letters and {nation.DOSSIERS:,} dossiers × 3 355 units"
).replace(",", " ")


@cache
def codes() -> tuple[str, ...]:
    """The figures of letters in the set of 2021."""
    from danvan.domains.petitions.models import Letter
    from danvan.records.declare import figure

    return tuple(code for code in bench_province.codes() if figure(code).source is Letter)  # type: ignore[union-attr]


@cache
def duck() -> Any:
    """(what counts letters, the DuckDB that dossiers are asked of)."""
    import duckdb

    from danvan.reports.engines.duck import scan_of

    engine = duckdb.connect(config={"threads": 2, "memory_limit": "3GB"})
    return scan_of(nation.folder(), memory="3GB"), engine


@cache
def spark() -> tuple[Any, Any]:
    """The same of a cluster; its master and workers end with this process."""
    from danvan.reports.engines import spark as engine
    from danvan.reports.engines.tests.cluster import cluster

    running = cluster()
    address = running.__enter__()
    _open.append(running)
    session = engine.session(address)
    return engine.scan_of(nation.folder(), session), session


_open: list[Any] = []


@cache
def dossiers(dialect: str) -> tuple[Any, str]:
    """The question of dossiers and its words."""
    from sqlglot import exp, parse_one

    from danvan.reports.engines import snapshot
    from danvan.reports.engines.plan import ask
    from danvan.reports.windows import period_of

    paths = snapshot.read(nation.folder()).paths(nation.DOSSIER)
    relation: Any = parse_one(f"SELECT * FROM read_parquet({paths})", read="duckdb")
    if dialect == "spark":
        spark()[1].read.parquet(*paths).createOrReplaceTempView("bench_dossier")
        relation = exp.to_table("bench_dossier")
    items = list(nation.dossier_figures().values())
    question = ask(relation, None, items, period_of(nation.QUARTER), [nation.root().pk, *nation.places()])
    return question, question.sql(dialect)


def count(dialect: str) -> list[Any]:
    """Letters and dossiers of every unit, each with all below it."""
    from danvan.reports.compute import Figures, compute

    scan, engine = duck() if dialect == "duckdb" else spark()
    letters = compute(nation.root(), nation.QUARTER, codes(), engine=scan)
    more = Figures(nation.root(), letters.period, letters.tree, nation.dossier_figures())
    question, words = dossiers(dialect)
    rows = engine.execute(words).fetchall() if dialect == "duckdb" else engine.sql(words).collect()
    for line in question.lines(rows):
        more.add(line.unit_id, line.tallies)
    more.roll_up()
    return [letters, more]


@cache
def plain_letters() -> str:
    """The letters' figures as plain SQL."""
    from sqlglot import parse_one

    from danvan.records.declare import figure
    from danvan.reports.engines import snapshot
    from danvan.reports.engines.plan import ask
    from danvan.reports.windows import period_of

    paths = snapshot.read(nation.folder()).paths("petitions.letter")
    relation: Any = parse_one(f"SELECT * FROM read_parquet({paths})", read="duckdb")
    items: Any = [figure(code) for code in codes()]
    question = ask(relation, None, items, period_of(nation.QUARTER), [nation.root().pk, *nation.places()])
    return question.sql("duckdb")


def plain() -> None:
    """Both scans by themselves."""
    engine = duck()[1]
    assert engine.execute(plain_letters()).fetchall()
    assert engine.execute(dossiers("duckdb")[1]).fetchall()


def ready() -> None:
    """AssertionError unless letters and dossiers are as many as said."""
    nation.root()
    letters, more = count("duckdb")
    engine, where = duck()[1], f"{nation.folder()}/{nation.DOSSIER}/**/*.parquet"
    first, last = letters.period.first, letters.period.last
    asked = f"SELECT count(*) FROM read_parquet('{where}') WHERE received_on BETWEEN '{first}' AND '{last}'"
    ((received,),) = engine.execute(asked).fetchall()
    assert more.cell("d.tiep_nhan").value == received > nation.DOSSIERS // 5


def same() -> None:
    """AssertionError unless the cluster's cells are DuckDB's, every unit and figure."""
    nation.root()
    for one, other in zip(count("duckdb"), count("spark"), strict=True):
        for unit in one.unit_ids:
            assert {code: one.cell(code, unit).value for code in one.items} == {
                code: other.cell(code, unit).value for code in other.items
            }, unit


BENCHES = [
    Bench(
        *(
            "report_nation_duckdb",
            SIZE,
            partial(count, "duckdb"),
            "plain SQL over the same files",
            plain,
            ready,
        ),
        least=5,
    ),
    Bench(
        *("report_nation_spark", f"{SIZE}; 1 master, 2 workers of 1 core and 1 GB", partial(count, "spark")),
        *("DuckDB over the same files", partial(count, "duckdb"), same),
        least=3,
    ),
]
