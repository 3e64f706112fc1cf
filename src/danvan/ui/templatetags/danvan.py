"""Filters and components of every screen: `{% load danvan %}`. The page /ui/ shows each of them.

Filters   day, day_long, day_full, moment, day_distance:today, number, number:2, money, money_short, percent,
          share:whole, signed, groups_of_four
Marks     {% state_mark state word="" %}   {% tag text tone="" %}   {% flag kind text detail="" href="" %}
Figures   {% figure_card label value unit="" change="" href="" note="" tone="" %}
          {% bar_chart title bars unit="" %}   {% trend title points unit="" %}
Records   {% lifeline stages %}   {% ledger steps title="" open=False %}   {% summary_list rows %}
          {% receipt_code code label="" %}
Pages     {% breadcrumbs trail %}   {% pager previous="" next="" %}
          {% empty_state title text="" href="" action="" %}
          {% details "Tóm tắt" %}…{% enddetails %}   {% asset "path" %}
Forms     {% error_summary form %}   {% field form.name %}   ({{ form }} looks right by itself)
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from danvan.ui import charts, components, dates, numbers

register = template.Library()

_FILTERS: tuple[Callable[..., str], ...] = (
    dates.day,
    dates.day_long,
    dates.day_full,
    dates.moment,
    numbers.number,
    numbers.money,
    numbers.money_short,
    numbers.percent,
    numbers.share,
    numbers.signed,
    components.groups_of_four,
)
for _filter in _FILTERS:
    register.filter(_filter.__name__, _filter)


@register.filter
def day_distance(due: date | None, today: date) -> str:
    """{{ duty.due_on|day_distance:today }} → "còn 3 ngày"."""
    return dates.days_between_words(due, today)


@register.simple_tag
def asset(path: str) -> str:
    """Address of a static file; the plain one when the manifest lacks it: an error page must not fail."""
    try:
        return static(path)
    except ValueError:
        from django.conf import settings

        return f"{settings.STATIC_URL}{path}"


@register.inclusion_tag("ui/components/state_mark.html")
def state_mark(state: str, word: str = "") -> dict[str, str]:
    """A state as shape, word and colour; unknown states are refused, since a wrong mark misleads."""
    return components.mark(state, word)


@register.simple_tag
def tag(text: str, tone: str = "") -> SafeString:
    """A short label; tone is "", jade, ochre or late."""
    return format_html('<span class="label{}">{}</span>', f" label--{tone}" if tone else "", text)


@register.inclusion_tag("ui/components/figure_card.html")
def figure_card(
    label: str,
    value: Any,
    unit: str = "",
    change: Any = "",
    href: str = "",
    note: str = "",
    tone: str = "",
) -> dict[str, str]:
    """One figure of the quarter; the number is the link to what it counts."""
    counted = isinstance(value, int | float | Decimal)
    shown = numbers.number(value) if counted else str(value or numbers.NOTHING)
    return {
        "label": label,
        "value": shown,
        "unit": unit,
        "change": components.change_words(change),
        "href": href,
        "note": note,
        "tone": tone,
    }


@register.inclusion_tag("ui/components/flag.html")
def flag(kind: str, text: str, detail: str = "", href: str = "") -> dict[str, str]:
    """The outcome of a check in plain words; kind is khop, khong_khop, tam_tinh or thieu_so."""
    return components.flag(kind) | {"text": text, "detail": detail, "href": href}


@register.inclusion_tag("ui/components/ledger.html")
def ledger(steps: list[Any], title: str = "", open: bool = False) -> dict[str, Any]:
    """How a due date came about; a step has text and may have day, note, cite."""
    return {"steps": steps, "title": title or _("Vì sao hạn này?"), "open": open}


@register.inclusion_tag("ui/components/lifeline.html")
def lifeline(stages: list[Any]) -> dict[str, Any]:
    """The line of a record's life; a stage has label, phase (qua | dang | sap), day, due, mark, note."""
    return {"stages": stages}


@register.inclusion_tag("ui/components/pager.html")
def pager(previous: str = "", next: str = "") -> dict[str, str]:
    """Addresses of the pages before and after; nothing is shown where there is neither."""
    return {"previous": previous, "next": next}


@register.inclusion_tag("ui/components/empty.html")
def empty_state(title: str, text: str = "", href: str = "", action: str = "") -> dict[str, str]:
    """What would stand here and how to begin."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(source: Any, title: str = "") -> dict[str, Any]:
    """What is wrong, at the top of the page: a form, or a list of sentences or (sentence, address) pairs."""
    errors = components.form_errors(source) if isinstance(source, BaseForm) else components.pairs(source)
    return {"errors": errors, "title": title or _("Chưa ghi được")}


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A field with its label, hint, control and error."""
    return bound.as_field_group()


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(trail: list[tuple[str, str]]) -> dict[str, Any]:
    """The way here: (label, address) pairs; a last one without address is the present page."""
    return {"trail": trail}


@register.inclusion_tag("ui/components/summary_list.html")
def summary_list(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Facts as label and value; a row is (label, value) or (label, value, address, word of the link)."""
    return {"rows": [components.summary_row(*row) for row in rows]}


@register.inclusion_tag("ui/components/receipt_code.html")
def receipt_code(code: str, label: str = "") -> dict[str, Any]:
    """A code in large groups of four, to print, copy or photograph."""
    groups = components.groups_of_four(code).split()
    return {"code": code, "groups": groups, "label": label or _("Mã biên nhận")}


@register.simple_block_tag
def details(content: SafeString, summary: str, open: bool = False) -> SafeString:
    """A part that opens on demand."""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        SafeString(" open") if open else "",
        summary,
        content,
    )


@register.inclusion_tag("ui/components/chart.html")
def bar_chart(title: str, bars: list[Any], unit: str = "") -> dict[str, Any]:
    """Horizontal bars to compare, with their table."""
    rows = charts.as_bars(bars)
    return {"title": title, "bars": rows, "unit": unit, "picture": charts.bar_chart(title, rows, unit)}


@register.inclusion_tag("ui/components/chart.html")
def trend(title: str, points: list[Any], unit: str = "") -> dict[str, Any]:
    """A line through periods, oldest first, with its table."""
    rows = charts.as_bars(points)
    return {"title": title, "bars": rows, "unit": unit, "picture": charts.trend(title, rows, unit)}
