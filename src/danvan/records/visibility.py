"""Who sees what. One question, `visible_records`, stands behind every list, page, search, export, drill-down and count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from danvan.org import roles
from danvan.records.today import today
from danvan.ui.errors import Refusal

if TYPE_CHECKING:
    from danvan.org.models import Account, Unit

SEALED = "niem_phong"
PUBLISHED = Q(published_on__isnull=False)


def visible_records(records: QuerySet, account: Any, on: date | None = None) -> QuerySet:
    """The records of a queryset that the account may read on a day.

    The public reads what is published. An officer reads the records of the units where a role gives `records.read`,
    sealed ones only where it gives `records.sealed` too. A compiler who only counts reads none.
    """
    if not account.is_authenticated:
        return records.filter(PUBLISHED)
    day = on or today()
    rights = roles.rights(account, day)
    return records.filter(PUBLISHED | within(rights.units("records.read"), rights.units("records.sealed")))


def within(readable: Iterable[int], sealed: Iterable[int], record: str = "") -> Q:
    """What an officer sees beyond the published: records of the first units, sealed ones only of the second.

    `record` is the way from the rows asked to the spine, as in `record__`.
    """
    open_units, all_units = frozenset(readable), frozenset(sealed)
    if open_units == all_units:
        return Q(**{f"{record}unit_id__in": open_units})
    is_sealed = Q(**{f"{record}secrecy": SEALED})
    opened = Q(**{f"{record}unit_id__in": open_units}) & ~is_sealed
    return opened | Q(**{f"{record}unit_id__in": all_units}) & is_sealed


def may(account: Any, permission: str, unit: Unit, on: date | None = None) -> bool:
    """Whether a role of the account on that day gives the permission over the unit."""
    roles.with_permission(permission)
    return account.is_authenticated and roles.rights(account, on or today()).over(permission, unit.pk)


def require(account: Account, permission: str, unit: Unit, on: date | None = None) -> None:
    """Refuse with a sentence when the account lacks the permission over the unit."""
    if not may(account, permission, unit, on):
        what = roles.PERMISSIONS.get(permission, permission)
        raise Refusal(
            f"Tài khoản của Bà/Ông không có quyền {what} tại đơn vị này; hãy liên hệ người quản trị."
        )
