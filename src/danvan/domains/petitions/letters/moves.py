"""The moves of a letter, in the order of likelihood: each with its article."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.actions import check_settled, read_envelope
from danvan.domains.petitions.denunciations.letters import (
    sealed_moves,
    why_not_again,
    why_not_first,
    why_not_taken,
)
from danvan.domains.petitions.denunciations.online import note_signed
from danvan.domains.petitions.denunciations.unsealing import (
    BACKUPS_HOLD,
    OF_THE_EARLIER_CLASS,
    check_denunciation,
    why_not_reclassified,
)
from danvan.domains.petitions.forwarded.forwarding import check_forwarder, check_forwarding
from danvan.domains.petitions.kinds import may_hold_identity, unless
from danvan.domains.petitions.letters.arrivals import moves as arrivals
from danvan.domains.petitions.letters.checks import (
    check_classification,
    check_refusal,
    check_reply,
    check_signed,
    check_supplement,
    check_urging,
    check_withdrawal,
    file_withdrawn,
    hold_unsigned,
    is_unsigned,
    why_not_accepted,
    why_not_forwarded,
    why_not_guided,
    why_not_returned,
    why_not_urged,
)
from danvan.domains.petitions.letters.handing_up import moves as handing_up
from danvan.domains.petitions.letters.ordering import check_handling
from danvan.domains.petitions.matters.acceptance import judge_acceptance
from danvan.domains.petitions.models import FREE_TEXTS, Handling, Kind
from danvan.domains.petitions.tying.joining import open_matter
from danvan.records.declare import Move

CLASSIFY, HANDLE = "records.classify", "records.handle"
OPEN = ("da_phan_loai",)
ENDED = ("huong_dan", "chuyen", "don_doc", "khong_thu_ly", "tra_lai", "luu", "giai_quyet", "rut")
KNOWN = (*OPEN, "cho_bo_sung", "thu_ly", *ENDED)
RECLASSIFIED = tuple(state for state in KNOWN if state != "rut")
LAW = "Thông tư 05/2021/TT-TTCP, Điều 6"


def _handled(key: str, label: Any, target: str, **more: object) -> Move:
    """A way of handling a classified letter: dated by `handled_on`, telling its direction, ending the letter."""
    values: dict = {"closes": True, "dated_by": "handled_on", "check": check_handling} | more
    return Move(key, label, OPEN, target, HANDLE, sets={"handling": Handling(target)}, **values)


def _accepted_again(key: str, label: Any, **more: object) -> Move:
    """A tố cáo that comes again is accepted on a ground of its own and opens its own matter."""
    values: dict = {"papers": ("to_cao_thu_ly", "to_cao_bao_thu_ly")} | more
    return Move(
        key,
        label,
        OPEN,
        "thu_ly",
        HANDLE,
        dated_by="handled_on",
        sets={"handling": Handling.ACCEPTED},
        check=check_handling,
        effect=open_matter,
        **values,
    )


INTAKE = (
    Move(
        "nhan_ban_ky",
        _("Nhận bản có chữ ký"),
        ("cho_ky",),
        "tiep_nhan",
        CLASSIFY,
        dated_by="signed_on",
        check=check_signed,
        effect=note_signed,
        why=_("Khiếu nại, tố cáo đăng ký trước qua mạng chỉ được tính từ ngày nhận bản có chữ ký."),
        cite="Luật Khiếu nại 2011, Điều 8; Luật Tố cáo 2018, Điều 22",
    ),
    Move(
        "dong_dang_ky",
        _("Đóng đăng ký không có bản ký"),
        ("cho_ky",),
        "luu",
        CLASSIFY,
        closes=True,
        why=_("Người gửi không nộp bản có chữ ký: đăng ký qua mạng chưa phải là đơn."),
    ),
    Move(
        "phan_loai",
        _("Phân loại"),
        ("tiep_nhan",),
        "da_phan_loai",
        CLASSIFY,
        needs=("kind", "field"),
        takes=(
            *("signatories", "is_repeated", "is_anonymous", "is_dispute", "is_eligible", "unfit"),
            *("is_competent", "instance", "standing", "contested"),
        ),
        dated_by="classified_on",
        check=check_classification,
        reckons=hold_unsigned,
        effect=read_envelope,
        releases_identity=may_hold_identity,
        why=_("Xét theo nội dung, không theo tiêu đề của đơn."),
        cite=LAW,
    ),
)
HANDLINGS = (
    _handled(
        "thu_ly",
        _("Thụ lý"),
        "thu_ly",
        closes=False,
        effect=open_matter,
        reckons=judge_acceptance,
        papers=("thu_ly", "to_cao_thu_ly", "to_cao_bao_thu_ly"),
        why=_("Mở vụ việc và bắt đầu thời hạn giải quyết."),
        cite="Luật Khiếu nại 2011, Điều 27; Luật Tố cáo 2018, Điều 29",
        **unless(why_not_accepted, why_not_first),
    ),
    _accepted_again(
        "giai_quyet_lai",
        _("Giải quyết lại tố cáo"),
        needs=("again_ground",),
        why=_("Xem hồ sơ thấy kết luận không chính xác, bỏ sót chứng cứ hoặc áp dụng sai pháp luật."),
        cite="Luật Tố cáo 2018, Điều 37",
        **unless(why_not_accepted, why_not_again),
    ),
    _accepted_again(
        "lay_len",
        _("Lấy lên giải quyết"),
        needs=("taken_ground",),
        papers=("to_cao_lay_len", "to_cao_thu_ly", "to_cao_bao_thu_ly"),
        why=_("Cấp dưới quá hạn, vụ việc nghiêm trọng hoặc thiếu khách quan: cấp trên thụ lý, giải quyết."),
        cite="Luật Tố cáo 2018, Điều 38; Nghị định 31/2019/NĐ-CP, Điều 5",
        **unless(why_not_accepted, why_not_taken),
    ),
    _handled(
        "huong_dan",
        _("Hướng dẫn"),
        "huong_dan",
        papers=("huong_dan",),
        why=_("Đơn không thuộc thẩm quyền: hướng dẫn một lần."),
        cite=LAW,
        **unless(why_not_guided),
    ),
    _handled(
        "chuyen",
        _("Chuyển đơn"),
        "chuyen",
        needs=("forwarded_to",),
        check=check_forwarding,
        papers=("chuyen_don", "to_cao_bao_da_chuyen"),
        why=_("Chuyển đến cơ quan có thẩm quyền và báo cho người gửi đơn."),
        cite="Luật Tố cáo 2018, Điều 24; Thông tư 05/2021/TT-TTCP, Điều 6",
        **unless(why_not_forwarded),
    ),
    _handled(
        "don_doc",
        _("Đôn đốc cấp dưới giải quyết"),
        "don_doc",
        needs=("forwarded_to",),
        check=check_urging,
        papers=("don_doc",),
        why=_("Việc của cấp dưới đã quá hạn mà chưa giải quyết: yêu cầu giải quyết."),
        cite="Thông tư 05/2021/TT-TTCP, Điều 14",
        **unless(why_not_urged),
    ),
    _handled(
        "tra_lai",
        _("Trả lại nơi chuyển"),
        "tra_lai",
        papers=("tra_don",),
        why=_("Nơi chuyển gửi không đúng thẩm quyền: trả lại kèm lý do."),
        cite="Luật Tiếp công dân 2013, Điều 26 và 27",
        **unless(why_not_returned),
    ),
    _handled(
        "khong_thu_ly",
        _("Không thụ lý, trả lời"),
        "khong_thu_ly",
        takes=("refusal_ground", "known_on", "is_dismissal"),
        check=check_refusal,
        reckons=judge_acceptance,
        papers=("khong_thu_ly", "to_cao_khong_thu_ly", "to_cao_khong_giai_quyet_lai"),
        why=_("Báo bằng văn bản cho người gửi, nêu rõ căn cứ."),
        cite="Luật Khiếu nại 2011, Điều 11 và 27; Luật Tố cáo 2018, Điều 29",
        applies=lambda letter, on: letter.kind != Kind.PROPOSAL,
        otherwise="Kiến nghị, phản ánh không có bước “không thụ lý”; hãy hướng dẫn, chuyển hoặc xếp lưu.",
    ),
    _handled("luu", _("Xếp lưu"), "luu", why=_("Đơn không đủ điều kiện xử lý."), cite=LAW),
)
WAITING = (
    Move(
        "nhan_ky_sau",
        _("Nhận bản có chữ ký sau khi phân loại"),
        (*OPEN, "cho_bo_sung"),
        "da_phan_loai",
        CLASSIFY,
        dated_by="signed_on",
        check=check_signed,
        effect=note_signed,
        why=_("Khiếu nại, tố cáo gửi qua mạng: thời hạn chỉ tính từ ngày nhận bản có chữ ký."),
        cite="Luật Khiếu nại 2011, Điều 8; Luật Tố cáo 2018, Điều 22",
        applies=lambda letter, on: is_unsigned(letter),
        otherwise="Đơn không chờ bản có chữ ký.",
    ),
    Move(
        "yeu_cau_bo_sung",
        _("Yêu cầu bổ sung"),
        OPEN,
        "cho_bo_sung",
        HANDLE,
        papers=("bo_sung",),
        dated_by="supplement_asked_on",
        check=check_handling,
        why=_("Đơn thiếu giấy tờ, nội dung: yêu cầu người gửi bổ sung. Thời hạn thụ lý vẫn chạy."),
        cite=LAW,
    ),
    Move(
        "bo_sung",
        _("Nhận bổ sung"),
        ("cho_bo_sung",),
        "da_phan_loai",
        HANDLE,
        takes=("is_eligible", "unfit"),
        dated_by="supplemented_on",
        check=check_supplement,
    ),
    Move(
        "luu_thieu",
        _("Xếp lưu, không bổ sung"),
        ("cho_bo_sung",),
        "luu",
        HANDLE,
        closes=True,
        dated_by="handled_on",
        check=check_supplement,
        sets={"handling": Handling.FILED},
        cite=LAW,
    ),
    Move(
        "rut",
        _("Ghi nhận rút đơn"),
        (*OPEN, "cho_bo_sung"),
        "rut",
        HANDLE,
        needs=("withdrawal_paper", "coercion"),
        papers=("to_cao_don_rut", "to_cao_bien_ban_rut"),
        dated_by="withdrawn_on",
        closes=True,
        check=check_withdrawal,
        reckons=file_withdrawn,
        why=_("Chỉ ghi khi có giấy hoặc biên bản có chữ ký, sau khi hỏi việc ép buộc."),
        cite="Luật Khiếu nại 2011, Điều 10; Luật Tố cáo 2018, Điều 33",
    ),
    Move(
        "giai_quyet",
        _("Ghi nhận đã giải quyết"),
        ("thu_ly",),
        "giai_quyet",
        HANDLE,
        check=check_settled,
        closes=True,
        why=_("Vụ việc của đơn đã giải quyết xong."),
    ),
    Move(
        "mo_lai",
        _("Mở lại"),
        ("giai_quyet",),
        "thu_ly",
        HANDLE,
        reopens=True,
        by_sender=True,
        why=_("Vụ việc phản ánh của đơn được mở lại."),
        applies=lambda letter, on: letter.kind == Kind.PROPOSAL,
        otherwise="Chỉ phản ánh, kiến nghị mới mở lại; khiếu nại thì khiếu nại lần hai hoặc khởi kiện.",
    ),
)
BESIDE = (
    Move(
        "sua_thong_tin",
        _("Bổ sung, sửa thông tin người gửi"),
        KNOWN,
        "",
        CLASSIFY,
        takes=(*FREE_TEXTS, "written_on", "postmarked_on", "is_repeated"),
        dated_by="details_changed_on",
        releases_identity=may_hold_identity,
        why=_("Lịch sử ghi ai sửa và khi nào, không ghi nội dung đã sửa."),
        applies=lambda letter, on: may_hold_identity(letter),
        otherwise="Đơn tố cáo không bao giờ ghi họ tên, địa chỉ, nội dung (Luật Tố cáo 2018, Điều 8).",
    ),
    Move(
        "phan_loai_lai",
        _("Phân loại lại là tố cáo"),
        RECLASSIFIED,
        "da_phan_loai",
        CLASSIFY,
        dated_by="classified_on",
        sets={"kind": Kind.DENUNCIATION} | OF_THE_EARLIER_CLASS,
        check=check_denunciation,
        reckons=hold_unsigned,
        reopens=True,
        why=BACKUPS_HOLD,
        cite="Luật Tố cáo 2018, Điều 8",
        **unless(why_not_reclassified),
    ),
    Move(
        "tra_ban_goc",
        _("Trả bản gốc giấy tờ"),
        KNOWN,
        "",
        CLASSIFY,
        papers=("tra_ban_goc",),
        dated_by="originals_returned_on",
        applies=lambda letter, on: letter.has_originals and not letter.originals_returned_on,
        otherwise="Đơn không có bản gốc giấy tờ chờ trả.",
    ),
    Move(
        "ghi_noi_chuyen",
        _("Ghi nơi chuyển đơn"),
        ("tiep_nhan", *KNOWN),
        "",
        CLASSIFY,
        needs=("forwarder",),
        takes=("forwarder_unit", "forwarder_sent_on"),
        check=check_forwarder,
        why=_("Đơn nhận qua thư điện tử, tại quầy hoặc ghi sổ thiếu nơi chuyển."),
        cite="Luật Tiếp công dân 2013, Điều 26 và 27; Luật Tố cáo 2018, Điều 26",
        applies=lambda letter, on: not letter.forwarder_told_on,
        otherwise="Đã báo kết quả cho nơi chuyển nên không đổi nơi chuyển được nữa.",
    ),
    Move(
        "bao_noi_chuyen",
        _("Báo kết quả cho nơi chuyển đơn"),
        KNOWN,
        "",
        HANDLE,
        papers=("bao_noi_chuyen",),
        dated_by="forwarder_told_on",
        cite="Luật Tiếp công dân 2013, Điều 27; Luật Tố cáo 2018, Điều 26",
        applies=lambda letter, on: bool(letter.forwarder),
        otherwise="Đơn không do nơi nào chuyển đến nên không có ai để báo.",
    ),
    Move(
        "nhan_phuc_dap",
        _("Nhận văn bản phúc đáp"),
        ("chuyen", "don_doc"),
        "",
        HANDLE,
        takes=("reply_reference",),
        dated_by="replied_on",
        check=check_reply,
        cite="Luật Tiếp công dân 2013, Điều 27",
    ),
    Move(
        "bao_lai",
        _("Báo lại người gửi"),
        ("chuyen", "don_doc"),
        "",
        HANDLE,
        dated_by="relayed_on",
        cite="Luật Tiếp công dân 2013, Điều 28",
        applies=lambda letter, on: bool(letter.replied_on),
        otherwise="Chưa có văn bản phúc đáp nên chưa có gì để báo lại.",
    ),
)
MOVES = (
    *INTAKE,
    *handing_up(),
    *HANDLINGS,
    *WAITING,
    *BESIDE,
    *sealed_moves((*OPEN, "cho_bo_sung"), KNOWN),
    *arrivals(("tiep_nhan", *KNOWN)),
)
