"""What the kept lists say: counts of the nation, the mergers of Quảng Bình, and equality with an independent list."""

import csv
import os
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from danvan.org.lists import FOLDER, STAGES, UNIT, identities, rows

SHARED = (
    Path(os.environ.get("DANVAN_SHARED", Path(__file__).resolve().parents[5] / "shared")) / "data" / "admin"
)
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="shared/data/admin is absent")

IN_2023, IN_2025, AFTER_REFORM = date(2023, 3, 14), date(2025, 1, 1), date(2025, 7, 1)
MERGED = date(2024, 12, 1)
KINDS = {"phường": "phuong", "xã": "xa", "thị trấn": "thi_tran", "đặc khu": "dac_khu"}


@cache
def nation():
    return identities.read()


def holding(spells, day):
    return next((row for row in spells if row.since <= day and (row.until is None or day < row.until)), None)


@cache
def standing(day):
    """(code, name, kind) → slug of every administrative unit of a day."""
    found = {}
    for unit in nation().units.values():
        name, code = holding(unit.names, day), holding(unit.codes, day)
        if name and unit.system == "gso":
            found[code.text, name.text, name.kind] = unit.slug
    return found


def province_of(slug, day):
    while row := holding(nation().units[slug].parents, day):
        slug = row.text
    return slug


def communes(province, day):
    return {
        key for key, slug in standing(day).items() if len(key[0]) == 5 and province_of(slug, day) == province
    }


def heirs_of(slug):
    return {heir.new for heir in nation().heirs if heir.old == slug}


# The nation


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "below"),
    [(IN_2023, 63, 705, 10599), (IN_2025, 63, 696, 10035), (AFTER_REFORM, 34, 0, 3321)],
)
def test_units_of_the_nation_by_level(day, provinces, districts, below):
    levels = Counter(len(code) for code, _, _ in standing(day))
    assert (levels[2], levels[3], levels[5]) == (provinces, districts, below)


def test_cities_under_the_centre_are_told_from_cities_under_a_province():
    def cities(day):
        return sum(kind == "thanh_pho_tw" for _, _, kind in standing(day))

    assert (cities(IN_2023), cities(IN_2025), cities(AFTER_REFORM)) == (5, 6, 6)


def test_kinds_of_1_7_2025():
    kinds = Counter(kind for code, _, kind in standing(AFTER_REFORM) if len(code) == 5)
    assert kinds == {"xa": 2621, "phuong": 687, "dac_khu": 13}


def test_a_renamed_province_is_the_same_unit():
    hue = nation().units["thua-thien-hue"]
    assert [(row.text, row.kind) for row in hue.names] == [
        ("Tỉnh Thừa Thiên Huế", "tinh"),
        ("Thành phố Huế", "thanh_pho_tw"),
    ]


def test_every_unit_that_began_on_1_7_2025_took_over_from_some():
    begun = {unit.slug for unit in nation().units.values() if unit.names[0].since == AFTER_REFORM}
    assert len(begun) == 3207 + 25
    assert begun <= {heir.new for heir in nation().heirs}


def test_every_commune_that_ended_on_1_7_2025_has_an_heir():
    ended = {
        unit.slug
        for unit in nation().units.values()
        if unit.names[-1].until == AFTER_REFORM and unit.system == "gso" and len(unit.codes[-1].text) == 5
    }
    assert ended - {heir.old for heir in nation().heirs} == set()


def test_four_communes_that_ended_in_the_mergers_before_have_no_heir():
    """Their former names are in no source; their pages say that the heir is not known."""
    ended = {
        unit.slug
        for unit in nation().units.values()
        if unit.names[-1].until in (MERGED, IN_2025) and len(unit.codes[-1].text) == 5
    }
    assert len(ended) > 700
    assert ended - {heir.old for heir in nation().heirs} == {
        "xa-phuc-thanh-a-10774",
        "xa-moc-nam-13339",
        "phuong-hai-chau-ii-20239",
        "xa-phu-an-hoa-28825",
    }


def test_a_ward_spelled_otherwise_is_the_same_unit():
    """Phường 07 of Bình Thạnh took in Phường 06 and is spelled Phường 7 since."""
    ward = nation().units["phuong-07-26926"]
    assert [row.text for row in ward.names] == ["Phường 07", "Phường 7"]
    assert heirs_of("phuong-06-26932") == {ward.slug}


