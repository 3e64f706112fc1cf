"""A unit's own books: no gap, no double, cancelled numbers stay, a merger opens a new book."""

import threading
from datetime import date

import pytest
from django.db import connections, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import UnitName
from danvan.org.tests.factories import make_account, make_succession, make_unit
from danvan.records import papers
from danvan.records.models import NumberSeries, Paper
from danvan.records.papers import numbers
from danvan.records.papers.tests.paper_world import DAY, NEXT, clerk_of, own_books, refused
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

WRITERS = 40


def issue(paper, clerk, on=NEXT, **more):
    return papers.issue(paper, by=clerk, dated_on=on, signer="Người Ký Thử", **more)


@pytest.fixture(autouse=True)
def a_later_day(settings):
    settings.DEMONSTRATION_DAY = date(2024, 12, 31)


@pytest.fixture
def officer(db):
    officer = handler()
    own_books(officer)
    return officer


@pytest.fixture
def clerk(officer):
    return clerk_of(officer)


class TestTheBook:
    def test_begins_with_01_and_goes_on(self, officer, clerk):
        letter = classified(officer)
        given = [issue(refused(officer, letter), clerk).number for _turn in range(3)]
        assert given == ["01/TB-UBND", "02/TB-UBND", "03/TB-UBND"]

    def test_each_kind_and_each_year_has_its_own(self, officer, clerk):
        letter = classified(officer)
        issue(refused(officer, letter), clerk)
        sent = papers.prepare(letter, "chuyen_don", by=officer, on=DAY, noi_nhan="Sở A")
        assert issue(sent, clerk).number == "01/PC-UBND"
        assert issue(refused(officer, letter), clerk, on=date(2024, 1, 5)).number == "01/TB-UBND"

    def test_a_cancelled_number_stays_and_is_not_given_again(self, officer, clerk):
        letter = classified(officer)
        first = issue(refused(officer, letter), clerk)
        papers.cancel(first, by=clerk, on=NEXT, reason="sai_noi_dung")
        assert issue(refused(officer, letter), clerk).number == "02/TB-UBND"
        assert [(one.number, one.state) for one in papers.of(letter)] == [
            ("01/TB-UBND", "da_huy"),
            ("02/TB-UBND", "da_ban_hanh"),
        ]

    def test_what_fails_after_the_number_gives_it_back(self, officer, clerk):
        paper = refused(officer)
        with transaction.atomic():
            assert issue(paper, clerk).number == "01/TB-UBND"
            transaction.set_rollback(True)
        assert issue(Paper.objects.get(), clerk).number == "01/TB-UBND"

    def test_a_day_before_the_last_number_is_refused_and_leaves_no_gap(self, officer, clerk):
        letter = classified(officer)
        issue(refused(officer, letter), clerk, on=date(2023, 3, 9))
        with pytest.raises(Refusal, match="ghi lùi"):
            issue(refused(officer, letter), clerk, on=date(2023, 3, 8))
        assert issue(refused(officer, letter), clerk, on=date(2023, 3, 9)).number == "02/TB-UBND"

    def test_a_typed_number_is_refused_while_the_book_is_on(self, officer, clerk):
        with pytest.raises(Refusal, match="để trống ô số"):
            issue(refused(officer), clerk, number="7/TB-UBND")

    def test_switched_off_and_on_it_goes_on(self, officer, clerk):
        letter, manager = classified(officer), make_account("quan_tri", officer.at)
        issue(refused(officer, letter), clerk)
        numbers.set_own(officer.at, is_on=False, suffix="UBND", by=manager)
        assert issue(refused(officer, letter), clerk, number="77/TB-UBND").serial is None
        numbers.set_own(officer.at, is_on=True, suffix="UBND", by=manager)
        assert issue(refused(officer, letter), clerk).number == "02/TB-UBND"

    def test_a_number_typed_before_is_never_given_a_second_time(self, officer, clerk):
        letter, manager = classified(officer), make_account("quan_tri", officer.at)
        numbers.set_own(officer.at, is_on=False, suffix="UBND", by=manager)
        issue(refused(officer, letter), clerk, number="01/TB-UBND")
        numbers.set_own(officer.at, is_on=True, suffix="UBND", by=manager)
        with pytest.raises(Refusal, match="đã dùng"):
            issue(refused(officer, letter), clerk)


