"""Who must send what by when: the receiver's order, its days, and what counts as sent, late, returned or excused."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.org.tests.factories import make_account
from danvan.records import calendar
from danvan.reports.flow import moving, orders, tables
from danvan.reports.flow.models import ReportExcuse, ReportingOrder, UnitTable
from danvan.reports.flow.tests.conftest import QUARTER
from danvan.reports.form_files import version_on
from danvan.reports.models import Report
from danvan.reports.signing import prepare, sign
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
FORM = "01-xld"
CODE = "xld01.tiep_nhan.mot_nguoi"
COLUMNS = {
    "form": FORM,
    "every": "quy",
    "due_day": 17,
    "kinds": "huyen",
    "paper_no": "12/UBND-TD",
    "paper_on": date(2023, 1, 10),
    "valid_from": date(2023, 1, 10),
}


def order(place, **more):
    return orders.enact(place.province, by=place.head, **COLUMNS | more)


def owed(place, made, on=date(2023, 3, 14)):
    return orders.owed_to(made, period_of(QUARTER), on)


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"paper_no": " "}, "số văn bản"),
        ({"paper_on": date(2023, 3, 15), "valid_from": date(2023, 3, 15)}, "không sau hôm nay"),
        ({"valid_from": date(2023, 1, 9)}, "không sau ngày áp dụng"),
        ({"form": "khong-co"}, "Không có biểu mẫu"),
        ({"due_day": 0}, "từ 1 đến 28"),
        ({"due_day": 29}, "từ 1 đến 28"),
    ],
)
def test_an_order_without_its_parts_is_refused(place, more, match):
    with pytest.raises(Refusal, match=match):
        order(place, **more)
    assert not ReportingOrder.objects.exists()


def test_only_the_receiver_s_head_orders_and_ends(place, compiler):
    with pytest.raises(Refusal, match="ký báo cáo"):
        orders.enact(place.province, by=compiler, **COLUMNS)
    made = order(place)
    with pytest.raises(Refusal, match="ký báo cáo"):
        orders.end(made, date(2023, 3, 1), by=compiler)


def test_one_order_at_a_time_for_a_form_and_kind_of_period(place):
    made = order(place)
    with pytest.raises(Refusal, match="đang áp dụng"):
        order(place, due_day=20)
    order(place, every="nam")
    orders.end(made, date(2023, 2, 28), by=place.head)
    with pytest.raises(Refusal, match="đã kết thúc"):
        orders.end(made, date(2023, 3, 1), by=place.head)
    order(place, valid_from=date(2023, 3, 1), due_day=20)


@pytest.mark.parametrize(
    ("period", "due_day", "due"),
    [
        ("2023-Q1", 17, date(2023, 3, 17)),
        ("2023-Q1", 18, date(2023, 3, 20)),  # a Saturday
        ("2023-Q1", 14, date(2023, 4, 14)),  # the closing day itself: the month after
        ("2023-Q1", 5, date(2023, 4, 5)),
        ("2023-Q1", 15, date(2023, 3, 15)),  # one working day after closing
        ("2023", 20, date(2023, 12, 20)),
    ],
)
def test_the_due_day(place, period, due_day, due):
    made = ReportingOrder(**COLUMNS | {"due_day": due_day})
    assert orders.due_on(made, period_of(period)) == due


@given(
    due_day=st.integers(1, 28),
    year=st.integers(2022, 2025),
    part=st.sampled_from(["Q1", "Q2", "Q3", "Q4", "9M"]),
)
def test_a_due_day_is_a_working_day_after_the_figures_closed_and_within_six_weeks(due_day, year, part):
    period = period_of(f"{year}-{part}")
    due = orders.due_on(ReportingOrder(**COLUMNS | {"due_day": due_day}), period)
    assert calendar.current().is_working(due)
    assert 0 < (due - period.last).days <= 45


def test_the_units_right_below_owe_and_only_of_the_kinds_named(place):
    names = [one.unit_name for one in owed(place, order(place))]
    assert names == ["Huyện Số 1", "Huyện Số 2"]
    every = order(place, every="nam", kinds="")
    assert len(orders.owed_to(every, period_of("2023"))) == 3


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2023, 3, 1), "chua_den_han"),
        (date(2023, 3, 12), "sap_den_han"),
        (date(2023, 3, 17), "sap_den_han"),
        (date(2023, 3, 18), "qua_han"),
    ],
)
def test_what_is_not_sent_is_late_only_after_its_day(place, on, state):
    assert {one.state for one in owed(place, order(place), on)} == {state}


def test_a_table_a_statement_and_a_signed_report_are_each_a_sending(keeping, compiler):
    made = order(keeping, kinds="")
    tables.nothing(keeping.department, QUARTER, FORM, by=compiler)
    tables.take(keeping.districts[1], QUARTER, FORM, {CODE: 3}, UnitTable.Origin.XLSX, by=compiler)
    head = make_account("lanh_dao", keeping.districts[0], covers_below=True)
    report = sign(prepare(keeping.districts[0], QUARTER, FORM, by=head), by=head, reason="thử")
    before = {one.unit_id: one.state for one in owed(keeping, made)}
    assert before[keeping.districts[0].pk] == "sap_den_han", "signed and not sent"
    moving.send_up(report, by=head)
    found = {one.unit_id: one for one in owed(keeping, made)}
    assert {one.state for one in found.values()} == {"da_gui"}
    assert not any(one.was_late for one in found.values())
    assert found[keeping.department.pk].by_table.origin == "khong_co"
    assert found[keeping.districts[0].pk].report == report


def test_what_was_sent_by_another_version_of_the_form_is_sent(keeping, compiler):
    made = order(keeping)
    table = tables.take(keeping.districts[1], QUARTER, FORM, {CODE: 3}, UnitTable.Origin.XLSX, by=compiler)
    newer = replace(version_on(FORM, period_of(QUARTER).last), key="01-xld-tai")
    due = orders._met(made, {keeping.districts[1].pk: "Huyện"}, newer, period_of(QUARTER), date(2023, 3, 14))
    assert [(one.state, one.by_table) for one in due] == [("da_gui", table)]


def test_what_came_after_its_day_is_late_for_good(keeping, compiler, settings):
    made = order(keeping, due_day=17)
    settings.DEMONSTRATION_DAY = date(2023, 3, 21)
    tables.take(keeping.districts[1], QUARTER, FORM, {CODE: 3}, UnitTable.Origin.XLSX, by=compiler)
    one = next(one for one in owed(keeping, made) if one.unit_id == keeping.districts[1].pk)
    assert (one.state, one.was_late, one.words) == ("da_gui", True, "Đã gửi muộn")


def test_a_corrected_table_keeps_the_day_of_the_first(keeping, compiler, settings):
    made = order(keeping)
    tables.take(keeping.districts[1], QUARTER, FORM, {CODE: 3}, UnitTable.Origin.XLSX, by=compiler)
    settings.DEMONSTRATION_DAY = date(2023, 3, 21)
    tables.take(keeping.districts[1], QUARTER, FORM, {CODE: 4}, UnitTable.Origin.XLSX, by=compiler)
    one = next(one for one in owed(keeping, made) if one.unit_id == keeping.districts[1].pk)
    assert one.sent_on == date(2023, 3, 14)
    assert not one.was_late


def test_a_returned_table_has_to_be_sent_again(keeping, compiler):
    made = order(keeping)
    tables.take(keeping.districts[1], QUARTER, FORM, {CODE: 3}, UnitTable.Origin.XLSX, by=compiler)
    UnitTable.objects.update(state=UnitTable.State.RETURNED)
    assert [one.state for one in owed(keeping, made) if one.unit_id == keeping.districts[1].pk] == ["tra_lai"]


def test_the_receiver_s_head_excuses_with_a_reason_and_nobody_else(place, compiler):
    made = order(place)
    with pytest.raises(Refusal, match="ký báo cáo"):
        orders.excuse(place.districts[0], made, QUARTER, "Thiên tai", by=compiler)
    with pytest.raises(Refusal, match="nêu lý do"):
        orders.excuse(place.districts[0], made, QUARTER, " ", by=place.head)
    with pytest.raises(Refusal, match="không phải gửi"):
        orders.excuse(place.communes[0], made, QUARTER, "Thiên tai", by=place.head)
    orders.excuse(place.districts[0], made, QUARTER, "Thiên tai", by=place.head)
    orders.excuse(place.districts[0], made, QUARTER, "Lần hai", by=place.head)
    assert ReportExcuse.objects.get().reason == "Thiên tai"
    assert owed(place, made, date(2023, 6, 1))[0].state == "mien"


def test_a_unit_sees_what_it_owes_whoever_stands_above(place):
    order(place)
    rows = orders.owed_by(place.districts[0], date(2023, 3, 1), date(2023, 12, 31))
    assert [(one.period.code, one.due_on) for one in rows] == [
        ("2023-Q1", date(2023, 3, 17)),
        ("2023-Q2", date(2023, 6, 19)),
        ("2023-Q3", date(2023, 9, 18)),
        ("2023-Q4", date(2023, 12, 18)),
    ]
    assert orders.owed_by(place.communes[0], date(2023, 3, 1), date(2023, 12, 31)) == []
    assert orders.owed_by(place.department, date(2023, 3, 1), date(2023, 12, 31)) == []


def test_an_order_asks_only_for_periods_that_end_while_it_holds(place):
    made = order(place, valid_from=date(2023, 3, 15))
    orders.end(made, date(2023, 6, 14), by=place.head)
    found = orders.periods(made, date(2023, 1, 1), date(2023, 12, 31))
    assert [window.code for window in found] == ["2023-Q2"]


def test_the_citation_names_the_paper_and_the_article_only_where_it_was_read(place):
    made = order(place)
    assert "12/UBND-TD" in orders.citation(made, date(2023, 3, 14))
    assert "02/2021/TT-TTCP" in orders.citation(made, date(2023, 3, 14))
    assert "TT-TTCP" not in orders.citation(made, date(2024, 6, 1)), "known from memory alone"


def test_signing_above_units_that_sent_nothing_needs_the_head_s_reason(keeping):
    order(keeping)
    report = prepare(keeping.province, QUARTER, FORM, by=keeping.head)
    with pytest.raises(Refusal, match=r"2 đơn vị phải gửi mà chưa gửi \(Huyện Số 1, Huyện Số 2\)"):
        sign(report, by=keeping.head)
    assert Report.objects.get().state == "du_thao"
    signed = sign(report, by=keeping.head, reason="Hai huyện gửi sau")
    assert signed.package["coverage"]["not_sent"] == ["Huyện Số 1", "Huyện Số 2"]
    assert signed.package["override"] == "Hai huyện gửi sau"
    assert "Huyện Số 2" in signed.package["coverage"]["text"]


def test_another_form_s_order_blocks_nothing(keeping):
    order(keeping, form="01-kqgq")
    order(keeping, every="nam")
    report = prepare(keeping.province, QUARTER, FORM, by=keeping.head)
    assert sign(report, by=keeping.head).package["coverage"]["not_sent"] == []
