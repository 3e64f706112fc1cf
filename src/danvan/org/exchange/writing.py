"""Units from the database as stretches of days, and these as a CSV file."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from danvan.org.exchange.columns import HEADS, YES, Stretch
from danvan.org.models import Kind, RemoteSpell, Unit, UnitCode, UnitName, UnitParent, code_system
from danvan.ui.dates import day
from danvan.ui.spreadsheets import MARK, Echo, safe

BATCH = 2_000


def lines(unit_ids: Iterable[int] | None = None) -> Iterator[str]:
    """The lines of the file, units by their address, each from its first day on; all units when None."""
    writer = csv.writer(Echo())
    yield MARK + writer.writerow(HEADS.values())
    units = Unit.objects.order_by("slug") if unit_ids is None else Unit.objects.filter(pk__in=list(unit_ids))
    ids = list(units.order_by("slug").values_list("pk", flat=True))
    for first in range(0, len(ids), BATCH):
        for each in stretches(ids[first : first + BATCH]).values():
            for row in each:
                yield writer.writerow([safe(cell) for cell in _cells(row)])


def stretches(unit_ids: Iterable[int]) -> dict[str, list[Stretch]]:
    """Slug → the stretches of a unit, the oldest first, cut wherever anything changed. Six queries."""
    wanted = list(unit_ids)
    slugs = dict(Unit.objects.filter(pk__in=wanted).order_by("slug").values_list("pk", "slug"))
    rows: dict[int, dict[str, list[Any]]] = {pk: defaultdict(list) for pk in slugs}
    for name in UnitName.objects.filter(unit_id__in=wanted):
        rows[name.unit_id]["name"].append(name)
    for code in UnitCode.objects.filter(unit_id__in=wanted):
        rows[code.unit_id][code.system].append(code)
    for parent in UnitParent.objects.filter(unit_id__in=wanted).select_related("parent"):
        rows[parent.unit_id]["parent"].append(parent)
    for spell in RemoteSpell.objects.filter(unit_id__in=wanted):
        rows[spell.unit_id]["remote"].append(spell)
    return {slugs[pk]: list(_cut(slugs[pk], mine)) for pk, mine in rows.items()}


def _cut(slug: str, rows: dict[str, list[Any]]) -> Iterator[Stretch]:
    edges = {row.valid.lower for kind in rows.values() for row in kind}
    edges |= {row.valid.upper for kind in rows.values() for row in kind if row.valid.upper}
    ordered = sorted(edges)
    for since, until in zip(ordered, [*ordered[1:], None], strict=True):
        held = {kind: _held(mine, since) for kind, mine in rows.items()}
        if name := held.get("name"):
            yield _stretch(slug, since, until, name, held)


def _held(rows: list[Any], on: date) -> Any:
    return next((row for row in rows if on in row.valid), None)


def _stretch(slug: str, since: date, until: date | None, name: UnitName, held: dict[str, Any]) -> Stretch:
    code, electronic = held.get(code_system(name.kind)), held.get(UnitCode.System.ELECTRONIC)
    parent = held.get("parent")
    return Stretch(
        line=0,
        slug=slug,
        name=name.name,
        kind=name.kind,
        since=since,
        until=until,
        code=code.code if code else "",
        electronic=electronic.code if electronic else "",
        parent=parent.parent.slug if parent else "",
        is_remote=held.get("remote") is not None,
        note=name.note,
    )


def _cells(row: Stretch) -> list[str]:
    last = day(row.until - timedelta(days=1)) if row.until else ""
    kind = str(Kind(row.kind).label)
    remote = YES if row.is_remote else ""
    ids = (row.code, row.electronic, row.parent)
    return [row.slug, row.name, kind, *ids, day(row.since), last, remote, row.note]
