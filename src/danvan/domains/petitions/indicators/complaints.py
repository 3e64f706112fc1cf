"""Biểu 02/XLD: complaints to handle; the classification and the result count vụ việc, not đơn."""

from django.db.models import Q

from danvan.domains.petitions.indicators.where import (
    ADMINISTRATIVE,
    AS_MATTER,
    BY_HANDLING,
    COMPETENT,
    LAST_OLD,
    NEW,
    NEW_FROM,
    NOT_COMPETENT,
    OLD,
    UNFINISHED,
    columns,
    equals,
    letters,
    parted,
)
from danvan.domains.petitions.indicators.workload import Cites, declare_workload
from danvan.domains.petitions.models import Field, Kind, Standing
from danvan.records.declare import register

FORM, P = "02/XLD", "xld02"
COMPLAINT = Q(kind=Kind.COMPLAINT)
BASE = COMPLAINT & AS_MATTER
MATTER = {"unit": "vụ việc"}
STANDINGS = {
    "da_giai_quyet_lan_dau": ("đã giải quyết lần đầu", Q(standing=Standing.FIRST)),
    "da_giai_quyet_lan_hai": ("đã giải quyết lần hai", Q(standing=Standing.AGAIN)),
    "ban_an": ("đã có bản án của tòa", Q(standing=Standing.COURT)),
    "dang_giai_quyet": ("đang giải quyết", Q(standing=Standing.RUNNING)),
    "chua_giai_quyet": ("chưa giải quyết", Q(standing=Standing.UNSETTLED)),
}
# The form has no column for corruption: a complaint sorted so stands with the other fields.
FIELDS = {
    "hanh_chinh": (
        "lĩnh vực hành chính",
        Q(field__in=[Field.POLICY, Field.LAND, Field.OFFICIALS, Field.ADMINISTRATION]),
    ),
    "tu_phap": ("lĩnh vực tư pháp", Q(field=Field.JUDICIAL)),
    "dang_doan_the": ("lĩnh vực Đảng, đoàn thể", Q(field=Field.PARTY)),
    "khac": ("lĩnh vực khác", Q(field__in=[Field.OTHER, Field.CORRUPTION])),
}
INSTANCES = {"lan_dau": ("lần đầu", Q(instance=1)), "lan_hai": ("lần hai", Q(instance=2))}


def both(old: int | str = "", new: int | str = "") -> str:
    """The columns of this form in both circulars."""
    return columns(FORM, old, new)


# From 2024 the form has no column for forwarding: who sends a complaint on tells its sender so, which is guidance.
FORWARDED_TOO = {
    "huong_dan_2024": ("hướng dẫn, kể cả chuyển đơn", BY_HANDLING["huong_dan"][1] | BY_HANDLING["chuyen"][1])
}


declare_workload(
    P,
    "Đơn khiếu nại",
    COMPLAINT,
    Cites(
        due=both(1, 1),
        carried=both("2–3", 2),
        received=both("4–5", 3),
        handled=both(6, 4),
        handled_carried=both(7, 5),
        handled_received=both(8, 6),
        eligible=both(9, 7),
        unhandled="Biểu 02/XLD: biểu không in cột này; dùng để đối chiếu",
        carried_by={"nhieu_nguoi": both(2), "mot_nguoi": both(3)},
        received_by={"nhieu_nguoi": both(4), "mot_nguoi": both(5)},
    ),
)
MATTERS = letters(f"{P}.vu_viec", "Vụ việc khiếu nại đủ điều kiện", both(10, 8), where=BASE, **MATTER)
BY_FIELD = parted(
    f"{P}.noi_dung",
    "Vụ việc khiếu nại",
    FIELDS,
    dict(zip(FIELDS, (both(11, 9), both(15, 13), both(16, 14), both(17, 15)), strict=True)),
    BASE,
    **MATTER,
)
IN_FIELD = parted(
    f"{P}.noi_dung.hanh_chinh",
    "Vụ việc khiếu nại hành chính",
    ADMINISTRATIVE,
    dict(zip(ADMINISTRATIVE, (both(12, 10), both(13, 11), both(14, 12)), strict=True)),
    BASE,
    **MATTER,
)
BY_STANDING = parted(
    f"{P}.tinh_trang",
    "Vụ việc khiếu nại",
    STANDINGS,
    dict(zip(STANDINGS, (both(18, 16), both(19, 17), both(20, 18), both(21), both(22)), strict=True)),
    BASE,
    **MATTER,
)
NOT_DONE = letters(
    f"{P}.tinh_trang.chua_xong",
    "Vụ việc khiếu nại, chưa giải quyết xong",
    both(new=19),
    where=BASE & UNFINISHED,
    **MATTER,
)
OWN = letters(
    f"{P}.tham_quyen", "Vụ việc khiếu nại thuộc thẩm quyền", both(23, 20), where=BASE & COMPETENT, **MATTER
)
OWN_BY = parted(
    f"{P}.tham_quyen",
    "Vụ việc khiếu nại thuộc thẩm quyền",
    INSTANCES,
    {"lan_dau": both(24, 21), "lan_hai": both(25, 22)},
    BASE & COMPETENT,
    **MATTER,
)
OTHERS = letters(
    f"{P}.khong_tham_quyen",
    "Vụ việc khiếu nại không thuộc thẩm quyền",
    both(26, 23),
    where=BASE & NOT_COMPETENT,
    **MATTER,
)
OTHERS_BY = parted(
    f"{P}.khong_tham_quyen",
    "Vụ việc khiếu nại không thuộc thẩm quyền",
    BY_HANDLING,
    {"huong_dan": both(27), "chuyen": both(28), "don_doc": both(29, 25)},
    BASE & NOT_COMPETENT,
    **MATTER,
)
GUIDED_2024 = parted(
    f"{P}.khong_tham_quyen",
    "Vụ việc khiếu nại không thuộc thẩm quyền",
    FORWARDED_TOO,
    {"huong_dan_2024": both(new=24)},
    BASE & NOT_COMPETENT,
    **MATTER,
)
REPLIES = letters(
    f"{P}.phuc_dap",
    "Văn bản phúc đáp nhận được do chuyển đơn khiếu nại",
    both(30, 26),
    "replied_on",
    where=COMPLAINT & Q(handling="chuyen"),
    unit="văn bản",
)
register(
    MATTERS, *BY_FIELD, *IN_FIELD, *BY_STANDING, NOT_DONE, OWN, *OWN_BY, OTHERS, *OTHERS_BY, *GUIDED_2024
)
register(REPLIES)

