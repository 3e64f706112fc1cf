"""Biểu 01/XLD: all letters to handle, in both circulars; the counts are of đơn save where a column says vụ việc."""

from django.db.models import Q

from danvan.domains.petitions.indicators.where import (
    AS_MATTER,
    BY_HANDLING,
    BY_STANDING,
    COMPETENT,
    ELIGIBLE,
    NEW,
    NOT_COMPETENT,
    OLD,
    UNFINISHED,
    columns,
    equals,
    letters,
    parted,
)
from danvan.domains.petitions.indicators.workload import Cites, declare_workload
from danvan.domains.petitions.models import Kind
from danvan.records.declare import register

FORM, P = "01/XLD", "xld01"
NOT_PRINTED = "Biểu 01/XLD: biểu không in cột này; dùng để đối chiếu"
KINDS = {kind.value: (kind.label.lower(), Q(kind=kind.value)) for kind in Kind}


def both(old: int | str = "", new: int | str = "") -> str:
    """The columns of this form in both circulars."""
    return columns(FORM, old, new)


declare_workload(
    P,
    "Đơn",
    Q(),
    Cites(
        due=both(1, 1),
        carried=both("2–4", 2),
        received=both("5–7", 3),
        handled=both(8, 4),
        handled_carried=NOT_PRINTED,
        handled_received=NOT_PRINTED,
        eligible=both(9, 6),
        unhandled=both(new=5),
        carried_by={"nhieu_nguoi": both(2), "mot_nguoi": both(3), "khac": both(4)},
        received_by={"nhieu_nguoi": both(5), "mot_nguoi": both(6), "khac": both(7)},
    ),
)
MATTERS = letters(f"{P}.vu_viec", "Vụ việc đủ điều kiện xử lý", both(10, 7), where=AS_MATTER, unit="vụ việc")
CONTENTS = dict(zip(KINDS, (both(11, 8), both(12, 9), both(13, 10)), strict=True))
BY_CONTENT = parted(f"{P}.du_dieu_kien", "Đơn đủ điều kiện", KINDS, CONTENTS, ELIGIBLE)
STANDINGS = dict(zip(BY_STANDING, (both(14, 11), both(15, 12), both(16), both(17)), strict=True))
STANDING = parted(f"{P}.tinh_trang", "Đơn đủ điều kiện", BY_STANDING, STANDINGS, ELIGIBLE)
NOT_DONE = letters(
    f"{P}.tinh_trang.chua_xong",
    "Đơn đủ điều kiện, chưa giải quyết xong",
    both(new=13),
    where=ELIGIBLE & UNFINISHED,
)
OWN = letters(f"{P}.tham_quyen", "Đơn thuộc thẩm quyền", both(18, 14), where=ELIGIBLE & COMPETENT)
OWN_KINDS = dict(zip(KINDS, (both(19, 15), both(20, 16), both(21, 17)), strict=True))
OWN_BY_KIND = parted(f"{P}.tham_quyen", "Đơn thuộc thẩm quyền", KINDS, OWN_KINDS, ELIGIBLE & COMPETENT)
OTHERS = letters(
    f"{P}.khong_tham_quyen", "Đơn không thuộc thẩm quyền", both(22, 18), where=ELIGIBLE & NOT_COMPETENT
)
HANDLINGS = dict(zip(BY_HANDLING, (both(23, 19), both(24, 20), both(25, 21)), strict=True))
OTHERS_BY = parted(
    f"{P}.khong_tham_quyen", "Đơn không thuộc thẩm quyền", BY_HANDLING, HANDLINGS, ELIGIBLE & NOT_COMPETENT
)
REPLIES = letters(
    f"{P}.phuc_dap",
    "Văn bản phúc đáp nhận được do chuyển đơn",
    both(26, 22),
    "replied_on",
    where=Q(handling="chuyen"),
    unit="văn bản",
)
register(MATTERS, *BY_CONTENT, *STANDING, NOT_DONE, OWN, *OWN_BY_KIND, OTHERS, *OTHERS_BY, REPLIES)

ELIGIBLE_CODE = f"{P}.du_dieu_kien"
equals(
    "xld01_theo_noi_dung",
    "Đơn đủ điều kiện bằng khiếu nại cộng tố cáo cộng kiến nghị, phản ánh",
    ELIGIBLE_CODE,
    tuple(item.code for item in BY_CONTENT),
    f"Biểu 01/XLD: 9 = 11 + 12 + 13 ({OLD}); 6 = 8 + 9 + 10 ({NEW})",
)
equals(
    "xld01_theo_tinh_trang",
    "Đơn đủ điều kiện bằng cộng bốn tình trạng giải quyết",
    ELIGIBLE_CODE,
    tuple(item.code for item in STANDING),
    f"Biểu 01/XLD: 9 = 14 + 15 + 16 + 17 ({OLD})",
)
equals(
    "xld01_theo_tinh_trang_2024",
    "Đơn đủ điều kiện bằng đã giải quyết cộng chưa giải quyết xong",
    ELIGIBLE_CODE,
    (*(item.code for item in STANDING[:2]), NOT_DONE.code),
    f"Biểu 01/XLD: 6 = 11 + 12 + 13 ({NEW})",
)
equals(
    "xld01_theo_tham_quyen",
    "Đơn đủ điều kiện bằng thuộc thẩm quyền cộng không thuộc thẩm quyền",
    ELIGIBLE_CODE,
    (OWN.code, OTHERS.code),
    f"Biểu 01/XLD: 9 = 18 + 22 ({OLD}); 6 = 14 + 18 ({NEW})",
)
equals(
    "xld01_thuoc_tham_quyen",
    "Đơn thuộc thẩm quyền bằng khiếu nại cộng tố cáo cộng kiến nghị, phản ánh",
    OWN.code,
    tuple(item.code for item in OWN_BY_KIND),
    f"Biểu 01/XLD: 18 = 19 + 20 + 21 ({OLD}); 14 = 15 + 16 + 17 ({NEW})",
)
equals(
    "xld01_khong_thuoc_tham_quyen",
    "Đơn không thuộc thẩm quyền bằng hướng dẫn cộng chuyển đơn cộng đôn đốc",
    OTHERS.code,
    tuple(item.code for item in OTHERS_BY),
    f"Biểu 01/XLD: 22 = 23 + 24 + 25 ({OLD}); 18 = 19 + 20 + 21 ({NEW})",
)
