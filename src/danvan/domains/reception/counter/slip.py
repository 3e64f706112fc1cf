"""What is printed for whoever leaves: number, code, next day. The words are the same whatever was told."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import segno
from django.http import Http404
from django.urls import reverse

from danvan.domains.reception.models import Visit
from danvan.org.models import Unit
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.page import is_own
from danvan.records.models import Duty, Link, Record

# Clocks whose words tell nothing of the class.
PLAIN_CLOCKS = ("tra_loi", "xu_ly")
TYPES = ("luot_tiep", "don")


@dataclass(frozen=True, slots=True)
class Slip:
    """One paper of A5 size. `others` are the letters that came of the same visit."""

    record: Record
    unit: str
    picture: str
    duty: Duty | None = None
    ticket: int | None = None
    originals: int = 0
    others: list[Record] = field(default_factory=list)

    @property
    def due_on(self) -> date | None:
        """The next day on which something is owed."""
        return self.duty.due_on if self.duty else None


def find(code: str, reach: Reach) -> Record:
    """The visit or letter of that code at a unit of the officer's; Http404 else."""
    rows = reach.seen(Record.objects.filter(public_id=code, type__in=TYPES)).select_related("unit")
    record = rows.first()
    if record is None or not is_own(record, reach):
        raise Http404
    return record


def slip(record: Record, reach: Reach, address: Any) -> Slip:
    """The slip of a visit or letter. `address(path)` makes an address absolute. Five queries at most."""
    own = record.own()
    duties = Duty.objects.open().filter(record_id=record.pk, clock__in=PLAIN_CLOCKS)
    is_visit = isinstance(own, Visit)
    return Slip(
        record=record,
        unit=places.names([record.unit_id], reach.on).get(record.unit_id, ""),
        picture=_picture(address(f"{reverse('portal:track')}?ma={record.public_id}")),
        duty=duties.order_by("due_on").first(),
        ticket=own.ticket if is_visit else None,
        originals=own.originals_kept if is_visit and own.originals_returned_on is None else 0,
        others=_letters(record, reach) if is_visit else [],
    )


def _letters(visit: Record, reach: Reach) -> list[Record]:
    tied = Link.objects.filter(source_id=visit.pk, kind=Link.Kind.ARISES).values("record_id")
    return list(reach.seen(Record.objects.filter(pk__in=tied, type="don")).order_by("id"))


def _picture(text: str) -> str:
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=2, light="#fff"))


def unit_name(unit: Unit, on: date) -> str:
    """The unit's name on a day."""
    return places.names([unit.pk], on).get(unit.pk, "")
