"""Every rule of reception that turned on a day: the day before, the day itself, and what straddles it.

Law 136/2025/QH15 and Nghị định 154/2026/NĐ-CP are in force from Wednesday 1/7/2026; districts ended with 30/6/2025. What was
held or received before the day keeps the law of its own day, whenever it is written down.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from danvan.domains.reception import conclusions
from danvan.domains.reception.counter import lawful
from danvan.domains.reception.flow import SESSION
from danvan.domains.reception.models import AuthorityPaper, Content, Ground, IdentityPaper
from danvan.domains.reception.tests.factories import loaded_session, session, visit
from danvan.domains.reception.tests.schedule_world import planner
from danvan.law import rulebook
from danvan.records import calendar, spans
from danvan.records.owing import asked, due_in
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAW_2026, NO_DISTRICTS = date(2026, 7, 1), date(2025, 7, 1)
NOTHING, YES, NO = "không có thời hạn", "được", "không được"


@pytest.fixture
def officer(db):
    return planner()


@pytest.fixture(autouse=True)
def _today(play_on):
    play_on(date(2026, 12, 1))


def tried(act, *told: Any, **fields: Any) -> str:
    try:
        act(*told, **fields)
    except Refusal:
        return NO
    return YES


def refusing(officer, begun, on, *, ground):
    return tried(visit, officer, on, outcome="tu_choi", refused_for=ground)


def noticing(officer, begun, on, *, ground):
    """The notice of a refusal, by the day on which there was ground for it."""
    seen = visit(officer, begun, outcome="tu_choi", refused_for=ground)
    limit = seen.duties.filter(clock="thong_bao_tu_choi").first()
    return f"{limit.rule} đến {day(limit.due_on)}" if limit else NOTHING


def online(officer, begun, on):
    return tried(session, officer, begun, planned_on=on, mode="truc_tuyen")


def ordering(officer, begun, on):
    """An order of the head written down on a day without anybody named to turn to; by the law of the session."""
    head = loaded_session(officer.at, begun - 9 * DAY, begun)
    told = {"answer": "giao_xem_xet", "unit": officer.at, "due_on": on + 9 * DAY, "text": "Rà soát"}
    return tried(conclusions.add, head, **told, by=officer, on=on)


def naming(officer, begun, on):
    """A name and an address, and no number of a paper that was shown."""
    return tried(lawful.check_identity, "Người đến minh họa", "Xã Minh Họa", "", IdentityPaper.CARD, begun)


def papers(officer, begun, on):
    return str(len(lawful.identity_papers(begun)))


def authorised(officer, begun, on):
    """An authorisation for a complaint in handwriting."""
    return tried(lawful.check_authority, Content.COMPLAINT, AuthorityPaper.PLAIN, begun)


def forwarding(officer, begun, on):
    return YES if lawful.may_forward(Content.COMPLAINT, begun) else NO


def columns(officer, begun, on):
    return str(len(rulebook().wording("TCD.LOG", begun).items))


def owed(officer, begun, on, *, key):
    """How many days the head owes in the span that ends last on or before a day."""
    duty = next(one for one in SESSION.standing if one.key == key)
    every = [
        one for one in spans.spans(duty.every, on - 40 * DAY, on + 40 * DAY) if one.first <= on <= one.last
    ]
    due = due_in(duty, every[-1], calendar.current())
    return NOTHING if due is None else f"{asked(due.rule, due.wording.valid_from)[0]} ngày, {every[-1].key}"


@dataclass(frozen=True)
class Turn:
    """A row: rules, the day, what happens, what came of it before, on the day, and of what began the day before."""

    rules: str
    on: date
    act: Any
    before: str
    after: str
    straddling: str
    told: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return f"{self.rules} {day(self.on)}"

    def of(self, officer: Any, begun: date, on: date) -> str:
        return self.act(officer, begun, on, **dict(self.told))


def told(**fields: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(fields.items())


TABLE = [
    Turn("TCD.REF.2", LAW_2026, refusing, NO, YES, YES, told(ground=Ground.WEAPON)),
    Turn("TCD.REF.2", LAW_2026, refusing, NO, YES, YES, told(ground=Ground.ELSEWHERE)),
    Turn("TCD.REF", LAW_2026, refusing, YES, YES, YES, told(ground=Ground.THREATENS)),
    # three working days from 1/7: 2, 3, 6/7
    Turn(
        "TCD.REF.NOTICE",
        LAW_2026,
        noticing,
        NOTHING,
        "TCD.REF.NOTICE đến 6/7/2026",
        NOTHING,
        told(ground=Ground.SETTLED),
    ),
    # face to face: no notice in writing on either side
    Turn("TCD.REF", LAW_2026, noticing, NOTHING, NOTHING, NOTHING, told(ground=Ground.THREATENS)),
    Turn(
        "TCD.FORM TCD.ONLINE.SCOPE TCD.ONLINE.NOTICE TCD.ONLINE.TEST TCD.ONLINE.REC",
        LAW_2026,
        online,
        NO,
        YES,
        YES,
    ),
    Turn("TCD.ANSWER TCD.CONCL", LAW_2026, ordering, YES, NO, YES),
    Turn("TCD.ID TCD.ID.2", LAW_2026, naming, YES, NO, YES),
    Turn("TCD.ID TCD.ID.2", LAW_2026, papers, "4", "5", "4"),
    Turn("KN.AUTH", LAW_2026, authorised, YES, NO, YES),
    Turn("TCD.FWD", LAW_2026, forwarding, NO, YES, NO),
    Turn("TCD.LOG TCD.LOG.FORM", LAW_2026, columns, "12", "13", "12"),
    Turn("TCD.LOG", date(2021, 11, 15), columns, "7", "12", "7"),
    # The week of 29/6 to 5/7 ends under the new law and is owed by none; the month of July owes two days.
    Turn(
        "TCD.HEAD.XA",
        date(2026, 6, 29),
        owed,
        "1 ngày, 2026-W26",
        NOTHING,
        NOTHING,
        told(key="tiep_dan_xa_tuan"),
    ),
    Turn(
        "TCD.HEAD.XA.2",
        LAW_2026,
        owed,
        NOTHING,
        "2 ngày, 2026-07",
        "2 ngày, 2026-07",
        told(key="tiep_dan_xa_thang"),
    ),
    Turn(
        "TCD.HEAD.HUYEN",
        NO_DISTRICTS,
        owed,
        "2 ngày, 2025-06",
        NOTHING,
        NOTHING,
        told(key="tiep_dan_huyen"),
    ),
    # what did not turn
    Turn(
        "TCD.HEAD.TINH",
        LAW_2026,
        owed,
        "1 ngày, 2026-06",
        "1 ngày, 2026-07",
        "1 ngày, 2026-07",
        told(key="tiep_dan_tinh"),
    ),
    Turn(
        "TCD.HEAD.SO",
        LAW_2026,
        owed,
        "1 ngày, 2026-06",
        "1 ngày, 2026-07",
        "1 ngày, 2026-07",
        told(key="tiep_dan_so"),
    ),
]
SHOWN = {
    "TCD.HEAD.DVSN": "danh mục đơn vị chưa có loại đơn vị sự nghiệp: hiện trên trang quy tắc",
    "TCD.XA.ORG": "việc tổ chức: hiện trên trang quy tắc",
    "TCD.SO.ORG": "việc tổ chức: hiện trên trang quy tắc",
    "TCD.HDND": "lịch của đại biểu: do Hội đồng nhân dân phân công",
    "TCD.NDB": "cập nhật cơ sở dữ liệu quốc gia: danh sách chờ ở trang riêng",
    "TCD.NDB.NAMED": "nguồn thứ cấp không liệt kê trường hợp nên không đặt hạn",
    "TCD.SANCTION": "căn cứ xử lý người đứng đầu, không phải thời hạn của một việc",
}


@pytest.mark.parametrize("turn", TABLE, ids=str)
class TestEachTurn:
    def test_the_day_before(self, officer, turn):
        assert turn.of(officer, turn.on - DAY, turn.on - DAY) == turn.before

    def test_the_day_itself(self, officer, turn):
        assert turn.of(officer, turn.on, turn.on) == turn.after

    def test_what_straddles_it(self, officer, turn):
        assert turn.of(officer, turn.on - DAY, turn.on) == turn.straddling


class TestTheTableIsWhole:
    def test_every_rule_that_turned_has_a_row_or_a_reason(self):
        book, first = rulebook(), date(2014, 7, 1)
        turned = {
            key
            for key in book.keys()  # noqa: SIM118
            if key.startswith("TCD.")
            and any(one.valid_to or one.valid_from > first for one in book.wordings(key))
        }
        rows = {rule for turn in TABLE for rule in turn.rules.split()}
        assert turned - rows - set(SHOWN) == set()
        assert rows & set(SHOWN) == set()

    def test_no_unit_is_of_a_kind_that_would_owe_what_is_only_shown(self):
        """As soon as public service units are units here, their heads owe a day a month (TCD.HEAD.DVSN)."""
        from danvan.org.models import Kind

        assert not [kind for kind in Kind if "sự nghiệp" in str(kind.label)]
