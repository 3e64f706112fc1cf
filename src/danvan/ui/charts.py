"""Pictures of figures, drawn on the server as SVG: no script, no inline style, a title and a description.

The table beside each picture carries the same numbers; colours come from classes of the stylesheet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from danvan.ui.numbers import NOTHING, Amount, number

WIDTH = 400  # units of the drawing; narrow, so that its text stays readable on a phone
ROW, LABEL_LINE, BAR = 54, 24, 18  # a label above its bar: long Vietnamese names never fit beside one
DIGIT = 10  # room of one sign of a value at the larger size of phones
TREND_HEIGHT, TREND_TOP, TREND_BASE, TREND_EDGE = 190, 32, 150, 40
LABEL_LIMIT, PERIOD_LIMIT = 42, 14
PERIOD_ROOM = 76


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or point: value None means that nothing was counted, which is not nought."""

    label: str
    value: Amount | None
    note: str = ""
    href: str = ""

    @property
    def shown(self) -> str:
        """The number as written beside the bar."""
        return NOTHING if self.value is None else number(self.value)


def as_bars(rows: Iterable[Any]) -> list[Bar]:
    """Bars of Bar objects or of (label, value[, note[, href]]) tuples."""
    return [row if isinstance(row, Bar) else Bar(*row) for row in rows]


def bar_chart(title: str, bars: Sequence[Bar], unit: str = "") -> SafeString:
    """Horizontal bars from a common zero, in the order given; values are not negative."""
    largest = max((bar.value for bar in bars if bar.value), default=0)
    room = WIDTH - 12 - DIGIT * max((len(f"{bar.shown} {unit}") for bar in bars), default=0)
    rows = format_html_join(
        "", "{}", ((_bar_row(index, bar, largest, unit, room),) for index, bar in enumerate(bars))
    )
    return _picture("bars", title, bars, unit, max(len(bars), 1) * ROW, rows)


def trend(title: str, points: Sequence[Bar], unit: str = "") -> SafeString:
    """A line over periods from zero; a period without a count breaks the line, it is not nought."""
    largest = max((point.value for point in points if point.value), default=0)
    places = [_place(index, point, len(points), largest) for index, point in enumerate(points)]
    lines = format_html_join(
        "",
        '<polyline class="chart__line" points="{}"/>',
        ((" ".join(f"{x},{y}" for x, y in run),) for run in _runs(places)),
    )
    marks = format_html_join(
        "",
        "{}",
        (
            (_point(_across(index, len(points)), point, place, _is_named(index, len(points))),)
            for index, (point, place) in enumerate(zip(points, places, strict=True))
        ),
    )
    axis = format_html(
        '<line class="chart__axis" x1="0" y1="{}" x2="{}" y2="{}"/>', TREND_BASE, WIDTH, TREND_BASE
    )
    return _picture("trend", title, points, unit, TREND_HEIGHT, axis + lines + marks)


def _bar_row(index: int, bar: Bar, largest: Amount, unit: str, room: int) -> SafeString:
    top = index * ROW
    said = f"{bar.shown} {unit}".strip() if bar.value is not None else bar.shown
    length = 0 if not bar.value or not largest else max(2, round(room * float(bar.value) / float(largest)))
    return format_html(
        '<text class="chart__label" x="0" y="{}">{}</text>'
        '<rect class="chart__bar" x="0" y="{}" width="{}" height="{}"/>'
        '<text class="chart__value" x="{}" y="{}">{}</text>',
        top + LABEL_LINE - 4,
        _short(bar.label),
        top + LABEL_LINE + 2,
        length,
        BAR,
        length + 8,
        top + LABEL_LINE + BAR - 3,
        said,
    )


def _place(index: int, point: Bar, count: int, largest: Amount) -> tuple[int, int] | None:
    if point.value is None:
        return None
    height = 0 if not largest else float(point.value) / float(largest) * (TREND_BASE - TREND_TOP)
    return _across(index, count), round(TREND_BASE - height)


def _across(index: int, count: int) -> int:
    """Where a period stands from left to right; a single one in the middle."""
    if count == 1:
        return WIDTH // 2
    return round(TREND_EDGE + index * (WIDTH - 2 * TREND_EDGE) / (count - 1))


def _is_named(index: int, count: int) -> bool:
    """Whether there is room to name that period: always the last, then as many before it as fit."""
    every = -(-count * PERIOD_ROOM // WIDTH)
    return (count - 1 - index) % every == 0


def _runs(places: Sequence[tuple[int, int] | None]) -> list[list[tuple[int, int]]]:
    """Unbroken runs of two or more points."""
    runs: list[list[tuple[int, int]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if len(run) > 1]


def _point(x: int, point: Bar, place: tuple[int, int] | None, named: bool) -> SafeString:
    """The name of the period, and over it the point with its number; a dash at the foot where there is none."""
    y = TREND_BASE if place is None else place[1]
    circle = (
        format_html('<circle class="chart__point" cx="{}" cy="{}" r="5"/>', x, y) if place else SafeString("")
    )
    return (
        circle
        if not named
        else circle
        + format_html(
            '<text class="chart__value chart__value--middle" x="{}" y="{}">{}</text>'
            '<text class="chart__label chart__label--middle" x="{}" y="{}">{}</text>',
            *(x, y - 12, point.shown, x, TREND_BASE + 24, _short(point.label, PERIOD_LIMIT)),
        )
    )


def _picture(
    kind: str, title: str, bars: Sequence[Bar], unit: str, height: int, content: SafeString
) -> SafeString:
    said = "; ".join(f"{bar.label}: {bar.shown}" for bar in bars) or _("chưa có số liệu")
    described = f"{title}{f' ({unit})' if unit else ''} – {said}"
    return format_html(
        '<svg class="chart__svg chart__svg--{}" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        *(kind, WIDTH, height, title, title, described, content),
    )


def _short(label: str, limit: int = LABEL_LIMIT) -> str:
    """A label cut to its room; the whole of it stands in the table beside."""
    return label if len(label) <= limit else f"{label[: limit - 1].rstrip()}…"
