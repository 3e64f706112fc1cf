"""What the flow asks before a signature, and what it adds to the signed body: whose numbers are in it, and whose not."""

from typing import Any

from danvan.org.models import Account
from danvan.records.today import today
from danvan.reports import live
from danvan.reports.flow.coverage import frozen
from danvan.reports.flow.models import FlowStep
from danvan.reports.flow.moving import as_laid, refuse_changed, refuse_unseen
from danvan.reports.flow.orders import Owed, missing_below
from danvan.reports.models import Report
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number

NAMED_AT_MOST = 5


def settle(
    report: Report, content: live.Live, reason: str, *, by: Account, shown: str | None = None
) -> dict[str, Any]:
    """The part "coverage" of the body. A head who signs what nobody approved approves it thereby.

    Refusal for what changed since the approval, or since the page was drawn whose digest is `shown`; and where units had
    to send this report and did not, unless the head writes why it is signed without them.
    """
    refuse_changed(report, content)
    refuse_unseen(report, content, shown)
    missing = missing_of(report, content)
    if missing and not reason.strip():
        raise Refusal(f"{sentence(missing)}; người ký phải ghi lý do vẫn ký.")
    if report.state != Report.State.APPROVED:
        FlowStep.objects.create(
            report=report, act=FlowStep.Act.APPROVE, on=today(), by=by, **as_laid(report, content)
        )
    said = frozen(content.figures, [one.unit_id for one in missing])
    return {"coverage": said | {"not_sent": [one.unit_name for one in missing]}}


def missing_of(report: Report, content: live.Live) -> list[Owed]:
    """Units that owed the report's unit this form for the period and sent nothing that could be counted."""
    return missing_below(report.unit, report.form, content.figures.period)


def sentence(missing: list[Owed]) -> str:
    """Còn 2 đơn vị phải gửi mà chưa gửi (Xã A, Xã B)"""
    names = ", ".join(one.unit_name for one in missing[:NAMED_AT_MOST])
    more = f" và {number(len(missing) - NAMED_AT_MOST)} đơn vị khác" if len(missing) > NAMED_AT_MOST else ""
    return f"Còn {number(len(missing))} đơn vị phải gửi mà chưa gửi ({names}{more})"
