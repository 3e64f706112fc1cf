"""Pictures of a report's figures, drawn by ourselves as SVG: the same on paper and on screen.

Bars begin at zero and end at the number printed beside them; the series differ in shade and outline, so that a grey print
tells them apart. What is closed, or cannot be counted, is not drawn.
"""

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from danvan.reports.documents import compared
from danvan.reports.documents.content import Content
from danvan.ui.numbers import number

WIDTH, LABELS, VALUES = 640, 220, 60
BAR, GAP, TOP = 13, 10, 26
LINE = 13  # between the lines of a label
MOST_BARS = 12
OTHERS = "Các đơn vị khác"
LEFT_OUT = "Không vẽ {} dòng bằng 0 ở mọi kỳ."
INK, GREY = "#14213d", "#8b94a3"
FILLS = (
    f'fill="{INK}" stroke="{INK}"',
    f'fill="{GREY}" stroke="{GREY}"',
    f'fill="#ffffff" stroke="{INK}" stroke-dasharray="3 2"',
)
FACE = "'Be Vietnam Pro', Tinos, sans-serif"
Bar = tuple[str, tuple[int | None, ...]]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its title and the same numbers in words."""

    title: str
    svg: str
    told: str


def charts_of(content: Content) -> list[Chart]:
    """Each section's counts now and in the periods beside, then the units' shares of the first figure."""
    body = content.body
    found = []
    if not body["form"]["table"]:
        found = [_of_section(title, lines, body) for title, lines in content.section_lines()]
    return [chart for chart in [*found, _of_units(body)] if chart]


def bars(title: str, series: Sequence[str], rows: Sequence[Bar], measure: str = "") -> Chart:
    """Rows of as many values as there are series, of one measure; None leaves a bar out, rows of noughts are counted."""
    drawn = [row for row in rows if any(row[1])] or list(rows)
    top = max((value or 0 for _label, values in drawn for value in values), default=0) or 1
    height, parts = TOP, []
    if len(series) > 1:
        parts.append(_legend(series))
        height += 22
    for label, values in drawn:
        lines = textwrap.wrap(label, 34)[:3] or [""]
        tall = max(BAR * len(values), LINE * len(lines))
        parts.append(_label(lines, height, tall))
        for place, value in enumerate(values):
            if value is not None:
                parts.append(_bar(value, top, height + BAR * place, place))
        height += tall + GAP
    foot = height
    if left := len(rows) - len(drawn):
        parts.append(f'<text x="0" y="{height + 10}" font-size="10">{LEFT_OUT.format(number(left))}</text>')
        height += 14
    axis = f'<line x1="{LABELS}" y1="{TOP - 6}" x2="{LABELS}" y2="{foot}" stroke="{INK}" stroke-width="1"/>'
    told = _told(series, rows)
    head = f'<text x="0" y="14" font-size="13" font-weight="700">{_safe(title)}{_of(measure)}</text>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{_safe(f"{title}. {told}")}" font-family="{FACE}" font-size="11" fill="{INK}">'
        f"{head}{''.join(parts)}{axis}</svg>"
    )
    return Chart(title, svg, told)


def _of_section(title: str, lines: list[dict[str, Any]], body: dict[str, Any]) -> Chart | None:
    """The lines of the measure that most lines have: what is not of one measure has no common length."""
    counts = [line for line in lines if isinstance(line.get("value"), int) and line.get("code")]
    measure = next(iter(Counter(line["measure"] for line in counts).most_common(1)), ("", 0))[0]
    counts = [line for line in counts if line["measure"] == measure][:MOST_BARS]
    if sum(bool(line["value"]) for line in counts) < 2:
        return None
    beside, periods = compared.values(body), compared.columns(body)
    rows = [
        (line["leaf"], (line["value"], *(_count(beside, line["code"], key) for key, _label in periods)))
        for line in counts
    ]
    return bars(title, [body["period"]["label"], *(label for _key, label in periods)], rows, measure)


def _count(beside: dict[str, dict[str, Any]], code: str, key: str) -> int | None:
    value = beside.get(code, {}).get(key)
    return value if isinstance(value, int) else None


def _of_units(body: dict[str, Any]) -> Chart | None:
    """What those right below count of the report's first figure, the largest first, the smaller ones together."""
    first = next(
        (line for line in body["lines"] if line.get("code") and isinstance(line.get("value"), int)), None
    )
    if first is None:
        return None
    own = body["unit"]["slug"]
    below = {unit["slug"]: unit["name"] for unit in body["units"] if unit["parent"] == own}
    values = {
        below[cell["unit"]]: cell["value"]
        for cell in body["cells"]
        if cell["code"] == first["code"] and cell["unit"] in below and isinstance(cell.get("value"), int)
    }
    if sum(map(bool, values.values())) < 2:
        return None
    ranked = sorted(values.items(), key=lambda pair: -pair[1])
    shown, rest = ranked[:MOST_BARS], ranked[MOST_BARS:]
    rows: list[Bar] = [(name, (value,)) for name, value in shown]
    if rest:
        rows.append((f"{OTHERS} ({number(len(rest))})", (sum(value for _name, value in rest),)))
    return bars(f"{first['label']}, theo đơn vị", [body["period"]["label"]], rows, first.get("measure", ""))


def _legend(series: Sequence[str]) -> str:
    parts, left = [], LABELS
    for place, label in enumerate(series):
        parts.append(f'<rect x="{left}" y="{TOP - 4}" width="11" height="9" {FILLS[place]}/>')
        parts.append(f'<text x="{left + 16}" y="{TOP + 5}">{_safe(label)}</text>')
        left += 30 + 7 * len(label)
    return "".join(parts)


def _label(lines: list[str], height: int, tall: int) -> str:
    first = height + (tall - LINE * len(lines)) / 2 + 10
    return "".join(
        f'<text x="{LABELS - 8}" y="{first + LINE * n:g}" text-anchor="end">{_safe(line)}</text>'
        for n, line in enumerate(lines)
    )


def _bar(value: int, top: int, y: int, place: int) -> str:
    long = (WIDTH - LABELS - VALUES) * value / top
    rect = (
        f'<rect x="{LABELS}" y="{y}" width="{long:.2f}" height="{BAR - 3}" {FILLS[place]}/>' if value else ""
    )
    return f'{rect}<text x="{LABELS + long + 5:.2f}" y="{y + 9}">{number(value)}</text>'


def _told(series: Sequence[str], rows: Sequence[Bar]) -> str:
    def said(values: tuple[int | None, ...]) -> str:
        named = zip(series, values, strict=True)
        told = [f"{label} {number(value)}" for label, value in named if value is not None]
        return ", ".join(told) if len(series) > 1 else number(values[0])

    return "; ".join(f"{label}: {said(values)}" for label, values in rows)


def _of(measure: str) -> str:
    return f' <tspan font-weight="400">({_safe(measure)})</tspan>' if measure else ""


def _safe(text: str) -> str:
    """As XML takes it: no markup, and none of the control characters that it forbids."""
    return escape("".join(char for char in text if char.isprintable() or char == " "))
