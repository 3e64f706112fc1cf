"""The next lawful step of who complained, by the law of the day: a second complaint, or the court, with the days left."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from danvan import law
from danvan.domains.petitions.letters.received import decision_received_on
from danvan.domains.petitions.models import Kind, Matter
from danvan.records import calendar
from danvan.records.models import Link, Record
from danvan.ui.dates import day

RULE = "KN.NEXT"  # Luật Khiếu nại, Điều 33
SECOND, COURT = "khieu_nai_lan_hai", "khoi_kien"


@dataclass(frozen=True, slots=True)
class Right:
    """What may be done next, until when (None where our rule book sets no day) and with which papers."""

    sentence: str
    until: date | None
    is_over: bool
    citation: str
    steps: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]


def matter_of(record: Record) -> Matter | None:
    """The newest matter of a letter, be it of the second instance, with its unit; None of a sealed record. One query."""
    if record.type != "don" or record.secrecy == Record.Secrecy.SEALED:
        return None
    own = Q(sources__source_id=record.pk)
    again = Q(instance=2, sources__source__type="vu_viec", sources__source__sources__source_id=record.pk)
    rows = Matter.objects.filter(own | again).select_related("unit")
    return rows.order_by("-received_on", "-pk").first()


def right(matter: Matter | None, on: date, letter: Record | None = None) -> Right | None:
    """The next step after a settled complaint, or after its limit has passed unsettled; None where there is none.

    The day on which the decision was received is known of `letter` alone that opened the matter; to any other the days
    are told as from the sending.
    """
    if matter is None or matter.kind != Kind.COMPLAINT or matter.is_dispute:
        return None
    if matter.appealed_on or matter.sued_on or matter.discontinued_on:
        return None
    begins, why = _begins(matter, on, letter)
    if begins is None:
        return None
    if matter.instance == 2:
        return _court_only(why)
    case = "vung_xa" if matter.unit.is_remote_on(begins) else None
    try:
        due = law.due(RULE, begins, case=case, calendar=calendar.current())
    except (law.NotYetLaw, law.NoLongerLaw):
        return None
    return Right(
        sentence=why
        + " "
        + _("Không đồng ý thì Bà/Ông có quyền khiếu nại lần hai hoặc khởi kiện tại tòa án."),
        until=due.due_on,
        is_over=on > due.latest_on,
        citation=due.citation,
        steps=tuple(step["text"] for step in due.ledger_json()),
        papers=((SECOND, _("đơn khiếu nại lần hai")), (COURT, _("đơn khởi kiện"))),
    )


def _begins(matter: Matter, on: date, letter: Record | None) -> tuple[date | None, str]:
    """From when the right runs, and the sentence that says so."""
    received = decision_received_on(matter)
    if received and _opened(matter, letter):
        told = _("Bà/Ông đã nhận quyết định giải quyết ngày %(day)s; thời hạn tính từ ngày đó.")
        return received, told % {"day": day(received)}
    if matter.settled_on:
        sent = matter.sent_on or matter.settled_on
        told = _(
            "Đã có quyết định giải quyết, gửi ngày %(day)s; ngày dưới đây tính như nhận được ngay ngày đó."
        )
        return sent, told % {"day": day(sent)}
    limit = matter.duties.filter(clock="giai_quyet", met_on=None).order_by("-due_on").first()
    if limit is None or not on > limit.latest_on:
        return None, ""
    return limit.due_on, _("Đã hết thời hạn giải quyết (%(day)s) mà chưa có quyết định.") % {
        "day": day(limit.due_on)
    }


def _opened(matter: Matter, letter: Record | None) -> bool:
    """Whether the matter arose from the letter: what its sender received is no news of who joined later."""
    return letter is not None and matter.sources.filter(source_id=letter.pk, kind=Link.Kind.ARISES).exists()


def _court_only(why: str) -> Right:
    return Right(
        sentence=why + " " + _("Không đồng ý thì Bà/Ông có quyền khởi kiện theo Luật Tố tụng hành chính."),
        until=None,
        is_over=False,
        citation="",
        steps=(),
        papers=((COURT, _("đơn khởi kiện")),),
    )


def waiting(matter: Matter | None) -> str:
    """What happens next after an appeal, in a sentence; empty where nobody appealed or all has ended."""
    if matter is None or matter.kind != Kind.COMPLAINT:
        return ""
    if matter.instance == 2 and not matter.closed_on:
        return _("Khiếu nại lần hai đang được giải quyết; kết quả được báo cho người gửi theo quy định.")
    if matter.sued_on:
        return _("Tòa án đã thụ lý ngày %(day)s; Bà/Ông theo dõi vụ án tại tòa.") % {
            "day": day(matter.sued_on)
        }
    if matter.appealed_on:
        return _(
            "Đã ghi nhận khiếu nại lần hai ngày %(day)s; cơ quan cấp trên trực tiếp xem xét, báo việc thụ lý."
        ) % {"day": day(matter.appealed_on)}
    return ""
