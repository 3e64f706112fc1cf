"""Giving and ending roles."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from danvan.org.models import AccessChange, Account, Person, RoleGrant, Unit
from danvan.org.people.book import note
from danvan.org.people.managing import (
    SYSTEM,
    is_system,
    lock_system_grants,
    managed_units,
    not_oneself,
    require_another_system,
    require_unit,
)
from danvan.org.roles import ROLES
from danvan.org.today import today
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

What = AccessChange.What


def offered(by: Account, on: date) -> list[str]:
    """Keys of the roles that the account may give."""
    system = is_system(by, on)
    return [key for key in ROLES if key != SYSTEM or system]


@transaction.atomic
def give_role(
    person: Person,
    role: str,
    *,
    by: Account,
    unit: Unit,
    since: date,
    why: str,
    until: date | None = None,
    covers_below: bool = False,
) -> RoleGrant:
    """Give a role at a unit from a day on, to the last day `until` where there is one.

    Raises Refusal for oneself, a foreign unit or person, a role above one's own, a past day, a role held already.
    """
    not_oneself(by, person)
    if role not in ROLES:
        raise Refusal(_("Không có vai trò này; hãy chọn trong danh sách vai trò."))
    if role not in offered(by, today()):
        raise Refusal(_("Chỉ người quản trị hệ thống giao được vai trò quản trị hệ thống."))
    require_unit(by, unit, today(), covers_below=covers_below)
    if person.unit_id not in managed_units(by, today()):
        raise Refusal(_("Người này không công tác ở đơn vị thuộc phạm vi quản trị của Bà/Ông."))
    granted = _granted(person, role, unit, span(since, until), covers_below)
    facts = {"role": role, "since": since, "until": until, "covers_below": covers_below}
    note(What.ROLE_GIVEN, by=by, person=person, unit=unit, why=why, **facts)
    return granted


def span(since: date, until: date | None) -> DateRange:
    """The days from `since` to `until` included. Rights are never given for days gone by: Refusal."""
    if since < today():
        raise Refusal(
            _("Không giao quyền lùi ngày: hãy chọn từ ngày %(day)s trở đi.") % {"day": day(today())}
        )
    if until and until < since:
        raise Refusal(_("Ngày cuối đứng trước ngày đầu; hãy xem lại hai ngày."))
    return DateRange(since, until + timedelta(days=1) if until else None)


def _granted(person: Person, role: str, unit: Unit, valid: DateRange, covers_below: bool) -> RoleGrant:
    try:
        with transaction.atomic():
            return RoleGrant.objects.create(
                person=person, role=role, unit=unit, valid=valid, covers_below=covers_below
            )
    except IntegrityError:
        raise Refusal(
            _(
                "Người này đã giữ vai trò “%(role)s” tại đơn vị trong khoảng ngày đó; hãy thôi vai trò cũ trước."
            )
            % {"role": ROLES[role].label}
        ) from None


@transaction.atomic
def end_role(grant: RoleGrant, *, by: Account, on: date, why: str) -> None:
    """End a role: `on`, today or later, is the first day without it. The row stays; one that never began is emptied.

    Raises Refusal for a foreign unit, the last administrator of the system, or a role that has ended by then.
    """
    require_unit(by, grant.unit, today())
    if grant.role == SYSTEM and not is_system(by, today()):
        raise Refusal(_("Chỉ người quản trị hệ thống thôi được vai trò quản trị hệ thống."))
    held = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if on < today():
        raise Refusal(_("Không thôi vai trò lùi ngày: hãy chọn hôm nay hoặc một ngày sau."))
    if held.valid.isempty or (held.valid.upper and held.valid.upper <= on):
        raise Refusal(_("Vai trò này đã hết trước ngày đó."))
    if held.role == SYSTEM:
        lock_system_grants()
        require_another_system(held.person, on)
    began = held.valid.lower < on
    held.valid = DateRange(held.valid.lower, on) if began else DateRange(empty=True)
    held.save(update_fields=["valid"])
    note(What.ROLE_ENDED, by=by, person=held.person, unit=held.unit, why=why, role=held.role, on=on)
