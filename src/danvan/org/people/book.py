"""The book of changes to people and rights: written with the change, in the same transaction, and never altered."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from danvan.org.models import AccessChange, Account, Person, Unit
from danvan.ui.errors import Refusal

LONGEST_REASON = 300


def note(
    what: str, *, by: Account | None, person: Person, why: str, unit: Unit | None = None, **facts: Any
) -> None:
    """Write one line: who did what to whom, where and why. `by` is None for the program's own commands.

    Raises Refusal without a reason: a change of rights that nobody can explain is not made.
    """
    why = " ".join(why.split())
    if not why:
        raise Refusal(_("Chưa ghi lý do; hãy ghi lý do hoặc số văn bản để sau này còn xem lại được."))
    if len(why) > LONGEST_REASON:
        raise Refusal(_("Lý do dài quá %(most)d ký tự; hãy viết gọn lại.") % {"most": LONGEST_REASON})
    kept = {name: _plain(value) for name, value in facts.items() if value not in (None, "")}
    AccessChange.objects.create(what=what, by=by, person=person, unit=unit, why=why, facts=kept)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, set | frozenset | tuple) else value
