"""Tokens by which a machine asks in the name of an account, narrowed to some permissions over some units."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import ClassVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.org import roles
from danvan.org.models import AccessChange, Account, ApiToken, Unit
from danvan.org.people.book import note
from danvan.org.people.managing import managed_units
from danvan.org.rights import Limits, Span
from danvan.org.today import today
from danvan.org.tree import below
from danvan.ui.errors import Refusal

PREFIX = "danvan_"  # what scanners for leaked secrets look for
SECRET = re.compile(PREFIX + r"[0-9a-f]{40}", re.ASCII)
LONGEST = timedelta(days=366)
# A machine reads; what only a person may answer for is done by a person.
SCOPES = ("records.read", "records.sealed", "records.count", "duties.read")


@dataclass(frozen=True, slots=True)
class Machine:
    """A token that was shown, in the place of an account: every question about rights takes it as one."""

    token: ApiToken
    limits: Limits
    is_authenticated: ClassVar[bool] = True

    @property
    def account(self) -> Account:
        """Whose rights these are."""
        return self.token.account

    @property
    def pk(self) -> int:
        """The account's key."""
        return self.token.account_id

    @property
    def person_id(self) -> int | None:
        """The person whose roles count."""
        return self.token.account.person_id

    @property
    def is_active(self) -> bool:
        """A disabled account's tokens open nothing."""
        return self.token.account.is_active


@transaction.atomic
def make_token(
    *,
    by: Account,
    name: str,
    scopes: Collection[str],
    unit: Unit,
    expires_on: date,
    why: str,
    covers_below: bool = False,
) -> tuple[ApiToken, str]:
    """A token for the account itself, and its secret, which is shown once and never kept.

    Raises Refusal for a scope that no machine may have or that the account lacks there, and for more than a year.
    """
    day, name = today(), " ".join(name.split())
    if by.person is None or not name or len(name) > 80:
        raise Refusal(_("Hãy ghi tên phần mềm dùng mã này, không quá 80 ký tự."))
    if not day <= expires_on <= day + LONGEST:
        raise Refusal(_("Ngày hết hạn phải từ hôm nay và không quá một năm; hãy chọn ngày gần hơn."))
    _require_scopes(by, scopes, unit, covers_below, day)
    secret = PREFIX + secrets.token_hex(20)
    token = ApiToken.objects.create(
        name=name,
        account=by,
        unit=unit,
        covers_below=covers_below,
        scopes=sorted(scopes),
        digest=digest(secret),
        ending=secret[-4:],
        expires_on=expires_on,
    )
    facts = {"token": token.pk, "name": name, "scopes": sorted(scopes), "expires_on": expires_on}
    note(AccessChange.What.TOKEN_MADE, by=by, person=by.person, unit=unit, why=why, **facts)
    return token, secret


def _require_scopes(by: Account, scopes: Collection[str], unit: Unit, covers_below: bool, on: date) -> None:
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Refusal(_("Hãy chọn ít nhất một quyền trong các quyền dành cho phần mềm."))
    wanted = below([unit.pk], on) if covers_below else {unit.pk}
    for scope in scopes:
        if not wanted <= roles.unit_ids(by, scope, on):
            raise Refusal(
                _("Tài khoản của Bà/Ông không có quyền %(what)s trên toàn phạm vi đã chọn.")
                % {"what": roles.PERMISSIONS[scope]}
            )


def digest(secret: str) -> str:
    """What is kept of a secret: 160 random bits need no slow hash."""
    return sha256(secret.encode()).hexdigest()


def machine(secret: str) -> Machine | None:
    """Who shows this secret today; None for an unknown, revoked or expired one and for a disabled account.

    One query, and once a day one more that notes the day of use.
    """
    if not SECRET.fullmatch(secret):
        return None
    day = today()
    token = (
        ApiToken.objects.filter(digest=digest(secret), revoked_at__isnull=True, expires_on__gte=day)
        .filter(account__is_active=True)
        .select_related("account")
        .first()
    )
    if token is None:
        return None
    if token.used_on != day:
        ApiToken.objects.filter(pk=token.pk).filter(~Q(used_on=day) | Q(used_on__isnull=True)).update(
            used_on=day
        )
    return Machine(token, Limits(frozenset(token.scopes), Span(token.unit_id, token.covers_below)))


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Account, why: str) -> None:
    """End a token at once: by its owner, or by the administrator of the owner's unit."""
    owner = token.account.person
    if owner is None or (token.account_id != by.pk and owner.unit_id not in managed_units(by, today())):
        raise Refusal(_("Chỉ chủ mã hoặc người quản trị của đơn vị thu hồi được mã này."))
    alive = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True)
    if not alive.update(revoked_at=timezone.now(), revoked_by=by):
        raise Refusal(_("Mã này đã bị thu hồi."))
    note(
        AccessChange.What.TOKEN_REVOKED,
        by=by,
        person=owner,
        unit=token.unit,
        why=why,
        token=token.pk,
        name=token.name,
    )
