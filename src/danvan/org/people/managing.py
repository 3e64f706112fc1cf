"""Who may manage whom: an administrator reaches own unit and below, never a higher right, never himself."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from danvan.org import roles
from danvan.org.models import Account, Delegation, Person, RoleGrant, Unit
from danvan.org.tree import below
from danvan.ui.errors import Refusal

MANAGE = "people.manage"
SYSTEM = "he_thong"


def managed_units(by: Account, on: date) -> set[int]:
    """Ids of the units whose people the account manages on a day."""
    return roles.unit_ids(by, MANAGE, on)


def is_system(by: Account, on: date) -> bool:
    """Whether the account runs the system by a role of its own; a lent role does not make a system administrator."""
    return any(held.role == SYSTEM and held.is_own for held in roles.rights(by, on).holdings)


def require_unit(by: Account, unit: Unit, on: date, *, covers_below: bool = False) -> None:
    """Refuse when the unit, or one below it where that is asked, is not the account's to manage."""
    managed = managed_units(by, on)
    wanted = below([unit.pk], on) if covers_below else {unit.pk}
    if unit.pk not in managed:
        raise Refusal(_("Đơn vị này không thuộc phạm vi quản trị của Bà/Ông; hãy chọn đơn vị của mình."))
    if not wanted <= managed:
        raise Refusal(
            _("Bà/Ông chỉ quản trị riêng đơn vị này nên không giao được quyền kể cả đơn vị trực thuộc.")
        )


def require_person(by: Account, person: Person, on: date) -> None:
    """Refuse when the account may not touch the person's account: all that person may do would be in its hands."""
    not_oneself(by, person)
    managed = managed_units(by, on)
    lasting = RoleGrant.objects.filter(person=person).filter(
        Q(valid__contains=on) | Q(valid__startswith__gt=on)
    )
    held = list(lasting.values_list("unit_id", "role", "covers_below"))
    spans = _reached(((unit_id, covers_below) for unit_id, _role, covers_below in held), on)
    if person.unit_id not in managed or not spans <= managed:
        raise Refusal(
            _(
                "Người này công tác hoặc giữ vai trò ở đơn vị ngoài phạm vi quản trị của Bà/Ông; "
                "hãy đề nghị người quản trị cấp trên."
            )
        )
    if any(role == SYSTEM for _unit, role, _below in held) and not is_system(by, on):
        raise Refusal(_("Chỉ người quản trị hệ thống được sửa tài khoản của người quản trị hệ thống."))


def require_lent(by: Account, person: Person, on: date) -> None:
    """Refuse when others have lent the person, for now or later, rights over units that the account does not manage."""
    lent = Delegation.objects.filter(receiver=person, ended_on__isnull=True, valid__endswith__gt=on)
    if not _reached(lent.values_list("unit_id", "covers_below"), on) <= managed_units(by, on):
        raise Refusal(
            _(
                "Người này đang được ủy quyền ở đơn vị ngoài phạm vi quản trị của Bà/Ông; "
                "hãy đề nghị người quản trị cấp trên."
            )
        )


def _reached(places: Iterable[tuple[int, bool]], on: date) -> set[int]:
    """Ids of the units, and of those below where that is said beside."""
    told = list(places)
    alone = {unit_id for unit_id, covers_below in told if not covers_below}
    return alone | below([unit_id for unit_id, covers_below in told if covers_below], on)


def not_oneself(by: Account, person: Person) -> None:
    """Refuse a change that one makes to one's own rights: two people must agree to it."""
    if by.person_id == person.pk:
        raise Refusal(
            _("Bà/Ông không tự thay đổi quyền hoặc tài khoản của mình; hãy đề nghị một người quản trị khác.")
        )


def lock_system_grants() -> None:
    """Let nobody else lock accounts or end roles of system administrators until this transaction is over.

    Two who lock each other in the same moment would each still count on the other.
    """
    list(RoleGrant.objects.select_for_update().filter(role=SYSTEM).values_list("pk"))


def require_another_system(person: Person, on: date) -> None:
    """Refuse when nobody else with a working account would run the system on a day."""
    others = RoleGrant.objects.on(on).filter(role=SYSTEM, person__accounts__is_active=True)
    if not others.exclude(person=person).exists():
        raise Refusal(
            _(
                "Đây là người quản trị hệ thống duy nhất còn hoạt động; "
                "hãy giao vai trò quản trị hệ thống cho một người khác trước."
            )
        )
