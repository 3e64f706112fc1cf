"""First and last days, the days beside them, units that moved or ended; and what changed since a signature."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.domains.petitions.models import Letter, Matter
from danvan.org import closure
from danvan.org.models import Kind, Succession, UnitName, UnitParent
from danvan.org.tests.factories import change_parents, make_unit, put_under
from danvan.org.tree import Tree
from danvan.records.declare import Indicator, figure
from danvan.reports import live
from danvan.reports.changes import changes_since
from danvan.reports.compute import compute, records_behind
from danvan.reports.inheritance import stand_ins
from danvan.reports.scan import NOTHING, Tally, by_source, recount, rows, scan
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import (
    FIRST,
    LAST,
    MIDDLE,
    handled,
    letters,
    make_place,
    matter,
    typed_report,
    visits,
)
from danvan.reports.windows import counted, period_of, placed, reach
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
DAY = timedelta(days=1)
STOCKS = ["vu_viec.ky_truoc", "vu_viec.thu_ly", "vu_viec.da_giai_quyet", "vu_viec.con"]


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = LAST


@pytest.fixture
def place():
    return make_place()


def values(unit, codes, period=QUARTER, **more):
    figures = compute(unit, period, codes, **more)
    return [figures.cell(code).value for code in codes]


def ends(unit, on, parent):
    """The unit's name and parent end before that day."""
    UnitName.objects.filter(unit=unit).update(valid=DateRange(date(2000, 1, 1), on))
    UnitParent.objects.filter(unit=unit, parent=parent).update(valid=DateRange(date(2000, 1, 1), on))
    closure.rebuild([unit.pk])


# -- windows -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("accepted", "settled", "found"),
    [
        (FIRST - DAY, None, [1, 0, 0, 1]),
        (FIRST, None, [0, 1, 0, 1]),
        (LAST, None, [0, 1, 0, 1]),
        (LAST + DAY, None, [0, 0, 0, 0]),
        (FIRST - DAY, FIRST - DAY, [0, 0, 0, 0]),
        (FIRST - DAY, FIRST, [1, 0, 1, 0]),
        (FIRST - DAY, LAST, [1, 0, 1, 0]),
        (FIRST - DAY, LAST + DAY, [1, 0, 0, 1]),
        (FIRST, FIRST, [0, 1, 1, 0]),
        (FIRST, LAST, [0, 1, 1, 0]),
        (LAST, LAST + DAY, [0, 1, 0, 1]),
        (LAST + DAY, LAST + DAY, [0, 0, 0, 0]),
    ],
)
def test_a_matter_stands_in_the_balance_once_on_each_side(place, accepted, settled, found):
    matter(place.communes[0], accepted, settled)
    assert values(place.province, STOCKS) == found
    carried, taken, done, left = found
    assert carried + taken == done + left


@pytest.mark.parametrize("on", [FIRST - DAY, FIRST, LAST, LAST + DAY])
def test_every_day_belongs_to_exactly_one_quarter(place, on):
    visits(place.province, [3], on)
    handled(place.province, 1, "thu_ly", on)
    codes = ["tcd.luot", "tcd.nguoi", "don.tiep_nhan", "don.da_xu_ly"]
    found = [values(place.province, codes, quarter) for quarter in ("2022-Q4", QUARTER, "2023-Q2")]
    assert sorted(found) == [[0, 0, 0, 0], [0, 0, 0, 0], [1, 3, 1, 1]]
    assert found[1] == ([1, 3, 1, 1] if FIRST <= on <= LAST else [0, 0, 0, 0])


def test_a_letter_of_one_quarter_handled_in_the_next_counts_once_in_each(place):
    (letter,) = letters(place.communes[0], "khieu_nai", 1, LAST)
    Letter.objects.filter(pk=letter.pk).update(handled_on=LAST + DAY)
    assert values(place.province, ["don.tiep_nhan", "don.da_xu_ly"]) == [1, 0]
    assert values(place.province, ["don.tiep_nhan", "don.da_xu_ly"], "2023-Q2") == [0, 1]


