"""What acts on units have decided and no file may undo: it may have been taken out before them."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _

from danvan.org.exchange.columns import Fault, Stretch
from danvan.org.models import ActUnit, UnitAct
from danvan.ui.dates import day

# Who stands above a unit that begins or moves is not changed by it.
_CHANGED = (ActUnit.Part.CHANGES, ActUnit.Part.BEGINS, ActUnit.Part.TAKES)


def undone(units: Mapping[str, list[Stretch]], present: Mapping[str, list[Stretch]]) -> Iterator[Fault]:
    """A fault for each unit of a file that is not told as a confirmed act made it on its day. One query."""
    lines = ActUnit.objects.filter(unit__slug__in=list(units), part__in=_CHANGED)
    confirmed = lines.filter(act__state=UnitAct.State.CONFIRMED).select_related("act", "unit")
    for line in confirmed.order_by("unit", "act__on", "act"):
        on, rows = line.act.on, units[line.unit.slug]
        decided = _said(present.get(line.unit.slug, []), on)
        if decided is not None and _said(rows, on) != decided:
            why = _(
                "tệp không có thay đổi từ ngày %(day)s theo %(paper)s; hãy tải lại danh mục rồi sửa trên tệp mới."
            ) % {"day": day(on), "paper": line.act.paper_no}
            yield Fault(rows[0].line, "slug", why)


def _said(rows: list[Stretch], on: date) -> tuple[str, ...] | None:
    """Name, kind, code and superior on a day; None where the unit does not live."""
    for row in rows:
        if row.since <= on and (row.until is None or on < row.until):
            return row.name, row.kind, row.code, row.parent
    return None
