"""Bringing a file of units in: first what it would change, then, when nothing is wrong, all of it at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org import closure, loading
from danvan.org.exchange.checking import Sheet, check, codes_of
from danvan.org.exchange.columns import Fault, Stretch
from danvan.org.exchange.reading import read
from danvan.org.exchange.writing import stretches
from danvan.org.models import RemoteSpell, Unit, UnitCode, UnitImport, UnitName, UnitParent, code_system
from danvan.org.naming import Names
from danvan.org.outside import Outside, rows_outside
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold, sort_key

FIRST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file does: addresses of units it adds, changes and leaves as they are, or what is wrong in it."""

    faults: list[Fault]
    added: list[str]
    changed: list[str]
    unchanged: int

    @property
    def is_sound(self) -> bool:
        """Whether it may be applied."""
        return not self.faults


class _TriedOnlyError(Exception):
    """Ends a transaction that was never to be kept."""


@transaction.atomic
def bring(
    content: bytes, file_name: str, *, by: Any = None, managed: set[int] | None = None, apply: bool = False
) -> Outcome:
    """Check a file of units against itself and the database; with `apply` write it, whole, when nothing is wrong.

    A unit of the file gets exactly the names, codes, parents and remote days that its rows tell; units that are not in
    the file stay as they are, and successions too. `managed` are the ids of units the asker may change, None for the
    operator of the machine. Raises Refusal for a file that cannot be read at all.
    """
    sheet = Sheet(read(content))
    # An act on the same units, or a second click, is waited for; then what it wrote is looked at.
    held = Unit.objects.select_for_update().filter(slug__in=list(sheet.units)).order_by("pk")
    ids = dict(held.values_list("slug", "pk"))
    present = {slug: rows for slug, rows in stretches(ids.values()).items() if rows}
    slugs = (
        None if managed is None else set(Unit.objects.filter(pk__in=managed).values_list("slug", flat=True))
    )
    check(sheet, present | {slug: [] for slug in ids if slug not in present}, slugs)
    if sheet.faults:
        return Outcome(sheet.faults, [], [], 0)
    wanted = {slug: rows for slug, rows in sheet.units.items() if _told(rows) != _told(present.get(slug, []))}
    added = sorted(slug for slug in wanted if slug not in ids)
    outcome = Outcome([], added, sorted(wanted.keys() - set(added)), len(sheet.units) - len(wanted))
    faults = _write(wanted, content, file_name, outcome, by, keep=apply) if wanted else []
    return replace(outcome, faults=faults)


def _write(
    wanted: dict[str, list[Stretch]], content: bytes, file_name: str, outcome: Outcome, by: Any, *, keep: bool
) -> list[Fault]:
    """Write and look at the outcome as a whole; nothing stays when that shows a fault, or when it was only a trial."""
    faults: list[Fault] = []
    try:
        with transaction.atomic():
            try:
                faults = _replace(wanted)
            except Refusal as refusal:
                faults = [Fault(0, "", str(refusal))]
            if faults or not keep:
                raise _TriedOnlyError
            digest = sha256(content).hexdigest()
            UnitImport.objects.create(
                by=by, file_name=file_name[:200], digest=digest, added=outcome.added, changed=outcome.changed
            )
    except _TriedOnlyError:
        pass
    return faults


def _replace(wanted: dict[str, list[Stretch]]) -> list[Fault]:
    Unit.objects.bulk_create([Unit(slug=slug) for slug in wanted], ignore_conflicts=True)
    named = wanted.keys() | {row.parent for rows in wanted.values() for row in rows}
    ids = dict(Unit.objects.filter(slug__in=named).values_list("slug", "pk"))
    own = [ids[slug] for slug in wanted]
    for model in (UnitName, UnitParent, RemoteSpell):
        model.objects.filter(unit_id__in=own).delete()
    # An administrative unit may have a code of the province's own beside, of which the file knows nothing.
    systems = {code_system(row.kind) for mine in wanted.values() for row in mine}
    UnitCode.objects.filter(unit_id__in=own, system__in={*systems, UnitCode.System.ELECTRONIC}).delete()
    rows: list[Any] = [row for slug, mine in wanted.items() for row in _rows(ids, slug, mine)]
    kinds: tuple[Any, ...] = (UnitName, UnitCode, UnitParent, RemoteSpell)
    for kind in kinds:
        kind.objects.bulk_create((row for row in rows if isinstance(row, kind)), batch_size=2_000)
    loading.release(own)
    closure.rebuild(own)
    lines = {ids[slug]: mine for slug, mine in wanted.items()}
    return [_fault(row, lines) for row in rows_outside(own)[:FIRST_FAULTS]]


def _rows(ids: dict[str, int], slug: str, rows: list[Stretch]) -> Iterator[Any]:
    unit = ids[slug]
    for (name, kind, note), valid in _runs((row, (row.name, row.kind, row.note)) for row in rows):
        keys = {"sort_key": sort_key(name), "folded": fold(name)}
        yield UnitName(unit_id=unit, name=name, kind=kind, note=note, valid=valid, **keys)
    for system in UnitCode.System.values:
        coded = ((row, next((c for s, _, c in codes_of(row) if s == system), "")) for row in rows)
        for code, valid in _runs(coded):
            yield UnitCode(unit_id=unit, system=system, code=code, valid=valid)
    for parent, valid in _runs((row, row.parent) for row in rows):
        yield UnitParent(unit_id=unit, parent_id=ids[parent], valid=valid)
    for _remote, valid in _runs((row, row.is_remote) for row in rows):
        yield RemoteSpell(unit_id=unit, valid=valid)


def _runs(told: Iterable[tuple[Stretch, Any]]) -> Iterator[tuple[Any, DateRange]]:
    """Stretches that follow one another and tell the same as one; what is empty is left out."""
    said: Any = None
    since: date | None = None
    until: date | None = None
    for row, value in told:
        if since and value == said and until == row.since:
            until = row.until
            continue
        if said:
            yield said, DateRange(since, until)
        said, since, until = value, row.since, row.until
    if said:
        yield said, DateRange(since, until)


def _told(rows: list[Stretch]) -> list[tuple[Any, DateRange]]:
    """What stretches say, however they are cut."""
    return list(
        _runs(
            (row, (row.name, row.kind, row.code, row.electronic, row.parent, row.is_remote, row.note))
            for row in rows
        )
    )


def _fault(row: Outside, lines: dict[int, list[Stretch]]) -> Fault:
    """A row outside a life, at the line of the file that is to be mended."""
    names = Names([row.unit_id, row.parent_id])
    on = row.valid.lower
    child, parent = names.text(row.unit_id, on), names.text(row.parent_id, on)
    if row.unit_id in lines:
        line = next(
            (each.line for each in lines[row.unit_id] if each.since <= on), lines[row.unit_id][0].line
        )
        told = _days("không có trong suốt thời gian từ", row)
        return Fault(line, "parent", f"{parent} {told}; hãy sửa ngày hoặc cấp trên.")
    told = _days("đang trực thuộc từ", row)
    return Fault(
        lines[row.parent_id][-1].line,
        "last",
        f"{child} ({names.slug(row.unit_id)}) {told}; hãy chuyển đơn vị ấy sang cấp trên khác trước.",
    )


def _days(words: str, row: Outside) -> str:
    last = f" đến hết {day(row.valid.upper - timedelta(days=1))}" if row.valid.upper else " trở đi"
    return f"{words} {day(row.valid.lower)}{last}"
