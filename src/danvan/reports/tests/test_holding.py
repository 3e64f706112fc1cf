"""A merger and a hand-over change no figure of the time before, and lose none of the time after."""

from datetime import date

import pytest

from danvan.org.acts import deciding, wishes
from danvan.org.acts.tests.acts_world import BASIS, commune
from danvan.org.models import Unit
from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.records.models import Record
from danvan.records.tests.factories import handler
from danvan.reports.compute import compute, records_behind
from danvan.reports.evidence import gather
from danvan.reports.tests.factories import letters, make_place

pytestmark = pytest.mark.django_db
BEFORE, DURING = "2022-Q4", "2023-Q1"
ON = date(2023, 3, 10)


@pytest.fixture
def place():
    return make_place()


def merge(place, on=ON):
    """The first two communes become one; its officer takes over every open record."""
    first, second = place.communes[:2]
    admin = make_account("he_thong", place.province, covers_below=True)
    wish = wishes.merge(on, [first.pk, second.pk], made=commune("Xã Gộp", place.districts[0]))
    act = deciding.propose(wish, BASIS, by=admin)
    deciding.confirm(act, deciding.show(act, admin).digest, by=admin)
    made = Unit.objects.get(slug="xa-gop")
    officer = handler(made)
    for record in Record.objects.filter(unit__in=(first, second), closed_on__isnull=True):
        writing.hand_over(record, made, by=officer, on=date(2023, 3, 12), reason="Biên bản")
    return made


def cell(unit, period, code="don.tiep_nhan", **where):
    return compute(unit, period, [code]).cell(code, **where).value


def test_what_was_counted_before_stays_where_it_was(place):
    old, other = place.communes[:2]
    letters(old, "khieu_nai", 3, date(2022, 11, 2))
    letters(other, "to_cao", 2, date(2022, 11, 2))
    before = [cell(unit, BEFORE) for unit in (place.province, place.districts[0], old, other)]
    merge(place)
    assert Record.objects.filter(unit=old).count() == 0
    assert (
        [cell(unit, BEFORE) for unit in (place.province, place.districts[0], old, other)]
        == before
        == [5, 5, 3, 2]
    )


def test_the_total_of_the_running_period_holds_and_the_heir_shows_it(place):
    old, other, third = place.communes[:3]
    for unit, count in ((old, 3), (other, 2), (third, 4)):
        letters(unit, "khieu_nai", count, date(2023, 2, 1))
    before = cell(place.province, DURING)
    made = merge(place)
    assert cell(place.province, DURING) == before == 9
    assert cell(made, DURING) == 5
    assert cell(place.districts[0], DURING) == 5


def test_the_list_behind_a_cell_and_the_evidence_agree_with_it(place):
    old = place.communes[0]
    letters(old, "khieu_nai", 3, date(2022, 11, 2))
    merge(place)
    assert records_behind("don.tiep_nhan", old, BEFORE).count() == 3
    figures = compute(place.province, BEFORE)
    lines = gather(figures, "muối").by_cell(figures)[old.pk, "don.tiep_nhan"]
    assert len(lines) == 3


def test_a_record_handed_over_twice_counts_where_it_was_at_each_time(place):
    old = place.communes[0]
    (letter,) = letters(old, "khieu_nai", 1, date(2022, 11, 2))
    made = merge(place)
    admin = make_account("he_thong", place.province, covers_below=True)
    act = deciding.propose(wishes.dissolve(date(2023, 3, 13), made.pk, place.communes[2].pk), BASIS, by=admin)
    deciding.confirm(act, deciding.show(act, admin).digest, by=admin)
    heir = handler(place.communes[2])
    writing.hand_over(letter, place.communes[2], by=heir, on=date(2023, 3, 14), reason="Biên bản")
    assert cell(old, BEFORE) == cell(place.province, BEFORE) == 1
    assert cell(place.communes[2], BEFORE) == 0
    assert cell(place.province, DURING, "don.tiep_nhan") == 0
