"""A complaint accepted on a day: in time by the law, by the decree only, or by neither; and who is not judged."""

from datetime import date, timedelta

import pytest

from danvan.domains.petitions.models import Acceptance, Kind, Letter
from danvan.org.tests.factories import make_unit
from danvan.records.declare import identities
from danvan.records.loading import Row, load
from danvan.reports.checks import identity_checks
from danvan.reports.compute import compute

pytestmark = pytest.mark.django_db
CAME = date(
    2023, 2, 1
)  # a Wednesday: ten days end on Saturday 11/2 and roll to Monday; ten working days end on 15/2
BOTH = ("kqgq01.xet_thu_ly.dung_han_luat", "kqgq01.xet_thu_ly.dung_han_nghi_dinh")


@pytest.fixture
def unit(db):
    return make_unit()


def accepted(unit, on, move="thu_ly", came=CAME, kind=Kind.COMPLAINT, **columns):
    extra = {"refusal_ground": "khong_lien_quan"} if move == "khong_thu_ly" else {}
    classified = {"kind": kind, "field": "khac", **columns}
    row = Row(Letter(unit=unit), came, [("phan_loai", came, classified), (move, on, extra)])
    load("don", [row], reason="Thử nghiệm")
    return Letter.objects.get(pk=row.record.pk)


@pytest.mark.parametrize("move", ["thu_ly", "khong_thu_ly"])
@pytest.mark.parametrize(
    ("on", "judged"),
    [
        (date(2023, 2, 1), Acceptance.IN_TIME),
        (date(2023, 2, 13), Acceptance.IN_TIME),
        (date(2023, 2, 14), Acceptance.LATE_BY_LAW),
        (date(2023, 2, 15), Acceptance.LATE_BY_LAW),
        (date(2023, 2, 16), Acceptance.LATE),
        (date(2023, 6, 1), Acceptance.LATE),
    ],
)
def test_the_law_counts_days_and_the_decree_working_days(unit, on, judged, move):
    assert accepted(unit, on, move).acceptance == judged


@pytest.mark.parametrize(
    ("on", "judged"),
    [(date(2026, 8, 12), Acceptance.IN_TIME), (date(2026, 8, 13), Acceptance.LATE)],
)
def test_from_july_2026_both_count_alike(unit, on, judged):
    """Seven working days from Monday 3/8/2026."""
    assert accepted(unit, on, came=date(2026, 8, 3)).acceptance == judged


@pytest.mark.parametrize("move", ["huong_dan", "luu"])
def test_who_is_guided_or_filed_is_not_judged(unit, move):
    found = accepted(unit, date(2023, 6, 1), move, is_competent=False, is_eligible=move != "luu")
    assert found.acceptance is None


@pytest.mark.parametrize("kind", [Kind.DENUNCIATION, Kind.PROPOSAL])
def test_other_classes_are_not_judged(unit, kind):
    assert accepted(unit, date(2023, 6, 1), kind=kind).acceptance is None


def test_both_counts_stand_beside_the_form_and_add_up(unit):
    for days in (0, 12, 13, 14, 15, 30):
        accepted(unit, CAME + timedelta(days=days))
    accepted(unit, date(2023, 2, 3), kind=Kind.PROPOSAL)
    figures = compute(unit, "2023-Q1")
    assert [figures.cell(code).value for code in BOTH] == [2, 4]
    assert figures.cell("kqgq01.xet_thu_ly").value == 6
    assert figures.cell("kqgq01.xet_thu_ly.qua_han").value == 2
    failed = [check.key for check in identity_checks(figures) if not check.ok]
    assert failed == []
    assert {"kqgq01_xet_thu_ly", "kqgq01_dung_han_luat"} <= {item.key for item in identities()}
