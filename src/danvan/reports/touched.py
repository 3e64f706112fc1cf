"""Which reports an act on units touches: unfinished ones of the units, and periods that run across its day."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from danvan import law
from danvan.org.acts.previews import Line, Touched
from danvan.org.models import UnitClosure
from danvan.reports.models import UNSIGNED, Report
from danvan.ui.errors import Refusal


def tell(touched: Touched, on: date) -> Iterator[Line]:
    """Drafts of the units that end, and drafts of any touched unit or one above whose period holds the day within it.

    Signed reports are never touched: they are frozen with the tree of their day. Two queries.
    """
    eve = on - timedelta(days=1)
    above = UnitClosure.objects.on(eve).filter(descendant_id__in=touched.all)
    wider = touched.all | set(above.values_list("ancestor_id", flat=True))
    drafts = Report.objects.filter(state__in=UNSIGNED, unit_id__in=wider)
    rows = list(drafts.order_by("period", "form", "id").values_list("unit_id", "period"))
    ended = [period for unit, period in rows if unit in touched.ended]
    across = [period for unit, period in rows if unit not in touched.ended and _across(period, on)]
    if ended:
        yield Line(
            _("Báo cáo chưa ký của đơn vị kết thúc, phải ký hoặc bỏ (kỳ %(periods)s)")
            % {"periods": _listed(ended)},
            len(ended),
        )
    if across:
        yield Line(
            _("Báo cáo chưa ký có kỳ vắt qua ngày này: tính theo đơn vị ngày cuối kỳ (kỳ %(periods)s)")
            % {"periods": _listed(across)},
            len(across),
        )


def _across(period: str, on: date) -> bool:
    """Whether the day lies within the period, so that the tree of its first day is not that of its last."""
    try:
        window = law.period(period)
    except Refusal:
        return False
    return window.first < on <= window.last


def _listed(periods: Iterable[str]) -> str:
    return ", ".join(sorted(set(periods)))
