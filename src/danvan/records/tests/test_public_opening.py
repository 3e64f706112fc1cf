"""A visitor of the portal opens a record of a type that allows it, and no other."""

from datetime import date

import pytest

from danvan.records import writing
from danvan.records.history import of_record
from danvan.reports.tests.factories import make_place
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
ON = date(2023, 3, 1)


@pytest.fixture
def unit():
    return make_place().communes[0]


def test_a_letter_is_opened_by_nobody(unit):
    letter = writing.open_record("don", by=None, unit=unit, on=ON, channel="cong_truc_tuyen")
    assert letter.created_by is None
    assert (letter.register_no, letter.secrecy) == (1, "niem_phong")
    assert {row.actor for row in of_record(letter)} == {None}


@pytest.mark.parametrize("kind", ["luot_tiep", "ky_tiep", "vu_viec"])
def test_nothing_else_is(unit, kind):
    with pytest.raises(Refusal, match="không nhận qua cổng"):
        writing.open_record(kind, by=None, unit=unit, on=ON)


@pytest.mark.parametrize("move", ["phan_loai", "thu_ly", "luu"])
def test_a_visitor_takes_no_move_that_is_not_his(unit, move):
    letter = writing.open_record("don", by=None, unit=unit, on=ON)
    with pytest.raises(Refusal, match="do cơ quan thực hiện"):
        writing.move(letter, move, by=None, on=ON)
