"""What of a pair an account may see: both letters where it reads both; of a foreign one unit, number, date and likeness."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from danvan.domains.petitions.likeness.finding import Match
from danvan.domains.petitions.likeness.indexing import measures
from danvan.domains.petitions.likeness.words import words_of
from danvan.domains.petitions.models import LetterText, LikePair
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.panels import Folded, inside
from danvan.records.models import PersonalDetails, Record
from danvan.records.visibility import within

SIZE = 50
TEMPLATE = "petitions/like_panel.html"


@dataclass(frozen=True, slots=True)
class End:
    """One letter of a pair. Of a letter that the account does not read only number, unit and day are filled."""

    number: str
    unit: str
    received_on: date
    is_read: bool
    address: str = ""
    title: str = ""
    name: str = ""
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A pair as it stands in the worklist."""

    pair: LikePair
    earlier: End
    later: End
    percent: int
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Shown(Row):
    """A pair side by side: `words` are what both texts say and few others do; empty unless both are read."""

    words: list[str] = field(default_factory=list)
    may_decide: bool = False
    may_ask: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A letter like the one being typed or shown; `pair` leads to the pair's page."""

    end: End
    percent: int
    reasons: list[str]
    pair: int | None = None
    state: str = ""


def visible(reach: Reach) -> QuerySet:
    """Pairs of which the account reads at least one letter as an officer. As a join: no list of records is made."""
    read, sealed = reach.units("records.read"), reach.units("records.sealed")
    later = within(read, sealed, "later__letter__record__")
    return LikePair.objects.filter(later | within(read, sealed, "earlier__letter__record__"))


def listed(reach: Reach, state: str) -> tuple[list[Row], bool]:
    """The newest pairs in a state, at most SIZE, and whether there are more. Three queries."""
    pairs = list(visible(reach).filter(state=state).order_by("-found_at", "-id")[: SIZE + 1])
    ends = _ends(reach, {pk for pair in pairs for pk in (pair.earlier_id, pair.later_id)})
    return [_row(pair, ends[pair.earlier_id], ends[pair.later_id]) for pair in pairs[:SIZE]], len(
        pairs
    ) > SIZE


