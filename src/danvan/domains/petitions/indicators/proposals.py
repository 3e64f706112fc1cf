"""Biểu 04/XLD: proposals and feedback to handle; the classification and the result count vụ việc, not đơn."""

from django.db.models import Q

from danvan.domains.petitions.indicators.where import (
    AS_MATTER,
    BY_HANDLING,
    COMPETENT,
    NEW,
    NOT_COMPETENT,
    OLD,
    SETTLED,
    UNFINISHED,
    columns,
    equals,
    letters,
    parted,
)
from danvan.domains.petitions.indicators.workload import Cites, declare_workload
from danvan.domains.petitions.models import Field, Kind, Standing
from danvan.records.declare import register

FORM, P = "04/XLD", "xld04"
PROPOSAL = Q(kind=Kind.PROPOSAL)
BASE = PROPOSAL & AS_MATTER
MATTER = {"unit": "vụ việc"}
OTHER_FIELDS = [Field.OFFICIALS, Field.ADMINISTRATION, Field.CORRUPTION, Field.PARTY, Field.OTHER]
FIELDS = {
    "che_do_chinh_sach": ("chế độ, chính sách", Q(field=Field.POLICY)),
    "dat_dai": ("đất đai", Q(field=Field.LAND)),
    "tu_phap": ("tư pháp", Q(field=Field.JUDICIAL)),
    "khac": ("lĩnh vực khác", Q(field__in=OTHER_FIELDS)),
}
STANDINGS = {
    "da_giai_quyet": ("đã được giải quyết", SETTLED),
    "dang_giai_quyet": ("đang giải quyết", Q(standing=Standing.RUNNING)),
    "chua_giai_quyet": ("chưa được giải quyết", Q(standing=Standing.UNSETTLED)),
}


def both(old: int | str = "", new: int | str = "") -> str:
    """The columns of this form in both circulars."""
    return columns(FORM, old, new)


# The form has no column for guidance: who was guided, answered or had it sent back stands with what was sent on.
SENT = {
    "chuyen": ("chuyển đơn, kể cả hướng dẫn", BY_HANDLING["huong_dan"][1] | BY_HANDLING["chuyen"][1]),
    "don_doc": BY_HANDLING["don_doc"],
}


declare_workload(
    P,
    "Đơn kiến nghị, phản ánh",
    PROPOSAL,
    Cites(
        due=both(1, 1),
        carried=both("2–4", 2),
        received=both("5–7", 3),
        handled=both(8, 4),
        handled_carried=both(9, 5),
        handled_received=both(10, 6),
        eligible=both(11, 7),
        unhandled="Biểu 04/XLD: biểu không in cột này; dùng để đối chiếu",
        carried_by={"nhieu_nguoi": both(2), "mot_nguoi": both(3), "khac": both(4)},
        received_by={"nhieu_nguoi": both(5), "mot_nguoi": both(6), "khac": both(7)},
    ),
)
MATTERS = letters(
    f"{P}.vu_viec", "Vụ việc kiến nghị, phản ánh đủ điều kiện", both(12, 8), where=BASE, **MATTER
)
BY_FIELD = parted(
    f"{P}.noi_dung",
    "Vụ việc kiến nghị, phản ánh",
    FIELDS,
    dict(zip(FIELDS, (both(13, 9), both(14, 10), both(15, 11), both(16, 12)), strict=True)),
    BASE,
    **MATTER,
)
BY_STANDING = parted(
    f"{P}.tinh_trang",
    "Vụ việc kiến nghị, phản ánh",
    STANDINGS,
    dict(zip(STANDINGS, (both(17, 13), both(18), both(19)), strict=True)),
    BASE,
    **MATTER,
)
NOT_DONE = letters(
    f"{P}.tinh_trang.chua_xong",
    "Vụ việc kiến nghị, phản ánh, chưa giải quyết xong",
    both(new=14),
    where=BASE & UNFINISHED,
    **MATTER,
)
OWN = letters(
    f"{P}.tham_quyen",
    "Vụ việc kiến nghị, phản ánh thuộc thẩm quyền",
    both(20, 15),
    where=BASE & COMPETENT,
    **MATTER,
)
OWN_SETTLED = letters(
    f"{P}.tham_quyen.da_giai_quyet",
    "Vụ việc kiến nghị, phản ánh thuộc thẩm quyền, đã giải quyết",
    both(new=19),
    where=BASE & COMPETENT & SETTLED,
    **MATTER,
)
OWN_OPEN = letters(
    f"{P}.tham_quyen.chua_giai_quyet",
    "Vụ việc kiến nghị, phản ánh thuộc thẩm quyền, chưa giải quyết",
    both(new=20),
    where=BASE & COMPETENT & UNFINISHED,
    **MATTER,
)
OTHERS = letters(
    f"{P}.khong_tham_quyen",
    "Vụ việc kiến nghị, phản ánh không thuộc thẩm quyền",
    both(21, 16),
    where=BASE & NOT_COMPETENT,
    **MATTER,
)
OTHERS_BY = parted(
    f"{P}.khong_tham_quyen",
    "Vụ việc kiến nghị, phản ánh không thuộc thẩm quyền",
    SENT,
    {"chuyen": both(22, 17), "don_doc": both(23, 18)},
    BASE & NOT_COMPETENT,
    **MATTER,
)
REPLIES = letters(
    f"{P}.phuc_dap",
    "Văn bản phúc đáp nhận được do chuyển kiến nghị, phản ánh",
    both(24),
    "replied_on",
    where=PROPOSAL & Q(handling="chuyen"),
    unit="văn bản",
)
register(MATTERS, *BY_FIELD, *BY_STANDING, NOT_DONE, OWN, OWN_SETTLED, OWN_OPEN, OTHERS, *OTHERS_BY, REPLIES)

