"""Long runs that `make test` leaves out: many records, many days. Run with `make soak`."""

from datetime import date, timedelta

import pytest

from danvan import law
from danvan.domains.petitions.models import Letter
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import history
from danvan.records.declare import record_type
from danvan.records.desk.access import Reach
from danvan.records.desk.lists import lines
from danvan.records.loading import Row, load
from danvan.records.models import HistoryRow, Record

pytestmark = pytest.mark.soak
LETTERS = 5_000
FIRST = date(2022, 1, 3)
KINDS = ("khieu_nai", "to_cao", "kien_nghi_phan_anh")


@pytest.mark.django_db
def test_five_thousand_letters_keep_an_unbroken_history_and_a_whole_list():
    unit = make_unit()
    load("don", (_row(turn, unit) for turn in range(LETTERS)), reason="chạy dài")
    assert history.broken_rows() == []
    root = history.seal()
    assert root is not None
    assert root.upto == HistoryRow.objects.order_by("-id").values_list("id", flat=True)[0]
    seen = _walk(Reach(make_account("xu_ly", unit)))
    assert len(seen) == LETTERS
    assert len(set(seen)) == LETTERS
    assert Record.objects.filter(register_year=2022).count() == max(
        Record.objects.filter(register_year=2022).values_list("register_no", flat=True)
    )


def _row(turn, unit):
    on = FIRST + timedelta(days=turn * 7 % 400)
    classified = {"kind": KINDS[turn % 3], "field": "khac"}
    return Row(Letter(unit=unit), on, [("phan_loai", on, classified)] if turn % 2 else [])


def _walk(reach):
    seen, after = [], ""
    while True:
        cut = lines(record_type("don"), reach, {}, after=after)
        seen += [line.address for line in cut.rows]
        if not cut.after:
            return seen
        after = cut.after


def test_every_day_of_seven_years_gives_a_due_day_that_explains_itself():
    calendar = law.calendar()
    for rule in ("KN.S1", "KN.SEND1", "TC.S", "TC.INIT", "TCD.REPLY"):
        before = date.min
        for days in range((date(2027, 12, 1) - date(2021, 1, 1)).days):
            due = law.due(rule, date(2021, 1, 1) + timedelta(days=days))
            assert law.recompute(due.ledger_json()) == due.due_on
            assert calendar.is_working(due.due_on)
            assert due.due_on >= before
            before = due.due_on
