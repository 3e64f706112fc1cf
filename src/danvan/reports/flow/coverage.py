"""Whose numbers stand in each cell: units counted from records, units whose table was received, units without either.

A table speaks for its unit and all below it. It is added where none of those keeps records here; where one does, the
records count and the table stands beside them. A cell that a table leaves empty is missing, which is not 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from danvan.org.models import Unit
from danvan.records.declare import Indicator
from danvan.records.models import Record
from danvan.reports.compute import Figures
from danvan.reports.flow.models import UnitCell, UnitTable
from danvan.ui.numbers import number

NAMED_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many units a cell counts from records, how many by tables, and the ids of those with neither."""

    counted: int
    tables: int
    missing: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """đếm từ hồ sơ 123 đơn vị, nhận bảng 37 đơn vị, chưa có 0"""
        return (
            f"đếm từ hồ sơ {number(self.counted)} đơn vị, nhận bảng {number(self.tables)} đơn vị, "
            f"chưa có {number(len(self.missing))}"
        )


@dataclass(slots=True)
class Settled:
    """Which units count, for which units another one's tables speak, those tables, and what they state by code."""

    counting: set[int] | None = None  # None until somebody asks
    spoken_for: dict[int, int] = field(default_factory=dict)
    tables: dict[int, list[UnitTable]] = field(default_factory=dict)
    values: dict[int, dict[str, int]] = field(default_factory=dict)


def coverage(figures: Figures) -> dict[str, Coverage]:
    """Of each counted figure, over the unit and all below it. Three queries the first time, none after `place`."""
    found = _with_counting(figures)
    alike: dict[frozenset[int], Coverage] = {}
    result = {}
    for code in figures.items:
        stating = frozenset(pk for pk, values in found.values.items() if code in values)
        if stating not in alike:
            alike[stating] = _of(found, stating, figures.unit_ids)
        result[code] = alike[stating]
    return result


def place(figures: Figures) -> Figures:
    """Add the tables that are taken to the figures of their units and of those above; returns the same figures."""
    additive = {code for code, item in figures.items.items() if _adds(item)}
    for pk, values in _settled(figures).values.items():
        above = [pk, *figures.tree.ancestors(pk)]
        upwards = above[: above.index(figures.unit.pk) + 1]
        for code in values.keys() & additive:
            figures.receive(code, values[code], upwards)
    return figures


def frozen(figures: Figures, owing: Iterable[int] = ()) -> dict[str, Any]:
    """What the package says of coverage: `all`, the `cells` that differ from it, `tables`, `missing` and one `text`.

    `owing` are ids of units that had to send something and did not.
    """
    found, each = _with_counting(figures), coverage(figures)
    whole = _of(found, frozenset(found.values), figures.unit_ids)
    nodes, owe = figures.tree.nodes, set(owing)
    return {
        "all": _plain(whole),
        "cells": {code: _plain(one) for code, one in each.items() if one != whole},
        "tables": [_table(figures, found, table) for speaking in found.tables.values() for table in speaking],
        "missing": [
            {"slug": nodes[pk].unit.slug, "name": nodes[pk].name, "owed": pk in owe} for pk in whole.missing
        ],
        "text": sentence(whole, [nodes[pk].name for pk in whole.missing]),
    }


def sentence(whole: Coverage, names: list[str]) -> str:
    """One sentence for the signed text, with the units that are missing by name."""
    text = (
        f"Số liệu đếm từ hồ sơ của {number(whole.counted)} đơn vị, nhận bảng của {number(whole.tables)} đơn vị, "
        f"chưa có của {number(len(whole.missing))} đơn vị"
    )
    if not names:
        return f"{text}."
    more = f" và {number(len(names) - NAMED_AT_MOST)} đơn vị khác" if len(names) > NAMED_AT_MOST else ""
    return f"{text}: {', '.join(names[:NAMED_AT_MOST])}{more}."


def _plain(one: Coverage) -> dict[str, int]:
    return {"counted": one.counted, "tables": one.tables, "missing": len(one.missing)}


def _table(figures: Figures, found: Settled, table: UnitTable) -> dict[str, Any]:
    node = figures.tree.nodes[table.unit_id]
    return {
        "unit": node.unit.slug,
        "name": node.name,
        "form": table.form,
        "origin": table.origin,
        "version": table.version,
        "source": table.source_hash,
        "sent_on": table.sent_on.isoformat() if table.sent_on else "",
        "units": sum(speaker == table.unit_id for speaker in found.spoken_for.values()),
    }


def _of(found: Settled, stating: frozenset[int], unit_ids: list[int]) -> Coverage:
    counted = tables = 0
    missing = []
    for pk in unit_ids:
        if pk in (found.counting or ()):
            counted += 1
        elif found.spoken_for.get(pk) in stating:
            tables += 1
        else:
            missing.append(pk)
    return Coverage(counted, tables, tuple(missing))


def _settled(figures: Figures) -> Settled:
    if figures.settled is None:
        figures.settled = _settle(figures)
    return figures.settled


def _with_counting(figures: Figures) -> Settled:
    found = _settled(figures)
    if found.counting is None:
        found.counting = keeping_records(figures)
    return found


def _settle(figures: Figures) -> Settled:
    found = Settled()
    tables = in_force(figures.unit_ids, figures.period.code)
    if not tables:
        return found
    found.counting = keeping_records(figures)
    keeping = _with_those_above(found.counting, figures)
    for pk in figures.unit_ids:
        if pk in tables and pk not in keeping and pk not in found.spoken_for:
            found.spoken_for |= dict.fromkeys(figures.tree.walk(pk), pk)
            found.tables[pk], found.values[pk] = tables[pk], {}
    taken = [table.pk for speaking in found.tables.values() for table in speaking]
    rows = UnitCell.objects.filter(table__in=taken, value__isnull=False).order_by("table_id")
    for pk, code, value in rows.values_list("table__unit_id", "code", "value"):
        found.values[pk][code] = value or 0
    return found


def keeping_records(figures: Figures) -> set[int]:
    """Units that have any record here up to the period's end; of an ended unit, the one that stands in for it. One query."""
    kept = Record.objects.filter(unit_id=OuterRef("pk"), received_on__lte=figures.period.last)
    rows = Unit.objects.filter(Exists(kept), pk__in=figures.counting_ids).values_list("pk", flat=True)
    return {figures.stand_ins.get(pk, pk) for pk in rows}


def in_force(unit_ids: Iterable[int], period: str) -> dict[int, list[UnitTable]]:
    """Unit → the tables it sent for the period, one a form, the last sent last. One query."""
    rows = UnitTable.objects.filter(
        unit_id__in=list(unit_ids), period=period, state=UnitTable.State.SENT
    ).order_by("pk")
    found: dict[int, list[UnitTable]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


def _with_those_above(unit_ids: set[int], figures: Figures) -> set[int]:
    found = set(unit_ids)
    for pk in unit_ids:
        found.update(figures.tree.ancestors(pk))
    return found


def _adds(item: Any) -> bool:
    """Counts and sums add up over units; distinct values do not, and shares follow from their two counts."""
    return isinstance(item, Indicator) and not item.measure.startswith("distinct")
