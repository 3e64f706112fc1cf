"""As it was and as it is: whole units are followed, parts say that they cannot be."""

from datetime import date

import pytest

from danvan.org.acts import lineage, wishes
from danvan.org.acts.tests.acts_world import EVE, ON, Land, commune
from danvan.org.models import Succession, UnitName
from danvan.org.tests.factories import make_succession, make_unit

pytestmark = pytest.mark.django_db
LATER = date(2023, 6, 1)


@pytest.fixture
def land():
    return Land()


def homes(units, on):
    return lineage.as_is([unit.pk for unit in units], on).homes


class TestForwards:
    def test_a_living_unit_carries_itself(self, land):
        assert homes([land.an], ON) == {land.an.pk: land.an.pk}

    def test_a_merged_unit_is_followed_to_its_heir(self, land):
        made = land.merged()
        assert homes([land.an, land.binh], ON) == {land.an.pk: made.pk, land.binh.pk: made.pk}

    def test_as_it_was_before_the_day_it_is_itself(self, land):
        land.merged()
        assert homes([land.an], EVE) == {land.an.pk: land.an.pk}

    def test_through_several_generations(self, land):
        made = land.merged()
        land.do(wishes.dissolve(LATER, made.pk, land.cat.pk))
        assert homes([land.an, made], LATER) == {land.an.pk: land.cat.pk, made.pk: land.cat.pk}
        assert homes([land.an], EVE) == {land.an.pk: land.an.pk}

    def test_a_divided_unit_has_no_one_home(self, land):
        land.do(wishes.split(ON, land.cat.pk, [commune(f"Xã Cát {n}", land.east) for n in ("Một", "Hai")]))
        found = lineage.as_is([land.cat.pk], ON)
        parts = set(UnitName.objects.filter(name__startswith="Xã Cát ").values_list("unit_id", flat=True))
        assert (found.homes, found.parted, found.lost) == ({}, {land.cat.pk: parts}, frozenset())

    def test_parts_that_come_together_again_are_whole(self, land):
        land.do(wishes.split(ON, land.cat.pk, [commune(f"Xã Cát {n}", land.east) for n in ("Một", "Hai")]))
        parts = list(UnitName.objects.filter(name__startswith="Xã Cát ").values_list("unit_id", flat=True))
        land.do(wishes.merge(LATER, parts, made=commune("Xã Cát Mới", land.east)))
        made = UnitName.objects.get(name="Xã Cát Mới").unit
        assert homes([land.cat], LATER) == {land.cat.pk: made.pk}

    def test_one_part_alone_is_not_the_whole(self, land):
        made = make_unit("Xã Nhận", parent=land.east)
        Succession.objects.create(predecessor=land.cat, successor=made, on=ON, share="mot_phan")
        land.cat.names.update(valid=(date(2000, 1, 1), ON))
        assert lineage.as_is([land.cat.pk], ON).parted == {land.cat.pk: {made.pk}}

    def test_an_end_without_a_known_heir_says_so(self, land):
        land.do(wishes.dissolve(ON, land.cat.pk))
        assert lineage.as_is([land.cat.pk], ON).lost == {land.cat.pk}

    def test_what_was_to_follow_later_came_to_nothing(self, land):
        made = land.merged()
        make_succession(land.an, land.yen, date(2023, 5, 1))
        assert homes([land.an], LATER) == {land.an.pk: made.pk}

    def test_a_circle_in_the_lists_ends(self, land):
        for old, new in ((land.an, land.binh), (land.binh, land.an)):
            make_succession(old, new, ON)
            old.names.update(valid=(date(2000, 1, 1), ON))
        assert lineage.as_is([land.an.pk], LATER).lost == {land.an.pk}

    def test_nothing_asked_nothing_answered(self, land):
        assert lineage.as_is([], ON) == lineage.Lineage(ON)

    @pytest.mark.parametrize("count", [2, 12])
    def test_queries_do_not_grow_with_the_units(self, land, count, django_assert_num_queries):
        units = [make_unit(parent=land.west) for _ in range(count)]
        land.do(wishes.merge(ON, [unit.pk for unit in units], made=commune("Xã Lớn", land.west)))
        with django_assert_num_queries(3):
            lineage.as_is([unit.pk for unit in units], ON)


class TestBackwards:
    def test_a_merged_unit_adds_up_from_its_sources(self, land):
        made = land.merged()
        found = lineage.sources(made.pk, ON)
        assert found.whole == {made.pk, land.an.pk, land.binh.pk}
        assert found.adds_up
        assert found.why_not({}) == ""

    def test_who_took_a_part_does_not_add_up_and_says_so(self, land):
        land.do(wishes.split(ON, land.cat.pk, [commune("Xã Cát Hạ", land.east)], lives_on=True))
        part = UnitName.objects.get(name="Xã Cát Hạ").unit_id
        for unit in (part, land.cat.pk):
            found = lineage.sources(unit, ON)
            assert found.part == {land.cat.pk}
            sentence = found.why_not({land.cat.pk: "Xã Cát"})
            assert "một phần của Xã Cát" in sentence
            assert "1/4/2023" in sentence

    def test_an_heir_of_a_divided_unit_does_not_add_up(self, land):
        land.do(wishes.split(ON, land.cat.pk, [commune(f"Xã Cát {n}", land.east) for n in ("Một", "Hai")]))
        part = UnitName.objects.get(name="Xã Cát Một").unit_id
        found = lineage.sources(part, ON)
        assert (found.whole, found.part) == ({part}, {land.cat.pk})

    def test_untouched_units_add_up(self, land):
        land.merged()
        assert lineage.sources(land.yen.pk, ON).adds_up


class TestWhoseFilesAUnitKeeps:
    def test_an_heir_keeps_those_of_what_was_merged_into_it(self, land):
        made = land.merged()
        assert lineage.inherited([made.pk], ON) == {land.an.pk, land.binh.pk}
        assert lineage.inherited([made.pk], EVE) == set()

    def test_through_generations(self, land):
        made = land.merged()
        land.do(wishes.dissolve(LATER, made.pk, land.cat.pk))
        assert lineage.inherited([land.cat.pk], LATER) == {land.an.pk, land.binh.pk, made.pk}

    def test_of_a_divided_unit_only_who_has_all_parts(self, land):
        land.do(wishes.split(ON, land.cat.pk, [commune(f"Xã Cát {n}", land.east) for n in ("Một", "Hai")]))
        one, other = UnitName.objects.filter(name__startswith="Xã Cát ").values_list("unit_id", flat=True)
        assert lineage.inherited([one], ON) == lineage.inherited([other], ON) == set()
        assert lineage.inherited([one, other], ON) == {land.cat.pk}

    def test_who_gave_a_part_away_keeps_its_own(self, land):
        land.do(wishes.split(ON, land.cat.pk, [commune("Xã Cát Hạ", land.east)], lives_on=True))
        part = UnitName.objects.get(name="Xã Cát Hạ").unit_id
        assert lineage.inherited([part], ON) == set()

    def test_nobody_inherits_without_succession(self, land):
        land.do(wishes.dissolve(ON, land.cat.pk))
        assert lineage.inherited([land.top.pk, land.east.pk, land.an.pk], ON) == set()
        assert lineage.inherited([], ON) == set()
