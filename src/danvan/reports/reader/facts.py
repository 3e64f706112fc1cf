"""What the reader returns: facts with their places, and checks between facts. Pure data, no Django."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of the text, tied to an indicator.

    `value` is in `unit` as written (3,1 with "tỷ đồng"); `value_vnd` is the same in đồng, for money only.
    `start` and `end` are code points into the NFC text and enclose `raw`, the number as written.
    `places` holds every mention of the same fact, the first one included.
    `qualifier` is the word as written ("trên"); `qualifier_norm` is one of at_least, at_most, about.
    """

    indicator: str
    value: int | Decimal
    unit: str
    raw: str
    start: int
    end: int
    value_vnd: int | None = None
    qualifier: str | None = None
    qualifier_norm: str | None = None
    period: str | None = None
    org: str | None = None
    direction: str | None = None
    places: tuple[tuple[int, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The fact as the documented JSON object; a Decimal becomes the shortest equal number."""
        return {
            "indicator": self.indicator,
            "value": plain_number(self.value),
            "value_vnd": self.value_vnd,
            "unit": self.unit,
            "raw": self.raw,
            "qualifier": self.qualifier,
            "qualifier_raw": self.qualifier,
            "qualifier_norm": self.qualifier_norm,
            "period": self.period,
            "org": self.org,
            "direction": self.direction,
            "start": self.start,
            "end": self.end,
            "places": [list(place) for place in self.places],
        }


@dataclass(frozen=True, slots=True)
class Check:
    """One identity tried on the facts.

    `type` is one of sum, ratio, difference, subset, window, rounding, numeral; `ok` is None for a warning,
    which accuses nobody.
    `severity` is hard, soft, truncation or info. `parts` and `stated` are numbers of the text, `computed` is ours.
    """

    type: str
    label: str
    parts: tuple[int | Decimal, ...]
    stated: int | Decimal | None
    computed: int | Decimal | None
    ok: bool | None
    severity: str
    hint: str = ""
    places: tuple[tuple[int, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The check as the documented JSON object."""
        return {
            "type": self.type,
            "label": self.label,
            "parts": [plain_number(part) for part in self.parts],
            "stated": plain_number(self.stated),
            "computed": plain_number(self.computed),
            "ok": self.ok,
            "severity": self.severity,
            "hint": self.hint,
            "places": [list(place) for place in self.places],
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """A read report: NFC `text`, `facts` in reading order, `checks`, and `notes` on how the file was turned into text."""

    text: str
    facts: list[Fact] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The documented JSON object {"text", "facts", "checks", "notes"}."""
        return {
            "text": self.text,
            "facts": [fact.as_json() for fact in self.facts],
            "checks": [check.as_json() for check in self.checks],
            "notes": list(self.notes),
        }


def plain_number(value: int | Decimal | None) -> int | float | None:
    """An int where the value is whole, else a float; None stays None."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
