"""Equations on the rows of units that send tables: what is missing is not tried, and a slip is told where it was made."""

from datetime import date

import pytest

from danvan.domains.petitions.models import Matter
from danvan.org.tests.factories import make_account
from danvan.reports import live
from danvan.reports.broken_rows import FROM_BELOW
from danvan.reports.checks import identity_checks
from danvan.reports.flow.models import UnitTable
from danvan.reports.flow.tables import columns, nothing, shape_of, take
from danvan.reports.tests.factories import MIDDLE, letters, make_place, matter
from danvan.reports.trials import MISSING

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
WHOLE, FIRST_PART = "don_theo_loai", "don.khieu_nai"
SOUND = {
    "don.tiep_nhan": 296,
    "don.khieu_nai": 38,
    "don.to_cao": 94,
    "don.kien_nghi_phan_anh": 164,
    "don.chua_phan_loai": 0,
}


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    found = make_place(2, 1)
    letters(found.province, "khieu_nai", 2)
    found.compiler = make_account("tong_hop", found.province, covers_below=True)
    return found


def sent(place, values, period=QUARTER):
    return take(place.communes[1], period, "dvcq", values, UnitTable.Origin.TYPED, by=place.compiler)


def tried(place, key=WHOLE):
    figures = live.read(place.province, QUARTER, "dvcq").figures
    return [check for check in identity_checks(figures) if check.key == key]


def test_a_sound_table_holds_on_its_row_and_on_all_above(place):
    sent(place, SOUND)
    (check,) = tried(place)
    assert check.ok
    assert not check.is_undecided


def test_a_table_that_leaves_a_part_empty_fails_nothing(place):
    sent(place, {code: value for code, value in SOUND.items() if code != FIRST_PART})
    found = tried(place)
    assert all(check.ok for check in found)
    (open_,) = [check for check in found if check.is_undecided]
    assert (open_.cause, open_.unit) == (MISSING, "Tỉnh Minh Họa")
    assert open_.text == "Chưa đủ số để kiểm tra: chưa có đơn khiếu nại."
    (held,) = [check for check in found if not check.is_undecided]
    assert held.text == "Đúng ở 3 dòng đã đủ số.", "the rows without the table's gap are still tried"


def test_records_that_do_not_add_up_are_found_beside_a_table_that_lacks_a_figure(place):
    sent(place, SOUND)
    matter(place.province, MIDDLE)
    Matter.objects.update(settled_on=MIDDLE, result="dung")
    found = tried(place, "vu_viec_can_doi")
    (failed,) = [check for check in found if not check.ok]
    assert (failed.unit, failed.stated, failed.computed, failed.severity) == ("Tỉnh Minh Họa", 1, 2, "error")
    assert failed.text.startswith("Riêng phần đếm từ hồ sơ: ")
    assert [check.cause for check in found if check.ok] == [MISSING]


def test_a_stated_nothing_is_zero_everywhere(place):
    nothing(place.communes[1], QUARTER, "dvcq", by=place.compiler)
    shape, _ = shape_of("dvcq", QUARTER)
    assert {"don.tiep_nhan", "don.khieu_nai"} <= columns(shape).keys()
    (check,) = tried(place)
    assert check.ok
    assert not check.is_undecided


def test_a_total_that_leaves_complaints_out_is_told_at_the_commune_and_from_below_above_it(place):
    sent(place, SOUND | {"don.tiep_nhan": 258})
    by_unit = {check.unit: check for check in tried(place) if not check.ok}
    assert set(by_unit) == {"Tỉnh Minh Họa", "Huyện Số 2", "Xã Số 2.1"}
    own = by_unit["Xã Số 2.1"]
    assert (own.cause, own.stated, own.computed) == ("left_out", 258, 296)
    assert "bỏ sót 38 đơn khiếu nại" in own.text
    for unit in ("Tỉnh Minh Họa", "Huyện Số 2"):
        assert by_unit[unit].cause == FROM_BELOW
        assert by_unit[unit].text.endswith("Lệch đúng bằng ở Xã Số 2.1: sửa ở đó thì dòng này cũng đúng.")
        assert by_unit[unit].blocks


def test_a_number_of_the_quarter_before_is_told_by_the_table_of_that_quarter(place):
    earlier = {"don.khieu_nai": 57, "don.to_cao": 81, "don.kien_nghi_phan_anh": 120, "don.tiep_nhan": 258}
    sent(place, earlier, "2022-Q4")
    sent(place, SOUND | {"don.khieu_nai": 57})
    (own,) = [check for check in tried(place) if check.unit == "Xã Số 2.1"]
    assert own.cause == "period_slip"
    assert "57 đơn khiếu nại" in own.text or "đơn khiếu nại là 38 thay vì 57" in own.text
    assert "chép nhầm kỳ" in own.text


def test_a_mistyped_digit_of_a_table_is_told(place):
    sent(place, SOUND | {"don.to_cao": 97})
    (own,) = [check for check in tried(place) if check.unit == "Xã Số 2.1"]
    assert own.cause == "mistyped"


def test_two_units_that_fail_by_different_amounts_each_tell_their_own(place):
    for unit, on in ((place.communes[0], MIDDLE), (place.communes[1], MIDDLE)):
        matter(unit, on)
    matter(place.communes[1], MIDDLE)
    Matter.objects.update(settled_on=MIDDLE, result="dung")
    failed = {check.unit: check.cause for check in tried(place, "vu_viec_can_doi") if not check.ok}
    assert failed["Huyện Số 1"] == failed["Huyện Số 2"] == FROM_BELOW
    assert failed["Tỉnh Minh Họa"] != FROM_BELOW, "no one unit below is off by as much as the whole"


def test_sound_rows_cost_no_further_question(place, django_assert_num_queries):
    figures = live.read(place.province, QUARTER, "dvcq").figures
    with django_assert_num_queries(0):
        identity_checks(figures)
