"""Which records stand behind which cell: the manifests of a report, and the hash of each cell drawn from them."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from django.db.models import BooleanField, Case, Model, Value, When

from danvan import law
from danvan.records.declare import Indicator
from danvan.reports.compute import Figures
from danvan.reports.holding import holder
from danvan.reports.scan import by_source, rows
from danvan.reports.windows import counted


def new_salt() -> str:
    """64 hex digits drawn at random: without them a short list of record ids could be guessed from its hash."""
    return secrets.token_hex(32)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that counts somewhere: its version on that day, where it counts and in which figures."""

    record_id: int
    version: int
    place_id: int
    codes: tuple[str, ...]

    def line(self) -> str:
        """id|version|unit id|codes, the form that is kept and hashed."""
        return f"{self.record_id}|{self.version}|{self.place_id}|{','.join(self.codes)}"

    @classmethod
    def read(cls, line: str) -> "Entry":
        """The entry that a kept line stands for."""
        record_id, version, place_id, codes = line.split("|")
        return cls(int(record_id), int(version), int(place_id), tuple(codes.split(",")))


@dataclass(slots=True)
class Evidence:
    """All entries of a report by source, sorted by record."""

    salt: str
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    def lines(self, source: str) -> str:
        """The manifest of a source as text."""
        return "\n".join(entry.line() for entry in self.entries[source])

    def digest(self, source: str) -> str:
        """The salted hash of a manifest."""
        return salted(self.salt, self.lines(source))

    def by_cell(self, figures: Figures) -> dict[tuple[int, str], list[Entry]]:
        """(unit id, code) → the entries behind it, those of the units below included."""
        found: dict[tuple[int, str], list[Entry]] = defaultdict(list)
        for entry in (entry for entries in self.entries.values() for entry in entries):
            for unit_id in (entry.place_id, *figures.tree.ancestors(entry.place_id)):
                for code in entry.codes:
                    found[unit_id, code].append(entry)
        return found


def salted(salt: str, text: str) -> str:
    """Hex SHA-256 of salt and text."""
    return sha256(f"{salt}\n{text}".encode()).hexdigest()


def cell_hash(salt: str, unit_id: int, code: str, entries: list[Entry]) -> str:
    """The hash of what one cell counts: salt, cell, and each record's id and version in order."""
    counted_rows = "\n".join(f"{entry.record_id}|{entry.version}" for entry in entries)
    return salted(salt, f"{unit_id}|{code}\n{counted_rows}")


def source_key(source: type[Model]) -> str:
    """petitions.letter"""
    return source._meta.label_lower


class Listed(NamedTuple):
    """A record that counts somewhere, as the database lists it: where it stood at the period's end, and in which figures."""

    record_id: int
    version: int
    held_at: int
    codes: tuple[str, ...]


def gather(figures: Figures, salt: str) -> Evidence:
    """Every record that any of the figures counts. One query per source, none where the figures' engine lists them."""
    found = Evidence(salt)
    listing = getattr(figures.engine, "listed", listed)
    items = [item for item in figures.items.values() if isinstance(item, Indicator)]
    for source, group in by_source(items).items():
        found.entries[source_key(source)] = [
            Entry(row.record_id, row.version, figures.stand_ins.get(row.held_at, row.held_at), row.codes)
            for row in listing(source, group, figures.period, figures.counting_ids)
        ]
    return found


def listed(
    source: type[Model], items: list[Indicator], period: law.Period, unit_ids: Iterable[int]
) -> Iterator[Listed]:
    """The records of the units that any of the indicators counts, by id. One query."""
    marks = {
        f"counts_{n}": Case(
            When(counted(item, period), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        for n, item in enumerate(items)
    }
    held = {"held_at": holder(source, period.last)}
    asked = rows(source, items, period, unit_ids).annotate(**held, **marks).order_by("pk")
    for pk, version, unit_id, *flags in asked.values_list("pk", "version", "held_at", *marks):
        codes = tuple(item.code for item, flag in zip(items, flags, strict=True) if flag)
        if codes:
            yield Listed(pk, version, unit_id, codes)
