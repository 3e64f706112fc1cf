"""Records as Parquet, for engines beside the database: what figures ask for, by source, province and quarter received.

One reading of the database (REPEATABLE READ) finds for each part how many rows it has and a digest of them; only parts
that differ from the last snapshot are written. Each has a name of its own digest and is there whole before the manifest
names it; the manifest is exchanged by one renaming, so that a reader sees the old snapshot or the new one, never both.
Parts that no manifest names go at the next taking: whoever read the old manifest has had that long. Nothing else is ever
removed, and nothing is written into a folder of other things.
"""

import fcntl
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from django.db import connection, transaction

from danvan.org.models import UnitClosure
from danvan.records.declare import Indicator, figures
from danvan.reports.engines.shapes import HANDOVER_SCHEMA, HANDOVERS, Shape, shape_of
from danvan.reports.scan import by_source
from danvan.ui.errors import Refusal

MANIFEST, FORMAT = "manifest.json", 1
QUARTER = "to_char(r.received_on, 'YYYY\"Q\"Q')"
LOCK = ".lock"
OWN = re.compile(r"(province=\d+/quarter=\w+/)?\d+-[0-9a-f]{16}\.(parquet|draft)")  # below a source's folder
HANDED = 'SELECT id, record_id, "on", from_unit_id FROM records_handover WHERE "on" IS NOT NULL'


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a snapshot: rows of one source, province and quarter; the path is within the snapshot's folder."""

    source: str
    province: int
    quarter: str
    rows: int
    path: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot as it was read or taken. `columns` are those of each source, `written` how many parts are new."""

    folder: Path
    taken_at: str
    columns: dict[str, list[list[str]]]
    parts: tuple[Part, ...]
    written: int = 0

    def paths(self, source: str) -> list[str]:
        """The files of one source, whole."""
        return [str(self.folder / part.path) for part in self.parts if part.source == source]


def shapes() -> list[Shape]:
    """One shape for each source that any declared figure counts."""
    items = [item for item in figures() if isinstance(item, Indicator)]
    return [shape_of(source, group) for source, group in by_source(items).items()]


def read(folder: Path) -> Snapshot:
    """The snapshot that lies in a folder. Refusal where there is none, or one of another form."""
    try:
        kept = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        raise Refusal(f"Thư mục {folder} chưa có bản chụp số liệu; hãy chạy danvan snapshot trước.") from None
    try:
        if kept["format"] != FORMAT:
            raise ValueError("another form")
        parts = tuple(Part(**part) for part in kept["parts"])
        return Snapshot(folder, kept["taken_at"], dict(kept["columns"]), parts)
    except (LookupError, TypeError, ValueError):
        raise Refusal("Bản chụp số liệu do phiên bản khác ghi; hãy chụp lại vào một thư mục mới.") from None


def take(folder: Path) -> Snapshot:
    """Bring the folder up to what the database holds now; it is made where there is none.

    Refusal while another writes, and for a folder that holds anything but a snapshot.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _require_own(folder)
    with _alone(folder):
        before = read(folder) if (folder / MANIFEST).exists() else None
        _forget(folder, before)
        with _held_still():
            found, written = _parts(folder, before)
        columns = {shape.label: shape.signature() for shape in shapes()}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        taken = Snapshot(folder, now, columns, tuple(found), written)
        _exchange(taken)
    return taken


def _require_own(folder: Path) -> None:
    """Refusal unless a snapshot lies there, the beginning of one that was cut short, or nothing."""
    own = {LOCK, f"{MANIFEST}.draft", *_sources()}
    if not (folder / MANIFEST).exists() and any(path.name not in own for path in folder.iterdir()):
        raise Refusal(
            f"Thư mục {folder} có thứ khác, không phải bản chụp số liệu; hãy chọn thư mục mới hoặc thư mục trống."
        )


def _sources() -> list[str]:
    """The names of the folders that a snapshot has."""
    return [HANDOVERS, *(shape.label for shape in shapes())]


