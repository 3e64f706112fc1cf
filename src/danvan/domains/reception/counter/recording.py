"""Writing a visit with all that follows from it: who came, a refusal, a tie, letters; one transaction."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings

from danvan.domains.reception.counter import keys
from danvan.domains.reception.models import Answer, Content, Outcome, Visit, VisitPerson
from danvan.org.models import Account, Unit
from danvan.records import visibility, writing
from danvan.records.desk import submissions
from danvan.records.models import Link, Record
from danvan.ui.errors import Refusal

OPENS = (Outcome.LETTER, Outcome.FORWARD)


@dataclass(frozen=True, slots=True)
class Part:
    """One content of what was told: its class, its field, its words. A tố cáo keeps no words."""

    kind: str
    field: str = ""
    text: str = ""

    @property
    def is_denunciation(self) -> bool:
        """Whether nothing of it may be written beside number, day, class and field."""
        return self.kind == Content.DENUNCIATION


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit as filled in. `columns` are those of Visit; `person` those of VisitPerson, address and phone beside."""

    key: str
    unit: Unit
    on: date
    parts: tuple[Part, ...]
    columns: dict[str, Any]
    person: dict[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    joins: Record | None = None

    @property
    def named(self) -> tuple[Part, ...]:
        """Contents beside which a name may stand."""
        return tuple(part for part in self.parts if not part.is_denunciation)

    @property
    def content_kind(self) -> str:
        """The visit's class: that of its first content beside which a name may stand, else tố cáo."""
        return (self.named or self.parts)[0].kind

    @property
    def opens_now(self) -> bool:
        """Whether letters are opened with the visit: a record of spoken words is read back and signed before."""
        waits = self.columns.get("is_oral") and not self.columns.get("read_back_on")
        return self.columns["outcome"] in OPENS and not waits


@dataclass(frozen=True, slots=True)
class Written:
    """The visit, and the letters that nothing ties to it: the tố cáo told of beside something else."""

    visit: Visit
    apart: tuple[Any, ...] = ()


def write(entry: Entry, by: Account) -> Written:
    """The visit of this entry; the same key again gives the first one and writes nothing. Raises Refusal.

    A tố cáo told of beside another content is written after that, in a transaction of its own and without a tie, since a
    name stands with the visit: no row says that the two came together.
    """
    first: list[bool] = []

    def act() -> Visit:
        first.append(True)
        return _visit(entry, by)

    visit = submissions.once(entry.key, by, act).own()
    if not first or not entry.named or not entry.opens_now:
        return Written(visit)
    apart = [
        open_letter(visit, part, by=by, on=entry.on, person={}, is_tied=False)
        for part in entry.parts
        if part.is_denunciation
    ]
    return Written(visit, tuple(apart))


def _visit(entry: Entry, by: Account) -> Visit:
    if entry.columns["outcome"] in OPENS:
        visibility.require(by, "records.classify", entry.unit)
    personal = personal_of(entry.person, entry.named) if entry.named else None
    visit: Visit = writing.open_record(
        "luot_tiep",
        by=by,
        unit=entry.unit,
        on=entry.on,
        personal=personal,
        content_kind=entry.content_kind,
        is_illustrative=bool(settings.DEMONSTRATION_DAY),
        **entry.columns,
    )
    if entry.named:
        _keep_people(visit, entry)
    return _follow(visit, entry, by)


def personal_of(person: dict[str, Any], parts: tuple[Part, ...]) -> dict[str, str]:
    """The personal details of a record: the person, and the words of these contents."""
    told = {name: str(person.get(name) or "") for name in ("full_name", "address", "phone")}
    return told | {"content": "\n\n".join(part.text for part in parts if part.text)}


def _keep_people(visit: Visit, entry: Entry) -> None:
    """The first is who spoke; further representatives follow with their names alone."""
    person = {name: value for name, value in entry.person.items() if name not in ("address", "phone")}
    if not person.get("full_name"):
        return
    first = VisitPerson(
        visit=visit,
        **person,
        number_hash=keys.of_number(person.get("identity_number") or ""),
        name_hash=keys.of_name(person["full_name"], person.get("born_year")),
    )
    others = [
        VisitPerson(visit=visit, position=position, full_name=name)
        for position, name in enumerate(entry.others, 2)
    ]
    VisitPerson.objects.bulk_create([first, *others])


def _follow(visit: Visit, entry: Entry, by: Account) -> Visit:
    if visit.refused_for:
        return writing.move(visit, "tu_choi_tiep", by=by, on=entry.on)
    if visit.outcome == Outcome.JOINED:
        join(visit, entry.joins, by=by)
    elif visit.outcome == Outcome.GUIDED and visibility.may(by, "records.handle", entry.unit):
        return writing.move(visit, "tra_loi", by=by, on=entry.on, answer=Answer.REFUSED)
    elif entry.opens_now:
        for part in entry.named or entry.parts:
            open_letter(visit, part, by=by, on=entry.on, person=entry.person)
    return visit


def join(visit: Visit, record: Record | None, *, by: Account) -> None:
    """Tie a visit to a letter or matter that exists. Refusal where the tie would set a name beside a sealed record."""
    if record is None:
        raise Refusal("Hãy ghi mã của đơn, vụ việc đã có để nhập lượt tiếp vào.")
    if record.secrecy != visit.secrecy:
        raise Refusal(
            "Lượt tiếp và hồ sơ này không được gắn với nhau: một bên được niêm phong, gắn lại sẽ lộ người tố cáo "
            "(Luật Tố cáo 2018, Điều 8). Hãy chọn “Chỉ ghi lượt tiếp”."
        )
    writing.say_who(by)
    Link.objects.create(record_id=visit.pk, source_id=record.pk, kind=Link.Kind.JOINS)


def open_letter(
    visit: Visit, part: Part, *, by: Account, on: date, person: dict[str, Any], is_tied: bool = True
) -> Any:
    """A letter handed in or taken down at a visit, classified at once; a tố cáo without a name or a word."""
    letter = writing.open_record(
        "don",
        by=by,
        unit=visit.unit,
        on=on,
        arises_from=visit if is_tied else None,
        channel="tiep_cong_dan",
        signatories=visit.persons,
        is_repeated=visit.is_repeated,
        has_originals=visit.originals_kept > 0,
        is_illustrative=visit.is_illustrative,
    )
    return writing.move(
        letter,
        "phan_loai",
        by=by,
        on=on,
        kind=part.kind,
        field=part.field,
        is_competent=visit.outcome != Outcome.FORWARD,
        personal=None if part.is_denunciation else personal_of(person, (part,)),
    )


def confirm(visit: Visit, part: Part, *, key: str, by: Account, on: date, signed_as: str) -> Visit:
    """The record of spoken words was read back and signed: note it, and open the letter that it is."""

    def act() -> Visit:
        signed = writing.move(visit, "ky_bien_ban", by=by, on=on, read_back_on=on, signed_as=signed_as)
        if signed.outcome in OPENS:
            visibility.require(by, "records.classify", signed.unit)
            open_letter(signed, part, by=by, on=on, person=_person_of(signed))
        return signed

    return submissions.once(key, by, act).own()


def _person_of(visit: Visit) -> dict[str, Any]:
    kept = getattr(Record.objects.select_related("personal").get(pk=visit.pk), "personal", None)
    return {name: getattr(kept, name) for name in ("full_name", "address", "phone")} if kept else {}