W = MATTERS.code
equals(
    "xld04_theo_linh_vuc",
    "Vụ việc kiến nghị, phản ánh bằng cộng bốn lĩnh vực",
    W,
    tuple(item.code for item in BY_FIELD),
    f"Biểu 04/XLD: 12 = 13 + 14 + 15 + 16 ({OLD}); 8 = 9 + 10 + 11 + 12 ({NEW})",
)
equals(
    "xld04_theo_tinh_trang",
    "Vụ việc kiến nghị, phản ánh bằng cộng ba tình trạng giải quyết",
    W,
    tuple(item.code for item in BY_STANDING),
    f"Biểu 04/XLD: 12 = 17 + 18 + 19 ({OLD})",
)
equals(
    "xld04_theo_tinh_trang_2024",
    "Vụ việc kiến nghị, phản ánh bằng đã giải quyết cộng chưa giải quyết xong",
    W,
    (BY_STANDING[0].code, NOT_DONE.code),
    f"Biểu 04/XLD: 8 = 13 + 14 ({NEW})",
)
equals(
    "xld04_theo_tham_quyen",
    "Vụ việc kiến nghị, phản ánh bằng thuộc thẩm quyền cộng không thuộc thẩm quyền",
    W,
    (OWN.code, OTHERS.code),
    f"Biểu 04/XLD: 12 = 20 + 21 ({OLD}); suy ra 8 = 15 + 16 ({NEW}), biểu in 8 = 15 + 18",
    derived_in=NEW,
)
equals(
    "xld04_khong_thuoc_tham_quyen",
    "Vụ việc kiến nghị, phản ánh không thuộc thẩm quyền bằng chuyển đơn cộng đôn đốc",
    OTHERS.code,
    tuple(item.code for item in OTHERS_BY),
    f"Biểu 04/XLD: 21 = 22 + 23 ({OLD}); 16 = 17 + 18 ({NEW}); biểu không có cột hướng dẫn, tính vào chuyển đơn",
)
equals(
    "xld04_thuoc_tham_quyen",
    "Vụ việc kiến nghị, phản ánh thuộc thẩm quyền bằng đã giải quyết cộng chưa giải quyết",
    OWN.code,
    (OWN_SETTLED.code, OWN_OPEN.code),
    f"Biểu 04/XLD: suy ra 15 = 19 + 20 ({NEW})",
    is_derived=True,
)
