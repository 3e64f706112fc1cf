"""Sign what heads have approved: every report of a period, each in a transaction of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from danvan.org.models import Account
from danvan.org.roles import unit_ids
from danvan.org.tree import Tree
from danvan.records.today import today
from danvan.reports import signing
from danvan.reports.inheritance import stand_ins
from danvan.reports.models import Report
from danvan.reports.signing_all.shared import Shared
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report that was signed, or the sentence with which it was refused."""

    report: Report
    refusal: str = ""


def sign_all(period: str, *, by: Account, form: str = "") -> Iterator[Outcome]:
    """Sign the approved reports of the period (of one form, when named) of the units whose reports the account signs.

    Lower units before higher ones. Only what a head approved: drafts and submitted or returned reports stay as they are. A
    report that `signing.sign` refuses stays approved, and the next is tried; what is signed already is no longer among them,
    so that a run cut short is simply begun again. Refusal for a period without law.
    """
    window = period_of(period)
    waiting = Report.objects.filter(period=window.code, state=Report.State.APPROVED)
    waiting = waiting.filter(unit_id__in=unit_ids(by, "reports.sign", today()))
    reports = list(waiting.filter(form=form) if form else waiting)
    trees = {on: Tree(on) for on in {report.tree_on for report in reports}}
    engines = {on: Shared({*tree.nodes, *stand_ins(tree)}) for on, tree in trees.items()}

    def place(report: Report) -> tuple[int, int, str]:
        return -len(trees[report.tree_on].ancestors(report.unit_id)), report.unit_id, report.form

    for report in sorted(reports, key=place):
        try:
            yield Outcome(signing.sign(report, by=by, engine=engines[report.tree_on]))
        except Refusal as refusal:
            yield Outcome(report, str(refusal))
