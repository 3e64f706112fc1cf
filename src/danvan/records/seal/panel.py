"""A record's page leads to its sealed case, or to making one, where the unit seals here and the account may know of it."""

from typing import Any

from django.utils.translation import gettext as _

from danvan.records.desk import panels
from danvan.records.desk.access import Reach
from danvan.records.desk.panels import Folded
from danvan.records.models import Record, SealCase
from danvan.records.seal import cases, conversation, modes, taking
from danvan.records.today import today

TEMPLATE = "records/seal_case_panel.html"


def panel(record: Any, reach: Reach) -> Folded | None:
    """Whether there is a case; None for whom it does not concern."""
    if record.identity_released_on or record.secrecy != Record.Secrecy.SEALED:
        return None
    has = SealCase.objects.filter(record_id=record.pk).exists()
    if not (has or modes.seals_here(record.unit_id, today())) or not cases.may_see(record, reach.account):
        return None
    waits = not has and record.unit_id in reach.units("records.classify") and taking.may_take_over(record)
    if not has and not waits:
        return None
    said = _("đã lập") if has else _("chưa lập")
    news = conversation.news(reach.account).get(record.pk, 0) if has else 0
    if news:
        said = _("%(count)s mục mới") % {"count": news}
    context = {"record": record, "has": has}
    return Folded(_("Hồ sơ niêm phong"), context, said, waits=waits or bool(news), anchor="niem-phong")


panels.register(TEMPLATE, panel, place=11)
