"""What each role may do, in words and as permissions. A role is code, since the law fixes who may do what."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from danvan.org.models import RoleGrant
from danvan.org.tree import below

PERMISSIONS = {
    "records.open": "tiếp nhận hồ sơ",
    "records.read": "xem hồ sơ",
    "records.sealed": "xem số, ngày và loại của hồ sơ niêm phong",
    "records.classify": "phân loại đơn",
    "records.handle": "xử lý hồ sơ",
    "records.publish": "công khai hồ sơ",
    "records.count": "xem số liệu tổng hợp",
    "reports.type": "lập báo cáo",
    "reports.sign": "ký báo cáo",
    "people.manage": "quản lý tài khoản",
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its key, its name, one sentence for people, and its permissions."""

    key: str
    label: str
    sentence: str
    permissions: frozenset[str]


def _role(key: str, label: str, sentence: str, *permissions: str) -> Role:
    return Role(key, label, sentence, frozenset(permissions))


ROLES = {
    role.key: role
    for role in (
        _role(
            "tiep_dan",
            "Cán bộ tiếp công dân",
            "Tiếp công dân, tiếp nhận và phân loại đơn của đơn vị mình.",
            *("records.open", "records.read", "records.sealed", "records.classify", "records.count"),
        ),
        _role(
            "xu_ly",
            "Cán bộ xử lý đơn",
            "Tiếp nhận, phân loại, xử lý và theo dõi giải quyết đơn của đơn vị mình.",
            *("records.open", "records.read", "records.sealed", "records.classify", "records.handle"),
            "records.count",
        ),
        _role(
            "lanh_dao",
            "Người đứng đầu",
            "Xem hồ sơ, quyết định công khai, ký báo cáo của đơn vị.",
            *("records.read", "records.sealed", "records.handle", "records.publish", "records.count"),
            *("reports.type", "reports.sign"),
        ),
        _role(
            "tong_hop",
            "Người tổng hợp số liệu",
            "Xem số liệu và lập báo cáo; không mở được hồ sơ.",
            "records.count",
            "reports.type",
        ),
        _role(
            "giam_sat",
            "Mặt trận, đại biểu dân cử",
            "Xem số liệu để giám sát, phản biện; không mở được hồ sơ.",
            "records.count",
        ),
        _role(
            "quan_tri", "Người quản trị", "Quản lý tài khoản và vai trò; không xem hồ sơ.", "people.manage"
        ),
    )
}


def with_permission(permission: str) -> list[str]:
    """Keys of the roles that give a permission; ValueError for a permission that does not exist."""
    if permission not in PERMISSIONS:
        raise ValueError(f"unknown permission {permission}")
    return [role.key for role in ROLES.values() if permission in role.permissions]


def unit_ids(account: Any, permission: str, on: date) -> set[int]:
    """Ids of the units over which the account has a permission on a day, below included where the grant says so."""
    if not account.is_authenticated or not account.person_id:
        return set()
    grants = RoleGrant.objects.on(on).filter(
        person_id=account.person_id, role__in=with_permission(permission)
    )
    own: set[int] = set()
    covering: list[int] = []
    for unit_id, covers_below in grants.values_list("unit_id", "covers_below"):
        own.add(unit_id)
        if covers_below:
            covering.append(unit_id)
    return own | below(covering, on) if covering else own
