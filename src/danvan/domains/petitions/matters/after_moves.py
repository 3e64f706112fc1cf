"""The moves of a complaint after its decision: sent, published, complained of again, binding, executed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.actions import open_second, reopen_letters
from danvan.domains.petitions.kinds import COMPLAINT, unless
from danvan.domains.petitions.matters import checks, publishing
from danvan.domains.petitions.matters.ordering import after_decision, in_order
from danvan.domains.petitions.matters.states import LATER, RUNNING, SETTLED
from danvan.domains.petitions.models import CARRIED_OUT, Kind
from danvan.records.declare import Move

HANDLE = "records.handle"
PUBLISHED_BY = "Nghị định 124/2020/NĐ-CP, Điều 29 khoản 3; Luật Tố cáo 2018, Điều 40"
HOW = _(
    "Niêm yết, đăng trên cổng: ghi đến hết ngày nào, ít nhất 15 ngày. Phát thanh, truyền hình, báo in: ghi số lần, số kỳ. "
    "Họp: ghi ngày báo cuộc họp."
)
PUBLISHING: dict[str, Any] = {
    "needs": ("publication",),
    "takes": ("on_portal", "publication_until", "publication_times", "meeting_notified_on"),
    "papers": ("cong_khai_quyet_dinh",),
    "dated_by": "publicised_on",
}
SHOWN: dict[str, Any] = {
    "applies": lambda matter, on: bool(matter.publicised_on) and not matter.publication_ended_on,
    "otherwise": "Quyết định không còn được niêm yết, đăng.",
}

AFTERWARDS = (
    Move(
        "gui_cong_khai",
        _("Công khai quyết định"),
        ("giai_quyet",),
        "cong_khai",
        HANDLE,
        check=checks.check_publication,
        why=HOW,
        cite="Nghị định 124/2020/NĐ-CP, Điều 29 khoản 3",
        **PUBLISHING,
        **COMPLAINT,
    ),
    Move(
        "gui",
        _("Gửi quyết định"),
        SETTLED,
        "",
        HANDLE,
        dated_by="sent_on",
        check=after_decision,
        cite="Luật Khiếu nại 2011, Điều 32 và 41",
        **COMPLAINT,
    ),
    Move(
        "gui_dinh_chi",
        _("Gửi quyết định tạm đình chỉ, tiếp tục, đình chỉ"),
        (*RUNNING, "tam_dinh_chi", "dinh_chi"),
        "",
        HANDLE,
        dated_by="interim_sent_on",
        cite="Nghị định 155/2026/NĐ-CP, Điều 12 (Điều 28b); Luật Tố cáo 2018, Điều 34 khoản 4",
        applies=lambda matter, on: bool(matter.suspended_on or matter.discontinued_on),
        otherwise="Vụ việc chưa có quyết định tạm đình chỉ hay đình chỉ nào để gửi.",
    ),
    Move(
        "cong_khai_muon",
        _("Công khai quyết định sau khi có hiệu lực"),
        LATER,
        "",
        HANDLE,
        check=checks.check_publication,
        why=_("Quyết định đã có hiệu lực mà chưa công khai: hạn cũ vẫn giữ."),
        cite="Nghị định 124/2020/NĐ-CP, Điều 29 khoản 3",
        applies=lambda matter, on: matter.kind == Kind.COMPLAINT and not matter.publicised_on,
        otherwise="Quyết định đã được công khai.",
        **PUBLISHING,
    ),
    Move(
        "thoi_cong_khai",
        _("Thôi niêm yết, thôi đăng"),
        ("cong_khai", *LATER),
        "",
        HANDLE,
        dated_by="publication_ended_on",
        check=publishing.check_ended,
        cite=PUBLISHED_BY,
        **SHOWN,
    ),
    Move(
        "go_som",
        _("Ghi nhận bị gỡ sớm"),
        ("cong_khai",),
        "giai_quyet",
        HANDLE,
        dated_by="publication_broken_on",
        sets={"publicised_on": None},
        check=publishing.check_broken,
        reckons=publishing.owe_again,
        why=_(
            "Chưa đủ ngày niêm yết, đăng thì chưa tính là đã công khai: phải công khai lại, hạn cũ vẫn giữ."
        ),
        cite=PUBLISHED_BY,
        **SHOWN,
    ),
    Move(
        "khieu_nai_lan_hai",
        _("Ghi nhận khiếu nại lần hai"),
        (*RUNNING, *SETTLED),
        "",
        HANDLE,
        dated_by="appealed_on",
        check=in_order,
        effect=open_second,
        why=_(
            "Mở vụ việc lần hai ở cấp trên khi tài khoản được giao ở đó; nếu không, cấp trên mở từ đơn của mình."
        ),
        cite="Luật Khiếu nại 2011, Điều 33",
        **unless(checks.not_complained_again),
    ),
    Move(
        "khoi_kien",
        _("Ghi nhận tòa thụ lý"),
        SETTLED,
        "",
        HANDLE,
        dated_by="sued_on",
        check=after_decision,
        cite="Luật Khiếu nại 2011, Điều 33 và 42",
        **COMPLAINT,
    ),
    Move(
        "co_hieu_luc",
        _("Ghi nhận có hiệu lực"),
        SETTLED,
        "hieu_luc",
        HANDLE,
        takes=("must_be_executed",),
        dated_by="binding_on",
        check=in_order,
        cite="Luật Khiếu nại 2011, Điều 44",
        **unless(checks.not_binding),
    ),
    Move(
        "chi_dao_thi_hanh",
        _("Chỉ đạo thi hành"),
        ("hieu_luc",),
        "thi_hanh",
        HANDLE,
        papers=("chi_dao_thi_hanh",),
        dated_by="executing_on",
        check=in_order,
        cite="Nghị định 124/2020/NĐ-CP, Điều 31 khoản 1",
        applies=lambda matter, on: matter.must_be_executed,
        otherwise="Quyết định không có nội dung phải thi hành.",
    ),
    Move(
        "thi_hanh_xong",
        _("Thi hành xong"),
        ("thi_hanh",),
        "ket_thuc",
        HANDLE,
        takes=CARRIED_OUT,
        dated_by="executed_on",
        check=in_order,
        cite="Nghị định 124/2020/NĐ-CP, Điều 31",
    ),
    Move(
        "ket_thuc",
        _("Kết thúc hồ sơ"),
        ("hieu_luc",),
        "ket_thuc",
        HANDLE,
        dated_by="finished_on",
        check=in_order,
        applies=lambda matter, on: not matter.must_be_executed,
        otherwise="Quyết định còn nội dung phải thi hành; hãy ghi việc thi hành trước.",
    ),
    Move(
        "mo_lai",
        _("Mở lại"),
        ("giai_quyet",),
        "dang_giai_quyet",
        HANDLE,
        sets={"settled_on": None, "result": None, "is_in_time": None},
        reopens=True,
        by_sender=True,
        check=in_order,
        effect=reopen_letters,
        why=_("Chỉ phản ánh, kiến nghị: việc đã trả lời nhưng chưa xong."),
        applies=lambda matter, on: matter.kind == Kind.PROPOSAL,
        otherwise="Chỉ phản ánh, kiến nghị mới mở lại; khiếu nại thì khiếu nại lần hai hoặc khởi kiện.",
    ),
)
