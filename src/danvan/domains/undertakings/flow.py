"""The life of an undertaking: written down, done by a numbered paper, withdrawn where it proves wrong."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from danvan.domains.undertakings.actions import take_back
from danvan.domains.undertakings.declared import DONE, RECURRING
from danvan.domains.undertakings.models import Undertaking
from danvan.records import spans
from danvan.records.declare import Move, RecordType, State, register
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

EVERY = {duty.key: duty.every for duty in RECURRING}
_LIKE = {"month": "2023-02", "quarter": "2023-Q1", "half": "2023-H1", "year": "2023"}


def title(work: Undertaking) -> str:
    """The duty and the span, from fixed words alone."""
    return f"{work.get_duty_key_display()}, {spans.words(work.period)}"


def check(work: Undertaking, on: date) -> None:
    """The period is a span of the kind that the duty recurs in."""
    every = EVERY.get(work.duty_key, "")
    span = spans.read(work.period)
    if span is None or spans.every_of(work.period) != every:
        per, like = spans.PER.get(every, "kỳ"), _LIKE.get(every, "2023")
        raise Refusal(
            f"Kỳ “{work.period}” không hợp với nghĩa vụ này; việc này làm theo {per}, hãy ghi kỳ như {like}."
        )


def check_done(work: Undertaking, on: date) -> None:
    """Days that follow each other: the paper is not of tomorrow, the result not public before it was done."""
    if work.paper_on and work.paper_on > on:
        raise Refusal(
            f"Ngày văn bản {day(work.paper_on)} sau ngày thực hiện {day(on)}; hãy sửa lại một trong hai ngày."
        )
    check_posted(work, on)


def check_posted(work: Undertaking, on: date) -> None:
    """A result is public after it was done, and no later than the day on which that is written down."""
    done_on = work.done_on or on
    if work.posted_on and work.posted_on < done_on:
        raise Refusal(
            f"Ngày công khai kết quả {day(work.posted_on)} trước ngày thực hiện {day(done_on)}; hãy sửa lại."
        )
    if work.page and not work.page.startswith(("https://", "http://")):
        raise Refusal("Trang đã đăng phải bắt đầu bằng https:// hoặc http://; hãy sửa lại địa chỉ.")


UNDERTAKING = RecordType(
    key="viec_dinh_ky",
    model=Undertaking,
    label=_("Việc định kỳ"),
    label_plural=_("Việc định kỳ"),
    law="các điều ghi ở từng nghĩa vụ",
    states=(
        State("da_ghi", _("Đang thực hiện"), _("Cơ quan đang thực hiện việc này.")),
        State(DONE, _("Đã thực hiện"), _("Cơ quan đã thực hiện việc này bằng văn bản có số và ngày.")),
        State("da_rut", _("Đã rút"), _("Cơ quan đã rút lại việc ghi nhận này, có nêu lý do."), True),
    ),
    moves=(
        Move(
            "thuc_hien",
            _("Ghi nhận đã thực hiện"),
            ("da_ghi",),
            DONE,
            "records.handle",
            needs=("paper_no", "paper_on"),
            takes=("subject", "posted_on", "page"),
            dated_by="done_on",
            check=check_done,
            why=_("Văn bản có số và ngày là bằng chứng của nghĩa vụ."),
        ),
        Move(
            "cong_khai_ket_qua",
            _("Ghi ngày công khai kết quả"),
            (DONE,),
            DONE,
            "records.handle",
            needs=("posted_on",),
            takes=("page",),
            check=check_posted,
            why=_("Kết quả đã niêm yết, đăng tin hoặc gửi đến nơi phải gửi."),
        ),
        Move(
            "rut",
            _("Rút lại"),
            ("da_ghi", DONE),
            "da_rut",
            "records.handle",
            needs=("withdrawn_why",),
            closes=True,
            effect=take_back,
            why=_("Ghi nhầm kỳ, nhầm đơn vị hoặc văn bản bị hủy; nghĩa vụ trở lại chưa thực hiện."),
        ),
    ),
    standing=RECURRING,
    opening=("duty_key", "period"),
    opening_word=_("Ghi"),
    columns=("duty_key", "period", "done_on", "paper_no"),
    filters=("duty_key",),
    public=("duty_key", "period", "done_on", "paper_no", "paper_on", "subject", "posted_on", "page"),
    internal=("withdrawn_why",),
    title_of=title,
    check_opening=check,
)

register(UNDERTAKING)