def test_the_bearer_of_a_code_under_which_others_were_merged_is_a_part_too():
    new = "phuong-duong-quan-11578"
    assert {heir.old for heir in nation().heirs if heir.new == new} == {
        "xa-duong-quan-11578",
        "xa-tan-duong-11575",
    }


# Districts of the mergers of 2023–2025


def test_no_district_that_ended_before_2025_lacks_an_heir():
    ended = {
        unit.slug
        for unit in nation().units.values()
        if unit.names[-1].until == IN_2025 and len(unit.codes[-1].text) == 3
    }
    assert len(ended) == 14
    assert ended <= {heir.old for heir in nation().heirs}


@pytest.mark.parametrize(
    ("old", "heirs", "is_whole"),
    [
        ("huyen-dong-son-405", {"thanh-pho-thanh-hoa-380"}, True),
        ("thanh-pho-ninh-binh-369", {"thanh-pho-hoa-lu-374"}, True),
        ("huyen-cat-tien-683", {"huyen-da-huoai-681"}, True),
        ("huyen-loc-ha-448", {"thanh-pho-ha-tinh-436", "huyen-thach-ha-445"}, False),
        ("thanh-pho-hue-474", {"quan-thuan-hoa-474", "quan-phu-xuan-475"}, False),
    ],
)
def test_districts_went_where_their_communes_stand(old, heirs, is_whole):
    rows = [heir for heir in nation().heirs if heir.old == old]
    assert {heir.new for heir in rows} == heirs
    assert {heir.is_whole for heir in rows} == {is_whole}


def test_districts_ended_on_1_7_2025_without_heirs_but_for_the_island_districts():
    """Whether commune or province takes over a matter of a district is decided case by case."""
    ended = {
        unit.slug
        for unit in nation().units.values()
        if unit.names[-1].until == AFTER_REFORM and unit.system == "gso" and len(unit.codes[-1].text) == 3
    }
    assert len(ended) == 691
    assert not ended & {heir.old for heir in nation().heirs}


def test_shares_of_the_successions():
    def shares(of_reform):
        rows = [heir for heir in nation().heirs if (heir.on == AFTER_REFORM) == of_reform]
        return Counter("whole" if heir.is_whole else "part" for heir in rows)

    assert shares(of_reform=True) == {"whole": 9484 + 26, "part": 1033}
    # Lộc Hà and Huế were divided; the six departments merged in 2025 are whole.
    assert shares(of_reform=False) == {"whole": 785, "part": 4}


def test_no_unit_is_heir_to_itself_and_no_heir_begins_after_its_day():
    for heir in nation().heirs:
        assert heir.old != heir.new
        assert nation().units[heir.new].names[0].since <= heir.on
        assert nation().units[heir.old].names[-1].until == heir.on or not heir.is_whole


def test_spells_of_a_unit_follow_one_another_without_gap_or_overlap():
    for unit in nation().units.values():
        for spells in (unit.names, unit.codes):
            ends = [row.until for row in spells[:-1]]
            assert ends == [row.since for row in spells[1:]], unit.slug
            assert all(row.until is None or row.since < row.until for row in spells), unit.slug


def test_lists_are_sorted_and_hold_no_line_twice():
    for stage in STAGES:
        keys = [(len(row["code"]), row["code"]) for row in rows(stage.units, UNIT)]
        assert keys == sorted(set(keys))


# Quảng Bình


def test_quang_binh_in_quarter_one_of_2023_has_8_districts_and_151_communes():
    assert len(communes("quang-binh", IN_2023)) == 151
    districts = [slug for slug in nation().units if _is_district_of(slug, "quang-binh", IN_2023)]
    assert len(districts) == 8


def _is_district_of(slug, province, day):
    unit = nation().units[slug]
    parent, code = holding(unit.parents, day), holding(unit.codes, day)
    return unit.system == "gso" and parent and parent.text == province and len(code.text) == 3


def test_quang_binh_has_145_communes_from_1_12_2024():
    assert len(communes("quang-binh", date(2024, 11, 30))) == 151
    assert len(communes("quang-binh", MERGED)) == len(communes("quang-binh", IN_2025)) == 145


