"""Whether the head of a form that was made elsewhere names a unit and a period. Pure."""

import re
from collections.abc import Iterable

from danvan import law
from danvan.ui.vietnamese import fold

_DAY = re.compile(r"(\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+nam\s+)(\d{4})")
_PART_OF_YEAR = re.compile(r"(?:quy\s+\w+|\d+\s+thang(?:\s+(?:dau|cuoi))?|thang\s+\d+)\s*(?:/|nam)?\s*\d{4}")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def names_unit(texts: Iterable[str], name: str) -> bool:
    """Whether a text holds the unit's whole name; "Xã Số 1" is not named by "Xã Số 12" or "Xã Số 1.2"."""
    wanted = re.compile(rf"(?<!\w){re.escape(fold(name))}(?!\w|\.\w)")
    return any(wanted.search(fold(text)) for text in texts)


def names_period(texts: Iterable[str], period: law.Period) -> bool:
    """Whether the texts print the period's name, its code, or both its first and its last day.

    The day on which a paper was made names no year's report.
    """
    said = fold(" ; ".join(texts))
    days = {tuple(map(int, found)) for found in _DAY.findall(said)}
    if {(on.day, on.month, on.year) for on in (period.first, period.last)} <= days:
        return True
    said = _DAY.sub(" ; ", said)
    if re.fullmatch(r"\d{4}", period.code):
        return re.search(rf"(?<!\w)nam\s+{period.code}(?!\d)", _PART_OF_YEAR.sub(" ; ", said)) is not None
    wanted = (_plain(fold(period.label)), fold(period.code))
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", _plain(said)) for one in wanted)


def _plain(text: str) -> str:
    """Quý I năm 2023, quý 1/2023 → quy 1/2023; tháng 02 năm 2023 → thang 2/2023."""
    text = re.sub(r"\bquy\s+(iv|i{1,3})\b", lambda found: f"quy {_ROMAN[found[1]]}", text)
    text = re.sub(r"\bthang\s+0(\d)", r"thang \1", text)
    return re.sub(r"\s*/\s*(?=\d{4})|\s+nam\s+(?=\d{4})", "/", text)
