"""Finding a unit by any name it ever bore, with or without marks, or by a code; an old one leads to what took over."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet, Value
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from danvan.org.models import Kind, Succession, UnitCode, UnitName
from danvan.org.naming import Names
from danvan.portal.unit_page import above
from danvan.portal.unit_timeline import address
from danvan.records.desk.patience import limited
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

SIZE = 50
LONGEST = 100
LARGEST = 2**63 - 1
PROVINCES = (Kind.PROVINCE, Kind.CENTRAL_CITY)


@dataclass(frozen=True, slots=True)
class Found:
    """A unit under one of its names: where that stood, until when, and who came after (or a newer name of its own)."""

    name: str
    address: str
    above: list[tuple[str, str]]
    last: date | None
    now_called: str
    heirs: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of names with the keys of the pages around it, empty where there is none."""

    rows: list[Found]
    before: str = ""
    after: str = ""


@dataclass
class _Around:
    """What is told beside the names, in five queries for a whole page."""

    rows: list[UnitName]
    on: date

    def __post_init__(self) -> None:
        ids = [row.unit_id for row in self.rows]
        self.above = above({(row.unit_id, _own_day(row, self.on)) for row in self.rows})
        self.heirs: dict[int, list[Succession]] = defaultdict(list)
        for row in Succession.objects.filter(predecessor_id__in=ids, on__lte=self.on).order_by("on"):
            self.heirs[row.predecessor_id].append(row)
        self.names = Names([*ids, *(row.successor_id for rows in self.heirs.values() for row in rows)])

    def found(self, row: UnitName) -> Found:
        newest = self.names.row(row.unit_id, self.on)
        is_older = newest is not None and newest.valid.lower > row.valid.lower
        ended = row.valid.upper is not None and row.valid.upper <= self.on
        return Found(
            name=row.name,
            address=address(row.unit.slug),
            above=self.above[row.unit_id, _own_day(row, self.on)],
            last=row.valid.upper - timedelta(days=1) if ended else None,
            now_called=newest.name if is_older and newest else "",
            heirs=[self._heir(heir) for heir in self.heirs[row.unit_id]],
        )

    def _heir(self, row: Succession) -> tuple[str, str]:
        named = self.names.row(row.successor_id, row.on)
        return (named.name, address(named.unit.slug)) if named else ("", "")


def search(words: str, on: date, *, after: str = "", before: str = "") -> Page:
    """A page of names in Vietnamese order: those that hold every word, else the provinces of the day.

    Each word must begin a word of the name; a code of any time finds its bearers. Seven queries at most; raises Refusal
    for a key that no page wrote.
    """
    with limited():
        rows, keys = _cut(named(words) if words.strip() else _provinces(on), after, before)
        around = _Around(rows, on)
    return Page([around.found(row) for row in rows], *keys)


def _provinces(on: date) -> QuerySet:
    return UnitName.objects.on(on).filter(kind__in=PROVINCES)


def named(words: str) -> QuerySet:
    """Names of any time that hold every word, and all names of a code's bearers."""
    """Names of any time whose words begin with all these words, and the names of a code's bearers."""
    rows = UnitName.objects.annotate(spaced=Concat(Value(" "), F("folded")))
    wanted = Q()
    words = words.replace("\x00", " ")  # no text of the database holds it
    for word in fold(words[:LONGEST]).split():
        wanted &= Q(spaced__contains=f" {word}")
    coded = UnitCode.objects.filter(code__iexact=words.strip()).values("unit_id")
    return rows.filter(wanted | Q(unit_id__in=coded))


def _cut(rows: QuerySet, after: str, before: str) -> tuple[list[UnitName], tuple[str, str]]:
    """The rows of a page by row value, one more being read than is shown."""
    backwards = bool(before)
    if key := before or after:
        compared = TupleLessThan if backwards else TupleGreaterThan
        rows = rows.filter(compared((F("sort_key"), F("id")), _place(key)))
    order = ("-sort_key", "-id") if backwards else ("sort_key", "id")
    read = list(rows.select_related("unit").order_by(*order)[: SIZE + 1])
    more, shown = len(read) > SIZE, read[:SIZE]
    if backwards:
        shown.reverse()
    if not shown:
        return [], ("", "")
    has_before, has_after = (more, True) if backwards else (bool(after), more)
    return shown, (str(shown[0].pk) if has_before else "", str(shown[-1].pk) if has_after else "")


def _place(key: str) -> tuple[str, int]:
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 20 else 0
    row = UnitName.objects.filter(pk=number).first() if number <= LARGEST else None
    if row is None:
        raise Refusal(_("Địa chỉ của trang danh sách không đúng; hãy tìm lại từ đầu."))
    return row.sort_key, row.pk


def _own_day(row: UnitName, on: date) -> date:
    """The day of the question where the name held then, else the name's own last or first day."""
    if on in row.valid:
        return on
    return row.valid.lower if on < row.valid.lower else row.valid.upper - timedelta(days=1)
