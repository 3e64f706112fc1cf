"""Phản ánh hiện trường filed by a program in a person's name: taken in, sealed, and followed without its receipt code."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from danvan import law
from danvan.domains.petitions.models import Feedback, Letter
from danvan.org.models import Kind, Unit, UnitName
from danvan.org.tree import below
from danvan.records import calendar, envelopes, writing
from danvan.records.area import served
from danvan.records.models import Duty, Held, Link, Record
from danvan.records.today import today

MOST_RECEIVERS = 1000
BEFORE_HANDLING = ("cho_ky", "tiep_nhan", "da_phan_loai")
GENERAL = "XLD.LIMIT"  # the limit of every letter, whatever its class
_FOLLOWED = re.compile(r"q([1-9][0-9]{0,17})-([0-9a-f]{24})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a filed phản ánh stands: `public` is what an officer shows of it, and the only text there is."""

    is_open: bool
    notes: str
    unit_id: int
    received_on: date
    changed_on: date
    due_on: date | None
    public: Feedback | None


def receivers(on: date, under: Unit | None = None) -> list[tuple[str, str]]:
    """(slug, name) of the offices that take a phản ánh on a day, below `under` when it is given."""
    rows = _receiving(on, under).order_by("sort_key", "id")
    return list(rows.values_list("unit__slug", "name")[:MOST_RECEIVERS])


def receiver(slug: str, on: date, under: Unit | None = None) -> Unit | None:
    """The office of a slug, when it takes a phản ánh that day."""
    row = _receiving(on, under).filter(unit__slug=slug[:200]).select_related("unit").first()
    return row.unit if row else None


def _receiving(on: date, under: Unit | None) -> Any:
    inside = below(served(on), on)
    if under:
        inside &= below([under.pk], on)
    return UnitName.objects.on(on).filter(unit_id__in=inside).exclude(kind=Kind.PARTY)


@transaction.atomic
def file(unit: Unit, payload: Mapping[str, str], *, is_held: bool) -> Letter:
    """Open the letter and put all that was told under the intake's seal. `is_held`: an officer looks at it first."""
    letter: Letter = writing.open_record("don", by=None, unit=unit, on=today(), channel="cong_truc_tuyen")
    envelopes.seal(letter, payload)
    if is_held:
        Held.objects.create(record_id=letter.pk)
    return letter


def follow_id(record: Record) -> str:
    """By this the sender's program follows it. It may stand in addresses and logs: it opens neither page nor message."""
    return f"q{record.pk}-{_seal_of(record.pk)}"


def followed(said: str) -> Letter | None:
    """The letter of such an id; None for one that was not made here. At most one query."""
    found = _FOLLOWED.fullmatch(said)
    if found is None or not hmac.compare_digest(_seal_of(int(found[1])), found[2]):
        return None
    return Letter.objects.filter(pk=int(found[1])).first()


def progress(letter: Letter) -> Progress:
    """Where it stands, in the words of the tracking page: the same for every class until handled. Two queries."""
    public = None
    if letter.secrecy != Record.Secrecy.SEALED:
        rows = Feedback.objects.filter(record_id=letter.pk, hidden_on=None)
        public = rows.select_related("record").first()
    is_open = public.done_on is None if public else letter.closed_on is None
    return Progress(
        is_open=is_open,
        notes=public_notes(public) if public else _notes(letter),
        unit_id=letter.unit_id,
        received_on=letter.received_on,
        changed_on=changed_on(public) if public else letter.closed_on or letter.received_on,
        due_on=_due_on(letter) if is_open else None,
        public=public,
    )


def public_notes(row: Feedback) -> str:
    """What became of a phản ánh that stands in public, in approved words."""
    if row.done_on:
        state = _("Đã làm xong.")
    elif row.reopened_on:
        state = _("Mở lại: người gửi báo chưa xong.")
    else:
        state = _("Đã trả lời, đang làm.") if row.answered_on else _("Đang xử lý.")
    illustrative = _("Số liệu minh họa.") if row.record.is_illustrative else ""
    return " ".join(filter(None, [illustrative, state, row.answer]))


def changed_on(row: Feedback) -> date:
    """The last day on which anything was shown of it."""
    return max(filter(None, [row.shown_on, row.answered_on, row.done_on, row.reopened_on]))


def _notes(letter: Letter) -> str:
    if letter.secrecy != Record.Secrecy.SEALED and letter.state not in BEFORE_HANDLING:
        state = letter.declared.state(letter.state)
        return f"{state.label}. {state.meaning}"
    if letter.closed_on:
        return _("Đã xử lý xong. Kết quả được báo cho người gửi theo luật định.")
    return _("Đang xử lý. Cơ quan đã tiếp nhận và đang xử lý theo quy định của pháp luật.")


def _due_on(letter: Letter) -> date | None:
    """Until handled, and of a sealed one, the limit of every letter: which others run would tell the class."""
    if letter.secrecy == Record.Secrecy.SEALED or letter.state in BEFORE_HANDLING:
        try:
            return law.due(GENERAL, letter.received_on, calendar=calendar.current()).due_on
        except (law.NotYetLaw, law.NoLongerLaw):
            return None
    arisen = Link.objects.filter(source_id=letter.pk, kind=Link.Kind.ARISES).values("record_id")
    rows = Duty.objects.open().filter(Q(record_id=letter.pk) | Q(record_id__in=arisen))
    return rows.order_by("due_on", "id").values_list("due_on", flat=True).first()


def _seal_of(pk: int) -> str:
    key = f"danvan.follow.{settings.SECRET_KEY}".encode()
    return hmac.new(key, str(pk).encode(), sha256).hexdigest()[:24]
