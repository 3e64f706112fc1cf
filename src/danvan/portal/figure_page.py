"""What the page of one figure shows: its definition in words, its number typed and counted, and what it opens to."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.portal import definitions
from danvan.portal.pictures import Chart, charts
from danvan.portal.published import LONGEST, PublicReport
from danvan.portal.report_page import Flag, failures_of
from danvan.portal.table import Row, lines
from danvan.records.declare import Indicator, Ratio, figure
from danvan.records.desk.keyset import Order, Slice, page
from danvan.records.desk.places import names
from danvan.reports.opening import ALL, WHOLE, Opened, open_publicly
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number


@dataclass(frozen=True, slots=True)
class Line:
    """A group of units with its counts by month; None is a closed cell."""

    label: str
    values: list[int | None]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A published record of the list: nothing but its number, title, unit, day and state."""

    number: str
    title: str
    unit: str
    day: Any
    state: str


@dataclass
class FigurePage:
    """One figure of a published report. `row` is its line in the report, None where the form does not print it."""

    code: str
    label: str
    unit: str
    cite: str
    value: str
    row: Row | None
    steps: list[str] = field(default_factory=list)
    stated: dict[str, Any] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    table: list[Line] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    cut: Slice | None = None
    sentence: str = ""
    differs: str = ""
    flags: list[Flag] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    wholes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def said(self) -> str:
        """The words of the typed report: nguyên văn “trên 3,1 tỷ đồng”."""
        raw = f"{self.stated.get('qualifier', '')} {self.stated.get('raw', '')}".strip()
        return _("nguyên văn: “%(raw)s”") % {"raw": raw} if self.stated.get("raw") else ""

    @property
    def typed_unit(self) -> str:
        """The unit beside the typed number, where the number does not say it itself."""
        unit = self.stated.get("unit", "")
        return "" if unit in ("đồng", "%") else unit

    @property
    def note(self) -> str:
        """What limits the typed figure, as a sentence begins."""
        note = self.stated.get("note", "")
        return note[:1].upper() + note[1:]


def figure_page(report: PublicReport, code: str, after: str = "", before: str = "") -> FigurePage:
    """The page of a figure of the report; Refusal for a code that the report does not hold."""
    row = next((row for row in lines(report) if row.code == code), None)
    cell = report.own.get(code)
    if cell is None:
        if row is None:
            words = {"code": code[:LONGEST]}
            raise Refusal(_("Báo cáo này không có chỉ tiêu “%(code)s”; hãy mở lại từ trang báo cáo.") % words)
        return _typed_only(report, row)
    if cell.get("closed"):
        found = FigurePage(code, cell["label"], "", "", "", None)
        found.sentence = _(
            "Số này nhỏ hoặc từ nó tính ra được một số nhỏ, nên không công khai, để không nhận ra ai."
        )
        return found
    found = FigurePage(code, cell["label"], cell["measure"], cell["cite"], number(cell["value"]), row)
    found.stated, found.flags = _stated(report, row), failures_of(report, code)
    found.charts, found.wholes = charts(report, code), _wholes(report, code)
    if item := _declared(code):
        found.steps = definitions.steps(item, report)
        _open(found, report, item, after, before)
    return found


def ways(report: PublicReport, shown: FigurePage) -> dict[str, Any]:
    """Where the page leads: back along the trail, and to the pages of its list before and after."""
    here = report.address("figure", shown.code)
    joint = "&" if "?" in here else "?"
    cut = shown.cut
    return {
        "trail": [
            (_("Trang đầu"), reverse("portal:home")),
            (f"{report.period_label}, {report.unit_name}", report.address()),
            (shown.label, ""),
        ],
        "previous": f"{here}{joint}truoc={cut.before}" if cut and cut.before else "",
        "next": f"{here}{joint}sau={cut.after}" if cut and cut.after else "",
    }


def _declared(code: str) -> Indicator | Ratio | None:
    """The declaration of today; None for a figure that is no longer declared and stands in the package only."""
    try:
        return figure(code)
    except Refusal:
        return None


def _typed_only(report: PublicReport, row: Row) -> FigurePage:
    found = FigurePage(row.code, row.label, row.unit, "", "", row, stated=_stated(report, row))
    found.sentence = _(
        "Chưa có hồ sơ để đếm: số này chỉ có trong báo cáo đã phát hành, nên không mở ra được hồ sơ nào."
    )
    return found


def _wholes(report: PublicReport, code: str) -> list[tuple[str, str]]:
    """(label, address) of the figures that this one is a part of."""
    codes = [whole for item in report.body["identities"] if code in item["parts"] for whole in item["whole"]]
    return [
        (report.own[whole]["label"], report.address("figure", whole))
        for whole in codes
        if whole in report.own
    ]


def _stated(report: PublicReport, row: Row | None) -> dict[str, Any]:
    """The typed figure behind a line, as it was written; {} when nothing was typed."""
    shapes = (shape for section in report.body["form"]["sections"] for shape in section["rows"])
    typed = next(
        (shape["typed"] for shape in shapes if row and row.code in (shape["code"], shape["typed"])), ""
    )
    return next((figure for figure in report.body["typed"] if typed and figure["code"] == typed), {})


def _open(found: FigurePage, report: PublicReport, item: Indicator | Ratio, after: str, before: str) -> None:
    opened = open_publicly(found.code, report.report.unit, report.window, report.report.tree_on)
    found.sentence = opened.sentence
    if opened.records is not None:
        _list(found, opened.records, item, after, before)
    elif opened.has_table:
        _tabulate(found, opened)
        signed, live = report.count(found.code), opened.value(ALL, WHOLE)
        if live is not None and live != signed:
            found.differs = _(
                "Bảng này đếm lại hôm nay được %(live)s, khác số đã ký %(signed)s: hồ sơ đã thay đổi sau khi ký."
            ) % {"live": number(live), "signed": number(signed)}


def _tabulate(found: FigurePage, opened: Opened) -> None:
    keys = [*(month.key for month in opened.months), WHOLE]
    found.heads = [*(month.label for month in opened.months), _("Cả kỳ")]
    groups = [(group.key, group.label) for group in opened.groups]
    found.table = [Line(label, [opened.value(key, month) for month in keys]) for key, label in groups]
    found.table.append(Line(_("Tổng"), [opened.value(ALL, month) for month in keys], is_total=True))


def _list(found: FigurePage, records: QuerySet, item: Indicator | Ratio, after: str, before: str) -> None:
    placed = item.placed_by if isinstance(item, Indicator) else "received_on"
    cut = page(records, Order(placed, newest_first=True), after=after, before=before)
    units = names({row.unit_id for row in cut.rows}, getattr(cut.rows[0], placed)) if cut.rows else {}
    found.cut = cut
    found.entries = [
        Entry(row.number, row.title, units.get(row.unit_id, ""), getattr(row, placed), str(row.state_label))
        for row in cut.rows
    ]