W = MATTERS.code
FIELD_CODES, STANDING_CODES = (tuple(item.code for item in items) for items in (BY_FIELD, BY_STANDING))
equals(
    "xld02_theo_linh_vuc",
    "Vụ việc khiếu nại bằng hành chính cộng tư pháp cộng Đảng, đoàn thể cộng khác",
    W,
    FIELD_CODES,
    f"Biểu 02/XLD: 10 = 11 + 15 + 16 + 17 ({OLD}); suy ra 8 = 9 + 13 + 14 + 15 ({NEW})",
    derived_in=NEW,
)
equals(
    "xld02_hanh_chinh",
    "Khiếu nại hành chính bằng chế độ, chính sách cộng đất đai, nhà cửa cộng khác",
    BY_FIELD[0].code,
    tuple(item.code for item in IN_FIELD),
    f"Biểu 02/XLD: suy ra 11 = 12 + 13 + 14 ({OLD}); 9 = 10 + 11 + 12 ({NEW})",
    derived_in=OLD,
)
equals(
    "xld02_theo_tinh_trang",
    "Vụ việc khiếu nại bằng cộng năm tình trạng giải quyết",
    W,
    STANDING_CODES,
    f"Biểu 02/XLD: 10 = 18 + 19 + 20 + 21 + 22 ({OLD})",
)
equals(
    "xld02_theo_tinh_trang_2024",
    "Vụ việc khiếu nại bằng đã giải quyết, có bản án cộng chưa giải quyết xong",
    W,
    (*STANDING_CODES[:3], NOT_DONE.code),
    f"Biểu 02/XLD: suy ra 8 = 16 + 17 + 18 + 19 ({NEW})",
    is_derived=True,
)
equals(
    "xld02_theo_tham_quyen",
    "Vụ việc khiếu nại bằng thuộc thẩm quyền cộng không thuộc thẩm quyền",
    W,
    (OWN.code, OTHERS.code),
    f"Biểu 02/XLD: 10 = 23 + 26 ({OLD}); suy ra 8 = 20 + 23 ({NEW})",
    derived_in=NEW,
)
equals(
    "xld02_theo_lan",
    "Vụ việc khiếu nại thuộc thẩm quyền bằng lần đầu cộng lần hai",
    OWN.code,
    tuple(item.code for item in OWN_BY),
    f"Biểu 02/XLD: 23 = 24 + 25 ({OLD}); 20 = 21 + 22 ({NEW})",
)
equals(
    "xld02_khong_thuoc_tham_quyen",
    "Vụ việc khiếu nại không thuộc thẩm quyền bằng hướng dẫn cộng chuyển đơn cộng đôn đốc",
    OTHERS.code,
    tuple(item.code for item in OTHERS_BY),
    f"Biểu 02/XLD: 26 = 27 + 28 + 29 ({OLD})",
    until=LAST_OLD,
)
equals(
    "xld02_khong_thuoc_tham_quyen_2024",
    "Vụ việc khiếu nại không thuộc thẩm quyền bằng hướng dẫn cộng đôn đốc",
    OTHERS.code,
    (GUIDED_2024[0].code, OTHERS_BY[2].code),
    f"Biểu 02/XLD: 23 = 24 + 25 ({NEW}); từ biểu này không còn cột chuyển đơn",
    since=NEW_FROM,
)
