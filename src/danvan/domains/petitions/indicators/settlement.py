"""Biểu 01/KQGQ: complaints within competence and what came of them; the same columns in both circulars.

Columns 1 to 4 are the letters handled in the period that 01/XLD and 02/XLD state in the columns of the same name, carried
over when they came in before it: 03/KQGQ prints that for tố cáo, and this form is read like it. What was to be settled in
the period, with the matters carried over, stands beside it unprinted. Money is printed in triệu đồng, counted in đồng.
"""

from django.db.models import Q

from danvan.domains.petitions.indicators.where import (
    AS_MATTER,
    BEFORE,
    COMPETENT,
    ELIGIBLE,
    NEW,
    OLD,
    WITHIN,
    codes,
    column_words,
    equals,
    letters,
    parted,
    within,
)
from danvan.domains.petitions.models import (
    PROPOSED,
    Acceptance,
    EndGround,
    Handling,
    Kind,
    Matter,
    Result,
)
from danvan.records.declare import Indicator, register

P = "kqgq01"
COMPLAINT = Q(kind=Kind.COMPLAINT)
OWN = COMPLAINT & ELIGIBLE & COMPETENT
PERSUADED = Q(end_ground=EndGround.PERSUADED)
OTHERWISE = Q(end_ground__in=[ground for ground in EndGround if ground != EndGround.PERSUADED])
ANALYSIS = {
    "lan_dau.dung": ("lần đầu, khiếu nại đúng", 20, Q(instance=1, result=Result.RIGHT)),
    "lan_dau.sai": ("lần đầu, khiếu nại sai", 21, Q(instance=1, result=Result.WRONG)),
    "lan_dau.dung_mot_phan": ("lần đầu, khiếu nại đúng một phần", 22, Q(instance=1, result=Result.PARTLY)),
    "lan_hai.cong_nhan": (
        "lần hai, công nhận quyết định lần đầu",
        23,
        Q(instance=2, result=Result.UPHELD),
    ),
    "lan_hai.huy_sua": ("lần hai, hủy, sửa quyết định lần đầu", 24, Q(instance=2, result=Result.CHANGED)),
}
IN_TIME = {
    "dung_han": ("đúng thời hạn", "cột 25", Q(is_in_time=True)),
    "khong_dung_han": ("không đúng thời hạn", "cột 26", Q(is_in_time=False)),
    "khong_xac_dinh": ("không xác định được thời hạn", "không in", Q(is_in_time__isnull=True)),
}
UNITS = {"money": "đồng", "land": "m²", "orgs": "tổ chức", "cases": "vụ"}


def column(number: int | str) -> str:
    """The column of this form, which has one number in both circulars."""
    return f"Biểu 01/KQGQ, cột {number} ({OLD} và {NEW})"


def matters(code: str, label: str, cite: str, placed_by: str, **more: object) -> Indicator:
    """A figure of complaint matters."""
    where = COMPLAINT & more.pop("where", Q())  # type: ignore[operator]
    unit = str(more.pop("unit", "vụ việc"))
    return Indicator(f"{P}.{code}", label, Matter, placed_by, unit, where=where, cite=cite, **more)  # type: ignore[arg-type]


def effect(name: str, number: int) -> Indicator:
    """The sum of one effect over the matters settled by decision in the period."""
    label = column_words(name)
    unit = UNITS.get(name.rsplit("_", 1)[-1], "người")
    return matters(
        name, label[:1].upper() + label[1:], column(number), "settled_on", measure=f"sum:{name}", unit=unit
    )


