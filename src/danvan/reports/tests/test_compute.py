"""Counting: windows, kinds, measures, roll-up, units that ended, and how many queries it takes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.domains.petitions.models import Letter
from danvan.domains.reception.models import Visit
from danvan.org.models import Kind, Succession
from danvan.org.tests.factories import change_parents, make_unit
from danvan.records import declare
from danvan.records.declare import Indicator, Ratio
from danvan.reports.compute import compute, nobody_counts, records_behind
from danvan.reports.tests.factories import (
    FIRST,
    LAST,
    MIDDLE,
    letters,
    make_place,
    matter,
    quarter_of_296,
    session,
    visits,
)
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"


@pytest.fixture
def place():
    return make_place()


def declared(monkeypatch, *items):
    """Lay figures of the test's own beside the declared ones."""
    monkeypatch.setattr(declare, "_figures", {**declare._figures, **{item.code: item for item in items}})


def value(unit, code, period=QUARTER, **more):
    return compute(unit, period, [code], **more).cell(code).value


def test_the_window_of_the_first_quarter_begins_on_15_december(place):
    for day in (FIRST - timedelta(1), FIRST, LAST, LAST + timedelta(1)):
        letters(place.communes[0], "khieu_nai", 1, day)
    assert value(place.province, "don.tiep_nhan") == 2
    assert value(place.province, "don.tiep_nhan", "2022-Q4") == 1
    assert value(place.province, "don.tiep_nhan", "2023-Q2") == 1


def test_the_parts_of_the_first_report_count_to_296(place):
    quarter_of_296(place)
    figures = compute(place.province, QUARTER)
    counted = [
        figures.cell(f"don.{part}").value
        for part in ("khieu_nai", "to_cao", "kien_nghi_phan_anh", "tiep_nhan")
    ]
    assert counted == [38, 94, 164, 296]
    assert figures.is_illustrative


def test_a_letter_not_classified_counts_in_the_total_only(place):
    letters(place.province, None, 3)
    figures = compute(place.province, QUARTER)
    assert figures.cell("don.tiep_nhan").value == 3
    assert (
        sum(figures.cell(f"don.{kind}").value for kind in ("khieu_nai", "to_cao", "kien_nghi_phan_anh")) == 0
    )


def test_each_unit_has_its_own_and_all_below_once(place):
    letters(place.province, "khieu_nai", 1)
    letters(place.department, "khieu_nai", 2)
    letters(place.districts[0], "khieu_nai", 4)
    letters(place.communes[0], "khieu_nai", 8)
    letters(place.communes[2], "khieu_nai", 16)
    figures = compute(place.province, QUARTER)
    assert figures.cell("don.khieu_nai").value == 31
    assert figures.cell("don.khieu_nai", place.districts[0].pk).value == 12
    assert figures.cell("don.khieu_nai", place.districts[1].pk).value == 16
    assert figures.own("don.khieu_nai", place.districts[0].pk) == 4
    assert value(place.districts[0], "don.khieu_nai") == 12


def test_another_province_is_not_counted(place):
    letters(make_unit("Tỉnh Khác", Kind.PROVINCE), "khieu_nai", 5)
    assert value(place.province, "don.tiep_nhan") == 0


def test_stock_and_carried_over_look_at_the_ends_of_the_period(place):
    commune = place.communes[0]
    matter(commune, FIRST - timedelta(9))  # open through
    matter(commune, FIRST - timedelta(9), FIRST - timedelta(1))  # closed before it began
    matter(commune, FIRST - timedelta(9), FIRST)  # carried over and closed on the first day
    matter(commune, FIRST, LAST)  # came and went
    matter(commune, LAST, LAST + timedelta(1))  # open at the end
    matter(commune, LAST + timedelta(1))  # later
    figures = compute(place.province, QUARTER)
    got = [figures.cell(f"vu_viec.{code}").value for code in ("ky_truoc", "thu_ly", "da_giai_quyet", "con")]
    assert got == [2, 2, 2, 2]