def test_an_unknown_kind_is_no_silent_stock():
    odd = Indicator("thu", "Thử", Matter, "received_on", "vụ việc", kind="avarage")
    with pytest.raises(ValueError, match="thu: unknown kind avarage"):
        placed(odd, period_of(QUARTER))


def test_reach_holds_what_any_indicator_counts_and_nothing_else(place):
    """Two figures of one kind and column share a condition; a third of another kind widens it."""
    window = period_of(QUARTER)
    carried, taken = figure("vu_viec.ky_truoc"), figure("vu_viec.thu_ly")
    before = matter(place.province, FIRST - DAY)
    within = matter(place.province, FIRST)
    matter(place.province, LAST + DAY)
    matter(place.province, FIRST - DAY, FIRST - DAY)
    assert set(Matter.objects.filter(reach([taken], window))) == {within}
    assert set(Matter.objects.filter(reach([carried], window))) == {before}
    assert set(Matter.objects.filter(reach([carried, taken, taken], window))) == {before, within}
    assert set(Matter.objects.filter(counted(carried, window))) == {before}


# -- scan --------------------------------------------------------------------------------------------------
def test_a_unit_without_records_gives_no_line_and_others_of_their_own(place):
    letters(place.communes[0], "khieu_nai", 2, FIRST)
    letters(place.communes[1], "to_cao", 1, LAST)
    letters(place.communes[2], "to_cao", 5, LAST + DAY)
    items = [figure(code) for code in ("don.tiep_nhan", "don.khieu_nai", "don.to_cao")]
    wanted = [unit.pk for unit in place.communes]
    found = {line.unit_id: line.tallies for line in scan(Letter, items, period_of(QUARTER), wanted)}
    assert {unit: [tally.value for tally in row.values()] for unit, row in found.items()} == {
        place.communes[0].pk: [2, 2, 0],
        place.communes[1].pk: [1, 0, 1],
    }
    assert recount(Letter, items, period_of(QUARTER), wanted) == {
        "don.tiep_nhan": 3,
        "don.khieu_nai": 2,
        "don.to_cao": 1,
    }
    assert rows(Letter, items, period_of(QUARTER), wanted[1:]).count() == 1


def test_one_illustrative_record_marks_its_unit_and_the_whole(place):
    visits(place.communes[0], [1])
    assert not compute(place.province, QUARTER).is_illustrative
    assert not live.read(place.province, QUARTER).is_illustrative
    letters(place.communes[1], "khieu_nai", 1, LAST + DAY)
    assert not compute(place.province, QUARTER).is_illustrative, "of another quarter"
    letters(place.communes[1], "khieu_nai", 1)
    assert compute(place.province, QUARTER).is_illustrative
    assert not compute(place.communes[0], QUARTER).is_illustrative


def test_a_typed_report_of_the_demonstration_marks_the_whole(place):
    visits(place.communes[0], [1])
    typed_report(place.province, {"TT.cuoc": 1}, is_illustrative=True)
    assert live.read(place.province, QUARTER).is_illustrative
    assert not live.read(place.communes[0], QUARTER).is_illustrative


def test_tallies_add_up_as_numbers_and_members_as_a_set():
    assert Tally(2, 3) + Tally(5, 7) == Tally(7, 10)
    assert Tally(2, 3) + NOTHING == Tally(2, 3)
    one, two = Tally(2, 2, frozenset("ab")), Tally(2, 4, frozenset("bc"))
    assert one + two == Tally(3, 6, frozenset("abc"))


def test_an_unknown_measure_is_refused_by_its_figure(place):
    odd = Indicator("thu", "Thử", Letter, "received_on", "đơn", measure="mean:persons")
    with pytest.raises(ValueError, match="thu: unknown measure"):
        list(scan(Letter, [odd], period_of(QUARTER), [place.province.pk]))


