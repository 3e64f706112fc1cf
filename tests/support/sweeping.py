"""A small province for the sweep, who may see what in it said once more in plain data, and every way of reading it."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.test import Client
from django.urls import reverse

from danvan.domains.petitions.models import Letter
from danvan.domains.reception.models import HeadSession, Visit
from danvan.org import roles
from danvan.org.models import Account, Unit
from danvan.org.people.tokens import SCOPES, make_token
from danvan.org.tests.factories import make_account
from danvan.org.tree import below
from danvan.records.loading import Row, load
from danvan.records.models import Duty, Record
from danvan.records.notices import feeds
from danvan.records.standing import reschedule
from danvan.records.today import today
from danvan.reports.tests.factories import Place, make_place

DAY = date(2023, 2, 6)
# Said here by hand, not read from danvan.org.roles: what each role may read of its units' records.
OPEN_AND_SEALED = ("tiep_dan", "xu_ly", "giai_quyet", "lanh_dao")
OPEN_ONLY = ("van_thu", "thanh_tra")
NOTHING = ("tong_hop", "giam_sat", "chuyen_don", "bien_tap", "quan_tri", "he_thong", "kiem_toan", "")
ROLES = (*OPEN_AND_SEALED, *OPEN_ONLY, *NOTHING)
OWES = (*OPEN_AND_SEALED, "tong_hop", "thanh_tra", "giam_sat", "kiem_toan")
CODE = re.compile(r"\b\d{16}\b")


@dataclass(frozen=True, slots=True)
class World:
    """Two communes of different districts with the same records, open and sealed."""

    place: Place
    own: Unit
    foreign: Unit

    def expected(self, role: str, units: list[Unit], kind: str | None = None) -> set[str]:
        """Codes of the records that the role reads when it is given at these units."""
        if role in NOTHING:
            return set()
        rows = Record.objects.filter(unit__in=units)
        if kind:
            rows = rows.filter(type=kind)
        if role in OPEN_ONLY:
            rows = rows.exclude(secrecy="niem_phong")
        return set(rows.values_list("public_id", flat=True))

    def account(self, role: str, where: str) -> tuple[Account, list[Unit]]:
        """An account with the role at its own commune, or above both; and the units that it reaches."""
        if where == "above":
            return make_account(role, self.place.province, covers_below=True), [self.own, self.foreign]
        return make_account(role, self.own), [self.own]


def make_world() -> World:
    """The province with its records; the numbers of the two communes differ, so that a mix-up shows."""
    place = make_place()
    world = World(place, place.communes[0], place.communes[-1])
    for unit, times in ((world.own, 1), (world.foreign, 2)):
        _records(unit, times)
    reschedule(place.province, date(2023, 1, 1), date(2023, 3, 31))
    return world


def _records(unit: Unit, times: int) -> None:
    kinds = [*["khieu_nai"] * 3, *["kien_nghi_phan_anh"] * 2, *["to_cao"] * 4, None]
    rows = []
    for kind in kinds * times:
        moves = [("phan_loai", DAY, {"kind": kind, "field": "khac"})] if kind else []
        rows.append(Row(Letter(unit=unit, is_illustrative=True), DAY, moves))
    load("don", rows, reason="thử nghiệm")
    visits = [Visit(unit=unit, content_kind=kind) for kind in ("khieu_nai", "khac", "to_cao") * times]
    load("luot_tiep", [Row(visit, DAY) for visit in visits], reason="thử nghiệm")
    sessions = [HeadSession(unit=unit, planned_on=DAY) for _turn in range(times)]
    load("ky_tiep", [Row(session, DAY) for session in sessions], reason="thử nghiệm")


def text_of(answer) -> str:
    """The whole answer as text, streamed or not."""
    body = b"".join(answer) if answer.streaming else answer.content
    return body.decode("utf-8")


def pages(client: Client, address: str) -> str:
    """A list from its first page to its last; nothing where the door is shut."""
    text, seen = "", set()
    while address and address not in seen:
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200:
            return text
        page = text_of(answer)
        text += page
        onward = re.search(r'class="pager__next" href="([^"]+)"', page)
        address = address.split("?")[0] + onward[1].replace("&amp;", "&") if onward else ""
    return text


def listed(client: Client, kind: str, asked: str = "") -> set[str]:
    """Codes in the list of a type."""
    return set(CODE.findall(pages(client, f"/ban-lam-viec/{kind.replace('_', '-')}/{asked}")))


def exported(client: Client, kind: str) -> int:
    """Rows of the type's CSV file."""
    answer = client.get(f"/ban-lam-viec/{kind.replace('_', '-')}/tai-ve.csv")
    if answer.status_code != 200:
        return 0
    return len(list(csv.reader(io.StringIO(text_of(answer))))) - 1


