"""Where a letter went, of a tố cáo only the name of an authority, never words of one's own; and who had forwarded it."""

from datetime import date

from danvan.domains.petitions.letters.ordering import check_handling
from danvan.domains.petitions.models import FORWARDS_AS, Forwarder, Kind, Letter
from danvan.org.models import UnitName
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

# Whoever may be competent for a tố cáo beside the units of the lists (Luật Tố cáo 2018, Điều 12 đến 21).
AUTHORITIES = (
    "Cơ quan có thẩm quyền",
    "Cơ quan có thẩm quyền (minh họa)",
    "Cơ quan điều tra",
    "Công an tỉnh",
    "Công an huyện",
    "Công an xã",
    "Kiểm toán nhà nước",
    "Tòa án nhân dân",
    "Viện kiểm sát nhân dân",
    "Ủy ban kiểm tra của cấp ủy",
    "Thanh tra Chính phủ",
    "Thanh tra tỉnh",
    "Thanh tra bộ",
    "Bộ Quốc phòng",
)


def check_forwarding(letter: Letter, on: date) -> None:
    """A denouncer's or a denounced person's name could be typed as the place: of a tố cáo it must be a known name."""
    check_handling(letter, on)
    if letter.kind != Kind.DENUNCIATION or letter.forwarded_to in AUTHORITIES:
        return
    if not UnitName.objects.filter(name=letter.forwarded_to).exists():
        raise Refusal(
            "Nơi nhận đơn tố cáo chỉ ghi đúng tên một đơn vị trong danh mục hoặc một tên chung, không ghi tên người: "
            f"{', '.join(AUTHORITIES[2:])}."
        )


def check_forwarder(letter: Letter, on: date) -> None:
    """A body of the lists forwards as what it is, by a paper that is not younger than the letter's arrival."""
    sent = letter.forwarder_sent_on
    if sent and sent > letter.received_on:
        raise Refusal(
            f"Ngày văn bản chuyển đơn {day(sent)} sau ngày tiếp nhận {day(letter.received_on)}; hãy sửa lại."
        )
    if letter.forwarder_unit_id is None:
        return
    kinds = UnitName.objects.filter(unit_id=letter.forwarder_unit_id).values_list("kind", flat=True)
    fitting = {FORWARDS_AS[kind] for kind in kinds if kind in FORWARDS_AS}
    if letter.forwarder not in fitting:
        named = " hoặc ".join(f"“{Forwarder(one).label}”" for one in sorted(fitting))
        raise Refusal(
            f"Cơ quan chuyển đơn đã chọn thuộc bên {named}; hãy chọn đúng ở ô “bên chuyển đơn”."
            if named
            else "Đơn vị đã chọn không phải cơ quan chuyển đơn; hãy để trống ô đó và chỉ chọn bên chuyển đơn."
        )
