"""The register as an account may read it: page by page, whole for print, and one matter with its contacts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from danvan.domains.petitions.models import WHY, Ground, HardContact, HardMatter
from danvan.org.tree import below
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.keyset import SIZE, Order, Slice, page
from danvan.records.desk.patience import limited
from danvan.records.models import Record
from danvan.records.visibility import within
from danvan.ui.errors import Refusal

MOST_PRINTED = 500
SEALED_TITLE = "Vụ việc niêm phong"


@dataclass(frozen=True, slots=True)
class Line:
    """A matter of the register; of a sealed one only number, unit, days and grounds are filled."""

    number: str
    unit: str
    address: str
    began_on: date
    entered_on: date
    age: int
    grounds: list[tuple[Any, str]]
    next_on: date | None
    is_past: bool
    is_sealed: bool
    is_illustrative: bool
    last_on: date | None = None
    left_on: date | None = None
    left: str = ""
    title: str = SEALED_TITLE
    state: str = ""
    leader: str = ""
    plan: str = ""
    next_step: str = ""
    last: str = ""
    contacts: list[tuple[date, str, str]] = field(default_factory=list)


def visible(reach: Reach) -> QuerySet:
    """Times in the register of the matters that the account reads as an officer, sealed ones where it may."""
    return HardMatter.objects.filter(
        within(reach.units("records.read"), reach.units("records.sealed"), "record__")
    )


def found(reach: Reach, wanted: dict[str, Any]) -> QuerySet:
    """The register narrowed by `unit`, `ground`, `past` (planned day gone by) and `left` (those that left instead)."""
    rows = visible(reach).filter(left_on__isnull=not wanted.get("left"))
    if wanted.get("unit"):
        rows = rows.filter(record__unit_id__in=below([int(wanted["unit"])], reach.on))
    if wanted.get("ground"):
        rows = rows.filter(**{WHY[Ground(wanted["ground"])][0]: True})
    if wanted.get("past"):
        rows = rows.filter(next_on__lt=reach.on)
    return rows


def lines(
    reach: Reach, wanted: dict[str, Any], *, after: str = "", before: str = "", size: int = SIZE
) -> Slice:
    """A page of the register, the oldest matter first unless `newest` is wanted. Four queries at most."""
    order = Order("began_on", newest_first=bool(wanted.get("newest")))
    with limited():
        cut = page(_joined(found(reach, wanted)), order, after=after, before=before, size=size)
        return Slice(_shown(cut.rows, reach), cut.before, cut.after)


def whole(reach: Reach, wanted: dict[str, Any]) -> list[Line]:
    """All that the filters leave, for paper and spreadsheet; Refusal above MOST_PRINTED."""
    cut = lines(reach, wanted, size=MOST_PRINTED)
    if cut.after:
        raise Refusal(f"Sổ có hơn {MOST_PRINTED} vụ việc; hãy lọc theo đơn vị hoặc căn cứ rồi in từng phần.")
    return list(cut.rows)


def one(spell: HardMatter, reach: Reach) -> Line:
    """One matter with every contact, newest first."""
    row = _joined(HardMatter.objects.filter(pk=spell.pk)).get()
    lines_of = HardContact.objects.filter(spell=spell).order_by("-on", "-id")
    is_sealed = row.record.secrecy == Record.Secrecy.SEALED
    told = [(line.on, str(line.get_kind_display()), "" if is_sealed else line.note) for line in lines_of]
    return _line(row, places.names([row.record.unit_id], reach.on), told, reach.on)


def _joined(rows: QuerySet) -> QuerySet:
    return rows.select_related("record", "leader")


def _shown(rows: Iterable[HardMatter], reach: Reach) -> list[Line]:
    kept = list(rows)
    newest = (
        HardContact.objects.filter(spell__in=kept).order_by("spell", "-on", "-id").distinct("spell")
        if kept
        else ()
    )
    last = {line.spell_id: (line.on, str(line.get_kind_display()), line.note) for line in newest}
    names = places.names({row.record.unit_id for row in kept}, reach.on)
    return [_line(row, names, [last[row.pk]] if row.pk in last else [], reach.on) for row in kept]


def _line(row: HardMatter, names: dict[int, str], contacts: list[tuple[date, str, str]], on: date) -> Line:
    """`contacts` are the newest first."""
    matter, is_sealed = row.record, row.record.secrecy == Record.Secrecy.SEALED
    told: dict[str, Any] = {
        "number": matter.number,
        "unit": names.get(matter.unit_id, ""),
        "address": reverse("petitions:hard_matter", args=[matter.public_id]),
        "began_on": row.began_on,
        "entered_on": row.entered_on,
        "age": ((row.left_on or on) - row.began_on).days,
        "grounds": row.grounds,
        "next_on": row.next_on,
        "is_past": bool(row.next_on and not row.left_on and row.next_on < on),
        "is_sealed": is_sealed,
        "is_illustrative": matter.is_illustrative,
        "last_on": contacts[0][0] if contacts else None,
        "left_on": row.left_on,
        "left": row.get_left_for_display() if row.left_for else "",
        "contacts": contacts,
    }
    if is_sealed:
        return Line(**told)
    last = ": ".join(filter(None, contacts[0][1:])) if contacts else ""
    leader = ", ".join(filter(None, (str(row.leader or ""), row.leader_post)))
    words: dict[str, Any] = {
        "title": matter.title,
        "state": matter.state_label,
        "leader": leader,
        "last": last,
    }
    return Line(**told, **words, plan=row.plan, next_step=row.next_step)
