"""What figures open to, for the public and for officers."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.declare import figure
from danvan.reports.opening import ALL, LEAST, WHOLE, Table, linked, months, open_publicly, open_to
from danvan.reports.suppression import exposed_cells
from danvan.reports.tests.factories import FIRST, LAST, letters, make_place, matter, session, visits
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
JANUARY = date(2023, 1, 10)


@pytest.fixture
def place():
    return make_place()


def test_months_are_cut_to_the_window():
    found = months(period_of(QUARTER))
    assert [(m.label, m.first.day, m.last.day) for m in found] == [
        ("Tháng 12/2022", 15, 31),
        ("Tháng 1/2023", 1, 31),
        ("Tháng 2/2023", 1, 28),
        ("Tháng 3/2023", 1, 14),
    ]


def test_large_cells_open_and_small_ones_do_not(place):
    for unit in (*place.districts, place.department):
        for day in (FIRST, JANUARY, JANUARY + timedelta(31), LAST):
            letters(unit, "kien_nghi_phan_anh", 6, day)
    letters(place.communes[0], "to_cao", 2, JANUARY)
    found = open_publicly("don.kien_nghi_phan_anh", place.province, QUARTER)
    assert found.value() == 72
    open_cells = [value for value in found.cells.values() if value is not None]
    assert open_cells.count(6) >= 4, "closing two denunciations must not close the table of proposals"
    denounced = open_publicly("don.to_cao", place.province, QUARTER)
    assert denounced.value(place.districts[0].slug, "2023-01") is None
    assert "không mở" in denounced.sentence


def test_no_group_is_smaller_than_a_district(place):
    letters(place.communes[0], "khieu_nai", 8)
    found = open_publicly("don.khieu_nai", place.province, QUARTER)
    assert {group.label for group in found.groups} == {"Cơ quan cấp tỉnh", "Huyện Số 1", "Huyện Số 2"}


def test_a_commune_shows_months_and_no_places_below(place):
    letters(place.communes[0], "khieu_nai", 8, JANUARY)
    found = open_publicly("don.khieu_nai", place.communes[0], QUARTER)
    assert [group.label for group in found.groups] == ["Xã Số 1.1"]


def test_a_province_of_two_levels_shows_its_communes_as_one():
    province = make_unit("Tỉnh Mới", Kind.PROVINCE)
    wards = [make_unit(f"Xã Mới {n}", Kind.COMMUNE, province) for n in range(2)]
    for ward in wards:
        letters(ward, "khieu_nai", 6, JANUARY)
    found = open_publicly("don.khieu_nai", province, QUARTER)
    assert {group.label for group in found.groups} == {"Các xã, phường, đặc khu", "Cơ quan cấp tỉnh"}


def test_tables_together_give_no_small_cell_away(place):
    """All four tables of letters are public side by side: total − two kinds must not leave the third."""
    turn = 0
    for unit in place.units:
        for day in (FIRST, JANUARY, JANUARY + timedelta(31), LAST):
            for kind, count in (("khieu_nai", 6), ("to_cao", turn % 4), ("kien_nghi_phan_anh", 7)):
                letters(unit, kind, count, day)
            turn += 1
    table = Table(place.province, period_of(QUARTER), linked(figure("don.tiep_nhan")))
    closed = table.closed()
    assert closed
    small = {key for key, count in table.records.items() if 0 < count < LEAST}
    totals = {(item.code, ALL, WHOLE) for item in table.items}
    assert not exposed_cells(table.values, closed, table.equations()) & small
    assert small - totals <= closed
    for code in ("don.tiep_nhan", "don.khieu_nai", "don.to_cao", "don.kien_nghi_phan_anh"):
        opened = open_publicly(code, place.province, QUARTER)
        shown = {key: value for key, value in opened.cells.items() if value is not None}
        assert all((code, *key) not in closed for key in shown)


def test_tables_tied_by_equations_are_looked_at_together():
    codes = {item.code for item in linked(figure("don.to_cao"))}
    parts = {"don.khieu_nai", "don.to_cao", "don.kien_nghi_phan_anh", "don.chua_phan_loai"}
    assert codes == {"don.tiep_nhan", *parts}
    assert all(item.code.startswith("tcd") for item in linked(figure("tcd.nguoi")))


def test_a_figure_too_small_opens_to_a_sentence(place):
    letters(place.communes[0], "to_cao", 2)
    found = open_publicly("don.to_cao", place.communes[0], QUARTER)
    assert not any(
        value is not None and 0 < value < LEAST for key, value in found.cells.items() if key != (ALL, WHOLE)
    )
    assert str(LEAST) in found.sentence


def test_smallness_is_of_visits_and_not_of_persons(place):
    visits(place.districts[0], [40], JANUARY)
    visits(place.districts[1], [1] * 30, JANUARY)
    found = open_publicly("tcd.nguoi", place.province, QUARTER)
    assert found.value() == 70
    assert found.value(place.districts[0].slug, "2023-01") is None


def test_what_is_open_at_a_day_stands_in_no_month(place):
    for unit in place.districts:
        for _ in range(6):
            matter(unit, JANUARY)
    found = open_publicly("vu_viec.con", place.province, QUARTER)
    assert found.months == []
    assert found.value() == 12


def test_sessions_open_to_those_published_only(place):
    shown = session(place.province)
    session(place.department, published=False)
    found = open_publicly("tcd.ky.truc_tiep", place.province, QUARTER)
    assert list(found.records) == [shown]
    assert found.cells == {}


def test_no_letter_is_ever_listed_to_the_public(place):
    letters(place.communes[0], "khieu_nai", 9)
    assert open_publicly("don.khieu_nai", place.province, QUARTER).records is None
    behind = open_to(
        make_account("lanh_dao", place.province, covers_below=True), "don.khieu_nai", place.province, QUARTER
    )
    assert behind.count() == 9
    assert behind.visible_to(AnonymousUser()).count() == 0


def test_an_officer_sees_what_he_may_read_and_no_more(place):
    letters(place.communes[0], "khieu_nai", 4)
    letters(place.communes[2], "khieu_nai", 4)
    clerk = make_account("xu_ly", place.communes[0])
    assert open_to(clerk, "don.khieu_nai", place.province, QUARTER).count() == 4
    compiler = make_account("tong_hop", place.province, covers_below=True)
    assert open_to(compiler, "don.khieu_nai", place.province, QUARTER).count() == 0


def test_a_small_count_opens_to_the_unit_s_own_readers_only(place):
    letters(place.communes[0], "khieu_nai", 1)
    with pytest.raises(Refusal, match="dưới 5"):
        open_to(make_account("xu_ly", place.communes[2]), "don.khieu_nai", place.communes[0], QUARTER)
    own = make_account("xu_ly", place.communes[0])
    assert open_to(own, "don.khieu_nai", place.communes[0], QUARTER).count() == 1


ROLES = ("xu_ly", "lanh_dao", "tong_hop", "van_thu", "quan_tri")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("code", ["don.to_cao", "don.tiep_nhan", "xld03.phai_xu_ly", "xld01.tiep_nhan"])
def test_a_small_count_with_sealed_records_opens_to_nobody_and_says_why(place, role, code):
    letters(place.communes[0], "to_cao", 4)
    with pytest.raises(Refusal, match="không mở cho ai: số nhỏ cùng ngày, đơn vị, lĩnh vực"):
        open_to(make_account(role, place.communes[0]), code, place.communes[0], QUARTER)


@pytest.mark.parametrize(
    ("count", "least", "opens"), [(4, 5, False), (5, 5, True), (9, 10, False), (10, 10, True)]
)
def test_how_small_is_a_setting(place, settings, count, least, opens):
    settings.SMALLEST_OPENED = least
    letters(place.communes[0], "to_cao", count)
    own = make_account("xu_ly", place.communes[0])
    if opens:
        assert open_to(own, "don.to_cao", place.communes[0], QUARTER).count() == count
        return
    with pytest.raises(Refusal, match=f"dưới {least} hồ sơ"):
        open_to(own, "don.to_cao", place.communes[0], QUARTER)


def test_a_compiler_counts_denunciations_and_reads_none(place):
    letters(place.communes[0], "to_cao", 9)
    compiler = make_account("tong_hop", place.communes[0])
    assert open_to(compiler, "don.to_cao", place.communes[0], QUARTER).count() == 0


@pytest.mark.parametrize("kind", ["khieu_nai", "kien_nghi_phan_anh"])
def test_without_sealed_ones_the_unit_s_own_readers_open_them_as_before(place, kind):
    letters(place.communes[0], kind, 2)
    own = make_account("xu_ly", place.communes[0])
    assert open_to(own, f"don.{kind}", place.communes[0], QUARTER).count() == 2


def test_opening_asks_the_database_once_for_each_linked_figure(place, django_assert_max_num_queries):
    letters(place.communes[0], "khieu_nai", 9)
    with django_assert_max_num_queries(11):
        open_publicly("don.khieu_nai", place.province, QUARTER)


@pytest.mark.parametrize(
    ("code", "period"), [("khong.co", QUARTER), ("don.luu", "1990-Q1"), ("don.luu", "?")]
)
def test_what_does_not_exist_is_refused(place, code, period):
    with pytest.raises(Refusal):
        open_publicly(code, place.province, period)
