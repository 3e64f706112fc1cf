"""What a step of a request refuses: a paper that is none, an end that is not true, a ground that the law does not know."""

import re
from datetime import date

from danvan import law
from danvan.domains.personal_data.models import DataRequest, Ground, Right
from danvan.records.models import Record, Tombstone
from danvan.records.models.retention import NUMBER
from danvan.records.retention import contents, planning, schedule
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

# Under which rule a ground stands; the others hold on every day.
GROUND_OF = {
    Ground.OFFICE: "PD13.NODEL",
    Ground.PUBLIC: "PD13.NODEL",
    Ground.STATISTICS: "PD13.NODEL",
    Ground.HINDERS: "PD25.NODEL",
    Ground.OTHERS: "PD25.NODEL",
}


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
    """Who asked is known, and deleted is deleted: the record was destroyed by decision, or holds nothing of a person."""
    check_paper(request, on)
    if request.checked_on is None:
        raise Refusal(
            "Chưa đối chiếu giấy tờ người yêu cầu; hãy ghi bước “Ghi đã đối chiếu người yêu cầu” trước."
        )
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
