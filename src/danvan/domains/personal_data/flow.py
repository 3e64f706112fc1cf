"""The life of a request: answered first, carried out or refused by a numbered paper with its ground, or withdrawn."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.domains.personal_data.checks import check_done, check_refused, runs
from danvan.domains.personal_data.models import DataRequest, Right
from danvan.records import envelopes
from danvan.records.declare import Clock, Move, RecordType, State, register
from danvan.records.models import EnvelopeAct, Record
from danvan.records.steps import OPENING

OPEN = ("tiep_nhan", "dang_xu_ly")


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


def forget(request: DataRequest, by: Any, on: date) -> None:
    """What the sender wrote is gone with the end of the request: it was only to answer by."""
    envelopes.drop(request, reason=EnvelopeAct.Reason.ANSWERED, by=by)


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
            "doi_chieu",
            _("Ghi đã đối chiếu người yêu cầu"),
            OPEN,
            "",
            "records.handle",
            dated_by="checked_on",
            applies=lambda request, on: request.checked_on is None,
            otherwise=_("Đã đối chiếu giấy tờ người yêu cầu; không cần ghi lại."),
            why=_("Đã xem giấy tờ: người yêu cầu là người gửi hồ sơ. Không ghi tên, số giấy tờ ở đây."),
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
            effect=forget,
            papers=("dlcn_dong_y", "dlcn_mot_phan"),
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
            effect=forget,
            papers=("dlcn_tu_choi",),
            cite="Luật 91/2025/QH15, Điều 4 khoản 3, Điều 14",
            why=_("Văn bản trả lời phải nêu căn cứ."),
        ),
        Move("rut", _("Ghi nhận rút yêu cầu"), OPEN, "da_rut", "records.handle", closes=True, effect=forget),
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
    opens_to_public=True,
    columns=("right", "ground"),
    filters=("right",),
    internal=(
        *("about", "right", "capacity", "checked_on", "answered_on", "done_on", "refused_on"),
        *("ground", "paper_no", "paper_on"),
    ),
    title_of=title,
    secrecy=secrecy,
)

register(REQUEST)