@pytest.mark.parametrize(
    ("new", "code", "parts"),
    [
        ("xa-tan-thanh-18919", "18919", {"xa-hoa-phuc-18910", "xa-hoa-thanh-18916", "xa-hoa-tien-18919"}),
        ("xa-phu-canh-19063", "19063", {"xa-canh-hoa-19048", "xa-phu-hoa-19063"}),
        ("xa-ha-my-19123", "19123", {"xa-my-trach-19120", "xa-ha-trach-19123"}),
        ("xa-ly-nam-19198", "19198", {"xa-nam-trach-19195", "xa-ly-trach-19198"}),
    ],
)
def test_four_communes_kept_a_code_under_a_new_name_and_are_new_units(new, code, parts):
    unit = nation().units[new]
    assert unit.names[0].since == MERGED
    assert unit.codes[0].text == code
    heirs = [heir for heir in nation().heirs if heir.new == new]
    assert {heir.old for heir in heirs} == parts
    assert {(heir.on, heir.document) for heir in heirs} == {(MERGED, "Nghị quyết số 1242/NQ-UBTVQH15")}


def test_quan_hau_goes_on_under_the_code_of_the_commune_it_took_in():
    town = nation().units["thi-tran-quan-hau-19201"]
    assert [row.text for row in town.codes] == ["19201", "19207"]
    assert heirs_of("xa-luong-ninh-19207") == {town.slug}
    assert heirs_of(town.slug) == {"xa-quang-ninh-19207"}


def test_code_44_is_two_provinces_in_turn():
    assert standing(IN_2023)["44", "Tỉnh Quảng Bình", "tinh"] == "quang-binh"
    assert standing(AFTER_REFORM)["44", "Tỉnh Quảng Trị", "tinh"] == "quang-tri-2025"
    assert heirs_of("quang-binh") == heirs_of("quang-tri") == {"quang-tri-2025"}


def test_the_new_quang_tri_has_69_communes_8_wards_and_a_special_zone():
    kinds = Counter(kind for _, _, kind in communes("quang-tri-2025", AFTER_REFORM))
    assert kinds == {"xa": 69, "phuong": 8, "dac_khu": 1}


def test_con_co_went_on_from_district_to_special_zone():
    island = nation().units["huyen-con-co-471"]
    assert [row.kind for row in island.names] == ["huyen", "dac_khu"]
    assert [row.text for row in island.codes] == ["471", "19742"]


def test_the_provenance_names_every_list_and_its_licence():
    text = (FOLDER / "PROVENANCE.md").read_text(encoding="utf-8")
    assert all(path.name in text for path in FOLDER.glob("*.csv"))
    assert text.count("| MIT |") == 5


# Against the independent list


def independent(name):
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys(name):
    return {(row["ward_code"], row["ward"], KINDS[row["type"]]) for row in independent(name)}


@needs_shared
@pytest.mark.parametrize(
    ("file", "province", "day", "count"),
    [
        ("quang_binh_communes_2023.csv", "quang-binh", IN_2023, 151),
        ("quang_binh_communes_2025-01.csv", "quang-binh", IN_2025, 145),
        ("quang_tri_units_2025-07.csv", "quang-tri-2025", AFTER_REFORM, 78),
        ("quang_tri_old_communes_2023.csv", "quang-tri", IN_2023, 125),
    ],
)
def test_communes_equal_the_independent_list_in_code_name_and_kind(file, province, day, count):
    ours, theirs = communes(province, day), keys(file)
    assert len(theirs) == count
    assert ours == theirs


@needs_shared
def test_the_old_quang_tri_of_2025_differs_from_the_independent_list_in_one_spelling():
    ours, theirs = communes("quang-tri", IN_2025), keys("quang_tri_old_communes_2025-01.csv")
    assert len(ours) == len(theirs) == 119
    assert {code for code, _, _ in ours ^ theirs} == {"19564"}


@needs_shared
def test_communes_stand_in_the_districts_of_the_independent_list():
    for row in independent("quang_binh_communes_2023.csv"):
        slug = standing(IN_2023)[row["ward_code"], row["ward"], KINDS[row["type"]]]
        district = nation().units[holding(nation().units[slug].parents, IN_2023).text]
        assert (district.codes[0].text, district.names[0].text) == (row["district_code"], row["district"])


@needs_shared
def test_successions_equal_the_independent_map():
    was = {code: slug for (code, _, _), slug in standing(date(2025, 6, 30)).items()}
    now = {code: slug for (code, _, _), slug in standing(AFTER_REFORM).items()}
    mapped = independent("quang_tri_old_to_new_2025.csv")
    assert len(mapped) == 264
    for row in mapped:
        old, new = was[row["old_ward_code"]], now[row["new_ward_code"]]
        assert heirs_of(old) == {new} or (old == new and not heirs_of(old)), row
