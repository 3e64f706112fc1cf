"""The tree as it was and as it is, and what is said of codes that do not hold on a day."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import Kind, UnitCode, UnitName
from danvan.org.tests.factories import make_succession, make_unit, put_under
from danvan.org.tree import Tree, below, successors, unit_by_code, units_on
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db

REFORM = date(2023, 7, 1)
BEFORE = DateRange(date(2021, 1, 1), REFORM)
AFTER = DateRange(REFORM, None)
WAS, IS = date(2023, 6, 30), REFORM


class World:
    """A province of two districts that become none: communes An and Bình are merged, Yên is handed up."""

    def __init__(self):
        start = DateRange(date(2021, 1, 1), None)
        self.province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE, code="91", valid=start)
        self.east = make_unit("Huyện Đông", Kind.DISTRICT, self.province, "911", BEFORE)
        self.west = make_unit("Huyện Tây", Kind.DISTRICT, self.province, "912", BEFORE)
        self.an = make_unit("Xã An", parent=self.east, code="91001", valid=BEFORE)
        self.binh = make_unit("Xã Bình", parent=self.east, code="91002", valid=BEFORE)
        self.yen = make_unit("Xã Yên", parent=self.west, code="91003", valid=BEFORE)
        self.merged = make_unit("Xã An Bình", parent=self.province, code="91001", valid=AFTER)
        self.go_on(self.yen, "Phường Yên", "91004")
        self.office = make_unit("Văn phòng", Kind.OFFICE, self.province, valid=start)
        UnitCode.objects.create(unit=self.office, code="MH.VP", system="noi_bo", valid=start)
        self.board = make_unit("Ban Tiếp công dân", Kind.RECEPTION_BOARD, self.office, valid=start)
        for old in (self.an, self.binh):
            make_succession(old, self.merged, REFORM)

    def go_on(self, unit, name, code):
        UnitName.objects.create(unit=unit, name=name, kind=Kind.WARD, valid=AFTER)
        UnitCode.objects.create(unit=unit, code=code, valid=AFTER)
        put_under(unit, self.province, AFTER)


@pytest.fixture
def world(db):
    return World()


def names(nodes):
    return [node.name for node in nodes]


def test_the_tree_as_it_was(world):
    assert names(units_on(WAS, "91")) == [
        "Tỉnh Minh Họa",
        "Huyện Đông",
        "Xã An",
        "Xã Bình",
        "Huyện Tây",
        "Xã Yên",
    ]


def test_the_tree_as_it_is(world):
    assert names(units_on(IS, "91")) == ["Tỉnh Minh Họa", "Phường Yên", "Xã An Bình"]


def test_agencies_stand_under_the_province_when_asked_for(world):
    assert set(names(units_on(IS, "91", agencies=True))) - set(names(units_on(IS, "91"))) == {
        "Văn phòng",
        "Ban Tiếp công dân",
    }


def test_an_agency_may_be_the_top_of_the_list(world):
    assert names(units_on(WAS, "MH.VP")) == ["Văn phòng"]
    assert names(units_on(WAS, world.office, agencies=True)) == ["Văn phòng", "Ban Tiếp công dân"]


def test_the_list_below_a_unit_begins_with_it(world):
    assert names(units_on(WAS, "911")) == ["Huyện Đông", "Xã An", "Xã Bình"]


def test_the_whole_list_holds_every_top(world):
    make_unit("Tỉnh Ánh", Kind.PROVINCE, code="92", valid=AFTER)
    assert names(units_on(IS))[0] == "Tỉnh Ánh"
    assert len(units_on(IS)) == 4


def test_parents_come_before_children_and_each_unit_once(world):
    seen: set[int] = set()
    tree = Tree(WAS)
    for pk in tree.walk():
        parent = tree.nodes[pk].parent_id
        assert parent is None or parent in seen
        assert pk not in seen
        seen.add(pk)
    assert seen == set(tree.nodes)


def test_ancestors_are_told_from_the_nearest(world):
    tree = Tree(WAS)
    assert tree.ancestors(world.an.pk) == [world.east.pk, world.province.pk]
    assert tree.ancestors(world.board.pk) == [world.office.pk, world.province.pk]
    assert tree.ancestors(world.province.pk) == tree.ancestors(0) == []


def test_ancestors_stop_at_the_top_of_a_part_of_the_tree(world):
    assert Tree(WAS, world.east).ancestors(world.an.pk) == [world.east.pk]


def test_descendants_hold_the_unit_itself(world):
    tree = Tree(WAS)
    assert tree.descendants(world.east) == {world.east.pk, world.an.pk, world.binh.pk}
    assert tree.descendants(world.an) == {world.an.pk}


def test_below_follows_the_parents_of_the_day(world):
    assert below([world.east.pk], WAS) == {world.east.pk, world.an.pk, world.binh.pk}
    assert below([world.east.pk], IS) == {world.east.pk}
    assert below([], IS) == set()


def test_children_are_in_vietnamese_order(world):
    for name in ("Xã Đô", "Xã Dương", "Xã Ái", "Xã Ân"):
        make_unit(name, parent=world.east, valid=BEFORE)
    tree = Tree(WAS)
    found = [tree.name(unit) for unit in tree.children(world.east)]
    assert found == ["Xã Ái", "Xã An", "Xã Ân", "Xã Bình", "Xã Dương", "Xã Đô"]


def test_units_of_kinds_are_in_vietnamese_order(world):
    tree = Tree(WAS, world.province)
    assert [tree.name(unit) for unit in tree.units_of_kinds((Kind.DISTRICT,))] == ["Huyện Đông", "Huyện Tây"]
    assert tree.units_of_kinds(()) == []


def test_a_node_carries_what_held_on_the_day(world):
    was, now = Tree(WAS).nodes[world.yen.pk], Tree(IS).nodes[world.yen.pk]
    assert (was.name, was.kind, was.code, was.parent_id) == ("Xã Yên", "xa", "91003", world.west.pk)
    assert (now.name, now.kind, now.code, now.parent_id) == (
        "Phường Yên",
        "phuong",
        "91004",
        world.province.pk,
    )
    assert was.is_territorial
    assert not Tree(WAS).nodes[world.office.pk].is_territorial


def test_the_official_code_comes_before_an_internal_one(world):
    UnitCode.objects.create(unit=world.province, code="MH", system="noi_bo", valid=AFTER)
    assert Tree(IS).nodes[world.province.pk].code == "91"
    assert Tree(IS).nodes[world.office.pk].code == "MH.VP"


def test_by_code_on_the_days_tree(world):
    assert Tree(WAS).by_code("91001") == world.an
    assert Tree(IS).by_code("91001") == world.merged
    with pytest.raises(KeyError):
        Tree(IS).by_code("91002")


@pytest.mark.parametrize("more", [0, 40])
def test_queries_do_not_grow_with_the_tree(world, more, django_assert_num_queries):
    for _ in range(more):
        make_unit(parent=world.west, valid=BEFORE)
    with django_assert_num_queries(3):
        whole = Tree(WAS)
        list(whole.walk())
    with django_assert_num_queries(4):
        part = Tree(WAS, world.province)
        assert len(part.descendants(world.west)) == 2 + more
    with django_assert_num_queries(5):
        units_on(WAS, "91", agencies=True)


# Codes


def test_a_code_means_the_unit_that_carries_it_on_the_day(world):
    assert unit_by_code("91001", WAS) == world.an
    assert unit_by_code("91001", IS) == world.merged
    assert unit_by_code(" 91 ", IS) == world.province


def test_a_slug_names_a_unit_too(world):
    assert unit_by_code(world.yen.slug, IS) == world.yen


def test_an_internal_code_names_an_agency(world):
    assert unit_by_code("MH.VP", IS) == world.office


def test_an_unknown_code_is_refused_with_the_way_to_find_one(world):
    with pytest.raises(Refusal, match=r"Không có đơn vị mang mã “99999”.*danvan units --on 2023-07-01"):
        unit_by_code("99999", IS)


def test_a_code_that_is_gone_names_the_heirs_and_the_day(world):
    with pytest.raises(Refusal) as refusal:
        unit_by_code("91002", IS)
    assert str(refusal.value) == (
        "Mã “91002” (Xã Bình) không còn hiệu lực ngày 1/7/2023, hết hiệu lực từ 1/7/2023. "
        "Đơn vị kế thừa: Xã An Bình."
    )


def test_a_code_that_a_living_unit_gave_up_names_its_new_code(world):
    with pytest.raises(Refusal, match=r"“91003” .Xã Yên.*Mã mới của đơn vị: 91004"):
        unit_by_code("91003", IS)


def test_a_code_of_a_unit_without_heirs_says_when_it_ended(world):
    with pytest.raises(Refusal, match=r"Huyện Đông.*hết hiệu lực từ 1/7/2023\.$"):
        unit_by_code("911", IS)


def test_a_code_that_is_not_yet_valid_says_from_when(world):
    with pytest.raises(Refusal, match=r"“91004” .Phường Yên. chưa có hiệu lực ngày 30/6/2023.*từ 1/7/2023"):
        unit_by_code("91004", WAS)


def test_the_slug_of_an_ended_unit_names_the_heirs(world):
    with pytest.raises(Refusal, match="Đơn vị kế thừa: Xã An Bình"):
        unit_by_code(world.an.slug, IS)


def test_successors_up_to_a_day(world):
    later = make_unit("Xã Sau")
    make_succession(world.an, later, date(2024, 1, 1))
    assert [row.successor for row in successors(world.an)] == [world.merged, later]
    assert [row.successor for row in successors(world.an, IS)] == [world.merged]
    assert successors(world.an, WAS) == []


# Days without a list


def test_a_day_before_the_lists_is_refused_with_the_first_day(world):
    with pytest.raises(Refusal, match="ngày 31/12/2020: danh mục bắt đầu từ 1/1/2021"):
        units_on(date(2020, 12, 31))


def test_an_empty_system_says_so(db):
    with pytest.raises(Refusal, match="Chưa có đơn vị nào"):
        units_on(IS)
