"""Biểu 03/KQGQ: tố cáo within competence and what came of them, from days, lists and amounts; no identity.

The circular of 2024 was not read for this form: the columns of 2021 go on until it is (the form says so). Columns 1 to 5
are the letters handled in the period that 01/XLD and 03/XLD state under the same names. What ended without a conclusion has
no finding, and what the authority above took over is settled by nobody here: both stand beside the form, unprinted.
"""

from django.db.models import Q

from danvan.domains.petitions.indicators.settlement import UNITS
from danvan.domains.petitions.indicators.where import (
    AS_MATTER,
    BEFORE,
    COMPETENT,
    ELIGIBLE,
    OLD,
    WITHIN,
    codes,
    column_words,
    equals,
    letters,
    within,
)
from danvan.domains.petitions.models import PROPOSED, DenunciationEnd, Kind, Matter, Result
from danvan.records.declare import Indicator, register

P = "kqgq03"
DENUNCIATION = Q(kind=Kind.DENUNCIATION)
OWN = DENUNCIATION & ELIGIBLE & COMPETENT
OWN_MATTERS = DENUNCIATION & AS_MATTER & COMPETENT
FIRST, AGAIN = Q(instance=1), Q(instance=2)
CONCLUDED, ENDED = Q(settled_on__isnull=False), Q(discontinued_on__isnull=False)
WITHDRAWN = Q(ended_because=DenunciationEnd.WITHDRAWN)
OTHERWISE = Q(ended_because__in=[one for one in DenunciationEnd if one != DenunciationEnd.WITHDRAWN])
FOUND = {
    "dung": ("tố cáo đúng", "tố cáo tiếp đúng", 24, Q(result=Result.RIGHT)),
    "sai": ("tố cáo sai", "tố cáo tiếp sai", 26, Q(result=Result.WRONG)),
    "dung_mot_phan": (
        "tố cáo có đúng, có sai",
        "tố cáo tiếp có đúng, có sai",
        28,
        Q(result=Result.PARTLY),
    ),
}
IN_TIME = {
    "dung_han": ("đúng thời hạn", 30, Q(is_in_time=True)),
    "khong_dung_han": ("không đúng thời hạn", 31, Q(is_in_time=False)),
    "khong_xac_dinh": ("không xác định được thời hạn", 0, Q(is_in_time__isnull=True)),
}
NOT_PRINTED = "Biểu 03/KQGQ: biểu không in cột này; dùng để đối chiếu"


def column(number: int) -> str:
    """The column of this form; without a number, that it prints none."""
    return f"Biểu 03/KQGQ, cột {number} ({OLD})" if number else NOT_PRINTED


def matters(code: str, label: str, number: int, placed_by: str, **more: object) -> Indicator:
    """A figure of matters of tố cáo."""
    where = DENUNCIATION & more.pop("where", Q())  # type: ignore[operator]
    unit = str(more.pop("unit", "vụ việc"))
    return Indicator(f"{P}.{code}", label, Matter, placed_by, unit, where=where, cite=column(number), **more)  # type: ignore[arg-type]


def effect(name: str, number: int) -> Indicator:
    """The sum of one effect over the matters concluded in the period."""
    label = column_words(name)
    unit = UNITS.get(name.rsplit("_", 1)[-1], "người")
    return matters(
        name, label[:1].upper() + label[1:], number, "settled_on", measure=f"sum:{name}", unit=unit
    )


LETTERS = [
    letters(f"{P}.don", "Đơn tố cáo thuộc thẩm quyền", column(1), where=OWN),
    letters(
        f"{P}.don.ky_truoc",
        "Đơn tố cáo thuộc thẩm quyền, kỳ trước chuyển sang",
        column(2),
        where=OWN,
        dated=BEFORE,
    ),
    letters(
        f"{P}.don.trong_ky",
        "Đơn tố cáo thuộc thẩm quyền, tiếp nhận trong kỳ",
        column(3),
        where=OWN,
        dated=WITHIN,
    ),
    letters(f"{P}.vu_viec", "Vụ việc tố cáo thuộc thẩm quyền", column(4), where=OWN_MATTERS, unit="vụ việc"),
    letters(
        f"{P}.vu_viec.to_cao_tiep",
        "Vụ việc tố cáo thuộc thẩm quyền, tố cáo tiếp",
        column(5),
        where=OWN_MATTERS & AGAIN,
        unit="vụ việc",
    ),
]
# Concluded or discontinued: the day it closed is the day of either, and nothing else closes it but the authority above.
DONE = matters("da_giai_quyet", "Vụ việc tố cáo đã giải quyết", 6, "closed_on", where=CONCLUDED | ENDED)
BY_TURN = [
    matters("ket_luan.lan_dau", "Vụ việc tố cáo lần đầu đã kết luận", 7, "settled_on", where=FIRST),
    matters("ket_luan.to_cao_tiep", "Vụ việc tố cáo tiếp đã kết luận", 8, "settled_on", where=AGAIN),
]
BY_END = [
    matters("rut", "Vụ việc rút toàn bộ nội dung tố cáo", 9, "discontinued_on", where=WITHDRAWN),
    matters("dinh_chi_khac", "Vụ việc đình chỉ không do rút tố cáo", 10, "discontinued_on", where=OTHERWISE),
]
EFFECTS = [effect(name, number) for number, name in enumerate(PROPOSED, 11)]
BY_RESULT = [
    matters(f"ket_qua.{key}", f"Vụ việc kết luận {word}", number, "settled_on", where=part)
    for key, (word, _again, number, part) in FOUND.items()
]
AGAIN_BY_RESULT = [
    matters(
        f"ket_qua.{key}.to_cao_tiep",
        f"Vụ việc kết luận {again}",
        number + 1,
        "settled_on",
        where=part & AGAIN,
    )
    for key, (_word, again, number, part) in FOUND.items()
]
BY_TIME = [
    matters(key, f"Vụ việc tố cáo giải quyết {word}", number, "closed_on", where=(CONCLUDED | ENDED) & part)
    for key, (word, number, part) in IN_TIME.items()
]
WITHOUT = matters(
    "khong_ket_luan",
    "Vụ việc tố cáo đã giải quyết mà không có kết luận đúng, sai",
    0,
    "discontinued_on",
)
TAKEN = matters("cap_tren", "Vụ việc tố cáo cấp trên lấy lên giải quyết", 0, "taken_over_on")
DUE = matters(
    "phai_giai_quyet",
    "Vụ việc tố cáo phải giải quyết, kể cả kỳ trước chuyển sang",
    0,
    "received_on",
    kind="due",
)
LEFT = matters("con_lai", "Vụ việc tố cáo chuyển kỳ sau", 0, "received_on", kind="stock")
register(*LETTERS, DONE, *BY_TURN, *BY_END, *EFFECTS, *BY_RESULT, *AGAIN_BY_RESULT, *BY_TIME)
register(WITHOUT, TAKEN, DUE, LEFT)

