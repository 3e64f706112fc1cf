"""What a question says, read with suspicion: which jurisdiction, which requests, between which moments."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from danvan.api.open311.shapes import HERE, Fault
from danvan.domains.petitions.feedback import filing as feedback_filing
from danvan.org.models import Unit
from danvan.records.today import today

SERVICE = "phan_anh"
SPAN = timedelta(days=90)
MOST_IDS = 100
STATUSES = ("open", "closed")
_SHAPE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests: by id, which overrides all else, or between two days with both in."""

    ids: tuple[int, ...] | None
    statuses: frozenset[str]
    first: date
    last: date


def jurisdiction(asked: Mapping[str, str]) -> Unit | None:
    """The unit named by jurisdiction_id; None where none is named, which means all. Fault 404 for an unknown one."""
    said = asked.get("jurisdiction_id", "").strip()
    if not said:
        return None
    found = feedback_filing.receiver(said, today())
    if found is None:
        raise Fault(404, _("Không có jurisdiction_id này; hãy bỏ trống hoặc ghi mã đơn vị ở don_vi."))
    return found


def service(code: str) -> str:
    """A service's code; Fault 404 for one that is not offered."""
    if code != SERVICE:
        raise Fault(404, _("Không có service_code này; hãy xem danh sách ở /services."))
    return code


def wanted(asked: Mapping[str, str]) -> Wanted:
    """What GET requests asks for; Fault 400 for dates and ids that cannot be read, 404 for an unknown service."""
    for code in _listed(asked, "service_code"):
        service(code)
    statuses = frozenset(_listed(asked, "status")) or frozenset(STATUSES)
    if not statuses <= set(STATUSES):
        raise Fault(400, _("status chỉ nhận open (đang xử lý) hoặc closed (đã xong)."))
    named = _listed(asked, "service_request_id")
    if len(named) > MOST_IDS:
        raise Fault(400, _("Mỗi lần hỏi nhiều nhất %(most)d service_request_id.") % {"most": MOST_IDS})
    if named:
        return Wanted(tuple(filter(None, map(public_key, named))), frozenset(STATUSES), today(), today())
    return Wanted(None, statuses, *_days(asked))


def public_key(said: str) -> int | None:
    """The key of a published phản ánh; None for anything that is none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def _listed(asked: Mapping[str, str], name: str) -> list[str]:
    return [word for part in asked.get(name, "").split(",") if (word := part.strip())]


def _days(asked: Mapping[str, str]) -> tuple[date, date]:
    """Days whose beginning lies between both moments. The last ninety days, or ninety beside the one that is told."""
    since, until = _moment(asked, "start_date"), _moment(asked, "end_date")
    if until is None:
        now = datetime.combine(today() + timedelta(days=1), datetime.min.time(), HERE)
        until = _beside(since, SPAN) if since else now
    if since is None:
        since = _beside(until, -SPAN)
    if since > until:
        raise Fault(400, _("start_date phải trước end_date."))
    if until - since > SPAN:
        raise Fault(400, _("Khoảng từ start_date đến end_date không quá 90 ngày; hãy hỏi từng khoảng."))
    first = since.date() if since.time() == datetime.min.time() else since.date() + timedelta(days=1)
    return first, until.date()


def _beside(said: datetime, span: timedelta) -> datetime:
    try:
        return said + span
    except OverflowError:
        raise _misread("start_date, end_date") from None


def _moment(asked: Mapping[str, str], name: str) -> datetime | None:
    said = asked.get(name, "").strip().replace(" ", "+")  # a plus that was not escaped
    if not said:
        return None
    if not _SHAPE.fullmatch(said):
        raise _misread(name)
    try:
        found = datetime.fromisoformat(said)
        found = found.astimezone(HERE) if found.tzinfo else found.replace(tzinfo=HERE)
    except (ValueError, OverflowError):
        raise _misread(name) from None
    if not 1900 <= found.year <= 9000:
        raise _misread(name)
    return found


def _misread(name: str) -> Fault:
    return Fault(
        400,
        _("Không đọc được %(name)s; hãy ghi theo dạng W3C, ví dụ 2023-03-14T00:00:00+07:00.")
        % {"name": name},
    )
