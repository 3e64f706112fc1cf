"""What the page of one record shows to one account."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.records import assigning, history, steps
from danvan.records.declare import Move, RecordType
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach
from danvan.records.desk.chronicle import Entry, chronicle, former_numbers
from danvan.records.desk.facts import facts
from danvan.records.desk.lifeline import Stage, lifeline
from danvan.records.desk.nearest import nearest
from danvan.records.desk.panels import Panel, panels
from danvan.records.models import Duty, Link, PersonalDetails, Record
from danvan.records.models.retention import is_erased
from danvan.ui.errors import Refusal

TOLD_APART = ("don", "vu_viec")
NEWEST = 3  # entries of the history that stand open
WHY_SEALED = gettext_lazy(
    "Hồ sơ này được niêm phong vì là tố cáo hoặc chưa phân loại. Ở đây chỉ có số, ngày, loại, lĩnh vực và việc xử lý; "
    "họ tên, địa chỉ và nội dung không nằm ở dạng đọc được trong hệ thống (Luật Tố cáo 2018, Điều 8)."
)


@dataclass(frozen=True, slots=True)
class Limit:
    """One duty with the sentences of its ledger."""

    label: str
    citation: str
    due_on: date
    own_latest_on: date
    latest_on: date
    met_on: date | None
    mark: str
    is_provisional: bool
    is_suspended: bool
    is_open: bool
    steps: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page; what the account may not see is not in it."""

    record: Any
    kind: RecordType
    unit: str
    is_sealed: bool
    stages: list[Stage]
    facts: list[tuple[str, str]]
    limits: list[Limit] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    folded_moves: list[Move] = field(default_factory=list)
    personal: list[tuple[str, str]] = field(default_factory=list)
    linked: list[tuple[str, Record]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    former_numbers: list[str] = field(default_factory=list)
    may_publish: bool = False
    panels: list[Panel] = field(default_factory=list)
    may_assign: bool = False
    holder: str = ""

    @property
    def running(self) -> list[Limit]:
        """The limits that are still to be kept, the next due first."""
        return sorted((limit for limit in self.limits if limit.is_open), key=lambda limit: limit.due_on)

    @property
    def over(self) -> list[Limit]:
        """The limits that are met or excused, in the order in which they began."""
        return [limit for limit in self.limits if not limit.is_open]

    @property
    def newest(self) -> list[Entry]:
        """What happened last."""
        return self.entries[:NEWEST]

    @property
    def earlier(self) -> list[Entry]:
        """What happened before that."""
        return self.entries[NEWEST:]


def find(public_id: str, reach: Reach) -> Record:
    """The record of that code, if the account may see it; Http404 without a word on whether it exists."""
    rows = reach.visible(Record.objects.filter(public_id=public_id))
    record = rows.select_related("unit", "holder__person").first()
    if record is None:
        raise Http404
    return record


def is_own(record: Record, reach: Reach) -> bool:
    """Whether the account sees the record as an officer, not only because it is published."""
    needed = "records.sealed" if record.secrecy == Record.Secrecy.SEALED else "records.read"
    return reach.over(needed, record.unit_id)


def allowed_moves(record: Record, reach: Reach) -> list[Move]:
    """Moves that the state, the law of the day and the account's roles allow, the most likely first."""
    if not is_own(record, reach) or is_erased(record):
        return []
    moves = record.declared.moves_for(record.own(), reach.on)
    return [move for move in moves if record.unit_id in reach.units(move.permission)]


def allowed_move(record: Record, key: str, reach: Reach) -> Move:
    """The declared move of that key; Http404 when there is none, Refusal when state, law or roles do not allow it now."""
    move = next((move for move in record.declared.moves if move.key == key), None)
    if move is None or not is_own(record, reach):
        raise Http404
    if record.unit_id not in reach.units(move.permission):
        raise NotAllowed(
            _(
                "Tài khoản của Bà/Ông không có quyền thực hiện bước “%(move)s” tại đơn vị này; hãy liên hệ người quản trị."
            )
            % {"move": move.label}
        )
    if record.state not in move.sources:
        words = {"move": move.label, "state": record.state_label}
        raise Refusal(
            _("Không thể “%(move)s” khi hồ sơ đang ở trạng thái “%(state)s”; hãy mở lại trang hồ sơ.") % words
        )
    steps.require_law(record.own(), move, reach.on)
    return move


def sheet(record: Record, reach: Reach) -> Sheet:
    """The page of a visible record. At most nine queries with `find`, and those of the panels."""
    own, kind = record.own(), record.declared
    unit = places.names([record.unit_id], reach.on).get(record.unit_id, "")
    if not is_own(record, reach):
        stages = lifeline(own, kind, [], reach.on)
        return Sheet(own, kind, unit, False, stages, facts(own, kind, public_only=True))
    duties = list(record.duties.order_by("begins_on", "id"))
    rows = history.of_record(record)
    shown, folded = nearest(kind, allowed_moves(own, reach), duties)
    return Sheet(
        record=own,
        kind=kind,
        unit=unit,
        is_sealed=record.secrecy == Record.Secrecy.SEALED,
        stages=lifeline(own, kind, duties, reach.on),
        facts=facts(own, kind),
        limits=[_limit(duty, reach.on) for duty in duties],
        moves=shown,
        folded_moves=folded,
        personal=personal(record, reach),
        linked=linked(record, reach),
        entries=chronicle(kind, rows, duties),
        former_numbers=former_numbers(rows),
        may_publish=may_publish(record, reach),
        panels=panels(own, reach),
        may_assign=may_assign(record, reach),
        holder=str(record.holder or ""),
    )


def may_publish(record: Record, reach: Reach) -> bool:
    """A type with public fields, not sealed, not yet published, and the right to publish."""
    fit = record.declared.public and not record.published_on and record.secrecy != Record.Secrecy.SEALED
    return bool(fit) and record.unit_id in reach.units("records.publish") and not is_erased(record)


def may_assign(record: Record, reach: Reach) -> bool:
    """An open record that the account may give to somebody, take, or give back."""
    if record.closed_on:
        return False
    takes = record.holder_id in (None, reach.account.pk) and record.unit_id in reach.units(assigning.HANDLE)
    return takes or record.unit_id in reach.units(assigning.GIVE)


def personal(record: Record, reach: Reach) -> list[tuple[str, str]]:
    """(label, value) of the person's details: only when released, never on a sealed page, only for readers."""
    sealed = record.secrecy == Record.Secrecy.SEALED
    if sealed or not record.identity_released_on or record.unit_id not in reach.units("records.read"):
        return []
    kept = PersonalDetails.objects.filter(record_id=record.pk).first()
    if kept is None:
        return []
    fields = [item for item in kept._meta.concrete_fields if not item.primary_key]
    return [(str(item.verbose_name).capitalize(), getattr(kept, item.name)) for item in fields]


def linked(record: Record, reach: Reach) -> list[tuple[str, Record]]:
    """(how it hangs together, record) of the linked records that the account may see. One query for the links.

    Letters and matters that hang together are left out: a part of their pages tells of those in its own words.
    """
    ties = Link.objects.filter(Q(record_id=record.pk) | Q(source_id=record.pk))
    ties = ties.exclude(source__type__in=TOLD_APART, record__type__in=TOLD_APART)
    words = _others(ties, record.pk)
    seen = reach.visible(Record.objects.filter(pk__in=words)).order_by("received_on", "id")
    return [(words[other.pk], other) for other in seen]


def _others(ties: Any, pk: int) -> dict[int, str]:
    """Id at the other end → what the tie says, read from this record's end."""
    others: dict[int, str] = {}
    for tie in ties:
        if tie.record_id == pk:
            others[tie.source_id] = str(tie.get_kind_display()).capitalize()
        else:
            onwards = {Link.Kind.ARISES: _("Phát sinh"), Link.Kind.JOINS: _("Nhận nhập")}
            others[tie.record_id] = onwards[Link.Kind(tie.kind)]
    return others


def _limit(duty: Duty, on: date) -> Limit:
    return Limit(
        label=duty.label,
        citation=duty.citation,
        due_on=duty.due_on,
        own_latest_on=duty.own_latest_on,
        latest_on=duty.latest_on,
        met_on=duty.met_on,
        mark=duty.standing(on),
        is_provisional=duty.is_provisional,
        is_suspended=duty.is_suspended,
        is_open=not (duty.met_on or duty.excused_on),
        steps=[{"text": step["text"]} for step in duty.ledger],
    )
