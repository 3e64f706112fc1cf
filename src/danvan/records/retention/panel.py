"""The part of a record's page that tells what keeps it, or that it was destroyed."""

from typing import Any

from django.utils.translation import gettext as _

from danvan.records.desk.access import Reach
from danvan.records.desk.panels import Folded, register
from danvan.records.models import LegalHold, Record, Tombstone
from danvan.records.retention import contents, holds

TEMPLATE = "records/retention/panel.html"


def make(record: Record, reach: Reach) -> Folded | None:
    """Acts that keep the record, and the way to one more for who may; of a destroyed one its tombstone."""
    may = reach.over(holds.ERASE, record.unit_id)
    stone = None
    if record.closed_on and not record.identity_released_on:
        stone = Tombstone.objects.filter(pk=record.pk).select_related("by__person").first()
    acts = list(LegalHold.objects.filter(record_id=record.pk).order_by("held_on", "id"))
    if not (may or stone or acts):
        return None
    context: dict[str, Any] = {"record": record, "stone": stone, "acts": acts, "may": may and not stone}
    if stone:
        context["gone"] = [(contents.label(key), count) for key, count in stone.contents.items()]
    return Folded(_("Lưu và hủy"), context, _summary(stone, acts), anchor="luu-va-huy")


def _summary(stone: Tombstone | None, acts: list[LegalHold]) -> str:
    if stone:
        return _("đã hủy")
    standing = sum(act.ended_on is None for act in acts)
    return _("đang giữ lại: %(count)d") % {"count": standing} if standing else _("không giữ lại")


register(TEMPLATE, make, place=60)
