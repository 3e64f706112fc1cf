"""Requests on the page of the record they are about, and on a request's own page what stands in its way."""

from typing import Any

from django.utils.translation import gettext as _

from danvan.domains.personal_data.checks import why_not_deleted
from danvan.domains.personal_data.flow import REQUEST
from danvan.domains.personal_data.models import DataRequest, Right
from danvan.records import envelopes
from danvan.records.desk.access import Reach
from danvan.records.desk.panels import Folded, inside

ASKED = "personal_data/asked.html"
ABOUT = "personal_data/about.html"
SENT = "personal_data/sent.html"


def asked(record: Any, reach: Reach) -> Folded | None:
    """The requests about a record, and the way to write down another one."""
    if record.type == REQUEST.key or not reach.over(REQUEST.open_permission, record.unit_id):
        return None
    rows = list(DataRequest.objects.filter(about_id=record.pk).order_by("received_on", "pk"))
    waiting = sum(row.closed_on is None for row in rows)
    context = {"record": record, "rows": rows}
    return Folded(
        _("Yêu cầu về dữ liệu cá nhân"),
        context,
        inside(len(rows), waiting, _("chưa xong")),
        anchor="du-lieu-ca-nhan",
    )


def about(record: Any, reach: Reach) -> dict[str, Any] | None:
    """Of a request: the record it is about, and why what is asked to be deleted still stands."""
    if record.type != REQUEST.key or not reach.seen(type(record.about).objects.filter(pk=record.about_id)):
        return None
    deleting = record.right == Right.DELETE and not record.closed_on
    return {"about": record.about, "why": why_not_deleted(record, reach.on) if deleting else []}


def sent(record: Any, reach: Reach) -> dict[str, Any] | None:
    """Of a request that came over the portal and is open: where what was written lies, and the way to open it."""
    if record.type != REQUEST.key or record.created_by_id or record.closed_on:
        return None
    may_open = record.unit_id in reach.units(envelopes.CLASSIFY)
    return {
        "record": record,
        "is_here": envelopes.is_sealed(record),
        "may_open": may_open and envelopes.opens_at(reach.rights, record.unit_id),
    }
