"""The home page: the newest report in one sentence and a few figures, and the way to the others."""

from dataclasses import dataclass

from django.urls import reverse

from danvan.portal import report_page
from danvan.portal.published import SHOWN_AT_HOME, PublicReport, latest, published
from danvan.reports.models import Report


@dataclass(frozen=True, slots=True)
class Entry:
    """One published report in the list."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Front:
    """What the home page shows; `report` is None before anything was published."""

    report: PublicReport | None
    sentence: str
    cards: list[report_page.Card]
    flag: report_page.Flag | None
    others: list[Entry]


def front() -> Front:
    """Five queries at most, however many reports there are."""
    report = latest()
    if report is None:
        return Front(None, "", [], None, [])
    flags = [flag for flag in report_page.flags(report) if flag.kind == "khong_khop"]
    return Front(
        report,
        report_page.sentence(report),
        report_page.cards(report, 3),
        next(iter(flags), None),
        others(report),
    )


def others(first: PublicReport) -> list[Entry]:
    """The other reports in force, the newest first, each unit and period once."""
    rows = (
        published()
        .filter(state=Report.State.SIGNED)
        .exclude(unit=first.report.unit, period=first.report.period)
        .values_list("unit__slug", "period", "package__unit__name", "package__period__label")[
            : 2 * SHOWN_AT_HOME
        ]
    )
    found = {
        (slug, period): Entry(
            f"{name}, {report_page.lower_first(label)}", reverse("portal:report", args=[slug, period])
        )
        for slug, period, name, label in rows
    }
    return list(found.values())[:SHOWN_AT_HOME]
