"""The declarations a domain makes: record types, moves, clocks, standing duties and indicators.

Data and plain functions only. A domain writes them in its `flow.py` and `indicators.py`; the desk, `move()`,
the duties, the reports and the public pages read them here. Nothing in this module touches the database.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q

from danvan.law import cited_on
from danvan.ui.errors import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words
else:
    Words = str  # a translated text is a promise that reads as one


@dataclass(frozen=True, slots=True)
class State:
    """A place in a record's life. `meaning` is the sentence that a citizen reads on the tracking page.

    In a final state the record is closed: it counts as ended. Moves may still leave it for another final state
    (a decision is published, takes effect, is executed) or, where they reopen, for an open one.
    """

    key: str
    label: Words
    meaning: Words
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed change of state; an empty `target` leaves the state as it is.

    `needs` and `takes` name model fields that the move must or may set, `sets` the values it always writes. `closes`
    ends the record on the move's day, `reopens` takes that end back. `applies(record, on)` says whether the law knows
    the move for this record on that day: otherwise it is not offered, and refused with the sentence `otherwise`,
    which may be a function of the same two. `cite` is the article beside the button; `papers` are keys of the
    templates that the step issues; `citizen` is the sentence on the tracking page after it; `by_sender` lets the
    holder of the receipt code take it there, without an account. Clocks named by `suspends` stand still, those in
    `resumes` run again, those in `extends` are reckoned anew by their present case or with the addition that the rule
    allows. `check(record, on)` raises Refusal; `reckons(record, duties, on)` writes or refuses what follows from the
    duties as they ran before the move; `effect(record, by, on)` does what follows in the same transaction.
    `offers(record, on)` narrows lists to what may be chosen there: column → values, in the list's own order.
    `releases_identity` says that after this move the record may hold personal details (never for a tố cáo).
    """

    key: str
    label: Words
    sources: tuple[str, ...]
    target: str
    permission: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    closes: bool = False
    dated_by: str = ""
    check: Callable[[Any, date], None] | None = None
    effect: Callable[[Any, Any, date], None] | None = None
    releases_identity: Callable[[Any], bool] | None = None
    why: Words = ""
    applies: Callable[[Any, date], bool] = lambda record, on: True
    otherwise: Words | Callable[[Any, date], str] = ""
    sets: dict[str, Any] = field(default_factory=dict)
    reopens: bool = False
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    reckons: Callable[[Any, Sequence[Any], date], None] | None = None
    papers: tuple[str, ...] = ()
    cite: Words = ""
    citizen: Words = ""
    by_sender: bool = False
    offers: Callable[[Any, date], dict[str, Sequence[str]]] = lambda record, on: {}

    def leads_to(self, state: str) -> str:
        """The state after the move when taken in `state`."""
        return self.target or state

    def cite_on(self, on: date) -> str:
        """The article as it reads on the day of the step."""
        return cited_on(str(self.cite), on)


