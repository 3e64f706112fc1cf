"""The compliance matrix: every state counted, one scan, nothing beyond what the account may see."""

from collections import Counter
from datetime import date, timedelta

import pytest

from danvan.org.tests.factories import make_account, make_unit
from danvan.records import matrix
from danvan.records.duties import excuse, visible_duties
from danvan.records.matrix import (
    AHEAD,
    DONE,
    DONE_LATE,
    DONE_UNCLEAR,
    EXCUSED,
    LATE,
    RUNNING,
    SOON_DUE,
    UNCLEAR,
)
from danvan.records.models import Duty
from danvan.records.standing import reschedule
from danvan.records.tests import duty_world
from danvan.ui.components import MARKS

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 14)


@pytest.fixture
def place():
    return duty_world.province()


def states(duties=None, today=TODAY):
    rows = (duties if duties is not None else Duty.objects.all()).annotate(cell=matrix.state(today))
    return dict(rows.values_list("pk", "cell"))


def cube(place, account=None, today=TODAY, year=2023):
    return matrix.cube(visible_duties(account or place.overseer, today), year, today)


def test_a_heads_year_reads_as_it_was(place):
    found = {
        spot.period: spot.state
        for _u, _c, spot in matrix.spots(
            Duty.objects.filter(unit=place.root), 2023, TODAY, clock="tiep_dan_tinh"
        )
    }
    assert found == {
        "2023-01": DONE,
        "2023-02": LATE,  # held by a deputy: that meets nothing
        "2023-03": RUNNING,
        **dict.fromkeys(("2023-04", "2023-05", "2023-06"), AHEAD),
    }


def test_one_of_two_days_is_not_done(place):
    cell = cube(place).months[place.district.pk, "tiep_dan_huyen", 1]
    assert (cell.state, cell.owed, cell.done) == (LATE, 1, 0)


def test_the_months_add_up_to_the_year(place):
    found = cube(place)
    summed: dict = {}
    for (unit, clock, _month), cell in found.months.items():
        total = summed.setdefault((unit, clock), Counter())
        total.update(cell.counts)
    assert {key: dict(counts) for key, counts in summed.items()} == {
        key: cell.counts for key, cell in found.year.items()
    }
    assert (
        sum(found.total().counts.values())
        == matrix.of_year(visible_duties(place.overseer, TODAY), 2023).count()
    )


def test_the_column_says_what_the_duty_says(place):
    """Two words finer, never another verdict."""
    excuse(
        Duty.objects.get(unit=place.root, clock="tiep_dan_tinh", period="2023-02"),
        by=place.chief,
        reason="Bão số 1 làm gián đoạn",
        on=TODAY,
    )
    Duty.objects.filter(unit=place.b, period="2023-W02").update(can_be_judged=False)
    Duty.objects.filter(unit=place.a, met_on__isnull=False).update(can_be_judged=False)
    same = {
        DONE: "dung_han",
        DONE_LATE: "qua_han",
        DONE_UNCLEAR: "khong_xac_dinh",
        UNCLEAR: "khong_xac_dinh",
        EXCUSED: "mien",
    }
    found = set()
    for day in (TODAY, date(2023, 3, 28), date(2023, 3, 31), date(2023, 4, 1), date(2023, 7, 1)):
        cells = states(today=day)
        for duty in Duty.objects.all():
            cell = cells[duty.pk]
            found.add(cell)
            expected = same.get(cell, cell)
            if cell == AHEAD:
                assert duty.begins_on > day
            elif duty.can_be_judged or cell in (EXCUSED,):
                assert duty.standing(day).removesuffix("_theo_luat") == expected.removesuffix("_theo_luat")
            else:
                assert cell in (UNCLEAR, DONE_UNCLEAR)
    assert found >= {AHEAD, DONE, LATE, RUNNING, SOON_DUE, EXCUSED, UNCLEAR, DONE_UNCLEAR}


def test_between_the_days_of_law_and_decree_it_is_late_by_law(place):
    duty = Duty.objects.get(unit=place.root, clock="tiep_dan_tinh", period="2023-02")
    Duty.objects.filter(pk=duty.pk).update(latest_on=TODAY)
    assert states()[duty.pk] == matrix.LATE_BY_LAW
    assert states(today=TODAY + timedelta(days=1))[duty.pk] == LATE


def test_done_after_its_day_is_late_though_done(place):
    duty = Duty.objects.get(unit=place.root, clock="tiep_dan_tinh", period="2023-02")
    Duty.objects.filter(pk=duty.pk).update(met_on=date(2023, 3, 2))
    cell = cube(place).months[place.root.pk, "tiep_dan_tinh", 2]
    assert (cell.state, cell.done, cell.late, cell.owed) == (DONE_LATE, 1, 1, 1)


def test_a_cell_shows_what_needs_attention_first():
    cell = matrix.Cell()
    assert (cell.state, cell.owed) == (AHEAD, 0)
    for state in reversed(matrix.STATES):
        cell.add(state, 1)
        assert cell.state == state


def test_excused_and_coming_spans_are_not_owed():
    cell = matrix.Cell({EXCUSED: 2, AHEAD: 3, DONE: 4, LATE: 1})
    assert (cell.owed, cell.done, cell.late) == (5, 4, 1)


def test_every_state_has_a_shape_and_a_word_and_none_is_colour_alone():
    told = [matrix.words(key) for key in matrix.STATES]
    assert all(shape in "●◐▲○" and word for shape, word, _tone in told)
    assert len({(shape, word) for shape, word, _tone in told}) == len(matrix.STATES)
    assert {tone for _s, _w, tone in told} <= {tone for _s, _w, tone in MARKS.values()}


def test_nothing_of_other_units_is_counted(place):
    stranger = make_unit("Tỉnh Khác", "tinh")
    reschedule(stranger, duty_world.SINCE, duty_world.UNTIL)
    assert stranger.pk not in cube(place).units
    assert cube(place, make_account("giam_sat", stranger)).units == {stranger.pk}
    assert cube(place, make_account("quan_tri", place.root)).units == set()


def test_other_years_are_not_counted(place):
    assert cube(place, year=2022).units == set()
    assert cube(place, year=2024).units == set()


def test_one_query_whatever_the_number_of_units(place, django_assert_num_queries):
    duties = visible_duties(place.overseer, TODAY)
    with django_assert_num_queries(1):
        matrix.cube(duties, 2023, TODAY)
    for turn in range(6):
        make_unit(f"Xã thêm {turn}", "xa", place.district)
    reschedule(place.root, duty_world.SINCE, duty_world.UNTIL)
    duties = visible_duties(place.overseer, TODAY)
    with django_assert_num_queries(1):
        assert len(matrix.cube(duties, 2023, TODAY).units) == 11


def test_posting_a_schedule_counts_only_for_who_reads_the_session(place):
    assert "niem_yet_lich_tiep" in cube(place, place.chief).clocks
    assert "niem_yet_lich_tiep" not in cube(place, place.overseer).clocks


def test_lines_for_a_file_tell_the_same(place):
    found = cube(place)
    head, *rows = matrix.lines(found, {place.root.pk: "Tỉnh Minh Họa"})
    assert len({len(row) for row in (head, *rows)}) == 1
    assert len(rows) == len(found.year)
    root = next(row for row in rows if row[0] == "Tỉnh Minh Họa" and row[2] == "TCD.HEAD.TINH")
    cell = found.year[place.root.pk, "tiep_dan_tinh"]
    assert root[3:6] == [str(cell.owed), str(cell.done), str(cell.late)] == ["3", "1", "1"]
