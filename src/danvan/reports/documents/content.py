"""What a document shows, taken from a package's body alone: a paper of a signed report never depends on today's records."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from danvan.reports import live
from danvan.reports.edition import public_body
from danvan.reports.evidence import gather, new_salt
from danvan.reports.freezing import body_of
from danvan.reports.models import Layout, Report
from danvan.reports.signing import envelope, layout_of

CLOSED = "không mở"


@dataclass(frozen=True, slots=True)
class Content:
    """A body with what stands around it. `envelope` is None for a draft, which nothing proves."""

    body: dict[str, Any]
    envelope: dict[str, Any] | None = None

    @property
    def is_draft(self) -> bool:
        """Not signed yet: every page says so."""
        return self.envelope is None

    @property
    def is_party(self) -> bool:
        """Whether it is laid out as a paper of the Party."""
        return self.body.get("layout") == Layout.PARTY

    @property
    def is_illustrative(self) -> bool:
        """Whether every page says that its numbers are illustrative."""
        return bool(self.body["illustrative"])

    @property
    def signed_on(self) -> date | None:
        """The day of the signature."""
        signed = self.body.get("signed")
        return date.fromisoformat(signed["on"]) if signed else None

    def section_lines(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """(section title, its lines) in the order of the form."""
        found: dict[str, list[dict[str, Any]]] = {}
        for section in self.body["form"]["sections"]:
            found[section["title"]] = []
        for line, title in zip(self.body["lines"], self._titles(), strict=True):
            found[title].append(line)
        return list(found.items())

    def _titles(self) -> list[str]:
        """The section of each line; closed lines do not say it themselves."""
        return [section["title"] for section in self.body["form"]["sections"] for _ in section["rows"]]

    def failed_checks(self) -> list[dict[str, Any]]:
        """Trials that failed and may be shown."""
        return [check for check in self.body["checks"] if not check.get("closed") and not check["ok"]]


def of_report(report: Report, *, public: bool = False) -> Content:
    """The content of a stored report: the frozen body of a signed one, today's figures of a draft."""
    if report.package is not None:
        sealed = envelope(report, public=public)
        return Content(sealed["package"], sealed)
    content = of_live(live.of_report(report), report.layout, str(report.issuer))
    return Content(public_body(content.body)) if public else content


def of_live(read: live.Live, layout: str = "", issuer: str = "") -> Content:
    """The content of a report that is stored nowhere yet."""
    body = body_of(read, gather(read.figures, new_salt()))
    on = read.figures.period.last
    about = {
        "layout": layout or layout_of(read.figures.unit, on),
        "issuer": issuer or read.unit_name,
        "version": 1,
    }
    return Content(body | about)


def counted(line: dict[str, Any]) -> str:
    """The counted column of a line."""
    return CLOSED if line.get("closed") else line["counted"]
