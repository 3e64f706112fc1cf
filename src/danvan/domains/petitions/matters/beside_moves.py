"""What is asked and ordered while a matter is being settled, and stops no limit: explanation, a stay, part withdrawn."""

from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.kinds import COMPLAINT, unless
from danvan.domains.petitions.matters import beside_checks as checks
from danvan.domains.petitions.matters.states import RUNNING, SETTLED
from danvan.records.declare import Move

HANDLE = "records.handle"

BESIDE = (
    Move(
        "yeu_cau_giai_trinh",
        _("Yêu cầu giải trình, cung cấp tài liệu"),
        RUNNING,
        "",
        HANDLE,
        papers=("yeu_cau_giai_trinh",),
        dated_by="explanation_asked_on",
        sets={"explained_on": None},
        check=checks.check_asked,
        why=_("Người bị khiếu nại giải trình, cung cấp tài liệu trong 7 ngày kể từ khi có yêu cầu."),
        cite="Luật Khiếu nại 2011, Điều 13",
        **COMPLAINT,
    ),
    Move(
        "nhan_giai_trinh",
        _("Nhận giải trình, tài liệu"),
        (*RUNNING, "tam_dinh_chi", *SETTLED),
        "",
        HANDLE,
        dated_by="explained_on",
        check=checks.check_explained,
        cite="Luật Khiếu nại 2011, Điều 13",
        applies=lambda matter, on: bool(matter.explanation_asked_on) and not matter.explained_on,
        otherwise="Không có yêu cầu giải trình nào đang chờ trả lời.",
    ),
    Move(
        "tam_dinh_chi_thi_hanh",
        _("Tạm đình chỉ thi hành quyết định bị khiếu nại"),
        RUNNING,
        "",
        HANDLE,
        needs=("stayed_until",),
        papers=("tam_dinh_chi_thi_hanh",),
        dated_by="stayed_on",
        sets={"stay_ended_on": None},
        reckons=checks.check_stay,
        why=_(
            "Khi việc thi hành sẽ gây hậu quả khó khắc phục. Thời hạn giải quyết vẫn chạy; khác với tạm đình chỉ giải "
            "quyết."
        ),
        cite="Luật Khiếu nại 2011, Điều 35",
        **COMPLAINT,
    ),
    Move(
        "huy_tam_dinh_chi_thi_hanh",
        _("Hủy việc tạm đình chỉ thi hành"),
        (*RUNNING, "tam_dinh_chi"),
        "",
        HANDLE,
        papers=("huy_tam_dinh_chi_thi_hanh",),
        dated_by="stay_ended_on",
        check=checks.check_stay_ended,
        why=_("Lý do tạm đình chỉ thi hành không còn thì hủy ngay."),
        cite="Luật Khiếu nại 2011, Điều 35",
        applies=checks.is_stayed,
        otherwise="Quyết định bị khiếu nại không bị tạm đình chỉ thi hành.",
    ),
    Move(
        "rut_mot_phan",
        _("Ghi nhận rút một phần"),
        (*RUNNING, "tam_dinh_chi"),
        "",
        HANDLE,
        needs=("withdrawal_paper", "coercion"),
        dated_by="partly_withdrawn_on",
        check=checks.check_part,
        why=_("Phần còn lại, và khiếu nại của những người không rút, tiếp tục được giải quyết."),
        cite="Luật Khiếu nại, Điều 10 (sửa đổi năm 2025); Luật Tố cáo 2018, Điều 33",
        **unless(checks.not_partly_withdrawn),
    ),
)
