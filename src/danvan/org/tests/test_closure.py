"""The written-out tree equals the walk over parents, whatever was changed and in whatever order."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.org import closure
from danvan.org.models import Unit, UnitClosure, UnitParent
from danvan.org.tests.factories import change_parents, make_unit, put_under
from danvan.org.tree import below, below_each
from danvan.ui.errors import Refusal

START, REFORM = date(2020, 1, 1), date(2025, 7, 1)
BEFORE, AFTER = DateRange(START, REFORM), DateRange(REFORM, None)
DAYS = 40
MANY = 7


def walked(top: int, on: date) -> set[int]:
    """What stands below, found step by step from the parents alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE below(id) AS (SELECT %s::bigint UNION SELECT p.unit_id FROM org_unitparent p"
            " JOIN below ON p.parent_id = below.id AND p.valid @> %s::date) SELECT id FROM below",
            [top, on],
        )
        return {row[0] for row in cursor.fetchall()}


def rows():
    return sorted(
        UnitClosure.objects.values_list("ancestor__slug", "descendant__slug", "depth", "valid"), key=repr
    )


# Three generations


@pytest.fixture
def family(db):
    top = make_unit("Tỉnh", parent=None)
    middle = make_unit("Huyện", parent=top)
    return top, middle, make_unit("Xã", parent=middle)


def test_every_level_above_has_its_row_with_its_depth(family):
    top, middle, low = family
    depths = {(r.ancestor_id, r.descendant_id): r.depth for r in UnitClosure.objects.all()}
    assert depths == {
        (top.pk, middle.pk): 1,
        (middle.pk, low.pk): 1,
        (top.pk, low.pk): 2,
    }


def test_a_row_holds_only_on_days_when_every_link_held(family):
    top, middle, low = family
    change_parents(middle, valid=DateRange(date(2010, 1, 1), REFORM))
    change_parents(low, valid=DateRange(date(2015, 1, 1), None))
    row = UnitClosure.objects.get(ancestor=top, descendant=low)
    assert row.valid == DateRange(date(2015, 1, 1), REFORM)


def test_what_hangs_below_a_moved_unit_moves_with_it(family):
    top, middle, low = family
    other = make_unit("Tỉnh khác")
    change_parents(middle, valid=BEFORE)
    put_under(middle, other, AFTER)
    assert below([top.pk], date(2025, 6, 30)) == {top.pk, middle.pk, low.pk}
    assert below([top.pk], REFORM) == {top.pk}
    assert below([other.pk], REFORM) == {other.pk, middle.pk, low.pk}


def test_days_of_one_depth_that_touch_are_one_row(family):
    top, _middle, low = family
    second = make_unit("Huyện hai", parent=top)
    change_parents(low, valid=BEFORE)
    put_under(low, second, AFTER)
    assert UnitClosure.objects.get(ancestor=top, descendant=low).valid == DateRange(START, None)


def test_a_removed_parent_leaves_no_row(family):
    top, middle, low = family
    UnitParent.objects.filter(unit=middle).delete()
    closure.rebuild([middle.pk])
    assert below([top.pk], REFORM) == {top.pk}
    assert below([middle.pk], REFORM) == {middle.pk, low.pk}


def test_each_top_has_its_own_answer(family):
    top, middle, low = family
    found = below_each([top.pk, low.pk], REFORM)
    assert found == {top.pk: {top.pk, middle.pk, low.pk}, low.pk: {low.pk}}


def test_nothing_asked_costs_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert below([], REFORM) == set()
        assert below_each([], REFORM) == {}


def test_a_subtree_is_one_query(family, django_assert_num_queries):
    with django_assert_num_queries(1):
        below([family[0].pk], REFORM)


def test_queries_of_a_rebuild_do_not_grow(family, django_assert_max_num_queries):
    _top, middle, _ = family
    for _turn in range(10):
        make_unit(parent=middle)
    with django_assert_max_num_queries(6):
        assert closure.rebuild([middle.pk]) == 1 + 11 * 2


def test_the_application_may_rebuild(family, as_app):
    assert closure.rebuild() == 3


