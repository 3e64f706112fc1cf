"""An invented nation: 3 355 units, and a year of letters and dossiers as Parquet in a snapshot's own layout, made by DuckDB.

The letters have every column that declared figures ask for, drawn by chance as those of `bench.province`. Dossiers of the
one-stop desks have no table and no declared figures in the program yet: their columns and the figures below stand here
alone, to see what so many rows cost. Nothing of them is a claim about what such dossiers will hold.
"""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bench import kept, province
from bench.harness import kept as kept_folder

PROVINCES, COMMUNES = 34, 3_320
QUARTER, FIRST, DAYS = "2023-Q3", date(2022, 12, 15), 365
# A smaller nation for trying things: DANVAN_BENCH_PART=100 takes a hundredth of all rows.
PART = int(os.environ.get("DANVAN_BENCH_PART", "1"))
LETTERS, DOSSIERS = 500_000 // PART, 30_000_000 // PART
RECORDS = province.Size("", 50_000, 50_000)  # in the database itself, for what is signed
DOSSIER = "bench.dossier"
DRAWN = "CREATE MACRO hashint8(x) AS (hash(x) & 1023)::INTEGER"
DOSSIER_ROW = """
SELECT n AS id, unit_id, true AS is_illustrative, received_on,
  CASE WHEN n % 9 > 0 THEN received_on + (n % 23)::INTEGER END AS closed_on,
  received_on + 15 AS due_on,
  ['truc_tuyen', 'truc_tiep', 'buu_chinh'][1 + n % 3] AS channel,
  ['dat_dai', 'ho_tich', 'dau_tu', 'xay_dung', 'khac'][1 + n % 5] AS field,
  n % 23 > 15 AS is_late, n % 97 = 0 AS is_returned, n % 7 * 5000 AS fee
"""


@cache
def root() -> Any:
    """The nation, in a kept database of its units."""
    kept.filled(Path(__file__), fill)
    return kept.root_unit()


def fill() -> None:
    """A state, its provinces and their communes, with records of every source in one quarter."""
    from danvan.org import closure
    from danvan.org.models import Kind, Unit, UnitName, UnitParent
    from danvan.org.tests.factories import ALWAYS, make_unit

    state = make_unit("Nước Minh Họa", Kind.DEPARTMENT, code="44")
    provinces = [make_unit(f"Tỉnh {n}", Kind.PROVINCE, state) for n in range(PROVINCES)]
    communes = Unit.objects.bulk_create(Unit(slug=f"xa-{n}") for n in range(COMMUNES))
    UnitName.objects.bulk_create(
        UnitName(unit=unit, name=f"Xã {n}", kind=Kind.COMMUNE, valid=ALWAYS)
        for n, unit in enumerate(communes)
    )
    UnitParent.objects.bulk_create(
        UnitParent(unit=unit, parent=provinces[n % PROVINCES], valid=ALWAYS)
        for n, unit in enumerate(communes)
    )
    closure.rebuild()
    province.records([unit.pk for unit in (*provinces, *communes)], RECORDS)


@cache
def places() -> dict[int, int]:
    """Unit → its province, of all units but the state itself."""
    from danvan.org.tree import Tree

    tree = Tree(FIRST, root())
    return {
        pk: pk if tree.nodes[pk].parent_id == root().pk else int(tree.nodes[pk].parent_id or 0)
        for pk in tree.walk(root().pk)
        if pk != root().pk
    }


@cache
def folder() -> Path:
    """The snapshot, made once for this text, these units and this part."""
    return kept_folder(Path(__file__), f"{sorted(places().items())} {PART} {_letter_row()}", _make)