def test_sources_keep_the_order_in_which_figures_are_declared():
    items = [figure(code) for code in ("don.tiep_nhan", "vu_viec.con", "don.luu")]
    assert {source: [item.code for item in group] for source, group in by_source(items).items()} == {
        Letter: ["don.tiep_nhan", "don.luu"],
        Matter: ["vu_viec.con"],
    }


# -- units that ended or moved -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("on", "stands_in"),
    [(LAST + DAY, False), (LAST, True), (FIRST, True)],
)
def test_a_unit_ends_on_the_day_its_validity_stops(place, on, stands_in):
    """Valid until the day before `on`: on the last day of the period it lives, or its heir stands in."""
    old, new = place.communes[0], place.communes[1]
    letters(old, "khieu_nai", 3)
    ends(old, on, place.districts[0])
    Succession.objects.create(predecessor=old, successor=new, on=on)
    assert values(place.province, ["don.khieu_nai"]) == [3]
    assert values(new, ["don.khieu_nai"]) == [3 if stands_in else 0]
    assert stand_ins(Tree(LAST, place.province)) == ({old.pk: new.pk} if stands_in else {})
    assert records_behind("don.khieu_nai", new, QUARTER).count() == (3 if stands_in else 0)


def test_a_line_of_heirs_is_followed_to_the_one_that_lives(place):
    first, second, last = place.communes[0], place.communes[1], place.communes[2]
    letters(first, "to_cao", 2)
    ends(first, date(2023, 1, 10), place.districts[0])
    ends(second, date(2023, 2, 10), place.districts[0])
    Succession.objects.create(predecessor=first, successor=second, on=date(2023, 1, 10))
    Succession.objects.create(predecessor=second, successor=last, on=date(2023, 2, 10))
    assert values(last, ["don.to_cao"]) == [2]
    assert stand_ins(Tree(LAST, place.province)) == {first.pk: last.pk, second.pk: last.pk}


def test_who_took_a_part_while_the_unit_lived_on_takes_none_of_its_records(place):
    old, early, heir = place.communes[0], place.communes[2], place.communes[1]
    letters(old, "khieu_nai", 3)
    Succession.objects.create(
        predecessor=old, successor=early, on=date(2020, 1, 1), share=Succession.Share.PART
    )
    ends(old, MIDDLE, place.districts[0])
    Succession.objects.create(predecessor=old, successor=heir, on=MIDDLE)
    assert stand_ins(Tree(LAST, place.province)) == {old.pk: heir.pk}
    assert values(heir, ["don.khieu_nai"]) == [3]
    assert values(early, ["don.khieu_nai"]) == [0]


def test_a_unit_whose_heir_lies_in_another_province_is_left_out(place):
    other = make_unit("Tỉnh Khác", Kind.PROVINCE)
    heir = make_unit("Xã Khác", Kind.COMMUNE, other)
    old = place.communes[0]
    letters(old, "to_cao", 2)
    ends(old, date(2023, 2, 1), place.districts[0])
    Succession.objects.create(predecessor=old, successor=heir, on=date(2023, 2, 1))
    assert values(place.province, ["don.to_cao"]) == [0]
    assert values(other, ["don.to_cao"]) == [2]


def test_a_unit_split_between_districts_counts_for_the_province_alone(place):
    old = make_unit("Xã Chia", Kind.COMMUNE, place.districts[0])
    letters(old, "to_cao", 2)
    ends(old, MIDDLE, place.districts[0])
    for heir in (place.communes[0], place.communes[2]):
        Succession.objects.create(predecessor=old, successor=heir, on=MIDDLE)
    assert values(place.province, ["don.to_cao"]) == [2]
    assert values(place.districts[0], ["don.to_cao"]) == [0]
    assert compute(place.province, QUARTER, ["don.to_cao"]).own("don.to_cao", place.province.pk) == 2