@contextmanager
def _held_still() -> Iterator[None]:
    """One state of the database for all that is read within; a caller's transaction has its own already."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL datestyle = 'ISO, YMD'")  # days are hashed and copied as text
        yield


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("Một lần chụp số liệu khác đang ghi vào thư mục này; hãy chờ nó xong.") from None
        yield


def _parts(folder: Path, before: Snapshot | None) -> tuple[list[Part], int]:
    """Every part of now, those that are new written."""
    kept = {part.path: part for part in before.parts} if before else {}
    found, written, roots = [], 0, _provinces()
    for shape in shapes():
        same = before is not None and before.columns.get(shape.label) == shape.signature()
        for (province, quarter), (rows, digest, units) in _digests(shape, roots).items():
            path = f"{shape.label}/province={province}/quarter={quarter}/{rows}-{digest:016x}.parquet"
            if not (same and path in kept):
                _write(folder / path, shape.schema, _rows_of(shape), [quarter, units])
                written += 1
            found.append(Part(shape.label, province, quarter, rows, path))
    path, rows, is_new = _handovers(folder, kept)
    return [*found, Part(HANDOVERS, 0, "", rows, path)], written + is_new


def _handovers(folder: Path, kept: dict[str, Part]) -> tuple[str, int, bool]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), {_digest('h::text')} FROM ({HANDED}) h")
        rows, digest = cursor.fetchone()
    path = f"{HANDOVERS}/{rows}-{_plain(digest):016x}.parquet"
    if path in kept:
        return path, rows, False
    _write(folder / path, HANDOVER_SCHEMA, HANDED, [])
    return path, rows, True


def _provinces() -> dict[int, int]:
    """Unit → the topmost unit above it, by the latest rows; one without any stands for itself."""
    found: dict[int, int] = {}
    rows = UnitClosure.objects.order_by("valid", "depth").values_list("descendant_id", "ancestor_id")
    for unit, above in rows:
        found[unit] = above
    return found


def _digest(expression: str) -> str:
    return f"bit_xor(hashtextextended({expression}, 0))"


def _plain(digest: int | None) -> int:
    return (digest or 0) & (2**64 - 1)


def _digests(shape: Shape, roots: dict[int, int]) -> dict[tuple[int, str], tuple[int, int, list[int]]]:
    """(province, quarter) → (rows, digest, units) of a source. One scan."""
    row = "ROW(" + ", ".join(column.sql for column in shape.columns) + ")::text"
    asked = f"SELECT r.unit_id, {QUARTER}, count(*), {_digest(row)} FROM {shape.tables} GROUP BY 1, 2"
    found: dict[tuple[int, str], tuple[int, int, list[int]]] = defaultdict(lambda: (0, 0, []))
    with connection.cursor() as cursor:
        cursor.execute(asked)
        for unit, quarter, count, digest in cursor.fetchall():
            rows, whole, units = found[roots.get(unit, unit), quarter]
            found[roots.get(unit, unit), quarter] = (rows + count, whole ^ _plain(digest), [*units, unit])
    return dict(sorted(found.items()))


def _rows_of(shape: Shape) -> str:
    columns = ", ".join(column.sql for column in shape.columns)
    return (
        f"SELECT {columns} FROM {shape.tables}"
        f" WHERE {QUARTER} = %s AND r.unit_id = ANY(%s) ORDER BY r.unit_id, r.id"
    )


def _write(path: Path, schema: pa.Schema, asked: str, values: list[Any]) -> None:
    """Rows of a query into a file that is there whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with (
        connection.cursor() as cursor,
        pq.ParquetWriter(draft, schema, compression="zstd") as file,
        cursor.copy(f"COPY ({asked}) TO STDOUT (FORMAT csv)", values) as rows,
    ):
        for batch in _batches(rows, schema):
            file.write_batch(batch)
    _settle(draft, path)


def _batches(rows: Any, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    source = pa.PythonFile(_Stream(rows), mode="r")
    try:
        yield from pacsv.open_csv(
            source,
            read_options=pacsv.ReadOptions(column_names=schema.names),
            convert_options=pacsv.ConvertOptions(
                column_types=schema,
                true_values=["t"],
                false_values=["f"],
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as fault:
        if "Empty CSV file" not in str(fault):
            raise


class _Stream:
    """What COPY sends, to be read as a file."""

    closed = False

    def __init__(self, rows: Any) -> None:
        self.rows, self.left = iter(rows), b""

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; fewer at the end."""
        pieces, have = [self.left], len(self.left)
        while size < 0 or have < size:
            piece = next(self.rows, None)
            if piece is None:
                break
            pieces.append(bytes(piece))
            have += len(piece)
        whole = b"".join(pieces)
        told, self.left = (whole, b"") if size < 0 else (whole[:size], whole[size:])
        return told

    def close(self) -> None:
        """Nothing to close: COPY ends with its cursor."""


def _exchange(taken: Snapshot) -> None:
    kept = {"format": FORMAT, "taken_at": taken.taken_at, "columns": taken.columns}
    draft = taken.folder / f"{MANIFEST}.draft"
    draft.write_text(json.dumps(kept | {"parts": [asdict(part) for part in taken.parts]}, indent=1), "utf-8")
    _settle(draft, taken.folder / MANIFEST)


def _settle(draft: Path, path: Path) -> None:
    """On the disk first, under its name then."""
    for target, flags in ((draft, os.O_RDONLY), (draft.parent, os.O_RDONLY | os.O_DIRECTORY)):
        if target == draft.parent:
            draft.replace(path)
        handle = os.open(target, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _forget(folder: Path, before: Snapshot | None) -> None:
    """Remove what the present manifest does not name: parts that the last taking replaced, and drafts cut short."""
    named = {folder / part.path for part in before.parts} if before else set()
    for source in {*_sources(), *(before.columns if before else ())}:
        for path in (folder / source).glob("**/*"):
            if path not in named and OWN.fullmatch(path.relative_to(folder / source).as_posix()):
                path.unlink()
