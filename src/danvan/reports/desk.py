"""What the desk's pages of reports show: lists, one report, its signature and its live difference. Knows no request."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from danvan import law
from danvan.org.models import Unit
from danvan.records.desk.access import NotAllowed, Reach
from danvan.records.desk.places import names
from danvan.records.models import Record
from danvan.records.today import today
from danvan.reports import live
from danvan.reports.changes import Change, changes_since
from danvan.reports.documents.content import Content, of_report
from danvan.reports.flow.seen import seen_in
from danvan.reports.form_files import named
from danvan.reports.models import Report
from danvan.reports.opening import open_to
from danvan.reports.signing import envelope
from danvan.reports.verification import Verification, verify
from danvan.reports.windows import period_of

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of reports."""

    report: Report
    unit: str
    title: str
    period: str


def readable(reach: Reach) -> QuerySet:
    """Reports of the units whose counts the account may see."""
    return Report.objects.filter(unit_id__in=reach.units("records.count"))


def listed(reach: Reach) -> list[Entry]:
    """The newest reports, drafts first. Two queries."""
    found = list(readable(reach).order_by("-period", "-state", "-version", "pk")[:PAGE_SIZE])
    found.sort(key=lambda report: report.is_signed)
    places = names({report.unit_id for report in found}, reach.on)
    shapes = named(row.form for row in found)
    return [
        Entry(row, places.get(row.unit_id, ""), shapes[row.form].title, period_of(row.period).label)
        for row in found
    ]


def one(reach: Reach, pk: int) -> Report:
    """The report if the account may see it; NotAllowed otherwise, the same as for one that is not there."""
    report = readable(reach).select_related("unit", "issuer", "amends").filter(pk=pk).first()
    if report is None:
        raise NotAllowed(
            _(
                "Không có báo cáo này, hoặc tài khoản của Bà/Ông không được xem số liệu của đơn vị lập báo cáo."
            )
        )
    return report


class Sheet:
    """One report as its page shows it. Everything costly is computed when the template asks for it."""

    def __init__(self, reach: Reach, report: Report) -> None:
        self.reach, self.report = reach, report

    @property
    def is_draft(self) -> bool:
        """Whether it may still be signed."""
        return not self.report.is_signed

    @cached_property
    def content(self) -> Content:
        """The frozen body of a signed report, today's of a draft."""
        return of_report(self.report, words=False)

    @cached_property
    def period(self) -> law.Period:
        """The report's period with its window."""
        return period_of(self.report.period)

    @property
    def columns(self) -> int:
        """How many columns the tables have: those of typed figures and reasons stand only where there are any."""
        return 3 + 2 * self.content.has_typed + self.has_reasons

    @property
    def has_reasons(self) -> bool:
        """Whether any line says why it differs, or what limits it."""
        return any(line.get("text") for line in self.content.body["lines"])

    @property
    def sections(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """(title, lines) as the paper has them."""
        return self.content.section_lines()

    @property
    def checks(self) -> list[dict[str, Any]]:
        """The trials, failures first."""
        return self.content.body["checks"]

    @property
    def blocking(self) -> list[dict[str, Any]]:
        """Failures that the head must answer for."""
        return [check for check in self.checks if not check["ok"] and check["severity"] == "error"]

    @cached_property
    def verification(self) -> Verification | None:
        """Whether the stored package still holds; None for a draft."""
        return None if self.is_draft else verify(envelope(self.report))

    @cached_property
    def changes(self) -> list[Change]:
        """Totals that differ from the signed ones today."""
        return [] if self.is_draft else [change for change in changes_since(self.report) if change.is_total]

    @property
    def may_sign(self) -> bool:
        """The signature is open to this account, and the period is over."""
        signs = self.report.unit_id in self.reach.units("reports.sign")
        ready = self.is_draft and self.report.state != Report.State.RETURNED
        return ready and signs and self.period.last <= today()

    @property
    def seen(self) -> str:
        """The digest of the draft as the page shows it, which a signature given on it is held to."""
        return seen_in(self.report, self.content.body)

    @property
    def may_amend(self) -> bool:
        """A new version may be begun from this one."""
        return self.report.state == Report.State.SIGNED and self.report.unit_id in self.reach.units(
            "reports.type"
        )

    @property
    def may_publish(self) -> bool:
        """A public edition may be approved."""
        signed = not self.is_draft and not self.report.published_on
        return signed and self.report.unit_id in self.reach.units("records.publish")


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind one figure, as far as the officer may read them."""

    label: str
    value: int | None
    rows: list[Record]
    unseen: int


def behind(reach: Reach, report: Report, code: str) -> Behind:
    """What a cell of a report opens to for an officer, now; Refusal for a count too small for this account."""
    found = open_to(reach.account, code, report.unit, report.period, report.tree_on)
    counted = live.cell_of(report, code)
    rows = list(found.order_by("-received_on", "-pk")[:PAGE_SIZE])
    return Behind(str(counted.label), counted.numerator, rows, (counted.records or 0) - len(rows))


def writable_units(reach: Reach) -> list[tuple[str, str]]:
    """(id, name) of the units for which the account makes reports, in Vietnamese order."""
    from danvan.records.desk.places import choices

    return choices(reach.units("reports.type"), reach.on)


def unit_of(reach: Reach, pk: int) -> Unit:
    """The unit if the account makes its reports; NotAllowed otherwise."""
    if pk not in reach.units("reports.type"):
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không lập báo cáo của đơn vị này; hãy liên hệ người quản trị.")
        )
    return Unit.objects.get(pk=pk)


def last_periods(count: int = 6) -> Iterable[tuple[str, str]]:
    """(code, label) of the quarters that ended last, newest first."""
    now = today()
    year, quarter = now.year, (now.month - 1) // 3 + 1
    found: list[tuple[str, str]] = []
    while len(found) < count:
        window = period_of(f"{year}-Q{quarter}")
        if window.first <= now:
            found.append((window.code, window.label))
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return found
