"""The life of a visit and of a head's session, and what heads owe each month or week."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan import law
from danvan.domains.reception.counter.moves import COUNTER_MOVES, REFUSAL_CLOCK, check_counter
from danvan.domains.reception.models import AT_COUNTER, Channel, Content, HeadSession, Mode, Visit
from danvan.records.declare import Clock, Event, Move, RecordType, StandingDuty, State, Words, register
from danvan.records.models import Record
from danvan.records.steps import OPENING
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

IN_PERSON = Q(occasion=HeadSession.Occasion.REGULAR, attendance=HeadSession.Attendance.IN_PERSON)


def secrecy(visit: Visit) -> str:
    """A visit that tells of a tố cáo is sealed like the letter would be, and so is one emptied for the sake of one."""
    sealed = visit.content_kind == Content.DENUNCIATION or not visit.identity_released_on
    return Record.Secrecy.SEALED if sealed else Record.Secrecy.INTERNAL


def visit_title(visit: Visit) -> str:
    """A title made of channel and class alone."""
    if visit.refused_for:
        return f"Từ chối tiếp: {visit.get_content_kind_display().lower()}"
    return f"{visit.get_channel_display()}: {visit.get_content_kind_display().lower()}"


def session_title(session: HeadSession) -> str:
    """A title made of occasion and day."""
    return f"Tiếp công dân {session.get_occasion_display().lower()} ngày {day(session.planned_on)}"


def large_group() -> int:
    """From how many persons on one content a group counts as đoàn đông người (TCD.LARGE, one wording for all days)."""
    return law.rulebook().wordings("TCD.LARGE")[0].value


def check_visit(visit: Visit, on: date) -> None:
    """A head's visit stands in a session; a large group is counted from five persons on one content."""
    if visit.channel != Channel.REGULAR and not visit.session_id:
        raise Refusal("Lượt tiếp của thủ trưởng hoặc ủy quyền phải thuộc một kỳ tiếp; hãy chọn kỳ tiếp.")
    if visit.session and visit.session.unit_id != visit.unit_id:
        raise Refusal("Kỳ tiếp đã chọn là của đơn vị khác; hãy chọn kỳ tiếp của đơn vị mình.")
    if visit.is_group and visit.persons < (least := large_group()):
        raise Refusal(f"Đoàn đông người có từ {least} người; hãy sửa số người hoặc bỏ dấu chọn.")
    check_counter(visit, on)


def check_session(session: HeadSession, on: date) -> None:
    """A session on the books is a posted one: on the day it is opened, or earlier where that is told.

    Online sessions exist from the day the law knows them (TCD.FORM); an unplanned one has one of two grounds (TCD.ADHOC).
    """
    if session.occasion == HeadSession.Occasion.URGENT and not session.urgent_ground:
        raise Refusal(
            "Tiếp đột xuất chỉ có trong hai trường hợp (Luật Tiếp công dân 2013, Điều 18 khoản 3); hãy chọn căn cứ tiếp "
            "đột xuất."
        )
    if session.posted_on is None:
        session.posted_on = on
    if session.mode == Mode.ONLINE and session.planned_on:
        try:
            law.rulebook().wording("TCD.FORM", session.planned_on)
        except Refusal:
            raise Refusal(
                f"Ngày {day(session.planned_on)} chưa có tiếp công dân trực tuyến: Điều 3a Luật Tiếp công dân (bổ sung "
                "bởi Luật số 136/2025/QH15) có hiệu lực từ 1/7/2026; hãy chọn tiếp tại nơi tiếp công dân."
            ) from None


