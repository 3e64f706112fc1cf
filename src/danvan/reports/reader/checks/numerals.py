"""Numbers that can be read two ways and are therefore not read at all: "4.7000" is 4.700 or 47.000."""

import re

from danvan.reports.reader.checks.mentions import Layout
from danvan.reports.reader.distractors import Masked
from danvan.reports.reader.facts import Check
from danvan.reports.reader.periods import find_periods

# Groups of three, and one that is neither three digits nor a decimal part.
ODD = re.compile(
    r"(?<![\w.,/-])(?:[0-9]{1,3}(?:\.[0-9]{3})*\.[0-9]{4,}|[0-9]{1,3}(?:\.[0-9]{3})+\.[0-9]{1,2})(?![\w,/-]|\.[0-9])"
)


def numeral_checks(layout: Layout) -> list[Check]:
    """One warning (ok None) for each number whose points tell no number; dates and numbers of papers are none."""
    found = list(ODD.finditer(layout.text))
    if not found:
        return []
    masked = Masked(layout.text, find_periods(layout.text))
    return [_warning(match) for match in found if match.start() not in masked]


def _warning(match: re.Match[str]) -> Check:
    hint = (
        f"Không lấy con số “{match.group()}”: dấu chấm phải tách từng nhóm ba chữ số, nên số này đọc được nhiều cách; "
        "Bà/Ông cần xem lại bản gốc và ghi lại."
    )
    return Check(
        type="numeral",
        label=f"Con số viết không rõ: {match.group()}",
        parts=(),
        stated=None,
        computed=None,
        ok=None,
        severity="info",
        hint=hint,
        places=(match.span(),),
    )
