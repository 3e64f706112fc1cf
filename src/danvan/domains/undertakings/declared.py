"""The recurring duties of both rule books that are shown to be done by a paper.

A report to the inspectorate of the Government (RP.SEND.*) is not among them: no text read so far fixes its day, so there
is nothing to hold a unit to.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.domains.undertakings.models import Task, Undertaking
from danvan.records.declare import Event, StandingDuty, Words

PROVINCES = ("tinh", "thanh_pho_tw")
DISTRICTS = ("huyen", "quan", "thi_xa", "thanh_pho_tinh")
COMMUNES = ("xa", "phuong", "thi_tran", "dac_khu")
PEOPLES_COMMITTEES = (*PROVINCES, *DISTRICTS, *COMMUNES)
AGENCIES = ("van_phong", "so", "thanh_tra")
PROVINCIAL_COMMITTEES = ("Tỉnh ủy", "Thành ủy")
COMMUNE_COMMITTEES = ("Đảng ủy xã", "Đảng ủy phường", "Đảng ủy thị trấn", "Đảng ủy đặc khu")
DONE = "da_thuc_hien"


def owed(
    task: Task,
    rule: str,
    kinds: tuple[str, ...],
    every: str,
    *,
    under: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    plain: Words = "",
) -> StandingDuty:
    """A duty met by an undertaking of that task for the span; with a sentence for citizens it is public by its law."""
    return StandingDuty(
        task.value,
        task.label,
        rule,
        kinds,
        Undertaking,
        "done_on",
        Q(state=DONE, duty_key=task.value),
        every,
        period_by="period",
        named_by="duty_key",
        under_kinds=under,
        named=named,
        is_public=bool(plain),
        plain=plain,
    )


POSTED = StandingDuty(
    "cong_khai_doi_thoai",
    _("Công khai kết quả hội nghị đối thoại"),
    "DT.XA.PUBLISH",
    COMMUNES,
    Undertaking,
    "posted_on",
    Q(state=DONE),
    "event",
    events=Event(Undertaking, "done_on", Q(state=DONE, duty_key=Task.DIALOGUE)),
)

RECURRING = (
    owed(
        Task.PUBLISHED_LIST,
        "DC.X.POST.QLIST",
        COMMUNES,
        "quarter",
        plain=_(
            "Mỗi quý, xã phải niêm yết danh mục những gì đã công khai cho dân, bằng cách nào và khi nào."
        ),
    ),
    owed(Task.COMMUNITY_MEETING, "DC.X.CONF.YEAR", COMMUNES, "year"),
    owed(Task.EXCHANGE, "DC.X.DIALOGUE", COMMUNES, "year"),
    owed(Task.DIALOGUE_2015, "DT.XA77.FREQ", COMMUNES, "year"),
    owed(Task.DIALOGUE, "DT.XA.FREQ", COMMUNES, "year"),
    owed(Task.PROVINCIAL_SECRETARY, "DT.BT.TINH", ("dang",), "month", named=PROVINCIAL_COMMITTEES),
    owed(Task.COMMUNE_SECRETARY, "DT.BT.XA", ("dang",), "month", named=COMMUNE_COMMITTEES),
    owed(Task.STAFF_CONFERENCE, "DC.A.CONF.DUE", (*AGENCIES, *COMMUNES), "year"),
    owed(Task.STAFF_CHECK, "DC.A.CONF.CHECK", (*AGENCIES, *COMMUNES), "half"),
    owed(
        Task.COUNCIL_REPORT,
        "PC.REPORT.HDND",
        PEOPLES_COMMITTEES,
        "year",
        plain=_(
            "Mỗi năm, Ủy ban nhân dân phải báo cáo Hội đồng nhân dân về phòng, chống tham nhũng và công khai báo cáo đó."
        ),
    ),
    owed(
        Task.WEB_REPORT,
        "PC.REPORT.WEB",
        PROVINCES,
        "year",
        plain=_("Báo cáo phòng, chống tham nhũng hằng năm phải được đăng trên cổng thông tin của tỉnh."),
    ),
    owed(
        Task.ROTATION_PLAN,
        "PC.ROT.PLAN",
        (*AGENCIES, *PEOPLES_COMMITTEES),
        "year",
        plain=_("Mỗi năm, cơ quan phải công khai kế hoạch chuyển đổi vị trí công tác của cán bộ."),
    ),
    owed(Task.ASSET_PLAN, "PC.VER.PLAN", ("thanh_tra",), "year", under=PROVINCES),
    owed(Task.HEAR_OVERSIGHT, "MT.HEAR", ("hdnd", *PEOPLES_COMMITTEES), "half"),
    owed(Task.OVERSIGHT_PLAN, "MT.SUP.PLAN", ("mttq",), "year"),
    owed(Task.INSPECTION_PLAN, "TTR.PLAN.22", ("thanh_tra",), "year", under=PROVINCES),
    owed(Task.RATING_2020, "DG90.DUE", (*AGENCIES, *PEOPLES_COMMITTEES), "year"),
    owed(Task.RATING, "DG335.DUE", (*AGENCIES, *PEOPLES_COMMITTEES), "year"),
    owed(Task.PROCEDURE_REVIEW, "TTHC.REVIEW.PLAN", PROVINCES, "year"),
    POSTED,
)
