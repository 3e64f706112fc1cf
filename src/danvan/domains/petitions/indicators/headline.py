"""The figures of letters and matters that every report begins with."""

from django.db.models import Q

from danvan.domains.petitions.indicators.where import COUNTED, ELIGIBLE
from danvan.domains.petitions.indicators.where import FILED as NOT_TO_HANDLE
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.records.declare import Identity, Indicator, register

FORM = "Biểu 01/XLD, Thông tư 02/2021/TT-TTCP"
SETTLEMENT = "Biểu 01 và 03/KQGQ, Thông tư 02/2021/TT-TTCP"

RECEIVED = Indicator(
    "don.tiep_nhan",
    "Số đơn tiếp nhận trong kỳ",
    Letter,
    "received_on",
    "đơn",
    where=COUNTED,
    typed_as="DON.tiep_nhan",
    cite=f"{FORM}, cột 5–7",
)
BY_KIND = tuple(
    Indicator(
        f"don.{kind.value}",
        f"Đơn {kind.label.lower()}",
        Letter,
        "received_on",
        "đơn",
        where=COUNTED & Q(kind=kind.value),
        typed_as=f"DON.{kind.value}",
        cite=f"{FORM}, cột {column}",
    )
    for kind, column in ((Kind.COMPLAINT, 11), (Kind.DENUNCIATION, 12), (Kind.PROPOSAL, 13))
)
UNSORTED = Indicator(
    "don.chua_phan_loai",
    "Đơn chưa phân loại",
    Letter,
    "received_on",
    "đơn",
    where=COUNTED & Q(kind__isnull=True),
    cite=f"{FORM}: không có cột riêng; phần còn lại của đơn tiếp nhận khi chưa xét nội dung",
)
UNSIGNED = Indicator(
    "don.cho_ky",
    "Đăng ký trước qua mạng, chưa có bản có chữ ký",
    Letter,
    "received_on",
    "đơn",
    where=Q(preregistered_on__isnull=False, signed_on__isnull=True),
    cite="Biểu không in cột này; chưa phải là đơn (Luật Khiếu nại 2011, Điều 8; Luật Tố cáo 2018, Điều 22)",
)
HANDLED = Indicator(
    "don.da_xu_ly",
    "Số đơn đã xử lý",
    Letter,
    "handled_on",
    "đơn",
    where=COUNTED,
    typed_as="DON.da_xu_ly",
    cite=f"{FORM}, cột 8",
)
COMPETENT = Indicator(
    "don.tham_quyen",
    "Đơn đã xử lý thuộc thẩm quyền",
    Letter,
    "handled_on",
    "đơn",
    where=COUNTED & ELIGIBLE & Q(is_competent=True),
    typed_as="DON.tham_quyen",
    cite=f"{FORM}, cột 18",
)
NOT_COMPETENT = Indicator(
    "don.khong_tham_quyen",
    "Đơn đã xử lý không thuộc thẩm quyền",
    Letter,
    "handled_on",
    "đơn",
    where=COUNTED & ELIGIBLE & Q(is_competent=False),
    cite=f"{FORM}, cột 22",
)
FILED = Indicator(
    "don.luu",
    "Đơn không đủ điều kiện hoặc đã rút, xếp lưu",
    Letter,
    "handled_on",
    "đơn",
    where=COUNTED & NOT_TO_HANDLE,
    typed_as="DON.luu",
    cite="Thông tư 05/2021/TT-TTCP, Điều 6",
)
ACCEPTED = Indicator(
    "vu_viec.thu_ly",
    "Vụ việc thụ lý trong kỳ",
    Matter,
    "received_on",
    "vụ việc",
    typed_as="VV.tham_quyen",
    cite=SETTLEMENT,
)
SETTLED = Indicator(
    "vu_viec.da_giai_quyet",
    "Vụ việc đã giải quyết trong kỳ",
    Matter,
    "settled_on",
    "vụ việc",
    typed_as="VV.da_giai_quyet",
    cite=SETTLEMENT,
)
DISCONTINUED = Indicator(
    "vu_viec.dinh_chi",
    "Vụ việc đình chỉ, rút, cấp trên lấy lên trong kỳ",
    Matter,
    "closed_on",
    "vụ việc",
    where=Q(discontinued_on__isnull=False) | Q(taken_over_on__isnull=False),
    cite=f"{SETTLEMENT}; Luật Khiếu nại, Điều 10 và 11a",
)
CARRIED_OVER = Indicator(
    "vu_viec.ky_truoc",
    "Vụ việc kỳ trước chuyển sang",
    Matter,
    "received_on",
    "vụ việc",
    kind="carried_over",
    cite=SETTLEMENT,
)
OPEN = Indicator(
    "vu_viec.con",
    "Vụ việc đang giải quyết cuối kỳ",
    Matter,
    "received_on",
    "vụ việc",
    kind="stock",
    typed_as="VV.con",
    cite=SETTLEMENT,
)
register(RECEIVED, *BY_KIND, UNSORTED, UNSIGNED, HANDLED, COMPETENT, NOT_COMPETENT, FILED)
register(ACCEPTED, CARRIED_OVER, SETTLED, DISCONTINUED, OPEN)
register(
    Identity(
        "don_theo_loai",
        "Tổng số đơn bằng khiếu nại cộng tố cáo cộng kiến nghị, phản ánh cộng đơn chưa phân loại",
        ("don.tiep_nhan",),
        (*(item.code for item in BY_KIND), "don.chua_phan_loai"),
        cite=f"{FORM}: 9 = 11 + 12 + 13",
        unprinted=("don.chua_phan_loai",),
    ),
    Identity(
        "don_theo_tham_quyen",
        "Số đơn đã xử lý bằng đơn thuộc thẩm quyền cộng không thuộc thẩm quyền cộng xếp lưu",
        ("don.da_xu_ly",),
        ("don.tham_quyen", "don.khong_tham_quyen", "don.luu"),
        cite=f"{FORM}: 9 = 18 + 22",
    ),
    Identity(
        "vu_viec_can_doi",
        "Kỳ trước chuyển sang cộng thụ lý trong kỳ bằng đã giải quyết cộng đình chỉ cộng đang giải quyết cuối kỳ",
        ("vu_viec.ky_truoc", "vu_viec.thu_ly"),
        ("vu_viec.da_giai_quyet", "vu_viec.dinh_chi", "vu_viec.con"),
        cite=SETTLEMENT,
    ),
)
