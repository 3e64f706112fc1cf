"""What the file of a protection must hold (Luật Tố cáo 2018, Điều 55) and the day on which each of it came in."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from danvan import law
from danvan.domains.petitions.denunciations.protecting import TYPE
from danvan.domains.petitions.models import Protection
from danvan.records.desk.access import Reach
from danvan.records.desk.panels import Folded

TEMPLATE = "petitions/protection_file.html"


def panel(record: Any, reach: Reach) -> Folded | None:
    """The items in the law's order with their days; only of a protection. Asks nothing of the database."""
    if record.type != TYPE:
        return None
    found = items(record)
    there = sum(day is not None for _item, day in found)
    said = _("%(there)d/%(all)d") % {"there": there, "all": len(found)}
    return Folded(_("Hồ sơ bảo vệ"), {"items": found}, said, waits=True, anchor="ho-so-bao-ve")


def items(protection: Protection) -> list[tuple[str, date | None]]:
    """(item of BV.FILE, its day); a request made by telephone or in person is in the file once its paper is."""
    days = (
        protection.paper_on,
        protection.checked_on,
        protection.decided_on or protection.refused_on,
        protection.changed_on,
        protection.outcome_on,
        protection.ended_on,
    )
    return list(zip(law.rulebook().wording("BV.FILE", protection.received_on).items, days, strict=True))
