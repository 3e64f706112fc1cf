"""Biểu 01/TCD: the columns beside visits, persons and sessions; the same numbers in both circulars."""

from django.db.models import Q

from danvan.domains.reception.indicators.headline import RECEIVED
from danvan.domains.reception.models import Channel, Visit
from danvan.records.declare import Identity, Indicator, register

CITE = "Thông tư 02/2021/TT-TTCP và Thông tư 01/2024/TT-TTCP"
AS_MATTER, GROUP = Q(counts_as_matter=True), Q(is_group=True)
FIRST, AGAIN = Q(is_repeated=False), Q(is_repeated=True)
COLUMNS = {Channel.REGULAR: 5, Channel.HEAD: 14, Channel.DELEGATED: 23}
# Of each of the three ways: (code, label, unit, measure, condition), in the order of the form's columns.
PARTS = (
    ("nguoi", "số người được tiếp", "người", "sum:persons", Q()),
    ("vu_viec.lan_dau", "vụ việc tiếp lần đầu", "vụ việc", "count", AS_MATTER & FIRST),
    ("vu_viec.nhieu_lan", "vụ việc tiếp nhiều lần", "vụ việc", "count", AS_MATTER & AGAIN),
    ("doan", "đoàn đông người được tiếp", "đoàn", "count", GROUP),
    ("doan.nguoi", "số người của đoàn đông người", "người", "sum:persons", GROUP),
    ("doan.vu_viec.lan_dau", "vụ việc của đoàn, lần đầu", "vụ việc", "count", GROUP & AS_MATTER & FIRST),
    ("doan.vu_viec.nhieu_lan", "vụ việc của đoàn, nhiều lần", "vụ việc", "count", GROUP & AS_MATTER & AGAIN),
)
# A figure of groups and the column that it is a part of.
WHOLES = {
    "doan": "tcd.luot.{}",
    "doan.nguoi": "tcd01.{}.nguoi",
    "doan.vu_viec.lan_dau": "tcd01.{}.vu_viec.lan_dau",
    "doan.vu_viec.nhieu_lan": "tcd01.{}.vu_viec.nhieu_lan",
}

MATTERS = Indicator(
    "tcd01.vu_viec",
    "Tổng số vụ việc tiếp",
    Visit,
    "received_on",
    "vụ việc",
    where=RECEIVED & AS_MATTER,
    cite=f"Biểu 01/TCD, cột 3 ({CITE})",
)


def of_channel(channel: Channel) -> list[Indicator]:
    """The seven figures of one way of receiving."""
    return [
        Indicator(
            f"tcd01.{channel.value}.{code}",
            f"{channel.label}: {label}",
            Visit,
            "received_on",
            unit,
            where=RECEIVED & Q(channel=channel.value) & condition,
            measure=measure,
            cite=f"Biểu 01/TCD, cột {number} ({CITE})",
        )
        for number, (code, label, unit, measure, condition) in enumerate(PARTS, COLUMNS[channel])
    ]


register(MATTERS, *(item for channel in COLUMNS for item in of_channel(channel)))
register(
    Identity(
        "tcd01_nguoi",
        "Số người được tiếp bằng tiếp thường xuyên cộng thủ trưởng tiếp cộng ủy quyền tiếp",
        ("tcd.nguoi",),
        tuple(f"tcd01.{channel.value}.nguoi" for channel in COLUMNS),
        "Biểu 01/TCD: 2 = 5 + 14 + 23",
    ),
    Identity(
        "tcd01_vu_viec",
        "Số vụ việc tiếp bằng cộng vụ việc lần đầu, nhiều lần của ba hình thức",
        (MATTERS.code,),
        tuple(
            f"tcd01.{channel.value}.vu_viec.{turn}"
            for channel in COLUMNS
            for turn in ("lan_dau", "nhieu_lan")
        ),
        "Biểu 01/TCD: 3 = 6 + 7 + 15 + 16 + 24 + 25",
    ),
    *(
        Identity(
            f"tcd01_{channel.value}_{code.replace('.', '_')}",
            f"{channel.label}: phần của đoàn đông người nằm trong tổng của nó",
            (whole.format(channel.value),),
            (f"tcd01.{channel.value}.{code}",),
            "Biểu 01/TCD: suy ra, cột của đoàn không lớn hơn cột chung",
            is_derived=True,
            at_most=True,
        )
        for channel in COLUMNS
        for code, whole in WHOLES.items()
    ),
)
