"""Why an act may not be: each with its sentence, and with nothing written."""

from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest

from danvan.org.acts import deciding, wishes
from danvan.org.acts.tests.acts_world import BASIS, EVE, ON, Land, commune, refuses
from danvan.org.acts.wishes import Wish
from danvan.org.models import Kind, UnitAct, UnitParent
from danvan.org.tests.factories import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return Land()


def refused(land, wish, words):
    with refuses(words):
        deciding.propose(wish, BASIS, by=land.admin)
    assert not UnitAct.objects.filter(state="de_xuat").exists()


class TestPaper:
    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"paper_no": ""}, "căn cứ pháp lý"),
            ({"paper_no": "   "}, "căn cứ pháp lý"),
            ({"paper_title": ""}, "căn cứ pháp lý"),
            ({"paper_on": None}, "căn cứ pháp lý"),
            ({"paper_on": date(2023, 3, 15)}, "ngày chưa tới"),
            ({"paper_no": "x" * 61}, "quá dài"),
            ({"paper_title": "x" * 301}, "quá dài"),
            ({"note": "x" * 501}, "quá dài"),
            ({"paper_title": "Nghị\u202equyết"}, "ký tự lạ"),
            ({"note": "a\x00b"}, "ký tự lạ"),
        ],
    )
    def test_no_act_without_its_paper(self, land, changed, words):
        with refuses(words):
            deciding.propose(wishes.dissolve(ON, land.cat.pk), replace(BASIS, **changed), by=land.admin)


class TestTexts:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("", "còn trống"),
            ("   ", "còn trống"),
            (" Xã Mới", "thừa dấu cách"),
            ("Xã  Mới", "thừa dấu cách"),
            ("Xã\nMới", "thừa dấu cách"),
            (normalize("NFD", "Xã Mới"), "Unicode dựng sẵn"),
            ("X" * 121, "quá 120 ký tự"),
            ("Xã\u200bMới", "không nhìn thấy"),
            ("Xã \u202eiớM", "không nhìn thấy"),
            ("Xã\x00Mới", "không nhìn thấy"),
        ],
    )
    def test_a_name_that_cannot_be(self, land, name, words):
        refused(land, wishes.create(ON, commune(name, land.west)), words)

    @pytest.mark.parametrize("code", ["1", "123456", "12a", "٣٤", "' OR 1=1", "91 001", "=1+1"])
    def test_a_code_of_no_known_form(self, land, code):
        refused(land, wishes.create(ON, commune("Xã Mới", land.west, code)), "không đúng dạng")

    @pytest.mark.parametrize("code", ["x", "A" * 17, ".A", "SỞ", "=A"])
    def test_an_internal_code_of_no_known_form(self, land, code):
        refused(
            land, wishes.create(ON, commune("Sở Mới", land.top, code, Kind.DEPARTMENT)), "không đúng dạng"
        )

    def test_an_unknown_kind(self, land):
        refused(land, wishes.create(ON, commune("Xã Mới", land.west, kind="lang")), "loại đơn vị")

    @pytest.mark.parametrize("on", [date(1900, 1, 1), date(2199, 1, 1), date(2030, 1, 1)])
    def test_a_day_too_far_away(self, land, on):
        refused(land, wishes.dissolve(on, land.cat.pk), "quá xa")

    def test_too_many_units_in_one_act(self, land):
        refused(land, wishes.merge(ON, range(1, 300), into=1), "không quá 200")

    @pytest.mark.parametrize(
        "wish",
        [
            Wish("thanh_lap", ON),
            Wish("doi_ten", ON, (1,)),
            Wish("doi_cap_tren", ON, (1,)),
            Wish("giai_the", ON),
            Wish("khac", ON, (1,)),
            Wish("", ON),
        ],
    )
    def test_a_wish_without_its_parts(self, land, wish):
        refused(land, wish, "chưa chọn đủ")