LETTERS = [
    letters(f"{P}.don", "Đơn khiếu nại thuộc thẩm quyền", column(1), where=OWN),
    letters(
        f"{P}.don.ky_truoc",
        "Đơn khiếu nại thuộc thẩm quyền, kỳ trước chuyển sang",
        column(2),
        where=OWN,
        dated=BEFORE,
    ),
    letters(
        f"{P}.don.trong_ky",
        "Đơn khiếu nại thuộc thẩm quyền, tiếp nhận trong kỳ",
        column(3),
        where=OWN,
        dated=WITHIN,
    ),
    letters(
        f"{P}.vu_viec",
        "Vụ việc khiếu nại thuộc thẩm quyền",
        column(4),
        where=COMPLAINT & AS_MATTER & COMPETENT,
        unit="vụ việc",
    ),
]
NOT_PRINTED = "Biểu 01/KQGQ: biểu không in cột này; dùng để đối chiếu"
DUE = matters(
    "phai_giai_quyet",
    "Vụ việc khiếu nại phải giải quyết, kể cả kỳ trước chuyển sang",
    NOT_PRINTED,
    "received_on",
    kind="due",
)
CARRIED = matters(
    "ky_truoc", "Vụ việc khiếu nại kỳ trước chuyển sang", NOT_PRINTED, "received_on", kind="carried_over"
)
ACCEPTED = matters("thu_ly", "Vụ việc khiếu nại thụ lý trong kỳ", NOT_PRINTED, "received_on")
DECIDED = matters("quyet_dinh", "Vụ việc giải quyết bằng quyết định hành chính", column(5), "settled_on")
WITHDRAWN = matters(
    "rut_qua_giai_thich",
    "Vụ việc rút đơn thông qua giải thích, thuyết phục",
    column(6),
    "discontinued_on",
    where=PERSUADED,
)
ENDED = matters(
    "dinh_chi_khac", "Vụ việc đình chỉ vì căn cứ khác", NOT_PRINTED, "discontinued_on", where=OTHERWISE
)
LEFT = matters("con_lai", "Vụ việc khiếu nại chuyển kỳ sau", NOT_PRINTED, "received_on", kind="stock")
EFFECTS = [effect(name, number) for number, name in enumerate(PROPOSED, 7)]
BY_RESULT = [
    matters(f"{key}", f"Vụ việc giải quyết {word}", column(number), "settled_on", where=part)
    for key, (word, number, part) in ANALYSIS.items()
]
BY_TIME = [
    matters(
        key, f"Vụ việc giải quyết {word}", f"Biểu 01/KQGQ, {where} ({OLD} và {NEW})", "settled_on", where=part
    )
    for key, (word, where, part) in IN_TIME.items()
]
# Both counts of the limit for accepting stand beside the form: the law's ten days, the decree's ten working days.
CONSIDERED = COMPLAINT & Q(handling__in=[Handling.ACCEPTED, Handling.REFUSED])
TIMELY = {
    "dung_han_luat": ("đúng hạn theo luật", Q(acceptance=Acceptance.IN_TIME)),
    "dung_han_nghi_dinh": (
        "đúng hạn theo luật hoặc theo nghị định",
        Q(acceptance__in=[Acceptance.IN_TIME, Acceptance.LATE_BY_LAW]),
    ),
    "qua_han": ("quá hạn theo cả luật và nghị định", Q(acceptance=Acceptance.LATE)),
    "khong_xac_dinh": ("không xác định được hạn", Q(acceptance__isnull=True)),
}
ACCEPTING = letters(
    f"{P}.xet_thu_ly", "Đơn khiếu nại đã thụ lý hoặc trả lời không thụ lý", NOT_PRINTED, where=CONSIDERED
)
BY_ACCEPTANCE = parted(
    ACCEPTING.code, "Đơn khiếu nại đã xét thụ lý", TIMELY, dict.fromkeys(TIMELY, NOT_PRINTED), CONSIDERED
)
register(ACCEPTING, *BY_ACCEPTANCE)
register(*LETTERS, DUE, CARRIED, ACCEPTED, DECIDED, WITHDRAWN, ENDED, LEFT, *EFFECTS, *BY_RESULT, *BY_TIME)

equals(
    "kqgq01_don",
    "Đơn khiếu nại thuộc thẩm quyền bằng kỳ trước chuyển sang cộng trong kỳ",
    LETTERS[0].code,
    (LETTERS[1].code, LETTERS[2].code),
    "Biểu 01/KQGQ: 1 = 2 + 3",
)
equals(
    "kqgq01_ket_qua",
    "Vụ việc giải quyết bằng quyết định bằng cộng các kết quả lần đầu, lần hai",
    DECIDED.code,
    tuple(item.code for item in BY_RESULT),
    "Biểu 01/KQGQ: 5 = 20 + 21 + 22 + 23 + 24",
)
equals(
    "kqgq01_thoi_han",
    "Vụ việc giải quyết bằng quyết định bằng đúng thời hạn cộng không đúng cộng không xác định",
    DECIDED.code,
    tuple(item.code for item in BY_TIME),
    "Biểu 01/KQGQ: suy ra 5 = 25 + 26",
    is_derived=True,
)
equals(
    "kqgq01_can_doi",
    "Vụ việc phải giải quyết bằng đã giải quyết cộng rút cộng đình chỉ khác cộng chuyển kỳ sau",
    DUE.code,
    (DECIDED.code, WITHDRAWN.code, ENDED.code, LEFT.code),
    "Biểu 01/KQGQ: suy ra từ cột 5 và 6",
    is_derived=True,
)
equals(
    "kqgq01_phai_giai_quyet",
    "Vụ việc phải giải quyết bằng kỳ trước chuyển sang cộng thụ lý trong kỳ",
    DUE.code,
    (CARRIED.code, ACCEPTED.code),
    "Biểu 01/KQGQ: suy ra, biểu không in",
    is_derived=True,
)
equals(
    "kqgq01_xet_thu_ly",
    "Đơn đã xét thụ lý bằng đúng hạn theo luật hoặc nghị định cộng quá hạn theo cả hai cộng không xác định",
    ACCEPTING.code,
    codes(BY_ACCEPTANCE)[1:],
    "Biểu 01/KQGQ: suy ra, biểu không in; Luật Khiếu nại, Điều 27; Nghị định 124/2020/NĐ-CP, Điều 16",
    is_derived=True,
)
within(
    "kqgq01_dung_han_luat",
    "Đơn thụ lý đúng hạn theo luật nằm trong số đúng hạn theo luật hoặc theo nghị định",
    BY_ACCEPTANCE[1].code,
    BY_ACCEPTANCE[0].code,
    "Luật Khiếu nại, Điều 27; Nghị định 124/2020/NĐ-CP, Điều 16",
)
for part, whole in (("proposed_officials", "proposed_persons"), ("crime_officials", "crime_persons")):
    within(
        f"kqgq01_{part}",
        "Số cán bộ, công chức, viên chức nằm trong tổng số người",
        f"{P}.{whole}",
        f"{P}.{part}",
        f"Biểu 01/KQGQ: suy ra {'16 ≤ 15' if part.startswith('proposed') else '19 ≤ 18'}",
    )
