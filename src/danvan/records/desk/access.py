"""What an account may do at the desk, asked once for each page."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from danvan.org import roles
from danvan.org.rights import Rights
from danvan.records.declare import RecordType, record_types
from danvan.records.desk import places
from danvan.records.desk.patience import BUSY, HELD
from danvan.records.today import today
from danvan.records.visibility import PUBLISHED, within
from danvan.ui import views as ui_views
from danvan.ui.guarding import NotAllowed, officers_page

__all__ = ["NotAllowed", "Reach", "desk_page", "reading", "require_opening"]


class Reach:
    """Where the roles of today let an account do what: one query, one more where a role covers the units below."""

    def __init__(self, account: Any) -> None:
        self.account = account
        self.on = today()

    @cached_property
    def rights(self) -> Rights:
        """What the roles of today and what others lent give to the account."""
        return roles.rights(self.account, self.on)

    @property
    def home_id(self) -> int | None:
        """The unit of the first role."""
        held = self.rights.holdings
        return held[0].span.unit_id if held else None

    @property
    def own_ids(self) -> set[int]:
        """Ids of the units at which the roles themselves are held, those below left out."""
        return {held.span.unit_id for held in self.rights.holdings}

    @cached_property
    def home(self) -> str:
        """Name of the unit of the first role; empty without roles. One query."""
        return places.names([self.home_id], self.on).get(self.home_id, "") if self.home_id else ""

    def units(self, permission: str) -> frozenset[int]:
        """Ids of the units over which a role gives the permission."""
        roles.with_permission(permission)
        return self.rights.units(permission)

    def over(self, permission: str, unit_id: int) -> bool:
        """Whether a role gives the permission over one unit."""
        roles.with_permission(permission)
        return self.rights.over(permission, unit_id)

    def seen(self, records: Any) -> Any:
        """Of a queryset of records those of the account's units that it may see; what others published is the portal's."""
        return records.filter(within(self.units("records.read"), self.units("records.sealed")))

    def visible(self, records: Any) -> Any:
        """What `visible_records` gives, without asking for the account's roles again."""
        return records.filter(PUBLISHED | within(self.units("records.read"), self.units("records.sealed")))

    @cached_property
    def readable(self) -> frozenset[int]:
        """Units of whose records the desk shows at least the sealed or the unsealed ones."""
        return self.units("records.read") | self.units("records.sealed")

    @property
    def only_counts(self) -> bool:
        """A compiler: sees figures, reads no record."""
        return not self.readable and bool(self.units("records.count"))

    def may_open(self, kind: RecordType) -> bool:
        """Whether records of the type are opened by hand and by this account somewhere."""
        return kind.opens_by_hand and bool(self.units(kind.open_permission))

    def openable(self) -> list[RecordType]:
        """The types that this account may open, in the order declared."""
        return [kind for kind in record_types() if self.may_open(kind)]


def reading(request: HttpRequest) -> Reach:
    """The reach of the request's account; raises NotAllowed when it reads no record anywhere."""
    reach = Reach(request.user)
    if not reach.readable:
        raise NotAllowed(
            "Tài khoản của Bà/Ông chưa được giao quyền xem hồ sơ của đơn vị nào; hãy liên hệ người quản trị của đơn vị."
        )
    return reach


def require_opening(kind: RecordType, reach: Reach) -> None:
    """Raises NotAllowed when the account opens records of the type nowhere."""
    if not reach.may_open(kind):
        raise NotAllowed(
            "Tài khoản của Bà/Ông không có quyền tiếp nhận loại hồ sơ này; hãy liên hệ người quản trị."
        )


def desk_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """An officers' page that also says when somebody else holds a record or a register for too long."""

    @officers_page
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except OperationalError as error:
            if not isinstance(error.__cause__, BUSY):
                raise
            return ui_views.unavailable(request, HELD)

    return guarded