def test_the_migration_writes_what_a_rebuild_writes(family):
    """Of units that an earlier program has loaded."""
    top, _middle, low = family
    change_parents(low, valid=BEFORE)
    put_under(low, top, AFTER)
    built = rows()
    UnitClosure.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("danvan.org.migrations.0003_closure").FILL)
    assert rows() == built


# Circles


def test_a_circle_is_refused_by_name_and_leaves_what_was(family):
    top, _middle, low = family
    before = rows()
    UnitParent.objects.create(unit=top, parent=low, valid=AFTER)
    with pytest.raises(Refusal, match="không thể đứng dưới chính mình"):
        closure.rebuild([top.pk])
    assert rows() == before


def test_a_circle_above_an_innocent_unit_is_refused(family):
    top, middle, low = family
    UnitParent.objects.create(unit=top, parent=middle, valid=AFTER)
    with pytest.raises(Refusal, match=r"“(Tỉnh|Huyện)” không thể đứng dưới chính mình"):
        closure.rebuild([low.pk, top.pk])


def test_two_units_may_stand_above_each_other_in_turn(db):
    first, second = make_unit(), make_unit()
    put_under(first, second, BEFORE)
    put_under(second, first, AFTER)
    assert below([second.pk], START) == {first.pk, second.pk}
    assert below([second.pk], REFORM) == {second.pk}


def test_a_chain_without_end_is_refused(db):
    unit = make_unit("Gốc")
    for _turn in range(closure.DEEPEST - 1):
        unit = make_unit(parent=unit)
    with pytest.raises(Refusal, match=f"sâu quá {closure.DEEPEST} bậc"):
        make_unit("Thừa", parent=unit)


def test_the_database_refuses_two_paths_of_one_day(family):
    top, _middle, low = family
    with pytest.raises(IntegrityError, match="closure_one_path"), transaction.atomic():
        UnitClosure.objects.create(ancestor=top, descendant=low, depth=1, valid=AFTER)


def test_a_unit_that_goes_takes_its_rows_along(family):
    top, _middle, low = family
    low.names.all().delete()
    UnitParent.objects.filter(unit=low).delete()
    low.delete()
    assert not UnitClosure.objects.filter(ancestor=top, depth=2).exists()


# Any dated tree

spells = st.lists(
    st.tuples(
        st.integers(1, MANY - 1),  # the unit
        st.integers(0, MANY - 1),  # its parent, taken modulo the unit so that no circle can arise
        st.integers(0, DAYS - 1),
        st.integers(1, DAYS) | st.none(),
    ),
    max_size=14,
)


def write(units: list[Unit], drawn) -> list[UnitParent]:
    """Save the drawn spells that do not overlap earlier ones of their unit."""
    taken: dict[int, list[DateRange]] = {}
    saved = []
    for child, parent, first, length in drawn:
        upper = None if length is None else START + timedelta(first + length)
        valid = DateRange(START + timedelta(first), upper)
        if any(_meet(valid, other) for other in taken.setdefault(child, [])):
            continue
        taken[child].append(valid)
        saved.append(UnitParent.objects.create(unit=units[child], parent=units[parent % child], valid=valid))
    return saved


def _meet(one: DateRange, other: DateRange) -> bool:
    last = date.max
    return one.lower < (other.upper or last) and other.lower < (one.upper or last)


def agrees(units: list[Unit], days) -> None:
    for shift in days:
        on = START + timedelta(shift)
        for unit in units:
            assert below([unit.pk], on) == walked(unit.pk, on)


@pytest.mark.django_db
@settings(max_examples=40)
@given(first=spells, second=spells, days=st.lists(st.integers(-1, 2 * DAYS), min_size=3, max_size=6))
def test_any_dated_tree_equals_its_walk_before_and_after_changes(first, second, days):
    with transaction.atomic():
        units = Unit.objects.bulk_create(Unit(slug=f"ngau-nhien-{n}") for n in range(MANY))
        write(units, first)
        closure.rebuild()
        agrees(units, days)
        gone = {child for child, *_ in second}
        UnitParent.objects.filter(unit__in=[units[child] for child in gone]).delete()
        write(units, second)
        closure.rebuild([units[child].pk for child in gone])
        agrees(units, days)
        partly = rows()
        closure.rebuild()
        assert rows() == partly
        transaction.set_rollback(True)
