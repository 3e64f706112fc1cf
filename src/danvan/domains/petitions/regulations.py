"""The life of feedback on regulations (Nghị định 20/2008/NĐ-CP): classified, forwarded in five working days, published."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models import FeedbackClass, RegulationFeedback
from danvan.records.declare import Clock, Move, RecordType, State
from danvan.records.models import Duty
from danvan.records.steps import OPENING
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

HANDLE = "records.handle"


def feedback_title(feedback: RegulationFeedback) -> str:
    """A title made of class and field alone."""
    kind = f": {feedback.get_category_display().lower()}" if feedback.category else ", chưa phân loại"
    return f"Phản ánh về quy định hành chính{kind}, lĩnh vực {feedback.get_field_display().lower()}"


def not_before(feedback: RegulationFeedback, on: date) -> None:
    """Steps follow one another."""
    dates = (feedback.classified_on, feedback.forwarded_on, feedback.settled_on)
    last = max((value for value in dates if value), default=on)
    if on < last:
        raise Refusal(f"Ngày {day(on)} trước bước gần nhất {day(last)}; hãy sửa lại ngày thực hiện.")


def handle_own(feedback: RegulationFeedback, duties: Sequence[Duty], on: date) -> None:
    """What concerns the receiving body's own regulation has nobody to go to: the limit for forwarding ends there."""
    if feedback.category == FeedbackClass.OWN_RULE:
        for duty in duties:
            if duty.clock == "chuyen" and not duty.met_on:
                duty.met_on = on


def is_of(*classes: FeedbackClass) -> dict:
    """The `applies` and `otherwise` of a move that only feedback of these classes has."""
    named = ", ".join(str(one.label).lower() for one in classes)
    return {
        "applies": lambda feedback, on: feedback.category in classes,
        "otherwise": f"Bước này chỉ có với loại: {named}.",
    }


REGULATIONS = RecordType(
    key="pakn_quy_dinh",
    model=RegulationFeedback,
    label=_("Phản ánh quy định"),
    label_plural=_("Phản ánh, kiến nghị về quy định"),
    law="Nghị định 20/2008/NĐ-CP; Nghị định 92/2017/NĐ-CP",
    states=(
        State("tiep_nhan", _("Đã tiếp nhận"), _("Cơ quan đã nhận phản ánh về quy định và đang phân loại.")),
        State("da_phan_loai", _("Đã phân loại"), _("Phản ánh đã được phân loại và đang được xử lý.")),
        State("chuyen", _("Đã chuyển"), _("Phản ánh đã được chuyển đến cơ quan có thẩm quyền xử lý.")),
        State("co_ket_qua", _("Có kết quả"), _("Cơ quan có thẩm quyền đã có kết quả xử lý.")),
        State("cong_khai", _("Đã công khai kết quả"), _("Kết quả xử lý đã được công khai."), True),
        State("khong_tiep_nhan", _("Không tiếp nhận"), _("Nội dung không thuộc loại được tiếp nhận."), True),
    ),
    moves=(
        Move(
            "phan_loai",
            _("Phân loại"),
            ("tiep_nhan",),
            "da_phan_loai",
            "records.classify",
            needs=("category",),
            takes=("regulation",),
            dated_by="classified_on",
            check=not_before,
            reckons=handle_own,
            releases_identity=lambda feedback: True,
            why=_("Khiếu nại, tố cáo không đi đường này: hãy đưa vào sổ đơn."),
            cite="Nghị định 20/2008/NĐ-CP, Điều 9 đến 13",
        ),
        Move(
            "chuyen",
            _("Chuyển cơ quan có thẩm quyền"),
            ("da_phan_loai",),
            "chuyen",
            HANDLE,
            needs=("forwarded_to",),
            dated_by="forwarded_on",
            check=not_before,
            cite="Nghị định 20/2008/NĐ-CP, Điều 9",
            **is_of(FeedbackClass.OTHER_RULE, FeedbackClass.CONDUCT),
        ),
        Move(
            "co_ket_qua",
            _("Ghi kết quả xử lý"),
            ("da_phan_loai", "chuyen"),
            "co_ket_qua",
            HANDLE,
            needs=("outcome",),
            dated_by="settled_on",
            check=not_before,
            cite="Nghị định 20/2008/NĐ-CP, Điều 14 và 15",
            **is_of(FeedbackClass.OWN_RULE, FeedbackClass.OTHER_RULE, FeedbackClass.CONDUCT),
        ),
        Move(
            "cong_khai",
            _("Công khai kết quả"),
            ("co_ket_qua",),
            "cong_khai",
            HANDLE,
            needs=("publication",),
            dated_by="publicised_on",
            closes=True,
            check=not_before,
            cite="Nghị định 20/2008/NĐ-CP, Điều 19",
        ),
        Move(
            "khong_tiep_nhan",
            _("Không tiếp nhận"),
            ("da_phan_loai",),
            "khong_tiep_nhan",
            HANDLE,
            closes=True,
            check=not_before,
            cite="Nghị định 20/2008/NĐ-CP, Điều 9",
            **is_of(FeedbackClass.OUTSIDE),
        ),
    ),
    clocks=(
        Clock(
            "chuyen",
            _("Chuyển phản ánh đến cơ quan có thẩm quyền"),
            "PA.FWD",
            (OPENING,),
            ("chuyen", "co_ket_qua", "khong_tiep_nhan"),
        ),
    ),
    opening=("way", "field"),
    columns=("category", "field"),
    filters=("category", "field", "way"),
    internal=tuple(
        field.name for field in RegulationFeedback._meta.local_fields if field.name != "record_ptr"
    ),
    title_of=feedback_title,
)
