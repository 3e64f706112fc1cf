"""The months within a report's period, counted today: the signed package holds the period as a whole only."""

from dataclasses import dataclass

from danvan.portal.published import PublicReport
from danvan.reports.opening import ALL, WHOLE, Month, Opened, open_publicly
from danvan.ui.charts import Bar

HIDDEN = "ẩn vì số nhỏ"
TREND = ("don.tiep_nhan", "tcd.luot")


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure by month. `differs` says that today's records no longer give the number that was signed."""

    code: str
    label: str
    unit: str
    points: list[Bar]
    total: int | None
    signed: int | None

    @property
    def differs(self) -> bool:
        """Whether records changed after the signature."""
        return self.total is not None and self.total != self.signed


def trend(report: PublicReport) -> Trend | None:
    """The first figure of TREND that the report counts and the public may open by month; None when none is."""
    for code in TREND:
        if report.count(code) is None:
            continue
        opened = open_publicly(code, report.report.unit, report.window, report.report.tree_on)
        if opened.months and opened.has_table:
            return _trend(report, opened)
    return None


def _trend(report: PublicReport, opened: Opened) -> Trend:
    cell = report.own[opened.code]
    points = [_point(month, opened.value(ALL, month.key), report) for month in opened.months]
    return Trend(opened.code, cell["label"], cell["measure"], points, opened.value(ALL, WHOLE), cell["value"])


def _point(month: Month, value: int | None, report: PublicReport) -> Bar:
    """A month with what must be said of it; a closed one says that it is hidden, or it would pass for uncounted."""
    said = [_part(month, report), HIDDEN if value is None else ""]
    return Bar(month.label.removeprefix("Tháng "), value, note=", ".join(filter(None, said)))


def _part(month: Month, report: PublicReport) -> str:
    """Which days of a month that the period only touches: "từ ngày 15", "đến ngày 14"."""
    if month.first == report.first and month.first.day > 1:
        return f"từ ngày {month.first.day}"
    return f"đến ngày {month.last.day}" if month.last == report.last and month.last.day < 28 else ""
