"""What an act on units says of reports: drafts of what ends, and periods that run across its day."""

from datetime import date

import pytest

from danvan.org.acts import previews
from danvan.org.acts.previews import Touched
from danvan.reports.models import Report
from danvan.reports.tests.factories import make_place
from danvan.reports.touched import tell

pytestmark = pytest.mark.django_db
ON = date(2023, 2, 1)


@pytest.fixture
def place():
    return make_place()


def draft(unit, period="2023-Q1"):
    return Report.objects.create(
        unit=unit, issuer=unit, form="dvcq", period=period, tree_on=date(2023, 3, 14)
    )


def told(ended=(), changed=(), on=ON):
    touched = Touched(frozenset(unit.pk for unit in ended), frozenset(unit.pk for unit in changed))
    return [
        (line.text.partition(" (")[0].split(",")[0].split(":")[0], line.count) for line in tell(touched, on)
    ]


def test_a_draft_of_a_unit_that_ends(place):
    draft(place.communes[0], "2022-Q4")
    assert told(ended=[place.communes[0]]) == [("Báo cáo chưa ký của đơn vị kết thúc", 1)]


def test_a_period_across_the_day_of_the_unit_or_of_one_above(place):
    draft(place.province)
    draft(place.districts[0])
    draft(place.communes[1])
    expected = [("Báo cáo chưa ký có kỳ vắt qua ngày này", 2)]
    assert told(ended=[place.communes[0]]) == expected
    assert told(changed=[place.communes[0]]) == expected
    assert told(changed=[place.communes[1]])[0][1] == 3


@pytest.mark.parametrize(
    ("on", "count"),
    [(date(2022, 12, 15), 0), (date(2022, 12, 16), 1), (date(2023, 3, 14), 1), (date(2023, 3, 15), 0)],
)
def test_the_first_day_of_a_period_is_not_across_it(place, on, count):
    draft(place.province)
    assert sum(line[1] for line in told(changed=[place.communes[0]], on=on)) == count


def test_signed_reports_and_other_units_are_left_alone(place):
    draft(place.districts[1])
    other = draft(place.communes[0], "2022-Q4")
    Report.objects.filter(pk=other.pk).delete()
    assert told(ended=[place.communes[0]]) == []


def test_a_period_without_law_is_no_reason_to_fail(place):
    draft(place.province, "khac")
    assert told(ended=[place.communes[0]]) == []


def test_the_periods_are_named_once_each(place):
    draft(place.province)
    draft(place.districts[0])
    (line,) = tell(Touched(changed=frozenset({place.communes[0].pk})), ON)
    assert line.text.endswith("(kỳ 2023-Q1)")


def test_the_hook_is_in_place():
    assert "bao_cao" in previews._tellers
