"""What changes within a period: the form, a number of the law that a figure asks, the units; and the figures of each part.

A report is made on the form in force on the period's last day. Where another was in force on the first, the days before
the change and those from it on are counted each by itself, and what is counted in the period adds up to the whole; what
looks at one day, or at several, does not, and is shown without a sum.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Q

from danvan import law
from danvan.org.models import UnitParent
from danvan.records.declare import Indicator
from danvan.reports.between_periods import adds_up
from danvan.reports.compute import Figures, compute
from danvan.reports.form_files import Form, FormRow, version_on
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number

FORM, RULE, UNITS = "bieu_mau", "quy_dinh", "don_vi"


@dataclass(frozen=True, slots=True)
class Turn:
    """One change within the period. `on` is its first day; `codes` are the figures it touches, () for all or for none."""

    on: date
    kind: str
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One figure in each part and over the whole; `adds` says whether the parts must come to the whole.

    What units sent by tables is of the whole period; `whole` says how much of it, and the parts do not come to it.
    """

    code: str
    label: str
    unit: str
    parts: tuple[str, ...]
    whole: str
    adds: bool


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of a period, as (first, last) days, and the figures in each."""

    windows: tuple[tuple[date, date], ...]
    lines: list[SplitLine]


def turns(figures: Figures, form: Form) -> list[Turn]:
    """Everything that changes between the period's first day and its last, oldest first. One query."""
    found = [*_forms(form, figures.period), *_rules(figures), *_units(figures)]
    return sorted(found, key=lambda turn: (turn.on, turn.kind))


def split(figures: Figures, found: Iterable[Turn]) -> Split | None:
    """The figures before and from each change of form or rule; None where nothing but units changes.

    One query per source and part beside those of the tree, which stays that of the figures.
    """
    days = sorted({turn.on for turn in found if turn.kind != UNITS})
    if not days:
        return None
    touched = _touched(figures, found)
    edges = [figures.period.first, *days, figures.period.last + timedelta(days=1)]
    windows = tuple((first, end - timedelta(days=1)) for first, end in pairwise(edges))
    parts = [_part(figures, touched, *window) for window in windows]
    return Split(windows, [_line(code, figures, parts) for code in touched])


def without_counterpart(form: Form, period: law.Period) -> tuple[list[FormRow], list[FormRow]]:
    """(columns of the earlier version that this form has no more, columns of this form that the earlier had not)."""
    older = _version(form, period.first)
    if older is None or older.key == form.key:
        return [], []
    return _missing(older, form), _missing(form, older)


def _missing(of: Form, within: Form) -> list[FormRow]:
    known = {row.code or row.label for row in within.rows}
    return [row for row in of.rows if (row.code or row.label) not in known]


def _version(form: Form, on: date) -> Form | None:
    try:
        return version_on(form.key, on)
    except Refusal:
        return None


def _forms(form: Form, period: law.Period) -> Iterable[Turn]:
    older, on = _version(form, period.first), form.valid_from
    if older and older.key != form.key and period.first < on <= period.last:
        text = f"Từ {day(on)} áp dụng {form.title} ({form.cite}) thay {older.title} ({older.cite})."
        yield Turn(on, FORM, text)


def _rules(figures: Figures) -> Iterable[Turn]:
    """Numbers of the law that conditions of figures ask, where a newer wording has another number."""
    asked: dict[str, list[str]] = {}
    for item in figures.items.values():
        for _column, _lookup, rule in item.limits if isinstance(item, Indicator) else ():
            asked.setdefault(rule, []).append(item.code)
    period = figures.period
    for rule, codes in asked.items():
        for old, new in _wordings(rule):
            if period.first < new.valid_from <= period.last and old.value != new.value:
                text = (
                    f"{new.label}: từ {day(new.valid_from)} là {number(new.value)} thay {number(old.value)} "
                    f"({new.citation}); cả kỳ tính theo số của ngày cuối kỳ."
                )
                yield Turn(new.valid_from, RULE, text, tuple(codes))


def _wordings(rule: str) -> Iterable[tuple[law.Wording, law.Wording]]:
    series = law.rulebook().wordings(rule)
    return pairwise(series)


def _units(figures: Figures) -> Iterable[Turn]:
    period, units = figures.period, figures.counting_ids
    rows = UnitParent.objects.filter(Q(unit__in=units) | Q(parent__in=units))
    days: dict[date, list[int]] = {}
    for valid in rows.values_list("valid", flat=True):
        for edge, on in enumerate((valid.lower, valid.upper)):
            if on and period.first < on <= period.last:
                days.setdefault(on, [0, 0])[edge] += 1
    for on, (began, ended) in days.items():
        told = [f"{number(began)} đơn vị lập mới hoặc chuyển đến"] if began else []
        told += [f"{number(ended)} đơn vị kết thúc hoặc chuyển đi"] if ended else []
        yield Turn(on, UNITS, f"Ngày {day(on)}: {', '.join(told)}.")


def _touched(figures: Figures, found: Iterable[Turn]) -> list[str]:
    """The counts that a change of form or rule touches, in the order declared; distinct values add up in no way."""
    named = {code for turn in found for code in turn.codes}
    all_ = any(turn.kind == FORM for turn in found)
    counts = [item for item in figures.items.values() if isinstance(item, Indicator)]
    return [item.code for item in counts if all_ or item.code in named]


def _part(figures: Figures, codes: list[str], first: date, last: date) -> Figures:
    label = f"{day(first)}–{day(last)}"
    window = replace(figures.period, code=f"{first}..{last}", label=label, first=first, last=last)
    return compute(figures.unit, window, codes, figures.tree_on, engine=figures.engine)


def _line(code: str, figures: Figures, parts: list[Figures]) -> SplitLine:
    item, cell = figures.items[code], figures.cell(code)
    received = figures.received.get(code, {}).get(figures.unit.pk)
    adds = isinstance(item, Indicator) and adds_up(item) and not item.limits and received is None
    shown = tuple(part.cell(code).shown for part in parts)
    whole = (
        cell.shown
        if received is None
        else f"{cell.shown}, trong đó {number(received)} theo bảng gửi của cả kỳ, không tách được"
    )
    return SplitLine(code, str(cell.label), cell.unit, shown, whole, adds)
