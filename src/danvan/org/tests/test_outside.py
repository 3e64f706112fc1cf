"""A unit stands under another only on days when both exist: what no constraint can say is found by asking."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.org.loading import load_units
from danvan.org.models import Unit, UnitName, UnitParent
from danvan.org.outside import rows_outside
from danvan.org.tests.factories import make_unit, put_under
from danvan.org.tests.small_lists import write_lists

pytestmark = pytest.mark.django_db
START, REFORM = date(2020, 1, 1), date(2025, 7, 1)
BEFORE, AFTER, WHOLE = DateRange(START, REFORM), DateRange(REFORM, None), DateRange(START, None)


def found(unit_ids=None):
    return [(row.unit_id, row.parent_id, row.is_parent) for row in rows_outside(unit_ids)]


def test_a_row_within_both_lives_is_sound():
    make_unit(parent=make_unit(valid=WHOLE), valid=BEFORE)
    assert found() == []


def test_a_row_beyond_the_life_of_its_parent_is_found():
    parent, child = make_unit(valid=BEFORE), make_unit(valid=WHOLE)
    put_under(child, parent, WHOLE)
    assert found() == [(child.pk, parent.pk, True)]
    assert rows_outside()[0].valid == WHOLE


def test_a_row_beyond_the_units_own_life_is_found():
    parent, child = make_unit(valid=WHOLE), make_unit(valid=BEFORE)
    put_under(child, parent, WHOLE)
    assert found() == [(child.pk, parent.pk, False)]


def test_names_that_follow_one_another_are_one_life():
    parent, child = make_unit(valid=BEFORE), make_unit(valid=WHOLE)
    UnitName.objects.create(unit=parent, name="Phường Nối", kind="phuong", valid=AFTER)
    put_under(child, parent, WHOLE)
    assert found() == []


def test_a_gap_between_two_names_is_no_life():
    parent, child = make_unit(valid=DateRange(START, date(2025, 6, 1))), make_unit(valid=WHOLE)
    UnitName.objects.create(unit=parent, name="Phường Nối", kind="phuong", valid=AFTER)
    put_under(child, parent, WHOLE)
    assert found() == [(child.pk, parent.pk, True)]


def test_a_unit_without_any_name_has_no_life():
    parent, child = Unit.objects.create(slug="khong-ten"), make_unit(valid=WHOLE)
    put_under(child, parent, WHOLE)
    assert found() == [(child.pk, parent.pk, True)]


def test_only_the_asked_units_and_what_stands_under_them_are_looked_at(django_assert_num_queries):
    first, second = make_unit(valid=BEFORE), make_unit(valid=BEFORE)
    one, two = make_unit(valid=WHOLE), make_unit(valid=WHOLE)
    put_under(one, first, WHOLE)
    put_under(two, second, WHOLE)
    with django_assert_num_queries(2):
        assert found([first.pk]) == found([one.pk]) == [(one.pk, first.pk, True)]
    assert found([]) == []


def test_the_small_lists_are_sound(tmp_path):
    load_units(write_lists(tmp_path))
    assert UnitParent.objects.exists()
    assert found() == []


@settings(max_examples=60)
@given(
    life=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), min_size=1, max_size=3),
    row=st.tuples(st.integers(0, 25), st.integers(1, 10)),
)
def test_any_row_is_sound_exactly_when_every_day_of_it_is_a_day_of_both(life, row):
    from datetime import timedelta

    from django.db import transaction

    def days(first, length):
        return DateRange(START + timedelta(first), START + timedelta(first + length))

    with transaction.atomic():
        parent, child = Unit.objects.create(slug="cha"), make_unit(valid=WHOLE)
        living: set[int] = set()
        for first, length in life:
            span = set(range(first, first + length))
            if not span & living:
                living |= span
                UnitName.objects.create(unit=parent, name="Cha", kind="xa", valid=days(first, length))
        UnitParent.objects.create(unit=child, parent=parent, valid=days(*row))
        assert (found() == []) == (set(range(row[0], row[0] + row[1])) <= living)
        transaction.set_rollback(True)
