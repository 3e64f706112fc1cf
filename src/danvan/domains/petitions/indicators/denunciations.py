"""Biểu 03/XLD: tố cáo to handle; number, days, class, field and handling are all it needs, and no identity.

Who denounces again (`instance` 2) does so because the limit ran out or because there is a conclusion: by the standing of
the first one. A first letter on what has been concluded already stands with the latter.
"""

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
    SETTLED,
    UNFINISHED,
    codes,
    columns,
    equals,
    letters,
    parted,
)
from danvan.domains.petitions.indicators.workload import Cites, declare_workload
from danvan.domains.petitions.models import Field, Kind, Standing
from danvan.records.declare import register

FORM, P = "03/XLD", "xld03"
DENUNCIATION = Q(kind=Kind.DENUNCIATION)
BASE = DENUNCIATION & AS_MATTER
MATTER = {"unit": "vụ việc"}
FIRST, AGAIN = Q(instance=1), Q(instance=2)
LABEL, OWN_LABEL = "Vụ việc tố cáo", "Vụ việc tố cáo thuộc thẩm quyền"
OTHERS_LABEL = "Vụ việc tố cáo không thuộc thẩm quyền"
FIELDS = {
    "hanh_chinh": (
        "lĩnh vực hành chính",
        Q(field__in=[Field.POLICY, Field.LAND, Field.OFFICIALS, Field.ADMINISTRATION]),
    ),
    "tham_nhung": ("tham nhũng", Q(field=Field.CORRUPTION)),
    "tu_phap": ("lĩnh vực tư pháp", Q(field=Field.JUDICIAL)),
    "dang_doan_the": ("lĩnh vực Đảng, đoàn thể", Q(field=Field.PARTY)),
    "khac": ("lĩnh vực khác", Q(field=Field.OTHER)),
}
IN_FIELD = {
    "che_do_chinh_sach": ADMINISTRATIVE["che_do_chinh_sach"],
    "dat_dai": ADMINISTRATIVE["dat_dai"],
    "cong_chuc_cong_vu": ("công chức, công vụ", Q(field=Field.OFFICIALS)),
    "khac": ("hành chính khác", Q(field=Field.ADMINISTRATION)),
}
STANDINGS = {
    "chua_giai_quyet": ("chưa giải quyết, trong hạn", FIRST & Q(standing=Standing.UNSETTLED)),
    "dang_giai_quyet": ("đang giải quyết", FIRST & Q(standing=Standing.RUNNING)),
    "tiep_qua_han": ("tố cáo tiếp, quá thời hạn chưa giải quyết", AGAIN & UNFINISHED),
    "tiep_da_ket_luan": ("tố cáo tiếp, đã có kết luận giải quyết", SETTLED),
    "chua_xong": ("chưa giải quyết", FIRST & UNFINISHED),
}
TURNS = {"lan_dau": ("tố cáo lần đầu", FIRST), "to_cao_tiep": ("tố cáo tiếp", AGAIN)}
# From 2024 the form has no column for guidance: who was told where to go stands with what was sent there.
SENT_2024 = {
    "chuyen_2024": ("chuyển đơn, kể cả hướng dẫn", BY_HANDLING["huong_dan"][1] | BY_HANDLING["chuyen"][1])
}


def both(old: int | str = "", new: int | str = "") -> str:
    """The columns of this form in both circulars."""
    return columns(FORM, old, new)


