"""Which columns of a source a snapshot holds, and of what type: those that declared figures ask for, and no others.

So no name, text or number of a person can enter a snapshot: a column of free text is refused.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
from django.db.models import BooleanField, CharField, DateField, Field, IntegerField, Model, Q

from danvan.records.declare import Indicator
from danvan.records.models import Record
from danvan.reports.engines.plan import SPINE

LONGEST_WORD = 40  # a value of a list; what is longer is a text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a snapshot: its name there and in the database's tables `r` (the spine) and `o` (the own table)."""

    name: str
    sql: str
    type: pa.DataType


@dataclass(frozen=True, slots=True)
class Shape:
    """A source as a snapshot holds it."""

    source: type[Model]
    columns: tuple[Column, ...]

    @property
    def label(self) -> str:
        """petitions.letter"""
        return self.source._meta.label_lower

    @property
    def schema(self) -> pa.Schema:
        """The columns as Arrow knows them."""
        return pa.schema([(column.name, column.type) for column in self.columns])

    @property
    def tables(self) -> str:
        """The FROM of its rows: spine and own table."""
        own, spine = self.source._meta, Record._meta
        return f'"{spine.db_table}" r JOIN "{own.db_table}" o ON o."{own.pk.column}" = r.id'

    def signature(self) -> list[list[str]]:
        """Names and types, to tell whether a snapshot was taken of the same columns."""
        return [[column.name, str(column.type)] for column in self.columns]


HANDOVERS = "records.handover"
HANDOVER_SCHEMA = pa.schema(
    [("id", pa.int64()), ("record_id", pa.int64()), ("on", pa.date32()), ("from_unit_id", pa.int64())]
)


def shape_of(source: type[Model], items: Sequence[Indicator]) -> Shape:
    """The shape that the indicators of a source need. ValueError for a column that is no day, number, word or yes-or-no."""
    if not issubclass(source, Record):
        raise ValueError(f"{source._meta.label} is no record type: a snapshot holds records only")
    names = dict.fromkeys(name for item in items for name in _named(item))
    columns = [Column(name, f'r."{name}"', _type(source, name)) for name in SPINE]
    for name in sorted(set(names) - set(SPINE)):
        field = source._meta.get_field(name)
        assert isinstance(field, Field)
        table = "r" if field.model is Record else "o"
        columns.append(Column(name, f'{table}."{field.column}"', _type(source, name)))
    return Shape(source, tuple(columns))


def _named(item: Indicator) -> Iterator[str]:
    yield from _of(item.where)
    yield item.placed_by
    if item.kind != "flow":
        yield item.ends_by
    yield from (name for name, _ in item.dated)
    yield from (name for name, _, _ in item.limits)
    measured = item.measure.partition(":")[2]
    if measured:
        yield measured


def _of(node: Q) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, Q):
            yield from _of(child)
        elif isinstance(child, tuple):
            yield child[0].partition("__")[0]


def _type(source: type[Model], name: str) -> pa.DataType:
    if name == "unit_id":
        return pa.int64()
    field = source._meta.get_field(name)
    kinds: Iterable[tuple[type[Field], pa.DataType]] = (
        (BooleanField, pa.bool_()),
        (DateField, pa.date32()),
        (IntegerField, pa.int64()),
    )
    for kind, told in kinds:
        if isinstance(field, kind):
            return told
    if isinstance(field, CharField) and (field.max_length or LONGEST_WORD + 1) <= LONGEST_WORD:
        return pa.string()
    raise ValueError(f"{source._meta.label}.{name} may hold free text and enters no snapshot")
