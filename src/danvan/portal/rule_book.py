"""The rule book as the public reads it: by topic and by day, each rule with its citation, how it was checked, and the
duties that follow from it.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan import law
from danvan.law.cases_file import Case, load_cases
from danvan.law.files import HERE
from danvan.law.printing import content
from danvan.law.words import ASPECTS, CHECKED, DOMAINS
from danvan.records.declare import record_types
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

TONES = {"V": "jade", "S": "ochre", "M": "ochre"}
STATUS_WORDS = {
    "V": "đã đọc văn bản",
    "S": "theo nguồn thứ cấp",
    "M": "theo trí nhớ, chưa kiểm chứng",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule on a day: its wording in force, or the sentence that says why there is none."""

    key: str
    label: str
    wording: law.Wording | None
    absent: str
    content: list[str]

    @property
    def address(self) -> str:
        """The rule's own page."""
        return reverse("portal:rule", args=[self.key])

    @property
    def status(self) -> str:
        """How the wording was checked, in words."""
        return STATUS_WORDS[self.wording.checked.status] if self.wording else ""

    @property
    def tone(self) -> str:
        """The colour that goes with the status."""
        return TONES[self.wording.checked.status] if self.wording else ""


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic with how many of its rules are in force on the day, and how they were checked."""

    topic: law.Topic
    in_force: int
    by_status: dict[str, int]

    @property
    def address(self) -> str:
        """The topic's page."""
        return reverse("portal:topic", args=[self.topic.key])


@dataclass(frozen=True, slots=True)
class WordingSheet:
    """One wording on the page of its rule."""

    wording: law.Wording
    content: list[str]
    is_in_force: bool
    checked: str
    weaker: list[str]
    further: list[str]
    special: list[tuple[str, str]]
    rival: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """Everything on the page of a rule, the newest wording first."""

    key: str
    label: str
    topic: law.Topic
    absent: str
    wordings: list[WordingSheet]
    duties: list[str]
    cases: list[Case] = field(default_factory=list)
    successor: tuple[str, str] | None = None


def line(key: str, on: date) -> RuleLine:
    """A rule as it stands on a day."""
    book = law.rulebook()
    try:
        wording = book.wording(key, on)
    except Refusal as absent:
        return RuleLine(key, book.wordings(key)[-1].label, None, str(absent), [])
    return RuleLine(key, wording.label, wording, "", content(wording))


def topics(on: date) -> list[tuple[str, list[TopicLine]]]:
    """Groups of topics in their order, with the counts of a day."""
    rows = [_topic_line(topic, on) for topic in law.topics()]
    return [(group, list(members)) for group, members in groupby(rows, key=lambda row: row.topic.group)]


def _topic_line(topic: law.Topic, on: date) -> TopicLine:
    lines = [line(key, on) for key in topic.keys]
    counted = Counter(row.wording.checked.status for row in lines if row.wording)
    return TopicLine(topic, sum(counted.values()), {key: counted[key] for key in "VSM" if counted[key]})


def topic(key: str) -> law.Topic:
    """The topic of that key; Refusal when there is none."""
    for found in law.topics():
        if found.key == key:
            return found
    raise Refusal(_("Không có chủ đề này trong bộ quy tắc; hãy chọn lại ở trang Luật áp dụng."))


def search(words: str, on: date) -> list[RuleLine]:
    """Rules whose key, label, content or citation hold every word, marks or none; at most a hundred."""
    wanted = fold(words).split()
    found = (line(key, on) for key in law.rulebook().keys() if _holds(key, wanted))  # noqa: SIM118
    return [row for row, _turn in zip(found, range(100), strict=False)]


def _holds(key: str, wanted: list[str]) -> bool:
    return all(word in _text(key) for word in wanted)


@cache
def _text(key: str) -> str:
    parts = [key]
    for wording in law.rulebook().wordings(key):
        parts += [wording.label, wording.citation, wording.note, *content(wording)]
    return fold(" ".join(parts))


def sheet(key: str, on: date) -> RuleSheet:
    """The page of a rule as of a day; Refusal for a key that the book does not hold."""
    book = law.rulebook()
    series = book.wordings(key)
    shown = line(key, on)
    home = next(topic for topic in law.topics() if key in topic.keys)
    onward = series[-1].successor
    return RuleSheet(
        key=key,
        label=shown.label,
        topic=home,
        absent=shown.absent,
        wordings=[_wording_sheet(wording, on) for wording in reversed(series)],
        duties=duties_of(key),
        cases=[case for case in _cases() if case.rule == key][:12],
        successor=_named(onward) if onward else None,
    )


def _wording_sheet(wording: law.Wording, on: date) -> WordingSheet:
    checked = wording.checked
    rival = wording.conflicts_with
    return WordingSheet(
        wording=wording,
        content=content(wording),
        is_in_force=wording.is_in_force(on),
        checked=CHECKED[checked.status],
        weaker=[f"{ASPECTS[part]}: {CHECKED[status]}" for part, status in checked.aspects.items()],
        further=[str(cite) for cite in wording.cite.also],
        special=[_special(domain, key) for domain, key in wording.overridden_by_domain.items()],
        rival=_named(rival) if rival else None,
    )


def _named(key: str) -> tuple[str, str]:
    return law.rulebook().wordings(key)[-1].label, reverse("portal:rule", args=[key])


def _special(domain: str, key: str) -> tuple[str, str]:
    """The special law's rule with its page; the field alone where the book holds no such rule."""
    return _named(key) if key else (DOMAINS[domain], "")


@cache
def _cases() -> tuple[Case, ...]:
    return tuple(load_cases(HERE / "cases"))


def duties_of(key: str) -> list[str]:
    """What the system asks of offices under a rule: the limits that run on records, the duties owed each period."""
    found = []
    for kind in record_types():
        found += [
            _("%(clock)s (thời hạn chạy trên %(kind)s)")
            % {"clock": clock.label, "kind": str(kind.label).lower()}
            for clock in kind.clocks
            if key in clock.rules
        ]
        found += [
            _("%(duty)s (nghĩa vụ định kỳ của đơn vị)") % {"duty": duty.label}
            for duty in kind.standing
            if duty.rule == key
        ]
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Text:
    """A legal text in the list: its days in force and what changed it."""

    document: law.Document
    is_in_force: bool
    rules: int

    @property
    def life(self) -> str:
        """Since when, until when."""
        begin = _("từ %(day)s") % {"day": day(self.document.valid_from)}
        end = self.document.valid_to
        return begin + (_(" đến %(day)s") % {"day": day(end)} if end else "")


def texts(on: date) -> list[Text]:
    """Every text that the rules cite: laws first, then by the day they began."""
    book = law.rulebook()
    cited = Counter(
        wording.cite.document.number
        for key in book.keys()  # noqa: SIM118
        for wording in book.wordings(key)
    )
    ordered = sorted(book.documents.values(), key=lambda text: (text.rank, text.valid_from, text.number))
    return [Text(text, text.meets(on, on), cited[text.number]) for text in ordered]