class TestUnits:
    def test_a_unit_that_is_not_there(self, land):
        refused(land, wishes.dissolve(ON, 10**12), "không thuộc phạm vi")

    def test_a_day_before_the_units_life(self, land):
        refused(land, wishes.dissolve(date(1999, 12, 31), land.cat.pk), "bắt đầu từ 1/1/2000")

    def test_a_unit_that_has_ended(self, land):
        land.do(wishes.dissolve(date(2023, 3, 10), land.cat.pk))
        with refuses("phạm vi quản trị"):
            deciding.propose(wishes.rename(ON, land.cat.pk, commune("Xã Cắt")), BASIS, by=land.admin)

    def test_a_merger_with_a_unit_not_alive_on_the_day(self, land):
        land.do(wishes.dissolve(ON, land.cat.pk))
        refused(
            land,
            wishes.merge(date(2023, 5, 1), [land.an.pk, land.cat.pk], into=land.an.pk),
            "không còn tồn tại",
        )

    def test_an_act_dated_before_a_later_one(self, land):
        land.do(wishes.rename(date(2023, 5, 1), land.an.pk, commune("Phường An", kind=Kind.WARD)))
        refused(land, wishes.rename(ON, land.an.pk, commune("Xã Ân")), "đã có thay đổi ghi từ ngày 1/5/2023")
        refused(land, wishes.dissolve(ON, land.an.pk), "không chen được")

    def test_two_changes_on_one_day(self, land):
        land.do(wishes.rename(ON, land.an.pk, commune("Phường An", kind=Kind.WARD)))
        refused(land, wishes.rename(ON, land.an.pk, commune("Xã Ân")), "từ chính ngày 1/4/2023")

    def test_a_proposal_for_the_same_unit_waits(self, land):
        deciding.propose(wishes.dissolve(ON, land.cat.pk), BASIS, by=land.admin)
        with refuses("chưa xác nhận"):
            deciding.propose(wishes.rename(ON, land.cat.pk, commune("Xã Cắt")), BASIS, by=land.admin)

    def test_nothing_to_change(self, land):
        refused(land, wishes.rename(ON, land.an.pk, commune("Xã An")), "không thay đổi gì")

    def test_a_commune_becomes_no_office(self, land):
        refused(land, wishes.rename(ON, land.an.pk, commune("Phòng An", kind=Kind.OFFICE)), "không đổi thành")


class TestPlaces:
    def test_a_circle(self, land):
        refused(land, wishes.move(ON, land.east.pk, land.an.pk), "cấp dưới của mình")
        refused(land, wishes.move(ON, land.east.pk, land.east.pk), "chính mình")

    def test_the_same_superior(self, land):
        refused(land, wishes.move(ON, land.an.pk, land.east.pk), "đang trực thuộc")

    def test_a_superior_that_ends_before(self, land):
        for rows in (land.west.names, land.west.parents, land.west.codes):
            rows.update(valid=(date(2000, 1, 1), date(2023, 7, 1)))
        refused(land, wishes.move(ON, land.an.pk, land.west.pk), "kết thúc từ 1/7/2023")

    def test_a_new_unit_ends_with_its_superior(self, land):
        for rows in (land.west.names, land.west.parents, land.west.codes):
            rows.update(valid=(date(2000, 1, 1), date(2023, 7, 1)))
        land.do(wishes.create(ON, commune("Xã Mới", land.west)))
        assert UnitParent.objects.get(parent=land.west, valid__startswith=ON).valid.upper == date(2023, 7, 1)


class TestCodesAndNames:
    def test_a_code_in_use_on_the_day(self, land):
        refused(land, wishes.create(ON, commune("Xã Mới", land.west, "91001")), "đang dùng cho Xã An")

    def test_a_code_used_twice_in_one_act(self, land):
        parts = [commune("Xã Cát Một", land.east, "91088"), commune("Xã Cát Hai", land.east, "91088")]
        refused(land, wishes.split(ON, land.cat.pk, parts), "đang dùng cho một đơn vị mới khác")

    def test_a_code_that_will_be_in_use_later(self, land):
        make_unit("Xã Sau", code="91055", valid=(date(2024, 1, 1), None))
        refused(land, wishes.create(ON, commune("Xã Mới", land.west, "91055")), "đang dùng cho Xã Sau")

    def test_a_name_that_a_neighbour_has(self, land):
        refused(land, wishes.create(ON, commune("Xã An", land.east)), "đã có đơn vị tên “Xã An”")
        refused(land, wishes.rename(ON, land.binh.pk, commune("Xã An")), "đã có đơn vị tên")
        land.do(wishes.create(ON, commune("Xã An", land.west)))

    def test_a_name_used_twice_in_one_act(self, land):
        parts = [commune("Xã Cát Một", land.east), commune("Xã Cát Một", land.east)]
        refused(land, wishes.split(ON, land.cat.pk, parts), "đã có đơn vị tên")


