"""The life of a matter as one table: its states, the clocks that run on it, and what of it may be read."""

from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.kinds import (
    is_complaint,
    is_kind,
    matter_title,
    may_hold_identity,
    secrecy,
)
from danvan.domains.petitions.matters.checks import complexity, settlement_rule
from danvan.domains.petitions.matters.moves import MOVES
from danvan.domains.petitions.models import Field, Kind, Matter
from danvan.records.declare import Clock, RecordType, State
from danvan.records.steps import OPENING

STATES = (
    State("dang_giai_quyet", _("Đang giải quyết"), _("Cơ quan đang xem xét, giải quyết vụ việc.")),
    State("xac_minh", _("Đang xác minh"), _("Cơ quan đang xác minh nội dung.")),
    State("da_bao_cao", _("Đã báo cáo xác minh"), _("Đã có báo cáo kết quả xác minh.")),
    State("doi_thoai", _("Đã đối thoại"), _("Đã đối thoại với người khiếu nại, đang ra quyết định.")),
    State(
        "tam_dinh_chi", _("Tạm đình chỉ"), _("Việc giải quyết tạm dừng; thời hạn không tính trong lúc này.")
    ),
    State("giai_quyet", _("Đã giải quyết"), _("Cơ quan đã có kết quả giải quyết."), True),
    State("cong_khai", _("Đã công khai quyết định"), _("Quyết định giải quyết đã được công khai."), True),
    State("hieu_luc", _("Có hiệu lực"), _("Quyết định giải quyết đã có hiệu lực pháp luật."), True),
    State("thi_hanh", _("Đang thi hành"), _("Quyết định đang được thi hành."), True),
    State("ket_thuc", _("Kết thúc"), _("Hồ sơ đã kết thúc."), True),
    State("dinh_chi", _("Đình chỉ"), _("Việc giải quyết đã được đình chỉ theo quy định."), True),
    State(
        "cap_tren_giai_quyet",
        _("Cấp trên giải quyết"),
        _("Cơ quan cấp trên đã lấy vụ việc lên để giải quyết."),
        True,
    ),
    State("hoa_giai_thanh", _("Hòa giải thành"), _("Các bên đã hòa giải thành."), True),
    State(
        "hoa_giai_khong_thanh",
        _("Hòa giải không thành"),
        _("Hòa giải không thành; các bên có quyền đến tòa án hoặc cơ quan có thẩm quyền."),
        True,
    ),
)
is_denunciation = is_kind(Kind.DENUNCIATION)
DENUNCIATION_CLOCKS = (
    Clock(
        "thong_bao_thu_ly",
        _("Thông báo việc thụ lý tố cáo"),
        "TC.NOTIFY",
        (OPENING,),
        ("thong_bao_thu_ly", "dinh_chi_to_cao", "rut_to_cao", "cap_tren_lay_len"),
        applies=is_denunciation,
    ),
    Clock(
        "gui_dinh_chi_to_cao",
        _("Gửi quyết định tạm đình chỉ, đình chỉ giải quyết tố cáo"),
        "TC.SUSP.SEND",
        ("tam_dinh_chi_to_cao", "dinh_chi_to_cao", "rut_to_cao"),
        ("gui_dinh_chi",),
        applies=is_denunciation,
    ),
    Clock(
        "bao_cao_cap_tren",
        _("Báo cáo cấp trên về tố cáo quá hạn"),
        "TC.LATE.REP",
        ("cap_tren_yeu_cau",),
        ("bao_cao_cap_tren", "cap_tren_lay_len"),
        applies=is_denunciation,
    ),
    Clock(
        "gui_ket_luan",
        _("Gửi kết luận nội dung tố cáo"),
        "TC.KL.SEND",
        ("giai_quyet",),
        ("gui_ket_luan",),
        applies=is_denunciation,
    ),
    Clock(
        "xu_ly_ket_luan",
        _("Xử lý kết luận nội dung tố cáo"),
        "TC.ACT",
        ("giai_quyet",),
        ("xu_ly_ket_luan",),
        applies=is_denunciation,
    ),
    Clock(
        "cong_khai_ket_luan",
        _("Công khai kết luận nội dung tố cáo"),
        "TC.PUB",
        ("giai_quyet",),
        ("cong_khai_ket_luan",),
        applies=is_denunciation,
    ),
)
CLOCKS = (
    Clock(
        "giai_quyet",
        _("Giải quyết vụ việc"),
        settlement_rule,
        (OPENING,),
        (
            *("giai_quyet", "dinh_chi", "rut_don", "rut_kien_nghi", "dinh_chi_to_cao", "rut_to_cao"),
            *("cap_tren_lay_len", "hoa_giai_thanh", "hoa_giai_khong_thanh"),
        ),
        applies=lambda matter: (
            matter.kind != Kind.PROPOSAL or (matter.is_dispute and matter.field == Field.LAND)
        ),
        case=complexity,
        may_be=("TC.S", "HG.LAND", "KN.SKL", "KN.S1", "KN.S1.REMOTE", "KN.S2", "KN.S2.REMOTE"),
    ),
    Clock(
        "gui",
        _("Gửi quyết định giải quyết"),
        lambda matter: f"KN.SEND{matter.instance}",
        ("giai_quyet",),
        ("gui",),
        applies=is_complaint,
        may_be=("KN.SEND1", "KN.SEND2"),
    ),
    Clock(
        "cong_khai",
        _("Công khai quyết định giải quyết"),
        "KN.PUB",
        ("giai_quyet",),
        ("gui_cong_khai", "cong_khai_muon"),
        applies=is_complaint,
    ),
    Clock(
        "giai_trinh",
        _("Người bị khiếu nại giải trình, cung cấp tài liệu"),
        "KN.EXPL",
        ("yeu_cau_giai_trinh",),
        ("nhan_giai_trinh", "dinh_chi", "rut_don"),
        applies=is_complaint,
    ),
    Clock(
        "gui_dinh_chi",
        _("Gửi quyết định tạm đình chỉ, tiếp tục, đình chỉ"),
        "KN.SUSP.SEND",
        ("tam_dinh_chi", "tiep_tuc", "dinh_chi", "rut_don"),
        ("gui_dinh_chi",),
        applies=is_complaint,
    ),
    Clock(
        "thi_hanh",
        _("Chỉ đạo thi hành quyết định"),
        "KN.EXEC",
        ("co_hieu_luc",),
        ("chi_dao_thi_hanh",),
        applies=lambda matter: matter.must_be_executed,
    ),
    *DENUNCIATION_CLOCKS,
)
MATTER = RecordType(
    key="vu_viec",
    model=Matter,
    label=_("Vụ việc"),
    label_plural=_("Vụ việc"),
    law="Luật Khiếu nại 2011, Điều 28 và 37; Luật Tố cáo 2018, Điều 30",
    states=STATES,
    moves=MOVES,
    clocks=CLOCKS,
    columns=("kind", "field"),
    filters=("kind", "is_dispute", "field", "result"),
    internal=tuple(field.name for field in (*Matter._meta.local_fields,) if field.name != "record_ptr"),
    open_permission="records.handle",
    opens_by_hand=False,
    secrecy=secrecy,
    title_of=matter_title,
    releases_identity_at_opening=may_hold_identity,
)
