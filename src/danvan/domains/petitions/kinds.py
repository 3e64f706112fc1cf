"""What the lives of letters and matters share: who may hold a name, how each is called, and which law knows of a step."""

from collections.abc import Callable
from datetime import date
from typing import Any

from danvan import law
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.records.models import Record

Told = Callable[[Any, date], str]


def is_kind(kind: Kind) -> Callable[[Any], bool]:
    """A predicate: the record is of that kind."""
    return lambda record: record.kind == kind


is_complaint = is_kind(Kind.COMPLAINT)


def may_hold_identity(record: Letter | Matter) -> bool:
    """Only a record known not to be a tố cáo may hold a name; nor a matter emptied because its letter is one after all."""
    is_emptied = isinstance(record, Matter) and record.pk is not None and not record.identity_released_on
    return record.kind in (Kind.COMPLAINT, Kind.PROPOSAL) and not is_emptied


def secrecy(record: Letter | Matter) -> str:
    """What may hold no name is sealed: a tố cáo, a letter whose class is not yet known, a matter that was emptied."""
    return Record.Secrecy.INTERNAL if may_hold_identity(record) else Record.Secrecy.SEALED


def in_force(rule: str, on: date) -> bool:
    """Whether the rule book holds that rule on a day."""
    return law.rulebook().in_force(rule, on) is not None


def unless(*told: Told) -> dict[str, Any]:
    """The `applies` and `otherwise` of a move that exists only where none of these has a sentence against it."""

    def sentence(record: Any, on: date) -> str:
        return next((words for tell in told if (words := tell(record, on))), "")

    return {"applies": lambda record, on: not sentence(record, on), "otherwise": sentence}


def only(kind: Kind) -> Told:
    """A sentence against every other kind."""
    label = str(kind.label).lower()
    return lambda record, on: "" if record.kind == kind else f"Bước này chỉ có với {label}."


COMPLAINT = unless(only(Kind.COMPLAINT))


def letter_title(letter: Letter) -> str:
    """A title made of class and field alone; a letter's own words never enter it."""
    if not letter.kind:
        return "Đơn chưa phân loại"
    field = f", lĩnh vực {letter.get_field_display().lower()}" if letter.field else ""
    return f"Đơn {class_words(letter)}{field}"


def matter_title(matter: Matter) -> str:
    """A title made of class, field and instance."""
    again = (
        "" if matter.instance == 1 else ", tố cáo tiếp" if matter.kind == Kind.DENUNCIATION else ", lần hai"
    )
    return f"Vụ việc {class_words(matter)}, lĩnh vực {matter.get_field_display().lower()}{again}"


def class_words(record: Letter | Matter) -> str:
    """The class as it is said: a dispute between two parties is told apart from other kiến nghị, phản ánh (HG.CLASS)."""
    return "tranh chấp" if record.is_dispute else record.get_kind_display().lower()
