"""A commune below a district that takes tố cáo over the network, and a visitor who goes through the pages."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.cache import cache
from django.test import Client

from danvan.org.models import Kind, Unit
from danvan.org.tests.factories import make_account, make_unit
from danvan.portal.robots import NUMBERS
from danvan.records.models import SealRoster
from danvan.records.seal import holding, roster
from danvan.records.seal.routing import HEAD
from danvan.records.seal.tests.seal_world import World, make_world
from danvan.records.today import today

SEND, WAY = "/gui-don/to-cao/gui/", "/gui-don/to-cao/"
HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')
QUESTION = re.compile(r'for="cau_tra_loi">(\w+) cộng (\w+) bằng mấy')
WORDS = {"ai": "Ông Lê Văn Mẫu, Chủ tịch xã", "viec": "Bán đất công ngày 3/2/2023; có biên lai."}
PERSON = {"ho_ten": "Trần Thị Thử", "dia_chi": "thôn Giả Định", "dien_thoai": "0900000000", "muc_hai": "1968"}


@dataclass
class Place:
    """The district that receives (`seal`), the commune below it, whose head is denounced."""

    seal: World
    commune: Unit
    rows: list[SealRoster] = field(default_factory=list)

    @property
    def district(self) -> Unit:
        """Who receives."""
        return self.seal.unit


def make_place(*, on_duty: bool = True) -> Place:
    """Everything that sending needs; without `on_duty` nobody is on the roster."""
    province = make_unit("Tỉnh Thử", Kind.PROVINCE)
    district = make_unit("Huyện Thử", Kind.DISTRICT, province)
    commune = make_unit("Xã Số 1.1", Kind.COMMUNE, district)
    make_account("xu_ly", province, covers_below=True)
    place = Place(make_world(district), commune)
    if on_duty:
        for account in (place.seal.clerk, place.seal.settler):
            place.rows += put_on_duty(place, account)
    return place


def put_on_duty(place: Place, account: Any) -> list[SealRoster]:
    """The account on the roster as all that it may be."""
    return [
        roster.choose(place.district, one, "5/QĐ-UBND", date(2023, 2, 1), by=place.seal.head)
        for one in roster.candidates(place.district, today())
        if one.account.pk == account.pk
        and one.capacity in (holding.Capacity.INTAKE, holding.Capacity.SETTLER)
    ]


class Visitor:
    """A browser without script that answers page after page; `shown` is the last page, `seen` every answer so far."""

    def __init__(self, place: Place, **options: Any) -> None:
        self.client = Client(enforce_csrf_checks=True, **options)
        self.start = {"noi": place.commune.slug, "la": HEAD}
        self.shown: Any = None
        self.seen: list[Any] = []

    def post(self, data: dict[str, Any]) -> Any:
        """The next answer to a body."""
        self.shown = self.client.post(SEND, data)
        self.seen.append(self.shown)
        return self.shown

    def begin(self) -> Any:
        """The first page, as the page of the way leads there."""
        return self.post(self.start)

    def answer(self, **values: Any) -> Any:
        """Send the page that is shown with these values."""
        return self.post(self.carried() | values)

    def back(self, key: str, **values: Any) -> Any:
        """Press a button that leads back, with what was typed meanwhile."""
        return self.post(self.carried() | values | {"ve": key})

    def carried(self) -> dict[str, Any]:
        """What travels in the page that is shown."""
        found: dict[str, Any] = {}
        for name, value in HIDDEN.findall(self.text()):
            found.setdefault(name, []).append(unescaped(value))
        return found

    def text(self) -> str:
        """The page that is shown."""
        return self.shown.content.decode()

    def proof(self) -> dict[str, str]:
        """The answer to the question of the page that is shown."""
        first, second = QUESTION.search(self.text()).groups()  # type: ignore[union-attr]
        return {"cau_tra_loi": str(NUMBERS.index(first.lower()) + NUMBERS.index(second))}

    def to_the_end(
        self, *, named: bool = True, posts: tuple[int, ...] = (), words: Any = WORDS, person: Any = PERSON
    ) -> Any:
        """All pages but the last, which is shown then."""
        self.begin()
        self.answer(tru=[str(pk) for pk in posts])
        self.answer(ten="co_ten" if named else "khong_ten")
        self.answer(**words)
        return self.answer(**person) if named else self.shown

    def send(self, **values: Any) -> Any:
        """Send the last page."""
        return self.answer(**(self.proof() | values))

    @property
    def code(self) -> str:
        """The code on the page that is shown."""
        return "".join(re.findall(r'receipt__group">(\d{4})<', self.text()))


def unescaped(text: str) -> str:
    """A value as a browser reads it."""
    import html

    return html.unescape(text)


def forget_turns() -> None:
    """As if an hour had gone by at every gate."""
    cache.clear()
