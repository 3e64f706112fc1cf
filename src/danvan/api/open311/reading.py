"""What is given out: the service, where to ask, and requests as far as they are public."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.api.open311.asking import SERVICE, Wanted
from danvan.api.open311.filing import NOT_DENOUNCING, OFFICE
from danvan.api.open311.shapes import moment
from danvan.domains.petitions.feedback import filing as feedback_filing
from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Feedback, FeedbackPhoto, Letter
from danvan.org.models import Unit
from danvan.org.tree import below
from danvan.records.desk.patience import limited
from danvan.records.desk.places import names
from danvan.records.today import today

MOST = 1000
CHANGED = "2023-03-14T00:00:00+07:00"  # when what discovery tells last changed
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
END_OF_DAY = time(23, 59, 59)


def discovery() -> dict[str, Any]:
    """Where the one endpoint stands."""
    base = reverse("open311:services", args=["json"]).rpartition("/")[0]
    endpoint = {
        "specification": SPECIFICATION,
        "url": settings.SITE_ORIGIN + base,
        "changeset": CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    return {
        "changeset": CHANGED,
        "contact": _("Cơ quan quản lý hệ thống ở %(origin)s") % {"origin": settings.SITE_ORIGIN},
        "key_service": _("Mã truy cập cấp ở trang Mã truy cập, khi đã đăng nhập."),
        "endpoints": [endpoint],
    }


def services() -> list[dict[str, Any]]:
    """The one service."""
    return [
        {
            "service_code": SERVICE,
            "service_name": _service_name(),
            "description": _("Một việc đang xảy ra ở một nơi, ví dụ đường hỏng, rác, đèn tắt."),
            "metadata": True,
            "type": "realtime",
            "keywords": "phản ánh, đường, rác, đèn, nước",
            "group": _("Phản ánh, kiến nghị"),
        }
    ]


def definition(under: Unit | None) -> dict[str, Any]:
    """What a request has to tell beside its place and words: which office it goes to."""
    offices = [{"key": slug, "name": name} for slug, name in feedback_filing.receivers(today(), under)]
    yes = [{"key": "co", "name": _("Không phải tố cáo")}]
    hint = _("Chọn khi nội dung có từ giống tố cáo mà chỉ là phản ánh.")
    return {
        "service_code": SERVICE,
        "attributes": [
            _attribute(1, OFFICE, _("Cơ quan nhận"), _("Chọn cơ quan nhận phản ánh."), offices, needed=True),
            _attribute(2, NOT_DENOUNCING, _("Không phải tố cáo"), hint, yes, needed=False),
        ],
    }


def published(wanted: Wanted, under: Unit | None) -> list[dict[str, Any]]:
    """What stands in public, newest first. Five queries at most."""
    rows = feedback.shown().select_related("record").order_by("-shown_on", "-id")
    if under:
        rows = rows.filter(unit_id__in=below([under.pk], today()))
    if wanted.ids is not None:
        rows = rows.filter(pk__in=wanted.ids)
    else:
        rows = rows.filter(shown_on__gte=wanted.first, shown_on__lte=wanted.last)
        if len(wanted.statuses) == 1:
            rows = rows.filter(done_on__isnull="open" in wanted.statuses)
    with limited():
        return _public(list(rows[:MOST]))


def one_published(key: int | None, under: Unit | None) -> list[dict[str, Any]]:
    """One by its key, in a list as the specification wants it; an empty list where there is none in public."""
    nothing = frozenset[str]()
    return published(Wanted((key,), nothing, today(), today()), under) if key else []


def own(letter: Letter) -> dict[str, Any]:
    """The sender's own: how far it is, and text only where an officer published it."""
    standing = feedback_filing.progress(letter)
    unit = names([standing.unit_id], today()).get(standing.unit_id, "")
    photos = _photos([standing.public] if standing.public else [])
    return _told(standing.public, unit, photos) | {
        "service_request_id": feedback_filing.follow_id(letter),
        "status": "open" if standing.is_open else "closed",
        "status_notes": standing.notes,
        "requested_datetime": moment(standing.received_on),
        "updated_datetime": moment(standing.changed_on),
        "expected_datetime": moment(standing.due_on, END_OF_DAY),
    }


def _public(rows: list[Feedback]) -> list[dict[str, Any]]:
    called = names([row.unit_id for row in rows], today()) if rows else {}
    photos = _photos(rows)
    return [
        _told(row, called.get(row.unit_id, ""), photos)
        | {
            "service_request_id": str(row.pk),
            "status": "closed" if row.done_on else "open",
            "status_notes": feedback_filing.public_notes(row),
            # The day of publication: that of sending would help to find out who sent it.
            "requested_datetime": moment(row.shown_on),
            "updated_datetime": moment(feedback_filing.changed_on(row)),
        }
        for row in rows
    ]


def _told(row: Feedback | None, unit: str, photos: dict[int, str]) -> dict[str, Any]:
    """Every field of a request in the order of the specification; what is not public is empty."""
    return {
        "service_request_id": "",
        "status": "",
        "status_notes": "",
        "service_name": _service_name(),
        "service_code": SERVICE,
        "description": row.text if row else "",
        "agency_responsible": unit,
        "service_notice": "",
        "requested_datetime": None,
        "updated_datetime": None,
        "expected_datetime": None,
        "address": row.place if row else "",
        "address_id": "",
        "zipcode": "",
        "lat": _number(row.latitude) if row else None,
        "long": _number(row.longitude) if row else None,
        "media_url": photos.get(row.pk, "") if row else "",
    }


def _photos(rows: Iterable[Feedback]) -> dict[int, str]:
    """Request → address of its first approved photograph."""
    found: dict[int, str] = {}
    kept = FeedbackPhoto.objects.filter(feedback_id__in=[row.pk for row in rows]).order_by("-moment", "id")
    for pk, photo in kept.values_list("feedback_id", "id"):
        found.setdefault(pk, settings.SITE_ORIGIN + reverse("portal:feedback_photo", args=[photo]))
    return found


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _service_name() -> str:
    return _("Phản ánh hiện trường")


def _attribute(
    order: int, code: str, name: str, hint: str, values: list[dict[str, str]], *, needed: bool
) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist",
        "required": needed,
        "datatype_description": hint,
        "order": order,
        "description": name,
        "values": values,
    }
