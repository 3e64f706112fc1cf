"""Whose numbers stand in each cell: units counted from records, units whose table was received, units without either.

A table speaks for its unit and all below it. It is added where none of those keeps records here; where one does, the
records count and the table stands beside them. A cell that a table leaves empty is missing, which is not 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from danvan.org.models import Unit, UnitParent
from danvan.records.declare import Indicator
from danvan.records.desk.places import names
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
    node = figures.tree.nodes.get(table.unit_id)
    at = figures.stand_ins.get(table.unit_id, table.unit_id)
    named = node.name if node else names([table.unit_id], figures.period.last).get(table.unit_id, "")
    return {
        "unit": node.unit.slug if node else table.unit.slug,
        "name": named,
        "form": table.form,
        "origin": table.origin,
        "version": table.version,
        "source": table.source_hash,
        "sent_on": table.sent_on.isoformat() if table.sent_on else "",
        "units": sum(speaker == at for speaker in found.spoken_for.values()),
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
    sent = in_force(figures.counting_ids, figures.period.code)
    if not sent:
        return found
    kept = _keepers(figures)
    found.counting = {figures.stand_ins.get(pk, pk) for pk in kept}
    parents = _parents(figures, sent)
    shut = kept.union(*(_above(pk, parents) for pk in kept))
    may = sent.keys() - shut
    speaking = [
        pk
        for pk in [*figures.unit_ids, *figures.stand_ins]
        if pk in may and may.isdisjoint(_above(pk, parents))
    ]
    for pk in speaking:
        found.tables.setdefault(figures.stand_ins.get(pk, pk), []).extend(sent[pk])
    _speak(found, figures, speaking, parents)
    _state(found, figures, speaking)
    return found


def _parents(figures: Figures, sent: Iterable[int]) -> dict[int, int | None]:
    """Unit → the unit above it when the tables were made: a table of that time speaks for whatever stood below then.

    A unit that ended within the period falls to the one that stands in for it, which reports of both.
    """
    nodes = figures.tree.nodes
    found = {pk: nodes[pk].parent_id for pk in figures.unit_ids}
    if nodes.keys() >= set(sent):
        return found
    then = UnitParent.objects.on(figures.period.last).filter(unit__in=figures.counting_ids)
    return found | figures.stand_ins | dict(then.values_list("unit_id", "parent_id"))


def _above(pk: int, parents: dict[int, int | None]) -> list[int]:
    found: list[int] = []
    above = parents.get(pk)
    while above is not None and above not in found:
        found.append(above)
        above = parents.get(above)
    return found


def _speak(found: Settled, figures: Figures, speaking: list[int], parents: dict[int, int | None]) -> None:
    """For each unit of the tree, where the table that speaks for it stands; one made by a merger has those of its parts."""
    for pk in figures.unit_ids:
        by = next((one for one in [pk, *_above(pk, parents)] if one in speaking), None)
        if by is not None:
            found.spoken_for[pk] = figures.stand_ins.get(by, by)
    began = set(found.tables) - found.spoken_for.keys()
    if began:
        lived = UnitParent.objects.on(figures.period.last).filter(unit__in=began)
        found.spoken_for |= {pk: pk for pk in began - set(lived.values_list("unit_id", flat=True))}


def _state(found: Settled, figures: Figures, speaking: list[int]) -> None:
    """What the tables state where they stand; of several units' at one place, what all of them state, added up."""
    taken = [table.pk for tables in found.tables.values() for table in tables]
    rows = UnitCell.objects.filter(table__in=taken, value__isnull=False).order_by("table_id")
    stated: dict[int, dict[str, int]] = {pk: {} for pk in speaking}
    for pk, code, value in rows.values_list("table__unit_id", "code", "value"):
        stated[pk][code] = value or 0
    for pk, values in stated.items():
        at = figures.stand_ins.get(pk, pk)
        before = found.values.get(at)
        found.values[at] = (
            values
            if before is None
            else {code: before[code] + values[code] for code in before.keys() & values.keys()}
        )


def keeping_records(figures: Figures) -> set[int]:
    """Units that have any record here up to the period's end; of an ended unit, the one that stands in for it. One query."""
    return {figures.stand_ins.get(pk, pk) for pk in _keepers(figures)}


def _keepers(figures: Figures) -> set[int]:
    kept = Record.objects.filter(unit_id=OuterRef("pk"), received_on__lte=figures.period.last)
    rows = Unit.objects.filter(Exists(kept), pk__in=figures.counting_ids)
    return set(rows.values_list("pk", flat=True))


def in_force(unit_ids: Iterable[int], period: str) -> dict[int, list[UnitTable]]:
    """Unit → the tables it sent for the period, one a form, the last sent last. One query."""
    rows = UnitTable.objects.filter(
        unit_id__in=list(unit_ids), period=period, state=UnitTable.State.SENT
    ).order_by("pk")
    found: dict[int, list[UnitTable]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


def _adds(item: Any) -> bool:
    """Counts and sums add up over units; distinct values do not, and shares follow from their two counts."""
    return isinstance(item, Indicator) and not item.measure.startswith("distinct")
