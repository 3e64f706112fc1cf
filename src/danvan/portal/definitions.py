"""What a figure counts, in words, read from its declaration: the definition that counts is the one that is told."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import Field, Q
from django.utils.translation import gettext as _

from danvan.portal.published import PublicReport
from danvan.records.declare import Indicator, Ratio, figure
from danvan.records.desk.facts import in_words
from danvan.ui.dates import day

OPEN, OPEN_BEFORE, DUE = "stock", "carried_over", "due"
ENDED = "closed_on"


def steps(item: Indicator | Ratio, report: PublicReport) -> list[str]:
    """Sentences that tell how the figure is made: what is counted, which day places it, what narrows it, how it adds up."""
    if isinstance(item, Ratio):
        part, whole = figure(item.numerator), figure(item.denominator)
        return [_("Tỷ lệ: “%(part)s” chia cho “%(whole)s”.") % {"part": part.label, "whole": whole.label}]
    found = [_counted(item), _placed(item, report)]
    if narrowed := [*conditions(item.where, item), *_dated(item, report)]:
        found.append(_("Chỉ tính khi: %(conditions)s.") % {"conditions": "; ".join(narrowed)})
    found.append(
        _("Cộng từ mọi đơn vị trực thuộc theo tổ chức ngày %(day)s; mỗi hồ sơ chỉ tính một lần.")
        % {"day": day(report.last)}
    )
    return found


def _counted(item: Indicator) -> str:
    what = str(item.source._meta.verbose_name)
    how, _sep, column = item.measure.partition(":")
    if how == "sum":
        return _("Cộng “%(column)s” của từng %(what)s.") % {"column": name_of(item, column), "what": what}
    if how == "distinct":
        return _("Đếm các giá trị khác nhau của “%(column)s” trong mọi %(what)s.") % {
            "column": name_of(item, column),
            "what": what,
        }
    return _("Đếm từng %(what)s.") % {"what": what}


def _placed(item: Indicator, report: PublicReport) -> str:
    named = name_of(item, item.placed_by)
    if item.kind in (OPEN, OPEN_BEFORE, DUE):
        eve = report.first - timedelta(days=1)
        came_by = eve if item.kind == OPEN_BEFORE else report.last
        then = report.last if item.kind == OPEN else eve
        return _open(item, named, came_by, then)
    return _("Hồ sơ thuộc kỳ khi %(named)s nằm trong khoảng từ %(first)s đến hết %(last)s.") % {
        "named": named,
        "first": day(report.first),
        "last": day(report.last),
    }


def _open(item: Indicator, named: str, came_by: date, then: date) -> str:
    """Since when a record is there, and what had not ended it by a day."""
    said = {"named": named, "last": day(came_by), "then": day(then)}
    if item.ends_by != ENDED:
        said["ended"] = name_of(item, item.ends_by)
        return _("Hồ sơ có %(named)s đến hết %(last)s và đến hết %(then)s chưa có %(ended)s.") % said
    if came_by == then:
        return _("Hồ sơ có %(named)s đến hết %(last)s và lúc đó chưa kết thúc.") % said
    return _("Hồ sơ có %(named)s đến hết %(last)s và đến hết %(then)s chưa kết thúc.") % said


def _dated(item: Indicator, report: PublicReport) -> Iterator[str]:
    """The further conditions on days, in words."""
    words = {
        "before": _("%(named)s trước %(first)s"),
        "within": _("%(named)s trong khoảng từ %(first)s đến hết %(last)s"),
        "until": _("%(named)s đến hết %(last)s"),
        "later": _("đến hết %(last)s chưa có %(named)s"),
    }
    for column, word in item.dated:
        said = {"named": name_of(item, column), "first": day(report.first), "last": day(report.last)}
        yield words[word] % said


def name_of(item: Indicator, column: str) -> str:
    """The Vietnamese name of a column of the figure's source."""
    return str(_field(item, column).verbose_name)


def conditions(node: Q, item: Indicator) -> Iterator[str]:
    """Each condition of a figure in words, "hoặc" between alternatives, "không phải" before what is excluded."""
    told = [
        " và ".join(conditions(child, item)) if isinstance(child, Q) else _condition(item, *child)  # type: ignore[misc]
        for child in node.children
    ]
    if node.connector == Q.OR and len(told) > 1:
        told = [" hoặc ".join(told)]
    yield from (_("không phải (%(what)s)") % {"what": what} if node.negated else what for what in told)


def _condition(item: Indicator, path: str, value: Any) -> str:
    column, _sep, lookup = path.partition("__")
    of = _field(item, column)
    named = name_of(item, column)
    if lookup == "isnull":
        return _("chưa có %(named)s") % {"named": named} if value else _("đã có %(named)s") % {"named": named}
    if isinstance(value, list | tuple | set | frozenset):
        values = [_lower(in_words(of, one)) for one in value]
        joiner = " đến " if lookup == "range" else " hoặc "
        return f"{named} là {joiner.join(values)}"
    signs = {"gt": "lớn hơn", "gte": "từ", "lt": "nhỏ hơn", "lte": "đến"}
    return f"{named}{': ' if not lookup or lookup == 'exact' else f' {signs[lookup]} '}{_lower(in_words(of, value))}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _field(item: Indicator, column: str) -> Field:
    return cast("Field", item.source._meta.get_field(column))
