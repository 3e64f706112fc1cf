"""The desk through HTTP: its list and worklist over a million letters, and sixteen officers who take letters in."""

import threading
from datetime import date, timedelta
from functools import cache
from itertools import count, cycle
from pathlib import Path
from uuid import uuid4

from bench import kept, million, serving
from bench.harness import Bench

LIST, WORK, OPEN = "/ban-lam-viec/don/", "/ban-lam-viec/", "/ban-lam-viec/don/tiep-nhan/"
CLIENTS, UNITS = 16, 180
SIZE = "1 000 000 letters × 179 units, an officer of 23, through HTTP"
FILTERS = (
    "",
    "kind=to_cao",
    "kind=khieu_nai&field=dat_dai",
    "state=da_phan_loai",
    "state=tiep_nhan",
    "field=tu_phap&channel=chuyen_den",
    "since=1%2F3%2F2018&until=1%2F6%2F2018",
    "words=to%20cao",
    "words=12000%2F2014",
)
BY_HAND = (
    "SELECT r.id, r.register_no, r.title, r.state, r.received_on, l.kind, l.field FROM records_record r"
    " JOIN petitions_letter l ON l.record_ptr_id = r.id WHERE r.type = 'don' AND r.unit_id = ANY(%(units)s)"
    " ORDER BY r.received_on DESC, r.id DESC LIMIT 50"
)
_turn, _threads, _own = count(), count(), threading.local()


@cache
def _port() -> int:
    million.filled()
    return serving.served()


@cache
def _line() -> serving.Client:
    return serving.Client(_port(), million.officer())


@cache
def _list_pages() -> list[str]:
    """First and deep pages: each filter, plain and from a day far down."""
    deep = [f"{million.FIRST + timedelta(days=days):%Y-%m-%d}.0" for days in (3000, 1500, 400)]
    return [
        f"{LIST}?{asked}{'&' if asked else ''}{f'sau={key}' if key else ''}"
        for key in ("", *deep)
        for asked in FILTERS
    ]


def _list() -> None:
    pages = _list_pages()
    _line().get(pages[next(_turn) % len(pages)])


def _work() -> None:
    pages = [
        f"{WORK}?{asked}" for asked in ("", f"sau={_late():%Y-%m-%d}.0", "due=qua-han", "whose=chua-giao")
    ]
    _line().get(pages[next(_turn) % len(pages)])


def _late() -> date:
    return million.FIRST + timedelta(days=million.DAYS - 40)


def _by_hand() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"units": _units()})
        assert len(cursor.fetchall()) == 50


@cache
def _units() -> list[int]:
    from danvan.records.desk.access import Reach

    return list(Reach(million.officer()).readable)


def _take_in() -> None:
    """One letter by one of the clients: number, limits, history, all committed."""
    line, units = _clerk()
    on = f"{next(_turn) % 9 + 1}/3/2023"
    line.post(
        OPEN,
        {"unit": str(next(units)), "on": on, "channel": "buu_chinh", "signatories": "1", "key": str(uuid4())},
    )


def _clerk() -> tuple:
    """The line of this thread and the units it takes letters in for, each thread beginning at another."""
    if not hasattr(_own, "line"):
        port, account, units = _intake()
        begin = next(_threads) * 11 % len(units)
        _own.line = serving.Client(port, account), cycle(units[begin:] + units[:begin])
    return _own.line


@cache
def _intake() -> tuple:
    """A province of its own, still without letters: port, its officer and the ids of its units."""
    kept.filled(Path(__file__), _fill)
    from danvan.org.models import Account, Unit

    return (
        serving.served(),
        Account.objects.get(),
        list(Unit.objects.order_by("pk").values_list("pk", flat=True)),
    )


def _fill() -> None:
    from danvan.org.tests.factories import make_account

    kept.province_with_letters(0, UNITS, lambda turn, places: None)
    make_account("xu_ly", kept.root_unit(), covers_below=True)


def _health() -> None:
    _clerk()[0].get("/health")


BENCHES = [
    Bench(
        "list_1m",
        f"50 rows, {len(FILTERS)} filters × 4 depths, {SIZE}",
        _list,
        "SQL by hand",
        _by_hand,
        _port,
        1,
        600,
    ),
    Bench(
        "worklist_1m",
        f"50 of 30 000 open duties, first and deep, {SIZE}",
        _work,
        "SQL by hand",
        _by_hand,
        _port,
        1,
        600,
    ),
    Bench(
        "create_petition",
        f"1 letter, {CLIENTS} clients, {UNITS} units, through HTTP",
        _take_in,
        "an empty page through HTTP",
        _health,
        _intake,
        clients=CLIENTS,
    ),
]
