"""The part of a record's page that tells whether the national database has it."""

from typing import Any

from django.utils.translation import gettext as _

from danvan.records.desk import panels
from danvan.records.desk.access import Reach
from danvan.records.desk.panels import Folded
from danvan.records.models import NationalUpdate
from danvan.records.national.forms import CodeForm
from danvan.records.national.keeping import GROUPS
from danvan.records.national.waiting import writable

TEMPLATE = "records/national/panel.html"


def panel(record: Any, reach: Reach) -> Folded | None:
    """Code, day and person, or that it waits; a small form where it waits and the account writes there. One query."""
    if record.type not in GROUPS:
        return None
    row = NationalUpdate.objects.select_related("by__person").filter(pk=record.pk).exclude(code="").first()
    may = record.unit_id in writable(reach)
    form = CodeForm(initial={"on": reach.on}, is_correction=False) if may and row is None else None
    title = _("CSDL quốc gia: mã %(code)s") % {"code": row.code} if row else _("CSDL quốc gia: chưa cập nhật")
    return Folded(title, {"record": record, "row": row, "may": may, "form": form}, anchor="csdl")


panels.register(TEMPLATE, panel, place=60)
