"""The steps of a report: submitted, returned or approved within its unit; sent to the unit above or returned by it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from danvan.org.models import Account
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.records.writing import say_who
from danvan.reports import live
from danvan.reports.flow.models import CellNote, FlowStep
from danvan.reports.flow.seen import seen
from danvan.reports.flow.tables import parent_of
from danvan.reports.flow.words import cleaned
from danvan.reports.models import Report
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number

State, Act = Report.State, FlowStep.Act
LONGEST = 500


@transaction.atomic
def submit(report: Report, *, by: Account) -> Report:
    """Lay a draft, or a returned one, before the head, with the counts as they are now."""
    row = _locked(report)
    require(by, "reports.type", row.unit)
    _expect(row, (State.DRAFT, State.RETURNED), "trình")
    return _to(row, State.SUBMITTED, Act.SUBMIT, by, **_laid(row))


@transaction.atomic
def take_back(report: Report, *, by: Account) -> Report:
    """Back to the compiler's own hands before anybody has decided."""
    row = _locked(report)
    require(by, "reports.type", row.unit)
    _expect(row, (State.SUBMITTED,), "rút về sửa")
    return _to(row, State.DRAFT, Act.TAKE_BACK, by)


@transaction.atomic
def approve(report: Report, *, by: Account) -> Report:
    """The head approves these counts for the signature."""
    row = _locked(report)
    require(by, "reports.sign", row.unit)
    _expect(row, (State.SUBMITTED,), "duyệt")
    return _to(row, State.APPROVED, Act.APPROVE, by, **_laid(row))


@transaction.atomic
def give_back(report: Report, reasons: Mapping[str, str], *, by: Account) -> Report:
    """Return a submitted or approved report; `reasons` are words by cell, "" for the whole. Refusal without any."""
    row = _locked(report)
    require(by, "reports.sign", row.unit)
    _expect(row, (State.SUBMITTED, State.APPROVED), "trả lại")
    said = _said(row, reasons)
    _to(row, State.RETURNED, Act.RETURN, by, reason=said.get("", ""))
    _note(row, said, by)
    return row


@transaction.atomic
def send_up(report: Report, *, by: Account) -> Report:
    """Send the signed report to the unit right above. Refusal for a draft, a replaced one, and a second time."""
    row = _locked(report)
    require(by, "reports.type", row.unit)
    if row.state != State.SIGNED:
        raise Refusal("Chỉ gửi được bản đang có hiệu lực đã ký; hãy ký, hoặc mở bản mới nhất.")
    above = parent_of(row.unit, today())
    if above is None:
        raise Refusal("Đơn vị này không có cấp trên trong hệ thống; hãy gửi báo cáo bằng đường văn bản.")
    last = last_between(row)
    if last and last.act == Act.SEND_UP:
        raise Refusal("Báo cáo này đã gửi cấp trên; không cần gửi lần nữa.")
    if last:
        raise Refusal("Cấp trên đã trả lại báo cáo này; hãy lập bản sửa đổi, ký rồi gửi bản mới.")
    return _to(row, State.SIGNED, Act.SEND_UP, by, to_unit=above)


@transaction.atomic
def give_back_down(report: Report, reasons: Mapping[str, str], *, by: Account) -> Report:
    """The unit above returns what was sent to it; the signed report stays and the unit below amends it."""
    row = _locked(report)
    if row.state == State.REPLACED:
        raise Refusal("Bản này đã có bản sửa đổi thay thế; hãy xem và trả lại bản mới nhất.")
    last = last_between(row)
    if last is None or last.act != Act.SEND_UP or last.to_unit is None:
        raise Refusal("Báo cáo này không ở chỗ cấp trên nên không trả lại được; hãy tải lại trang.")
    require(by, "reports.type", last.to_unit)
    said = _said(row, reasons)
    _to(row, State(row.state), Act.RETURN_DOWN, by, to_unit=last.to_unit, reason=said.get("", ""))
    _note(row, said, by)
    return row


def last_between(report: Report) -> FlowStep | None:
    """The last step between the levels; None for a report that was never sent."""
    rows = FlowStep.objects.filter(report=report, act__in=(Act.SEND_UP, Act.RETURN_DOWN))
    return rows.select_related("to_unit").last()


