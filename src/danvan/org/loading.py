"""Bring the lists of units into the database: all or nothing, and nothing to do when they are there already."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.db import DatabaseError, connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org import closure, lists
from danvan.org.lists import identities
from danvan.org.lists.listed import Heir, Listed, Nation, Spell
from danvan.org.models import LoadedLists, Succession, Unit, UnitCode, UnitName, UnitParent
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold, sort_key


def load_units(folder: Path = lists.FOLDER) -> int:
    """Load or bring up to date every listed unit; returns how many, 0 when the lists have not changed.

    A unit is found again by its slug; its names, codes, parents and the successions from it are replaced. A unit that
    the lists no longer hold goes when nothing refers to it. Units that an act or an import has changed (`release`)
    are left as they are. Raises Refusal, with nothing written, for a broken list, for rows
    that the database refuses, and for a unit that is gone from the lists while records still stand at it.
    """
    stamp = lists.digest(folder)
    if LoadedLists.objects.filter(digest=stamp).exists():
        return 0
    nation = identities.read(folder)
    try:
        with transaction.atomic():
            _write(nation)
            LoadedLists.objects.all().delete()
            LoadedLists.objects.create(digest=stamp)
    except models.ProtectedError as error:
        held = next(iter(error.protected_objects))
        raise Refusal(
            f"Danh mục bỏ một đơn vị còn được dùng ở “{held._meta.verbose_name} {held}”; "
            "hãy giữ đơn vị đó trong danh mục, ghi ngày kết thúc thay vì xóa dòng."
        ) from error
    except (DatabaseError, psycopg.Error) as error:  # what COPY raises is not wrapped by Django
        raise Refusal(
            f"Cơ sở dữ liệu không nhận danh mục đơn vị: {_first_line(error)}; "
            "hãy sửa dòng nêu trên rồi nạp lại, chưa có gì được ghi."
        ) from error
    return len(nation.units)


def release(unit_ids: Iterable[int]) -> int:
    """Take units out of the keeping of the lists: later lists leave their rows alone. Returns how many were kept.

    To be called by whatever changes rows of units, in the same transaction.
    """
    return Unit.objects.filter(pk__in=list(unit_ids), is_listed=True).update(is_listed=False)


def _write(nation: Nation) -> None:
    _forget(nation)
    ids = _identities(nation)
    listed = set(Unit.objects.filter(is_listed=True).values_list("slug", flat=True))
    own = {slug: unit for slug, unit in nation.units.items() if slug in listed}
    mine = [ids[slug] for slug in own]
    UnitName.objects.filter(unit_id__in=mine).delete()
    UnitParent.objects.filter(unit_id__in=mine).delete()
    UnitCode.objects.filter(unit_id__in=mine).exclude(system=UnitCode.System.ELECTRONIC).delete()
    Succession.objects.filter(predecessor_id__in=mine).delete()
    _copy(UnitName, ("unit_id", "name", "kind", "sort_key", "folded", "note", "valid"), _names(own, ids))
    _copy(UnitCode, ("unit_id", "system", "code", "valid"), _codes(own, ids))
    _copy(UnitParent, ("unit_id", "parent_id", "valid"), _parents(own, ids))
    heirs = (heir for heir in nation.heirs if heir.old in own)
    _copy(
        Succession, ("predecessor_id", "successor_id", "on", "manner", "share", "source"), _heirs(heirs, ids)
    )
    closure.rebuild()


def _forget(nation: Nation) -> None:
    """Delete the units of an earlier state of the lists that the present one tells otherwise."""
    gone = [unit.pk for unit in Unit.objects.filter(is_listed=True) if unit.slug not in nation.units]
    if not gone:
        return
    for model in (UnitName, UnitCode, UnitParent):
        model.objects.filter(unit_id__in=gone).delete()
    UnitParent.objects.filter(parent_id__in=gone, unit__is_listed=True).delete()
    Succession.objects.filter(models.Q(predecessor_id__in=gone) | models.Q(successor_id__in=gone)).delete()
    Unit.objects.filter(pk__in=gone).delete()


def _identities(nation: Nation) -> dict[str, int]:
    known = set(Unit.objects.values_list("slug", flat=True))
    _copy(Unit, ("slug", "is_listed"), ((slug, True) for slug in nation.units if slug not in known))
    return {slug: pk for slug, pk in Unit.objects.values_list("slug", "id") if slug in nation.units}


def _names(own: dict[str, Listed], ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for unit in own.values():
        for spell in unit.names:
            keys = sort_key(spell.text), fold(spell.text)
            yield ids[unit.slug], spell.text, spell.kind, *keys, spell.note, _valid(spell)


def _codes(own: dict[str, Listed], ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for unit in own.values():
        for spell in unit.codes:
            yield ids[unit.slug], unit.system, spell.text, _valid(spell)


def _parents(own: dict[str, Listed], ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for unit in own.values():
        for spell in unit.parents:
            yield ids[unit.slug], ids[spell.text], _valid(spell)


def _heirs(heirs: Iterable[Heir], ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for heir in heirs:
        manner = Succession.Manner.MERGE if heir.is_whole else Succession.Manner.SPLIT
        share = Succession.Share.WHOLE if heir.is_whole else Succession.Share.PART
        yield ids[heir.old], ids[heir.new], heir.on, manner.value, share.value, heir.document


def _valid(spell: Spell) -> DateRange:
    return DateRange(spell.since, spell.until)


def _copy(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _first_line(error: Exception) -> str:
    """What the database says, with the detail that shows the row."""
    return " ".join(str(error).split())[:300]
