"""A unit as the lists tell it, before the database knows it."""

import re
from dataclasses import dataclass, field
from datetime import date

from danvan.ui.vietnamese import fold, sort_key


@dataclass(slots=True)
class Spell:
    """A stretch of days with what held in it; `until` is the day after the last, None when still so."""

    since: date
    until: date | None
    text: str
    kind: str = ""
    note: str = ""


@dataclass(slots=True)
class Listed:
    """One identity. Parents are slugs."""

    slug: str
    names: list[Spell] = field(default_factory=list)
    codes: list[Spell] = field(default_factory=list)
    parents: list[Spell] = field(default_factory=list)
    system: str = "gso"

    def holds(self, since: date, name: str, kind: str, code: str, parent: str) -> None:
        """From that day on it has this name, kind, code and parent (a slug, empty for none)."""
        _continue(self.names, since, name, kind)
        _continue(self.codes, since, code)
        if parent:
            _continue(self.parents, since, parent)

    def end(self, day: date) -> None:
        """Nothing of it holds from that day on."""
        for spells in (self.names, self.codes, self.parents):
            if spells and spells[-1].until is None:
                spells[-1].until = day

    def is_called(self, name: str, kind: str) -> bool:
        """Whether its newest name and kind are these, however spelled: Phường 07 is Phường 7, Hoà is Hòa."""
        last = self.names[-1] if self.names else None
        return last is not None and (sort_key(last.text), last.kind) == (sort_key(name), kind)


@dataclass(frozen=True, slots=True)
class Heir:
    """`new` took over from `old` (slugs) on a day; `is_whole` unless several units share what `old` was."""

    old: str
    new: str
    on: date
    is_whole: bool
    document: str


@dataclass(slots=True)
class Nation:
    """All identities by slug, and who took over from whom."""

    units: dict[str, Listed] = field(default_factory=dict)
    heirs: list[Heir] = field(default_factory=list)

    def new_unit(self, name: str, code: str, since: date) -> Listed:
        """A unit under a stable address of its own: a province by its bare name, others by full name and code."""
        bare = re.sub(r"^(tinh|thanh pho) ", "", fold(name)) if len(code) == 2 else f"{fold(name)} {code}"
        slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
        if slug in self.units:
            slug = f"{slug}-{since.year}"
        unit = self.units[slug] = Listed(slug)
        return unit


def _continue(spells: list[Spell], since: date, text: str, kind: str = "") -> None:
    """Let the last spell run on when nothing changed, else end it and begin another."""
    if spells and spells[-1].until is None:
        if (spells[-1].text, spells[-1].kind) == (text, kind):
            return
        spells[-1].until = since
    spells.append(Spell(since, None, text, kind))