@dataclass(frozen=True, slots=True)
class Clock:
    """A legal limit that runs on a record: begun by a move (or `mo`, the opening), met by other moves.

    `rule` and `case` may be functions of the record, since a denunciation and a complaint run by different rules; then
    `may_be` names the keys that `rule` can give.
    `starts(record, on)` is the day the limit runs from, by default the day of the move that begins it.
    """

    key: str
    label: Words
    rule: str | Callable[[Any], str]
    begun_by: tuple[str, ...]
    met_by: tuple[str, ...]
    applies: Callable[[Any], bool] = lambda record: True
    case: Callable[[Any], str | None] = lambda record: None
    starts: Callable[[Any, date], date] = lambda record, on: on
    may_be: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule key that may govern a record on this clock."""
        return self.may_be if callable(self.rule) else (self.rule,)

    def rule_for(self, record: Any) -> str:
        """The rule key that governs this record."""
        return self.rule(record) if callable(self.rule) else self.rule


@dataclass(frozen=True, slots=True)
class Event:
    """What calls a duty forth each time it happens: records of `model` matching `where`, on the day in `dated_by`."""

    model: type[Model]
    dated_by: str
    where: Q = field(default_factory=Q)


@dataclass(frozen=True, slots=True)
class StandingDuty:
    """What a unit owes in every span without anybody asking; met by records of `source` matching `met_by`.

    `every` is week | month | quarter | half | year, or event: then `events` says what calls it forth, and the record
    itself meets it once its `placed_by` holds a day. A record meets the span in which its `placed_by` lies, or the one
    that its column `period_by` names: only so can a span be met late; `named_by` is then the column that holds the
    duty's key. `beside` is shown with the evidence and meets
    nothing. `under_kinds` restricts to units whose superior is of these kinds, `named` to names that begin so: a Party
    committee and its boards are of one kind. `is_public` says that the law makes the
    duty's fulfilment public; `plain` is then its sentence for citizens.
    """

    key: str
    label: Words
    rule: str
    unit_kinds: tuple[str, ...]
    source: type[Model]
    placed_by: str
    met_by: Q
    every: str = "month"
    period_by: str = ""
    named_by: str = ""
    beside: Q | None = None
    beside_label: Words = ""
    under_kinds: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    events: Event | None = None
    is_public: bool = False
    plain: Words = ""


@dataclass(frozen=True, slots=True)
class RecordType:
    """Everything the kit needs to know of one kind of record.

    `opening` names the fields of the intake form and `opening_word` is its verb; `opens_to_public` says that a visitor of
    the portal opens one without an account. `public`, `internal` and `sealed`
    classify every own field of the model; `births` names the states, beside the first, in which a record may be born, and
    when; a structure test fails on a field left out. `asks_denounced` names the moves, "" being the opening, whose form asks
    first whether the office's own lead is denounced (`seal.asking`). `secrecy(record)` is how far the
    record may be read in its present class.
    """

    key: str
    model: type[Model]
    label: Words
    label_plural: Words
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    births: dict[str, Callable[[Any], bool]] = field(default_factory=dict)
    clocks: tuple[Clock, ...] = ()
    standing: tuple[StandingDuty, ...] = ()
    opening: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    open_permission: str = "records.open"
    opens_by_hand: bool = True
    opens_to_public: bool = False
    opening_word: Words = "Tiếp nhận"
    asks_denounced: tuple[str, ...] = ()
    title_of: Callable[[Any], str] = lambda record: ""
    secrecy: Callable[[Any], str] = lambda record: "noi_bo"
    releases_identity_at_opening: Callable[[Any], bool] = lambda record: False
    check_opening: Callable[[Any, date], None] | None = None
    law: str = ""

    @property
    def first_state(self) -> State:
        """The state every record of this type is born in."""
        return self.states[0]

    def state(self, key: str) -> State:
        """The declared state; KeyError for a key that the type does not know."""
        return next(state for state in self.states if state.key == key)

    def move(self, key: str) -> Move:
        """The declared move; Refusal naming the moves that exist."""
        for move in self.moves:
            if move.key == key:
                return move
        known = ", ".join(str(move.label) for move in self.moves)
        raise Refusal(f"{self.label} không có bước “{key}”; các bước có là: {known}.")

    def moves_from(self, state: str) -> list[Move]:
        """Moves allowed in a state, in the order declared, which is the order of likelihood."""
        return [move for move in self.moves if state in move.sources]

    def moves_for(self, record: Any, on: date) -> list[Move]:
        """Moves that the record's state allows and the law knows for it on a day. `record` is a row of the own table."""
        return [move for move in self.moves_from(record.state) if move.applies(record, on)]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A declared figure: what is counted, where it is placed in time, and which law asks for it.

    `where` is the one definition: it counts, and it lists the records behind a cell. It names only columns of the
    source and of its spine row, and negates no nullable column. `kind` is `flow` (placed in the period by
    `placed_by`), `stock` (open at its end), `carried_over` (open at its start) or `due` (open at any time of it);
    `ends_by` is the column whose day ends it. `dated` narrows further by other days: (column, word), the word one of
    `before` (before the period), `within` (in it), `until` (to its end) and `later` (after its end, or no day yet).
    `limits` compares integer columns with a number of the law: (column, `gte` or `lt`, rule), the rule's number being the
    one of the period's last day.
    `measure` is `count`, `sum:<integer column>` or `distinct:<column>`. `typed_as` is the code under which a typed
    report states it.
    `opens` says what the public may open: `totals` (months and groups of units, small cells closed) or `records`.
    """

    code: str
    label: str
    source: type[Model]
    placed_by: str
    unit: str
    where: Q = field(default_factory=Q)
    kind: str = "flow"
    ends_by: str = "closed_on"
    dated: tuple[tuple[str, str], ...] = ()
    limits: tuple[tuple[str, str, str], ...] = ()
    measure: str = "count"
    typed_as: str = ""
    opens: str = "totals"
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two counted integers shown as a share; kept as numerator and denominator, divided in Decimal when shown."""

    code: str
    label: str
    numerator: str
    denominator: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """A declared equation between indicators, sum of `whole` = sum of `parts`; holds for every unit and period.

    `at_most` says that the parts may be less than the whole; `since` and `until` bound the last days of the periods
    whose form prints it. One that no form prints is `is_derived`: its failure
    warns and does not keep a report from its signature. `unprinted` are parts that no form states, so that a typed
    report is tried without them.
    """

    key: str
    label: str
    whole: tuple[str, ...]
    parts: tuple[str, ...]
    cite: str = ""
    is_derived: bool = False
    at_most: bool = False
    unprinted: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def holds_on(self, last: date) -> bool:
        """Whether it is asked of a period that ends on that day."""
        return (self.since is None or self.since <= last) and (self.until is None or last <= self.until)


