"""Lending a role, or part of it, to another person for some days, by a paper; and taking it back."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.org import roles
from danvan.org.models import AccessChange, Account, Delegation, Person, Unit
from danvan.org.people.book import note
from danvan.org.people.granting import span
from danvan.org.people.managing import SYSTEM, managed_units
from danvan.org.rights import Holding, Span
from danvan.org.today import today
from danvan.org.tree import below_each
from danvan.ui.errors import Refusal

What = AccessChange.What


def lendable(by: Account, on: date) -> list[Holding]:
    """The roles of its own that an account may lend on a day: what was lent to it stays with it."""
    return [held for held in roles.rights(by, on).holdings if held.is_own and held.role != SYSTEM]


@transaction.atomic
def delegate(
    receiver: Person,
    *,
    by: Account,
    unit: Unit,
    role: str,
    permissions: Collection[str],
    since: date,
    until: date,
    paper_no: str,
    paper_on: date,
    reason: str,
    covers_below: bool = False,
) -> Delegation:
    """Lend the named permissions of a role of one's own over a unit, from `since` to `until` included.

    Raises Refusal when the giver does not hold as much on the first day, for a receiver who cannot log in, and for a
    paper without number. Later days are not promised: each day counts what the giver holds on it.
    """
    giver = _giver(by, receiver)
    known = roles.ROLES[role].permissions if role in roles.ROLES else frozenset()
    if not permissions or not set(permissions) <= known:
        raise Refusal(_("Hãy chọn ít nhất một việc thuộc vai trò được ủy quyền."))
    if not paper_no.strip() or paper_on > since:
        raise Refusal(_("Ủy quyền phải có số văn bản, và văn bản không sau ngày bắt đầu; hãy xem lại."))
    valid = span(since, until)
    _require_held(by, role, Span(unit.pk, covers_below), since)
    _require_unsaid(giver, receiver, unit=unit, role=role, paper_no=paper_no.strip(), valid=valid)
    lent = Delegation.objects.create(
        giver=giver,
        receiver=receiver,
        unit=unit,
        covers_below=covers_below,
        role=role,
        permissions=sorted(permissions),
        valid=valid,
        paper_no=paper_no.strip(),
        paper_on=paper_on,
        reason=" ".join(reason.split()),
    )
    facts = {
        "delegation": lent.pk,
        "role": role,
        "permissions": sorted(permissions),
        "paper_no": paper_no.strip(),
    }
    facts |= {"giver": giver.pk, "since": since, "until": until, "covers_below": covers_below}
    note(What.DELEGATED, by=by, person=receiver, unit=unit, why=reason, **facts)
    return lent


def _giver(by: Account, receiver: Person) -> Person:
    if by.person is None or by.person_id == receiver.pk:
        raise Refusal(_("Hãy chọn một người khác để ủy quyền."))
    if not receiver.accounts.filter(is_active=True).exists():
        raise Refusal(_("Người được ủy quyền chưa có tài khoản đang hoạt động."))
    return by.person


def _require_held(by: Account, role: str, wanted: Span, on: date) -> None:
    """Whatever the giver does not hold himself on the first day cannot be lent."""
    own = [held.span for held in lendable(by, on) if held.role == role]
    under = below_each({place.unit_id for place in [*own, wanted] if place.covers_below}, on)
    reached = {
        pk for place in own for pk in (under[place.unit_id] if place.covers_below else {place.unit_id})
    }
    asked = under[wanted.unit_id] if wanted.covers_below else {wanted.unit_id}
    if not asked <= reached:
        raise Refusal(
            _(
                "Bà/Ông không giữ vai trò này trên toàn phạm vi đã chọn vào ngày bắt đầu, hoặc vai trò ấy do người khác "
                "ủy quyền; chỉ ủy quyền được điều chính mình được giao."
            )
        )


def _require_unsaid(giver: Person, receiver: Person, **paper: Any) -> None:
    """A second click must not lend a second time: withdrawing one would leave the other."""
    Person.objects.select_for_update().get(pk=giver.pk)  # the second waits here for the first
    days = paper.pop("valid")
    alike = Delegation.objects.filter(giver=giver, receiver=receiver, ended_on__isnull=True, **paper)
    if alike.filter(valid__overlap=days).exists():
        raise Refusal(
            _(
                "Bà/Ông đã ghi ủy quyền này cho người ấy theo đúng văn bản đó; "
                "hãy xem trang Ủy quyền, hoặc thôi ủy quyền cũ trước khi ghi lại."
            )
        )


def may_end(by: Account, lent: Delegation, on: date) -> bool:
    """The giver takes back; the administrator of the unit stops what should not have been lent."""
    return by.person_id == lent.giver_id or lent.unit_id in managed_units(by, on)


@transaction.atomic
def end_delegation(lent: Delegation, *, by: Account, why: str) -> None:
    """Withdraw a delegation with effect from today; the receiver loses it at the next request."""
    day = today()
    if not may_end(by, lent, day):
        raise Refusal(_("Chỉ người ủy quyền hoặc người quản trị của đơn vị thôi được ủy quyền này."))
    note(
        What.DELEGATION_ENDED,
        by=by,
        person=lent.receiver,
        unit=lent.unit,
        why=why,
        delegation=lent.pk,
        giver=lent.giver_id,
    )
    still = Delegation.objects.filter(pk=lent.pk, ended_on__isnull=True, valid__endswith__gt=day)
    if not still.update(ended_on=day, ended_by=by, ended_why=" ".join(why.split())):
        raise Refusal(_("Ủy quyền này đã hết hiệu lực."))
