"""The life of a request: answered first, carried out or refused by a numbered paper with its ground, or withdrawn."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from danvan import law
from danvan.domains.personal_data.models import DataRequest, Ground, Right
from danvan.records.declare import Clock, Move, RecordType, State, register
from danvan.records.models import Record, Tombstone
from danvan.records.models.retention import NUMBER
from danvan.records.retention import contents, planning, schedule
from danvan.records.steps import OPENING
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

OPEN = ("tiep_nhan", "dang_xu_ly")
# Under which rule a ground stands; the others hold on every day.
GROUND_OF = {
    Ground.OFFICE: "PD13.NODEL",
    Ground.PUBLIC: "PD13.NODEL",
    Ground.STATISTICS: "PD13.NODEL",
    Ground.HINDERS: "PD25.NODEL",
    Ground.OTHERS: "PD25.NODEL",
}


def title(request: DataRequest) -> str:
    """What is asked, from fixed words alone."""
    return str(request.get_right_display())


def secrecy(request: DataRequest) -> str:
    """As far as the record it is about may be read."""
    sealed = request.about_id and request.about.secrecy == Record.Secrecy.SEALED
    return Record.Secrecy.SEALED if sealed else Record.Secrecy.INTERNAL


def limit(request: DataRequest) -> str:
    """The rule on carrying it out."""
    return "PD25.DELETE" if request.right == Right.DELETE else "PD25.SEE"


def runs(rule: str, request: DataRequest) -> bool:
    """Whether the law of the day on which it came in knows the limit."""
    return law.rulebook().in_force(rule, request.received_on) is not None


def check_paper(request: DataRequest, on: date) -> None:
    """A number in which no name fits, of a day not after the step."""
    if not re.match(NUMBER, request.paper_no or ""):
        raise Refusal(
            "Số văn bản chỉ gồm chữ in hoa, chữ số, dấu / . - và không có tên người, ví dụ 12/UBND-VP."
        )
    if request.paper_on and not request.received_on <= request.paper_on <= on:
        raise Refusal(
            f"Ngày văn bản {day(request.paper_on)} phải từ ngày nhận yêu cầu đến ngày {day(on)}; hãy sửa lại."
        )


def check_done(request: DataRequest, on: date) -> None:
    """Deleted is what is deleted: the record was destroyed by the head's decision, or holds nothing of a person."""
    check_paper(request, on)
    if request.right == Right.DELETE and (reasons := why_not_deleted(request, on)):
        raise Refusal(
            f"Chưa xóa được: {' '.join(reasons)} Hãy từ chối và nêu căn cứ, hoặc đợi người đứng đầu hủy hồ sơ."
        )


def why_not_deleted(request: DataRequest, on: date) -> list[str]:
    """Why the personal data of the record still stand, as sentences; none where nothing of a person is left."""
    about = request.about
    if Tombstone.objects.filter(pk=about.pk).exists() or _holds_nothing(about):
        return []
    return planning.why_not(about, on) or ["Hồ sơ đã hết thời hạn lưu; chờ người đứng đầu quyết định hủy."]


def _holds_nothing(about: Record) -> bool:
    """Only of types that are destroyed is everything that may hang on one declared; of others nobody can say so."""
    is_destroyed = any(row.type == about.type for row in schedule.rows())
    return is_destroyed and not contents.parts_of([about.pk])[about.pk].rows


def check_refused(request: DataRequest, on: date) -> None:
    """A ground that the law of the day on which it was asked knows, and that fits what was asked."""
    check_paper(request, on)
    ground = Ground(request.ground) if request.ground else None
    rule = GROUND_OF.get(ground) if ground else None
    if rule and not runs(rule, request):
        raise Refusal(
            f"Căn cứ này không có trong luật vào ngày nhận yêu cầu {day(request.received_on)}; hãy chọn lại."
        )
    if rule == "PD13.NODEL" and request.right != Right.DELETE:
        raise Refusal("Căn cứ này chỉ dùng khi từ chối xóa dữ liệu; hãy chọn căn cứ khác.")
    if ground == Ground.KEPT and request.right != Right.DELETE:
        raise Refusal("Thời hạn lưu không cản việc xem, sửa dữ liệu; hãy chọn căn cứ khác.")
    if ground == Ground.KEPT and not why_not_deleted(request, on):
        raise Refusal("Hồ sơ không còn thông tin cá nhân để giữ; hãy trả lời là đã xóa.")