declare_workload(
    P,
    "Đơn tố cáo",
    DENUNCIATION,
    Cites(
        due=both(1, 1),
        carried=both("2–4", 2),
        received=both("5–7", 3),
        handled=both(8, 4),
        handled_carried=both(9, 5),
        handled_received=both(10, 6),
        eligible=both(11, 7),
        unhandled="Biểu 03/XLD: biểu không in cột này; dùng để đối chiếu",
        carried_by={"nhieu_nguoi": both(2), "mot_nguoi": both(3), "khac": both(4)},
        received_by={"nhieu_nguoi": both(5), "mot_nguoi": both(6), "khac": both(7)},
        handled_derived_in=OLD,
    ),
)
MATTERS = letters(f"{P}.vu_viec", "Vụ việc tố cáo đủ điều kiện", both(12, 8), where=BASE, **MATTER)
BY_FIELD = parted(
    f"{P}.noi_dung",
    LABEL,
    FIELDS,
    dict(zip(FIELDS, (both(13, 9), both(18, 14), both(19, 15), both(20, 16), both(21, 17)), strict=True)),
    BASE,
    **MATTER,
)
BY_IN_FIELD = parted(
    f"{P}.noi_dung.hanh_chinh",
    "Vụ việc tố cáo hành chính",
    IN_FIELD,
    dict(zip(IN_FIELD, (both(14, 10), both(15, 11), both(16, 12), both(17, 13)), strict=True)),
    BASE,
    **MATTER,
)
BY_STANDING = parted(
    f"{P}.tinh_trang",
    LABEL,
    STANDINGS,
    dict(zip(STANDINGS, (both(22), both(23), both(24, 18), both(25, 19), both(new=20)), strict=True)),
    BASE,
    **MATTER,
)
OWN = letters(f"{P}.tham_quyen", OWN_LABEL, both(26, 21), where=BASE & COMPETENT, **MATTER)
OWN_BY = parted(
    f"{P}.tham_quyen",
    OWN_LABEL,
    TURNS,
    {"lan_dau": both(27, 22), "to_cao_tiep": both(28, 23)},
    BASE & COMPETENT,
    **MATTER,
)
OTHERS = letters(f"{P}.khong_tham_quyen", OTHERS_LABEL, both(29, 24), where=BASE & NOT_COMPETENT, **MATTER)
OTHERS_BY = parted(
    f"{P}.khong_tham_quyen",
    OTHERS_LABEL,
    BY_HANDLING | SENT_2024,
    {"huong_dan": both(30), "chuyen": both(31), "don_doc": both(32, 26), "chuyen_2024": both(new=25)},
    BASE & NOT_COMPETENT,
    **MATTER,
)
REPLIES = letters(
    f"{P}.phuc_dap",
    "Văn bản phúc đáp nhận được do chuyển đơn tố cáo",
    both(33, 27),
    "replied_on",
    where=DENUNCIATION & Q(handling="chuyen"),
    unit="văn bản",
)
register(MATTERS, *BY_FIELD, *BY_IN_FIELD, *BY_STANDING, OWN, *OWN_BY, OTHERS, *OTHERS_BY, REPLIES)

W = MATTERS.code
STANDING, OTHER = codes(BY_STANDING), codes(OTHERS_BY)
equals(
    "xld03_theo_linh_vuc",
    "Vụ việc tố cáo bằng hành chính cộng tham nhũng cộng tư pháp cộng Đảng, đoàn thể cộng khác",
    W,
    codes(BY_FIELD),
    f"Biểu 03/XLD: 12 = 13 + 18 + 19 + 20 + 21 ({OLD}); 8 = 9 + 14 + 15 + 16 + 17 ({NEW})",
)
equals(
    "xld03_hanh_chinh",
    "Tố cáo hành chính bằng chế độ, chính sách cộng đất đai, nhà cửa cộng công chức, công vụ cộng khác",
    BY_FIELD[0].code,
    codes(BY_IN_FIELD),
    f"Biểu 03/XLD: suy ra 13 = 14 + 15 + 16 + 17 ({OLD}); 9 = 10 + 11 + 12 + 13 ({NEW})",
    derived_in=OLD,
)
equals(
    "xld03_theo_tinh_trang",
    "Vụ việc tố cáo bằng cộng bốn tình trạng giải quyết",
    W,
    STANDING[:4],
    f"Biểu 03/XLD: 12 = 22 + 23 + 24 + 25 ({OLD})",
)
equals(
    "xld03_theo_tinh_trang_2024",
    "Vụ việc tố cáo bằng tố cáo tiếp quá thời hạn cộng tố cáo tiếp đã có kết luận cộng chưa giải quyết",
    W,
    STANDING[2:],
    f"Biểu 03/XLD: 8 = 18 + 19 + 20 ({NEW})",
)
equals(
    "xld03_theo_tham_quyen",
    "Vụ việc tố cáo bằng thuộc thẩm quyền cộng không thuộc thẩm quyền",
    W,
    (OWN.code, OTHERS.code),
    f"Biểu 03/XLD: 12 = 26 + 29 ({OLD}); 8 = 21 + 24 ({NEW})",
)
equals(
    "xld03_theo_lan",
    "Vụ việc tố cáo thuộc thẩm quyền bằng lần đầu cộng tố cáo tiếp",
    OWN.code,
    codes(OWN_BY),
    f"Biểu 03/XLD: 26 = 27 + 28 ({OLD}); 21 = 22 + 23 ({NEW})",
)
equals(
    "xld03_khong_thuoc_tham_quyen",
    "Vụ việc tố cáo không thuộc thẩm quyền bằng hướng dẫn cộng chuyển đơn cộng đôn đốc",
    OTHERS.code,
    OTHER[:3],
    f"Biểu 03/XLD: 29 = 30 + 31 + 32 ({OLD})",
    until=LAST_OLD,
)
equals(
    "xld03_khong_thuoc_tham_quyen_2024",
    "Vụ việc tố cáo không thuộc thẩm quyền bằng chuyển đơn cộng đôn đốc",
    OTHERS.code,
    (OTHER[3], OTHER[2]),
    f"Biểu 03/XLD: 24 = 25 + 26 ({NEW}); từ biểu này không còn cột hướng dẫn",
    since=NEW_FROM,
)
