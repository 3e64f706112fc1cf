"""The kept words of a source's question: one asking never answers with another's units, days or numbers."""

from dataclasses import replace

import pytest
from django.db.models import Q

from danvan.domains.petitions.models import Letter
from danvan.records.declare import Indicator, figure
from danvan.reports import question as asking
from danvan.reports.question import UNITS, apart, question
from danvan.reports.scan import recount, scan
from danvan.reports.tests.factories import FIRST, LAST, letters, make_place
from danvan.reports.windows import period_of

CODES = ("don.tiep_nhan", "don.khieu_nai", "don.to_cao")
QUARTER, BEFORE = "2023-Q1", "2022-Q4"


def items():
    return [figure(code) for code in CODES]


def told(period, units, wanted=None):
    lines = scan(Letter, wanted or items(), period_of(period), [unit.pk for unit in units])
    return {line.unit_id: [tally.value for tally in line.tallies.values()] for line in lines}


def test_the_same_asking_is_written_once():
    assert question(Letter, items(), period_of(QUARTER)) is question(Letter, items(), period_of(QUARTER))


@pytest.mark.parametrize(
    "other",
    [
        lambda: question(Letter, items(), period_of(BEFORE)),
        lambda: question(Letter, items()[:2], period_of(QUARTER)),
        lambda: question(Letter, items()[::-1], period_of(QUARTER)),
        lambda: question(
            Letter, [replace(items()[0], where=Q(kind="to_cao")), *items()[1:]], period_of(QUARTER)
        ),
    ],
    ids=["period", "fewer", "order", "condition under the same code"],
)
def test_any_other_asking_is_written_anew(other):
    first = question(Letter, items(), period_of(QUARTER))
    assert (other().sql, other().values, other().places) != (first.sql, first.values, first.places)


def test_units_stand_in_the_words_as_a_place_to_fill():
    values = question(Letter, items(), period_of(QUARTER)).values
    assert sum(value is UNITS for value in values) == 3  # held now, handed over, and by whom at the end


def test_what_figures_share_is_told_and_counted_once():
    twice = [items()[0], replace(items()[0], code="thu.mot"), replace(items()[0], code="thu.hai")]
    asked = question(Letter, twice, period_of(QUARTER))
    assert len(set(asked.places)) == 1
    assert asked.sql.count("count(*)") == 1


def test_the_kept_words_do_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(asking, "KEPT", 3)
    for code in CODES * 3:
        question(Letter, [replace(figure(code))], period_of(QUARTER))
    assert len(asking._kept) <= 3


@pytest.mark.parametrize(
    ("whole", "count"),
    [
        (Q(), 0),
        (Q(kind="a"), 1),
        (Q(kind="a", field="b"), 2),
        (Q(kind="a") & Q(field="b") & Q(is_repeated=True), 3),
        (Q(kind="a") & (Q(field="b") | Q(field="c")), 2),
        (Q(kind="a") | Q(field="b"), 1),
        (~Q(kind="a", field="b"), 1),
    ],
)
def test_only_what_and_joins_is_taken_apart(whole, count):
    assert len(apart(whole)) == count


@pytest.mark.django_db
class TestAnswers:
    @pytest.fixture
    def place(self):
        place = make_place(1, 2)
        letters(place.communes[0], "khieu_nai", 3, LAST)
        letters(place.communes[1], "to_cao", 2, LAST)
        letters(place.communes[1], "khieu_nai", 1, FIRST.replace(day=1))
        return place

    def test_of_one_unit_after_another(self, place):
        one, two = place.communes
        assert told(QUARTER, [one]) == {one.pk: [3, 3, 0]}
        assert told(QUARTER, [two]) == {two.pk: [2, 0, 2]}
        assert told(QUARTER, []) == {}
        assert told(QUARTER, [one, two]) == {one.pk: [3, 3, 0], two.pk: [2, 0, 2]}

    def test_of_one_period_after_another(self, place):
        two = place.communes[1]
        assert (told(QUARTER, [two]), told(BEFORE, [two])) == ({two.pk: [2, 0, 2]}, {two.pk: [1, 1, 0]})

    def test_of_another_condition_under_the_same_code(self, place):
        wanted = [items()[0], replace(items()[1], where=Q(kind="to_cao"))]
        assert told(QUARTER, [place.communes[1]], wanted) == {place.communes[1].pk: [2, 2]}

    def test_are_what_counting_without_groups_tells(self, place):
        every = [item for item in map(figure, CODES) if isinstance(item, Indicator)]
        found = told(QUARTER, place.units, every)
        direct = recount(Letter, every, period_of(QUARTER), [unit.pk for unit in place.units])
        assert [sum(column) for column in zip(*found.values(), strict=True)] == list(direct.values())

    def test_a_query_more_memory_for_the_join_is_none_of_its_own(self, place, django_assert_num_queries):
        with django_assert_num_queries(1):
            told(QUARTER, place.units)
