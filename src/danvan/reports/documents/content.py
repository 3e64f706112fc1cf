"""What a document shows, taken from a package's body alone: a paper of a signed report never depends on today's records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from danvan.reports import live
from danvan.reports.documents.authority import letterhead
from danvan.reports.edition import public_body
from danvan.reports.evidence import Evidence, gather, new_salt
from danvan.reports.freezing import body_of
from danvan.reports.models import Layout, Report
from danvan.reports.narrative.wording import narrative_of
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
        """(section title, its lines) in the order of the form; a closed line does not say its section itself.

        Each line has besides `leaf`, its title without the heads it stands under, `depth`, how many those are, and
        `heads`, those of them that begin at this line, as (depth, text).
        """
        lines = iter(self.body["lines"])
        return [
            (section["title"], list(_headed(section["rows"], lines)))
            for section in self.body["form"]["sections"]
        ]

    @property
    def has_typed(self) -> bool:
        """Whether a typed report stands beside any line."""
        return any(line.get("typed") for line in self.body["lines"])

    def failed_checks(self) -> list[dict[str, Any]]:
        """Trials that failed and may be shown."""
        return [check for check in self.body["checks"] if not check.get("closed") and not check["ok"]]


def _headed(rows: list[dict[str, Any]], lines: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    above: list[str] = []
    for row, line in zip(rows, lines, strict=False):
        under = row.get("under", [])  # packages from before the heads were kept have none
        same = next((n for n, pair in enumerate(zip(under, above, strict=False)) if pair[0] != pair[1]), None)
        kept = min(len(under), len(above)) if same is None else same
        heads = [(depth, under[depth]) for depth in range(kept, len(under))]
        leaf = row["label"].removeprefix("".join(f"{head}, " for head in under))
        above = under
        yield line | {"leaf": leaf, "depth": len(under), "heads": heads}


def of_report(report: Report, *, public: bool = False, words: bool = True) -> Content:
    """The content of a stored report: the frozen body of a signed one, today's figures of a draft.

    Without `words` a draft has no paragraphs, which spares counting the periods beside.
    """
    if report.package is not None:
        sealed = envelope(report, public=public)
        return Content(sealed["package"], sealed)
    content = of_draft(report, live.of_report(report), words=words)
    return Content(public_body(content.body)) if public else content


def paper_of(report: Report) -> Content:
    """The content of a stored report with the head that its papers bear; the pages of a draft do without it."""
    content = of_report(report)
    if not content.is_draft:
        return content
    on = date.fromisoformat(content.body["period"]["last"])
    return Content(content.body | {"head": letterhead(report.issuer, on, report.layout)})


def of_draft(
    report: Report, read: live.Live, evidence: Evidence | None = None, *, words: bool = True
) -> Content:
    """The content of a stored draft as it reads today, with the words that were written for it."""
    evidence = evidence or gather(read.figures, new_salt())
    content = of_live(read, report.layout, str(report.issuer), evidence)
    about = {"version": report.version, "reason": report.reason}
    told = narrative_of(report, read, evidence.salt) if words else {}
    return Content(content.body | about | told)


def of_live(read: live.Live, layout: str = "", issuer: str = "", evidence: Evidence | None = None) -> Content:
    """The content of a report that is stored nowhere yet."""
    body = body_of(read, evidence or gather(read.figures, new_salt()))
    unit, on = read.figures.unit, read.figures.period.last
    kind = layout or layout_of(unit, on)
    about = {"layout": kind, "issuer": issuer or read.unit_name, "version": 1}
    if not issuer:
        about["head"] = letterhead(unit, on, kind)
    return Content(body | about)


def counted(line: dict[str, Any]) -> str:
    """The counted column of a line."""
    return CLOSED if line.get("closed") else line["counted"]
