"""Hand-made facts for the tests of the checks: placed in a text by their numbers, in reading order."""

import re
from decimal import Decimal
from typing import Any

from danvan.reports.reader.checks import check_facts
from danvan.reports.reader.facts import Check, Fact

NORMS = {"hơn": "at_least", "trên": "at_least", "gần": "at_most", "khoảng": "about"}
SCALES = {"triệu đồng": 10**6, "tỷ đồng": 10**9, "đồng": 1}


def value_of(raw: str) -> int | Decimal:
    plain = raw.replace(".", "").replace(",", ".")
    return Decimal(plain) if "." in plain else int(plain)


def placed(text: str, *rows: tuple[Any, ...]) -> list[Fact]:
    """Facts from rows (code, raw, unit, {more}); each number is looked for after the one before."""
    facts, last = [], 0
    for code, raw, unit, *more in rows:
        found = re.compile(rf"(?<![\d.,]){re.escape(raw)}(?!\d|[.,]\d)").search(text, last)
        assert found, f"{raw} is not in the text after {last}"
        extra: dict[str, Any] = dict(more[0]) if more else {}
        value = value_of(raw)
        if qualifier := extra.get("qualifier"):
            extra.setdefault("qualifier_norm", NORMS[qualifier])
        if unit in SCALES:
            extra["value_vnd"] = int(value * SCALES[unit])
        facts.append(
            Fact(code, value, unit, raw, found.start(), found.end(), places=(found.span(),), **extra)
        )
        last = found.end()
    return facts


def checked(text: str, *rows: tuple[Any, ...]) -> list[Check]:
    return check_facts(text, placed(text, *rows))


def failures(checks: list[Check], severity: str = "hard") -> list[Check]:
    return [check for check in checks if check.ok is False and check.severity == severity]