def test_what_is_left_of_one_quarter_is_carried_over_to_the_next(place):
    for shift in range(0, 120, 7):
        began = FIRST - timedelta(30) + timedelta(shift)
        matter(place.communes[shift % 4], began, began + timedelta(20) if shift % 3 else None)
    assert value(place.province, "vu_viec.con") == value(place.province, "vu_viec.ky_truoc", "2023-Q2") > 0


def test_a_sum_adds_the_column_and_counts_the_records(place):
    visits(place.communes[0], [1, 2, 9])
    visits(place.communes[2], [5])
    cell = compute(place.province, QUARTER).cell("tcd.nguoi")
    assert (cell.value, cell.records) == (17, 4)


def test_a_sum_over_nothing_is_0_and_not_empty(place):
    assert compute(place.province, QUARTER).cell("tcd.nguoi").value == 0


def test_distinct_values_of_two_units_are_not_added_twice(place, monkeypatch):
    declared(
        monkeypatch,
        Indicator("thu.linh_vuc", "Số lĩnh vực", Letter, "received_on", "lĩnh vực", measure="distinct:field"),
    )
    letters(place.communes[0], "khieu_nai", 2)
    letters(place.communes[2], "to_cao", 1)
    letters(place.communes[2], None, 1)
    figures = compute(place.province, QUARTER, ["thu.linh_vuc"])
    assert [
        figures.cell("thu.linh_vuc", pk).value for pk in (None, place.communes[0].pk, place.communes[2].pk)
    ] == [1, 1, 1]
    assert figures.cell("thu.linh_vuc").records == 4


def test_a_share_is_two_integers_divided_in_decimal(place, monkeypatch):
    declared(monkeypatch, Ratio("thu.ty_le", "Tỷ lệ khiếu nại", "don.khieu_nai", "don.tiep_nhan"))
    letters(place.province, "khieu_nai", 1)
    letters(place.province, "to_cao", 2)
    cell = compute(place.province, QUARTER, ["thu.ty_le"]).cell("thu.ty_le")
    assert (cell.numerator, cell.denominator, cell.records) == (1, 3, 3)
    assert cell.value == Decimal(100) / 3
    assert cell.shown == "33,3 %"


def test_a_share_of_nothing_is_no_number(place, monkeypatch):
    declared(monkeypatch, Ratio("thu.ty_le", "Tỷ lệ khiếu nại", "don.khieu_nai", "don.tiep_nhan"))
    cell = compute(place.province, QUARTER, ["thu.ty_le"]).cell("thu.ty_le")
    assert cell.value is None
    assert cell.shown == "–"


def test_nobody_counting_is_not_0(place):
    assert compute(place.province, QUARTER).cell("don.luu").shown == "0"
    assert nobody_counts("", "Số cuộc thanh tra").shown == "chưa có hồ sơ để đếm"


def test_one_query_for_each_source_beside_the_tree(place, django_assert_num_queries):
    quarter_of_296(place)
    session(place.province)
    with django_assert_num_queries(
        10
    ):  # below, names, codes, parents; successions, last parents; four sources
        compute(place.province, QUARTER)
    with django_assert_num_queries(7):
        compute(place.province, QUARTER, ["don.tiep_nhan", "don.khieu_nai"])


def test_the_list_behind_a_cell_is_what_the_cell_counts(place):
    quarter_of_296(place)
    matter(place.communes[1], FIRST - timedelta(9))
    visits(place.communes[1], [3, 1])
    session(place.districts[0])
    figures = compute(place.province, QUARTER)
    for unit in (place.province, place.districts[0], place.communes[1]):
        for code in figures.items:
            assert records_behind(code, unit, QUARTER).count() == figures.cell(code, unit.pk).records, code


def test_the_list_of_a_share_is_that_of_its_denominator(place, monkeypatch):
    declared(monkeypatch, Ratio("thu.ty_le", "Tỷ lệ", "don.khieu_nai", "don.tiep_nhan"))
    letters(place.province, "to_cao", 2)
    assert records_behind("thu.ty_le", place.province, QUARTER).count() == 2


