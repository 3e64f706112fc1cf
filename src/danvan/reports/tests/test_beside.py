"""Figures beside those of the period before and of last year: which periods, over which tree, in how many queries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from danvan.org import closure
from danvan.org.models import Kind, Succession
from danvan.org.tests.factories import make_unit, put_under
from danvan.records import declare
from danvan.records.declare import Ratio
from danvan.reports.beside import Compared, beside
from danvan.reports.compute import compute
from danvan.reports.tests.factories import FIRST, MIDDLE, letters, make_place, matter, visits
from danvan.reports.windows import before, period_of, year_before
from danvan.ui.errors import Refusal

QUARTER = "2023-Q1"
CODES = ["don.tiep_nhan", "don.khieu_nai"]
LAST_QUARTER, LAST_YEAR = date(2022, 11, 1), date(2022, 2, 1)


# -- which periods -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "previous", "last_year"),
    [
        ("2023-Q1", "2022-Q4", "2022-Q1"),
        ("2023-Q2", "2023-Q1", "2022-Q2"),
        ("2023-Q4", "2023-Q3", "2022-Q4"),
        ("2023-01", "2022-12", "2022-01"),
        ("2023-02", "2023-01", "2022-02"),
        ("2023-12", "2023-11", "2022-12"),
        ("2023-6M2", "2023-6M", "2022-6M2"),
        ("2023-6M", "2022-6M", "2022-6M"),
        ("2023-9M", "2022-9M", "2022-9M"),
        ("2023", "2022", "2022"),
        ("2023-01-05..2023-02-10", "2022-11-29..2023-01-04", "2022-01-05..2022-02-10"),
        ("2024-02-29..2024-02-29", "2024-02-28..2024-02-28", "2023-02-28..2023-02-28"),
        ("2014-Q1", "2013-Q4", None),
        ("2014", "2013", "2013"),
        ("2013-Q3", None, None),
        ("2021-05-10..2021-05-20", None, None),
        ("2020-01", "2019-12", None),
        ("2019-03", None, None),
    ],
)
def test_the_periods_that_one_is_compared_with(code, previous, last_year):
    period = period_of(code)
    found = [window.code if window else None for window in (before(period), year_before(period))]
    assert found == [previous, last_year]


@given(
    year=st.integers(min_value=2015, max_value=2030),
    part=st.sampled_from(["-Q1", "-Q2", "-Q3", "-Q4", "-6M", "-9M", ""]),
)
def test_the_period_before_ends_on_the_eve_or_is_the_same_span_of_last_year(year, part):
    period = period_of(f"{year}{part}")
    previous, last_year = before(period), year_before(period)
    assert last_year.code == f"{year - 1}{part}"
    if part.startswith("-Q"):
        overlap = (
            1 if period.code == "2021-Q2" else 0
        )  # the older circular's days ran from the 16th to the 15th
        assert (period.first - previous.last).days == 1 - overlap
    else:
        assert previous == last_year


@given(start=st.dates(date(2022, 6, 1), date(2030, 1, 1)), days=st.integers(min_value=0, max_value=400))
def test_free_days_follow_as_many_days_just_before(start, days):
    period = period_of(f"{start}..{start + timedelta(days)}")
    previous = before(period)
    if previous is None:
        assert start - timedelta(1) < date(2021, 5, 10)
        return
    assert previous.last == period.first - timedelta(1)
    assert previous.last - previous.first == period.last - period.first


# -- one figure now and then -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "then", "change", "percent"),
    [
        (12, 10, 2, Decimal(20)),
        (5, 10, -5, Decimal(-50)),
        (10, 10, 0, Decimal(0)),
        (7, 0, 7, None),
        (0, 0, 0, None),
        (0, 4, -4, Decimal(-100)),
        (None, 4, None, None),
        (4, None, None, None),
    ],
)
def test_a_change_is_worded_by_its_numbers(now, then, change, percent):
    found = Compared("x", "X", "đơn", now, then, then)
    assert (found.change, found.percent) == (change, percent)
    assert (found.change_of_year, found.percent_of_year) == (change, percent)


def test_shares_change_by_points_and_not_by_per_cent():
    found = Compared("x", "X", "%", Decimal("88.5"), Decimal("80"))
    assert (found.change, found.percent) == (Decimal("8.5"), None)


# -- counted from records ----------------------------------------------------------------------------------
@pytest.fixture
def place():
    return make_place(1, 2)


@pytest.mark.django_db
class TestCounted:
    def test_now_the_quarter_before_and_last_year(self, place):
        for on, count in ((MIDDLE, 6), (LAST_QUARTER, 4), (LAST_YEAR, 3)):
            letters(place.communes[0], "khieu_nai", count, on)
        found = beside(compute(place.province, QUARTER, CODES))
        row = found.row("don.khieu_nai")
        assert (row.now, row.previous, row.last_year) == (6, 4, 3)
        assert (row.change, row.percent, row.change_of_year, row.percent_of_year) == (2, 50, 3, 100)
        assert found.previous.period.label == "Quý IV/2022"
        assert [item.code for item in found.rows()] == CODES
        assert found.notes == ()

    def test_of_a_unit_below_too(self, place):
        letters(place.communes[0], "khieu_nai", 2, LAST_QUARTER)
        letters(place.communes[1], "khieu_nai", 5)
        found = beside(compute(place.province, QUARTER, CODES))
        rows = [found.row("don.khieu_nai", unit.pk) for unit in place.communes]
        assert [(row.now, row.previous) for row in rows] == [(0, 2), (5, 0)]

    def test_a_time_without_any_record_is_nothing_and_not_zero(self, place):
        letters(place.province, "khieu_nai", 2)
        found = beside(compute(place.province, QUARTER, CODES))
        assert (found.previous, found.last_year) == (None, None)
        assert found.row("don.khieu_nai").change is None
        assert found.notes == (
            "Quý IV/2022: không có hồ sơ nào để so sánh.",
            "Quý I/2022: không có hồ sơ nào để so sánh.",
        )

    def test_one_figure_of_zero_among_others_stays_zero(self, place):
        letters(place.province, "to_cao", 2, LAST_QUARTER)
        letters(place.province, "khieu_nai", 2)
        row = beside(compute(place.province, QUARTER, CODES)).row("don.khieu_nai")
        assert (row.previous, row.change, row.percent) == (0, 2, None)

    def test_a_share_keeps_its_points(self, place, monkeypatch):
        ratio = Ratio("thu.ty_le", "Tỷ lệ", "don.khieu_nai", "don.tiep_nhan")
        monkeypatch.setattr(declare, "_figures", {**declare._figures, ratio.code: ratio})
        for kind, count, on in (
            ("khieu_nai", 1, MIDDLE),
            ("to_cao", 1, MIDDLE),
            ("khieu_nai", 1, LAST_QUARTER),
            ("to_cao", 3, LAST_QUARTER),
        ):
            letters(place.province, kind, count, on)
        row = beside(compute(place.province, QUARTER, [ratio.code])).row(ratio.code)
        assert (row.now, row.previous, row.change, row.percent) == (50, 25, 25, None)

    def test_a_period_before_any_text_says_so(self, place):
        letters(place.province, "khieu_nai", 2, date(2013, 8, 20))
        found = beside(compute(place.province, "2013-Q3", CODES))
        assert (found.previous, found.last_year) == (None, None)
        assert "Không có văn bản nào quy định kỳ trước" in found.notes[0]

    def test_a_code_that_was_not_computed_is_refused(self, place):
        with pytest.raises(Refusal, match="không nằm trong lần tính này"):
            beside(compute(place.province, QUARTER, CODES)).row("tcd.luot")

    def test_one_query_for_each_source_and_period(self, place, django_assert_max_num_queries):
        letters(place.province, "khieu_nai", 1)
        visits(place.province, [2])
        matter(place.province, FIRST)
        figures = compute(place.province, QUARTER, CODES)
        with django_assert_max_num_queries(
            16
        ):  # of two periods: the tree with its heirs (6), one source, tables
            beside(figures)
        year = compute(place.province, "2023", CODES)
        with django_assert_max_num_queries(8):  # both are the year before
            beside(year)

    def test_any_engine_is_asked_for_all_periods(self, place):
        asked: list[str] = []

        def engine(source, items, window, units):
            asked.append(window.code)
            return iter(())

        beside(compute(place.province, QUARTER, CODES, engine=engine))
        assert asked == ["2023-Q1", "2022-Q4", "2022-Q1"]


@pytest.mark.django_db
class TestMerged:
    """Tỉnh Minh Họa goes into a new province on 1/2/2023, in the middle of the quarter."""

    ON = date(2023, 2, 1)

    @pytest.fixture
    def merged(self, place):
        heir = make_unit("Tỉnh Hợp Nhất", Kind.PROVINCE)
        heir.names.update(valid=DateRange(self.ON, None))
        for unit in (place.department, *place.districts):
            unit.parents.update(valid=DateRange(date(2000, 1, 1), self.ON))
            put_under(unit, heir, DateRange(self.ON, None))
        place.province.names.update(valid=DateRange(date(2000, 1, 1), self.ON))
        Succession.objects.create(predecessor=place.province, successor=heir, on=self.ON)
        closure.rebuild([place.department.pk, *(unit.pk for unit in place.districts)])
        for on, count in ((self.ON, 5), (self.ON - timedelta(9), 3), (LAST_QUARTER, 2)):
            letters(place.province, "khieu_nai", 1, on)
            letters(place.communes[0], "khieu_nai", count, on)
        return heir

    def test_as_it_was_the_new_one_has_no_quarter_before(self, merged):
        figures = compute(merged, QUARTER, CODES)
        assert figures.cell("don.khieu_nai").value == 10, "what the old province had stands with its heir"
        found = beside(figures)
        assert found.previous is None
        assert "Quý IV/2022: đơn vị chưa có trong danh mục ngày 14/12/2022" in found.notes[0]
        assert "tính theo đơn vị hiện nay" in found.notes[0]

    def test_as_it_is_all_that_went_into_it_is_compared(self, merged):
        found = beside(compute(merged, QUARTER, CODES, date(2024, 1, 1)))
        row = found.row("don.khieu_nai")
        assert (row.now, row.previous) == (10, 3)
        assert found.previous.tree_on == date(2024, 1, 1)

    def test_a_unit_that_changed_its_place_between_two_periods_is_told(self, place):
        letters(place.province, "khieu_nai", 1)
        letters(place.province, "khieu_nai", 1, LAST_QUARTER)
        new = make_unit("Xã Mới", Kind.COMMUNE, place.districts[0])
        new.names.update(valid=DateRange(self.ON, None))
        found = beside(compute(place.province, QUARTER, CODES))
        assert "danh mục đơn vị khác kỳ này" in found.notes[0]
        assert found.row("don.khieu_nai", new.pk).previous is None
