"""The morning's letter tells compilers what their unit has to send, and nobody else, and nothing of numbers."""

from datetime import date

import pytest

from danvan.org.tests.factories import make_account
from danvan.records.models import Notice
from danvan.records.notices.morning import write_letters
from danvan.reports.flow import orders, reminding, tables
from danvan.reports.flow.models import UnitTable
from danvan.reports.flow.tests.conftest import QUARTER
from danvan.reports.flow.tests.test_orders import COLUMNS, FORM

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(place):
    return orders.enact(place.province, by=place.head, **COLUMNS)


@pytest.fixture
def district(place):
    return make_account("tong_hop", place.districts[0])


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2023, 3, 6), []),
        (date(2023, 3, 13), ["1 báo cáo sắp đến hạn gửi cấp trên, gần nhất 17/3/2023."]),
        (date(2023, 3, 17), ["1 báo cáo sắp đến hạn gửi cấp trên, gần nhất 17/3/2023."]),
        (date(2023, 3, 20), ["1 báo cáo đã quá hạn gửi cấp trên, hạn từ 17/3/2023."]),
    ],
)
def test_what_is_told_on_which_day(order, district, day, said):
    assert reminding.tell(day).get(district.pk, []) == said


def test_what_was_sent_is_told_no_more_and_what_was_returned_is(place, order, district):
    tables.nothing(place.districts[0], QUARTER, FORM, by=district)
    assert district.pk not in reminding.tell(date(2023, 3, 20))
    UnitTable.objects.update(state="tra_lai")
    assert "trả lại" in reminding.tell(date(2023, 3, 20))[district.pk][0]


def test_only_who_makes_reports_at_the_unit_itself_is_told(place, order, district):
    others = [
        make_account("xu_ly", place.districts[0]),
        make_account("tong_hop", place.communes[0]),
        make_account("tong_hop", place.province, covers_below=True),
    ]
    told = reminding.tell(date(2023, 3, 20))
    assert district.pk in told
    assert not {account.pk for account in others} & told.keys()


def test_nothing_is_told_where_nobody_ordered_anything(district, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert reminding.tell(date(2023, 3, 20)) == {}


def test_it_stands_in_the_letter_of_the_morning(place, order, district):
    district.email = "tong-hop@example.test"
    district.save()
    write_letters(date(2023, 3, 20))
    letter = Notice.objects.get(account=district)
    assert "1 báo cáo đã quá hạn gửi cấp trên" in letter.body
