"""For any sequence of acts the total at the root is the same before and after, as it was and as it is."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from danvan.org.acts import lineage, wishes
from danvan.org.acts.tests.acts_world import Land, commune
from danvan.org.models import Kind, UnitClosure, UnitParent
from danvan.org.tree import Tree, below
from danvan.reports.inheritance import stand_ins
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
FIRST = date(2023, 4, 1)

steps = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge_into", "split", "split_off", "move", "dissolve", "create"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=6,
)


class Undone(Exception):
    """Takes an example's rows back."""


def wish_of(land, step, on, number):
    """The step on units that live then; None where there are too few."""
    what, first, second = step
    tree = Tree(on, land.top)
    communes = sorted(pk for pk, node in tree.nodes.items() if node.kind == Kind.COMMUNE)
    districts = sorted(pk for pk, node in tree.nodes.items() if node.kind == Kind.DISTRICT)
    if len(communes) < 2:
        what = "create"
    one, other = communes[first % len(communes)], communes[(first + 1 + second) % len(communes)]
    parent = tree.nodes[districts[second % len(districts)]].unit
    made = [commune(f"Xã Số {number} {letter}", parent) for letter in "AB"]
    if what in ("merge", "merge_into", "dissolve") and one == other:
        return None
    return {
        "merge": lambda: wishes.merge(on, [one, other], made=made[0]),
        "merge_into": lambda: wishes.merge(on, [one, other], into=one),
        "split": lambda: wishes.split(on, one, made),
        "split_off": lambda: wishes.split(on, one, made[:1], lives_on=True),
        "move": lambda: wishes.move(on, one, parent.pk),
        "dissolve": lambda: wishes.dissolve(on, one, other),
        "create": lambda: wishes.create(on, made[0]),
    }[what]()


class Story:
    """The acts of one example, and one record at every unit on every day on which something changed."""

    def __init__(self, land, chosen):
        self.land, self.days, self.records = land, [FIRST - timedelta(days=1)], []
        for number, step in enumerate(chosen):
            self.write_records()
            on = FIRST + timedelta(days=7 * number)
            wish = wish_of(land, step, on, number)
            try:
                if wish:
                    with transaction.atomic():
                        land.do(wish)
            except Refusal:
                continue
            self.days.append(on)
        self.write_records()

    def write_records(self):
        on = self.days[-1]
        self.records += [(unit, on) for unit in below([self.land.top.pk], on)]

    def total(self, records, on):
        """What the root counts of these records under the tree of a day, as reports do."""
        tree = Tree(on, self.land.top)
        places = stand_ins(tree)
        counted = Counter(
            places.get(unit, unit) for unit, _day in records if places.get(unit, unit) in tree.nodes
        )
        return sum(counted[unit] for unit in tree.descendants(self.land.top))

    def follow(self, on):
        """Every record's unit as it is on a day."""
        return lineage.as_is({unit for unit, _day in self.records}, on)


@given(chosen=steps)
@example(chosen=[("split_off", 2, 0), ("dissolve", 14, 27), ("merge", 0, 1)])  # given away, come back, merged
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_and_nothing_counted_twice(db, chosen):
    try:
        with transaction.atomic():
            story = Story(Land(), chosen)
            last = story.days[-1]
            for on in story.days:  # as it was: each day's own records under that day's tree
                records = [record for record in story.records if record[1] == on]
                assert story.total(records, on) == len(records)
            # as it is: all records under the last day's tree
            assert story.total(story.records, last) == len(story.records)
            found = story.follow(last)
            living = below([story.land.top.pk], last)
            assert not found.lost
            assert set(found.homes.values()) <= living
            assert all(units <= living for units in found.parted.values())
            asked = {unit for unit, _day in story.records}
            assert found.homes.keys() | found.parted.keys() == asked
            assert not found.homes.keys() & found.parted.keys()
            raise Undone
    except Undone:
        pass


@given(chosen=steps)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_written_out_tree_follows_every_act(db, chosen):
    try:
        with transaction.atomic():
            story = Story(Land(), chosen)
            for on in story.days:
                direct = set(UnitParent.objects.on(on).values_list("parent_id", "unit_id"))
                kept = set(
                    UnitClosure.objects.on(on).filter(depth=1).values_list("ancestor_id", "descendant_id")
                )
                assert kept == direct
                assert below([story.land.top.pk], on) == Tree(on).descendants(story.land.top)
            raise Undone
    except Undone:
        pass


def test_the_stories_do_tell_something(db):
    """Were every act refused, the properties above would hold of nothing."""
    kinds = ["create", "merge", "split", "move", "split_off", "merge_into", "dissolve"]
    story = Story(Land(), [(kind, 1, 1) for kind in kinds])
    assert len(story.days) >= 7
    assert len(story.records) > 50
