"""Which rows of the three snapshots are one and the same unit.

Until 30/6/2025 a code carries an identity: the same code in the next list is the same unit, perhaps renamed or under
another parent; a code that is gone has ended. On 1/7/2025 codes were dealt out anew: a new unit is the same as an old
one only when that is its single whole predecessor and nothing else went into it; otherwise it is new and succeeds them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from danvan.org.lists import (
    AGENCIES,
    FOLDER,
    LAST_REFORM,
    SNAPSHOTS,
    SUCCESSIONS,
    Listed,
    Spell,
    day,
    day_after,
    rows,
    slug_of,
)
from danvan.org.models import Kind
from danvan.ui.errors import Refusal

UNIT = ("code", "name", "kind", "parent")


@dataclass(slots=True)
class National:
    """All identities by slug, and (predecessor slug, successor slug) pairs of 1/7/2025."""

    units: dict[str, Listed] = field(default_factory=dict)
    successions: list[tuple[str, str]] = field(default_factory=list)


def read(folder: Path = FOLDER) -> National:
    """The identities of all lists in a folder; Refusal for a row that cannot be."""
    nation = National()
    current: dict[str, Listed] = {}
    for since, name in SNAPSHOTS:
        snapshot = list(_units(name, folder))
        same = _same_after_reform(current, folder) if since == LAST_REFORM else current
        current = _advance(nation, current, snapshot, since, same)
        if since == LAST_REFORM:
            nation.successions = _successions(nation, current, folder)
    for unit in _agencies(folder):
        nation.units[unit.slug] = unit
    _check_parents(nation)
    return nation


def _units(name: str, folder: Path) -> Iterable[dict[str, str]]:
    for row in rows(name, UNIT, folder):
        if row["kind"] not in Kind.values:
            raise Refusal(f"{name}, mã {row['code']}, cột kind: không có loại “{row['kind']}”.")
        yield row


def _advance(
    nation: National,
    before: dict[str, Listed],
    snapshot: list[dict[str, str]],
    since: date,
    same: dict[str, Listed],
) -> dict[str, Listed]:
    taken = set(nation.units)
    now: dict[str, Listed] = {}
    for row in snapshot:
        unit = same.get(row["code"]) or Listed(slug_of(row["name"], row["code"], taken))
        nation.units[unit.slug] = now[row["code"]] = unit
    kept = {unit.slug for unit in now.values()}
    for unit in before.values():
        if unit.slug not in kept:
            unit.end(since)
    for row in snapshot:
        unit = now[row["code"]]
        _continue(unit.names, since, row["name"], row["kind"])
        _continue(unit.codes, since, row["code"])
        if row["parent"]:
            _continue(unit.parents, since, _parent(now, row).slug)
    return now


def _parent(now: dict[str, Listed], row: dict[str, str]) -> Listed:
    if row["parent"] not in now:
        raise Refusal(
            f"Danh mục đơn vị: {row['name']} (mã {row['code']}) có cấp trên lạ, mã {row['parent']}."
        )
    return now[row["parent"]]


def _continue(spells: list[Spell], since: date, text: str, kind: str = "") -> None:
    """Let the last spell run on when nothing changed, else end it and begin another."""
    if spells and spells[-1].until is None:
        if (spells[-1].text, spells[-1].kind) == (text, kind):
            return
        spells[-1].until = since
    spells.append(Spell(since, None, text, kind))


def _links(folder: Path) -> Iterable[tuple[str, str, str]]:
    for row in rows(SUCCESSIONS, ("old", "new", "part"), folder):
        yield row["old"], row["new"], row["part"]


def _same_after_reform(before: dict[str, Listed], folder: Path) -> dict[str, Listed]:
    """New code → the old unit that simply goes on under it."""
    into: dict[str, list[str]] = defaultdict(list)
    out_of: dict[str, list[str]] = defaultdict(list)
    for old, new, _ in _links(folder):
        into[new].append(old)
        out_of[old].append(new)
    return {
        new: before[olds[0]]
        for new, olds in into.items()
        if len(olds) == 1 and len(out_of[olds[0]]) == 1 and olds[0] in before
    }


def _successions(nation: National, now: dict[str, Listed], folder: Path) -> list[tuple[str, str]]:
    ended = {
        unit.codes[-1].text: unit.slug
        for unit in nation.units.values()
        if unit.codes[-1].until == LAST_REFORM
    }
    pairs = {(ended[old], now[new].slug) for old, new, _ in _links(folder) if old in ended and new in now}
    return sorted((old, new) for old, new in pairs if old != new)


def _agencies(folder: Path) -> Iterable[Listed]:
    columns = ("slug", "code", "name", "kind", "parent", "from", "to", "note")
    units: dict[str, Listed] = {}
    for row in rows(AGENCIES, columns, folder):
        since, until = day(AGENCIES, row, "from"), day_after(day(AGENCIES, row, "to"))
        if since is None or (until and until <= since):
            raise Refusal(f"{AGENCIES}, {row['name']}: ngày kết thúc phải sau ngày bắt đầu.")
        unit = units.setdefault(row["slug"], Listed(row["slug"], system="noi_bo"))
        unit.names.append(Spell(since, until, row["name"], row["kind"], row["note"]))
        unit.codes.append(Spell(since, until, row["code"]))
        unit.parents.append(Spell(since, until, row["parent"]))
    return units.values()


def _check_parents(nation: National) -> None:
    for unit in nation.units.values():
        for spell in unit.parents:
            if spell.text not in nation.units:
                raise Refusal(
                    f"Danh mục đơn vị: cấp trên “{spell.text}” của {unit.slug} không có trong danh mục."
                )