def dossier_figures() -> dict[str, Any]:
    """What is counted of dossiers here, by code."""
    from django.db.models import Q

    from danvan.domains.petitions.models import Letter
    from danvan.records.declare import Indicator

    def one(code: str, placed_by: str = "received_on", where: Any = None, **more: Any) -> Indicator:
        return Indicator(code, code, Letter, placed_by, "hồ sơ", where=where or Q(), **more)

    settled = [
        one("d.giai_quyet", "closed_on"),
        one("d.dung_han", "closed_on", Q(is_late=False)),
        one("d.tre_han", "closed_on", Q(is_late=True)),
        one("d.tra_lai", "closed_on", Q(is_returned=True)),
        one("d.phi", "closed_on", measure="sum:fee"),
    ]
    standing = [
        one("d.ky_truoc", kind="carried_over"),
        one("d.dang_giai_quyet", kind="stock"),
        one("d.qua_han", kind="stock", dated=(("due_on", "until"),)),
    ]
    channels = [one(f"d.{key}", where=Q(channel=key)) for key in ("truc_tuyen", "truc_tiep", "buu_chinh")]
    fields = [one(f"d.{key}", where=Q(field=key)) for key in ("dat_dai", "ho_tich", "dau_tu", "xay_dung")]
    return {item.code: item for item in (one("d.tiep_nhan"), *channels, *fields, *settled, *standing)}


def _letter_row() -> str:
    from danvan.domains.petitions.models import Letter

    came = "received_on"
    columns = [
        f'({province._chance(field, turn, words, came, "false")})::{_type(field)} AS "{column}"'
        for turn, (column, field, words) in enumerate(province._asked(Letter))
        if column != "received_on"
    ]
    return f"SELECT n AS id, unit_id, true AS is_illustrative, received_on, {', '.join(columns)}"


def _type(field: Any) -> str:
    kinds = {"BooleanField": "BOOLEAN", "DateField": "DATE", "CharField": "VARCHAR"}
    return kinds.get(field.get_internal_type(), "BIGINT")


def _make(draft: Path) -> None:
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

    from danvan.domains.petitions.models import Letter
    from danvan.reports.engines import snapshot
    from danvan.reports.engines.shapes import HANDOVER_SCHEMA, HANDOVERS

    engine = duckdb.connect(
        config={"threads": 2, "memory_limit": "3GB", "temp_directory": str(draft / "tmp")}
    )
    engine.execute(DRAWN)
    engine.execute("CREATE TABLE places (turn BIGINT, unit_id BIGINT, province BIGINT)")
    rows = [(turn, unit, above) for turn, (unit, above) in enumerate(sorted(places().items()))]
    engine.executemany("INSERT INTO places VALUES (?, ?, ?)", rows)
    label = Letter._meta.label_lower
    for name, row, count in ((label, _letter_row(), LETTERS), (DOSSIER, DOSSIER_ROW, DOSSIERS)):
        for first, last, quarter in _quarters():
            days = (last - first).days + 1
            share = count * days // DAYS
            engine.execute(
                f"COPY ({row}, province, '{quarter}' AS quarter FROM (SELECT n, unit_id, province,"
                f" DATE '{first}' + (n % {days})::INTEGER AS received_on FROM range({share}) r(n)"
                f" JOIN places ON turn = n * 31 % {len(rows)})) TO '{draft / name}'"
                " (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (province, quarter), OVERWRITE_OR_IGNORE)"
            )
    (draft / HANDOVERS).mkdir()
    pq.write_table(pa.Table.from_pylist([], HANDOVER_SCHEMA), draft / HANDOVERS / "0.parquet")
    parts = [
        snapshot.Part(path.relative_to(draft).parts[0], 0, "", 0, str(path.relative_to(draft)))
        for path in _files(draft)
    ]
    columns = {shape.label: shape.signature() for shape in snapshot.shapes()}
    snapshot._exchange(snapshot.Snapshot(draft, "", columns, tuple(parts)))


def _quarters() -> Iterator[tuple[date, date, str]]:
    """The year cut at the ends of calendar quarters, as a snapshot cuts it."""
    first, end = FIRST, FIRST + timedelta(DAYS - 1)
    while first <= end:
        quarter = (first.month - 1) // 3
        after = date(first.year + (quarter == 3), (quarter * 3 + 3) % 12 + 1, 1)
        yield first, min(end, after - timedelta(1)), f"{first.year}Q{quarter + 1}"
        first = after


def _files(draft: Path) -> list[Path]:
    return sorted(draft.glob("*/**/*.parquet"))