def check_held(session: HeadSession, on: date) -> None:
    """An online session was tried out before and is kept as a recording (TCD.ONLINE.TEST, TCD.ONLINE.REC)."""
    if session.mode != Mode.ONLINE:
        return
    kept = getattr(session, "online", None)
    if kept is None or not kept.tested_on or not kept.connected_at or not kept.recording_kept_at:
        raise Refusal(
            "Kỳ trực tuyến còn thiếu ngày kiểm tra kết nối, giờ kết nối hoặc nơi lưu ghi âm, ghi hình (Điều 23, 24 Nghị "
            "định 154/2026/NĐ-CP); hãy ghi ở trang “Điều kiện trực tuyến” của kỳ tiếp."
        )


def check_moved(session: HeadSession, on: date) -> None:
    """A session is moved to another time, never just dropped (TCD.POST, Điều 24 khoản 4)."""
    if not HeadSession.objects.filter(replaces_id=session.pk).exists():
        raise Refusal("Dời lịch phải báo thời gian mới; hãy dùng trang “Dời lịch” của kỳ tiếp công dân.")


VISIT = RecordType(
    key="luot_tiep",
    model=Visit,
    label=_("Lượt tiếp công dân"),
    label_plural=_("Lượt tiếp công dân"),
    law="Luật Tiếp công dân 2013, Điều 25 và 28",
    states=(
        State("da_tiep", _("Đã tiếp, chờ trả lời"), _("Cơ quan đã tiếp và đang xem xét nội dung trình bày.")),
        State("da_tra_loi", _("Đã trả lời"), _("Cơ quan đã trả lời nội dung trình bày."), True),
        State("tu_choi", _("Đã từ chối tiếp"), _("Cơ quan đã từ chối tiếp và giải thích lý do."), True),
        State("da_thong_bao", _("Đã thông báo từ chối"), _("Cơ quan đã thông báo từ chối tiếp."), True),
    ),
    moves=(
        Move(
            "tra_loi",
            _("Trả lời"),
            ("da_tiep",),
            "da_tra_loi",
            "records.handle",
            needs=("answer",),
            dated_by="answered_on",
            closes=True,
            why=_("Trả lời trực tiếp hoặc bằng văn bản."),
        ),
        *COUNTER_MOVES,
    ),
    clocks=(
        Clock(
            "tra_loi",
            _("Trả lời nội dung tiếp công dân"),
            "TCD.REPLY",
            (OPENING,),
            ("tra_loi",),
            applies=lambda visit: not visit.refused_for,
        ),
        REFUSAL_CLOCK,
    ),
    opening=("channel", "session", "content_kind", "persons", "is_group", "is_repeated"),
    opening_word=_("Ghi"),
    columns=("channel", "content_kind", "persons"),
    filters=("channel", "content_kind", "is_group"),
    internal=(
        "channel",
        "session",
        "content_kind",
        "persons",
        "is_group",
        "is_repeated",
        "counts_as_matter",
        "answer",
        "answered_on",
        *AT_COUNTER,
    ),
    secrecy=secrecy,
    title_of=visit_title,
    releases_identity_at_opening=lambda visit: visit.content_kind != Content.DENUNCIATION,
    check_opening=check_visit,
)


DELEGATED = Q(occasion=HeadSession.Occasion.REGULAR, attendance=HeadSession.Attendance.DELEGATED)
PROVINCES = ("tinh", "thanh_pho_tw")
DISTRICTS = ("huyen", "quan", "thi_xa", "thanh_pho_tinh")
AGENCIES = ("so", "thanh_tra")
COMMUNES = ("xa", "phuong", "thi_tran", "dac_khu")
COMMUNE_HEAD = _("Chủ tịch UBND cấp xã trực tiếp tiếp công dân")


def head_duty(
    key: str, label: Words, rule: str, kinds: tuple[str, ...], every: str = "month"
) -> StandingDuty:
    """The duty of a head to receive citizens in person, met by regular sessions in person."""
    return StandingDuty(
        key,
        label,
        rule,
        kinds,
        HeadSession,
        "held_on",
        IN_PERSON & Q(state="da_tiep"),
        every,
        beside=DELEGATED & Q(state="da_tiep"),
        beside_label=_("Kỳ tiếp do cấp phó được ủy quyền chủ trì; không thay cho việc trực tiếp tiếp"),
        is_public=True,
        plain=_(
            "Người đứng đầu phải đích thân tiếp công dân. Kỳ không có ai đến vẫn được tính; kỳ ủy quyền thì không."
        ),
    )