LAW = "Nghị định 356/2025/NĐ-CP"
REQUEST = RecordType(
    key="yeu_cau_dlcn",
    model=DataRequest,
    label=_("Yêu cầu về dữ liệu cá nhân"),
    label_plural=_("Yêu cầu về dữ liệu cá nhân"),
    law="Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 4",
    states=(
        State("tiep_nhan", _("Đã nhận"), _("Cơ quan đã nhận yêu cầu và sẽ trả lời trình tự thực hiện.")),
        State("dang_xu_ly", _("Đã trả lời, đang thực hiện"), _("Cơ quan đã trả lời và đang thực hiện.")),
        State("da_thuc_hien", _("Đã thực hiện"), _("Cơ quan đã thực hiện yêu cầu và trả lời."), True),
        State("tu_choi", _("Đã từ chối"), _("Cơ quan đã trả lời bằng văn bản vì sao không thực hiện."), True),
        State("da_rut", _("Đã rút"), _("Người yêu cầu đã rút yêu cầu."), True),
    ),
    moves=(
        Move(
            "tra_loi",
            _("Trả lời đã nhận, báo trình tự"),
            ("tiep_nhan",),
            "dang_xu_ly",
            "records.handle",
            dated_by="answered_on",
            cite=LAW,
            why=_("Báo cho người yêu cầu trình tự, thời hạn thực hiện."),
        ),
        Move(
            "thuc_hien",
            _("Ghi đã thực hiện"),
            OPEN,
            "da_thuc_hien",
            "records.handle",
            needs=("paper_no", "paper_on"),
            dated_by="done_on",
            closes=True,
            check=check_done,
            cite=LAW,
            why=_("Đã cho xem, đã sửa, hoặc hồ sơ đã hủy theo quyết định."),
        ),
        Move(
            "tu_choi",
            _("Từ chối, nêu căn cứ"),
            OPEN,
            "tu_choi",
            "records.decide",
            needs=("ground", "paper_no", "paper_on"),
            dated_by="refused_on",
            closes=True,
            check=check_refused,
            cite="Luật 91/2025/QH15, Điều 4 khoản 3, Điều 14",
            why=_("Văn bản trả lời phải nêu căn cứ."),
        ),
        Move("rut", _("Ghi nhận rút yêu cầu"), OPEN, "da_rut", "records.handle", closes=True),
    ),
    clocks=(
        Clock(
            "tra_loi_dlcn",
            _("Trả lời đầu tiên yêu cầu về dữ liệu cá nhân"),
            "PD25.REQ",
            (OPENING,),
            ("tra_loi", "thuc_hien", "tu_choi", "rut"),
            applies=lambda request: runs("PD25.REQ", request),
        ),
        Clock(
            "thuc_hien_dlcn",
            _("Thực hiện yêu cầu về dữ liệu cá nhân"),
            limit,
            (OPENING,),
            ("thuc_hien", "tu_choi", "rut"),
            applies=lambda request: runs(limit(request), request),
            may_be=("PD25.SEE", "PD25.DELETE"),
        ),
    ),
    opening=("right", "capacity"),
    opens_by_hand=False,
    columns=("right", "ground"),
    filters=("right",),
    internal=(
        *("about", "right", "capacity", "answered_on", "done_on", "refused_on", "ground"),
        *("paper_no", "paper_on"),
    ),
    title_of=title,
    secrecy=secrecy,
)

register(REQUEST)
