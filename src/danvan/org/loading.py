"""Bring the lists of units into the database: all or nothing, and nothing to do when they are there already."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org import lists
from danvan.org.lists import identities
from danvan.org.models import LoadedLists, Succession, Unit, UnitCode, UnitName, UnitParent
from danvan.ui.vietnamese import sort_key


def load_units(folder: Path = lists.FOLDER) -> int:
    """Load or bring up to date every listed unit; returns how many, 0 when the lists have not changed.

    A unit is found again by its slug and is never removed; its names, codes, parents and successions are replaced.
    Raises Refusal naming file, line and mend for a broken list, before anything is written.
    """
    stamp = lists.digest(folder)
    if LoadedLists.objects.filter(digest=stamp).exists():
        return 0
    nation = identities.read(folder)
    with transaction.atomic():
        ids = _identities(nation.units)
        _clear(list(ids.values()))
        _copy(UnitName, ("unit_id", "name", "kind", "sort_key", "note", "valid"), _names(nation, ids))
        _copy(UnitCode, ("unit_id", "system", "code", "valid"), _codes(nation, ids))
        _copy(UnitParent, ("unit_id", "parent_id", "valid"), _parents(nation, ids))
        rows = (
            (ids[a], ids[b], lists.LAST_REFORM, "nhap", lists.REFORM_SOURCE) for a, b in nation.successions
        )
        _copy(Succession, ("predecessor_id", "successor_id", "on", "manner", "source"), rows)
        LoadedLists.objects.all().delete()
        LoadedLists.objects.create(digest=stamp)
    return len(ids)


def _identities(units: dict[str, lists.Listed]) -> dict[str, int]:
    known = dict(Unit.objects.values_list("slug", "id"))
    _copy(Unit, ("slug",), ((slug,) for slug in units if slug not in known))
    return {slug: pk for slug, pk in Unit.objects.values_list("slug", "id") if slug in units}


def _clear(ids: list[int]) -> None:
    for model in (UnitName, UnitCode, UnitParent):
        model.objects.filter(unit_id__in=ids).delete()
    Succession.objects.filter(predecessor_id__in=ids, successor_id__in=ids).delete()


def _names(nation: identities.National, ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for unit in nation.units.values():
        for spell in unit.names:
            yield ids[unit.slug], spell.text, spell.kind, sort_key(spell.text), spell.note, _valid(spell)


def _codes(nation: identities.National, ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for unit in nation.units.values():
        for spell in unit.codes:
            yield ids[unit.slug], unit.system, spell.text, _valid(spell)


def _parents(nation: identities.National, ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for unit in nation.units.values():
        for spell in unit.parents:
            yield ids[unit.slug], ids[spell.text], _valid(spell)


def _valid(spell: lists.Spell) -> DateRange:
    return DateRange(spell.since, spell.until)


def _copy(model: type, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row(row)