def changed_since_approval(
    report: Report, values: Mapping[str, int]
) -> list[tuple[str, int | None, int | None]]:
    """(code, approved, now) of counts that are not what was approved; [] for a report that nobody approved."""
    if report.state != State.APPROVED:
        return []
    step = FlowStep.objects.filter(report=report, act=Act.APPROVE).last()
    then: Mapping[str, int] = step.values if step else {}
    codes = [*then, *(code for code in values if code not in then)]
    return [(code, then.get(code), values.get(code)) for code in codes if then.get(code) != values.get(code)]


def refuse_changed(report: Report, content: live.Live) -> None:
    """An approval holds for what was approved: other counts go before the head once more."""
    changed = changed_since_approval(report, counts(content))
    if changed:
        code, then, now = changed[0]
        label = str(content.figures.cell(code).label) if code in content.figures.items else code
        raise Refusal(
            f"Số liệu đã đổi sau khi duyệt ở {number(len(changed))} ô (“{label}”: {number(then)} thành "
            f"{number(now)}); người đứng đầu trả lại, rồi trình và duyệt lại số mới."
        )


def refuse_unseen(report: Report, content: live.Live, shown: str | None) -> None:
    """A head signs what was read: `shown` is the digest of the page where the button stood, None for no page.

    What was approved must stand too, in its words and typed figures; an approval of before digests were kept has none.
    """
    now = seen(report, content)
    step = FlowStep.objects.filter(report=report, act=Act.APPROVE).last()
    if report.state == State.APPROVED and step and step.seen and step.seen != now:
        raise Refusal(
            "Lời văn hoặc số liệu nhập đã đổi sau khi duyệt; hãy trả lại để trình và duyệt lại bản mới."
        )
    if shown is not None and shown != now:
        raise Refusal(
            "Số liệu hoặc lời văn đã đổi sau khi Bà/Ông mở trang này; hãy đọc lại bản đang có ở trang rồi ký."
        )


def as_laid(report: Report, content: live.Live) -> dict[str, Any]:
    """The counts and the digest of a report, as a step keeps them."""
    return {"values": counts(content), "seen": seen(report, content)}


def counts(content: live.Live) -> dict[str, int]:
    """Code → count of the report's own lines, shares left out since they follow."""
    cells = (content.figures.cell(code) for code in content.form.codes)
    return {cell.code: cell.numerator for cell in cells if not cell.is_ratio and cell.numerator is not None}


def _laid(row: Report) -> dict[str, Any]:
    """What a step keeps of the report as it reads now."""
    return as_laid(row, live.of_report(row))


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)


def _expect(row: Report, states: tuple[str, ...], what: str) -> None:
    if row.state not in states:
        raise Refusal(
            f"Báo cáo đang ở trạng thái “{row.get_state_display()}” nên không {what} được; hãy tải lại trang."
        )


def _to(row: Report, state: str, act: str, by: Account, **more: Any) -> Report:
    say_who(by, str(Act(act).label))
    FlowStep.objects.create(report=row, act=act, on=today(), by=by, **more)
    if row.state != state:
        row.state = state
        row.save(update_fields=["state"])
    return row


def _said(row: Report, reasons: Mapping[str, str]) -> dict[str, str]:
    said = {code: words for code, text in reasons.items() if (words := cleaned(text))}
    if not said:
        raise Refusal("Trả lại thì phải nêu lý do; hãy ghi lý do ở ô cần sửa hoặc cho cả báo cáo.")
    if any(len(text) > LONGEST for text in said.values()):
        raise Refusal(f"Lý do dài quá {LONGEST} chữ; hãy ghi ngắn lại.")
    known = {"", *live.form(row.form).codes}
    if unknown := said.keys() - known:
        raise Refusal(f"Báo cáo này không có ô “{min(unknown)[:80]}”; hãy tải lại trang.")
    return said


def _note(row: Report, said: Mapping[str, str], by: Account) -> None:
    step = FlowStep.objects.filter(report=row).last()
    CellNote.objects.bulk_create(
        CellNote(report=row, step=step, code=code, text=text, by=by) for code, text in said.items()
    )


def counts_shown(body: Mapping[str, Any]) -> dict[str, str]:
    """Code → what the report's line shows, of a package body."""
    return {line["code"]: line["counted"] for line in body["lines"] if line["code"]}
