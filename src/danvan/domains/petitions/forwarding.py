"""Where a letter may be said to have gone: of a tố cáo only the name of an authority, never words of one's own."""

from datetime import date

from danvan.domains.petitions.actions import check_handling
from danvan.domains.petitions.models import Kind, Letter
from danvan.org.models import UnitName
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