_types: dict[str, RecordType] = {}
_figures: dict[str, Indicator | Ratio] = {}
_identities: dict[str, Identity] = {}


def register(*declared: RecordType | Indicator | Ratio | Identity) -> None:
    """Take declarations at start-up; a key declared twice is a programmer's error and raises ValueError."""
    for item in declared:
        if isinstance(item, RecordType):
            _put(_types, item.key, item)
        elif isinstance(item, Identity):
            _put(_identities, item.key, item)
        else:
            _put(_figures, item.code, item)


def _put(shelf: dict, key: str, item: object) -> None:
    if key in shelf and shelf[key] is not item:
        raise ValueError(f"{key} is declared twice")
    shelf[key] = item


def record_types() -> list[RecordType]:
    """All declared record types, in the order of the domains."""
    return list(_types.values())


def record_type(key: str) -> RecordType:
    """The type of that key; Refusal when no domain declares it."""
    try:
        return _types[key]
    except KeyError:
        raise Refusal(f"Không có loại hồ sơ “{key}”; các loại có là: {', '.join(_types)}.") from None


def standing_duties() -> dict[str, StandingDuty]:
    """Every declared standing duty by its key, in the order of the domains."""
    return {duty.key: duty for kind in _types.values() for duty in kind.standing}


def figures() -> list[Indicator | Ratio]:
    """All declared indicators and ratios."""
    return list(_figures.values())


def figure(code: str) -> Indicator | Ratio:
    """The indicator or ratio of that code; Refusal when nothing declares it."""
    try:
        return _figures[code]
    except KeyError:
        raise Refusal(f"Không có chỉ tiêu “{code}” trong danh mục chỉ tiêu đếm từ hồ sơ.") from None


def indicators() -> list[Indicator]:
    """Only what is counted from records."""
    return [item for item in _figures.values() if isinstance(item, Indicator)]


def identities(codes: Iterable[str] | None = None, last: date | None = None) -> list[Identity]:
    """Declared identities; with `codes`, those that speak of nothing else, with `last` those of periods ending then."""
    found = [item for item in _identities.values() if last is None or item.holds_on(last)]
    if codes is None:
        return found
    known = set(codes)
    return [item for item in found if {*item.whole, *item.parts} <= known]
