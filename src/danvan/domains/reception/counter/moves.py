"""What the counter adds to the life of a visit: refusing to receive, its notice, and the signing of a record of words."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from danvan.domains.reception.counter import lawful
from danvan.domains.reception.models import Capacity, Ground, Visit
from danvan.records.declare import Clock, Move
from danvan.records.steps import OPENING
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

# Các trường hợp phải có thông báo bằng văn bản theo mẫu 01/TCD (Nghị định 154/2026/NĐ-CP, Điều 4 khoản 2).
NOTIFIED = (Ground.SETTLED, Ground.ANSWERED)


def check_counter(visit: Visit, on: date) -> None:
    """A refusal has a ground of its day; representatives keep to their number; who is helped has agreed."""
    if visit.refused_for and visit.refused_for not in lawful.grounds(on):
        raise Refusal(
            f"Ngày {day(on)} luật chưa có lý do từ chối “{visit.get_refused_for_display()}” (Nghị định 154/2026/NĐ-CP, "
            "Điều 4 có hiệu lực từ 1/7/2026); hãy chọn lý do khác."
        )
    if visit.is_group:
        lawful.check_representatives(visit.persons, visit.representatives, visit.has_delegation_paper, on)
    if visit.helped_by and not visit.has_consent:
        raise Refusal("Người khác giúp ghi thì phải có sự đồng ý của người trình bày; hãy hỏi rồi đánh dấu.")
    if visit.capacity == Capacity.AUTHORISED:
        lawful.check_authority(visit.content_kind, visit.authority, on)


def awaits_signature(visit: Visit, on: date) -> bool:
    """Whether spoken words were written down and not yet signed. Asks the database: the step fills in the very day."""
    if not visit.is_oral:
        return False
    return not Visit.objects.filter(pk=visit.pk, read_back_on__isnull=False).exists()


def check_minutes(visit: Visit, on: date) -> None:
    """Words are read back on the day they are signed, not before the visit and not after today's entry."""
    if visit.read_back_on and not visit.received_on <= visit.read_back_on <= on:
        raise Refusal(
            f"Ngày đọc lại {day(visit.read_back_on)} phải từ ngày tiếp {day(visit.received_on)} đến {day(on)}; "
            "hãy sửa lại ngày."
        )


COUNTER_MOVES = (
    Move(
        "ky_bien_ban",
        _("Xác nhận biên bản"),
        ("da_tiep", "da_tra_loi"),
        "",
        "records.open",
        needs=("read_back_on", "signed_as"),
        check=check_minutes,
        applies=awaits_signature,
        otherwise=_("Lượt tiếp này không có biên bản đang chờ xác nhận."),
        why=_("Đọc lại cho người trình bày nghe, rồi ký hoặc điểm chỉ."),
        cite=_("Luật Tiếp công dân, Điều 25 khoản 2"),
    ),
    Move(
        "tu_choi_tiep",
        _("Từ chối tiếp"),
        ("da_tiep",),
        "tu_choi",
        "records.open",
        closes=True,
        applies=lambda visit, on: bool(visit.refused_for),
        papers=("tu_choi_tiep",),
        otherwise=_("Lượt này đã được tiếp; từ chối tiếp được ghi tại quầy, kèm lý do."),
        why=_("Giải thích lý do cho người đến."),
        cite=_("Luật Tiếp công dân, Điều 9"),
    ),
    Move(
        "thong_bao_tu_choi",
        _("Thông báo từ chối tiếp"),
        ("tu_choi",),
        "da_thong_bao",
        "records.handle",
        dated_by="refusal_told_on",
        applies=lambda visit, on: visit.refused_for in NOTIFIED,
        otherwise=_("Trường hợp này giải thích trực tiếp, luật không yêu cầu thông báo bằng văn bản."),
        why=_("Thông báo bằng văn bản theo mẫu 01/TCD."),
        papers=("tu_choi_tiep",),
        cite=_("Luật Tiếp công dân, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4"),
    ),
    Move(
        "tra_loi_tu_choi",
        _("Văn bản trả lời người bị từ chối"),
        ("tu_choi",),
        "da_thong_bao",
        "records.handle",
        dated_by="refusal_told_on",
        applies=lambda visit, on: visit.refused_for == Ground.JUDGED,
        otherwise=_("Chỉ trường hợp bản án đã có hiệu lực cần văn bản trả lời."),
        why=_("Bản án đã có hiệu lực: trả lời bằng văn bản."),
        cite=_("Nghị định 154/2026/NĐ-CP, Điều 4 khoản 1"),
    ),
    Move(
        "tra_ban_goc",
        _("Trả bản gốc"),
        ("da_tiep", "da_tra_loi"),
        "",
        "records.open",
        dated_by="originals_returned_on",
        applies=lambda visit, on: visit.originals_kept > 0 and visit.originals_returned_on is None,
        otherwise=_("Lượt tiếp này không giữ bản gốc nào chưa trả."),
        why=_("Trả lại bản gốc giấy tờ cho người nộp, có ký nhận."),
    ),
)

REFUSAL_CLOCK = Clock(
    "thong_bao_tu_choi",
    _("Thông báo từ chối tiếp công dân"),
    "TCD.REF.NOTICE",
    (OPENING,),
    ("thong_bao_tu_choi",),
    applies=lambda visit: visit.refused_for in NOTIFIED,
)