def test_a_commune_that_moved_to_another_district_counts_there_alone(place):
    """It lives on: its old district keeps none of its records, as in the province's own report."""
    moved, (old, new) = place.communes[0], place.districts
    letters(moved, "khieu_nai", 4)
    change_parents(moved, valid=DateRange(date(2000, 1, 1), MIDDLE))
    put_under(moved, new, DateRange(MIDDLE, None))
    whole = compute(place.province, QUARTER, ["don.khieu_nai"])
    assert [whole.cell("don.khieu_nai", unit.pk).value for unit in (old, new)] == [0, 4]
    assert values(new, ["don.khieu_nai"]) == [4]
    assert values(old, ["don.khieu_nai"]) == [0]
    assert records_behind("don.khieu_nai", old, QUARTER).count() == 0


def test_a_tree_of_another_day_counts_the_same_records_in_other_places(place):
    old, new = place.communes[0], place.communes[1]
    letters(old, "khieu_nai", 3)
    ends(old, MIDDLE, place.districts[0])
    Succession.objects.create(predecessor=old, successor=new, on=MIDDLE)
    before = compute(place.province, QUARTER, ["don.khieu_nai"], MIDDLE - DAY)
    assert before.tree_on == MIDDLE - DAY
    assert before.own("don.khieu_nai", old.pk) == 3
    assert records_behind("don.khieu_nai", old, QUARTER, MIDDLE - DAY).count() == 3
    with pytest.raises(Refusal, match="1/2/2023"):
        records_behind("don.khieu_nai", old, QUARTER, MIDDLE)


# -- changes since a signature -----------------------------------------------------------------------------
def totals(report):
    return {
        change.code: (change.signed, change.live, change.added, change.removed, change.altered)
        for change in changes_since(report)
        if change.is_total
    }


def test_a_record_taken_out_of_the_period_is_removed_and_one_moved_in_is_added(place):
    (gone, stays) = letters(place.communes[0], "khieu_nai", 2, LAST)
    (comes,) = letters(place.communes[0], "khieu_nai", 1, LAST + DAY)
    report = sign(prepare(place.province, QUARTER, by=place.head), by=place.head)
    Letter.objects.filter(pk=gone.pk).update(received_on=LAST + DAY)
    Letter.objects.filter(pk=comes.pk).update(received_on=LAST)
    assert totals(report) == {
        "don.tiep_nhan": (2, 2, [comes.pk], [gone.pk], []),
        "don.khieu_nai": (2, 2, [comes.pk], [gone.pk], []),
    }
    assert stays.pk not in {pk for change in changes_since(report) for pk in change.added + change.altered}


def test_a_record_that_goes_to_another_unit_changes_both_rows_and_not_the_total(place):
    (letter,) = letters(place.communes[0], "khieu_nai", 1)
    report = sign(prepare(place.province, QUARTER, by=place.head), by=place.head)
    Letter.objects.filter(pk=letter.pk).update(unit=place.communes[1])
    found = {
        change.unit_name: (change.signed, change.live, change.added, change.removed, change.altered)
        for change in changes_since(report)
        if change.code == "don.khieu_nai"
    }
    assert found == {
        "Tỉnh Minh Họa": (1, 1, [], [], [letter.pk]),
        "Huyện Số 1": (1, 1, [], [], [letter.pk]),
        "Xã Số 1.1": (1, 0, [], [letter.pk], []),
        "Xã Số 1.2": (0, 1, [letter.pk], [], []),
    }


def test_changes_come_from_the_top_down(place):
    report = sign(prepare(place.province, QUARTER, by=place.head), by=place.head)
    letters(place.communes[0], "to_cao", 1)
    names = list(dict.fromkeys(change.unit_name for change in changes_since(report)))
    assert names == ["Tỉnh Minh Họa", "Huyện Số 1", "Xã Số 1.1"]


def test_a_draft_has_signed_nothing(place):
    letters(place.communes[0], "to_cao", 1)
    draft = prepare(place.province, QUARTER, by=place.head)
    changed = {change.code: change for change in changes_since(draft) if change.is_total}
    assert changed["don.to_cao"].signed is None
    assert changed["don.to_cao"].live == 1
