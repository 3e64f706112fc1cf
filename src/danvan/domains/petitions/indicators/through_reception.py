"""Biểu 02/TCD: letters taken in at reception, sorted; placed by the day of sorting, so that every one has a class.

What is not handled by the end of the period stands in a figure of its own, since the form's columns of vụ việc out of
competence would not add up while it waits.
"""

from django.db.models import Q

from danvan.domains.petitions.indicators.where import (
    BY_HANDLING,
    COMPETENT,
    ELIGIBLE,
    NOT_COMPETENT,
    OLD,
    columns,
    equals,
    letters,
    parted,
)
from danvan.domains.petitions.indicators.where import FILED as NOT_TO_HANDLE
from danvan.domains.petitions.models import Channel, Handling, Kind
from danvan.records.declare import register

FORM, P = "02/TCD", "tcd02"
BASE = Q(channel=Channel.RECEPTION)
AS_MATTER = BASE & Q(counts_as_matter=True)
SORTED, MATTER = {"placed_by": "classified_on"}, {"placed_by": "classified_on", "unit": "vụ việc"}
KINDS = {kind.value: (kind.label.lower(), Q(kind=kind.value)) for kind in Kind}


def column(number: int | str) -> str:
    """The column of this form."""
    return columns(FORM, number)


ALL = letters(f"{P}.don", "Đơn nhận được qua tiếp công dân", column(1), where=BASE, **SORTED)
MATTERS = letters(f"{P}.vu_viec", "Vụ việc được tiếp, có đơn", column(2), where=AS_MATTER, **MATTER)
LETTERS_BY_KIND = parted(
    f"{P}.don",
    "Đơn qua tiếp công dân",
    KINDS,
    dict(zip(KINDS, map(column, (3, 5, 7)), strict=True)),
    BASE,
    **SORTED,
)
MATTERS_BY_KIND = parted(
    f"{P}.vu_viec",
    "Vụ việc qua tiếp công dân",
    KINDS,
    dict(zip(KINDS, map(column, (4, 6, 8)), strict=True)),
    AS_MATTER,
    **MATTER,
)
OWN = letters(
    f"{P}.tham_quyen.don",
    "Đơn qua tiếp công dân thuộc thẩm quyền",
    column(9),
    where=BASE & COMPETENT,
    **SORTED,
)
OWN_MATTERS = letters(
    f"{P}.tham_quyen.vu_viec",
    "Vụ việc qua tiếp công dân thuộc thẩm quyền",
    column(10),
    where=AS_MATTER & COMPETENT,
    **MATTER,
)
OTHERS = letters(
    f"{P}.khong_tham_quyen.don",
    "Đơn qua tiếp công dân không thuộc thẩm quyền",
    column(11),
    where=BASE & NOT_COMPETENT,
    **SORTED,
)
OTHER_MATTERS = letters(
    f"{P}.khong_tham_quyen.vu_viec",
    "Vụ việc qua tiếp công dân không thuộc thẩm quyền",
    column(12),
    where=AS_MATTER & NOT_COMPETENT,
    **MATTER,
)
OTHERS_BY = parted(
    f"{P}.khong_tham_quyen.vu_viec",
    "Vụ việc qua tiếp công dân không thuộc thẩm quyền",
    BY_HANDLING,
    dict(zip(BY_HANDLING, map(column, (13, 14, 15)), strict=True)),
    AS_MATTER & NOT_COMPETENT & ELIGIBLE,
    dated=(("handled_on", "until"),),
    **MATTER,
)
WAITING = letters(
    f"{P}.khong_tham_quyen.vu_viec.chua_xu_ly",
    "Vụ việc qua tiếp công dân không thuộc thẩm quyền, chưa xử lý",
    "Biểu 02/TCD: biểu không in cột này; phần chưa xử lý đến hết kỳ",
    where=AS_MATTER & NOT_COMPETENT,
    dated=(("handled_on", "later"),),
    **MATTER,
)
FILED = letters(
    f"{P}.khong_tham_quyen.vu_viec.luu",
    "Vụ việc qua tiếp công dân không thuộc thẩm quyền, không đủ điều kiện hoặc đã rút",
    "Biểu 02/TCD: biểu không in cột này; phần đơn không đủ điều kiện hoặc đã rút",
    where=AS_MATTER & NOT_COMPETENT & NOT_TO_HANDLE,
    dated=(("handled_on", "until"),),
    **MATTER,
)
REPLIES = letters(
    f"{P}.phuc_dap",
    "Văn bản phúc đáp nhận được do chuyển đơn qua tiếp công dân",
    column(16),
    "replied_on",
    where=BASE & Q(handling=Handling.FORWARDED),
    unit="văn bản",
)
register(ALL, MATTERS, *LETTERS_BY_KIND, *MATTERS_BY_KIND, OWN, OWN_MATTERS, OTHERS, OTHER_MATTERS)
register(*OTHERS_BY, WAITING, FILED, REPLIES)

equals(
    "tcd02_don_theo_loai",
    "Đơn qua tiếp công dân bằng khiếu nại cộng tố cáo cộng phản ánh, kiến nghị",
    ALL.code,
    tuple(item.code for item in LETTERS_BY_KIND),
    f"Biểu 02/TCD: 1 = 3 + 5 + 7 ({OLD})",
)
equals(
    "tcd02_don_theo_tham_quyen",
    "Đơn qua tiếp công dân bằng thuộc thẩm quyền cộng không thuộc thẩm quyền",
    ALL.code,
    (OWN.code, OTHERS.code),
    f"Biểu 02/TCD: 1 = 9 + 11 ({OLD})",
)
equals(
    "tcd02_vu_viec_theo_loai",
    "Vụ việc qua tiếp công dân bằng khiếu nại cộng tố cáo cộng phản ánh, kiến nghị",
    MATTERS.code,
    tuple(item.code for item in MATTERS_BY_KIND),
    f"Biểu 02/TCD: 2 = 4 + 6 + 8 ({OLD})",
)
equals(
    "tcd02_vu_viec_theo_tham_quyen",
    "Vụ việc qua tiếp công dân bằng thuộc thẩm quyền cộng không thuộc thẩm quyền",
    MATTERS.code,
    (OWN_MATTERS.code, OTHER_MATTERS.code),
    f"Biểu 02/TCD: 2 = 10 + 12 ({OLD})",
)
equals(
    "tcd02_khong_thuoc_tham_quyen",
    "Vụ việc không thuộc thẩm quyền bằng hướng dẫn cộng chuyển đơn cộng đôn đốc cộng xếp lưu cộng chưa xử lý",
    OTHER_MATTERS.code,
    (*(item.code for item in OTHERS_BY), FILED.code, WAITING.code),
    f"Biểu 02/TCD: suy ra 12 = 13 + 14 + 15 ({OLD})",
    is_derived=True,
)
