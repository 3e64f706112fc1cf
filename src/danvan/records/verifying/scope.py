"""How much of the history is looked at: all of it, what changed since a day, or what belongs to one record."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from danvan.records.models import Record
from danvan.ui.dates import HANOI
from danvan.ui.errors import Refusal

MOST_DIGITS = 18  # what the database counts with


@dataclass(frozen=True, slots=True)
class Scope:
    """SQL that names the chains in scope (`WITH scope AS …`), its values, and whether roots belong to it."""

    sql: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    day: date | None = None
    has_roots: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return not self.sql

    def where(self, alias: str) -> str:
        """The condition on rows of the history that bear `alias`."""
        return "" if self.is_whole else f"WHERE {alias}.chain IN (SELECT chain FROM scope)"


def everything() -> Scope:
    """The whole history, all rows of now, all roots."""
    return Scope()


def since(first: date) -> Scope:
    """All chains with a row written on the day or later, each from its beginning, and the roots from that day on."""
    begin = datetime.combine(first, time(), HANOI)
    chosen = "WITH scope AS MATERIALIZED (SELECT DISTINCT chain FROM records_history WHERE at >= %(begin)s)"
    return Scope(chosen, {"begin": begin}, day=first)


def chains_of_record(said: str) -> Scope:
    """The chains of the records that a text names: a register number (12/2023), a receipt code or a record's id.

    Several units may have the same register number: all are looked at. Raises Refusal when there is none.
    """
    found = list(_named(said.strip()).values_list("pk", flat=True))
    if not found:
        raise Refusal(
            f"Không có hồ sơ nào mang số “{said[:40]}”; hãy ghi số sổ (12/2023), mã tra cứu hoặc mã nội bộ của hồ sơ."
        )
    chosen = "WITH scope AS MATERIALIZED (SELECT unnest(%(chains)s::text[]) AS chain)"
    return Scope(chosen, {"chains": [f"record:{pk}" for pk in found]}, has_roots=False)


def _named(said: str) -> Any:
    number, slash, year = said.partition("/")
    if slash and _is_number(number) and _is_number(year):
        small = {"register_no": int(number), "register_year": int(year)}
        fits = int(number) < 2**31 and int(year) < 2**15
        return Record.objects.filter(**small) if fits else Record.objects.none()
    if len(said) == 16 and _is_number(said):
        return Record.objects.filter(public_id=said)
    return Record.objects.filter(pk=int(said)) if _is_number(said) else Record.objects.none()


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS
