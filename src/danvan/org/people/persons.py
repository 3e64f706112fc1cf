"""Adding a person with an account, moving the person to another unit, locking and opening the account."""

import re

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.org.models import AccessChange, Account, Person, RoleGrant, Unit
from danvan.org.people.book import note
from danvan.org.people.managing import (
    SYSTEM,
    lock_system_grants,
    not_oneself,
    require_another_system,
    require_lent,
    require_person,
    require_unit,
)
from danvan.org.today import today
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import nfc

What = AccessChange.What
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,58})[a-z0-9]", re.ASCII)


@transaction.atomic
def add_person(
    *, by: Account, unit: Unit, full_name: str, username: str, why: str, email: str = ""
) -> Account:
    """Add a person of a unit with an account that has no password yet; `setting_link` gives the way to set one.

    Raises Refusal for a foreign unit, a name or user name that does not fit, and a user name that is taken.
    """
    require_unit(by, unit, today())
    return open_account(by=by, unit=unit, full_name=full_name, username=username, why=why, email=email)


@transaction.atomic
def open_account(
    *, by: Account | None, unit: Unit, full_name: str, username: str, why: str, email: str = ""
) -> Account:
    """The same without asking whose unit it is; for the command that opens the first account."""
    full_name, username = nfc(" ".join(full_name.split())), username.strip().lower()
    if not full_name or len(full_name) > 120:
        raise Refusal(_("Họ và tên phải có và không dài quá 120 ký tự; hãy xem lại ô họ và tên."))
    if not USERNAME.fullmatch(username):
        raise Refusal(
            _(
                "Tên đăng nhập dài 3 đến 60 ký tự, chỉ gồm chữ thường không dấu, số, dấu chấm, gạch ngang, gạch dưới."
            )
        )
    if Account.objects.filter(username=username).exists():
        raise Refusal(_("Tên đăng nhập “%(name)s” đã có người dùng; hãy chọn tên khác.") % {"name": username})
    person = Person.objects.create(full_name=full_name, unit=unit)
    account = Account(username=username, email=email.strip(), person=person)
    account.set_unusable_password()
    _require_address(account.email)
    account.save()
    note(What.PERSON_ADDED, by=by, person=person, unit=unit, why=why, username=username)
    return account


@transaction.atomic
def setting_link(account: Account, *, by: Account | None, why: str) -> str:
    """The path of a page on which the account's holder sets a password: good once, until PASSWORD_RESET_TIMEOUT.

    Whoever has the link can become the account's holder, so it is given under the same rule as locking, and not into
    rights that others have lent the holder where `by` manages nobody.
    """
    person = _person_of(account)
    if by is not None:
        require_person(by, person, today())
        require_lent(by, person, today())
    if not Account.objects.filter(pk=account.pk, is_active=True).exists():
        raise Refusal(_("Tài khoản đang khóa; hãy mở lại tài khoản trước khi cấp liên kết."))
    note(What.LINK_MADE, by=by, person=person, unit=person.unit, why=why, username=account.username)
    key = default_token_generator.make_token(account)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(account), key])


@transaction.atomic
def disable(account: Account, *, by: Account, why: str) -> None:
    """Lock an account from the next request on. Nothing is deleted: what its holder did keeps its name."""
    person = _person_of(account)
    day = today()
    lock_system_grants()
    require_person(by, person, day)
    if RoleGrant.objects.on(day).filter(person=person, role=SYSTEM).exists():
        require_another_system(person, day)
    if not Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
        raise Refusal(_("Tài khoản này đã khóa từ trước."))
    note(What.ACCOUNT_DISABLED, by=by, person=person, unit=person.unit, why=why, username=account.username)


@transaction.atomic
def enable(account: Account, *, by: Account, why: str) -> None:
    """Open a locked account again, with the roles that its holder has by now."""
    person = _person_of(account)
    require_person(by, person, today())
    if not Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
        raise Refusal(_("Tài khoản này đang hoạt động."))
    note(What.ACCOUNT_ENABLED, by=by, person=person, unit=person.unit, why=why, username=account.username)


@transaction.atomic
def move_person(person: Person, *, by: Account, unit: Unit, why: str) -> None:
    """Note that the person works at another unit from now on; roles and posts are ended and given for themselves."""
    not_oneself(by, person)
    require_person(by, person, today())
    require_unit(by, unit, today())
    if person.unit_id == unit.pk:
        raise Refusal(_("Người này đang công tác ở chính đơn vị đó."))
    left = person.unit_id
    Person.objects.filter(pk=person.pk).update(unit=unit)
    note(What.PERSON_MOVED, by=by, person=person, unit=unit, why=why, left=left)


def _require_address(email: str) -> None:
    try:
        Account._meta.get_field("email").clean(email, None)
    except ValidationError:
        raise Refusal(
            _("Thư điện tử không đúng dạng; hãy ghi như ten@coquan.gov.vn, hoặc để trống ô này.")
        ) from None


def _person_of(account: Account) -> Person:
    if account.person is None:
        raise Refusal(_("Tài khoản này không gắn với người nào nên không quản trị ở đây được."))
    return account.person