def opened(client: Client, codes: set[str]) -> set[str]:
    """Which of the codes' pages open."""
    return {code for code in codes if client.get(f"/ban-lam-viec/ho-so/{code}/").status_code == 200}


def owed(world: World, role: str, units: list[Unit]) -> set[int]:
    """Keys of the duties that the role reads at these units: what they owe by themselves, and by records it reads."""
    if role not in OWES:
        return set()
    seen = world.expected(role, units)
    rows = Duty.objects.filter(unit__in=units).values_list("pk", "record__public_id")
    return {pk for pk, code in rows if code is None or code in seen}


def bearer(account: Account, unit: Unit, *, covers_below: bool) -> dict[str, str]:
    """The header of a machine to which the account has lent all it may lend there; a useless one where that is nothing."""
    reached = below([unit.pk], today()) if covers_below else {unit.pk}
    scopes = [scope for scope in SCOPES if reached <= roles.unit_ids(account, scope, today())]
    if not scopes:
        return {"Authorization": "Bearer danvan_" + "0" * 40}
    secret = make_token(
        by=account,
        name="Máy thử",
        scopes=scopes,
        unit=unit,
        covers_below=covers_below,
        expires_on=today(),
        why="thử nghiệm",
    )[1]
    return {"Authorization": f"Bearer {secret}"}


def asked(headers: dict[str, str], what: str) -> list[dict]:
    """All rows that the API gives for records of a type (don) or duties (nghia-vu), page after page."""
    client, rows, after = Client(), [], ""
    address = "/api/v1/nghia-vu" if what == "nghia-vu" else f"/api/v1/ho-so/{what}"
    while True:
        answer = client.get(address, {"after": after}, headers=headers)
        if answer.status_code != 200:
            return rows
        page = answer.json()
        rows += page.get("records", page.get("duties"))
        after = page["after"]
        if not after:
            return rows


def matrix_total(client: Client) -> int:
    """Standing duties of 2023 in the matrix's file: owed until now, and those still ahead."""
    answer = client.get("/ban-lam-viec/nghia-vu/tai-ve.csv", {"nam": "2023"})
    if answer.status_code != 200:
        return 0
    rows = list(csv.reader(io.StringIO(text_of(answer))))[1:]
    return sum(int(row[3]) + int(row[7]) + int(row[8]) for row in rows)


def fed(account: Account) -> int:
    """Events in the account's own calendar feed."""
    address = reverse("calendar_feed", args=[feeds.make(by=account)[1]])
    return text_of(Client().get(address)).count("BEGIN:VEVENT")


def worked(client: Client) -> set[str]:
    """Codes on the worklist."""
    return set(CODE.findall(pages(client, "/ban-lam-viec/")))


type Way = Callable[[Client, str], int]
"""How many records of a type one way of reading gives to a browser."""
WAYS: dict[str, Way] = {
    "list": lambda client, kind: len(listed(client, kind)),
    "search": lambda client, kind: len(
        listed(
            client, kind, {"don": "?words=don", "luot_tiep": "?words=tiep"}.get(kind, "?words=tiep+cong+dan")
        )
    ),
    "export": exported,
}
