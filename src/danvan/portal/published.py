"""Which reports the public may read, and one of them as it may be read: the public edition of its frozen package."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from danvan.law import Period, period
from danvan.org.models import Unit
from danvan.reports.form_files import form
from danvan.reports.models import UNSIGNED, Report
from danvan.reports.opening import PROVINCES
from danvan.reports.signing import envelope
from danvan.ui.errors import Refusal

USUAL_FORM = "dvcq"
LONGEST = 40  # signs of an address part that are worth repeating to the reader
SHOWN_AT_HOME = 12


def published() -> QuerySet:
    """Signed reports whose public edition was approved, the newest first, without their packages."""
    return (
        Report.objects.filter(published_on__isnull=False)
        .exclude(state__in=UNSIGNED)
        .select_related("unit")
        .defer("package")
        .order_by("-published_on", "-pk")
    )


def window_of(code: str) -> Period:
    """The period in an address; Refusal for one that cannot be read or that no law governs."""
    try:
        return period(code[:LONGEST])
    except (ValueError, OverflowError):
        raise Refusal(
            "Kỳ báo cáo trong địa chỉ không có thật; hãy viết như 2023-Q1, 2023-6M hoặc 2023."
        ) from None


def find(slug: str, code: str, shape: str = "", version: str = "") -> "PublicReport":
    """The published report of a unit, period and form (`shape` its key): the version asked for, else the newest one.

    Refusal with one sentence for an unknown unit, a period without law, and a report that is not public: the sentence
    never tells a draft from a report that was never made.
    """
    unit = Unit.objects.filter(slug=slug).first()
    if unit is None:
        raise Refusal(f"Không có đơn vị nào ở địa chỉ “{slug[:LONGEST]}”; hãy mở báo cáo từ trang đầu.")
    window = window_of(code)
    rows = list(published().filter(unit=unit, period=window.code).order_by("-version"))
    chosen = [row for row in rows if row.form == (shape or usual_form(rows))]
    if version:
        chosen = [row for row in chosen if str(row.version) == version]
    if not chosen:
        raise Refusal(
            f"{unit} chưa công khai báo cáo {window.label} nào ở địa chỉ này; hãy mở báo cáo từ trang đầu."
        )
    return PublicReport(chosen[0], window, rows)


def usual_form(rows: list[Report]) -> str:
    """The form that an address without a form means: the quarterly narrative report where there is one."""
    forms = [row.form for row in rows]
    return USUAL_FORM if USUAL_FORM in forms or not forms else forms[0]


def latest() -> "PublicReport | None":
    """The report that the home page opens with: the newest of a province, else the newest of any unit."""
    rows = list(published().filter(state=Report.State.SIGNED)[:SHOWN_AT_HOME])
    if not rows:
        return None
    kinds = dict(
        Report.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "package__unit__kind")
    )
    first = next((row for row in rows if kinds[row.pk] in PROVINCES), rows[0])
    alike = [row for row in rows if (row.unit_id, row.period) == (first.unit_id, first.period)]
    return PublicReport(first, window_of(first.period), alike)


@dataclass
class PublicReport:
    """A published report. Everything comes from the public edition of its package, which is never counted anew.

    `alike` are the published reports of the same unit and period, other forms and versions included.
    """

    report: Report
    window: Period
    alike: list[Report]

    @cached_property
    def envelope(self) -> dict[str, Any]:
        """What anybody may download and verify."""
        return envelope(self.report, public=True)

    @property
    def body(self) -> dict[str, Any]:
        """The public edition of the package."""
        return self.envelope["package"]

    @property
    def unit_name(self) -> str:
        """The unit's name on the tree's day."""
        return self.body["unit"]["name"]

    @property
    def period_label(self) -> str:
        """Quý I/2023."""
        return self.body["period"]["label"]

    @property
    def period_words(self) -> str:
        """The same within a sentence: quý I/2023."""
        return lower_first(self.period_label)

    @property
    def first(self) -> date:
        """First day that the figures cover."""
        return date.fromisoformat(self.body["period"]["first"])

    @property
    def last(self) -> date:
        """Last day that the figures cover."""
        return date.fromisoformat(self.body["period"]["last"])

    @property
    def signed_on(self) -> date:
        """The day of the signature."""
        return date.fromisoformat(self.body["signed"]["on"])

    @property
    def title(self) -> str:
        """Title of the form, period and unit."""
        return f"{self.body['form']['title']} {self.period_words}"

    @property
    def is_illustrative(self) -> bool:
        """Whether anything in it is invented for demonstration."""
        return bool(self.body["illustrative"])

    @cached_property
    def own(self) -> dict[str, dict[str, Any]]:
        """The unit's own cells by code, closed ones included."""
        slug = self.body["unit"]["slug"]
        return {cell["code"]: cell for cell in self.body["cells"] if cell["unit"] == slug}

    def count(self, code: str) -> int | None:
        """The counted value of a figure; None when it is closed or not in the package."""
        value = self.own.get(code, {}).get("value")
        return value if isinstance(value, int) else None

    @property
    def versions(self) -> list[Report]:
        """The published versions of this form, the newest first."""
        return [row for row in self.alike if row.form == self.report.form]

    @property
    def newer(self) -> tuple[int, str] | None:
        """(number, address) of the newest published version, None for that one itself."""
        newest = self.versions[0]
        return (newest.version, self.address_of(newest)) if newest.version > self.report.version else None

    @property
    def older(self) -> list[tuple[int, str]]:
        """(number, address) of the published versions before this one."""
        below = [row for row in self.versions if row.version < self.report.version]
        return [(row.version, self.address_of(row)) for row in below]

    @property
    def other_forms(self) -> list[tuple[str, str]]:
        """(title, address) of the other forms published for the same unit and period."""
        found: dict[str, Report] = {}
        for row in self.alike:
            if row.form != self.report.form:
                found.setdefault(row.form, row)
        return [(form(key).title, self.address_of(row)) for key, row in found.items()]

    def address(self, name: str = "report", *more: str) -> str:
        """The address of this report's page, or of its figure or download."""
        return self.address_of(self.report, name, *more)

    def address_of(self, row: Report, name: str = "report", *more: str) -> str:
        """The same of another form or version; a query only where the plain address means another one."""
        asked = {}
        if row.form != usual_form(self.alike):
            asked["bieu"] = row.form
        if any(other.form == row.form and other.version > row.version for other in self.alike):
            asked["ban"] = str(row.version)
        query = f"?{urlencode(asked)}" if asked else ""
        return reverse(f"portal:{name}", args=[self.report.unit.slug, row.period, *more]) + query


def lower_first(text: str) -> str:
    """A name inside a sentence: Quý I/2023 → quý I/2023, Tỉnh Quảng Bình → tỉnh Quảng Bình."""
    return text[:1].lower() + text[1:]