class TestMergers:
    @pytest.mark.parametrize("count", [0, 1])
    def test_of_too_few(self, land, count):
        refused(
            land, wishes.merge(ON, [land.an.pk][:count], made=commune("Xã X", land.east)), "từ hai đơn vị"
        )

    def test_of_a_unit_with_itself(self, land):
        refused(land, wishes.merge(ON, [land.an.pk, land.an.pk], into=land.an.pk), "hai lần")

    def test_into_one_that_is_not_among_them(self, land):
        refused(land, wishes.merge(ON, [land.an.pk, land.binh.pk], into=land.cat.pk), "phải là một trong")

    def test_into_nothing(self, land):
        refused(land, wishes.merge(ON, [land.an.pk, land.binh.pk]), "ghi tên đơn vị mới")

    def test_of_a_unit_with_its_superior(self, land):
        refused(land, wishes.merge(ON, [land.east.pk, land.an.pk], into=land.east.pk), "ngang nhau")

    def test_below_one_of_the_merged(self, land):
        made = commune("Huyện Mới", land.an, kind=Kind.DISTRICT)
        refused(land, wishes.merge(ON, [land.east.pk, land.west.pk], made=made), "không thể là")

    def test_of_units_known_to_end_on_different_days(self, land):
        for rows in (land.an.names, land.an.parents, land.an.codes):
            rows.update(valid=(date(2000, 1, 1), date(2025, 7, 1)))
        made = commune("Xã An Bình", land.east)
        refused(
            land, wishes.merge(ON, [land.an.pk, land.binh.pk], made=made), "kết thúc khác nhau (1/7/2025)"
        )


class TestSplitsAndEnds:
    def test_a_division_into_one(self, land):
        refused(land, wishes.split(ON, land.cat.pk, [commune("Xã Cát Một", land.east)]), "từ hai đơn vị mới")
        refused(land, wishes.split(ON, land.cat.pk, [], lives_on=True), "từ hai đơn vị mới")

    def test_a_division_with_units_below(self, land):
        parts = [commune(f"Huyện {n}", land.top, kind=Kind.DISTRICT) for n in ("Một", "Hai")]
        refused(land, wishes.split(ON, land.east.pk, parts), "còn 3 đơn vị trực thuộc (Xã An…)")

    def test_parts_below_what_is_divided(self, land):
        parts = [commune(f"Xã Cát {n}", land.cat) for n in ("Một", "Hai")]
        refused(land, wishes.split(ON, land.cat.pk, parts), "vì đơn vị ấy kết thúc")

    def test_a_dissolution_with_units_below(self, land):
        refused(land, wishes.dissolve(ON, land.west.pk, land.east.pk), "còn 1 đơn vị trực thuộc")

    def test_a_unit_is_not_its_own_heir(self, land):
        refused(land, wishes.dissolve(ON, land.cat.pk, land.cat.pk), "tự kế thừa")

    def test_an_heir_that_does_not_live_then(self, land):
        land.do(wishes.dissolve(ON, land.yen.pk))
        refused(land, wishes.dissolve(date(2023, 5, 1), land.cat.pk, land.yen.pk), "không còn tồn tại")


def test_a_proposal_that_can_no_longer_be_is_not_confirmed(db):
    land = Land()
    act = deciding.propose(wishes.move(ON, land.an.pk, land.west.pk), BASIS, by=land.admin)
    shown = deciding.show(act, land.admin).digest
    land.west.names.update(valid=(date(2000, 1, 1), EVE))
    with refuses("không còn tồn tại"):
        deciding.confirm(act, shown, by=land.admin)


def test_proposals_under_one_superior_do_not_wait_for_each_other(db):
    land = Land()
    for name in ("Xã Một", "Xã Hai"):
        deciding.propose(wishes.create(ON, commune(name, land.west)), BASIS, by=land.admin)
    deciding.propose(wishes.move(ON, land.an.pk, land.west.pk), BASIS, by=land.admin)
    assert UnitAct.objects.filter(state="de_xuat").count() == 3
