"""What each role may do, in words and as permissions. A role is code, since the law fixes who may do what.

`unit_ids` is the one question behind everything that is shown or done: over which units an account has a permission on
a day, by its own roles, by what others have lent it, and for a machine narrowed to what its token names.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from danvan.org.rights import Rights

PERMISSIONS = {
    "records.open": "tiếp nhận hồ sơ",
    "records.read": "xem hồ sơ",
    "records.sealed": "xem số, ngày và loại của hồ sơ niêm phong",
    "records.classify": "phân loại đơn",
    "records.handle": "xử lý hồ sơ",
    "records.decide": "ra quyết định giải quyết",
    "records.assign": "giao hồ sơ cho người xử lý",
    "records.number": "cấp số văn bản đi",
    "records.publish": "công khai hồ sơ",
    "records.erase": "giữ lại, hủy hồ sơ hết thời hạn lưu",
    "records.count": "xem số liệu tổng hợp",
    "letters.forwarded": "xem tình trạng, hạn trả lời của đơn do cơ quan mình chuyển",
    "records.history": "xem lịch sử thay đổi",
    "duties.read": "xem việc thực hiện nghĩa vụ",
    "duties.excuse": "ghi lý do miễn nghĩa vụ",
    "calendar.manage": "sửa lịch nghỉ",
    "units.manage": "lập, đổi tên, nhập, chia đơn vị",
    "people.manage": "quản lý tài khoản và vai trò",
    "notices.read": "xem thư đã gửi",
    "news.edit": "biên tập tin, bài",
    "reports.type": "lập báo cáo",
    "reports.sign": "ký báo cáo",
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


_READS = ("records.read", "records.sealed", "records.count", "duties.read")

ROLES = {
    role.key: role
    for role in (
        _role(
            "tiep_dan",
            "Cán bộ tiếp công dân",
            "Tiếp công dân, tiếp nhận và phân loại đơn của đơn vị mình.",
            *_READS,
            *("records.open", "records.classify"),
        ),
        _role(
            "xu_ly",
            "Cán bộ xử lý đơn",
            "Tiếp nhận, phân loại, xử lý và theo dõi giải quyết đơn của đơn vị mình.",
            *_READS,
            *("records.open", "records.classify", "records.handle"),
        ),
        _role(
            "giai_quyet",
            "Người giải quyết",
            "Xem và xử lý hồ sơ, ra quyết định giải quyết trong phạm vi được giao.",
            *_READS,
            *("records.handle", "records.decide"),
        ),
        _role(
            "lanh_dao",
            "Người đứng đầu",
            "Xem hồ sơ, giao người xử lý, quyết định công khai, giữ lại hoặc hủy hồ sơ hết thời hạn lưu, ghi lý do miễn "
            "nghĩa vụ, ký báo cáo của đơn vị.",
            *_READS,
            *("records.handle", "records.decide", "records.assign", "records.publish", "duties.excuse"),
            "records.erase",
            *("reports.type", "reports.sign"),
        ),
        _role(
            "van_thu",
            "Văn thư",
            "Nhận văn bản đến, cấp số và ngày cho văn bản đi; không xem nội dung hồ sơ niêm phong.",
            *("records.open", "records.read", "records.number"),
        ),
        _role(
            "tong_hop",
            "Cán bộ tổng hợp",
            "Xem số liệu và lập báo cáo; không mở được hồ sơ.",
            *("records.count", "duties.read", "reports.type"),
        ),
        _role(
            "thanh_tra",
            "Thanh tra viên",
            "Xem hồ sơ không niêm phong và việc thực hiện nghĩa vụ của các đơn vị thuộc phạm vi thanh tra.",
            *("records.read", "records.count", "records.history", "duties.read"),
        ),
        _role(
            "giam_sat",
            "Mặt trận, đại biểu dân cử (giám sát)",
            "Xem số liệu và việc thực hiện nghĩa vụ để giám sát, phản biện; không mở được hồ sơ.",
            *("records.count", "duties.read"),
        ),
        _role(
            "chuyen_don",
            "Đại biểu dân cử, cơ quan chuyển đơn",
            "Xem số, ngày, tình trạng và hạn trả lời của đơn do cơ quan mình chuyển đến nơi khác; không mở được hồ sơ.",
            "letters.forwarded",
        ),
        _role(
            "bien_tap",
            "Biên tập viên",
            "Biên tập tin, bài và trang công khai; không xem hồ sơ chưa công khai.",
            "news.edit",
        ),
        _role(
            "quan_tri",
            "Quản trị đơn vị",
            "Quản lý tài khoản, vai trò và thông tin đơn vị mình; không xem hồ sơ.",
            *("people.manage", "units.manage", "notices.read"),
        ),
        _role(
            "he_thong",
            "Quản trị hệ thống",
            "Vận hành hệ thống, lịch nghỉ, thư gửi và tài khoản; không xem nội dung hồ sơ nào.",
            *("people.manage", "units.manage", "calendar.manage", "notices.read"),
        ),
        _role(
            "kiem_toan",
            "Kiểm toán, kiểm tra hệ thống",
            "Xem lịch sử thay đổi và số liệu để kiểm tra; không sửa được gì.",
            *("records.history", "records.count", "duties.read", "notices.read"),
        ),
    )
}


def with_permission(permission: str) -> list[str]:
    """Keys of the roles that give a permission; ValueError for a permission that does not exist."""
    if permission not in PERMISSIONS:
        raise ValueError(f"unknown permission {permission}")
    return [role.key for role in ROLES.values() if permission in role.permissions]


def unit_ids(account: Any, permission: str, on: date) -> set[int]:
    """Ids of the units over which the account has a permission on a day, below included where the role says so.

    Two queries at most: roles with delegations, and the units below. Nobody, a disabled account and an account without
    a person reach nothing.
    """
    with_permission(permission)  # a misspelt permission must not read as "nowhere"
    return set(rights(account, on).units(permission))


def rights(account: Any, on: date) -> Rights:
    """All that the account may do on a day, for a page that asks for several permissions."""
    return Rights(account, on, {role.key: role.permissions for role in ROLES.values()})