def _row(pair: LikePair, earlier: End, later: End) -> Row:
    told = reasons(pair) if earlier.is_read and later.is_read else []
    return Row(pair, earlier, later, pair.alike // 10, told)


def side_by_side(reach: Reach, pair: LikePair) -> Shown:
    """A pair with what each letter says, as far as the account reads it. Five queries at most."""
    ids = (pair.earlier_id, pair.later_id)
    ends = _ends(reach, ids, whole=True)
    earlier, later = ends[pair.earlier_id], ends[pair.later_id]
    both = earlier.is_read and later.is_read
    own_units = set(Record.objects.filter(pk=pair.later_id).values_list("unit_id", flat=True))
    handles = reach.units("records.handle")
    return Shown(
        pair,
        earlier,
        later,
        pair.alike // 10,
        reasons(pair) if both else [],
        words=_common_words(ids) if both else [],
        may_decide=both and own_units <= handles,
        may_ask=not both and bool(handles) and pair.asked_at is None,
    )


def matches(reach: Reach, found: Iterable[Match]) -> list[Found]:
    """Matches of a text as they are shown, the likest first."""
    kept = list(found)
    ends = _ends(reach, {match.record_id for match in kept})
    pairs = [(ends[match.record_id], LikePair(**measures(match.likeness))) for match in kept]
    return [_found(end, pair) for end, pair in pairs]


def _found(end: End, pair: LikePair, state: str = "") -> Found:
    """Why they are alike would tell of a letter that the account does not read: of such only the share is said."""
    told = reasons(pair) if end.is_read else []
    return Found(end, pair.alike // 10, told, pair.pk, state)


def panel(record: Any, reach: Reach) -> Folded | None:
    """The part of a letter's page that tells of letters like it; nothing where there are none. Two queries and names.

    It waits for who handles letters there while a pair is neither joined nor refused.
    """
    if record.type != "don" or record.secrecy == Record.Secrecy.SEALED:
        return None
    near = LikePair.objects.filter(Q(later_id=record.pk) | Q(earlier_id=record.pk))
    pairs = list(near.exclude(state=LikePair.State.REFUSED).order_by("-alike", "id")[:10])
    if not pairs:
        return None
    others = {pair.pk: pair.earlier_id if pair.later_id == record.pk else pair.later_id for pair in pairs}
    ends = _ends(reach, set(others.values()))
    found = [_found(ends[others[pair.pk]], pair, pair.get_state_display()) for pair in pairs]
    proposed = sum(pair.state == LikePair.State.PROPOSED for pair in pairs)
    waits = bool(proposed) and record.unit_id in reach.units("records.handle")
    said = inside(len(pairs), proposed, _("chờ xem xét"))
    return Folded(_("Đơn có thể trùng"), {"found": found}, said, waits=waits, anchor="don-trung")


def reasons(pair: LikePair) -> list[str]:
    """Why the two are thought to be one, in words and shares; nothing of the text itself."""
    told = [_("%(n)d%% lời của đơn ngắn hơn có trong đơn kia") % {"n": pair.words_shared // 10}]
    if pair.person is not None:
        same = pair.person >= 1000
        told.append(_("cùng họ tên") if same else _("họ tên giống %(n)d%%") % {"n": pair.person // 10})
    if pair.place is not None and pair.place >= 700:
        same = pair.place >= 1000
        told.append(_("cùng nơi ở") if same else _("nơi ở giống %(n)d%%") % {"n": pair.place // 10})
    if pair.numbers is not None:
        told.append(_("%(n)d%% số hiệu, con số trùng nhau") % {"n": pair.numbers // 10})
    if pair.days_apart:
        told.append(_("nhận cách nhau %(n)d ngày") % {"n": pair.days_apart})
    else:
        told.append(_("nhận cùng ngày"))
    return told


def _ends(reach: Reach, ids: Iterable[int], *, whole: bool = False) -> dict[int, End]:
    """Each letter as the account may see it; with `whole` also who wrote it and what."""
    records = {record.pk: record for record in Record.objects.filter(pk__in=ids)}
    names = places.names({record.unit_id for record in records.values()}, reach.on)
    seen = {pk for pk, record in records.items() if _is_read(record, reach)}
    details = {one.pk: one for one in PersonalDetails.objects.filter(pk__in=seen)} if whole else {}
    return {
        pk: _end(record, names.get(record.unit_id, ""), pk in seen, details.get(pk))
        for pk, record in records.items()
    }


def _is_read(record: Record, reach: Reach) -> bool:
    return record.secrecy != Record.Secrecy.SEALED and record.unit_id in reach.units("records.read")


def _end(record: Record, unit: str, is_read: bool, details: PersonalDetails | None) -> End:
    if not is_read:
        return End(record.number, unit, record.received_on, False)
    end = End(record.number, unit, record.received_on, True, record.get_absolute_url(), record.title)
    if details is None:
        return end
    return End(
        *(end.number, end.unit, end.received_on, True, end.address, end.title),
        name=details.full_name,
        place=details.address,
        text=details.content,
    )


def _common_words(ids: tuple[int, int], most: int = 24) -> list[str]:
    """The longest words of both texts, in their order in the first: what an eye would look for."""
    bodies = dict(LetterText.objects.filter(pk__in=ids).values_list("pk", "body"))
    if len(bodies) < len(ids):
        return []
    first, second = (bodies[pk] for pk in ids)
    both = words_of(first) & words_of(second)
    chosen = sorted(both, key=lambda word: (not any(map(str.isdigit, word)), -len(word), word))[:most]
    return sorted(chosen, key=first.find)
