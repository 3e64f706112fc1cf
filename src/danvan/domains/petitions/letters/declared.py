"""The life of a letter as one table: its states, the clocks that run on it, and what of it may be read."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.denunciations.letters import further_rule
from danvan.domains.petitions.forwarded.forwarding import check_forwarder
from danvan.domains.petitions.kinds import in_force, is_complaint, letter_title, secrecy
from danvan.domains.petitions.letters.arrivals import check_arrival
from danvan.domains.petitions.letters.checks import TO_BE_TOLD, check_handed_up, is_unsigned
from danvan.domains.petitions.letters.moves import MOVES
from danvan.domains.petitions.models import Forwarder, Kind, Letter
from danvan.records.declare import Clock, RecordType, State
from danvan.records.steps import OPENING

HANDLED = (
    *("thu_ly", "huong_dan", "chuyen", "don_doc", "tra_lai", "khong_thu_ly", "luu", "luu_thieu", "rut"),
    *("giai_quyet_lai", "lay_len", "chuyen_dieu_tra", "chuyen_thanh_tra", "chuyen_len", "chuyen_vuot_cap"),
)


def is_signed_denunciation(letter: Letter) -> bool:
    """A tố cáo whose limits run: on paper, or with its signed paper there."""
    return letter.kind == Kind.DENUNCIATION and not is_unsigned(letter)


def counted_from(letter: Letter, on: date | None = None) -> date:
    """The day the limits of a letter run from: that of the signed paper where it was registered beforehand."""
    return letter.signed_on or letter.received_on


def acceptance_rule(letter: Letter) -> str:
    """The rule for accepting a complaint at the day it came in: ten days, seven working days from 1/7/2026."""
    return "KN.ACC.2" if in_force("KN.ACC.2", counted_from(letter)) else "KN.ACC"


def check_opening(letter: Letter, on: date) -> None:
    """What must fit before a letter stands in the register: who forwarded it, and the number of the incoming book."""
    check_handed_up(letter)
    check_forwarder(letter, on)
    check_arrival(letter, on)


STATES = (
    State("tiep_nhan", _("Đã tiếp nhận"), _("Cơ quan đã nhận đơn và đang phân loại.")),
    State(
        "cho_ky",
        _("Chờ bản có chữ ký"),
        _("Đăng ký trước qua mạng: cơ quan chờ bản có chữ ký, thời hạn tính từ ngày nhận bản đó."),
    ),
    State("da_phan_loai", _("Đã phân loại"), _("Đơn đã được phân loại và đang được đề xuất xử lý.")),
    State("cho_bo_sung", _("Chờ bổ sung"), _("Cơ quan đề nghị người gửi bổ sung giấy tờ, nội dung.")),
    State("thu_ly", _("Đã thụ lý"), _("Đơn thuộc thẩm quyền và đã được thụ lý để giải quyết.")),
    State("huong_dan", _("Đã hướng dẫn"), _("Cơ quan đã hướng dẫn gửi đơn đến nơi có thẩm quyền."), True),
    State("chuyen", _("Đã chuyển đơn"), _("Đơn đã được chuyển đến cơ quan có thẩm quyền."), True),
    State("don_doc", _("Đã đôn đốc"), _("Cơ quan đã yêu cầu nơi có thẩm quyền giải quyết."), True),
    State("tra_lai", _("Đã trả lại nơi chuyển"), _("Đơn đã được trả lại nơi chuyển, kèm lý do."), True),
    State("khong_thu_ly", _("Không thụ lý"), _("Cơ quan đã trả lời bằng văn bản vì sao không thụ lý."), True),
    State("luu", _("Đã xếp lưu"), _("Đơn không đủ điều kiện xử lý và được lưu theo quy định."), True),
    State("rut", _("Đã rút đơn"), _("Người gửi đã rút đơn bằng giấy có chữ ký."), True),
    State("giai_quyet", _("Đã giải quyết"), _("Vụ việc nêu trong đơn đã được giải quyết."), True),
)
CLOCKS = (
    Clock(
        "xu_ly",
        _("Phân loại, xử lý đơn"),
        "XLD.LIMIT",
        (OPENING, "nhan_ban_ky", "nhan_ky_sau", "bo_sung"),
        (*HANDLED, "yeu_cau_bo_sung"),
        applies=lambda letter: not is_unsigned(letter),
    ),
    Clock(
        "thu_ly_khieu_nai",
        _("Thụ lý hoặc từ chối thụ lý khiếu nại"),
        acceptance_rule,
        ("phan_loai", "nhan_ky_sau"),
        (*HANDLED, "phan_loai_lai"),
        applies=lambda letter: is_complaint(letter) and not is_unsigned(letter),
        starts=counted_from,
        may_be=("KN.ACC", "KN.ACC.2"),
    ),
    Clock(
        "xu_ly_ban_dau_to_cao",
        _("Xử lý ban đầu thông tin tố cáo"),
        "TC.INIT",
        ("phan_loai", "phan_loai_lai", "nhan_ky_sau"),
        HANDLED,
        applies=lambda letter: (
            is_signed_denunciation(letter) and letter.is_competent and not further_rule(letter)
        ),
        case=lambda letter: letter.initial_case,
        starts=counted_from,
    ),
    Clock(
        "to_cao_tiep",
        _("Xem xét tố cáo tiếp"),
        further_rule,
        ("phan_loai", "phan_loai_lai", "nhan_ky_sau"),
        (*HANDLED, "yeu_cau_bao_cao"),
        applies=lambda letter: is_signed_denunciation(letter) and bool(further_rule(letter)),
        starts=counted_from,
        may_be=("TC.AGAIN", "TC.LATE.ASK"),
    ),
    Clock(
        "chuyen_to_cao",
        _("Chuyển tố cáo đến nơi có thẩm quyền"),
        "TC.FWD",
        ("phan_loai", "phan_loai_lai", "nhan_ky_sau"),
        HANDLED,
        applies=lambda letter: is_signed_denunciation(letter) and not letter.is_competent,
        starts=counted_from,
    ),
    Clock(
        "bao_bao_chi",
        _("Báo nơi chuyển tố cáo"),
        "XLD.PRESS",
        ("phan_loai", "phan_loai_lai", "ghi_noi_chuyen"),
        ("bao_noi_chuyen",),
        applies=lambda letter: (
            letter.kind == Kind.DENUNCIATION and letter.forwarder not in (None, Forwarder.LEADER)
        ),
        starts=counted_from,
    ),
    Clock(
        "bao_noi_chuyen",
        _("Báo kết quả cho nơi chuyển đơn"),
        "TCD.BACK",
        ("giai_quyet", "ghi_noi_chuyen"),
        ("bao_noi_chuyen",),
        applies=lambda letter: letter.forwarder in TO_BE_TOLD and letter.state == "giai_quyet",
        starts=lambda letter, on: letter.closed_on or on,
    ),
    Clock("bao_lai", _("Báo lại người gửi"), "TCD.RELAY", ("nhan_phuc_dap",), ("bao_lai",)),
)
OPENING_FIELDS = (
    *("channel", "signatories", "is_repeated", "incoming_number", "incoming_on", "postmarked_on"),
    *("has_originals", "forwarder", "forwarder_unit", "forwarder_sent_on"),
)
LETTER = RecordType(
    key="don",
    model=Letter,
    label=_("Đơn"),
    label_plural=_("Đơn thư"),
    law="Luật Tiếp công dân 2013, Điều 28; Thông tư 05/2021/TT-TTCP",
    states=STATES,
    births={"cho_ky": is_unsigned},
    moves=MOVES,
    clocks=CLOCKS,
    opening=OPENING_FIELDS,
    opens_to_public=True,
    asks_denounced=("", "phan_loai"),
    columns=("kind", "field"),
    filters=("kind", "is_dispute", "field", "channel", "forwarder"),
    internal=tuple(field.name for field in Letter._meta.local_fields if field.name != "record_ptr"),
    secrecy=secrecy,
    title_of=letter_title,
    check_opening=check_opening,
)