class TestSwitching:
    def test_only_who_manages_units(self, officer):
        with pytest.raises(Refusal, match="không có quyền"):
            numbers.set_own(officer.at, is_on=True, suffix="UBND", by=officer)

    @pytest.mark.parametrize("suffix", ["", "ubnd xã", "Ông Trần A", "U" * 17])
    def test_the_sign_is_short_and_of_capitals(self, officer, suffix):
        with pytest.raises(Refusal, match="Ký hiệu cơ quan"):
            numbers.set_own(officer.at, is_on=True, suffix=suffix, by=make_account("quan_tri", officer.at))


class TestMergers:
    def test_who_took_others_in_opens_the_book_anew(self, officer, clerk):
        letter = classified(officer)
        assert issue(refused(officer, letter), clerk).number == "01/TB-UBND"
        make_succession(make_unit(), officer.at, date(2023, 7, 1))
        paper = issue(refused(officer, letter, on=date(2023, 7, 3)), clerk, on=date(2023, 7, 3))
        assert (paper.number, paper.book_on) == ("01/TB-UBND", date(2023, 7, 1))
        assert NumberSeries.objects.count() == 2

    def test_who_has_ended_gives_no_number(self, officer, clerk):
        paper = refused(officer)
        ended = DateRange(date(2000, 1, 1), date(2023, 7, 1))
        UnitName.objects.filter(unit=officer.at).update(valid=ended)
        with pytest.raises(Refusal, match="sổ văn bản đã khóa"):
            numbers.book_begins(officer.at.pk, date(2023, 7, 3))
        assert issue(paper, clerk, on=date(2023, 6, 30)).number == "01/TB-UBND"

    def test_a_merger_of_another_year_changes_nothing(self, officer):
        make_succession(make_unit(), officer.at, date(2022, 7, 1))
        assert numbers.book_begins(officer.at.pk, NEXT) == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("125/TB-UBND", "125/TB-UBND"),
        (" 125 / tb-ubnd ", "125/TB-UBND"),
        ("Số: 7/2023/QĐ-UBND", "07/2023/QĐ-UBND"),
        ("007/TB-UBND", "07/TB-UBND"),
        ("So\u0302\u0301: 12/TA\u0302-UBND", "12/TÂ-UBND"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, read):
    assert numbers.read(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "125",
        "TB-UBND",
        "1/Trần Thị A ngõ 7 phố Huế quận Hai Bà",
        "1/<b>",
        "1234567/TB",
        "0/TB-UBND",
        "000/TB",
        "١٢/TB-UBND",
        "-1/TB",
        "1.5/TB",
    ],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(Refusal, match="Số văn bản gồm"):
        numbers.read(typed)


@pytest.mark.django_db(transaction=True)
def test_forty_writers_at_once_leave_no_gap_and_no_double():
    """Each in a connection of its own; every fourth rolls back after it took a number."""
    officer = handler()
    unit, start, given = officer.at.pk, threading.Barrier(WRITERS), []

    class RollBack(Exception):
        pass

    def write(turn):
        start.wait(60)
        try:
            with transaction.atomic():
                serial, _opened = numbers.take(unit, "TB", NEXT)
                if turn % 4 == 0:
                    raise RollBack
            given.append(serial)
        except RollBack:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(turn,)) for turn in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(given) == list(range(1, WRITERS * 3 // 4 + 1))
    assert NumberSeries.objects.get().last == WRITERS * 3 // 4
