"""What a head concludes in a session: an answer at once, or an order to a unit with a limit; and whether it was done."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from danvan import law
from danvan.domains.reception.models import (
    Conclusion,
    ConclusionWords,
    HeadAnswer,
    HeadSession,
    Visit,
)
from danvan.org import roles
from danvan.org.models import Account, Unit
from danvan.records.history import say_who
from danvan.records.models import Record
from danvan.records.models.duty import SOON
from danvan.records.today import today
from danvan.records.visibility import may, require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

HANDLE = "records.handle"
CONTACT = "người liên hệ"  # the words by which a wording of TCD.ANSWER wants one named


def visible_to(account: Any) -> QuerySet:
    """Conclusions of sessions of units that the account reads, or that order such a unit; of sealed visits only to whom
    a role lets see sealed records.
    """
    if not account.is_authenticated:
        return Conclusion.objects.none()
    rights = roles.rights(account, today())
    read, sealed = rights.units("records.read"), rights.units("records.sealed")
    open_ones = Q(visit__isnull=True) | ~Q(visit__secrecy=Record.Secrecy.SEALED)
    mine = Q(session__unit_id__in=read) | Q(unit_id__in=read)
    closed = Q(visit__secrecy=Record.Secrecy.SEALED, session__unit_id__in=sealed)
    return Conclusion.objects.filter(mine & open_ones | closed)


@transaction.atomic
def add(
    session: HeadSession,
    *,
    answer: str,
    by: Account,
    on: date,
    visit: Visit | None = None,
    unit: Unit | None = None,
    due_on: date | None = None,
    text: str = "",
    contact: str = "",
) -> Conclusion:
    """Write a conclusion of a session that has begun (TCD.ANSWER, TCD.CONCL).

    Raises Refusal where an order names nobody or no limit, where the law wants a contact named, for words about a tố
    cáo, for a visit of another session, before the session's day and without the right.
    """
    kept = HeadSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    require(by, HANDLE, kept.unit)
    text, contact = text.strip(), contact.strip()
    _check(kept, answer, visit, unit, due_on, on)
    is_sealed = visit is not None and visit.secrecy == Record.Secrecy.SEALED
    _check_words(kept, answer, is_sealed, text, contact)
    say_who(by, "Kết luận tại kỳ tiếp công dân")
    last = kept.conclusions.aggregate(last=Max("number"))["last"] or 0
    ordered = answer == HeadAnswer.ORDERED
    row = Conclusion.objects.create(
        session=kept,
        visit=visit,
        number=last + 1,
        answer=answer,
        unit=unit if ordered else None,
        due_on=due_on if ordered else None,
    )
    if not is_sealed:
        ConclusionWords.objects.create(conclusion=row, text=text, contact=contact)
    return row


def _check(
    session: HeadSession,
    answer: str,
    visit: Visit | None,
    unit: Unit | None,
    due_on: date | None,
    on: date,
) -> None:
    if answer not in HeadAnswer:
        raise Refusal(_("Chưa chọn cách trả lời công dân; hãy chọn một trong hai cách."))
    if session.state == "da_doi" or (session.held_on or session.planned_on) > on:
        raise Refusal(_("Kỳ tiếp đã dời hoặc chưa đến ngày nên chưa có kết luận."))
    if visit is not None and visit.session_id != session.pk:
        raise Refusal(_("Lượt tiếp đã chọn không thuộc kỳ này; hãy chọn lượt tiếp của kỳ."))
    if answer == HeadAnswer.ORDERED and (unit is None or due_on is None):
        raise Refusal(
            _("Giao xem xét thì phải có đơn vị thực hiện và hạn (Điều 18 khoản 4 Luật Tiếp công dân).")
        )
    begun = session.held_on or session.planned_on
    if due_on and due_on < begun:
        raise Refusal(
            _("Hạn thực hiện trước ngày tiếp %(day)s; hãy chọn hạn muộn hơn.") % {"day": day(begun)}
        )


def _check_words(session: HeadSession, answer: str, is_sealed: bool, text: str, contact: str) -> None:
    if is_sealed:
        if text or contact:
            raise Refusal(
                _(
                    "Lượt tiếp có nội dung tố cáo: chỉ ghi nơi thực hiện và hạn; nội dung kết luận nằm trong hồ sơ giấy."
                )
            )
        return
    if not text:
        raise Refusal(_("Chưa có nội dung kết luận; hãy ghi người đứng đầu kết luận gì."))
    wording = law.rulebook().wording("TCD.ANSWER", session.held_on or session.planned_on)
    if answer == HeadAnswer.ORDERED and CONTACT in wording.text and not contact:
        raise Refusal(
            _("Từ 1/7/2026 phải nêu người liên hệ (Điều 25 khoản 3 Nghị định 154/2026/NĐ-CP); hãy ghi.")
        )


@transaction.atomic
def done(conclusion: Conclusion, *, by: Account, on: date, result: str = "") -> Conclusion:
    """Say that an order was carried out on a day, with the result in words.

    By whoever handles records at the unit ordered, or at the session's. Raises Refusal for a day to come or before the
    session, for words about a tố cáo, and when it was said already.
    """
    kept = (
        Conclusion.objects.select_for_update(of=("self",))
        .select_related("session", "unit", "visit")
        .get(pk=conclusion.pk)
    )
    if kept.unit is None or not may(by, HANDLE, kept.unit):
        require(by, HANDLE, kept.session.unit)
    if kept.done_on or kept.unit is None:
        raise Refusal(_("Kết luận này không chờ thực hiện: đã ghi xong, hoặc đã trả lời ngay tại buổi tiếp."))
    if on > today() or on < (kept.session.held_on or kept.session.planned_on):
        raise Refusal(_("Ngày thực hiện xong phải từ ngày tiếp đến hôm nay; hãy sửa lại ngày."))
    is_sealed = kept.visit is not None and kept.visit.secrecy == Record.Secrecy.SEALED
    if is_sealed and result.strip():
        raise Refusal(_("Kết luận về tố cáo không ghi kết quả bằng lời ở đây."))
    say_who(by, "Thực hiện kết luận kỳ tiếp công dân")
    kept.done_on = on
    kept.save(update_fields=["done_on"])
    if not is_sealed:
        ConclusionWords.objects.filter(conclusion=kept).update(result=result.strip()[:2000])
    return kept


def mark(conclusion: Conclusion, on: date) -> str:
    """dung_han | qua_han | sap_den_han | dang_han, by the limit that the head set; empty for an answer at once."""
    if conclusion.due_on is None:
        return ""
    if conclusion.done_on:
        return "dung_han" if conclusion.done_on <= conclusion.due_on else "qua_han"
    left = (conclusion.due_on - on).days
    return "qua_han" if left < 0 else "sap_den_han" if left <= SOON else "dang_han"
