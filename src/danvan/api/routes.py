"""The questions. Each asks the function that the desk's pages ask, with the token's machine as the account."""

from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Query, Router

from danvan import law
from danvan.api.answers import DutiesOut, RecordsOut, RuleOut, UnitsOut
from danvan.api.bearer import asker
from danvan.api.reading import duty_out, record_out, rule_out, unit_out
from danvan.org import roles
from danvan.org.listing import units_page
from danvan.records.declare import record_types
from danvan.records.desk.keyset import Order, page
from danvan.records.desk.lists import NEWEST_FIRST, own_name
from danvan.records.desk.patience import limited
from danvan.records.duties import visible_duties
from danvan.records.models import Record
from danvan.records.today import today
from danvan.records.visibility import visible_records
from danvan.ui.dates import parse_day

SIZE = 100
EARLIEST_FIRST = Order("due_on")
router = Router()

Day = Query("", description="Ngày, ví dụ 2023-03-14 hoặc 14/3/2023; để trống là hôm nay.")
After = Query("", max_length=40, description="Giá trị `after` của trang trước.")


def _day(said: str) -> date:
    return parse_day(said) if said.strip() else today()


@router.get("/don-vi", response=UnitsOut, url_name="units", summary="Đơn vị theo một ngày")
def units(request: Any, on: str = Day, under: str = Query("", max_length=80), after: str = After) -> UnitsOut:
    """Đơn vị hành chính như ngày ấy, theo vần, mỗi trang 100; `under` là mã hoặc slug để chỉ lấy đơn vị ấy và bên dưới."""
    day = _day(on)
    with limited():
        cut = units_page(day, under.strip() or None, after=after, size=SIZE)
    return UnitsOut(on=day, units=[unit_out(node, cut.slugs) for node in cut.nodes], after=cut.after)


@router.get("/ho-so/{kind}", response=RecordsOut, url_name="records", summary="Hồ sơ của một loại")
def records(request: Any, kind: str, after: str = After, unit: str = Query("", max_length=80)) -> RecordsOut:
    """Hồ sơ mà mã được xem, mới nhất trước, mỗi trang 100; loại viết như trên địa chỉ: don, vu-viec, luot-tiep."""
    declared = next((one for one in record_types() if one.key == kind.replace("-", "_")), None)
    if declared is None:
        raise Http404(_("Không có loại hồ sơ này."))
    own = own_name(declared)
    rows = visible_records(Record.objects.filter(type=declared.key), asker(request))
    if unit:
        rows = rows.filter(unit__slug=unit)
    rows = rows.select_related("unit", own)
    with limited():
        cut = page(rows, NEWEST_FIRST, after=after, size=SIZE)
    reached = roles.unit_ids(asker(request), "records.read", today())
    return RecordsOut(records=[record_out(row, declared, reached) for row in cut.rows], after=cut.after)


@router.get("/nghia-vu", response=DutiesOut, url_name="duties", summary="Nghĩa vụ và hạn")
def duties(
    request: Any,
    after: str = After,
    since: str = Query("", description="Hạn từ ngày."),
    until: str = Query("", description="Hạn đến ngày."),
    is_open: bool | None = Query(None, description="Chỉ nghĩa vụ chưa xong và chưa được miễn."),
) -> DutiesOut:
    """Nghĩa vụ mà mã được xem, hạn sớm nhất trước, mỗi trang 100."""
    rows = visible_duties(asker(request)).select_related("unit", "record")
    if since:
        rows = rows.filter(due_on__gte=parse_day(since))
    if until:
        rows = rows.filter(due_on__lte=parse_day(until))
    if is_open is not None:
        done = {"met_on__isnull": True, "excused_on__isnull": True}
        rows = rows.filter(**done) if is_open else rows.exclude(**done)
    with limited():
        cut = page(rows, EARLIEST_FIRST, after=after, size=SIZE)
    return DutiesOut(duties=[duty_out(row, today()) for row in cut.rows], after=cut.after)


@router.get("/luat/{key}", response=RuleOut, url_name="rule", summary="Một quy tắc theo ngày")
def rule(request: Any, key: str, on: str = Day) -> RuleOut:
    """Lời văn có hiệu lực ngày ấy kèm căn cứ, hoặc câu nói vì sao ngày ấy không có."""
    try:
        return rule_out(key[:80], _day(on))
    except law.NoSuchRule as missing:
        raise Http404(str(missing)) from None