equals(
    "kqgq03_don",
    "Đơn tố cáo thuộc thẩm quyền bằng kỳ trước chuyển sang cộng trong kỳ",
    LETTERS[0].code,
    codes(LETTERS[1:3]),
    "Biểu 03/KQGQ: 1 = 2 + 3",
)
equals(
    "kqgq03_da_giai_quyet",
    "Vụ việc đã giải quyết bằng kết luận lần đầu cộng tố cáo tiếp cộng rút toàn bộ cộng đình chỉ khác",
    DONE.code,
    (*codes(BY_TURN), *codes(BY_END)),
    "Biểu 03/KQGQ: 6 = 7 + 8 + 9 + 10",
)
equals(
    "kqgq03_thoi_han",
    "Vụ việc đã giải quyết bằng đúng thời hạn cộng không đúng thời hạn cộng không xác định",
    DONE.code,
    codes(BY_TIME),
    "Biểu 03/KQGQ: 6 = 30 + 31",
    unprinted=(BY_TIME[2].code,),
)
equals(
    "kqgq03_tiep",
    "Vụ việc tố cáo tiếp đã kết luận bằng đúng cộng sai cộng có đúng, có sai",
    BY_TURN[1].code,
    codes(AGAIN_BY_RESULT),
    "Biểu 03/KQGQ: 8 = 25 + 27 + 29",
)
# Printed, but wrong wherever a matter ended without a conclusion: it warns and does not keep from signing.
equals(
    "kqgq03_ket_qua",
    "Vụ việc đã giải quyết bằng đúng cộng sai cộng có đúng, có sai cộng không có kết luận",
    DONE.code,
    (*codes(BY_RESULT), WITHOUT.code),
    "Biểu 03/KQGQ: 6 = 24 + 26 + 28; vụ việc rút, đình chỉ không có kết luận đúng, sai nên đứng riêng",
    is_derived=True,
    unprinted=(WITHOUT.code,),
)
equals(
    "kqgq03_can_doi",
    "Vụ việc phải giải quyết bằng đã giải quyết cộng cấp trên lấy lên cộng chuyển kỳ sau",
    DUE.code,
    (DONE.code, TAKEN.code, LEFT.code),
    "Biểu 03/KQGQ: suy ra từ cột 6",
    is_derived=True,
)
within(
    "kqgq03_tiep_trong_vu_viec",
    "Vụ việc tố cáo tiếp nằm trong số vụ việc thuộc thẩm quyền",
    LETTERS[3].code,
    LETTERS[4].code,
    "Biểu 03/KQGQ: suy ra 5 ≤ 4",
)
for part, whole, told in (
    ("proposed_officials", "proposed_persons", "20 ≤ 19"),
    ("crime_officials", "crime_persons", "23 ≤ 22"),
):
    within(
        f"kqgq03_{part}",
        "Số cán bộ, công chức, viên chức nằm trong tổng số người",
        f"{P}.{whole}",
        f"{P}.{part}",
        f"Biểu 03/KQGQ: suy ra {told}",
    )
for one, again in zip(BY_RESULT, AGAIN_BY_RESULT, strict=True):
    within(
        f"kqgq03_{again.code.split('.')[2]}_tiep",
        "Kết luận của tố cáo tiếp nằm trong số kết luận cùng loại",
        one.code,
        again.code,
        "Biểu 03/KQGQ: suy ra 25 ≤ 24, 27 ≤ 26, 29 ≤ 28",
    )
