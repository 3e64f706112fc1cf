"""One wording of a rule: its dates, what it asks, its citation and how far it was checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from danvan.law.documents import Document
from danvan.law.words import case_named
from danvan.ui.errors import Refusal

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cite:
    """Document and article of a wording; `also` names further places, perhaps of later documents."""

    document: Document
    article: str
    also: tuple["Cite", ...] = ()

    def __str__(self) -> str:
        return f"{self.article}, {self.document.cited}"


@dataclass(frozen=True, slots=True)
class Checked:
    """How the wording was checked: V text read, S secondary source, M memory; `aspects` hold what is weaker.

    Aspects: value, start (the length, the event), days (the days meant), use (its use here), end, text.
    """

    status: str
    on: date
    aspects: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    note: str = ""
    allows_verdict: bool = field(init=False)
    """Whether length and start are better than memory: otherwise nothing is ever called late by it."""

    def __post_init__(self) -> None:
        parts = (self.status, *(self.aspects.get(part) for part in ("value", "start", "days")))
        object.__setattr__(self, "allows_verdict", "M" not in parts)


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a rule within its dates.

    `value` is a count of `unit` (ngày | ngày làm việc | tháng | năm; of a `count` any noun, held by `bound`); `cases`
    hold totals in the same unit. A `deadline` is the `day` of a `month` each year, 31 being its last, `year_shift` years
    on. `settles` of a fact tells by settler whom a tố cáo is about, as place.post. `overridden_by_domain` names, by field,
    the rule of a special law that wins, "" where the book has none.
    """

    key: str
    kind: str
    label: str
    valid_from: date
    valid_to: date | None
    cite: Cite
    checked: Checked
    value: int = 0
    unit: str = ""
    per: str = ""
    starts: str = ""
    cases: Mapping[str, int] = field(default_factory=lambda: _NOTHING)
    times: int = 1
    roll: bool = False
    direction: str = "forwards"
    minimum: bool = False
    suspended_by: tuple[str, ...] = ()
    extended_by: tuple[str, ...] = ()
    conflicts_with: str = ""
    successor: str = ""
    window: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    items: tuple[str, ...] = ()
    text: str = ""
    note: str = ""
    gap_before: str = ""
    bound: str = ""
    ratio: tuple[int, ...] = ()
    month: int = 0
    day: int = 0
    working: bool = False
    year_shift: int = 0
    overridden_by_domain: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    settles: Mapping[str, list[str]] = field(default_factory=lambda: _NOTHING)

    @property
    def citation(self) -> str:
        """Article and text on one line."""
        return str(self.cite)

    def is_in_force(self, on: date) -> bool:
        """Whether this wording governs an event of that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def length(self, case: str | None) -> int:
        """The whole length in `unit` for a case; Refusal naming the cases this rule knows."""
        if case is None:
            return self.value
        if case in self.cases:
            return self.cases[case]
        if not self.cases:
            instead = " và ghi số ngày gia hạn" if self.extended_by else ""
            raise Refusal(f"Quy tắc {self.key} không chia trường hợp; hãy bỏ «{case}»{instead}.")
        known = ", ".join(f"{key} ({case_named(key)})" for key in self.cases)
        raise Refusal(f"Quy tắc {self.key} không có trường hợp «{case}»; các trường hợp có là: {known}.")