def ends(unit, parent, on):
    """Let a unit's name and place end on a day."""
    valid = DateRange(date(2000, 1, 1), on)
    unit.names.update(valid=valid)
    change_parents(unit, valid=valid, parent=parent)


def test_a_unit_merged_within_the_period_counts_under_its_heir(place):
    merged, heir = place.communes[0], place.communes[1]
    letters(merged, "khieu_nai", 3)
    ends(merged, place.districts[0], date(2023, 2, 15))
    Succession.objects.create(predecessor=merged, successor=heir, on=date(2023, 2, 15))
    figures = compute(place.province, QUARTER)
    assert figures.cell("don.khieu_nai").value == 3
    assert figures.cell("don.khieu_nai", heir.pk).value == 3
    assert records_behind("don.khieu_nai", heir, QUARTER).count() == 3
    as_it_was = compute(place.province, QUARTER, tree_on=MIDDLE)
    assert as_it_was.cell("don.khieu_nai", merged.pk).value == 3
    assert as_it_was.cell("don.khieu_nai", heir.pk).value == 0


def test_a_unit_split_counts_under_what_stands_above_its_heirs(place):
    split = place.communes[0]
    letters(split, "khieu_nai", 2)
    ends(split, place.districts[0], date(2023, 2, 15))
    for heir in (place.communes[1], make_unit("Xã Mới", Kind.COMMUNE, place.districts[0])):
        Succession.objects.create(predecessor=split, successor=heir, on=date(2023, 2, 15))
    figures = compute(place.province, QUARTER)
    assert figures.own("don.khieu_nai", place.districts[0].pk) == 2
    assert figures.cell("don.khieu_nai", place.communes[1].pk).value == 0


def test_an_abolished_level_without_heir_falls_to_its_last_parent(place):
    district = place.districts[0]
    letters(district, "khieu_nai", 2)
    ends(district, place.province, date(2023, 3, 1))
    figures = compute(place.province, QUARTER)
    assert figures.own("don.khieu_nai", place.province.pk) == 2


def test_successions_in_a_ring_do_not_hang(place):
    a, b = place.communes[0], place.communes[1]
    for unit in (a, b):
        ends(unit, place.districts[0], date(2023, 2, 15))
    Succession.objects.create(predecessor=a, successor=b, on=date(2023, 2, 15))
    Succession.objects.create(predecessor=b, successor=a, on=date(2023, 2, 15))
    assert value(place.province, "don.tiep_nhan") == 0


@pytest.mark.parametrize("period", ["2023-Q5", "quý một", "", "1999-Q1"])
def test_a_period_unknown_or_without_law_is_refused(place, period):
    with pytest.raises(Refusal):
        compute(place.province, period)


def test_an_unknown_figure_is_refused_by_name(place):
    with pytest.raises(Refusal, match=r"khong\.co"):
        compute(place.province, QUARTER, ["khong.co"])


def test_a_unit_that_did_not_live_then_is_refused(place):
    later = make_unit("Xã Về Sau", Kind.COMMUNE, valid=DateRange(date(2024, 1, 1), None))
    with pytest.raises(Refusal, match="14/3/2023"):
        compute(later, QUARTER)
    with pytest.raises(Refusal, match="14/3/2023"):
        records_behind("don.tiep_nhan", later, QUARTER)


def test_a_figure_left_out_of_the_computation_is_refused(place):
    figures = compute(place.province, QUARTER, ["don.luu"])
    with pytest.raises(Refusal, match="tính lại"):
        figures.cell("don.tiep_nhan")


def test_rows_come_from_the_top_down_in_vietnamese_order(place):
    names = [name for _, name, _ in compute(place.province, QUARTER).rows()]
    assert names[0] == "Tỉnh Minh Họa"
    assert names.index("Huyện Số 1") < names.index("Xã Số 1.1") < names.index("Huyện Số 2")


def test_visits_and_letters_are_of_their_own_tables(place):
    visits(place.province, [1])
    assert records_behind("tcd.luot", place.province, QUARTER).model is Visit
