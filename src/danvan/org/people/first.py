"""The first administrator of the system: made by whoever holds the machine, once."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from danvan.org.models import AccessChange, Account, RoleGrant, Unit
from danvan.org.people.book import note
from danvan.org.people.managing import SYSTEM
from danvan.org.people.persons import open_account, setting_link
from danvan.org.today import today
from danvan.ui.errors import Refusal

WHY = "Mở tài khoản quản trị hệ thống đầu tiên bằng lệnh trên máy chủ"


@transaction.atomic
def open_first(*, unit: Unit, full_name: str, username: str, email: str = "") -> tuple[Account, str]:
    """The account with its role over the unit and all below, and the link that sets its password.

    Raises Refusal when an account that is not locked runs the system already: then that one adds people.
    """
    if RoleGrant.objects.on(today()).filter(role=SYSTEM, person__accounts__is_active=True).exists():
        raise Refusal(
            _(
                "Đã có người quản trị hệ thống đang hoạt động; hãy nhờ người ấy thêm người ở trang Người và quyền."
            )
        )
    account = open_account(by=None, unit=unit, full_name=full_name, username=username, email=email, why=WHY)
    assert account.person is not None
    RoleGrant.objects.create(
        person=account.person, unit=unit, role=SYSTEM, covers_below=True, valid=DateRange(today(), None)
    )
    facts = {"role": SYSTEM, "since": today(), "covers_below": True}
    note(AccessChange.What.ROLE_GIVEN, by=None, person=account.person, unit=unit, why=WHY, **facts)
    return account, setting_link(account, by=None, why=WHY)
