"""What is counted from visits and sessions."""

from django.db.models import Q

from danvan.domains.reception.models import Channel, HeadSession, Visit
from danvan.records.declare import Identity, Indicator, register

FORM = "Biểu 01/TCD, Thông tư 02/2021/TT-TTCP"
# Who was turned away (Luật Tiếp công dân 2013, Điều 9) stands in the book and was not received.
RECEIVED = Q(refused_for__isnull=True)

VISITS = Indicator(
    "tcd.luot",
    "Số lượt tiếp công dân",
    Visit,
    "received_on",
    "lượt",
    where=RECEIVED,
    typed_as="TCD.luot",
    cite=f"{FORM}, cột 1",
)
PERSONS = Indicator(
    "tcd.nguoi",
    "Số người được tiếp",
    Visit,
    "received_on",
    "người",
    where=RECEIVED,
    measure="sum:persons",
    typed_as="TCD.nguoi",
    cite=f"{FORM}, cột 2",
)
BY_CHANNEL = tuple(
    Indicator(
        f"tcd.luot.{channel.value}",
        f"Lượt {channel.label.lower()}",
        Visit,
        "received_on",
        "lượt",
        where=RECEIVED & Q(channel=channel.value),
        typed_as=code,
        cite=f"{FORM}, cột {column}",
    )
    for channel, code, column in (
        (Channel.REGULAR, "TCD.thuong_xuyen.luot", 4),
        (Channel.HEAD, "TCD.dinh_ky.luot", 13),
        (Channel.DELEGATED, "", 22),
    )
)
GROUPS = Indicator(
    "tcd.doan_dong_nguoi",
    "Số lượt đoàn đông người",
    Visit,
    "received_on",
    "đoàn",
    where=RECEIVED & Q(is_group=True),
    typed_as="TCD.doan_dong_nguoi",
    cite=f"{FORM}, cột 8, 17 và 26",
)
SESSIONS_IN_PERSON = Indicator(
    "tcd.ky.truc_tiep",
    "Số kỳ thủ trưởng trực tiếp tiếp",
    HeadSession,
    "held_on",
    "kỳ",
    where=Q(attendance=HeadSession.Attendance.IN_PERSON),
    opens="records",
    cite=f"{FORM}, cột 12",
)
SESSIONS_DELEGATED = Indicator(
    "tcd.ky.uy_quyen",
    "Số kỳ ủy quyền tiếp",
    HeadSession,
    "held_on",
    "kỳ",
    where=Q(attendance=HeadSession.Attendance.DELEGATED),
    opens="records",
    cite=f"{FORM}, cột 21",
)

register(VISITS, PERSONS, *BY_CHANNEL, GROUPS, SESSIONS_IN_PERSON, SESSIONS_DELEGATED)
register(
    Identity(
        "luot_theo_hinh_thuc",
        "Tổng số lượt tiếp bằng tiếp thường xuyên cộng thủ trưởng tiếp cộng ủy quyền tiếp",
        ("tcd.luot",),
        tuple(item.code for item in BY_CHANNEL),
        cite=f"{FORM}: 1 = 4 + 13 + 22",
    )
)
