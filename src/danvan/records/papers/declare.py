"""What a kind of paper is: for whom, of which form of the law on which day, what must be filled in. Data only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from danvan.records.models import Paper
from danvan.records.papers.text import places
from danvan.ui.errors import Refusal

Audience = Paper.Audience
LAYOUTS = ("van_ban", "bien_ban", "don", "phieu")
WORDS, LINES, DAY, NUMBER, CHOICE, AGENCY = "chu", "doan", "ngay", "so", "chon", "co_quan"
# Kinds of fields in which nobody's name can be written: the only ones that a sealed record's paper takes.
BOUND = frozenset({DAY, NUMBER, CHOICE, AGENCY})
# Places that tell who somebody is or what he wrote.
NAMING = frozenset({"full_name", "address", "phone", "content", "against"})


@dataclass(frozen=True, slots=True)
class LawForm:
    """The form that a legal document prescribes from a day to a day (empty without bounds)."""

    number: str
    document: str
    since: date | None = None
    until: date | None = None

    def is_valid_on(self, on: date) -> bool:
        """Whether the form is the one of that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def __str__(self) -> str:
        """Mẫu số 03 (155/2026/NĐ-CP)."""
        return f"{self.number} ({self.document})"


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to be filled in when the paper is prepared; left empty it is a dotted line to write on.

    `kind` is chu (words), doan (a longer text), ngay (day), so (number), chon (one of `options`) or co_quan (the name
    of an agency).
    """

    name: str
    label: str
    kind: str = WORDS
    hint: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class PaperTemplate:
    """One kind of paper; its `text` is the only source of every form in which it appears.

    `heading` and `subject` are tên loại and trích yếu, `symbol` what stands for the kind in the number (TB, QĐ),
    `layout` is van_ban (NĐ 30/2020), bien_ban (minutes, without number), don (a citizen's own letter) or phieu (A5).
    `needs_identity` closes it to sealed records. `identity_free` says that it is filled from what tells nobody's name
    alone, whatever the record: so every paper of a tố cáo for others than who denounces (Luật Tố cáo 2018, Điều 56).
    `note` is what its preparer should know of the form. `permission` is what it takes to prepare it, and to issue it
    where it is not numbered. `facts(record, on)` gives values beside those that every record has.
    """

    key: str
    title: str
    heading: str
    text: str
    audience: str
    record_types: tuple[str, ...]
    subject: str = ""
    symbol: str = ""
    layout: str = "van_ban"
    forms: tuple[LawForm, ...] = ()
    blanks: tuple[Blank, ...] = ()
    recipients: tuple[str, ...] = ()
    addressee: str = ""
    signs: tuple[str, ...] = ()
    is_numbered: bool = True
    needs_identity: bool = False
    identity_free: bool = False
    note: str = ""
    permission: str = "records.handle"
    since: date | None = None
    until: date | None = None
    fits: Callable[[Any], bool] = lambda record: True
    facts: Callable[[Any, date], dict[str, str]] = field(default=lambda record, on: {})

    def form_on(self, on: date) -> LawForm | None:
        """The law's form of that day, None where the law prescribes none."""
        return next((form for form in self.forms if form.is_valid_on(on)), None)

    def is_valid_on(self, on: date) -> bool:
        """Whether the law knows this paper on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def serves(self, record: Any, on: date) -> bool:
        """Whether the paper can be prepared for this record on that day. `record` is a row of the own table."""
        return record.type in self.record_types and self.is_valid_on(on) and self.fits(record)


_templates: dict[str, PaperTemplate] = {}


def register(*templates: PaperTemplate) -> None:
    """Take templates at start-up; a key used twice or an unknown layout or audience raises ValueError."""
    for one in templates:
        if _templates.get(one.key, one) is not one:
            raise ValueError(f"the paper {one.key} is declared twice")
        if one.layout not in LAYOUTS or one.audience not in Audience.values:
            raise ValueError(f"{one.key}: unknown layout or audience")
        if one.identity_free and (told := names_somebody(one)):
            raise ValueError(f"{one.key} is free of identity and has room for it: {', '.join(told)}")
        _templates[one.key] = one


def names_somebody(one: PaperTemplate) -> list[str]:
    """Where a template could tell who somebody is: places of its lines, blanks for words, the need of a name."""
    lines = (one.text, one.heading, one.subject, one.addressee, *one.recipients)
    found = set().union(*map(places, lines)) & NAMING
    found |= {blank.name for blank in one.blanks if blank.kind not in BOUND}
    return [*sorted(found), *(["needs_identity"] if one.needs_identity else [])]


def template(key: str) -> PaperTemplate:
    """The template of that key; Refusal naming what exists."""
    try:
        return _templates[key]
    except KeyError:
        raise Refusal(f"Không có mẫu văn bản “{key}”; hãy chọn trong danh sách mẫu của hồ sơ.") from None


def templates() -> list[PaperTemplate]:
    """Every template, in the order of the domains."""
    return list(_templates.values())


def templates_for(record: Any, on: date) -> list[PaperTemplate]:
    """What may be prepared for a record on a day: those of its present state's steps first."""
    sealed = record.secrecy == "niem_phong" or not record.identity_released_on
    found = [
        one for one in _templates.values() if one.serves(record, on) and not (sealed and one.needs_identity)
    ]
    asked = of_state(record)
    return sorted(found, key=lambda one: one.key not in asked)


def of_state(record: Any) -> list[str]:
    """Keys of the papers that the steps into the record's present state issue."""
    moves: Sequence[Any] = record.declared.moves
    return [key for move in moves if move.leads_to("") == record.state for key in move.papers]
