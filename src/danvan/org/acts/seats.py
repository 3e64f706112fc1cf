"""Posts and roles at units that end: they end with the unit. Those who go on are given theirs at the new unit."""

from collections.abc import Iterator
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from danvan.org.acts.previews import Line, Touched
from danvan.org.models import AccessChange, Account, PostHolding, RoleGrant, UnitAct
from danvan.org.people.book import note
from danvan.org.people.managing import SYSTEM, is_system, lock_system_grants
from danvan.org.today import today
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

LASTING = Q(valid__upper_inf=True)


def tell(touched: Touched, on: date) -> Iterator[Line]:
    """How many posts and roles end. Two queries."""
    if not touched.ended:
        return
    posts, roles = _posts(touched, on).count(), _roles(touched, _roles_end(on)).count()
    if posts:
        yield Line(_("Chức vụ thôi giữ từ ngày %(day)s") % {"day": day(on)}, posts)
    if roles:
        yield Line(_("Vai trò hết hiệu lực từ ngày %(day)s") % {"day": day(_roles_end(on))}, roles)


def _roles_end(on: date) -> date:
    """Nobody's right of a day gone by is taken back: what was done by it was done by right."""
    return max(on, today())


def _after(on: date) -> Q:
    return Q(valid__endswith__gt=on) | LASTING


def _posts(touched: Touched, on: date):
    return PostHolding.objects.filter(_after(on), post__unit_id__in=touched.ended)


def _roles(touched: Touched, on: date):
    return RoleGrant.objects.filter(_after(on), unit_id__in=touched.ended)


def end(act: UnitAct, touched: Touched, by: Account) -> None:
    """End them on the act's day, each with its line in the book of rights.

    Raises Refusal for one that would only begin later, for the system's administrators when `by` is none of them, and
    when nobody would be left to run the system.
    """
    if not touched.ended:
        return
    lock_system_grants()
    had_system = _runs_system(today())
    for holding in _posts(touched, act.on).select_for_update(of=("self",)).select_related("post", "person"):
        _cut(holding, act.on, holding.post.title)
        note(
            AccessChange.What.POST_LEFT,
            by=by,
            person=holding.person,
            unit=holding.post.unit,
            why=_why(act),
            title=holding.post.title,
            on=act.on,
        )
    ends_on = _roles_end(act.on)
    ends_system = _roles(touched, ends_on).filter(role=SYSTEM).exists()
    for grant in _roles(touched, ends_on).select_for_update(of=("self",)).select_related("person", "unit"):
        _cut(grant, ends_on, grant.role)
        note(
            AccessChange.What.ROLE_ENDED,
            by=by,
            person=grant.person,
            unit=grant.unit,
            why=_why(act),
            role=grant.role,
            on=ends_on,
        )
    if had_system and not _runs_system(ends_on):
        raise Refusal(
            _(
                "Người quản trị hệ thống duy nhất có vai trò tại đơn vị kết thúc; "
                "hãy giao vai trò ấy tại một đơn vị khác trước."
            )
        )
    if ends_system and not is_system(by, today()):
        raise Refusal(
            _(
                "Đơn vị kết thúc có người quản trị hệ thống. Chỉ người quản trị hệ thống thôi được vai trò ấy; "
                "hãy nhờ người ấy xác nhận."
            )
        )


def _cut(row: PostHolding | RoleGrant, on: date, what: str) -> None:
    if row.valid.lower >= on:
        raise Refusal(
            _(
                "“%(what)s” tại đơn vị kết thúc được ghi bắt đầu từ %(since)s, không trước ngày %(day)s; "
                "hãy sửa việc giao ấy trước."
            )
            % {"what": what, "since": day(row.valid.lower), "day": day(on)}
        )
    row.valid = DateRange(row.valid.lower, on)
    row.save(update_fields=["valid"])


def _why(act: UnitAct) -> str:
    return (_("Đơn vị kết thúc theo văn bản %(basis)s") % {"basis": act.basis})[:300]


def _runs_system(on: date) -> bool:
    working = RoleGrant.objects.filter(role=SYSTEM, person__accounts__is_active=True)
    return working.filter(valid__contains=on).exists()