POSTING = StandingDuty(
    "niem_yet_lich_tiep",
    _("Niêm yết lịch tiếp công dân của người đứng đầu"),
    "TCD.POST",
    (*PROVINCES, *DISTRICTS, *AGENCIES, *COMMUNES),
    HeadSession,
    "posted_on",
    Q(occasion=HeadSession.Occasion.REGULAR),
    "event",
    # The law lets a posted session be moved with a reason and a notice: what takes its place is not posted anew.
    events=Event(HeadSession, "planned_on", Q(occasion=HeadSession.Occasion.REGULAR, replaces__isnull=True)),
)


SESSION = RecordType(
    key="ky_tiep",
    model=HeadSession,
    label=_("Kỳ tiếp công dân của thủ trưởng"),
    label_plural=_("Kỳ tiếp công dân của thủ trưởng"),
    law="Luật Tiếp công dân 2013, Điều 12, 13, 15, 18 và 24",
    states=(
        State("len_lich", _("Đã niêm yết lịch"), _("Lịch tiếp công dân đã được niêm yết.")),
        State("da_tiep", _("Đã tổ chức"), _("Kỳ tiếp công dân đã được tổ chức."), True),
        State("da_doi", _("Đã dời lịch"), _("Kỳ tiếp công dân đã dời sang thời gian khác."), True),
    ),
    moves=(
        Move(
            "to_chuc",
            _("Ghi nhận đã tổ chức"),
            ("len_lich",),
            "da_tiep",
            "records.handle",
            takes=("attendance",),
            dated_by="held_on",
            closes=True,
            check=check_held,
            papers=("ket_luan_tiep",),
            why=_("Kỳ không có công dân đến vẫn được tính là một kỳ."),
        ),
        Move(
            "doi_lich",
            _("Dời lịch"),
            ("len_lich",),
            "da_doi",
            "records.open",
            needs=("moved_because",),
            dated_by="moved_on",
            closes=True,
            check=check_moved,
            why=_("Dời với lý do và thông báo thời gian mới (Điều 24 Luật Tiếp công dân)."),
        ),
    ),
    standing=(
        head_duty(
            "tiep_dan_tinh", _("Chủ tịch UBND cấp tỉnh trực tiếp tiếp công dân"), "TCD.HEAD.TINH", PROVINCES
        ),
        head_duty(
            "tiep_dan_huyen",
            _("Chủ tịch UBND cấp huyện trực tiếp tiếp công dân"),
            "TCD.HEAD.HUYEN",
            DISTRICTS,
        ),
        head_duty("tiep_dan_so", _("Thủ trưởng sở, ngành trực tiếp tiếp công dân"), "TCD.HEAD.SO", AGENCIES),
        head_duty("tiep_dan_xa_tuan", COMMUNE_HEAD, "TCD.HEAD.XA", COMMUNES, every="week"),
        head_duty("tiep_dan_xa_thang", COMMUNE_HEAD, "TCD.HEAD.XA.2", ("xa", "phuong", "dac_khu")),
        POSTING,
    ),
    opening=("occasion", "urgent_ground", "attendance", "planned_on"),
    opening_word=_("Lên lịch"),
    columns=("occasion", "attendance", "planned_on"),
    filters=("occasion", "attendance"),
    public=(
        *("occasion", "attendance", "planned_on", "held_on", "posted_on", "starts_at", "ends_at", "place"),
        *("presided_by", "delegated_by", "participants", "agenda", "mode", "urgent_ground", "slot_minutes"),
        *("places", "replaces", "moved_on", "moved_because"),
    ),
    title_of=session_title,
    check_opening=check_session,
)

register(VISIT, SESSION)
