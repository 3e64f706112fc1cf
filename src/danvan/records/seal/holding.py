"""Who may hold a key of a case, and as what (Luật Tố cáo 2018, Điều 49 and 56; domain law §6d).

The intake clerk and the settler of the unit hold all of it, by their role of the day. Who verifies holds the redacted
copy alone. A compiler, who runs the system, who administers accounts, văn thư and everybody else hold nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from danvan.org import roles
from danvan.org.models import Account, Unit
from danvan.records.models import Capacity, Part, Record, SealCase, SealKey
from danvan.records.seal import modes
from danvan.records.today import today
from danvan.records.visibility import may
from danvan.ui.errors import Refusal

NEEDS = {
    Capacity.INTAKE: "records.classify",
    Capacity.SETTLER: "records.decide",
    Capacity.VERIFIER: "records.sealed",
}
PARTS: dict[str, tuple[str, ...]] = {
    Capacity.INTAKE: (Part.FULL, Part.REDACTED),
    Capacity.SETTLER: (Part.FULL, Part.REDACTED),
    Capacity.VERIFIER: (Part.REDACTED,),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that may hold a key as something; `key` is None while it has not set a passphrase."""

    account: Account
    capacity: str
    key: SealKey | None

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.account.pk}:{self.capacity}"


def require_here(record: Record, on: date | None = None) -> None:
    """Refusal where the record's unit seals nothing in this installation on that day."""
    if not modes.seals_here(record.unit_id, on or today()):
        mode = modes.mode_of(record.unit_id, on or today())
        raise Refusal(
            f"Đơn vị đang ở chế độ “{mode.label}” nên ở đây không mở hay niêm phong được gì. {modes.tell(mode)}"
        )


def require_kept(record: Record) -> None:
    """Refusal where nothing of the record is sealed here. A case that was made goes on whatever the mode became.

    It is opened, given, taken away and printed as before; only new content and new cases ask `require_here`.
    """
    if not SealCase.objects.filter(record_id=record.pk).exists():
        require_here(record)


def may_hold(account: Account, capacity: str, unit: Unit, on: date | None = None) -> bool:
    """Whether the account's roles of the day let it hold a key of the unit's cases as that."""
    return capacity in NEEDS and account.is_active and may(account, NEEDS[Capacity(capacity)], unit, on)


def require_holder(account: Account, capacity: str, unit: Unit) -> None:
    """Refusal where the matrix gives that account no key as that."""
    if not may_hold(account, capacity, unit):
        label = Capacity(capacity).label if capacity in Capacity.values else capacity
        raise Refusal(
            f"Vai trò hôm nay của người được chọn không cho giữ khóa với tư cách {label} tại đơn vị này "
            "(Luật Tố cáo 2018, Điều 49, 56); hãy chọn người khác."
        )


def candidates(unit: Unit, on: date, capacities: Iterable[str] = Capacity.values) -> list[Candidate]:
    """Accounts that may hold a key of the unit's cases by a role at the unit itself or one lent for it, by name.

    Who reaches the unit from above by a wider role may hold one as well (`may_hold`), but is not proposed.
    """
    wanted = {capacity: NEEDS[Capacity(capacity)] for capacity in capacities}
    found = []
    for account in _near(unit, on, set(wanted.values())):
        rights = roles.rights(account, on)
        for capacity, permission in wanted.items():
            if rights.over(permission, unit.pk):
                found.append((account, capacity))
    keys = {
        key.account_id: key
        for key in SealKey.objects.filter(ended_at=None, account__in={one for one, _c in found})
    }
    return [Candidate(account, capacity, keys.get(account.pk)) for account, capacity in found]


def _near(unit: Unit, on: date, permissions: set[str]) -> list[Account]:
    """Active accounts with a role that gives one of the permissions, at the unit or lent for it."""
    keys = {role for permission in permissions for role in roles.with_permission(permission)}
    own = {
        "person__grants__unit": unit,
        "person__grants__role__in": keys,
        "person__grants__valid__contains": on,
    }
    lent = {
        "person__received__unit": unit,
        "person__received__role__in": keys,
        "person__received__valid__contains": on,
    }
    ids = {
        *Account.objects.filter(is_active=True, **own).values_list("pk", flat=True),
        *Account.objects.filter(is_active=True, **lent).values_list("pk", flat=True),
    }
    accounts = Account.objects.filter(pk__in=ids).select_related("person")
    return list(accounts.order_by("person__name_key", "pk"))
