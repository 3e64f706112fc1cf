"""Conditions of an online session (Nghị định 154/2026/NĐ-CP, Điều 20, 23, 24), asked and kept."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan import law
from danvan.domains.reception.models import HeadSession, Mode, OnlineGround, OnlineSession
from danvan.org.models import Account
from danvan.records import calendar
from danvan.records.history import say_who
from danvan.records.visibility import require
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

HOUR_BEFORE = timedelta(hours=1)


@transaction.atomic
def write(session: HeadSession, told: dict[str, Any], *, by: Account, on: date) -> OnlineSession:
    """Keep the conditions of an online session; `told` holds the columns of `OnlineSession` and `no_secrecy`.

    Raises Refusal where the notice or the test came too late, the connection less than an hour before, or for a tố cáo
    whose author asks for secrecy.
    """
    require(by, "records.open", session.unit)
    if session.mode != Mode.ONLINE:
        raise Refusal(_("Kỳ này tiếp tại nơi tiếp công dân, không phải trực tuyến."))
    values = dict(told)
    if values.get("ground") == OnlineGround.DENUNCIATION and not values.pop("no_secrecy", False):
        raise Refusal(
            _("Tố cáo chỉ được tiếp trực tuyến khi người tố cáo không yêu cầu giữ bí mật; hãy tiếp tại chỗ.")
        )
    values.pop("no_secrecy", None)
    _in_time(session, values, on)
    say_who(by, "Điều kiện tiếp trực tuyến")
    row, _made = OnlineSession.objects.update_or_create(session=session, defaults=values)
    return row


def _in_time(session: HeadSession, values: dict[str, Any], on: date) -> None:
    days = calendar.current()
    for name, rule, what in (
        ("notified_on", "TCD.ONLINE.NOTICE", _("thông báo")),
        ("tested_on", "TCD.ONLINE.TEST", _("kiểm tra kết nối")),
    ):
        done = values.get(name)
        if done is None:
            continue
        if done > on:
            raise Refusal(_("Ngày %(what)s chưa tới; hãy ghi ngày đã làm.") % {"what": what})
        due = law.due(rule, session.planned_on, calendar=days)
        if done > due.latest_on:
            raise Refusal(
                _(
                    "Ngày %(what)s %(done)s muộn hơn hạn %(due)s (%(cite)s); hãy dời kỳ tiếp hoặc tiếp tại chỗ."
                )
                % {"what": what, "done": day(done), "due": day(due.latest_on), "cite": due.citation}
            )
    connected = values.get("connected_at")
    if connected:
        begins = datetime.combine(session.planned_on, session.starts_at)
        if datetime.combine(session.planned_on, connected) > begins - HOUR_BEFORE:
            raise Refusal(_("Kết nối chính thức phải trước giờ tiếp ít nhất 1 giờ (Điều 23 khoản 1)."))
