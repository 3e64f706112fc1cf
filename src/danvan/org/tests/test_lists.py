"""Reading the lists: what goes on, what is new, who is heir to whom; and the sentence for each broken row."""

from datetime import date

import pytest

from danvan.org import lists
from danvan.org.lists.identities import read
from danvan.org.lists.listed import Heir
from danvan.org.tests.small_lists import FILES, with_line, write_lists
from danvan.ui.errors import Refusal

MERGED, REFORM = date(2024, 12, 1), date(2025, 7, 1)


@pytest.fixture
def nation(tmp_path):
    return read(write_lists(tmp_path))


def spells(rows):
    return [(row.text, row.since, row.until) for row in rows]


# Identity


def test_two_communes_under_a_new_name_are_a_new_unit_though_the_code_was_kept(nation):
    old, new = nation.units["xa-an-91001"], nation.units["xa-an-binh-91001"]
    assert spells(old.codes) == [("91001", lists.FIRST, MERGED)]
    assert spells(new.codes) == [("91001", MERGED, REFORM)]


def test_a_merged_unit_that_bears_the_name_of_a_part_is_that_part_though_the_code_changed(nation):
    town = nation.units["thi-tran-cat-91004"]
    assert spells(town.codes)[:2] == [("91004", lists.FIRST, MERGED), ("91003", MERGED, REFORM)]
    assert spells(town.names)[0] == ("Thị trấn Cát", lists.FIRST, REFORM)
    assert nation.units["xa-cat-91003"].names[-1].until == MERGED


def test_the_day_of_a_reform_is_the_provinces_own(nation, tmp_path):
    assert nation.units["xa-binh-91002"].names[-1].until == MERGED
    elsewhere = read(write_lists(tmp_path / "b", reforms=FILES["reforms.csv"].replace(",91,", ",92,")))
    assert elsewhere.units["xa-binh-91002"].names[-1].until == date(2025, 1, 1)


def test_a_divided_commune_ends_and_its_heirs_are_new(nation):
    assert nation.units["xa-an-binh-91001"].names[-1].until == REFORM
    assert nation.units["phuong-cat-91003"].names[0].since == REFORM
    parts = {heir.new: heir.is_whole for heir in nation.heirs if heir.old == "xa-an-binh-91001"}
    assert parts == {"xa-dong-91001": False, "phuong-cat-91003": False}


def test_the_one_whole_predecessor_goes_on_under_the_new_code_kind_and_parent(nation):
    island = nation.units["huyen-dao-912"]
    assert spells(island.names) == [("Huyện Đảo", lists.FIRST, REFORM), ("Đặc khu Đảo", REFORM, None)]
    assert [row.kind for row in island.names] == ["huyen", "dac_khu"]
    assert spells(island.codes) == [("912", lists.FIRST, REFORM), ("91009", REFORM, None)]
    assert spells(island.parents) == [("minh-hoa", lists.FIRST, None)]


def test_what_did_not_change_has_one_row(nation):
    province = nation.units["minh-hoa"]
    assert spells(province.names) == [("Tỉnh Minh Họa", lists.FIRST, None)]
    assert spells(province.codes) == [("91", lists.FIRST, None)]


def test_a_district_ends_without_heirs(nation):
    assert nation.units["huyen-dong-911"].names[-1].until == REFORM
    assert not [heir for heir in nation.heirs if heir.old == "huyen-dong-911"]


def test_heirs_carry_the_day_and_the_resolution(nation):
    assert Heir("xa-binh-91002", "xa-an-binh-91001", MERGED, True, "Nghị quyết minh họa") in nation.heirs
    assert not [heir for heir in nation.heirs if heir.old == heir.new]


def test_a_slug_taken_by_an_ended_unit_gets_the_year(tmp_path):
    again = with_line("2025-07.csv", "91001,Xã Đông", "91001,Xã An Bình")
    nation = read(write_lists(tmp_path, list_2025_07=again))
    assert nation.units["xa-an-binh-91001-2025"].names[0].since == REFORM


def test_an_agency_keeps_its_identity_through_a_new_name(nation):
    renamed = nation.units["so-moi-minh-hoa"]
    assert [row.text for row in renamed.names] == ["Sở Mới", "Sở Rất Mới"]
    assert renamed.names[0].until == renamed.names[1].since == date(2025, 3, 1)
    assert renamed.names[1].note == "chưa kiểm tra"
    assert renamed.system == "noi_bo"


def test_an_ended_agency_has_its_heir(nation):
    assert nation.heirs[-1] == Heir(
        "so-cu-minh-hoa", "so-moi-minh-hoa", date(2025, 3, 1), True, "Nghị quyết minh họa"
    )


# Text as it comes


def test_names_in_decomposed_form_and_a_byte_order_mark_are_taken(tmp_path):
    import unicodedata

    text = "\ufeff" + unicodedata.normalize("NFD", FILES["2023.csv"])
    assert read(write_lists(tmp_path, list_2023=text)).units["minh-hoa"].names[0].text == "Tỉnh Minh Họa"


def test_the_digest_follows_every_list(tmp_path):
    first = lists.digest(write_lists(tmp_path))
    assert lists.digest(write_lists(tmp_path)) == first
    other = write_lists(tmp_path, reforms=FILES["reforms.csv"] + "2025-07.csv,,2025-07-01,x,\n")
    assert lists.digest(other) != first


# Broken rows: file, line, column and mend

BROKEN = {
    "a header of another list": (
        "2023.csv",
        ("code,name,kind,parent", "ma,ten,loai,cap_tren"),
        "2023.csv, dòng 1: các cột phải là code, name, kind, parent",
    ),
    "a cell too few": ("2023.csv", ("911,Huyện Đông,huyen,91", "911,Huyện Đông,huyen"), "dòng 3: số cột"),
    "a cell too many": ("2023.csv", ("911,Huyện Đông", "911,x,Huyện Đông"), "dòng 3: số cột không đúng"),
    "a name left out": (
        "2023.csv",
        ("91002,Xã Bình", "91002, "),
        "2023.csv, dòng 6, cột name: đang để trống",
    ),
    "a kind that does not exist": (
        "2023.csv",
        ("91002,Xã Bình,xa", "91002,Xã Bình,lang"),
        "2023.csv, dòng 6, cột kind: không có loại “lang”",
    ),
    "a code twice": (
        "2023.csv",
        ("91002,Xã Bình", "91001,Xã Bình"),
        "2023.csv, dòng 6, cột code: mã “91001” đã có ở dòng 5",
    ),
    "a parent that is not there": (
        "2023.csv",
        ("91002,Xã Bình,xa,911", "91002,Xã Bình,xa,999"),
        "2023.csv, dòng 6, cột parent: không có cấp trên mang mã “999”",
    ),
    "a parent of the same level": (
        "2023.csv",
        ("911,Huyện Đông,huyen,91", "911,Huyện Đông,huyen,912"),
        "2023.csv, dòng 3, cột parent: không có cấp trên mang mã “912”",
    ),
    "a link from nowhere": (
        "successions-2025-01.csv",
        ("91002,91001,whole", "91099,91001,whole"),
        "successions-2025-01.csv, dòng 3, cột old: danh mục trước không có mã “91099”",
    ),
    "a link to nowhere": (
        "successions-2025-07.csv",
        ("912,91009,whole", "912,91099,whole"),
        "successions-2025-07.csv, dòng 3, cột new: 2025-07.csv không có mã “91099”",
    ),
    "a share that is neither": (
        "successions-2025-07.csv",
        ("91001,91001,part", "91001,91001,nửa"),
        "successions-2025-07.csv, dòng 4, cột part: chỉ nhận whole",
    ),
    "a day that is none": (
        "reforms.csv",
        ("2024-12-01", "1/12/2024"),
        "reforms.csv, dòng 2, cột on: “1/12/2024” không phải ngày; hãy viết như 2023-03-14",
    ),
    "an agency that ends before it begins": (
        "agencies.csv",
        ("2021-01-01,2025-02-28", "2021-01-01,2020-02-28"),
        "agencies.csv, dòng 3, cột to: ngày kết thúc",
    ),
    "an agency's names that overlap": (
        "agencies.csv",
        ("2025-03-01,,chưa", "2025-02-01,,chưa"),
        "agencies.csv, dòng 5, cột from: các dòng của một cơ quan phải nối tiếp",
    ),
    "an agency under nothing": (
        "agencies.csv",
        ("van_phong,minh-hoa", "van_phong,noi-khac"),
        "agencies.csv, dòng 2, cột parent: không có đơn vị “noi-khac”",
    ),
    "an agency with a commune's slug": (
        "agencies.csv",
        ("van-phong-minh-hoa,MH.VP", "xa-an-91001,MH.VP"),
        "agencies.csv, dòng 2, cột slug: “xa-an-91001” đã là một đơn vị hành chính",
    ),
    "an agency of no kind": (
        "agencies.csv",
        ("Văn phòng,van_phong", "Văn phòng,phong"),
        "agencies.csv, dòng 2, cột kind: không có loại “phong”",
    ),
    "an heir that is not listed": (
        "agencies-successions.csv",
        ("so-moi-minh-hoa", "so-nao-do"),
        "agencies-successions.csv, dòng 2, cột new: không có đơn vị “so-nao-do”",
    ),
}


@pytest.mark.parametrize(("name", "change", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_row_is_refused_with_its_place_and_mend(tmp_path, name, change, sentence):
    folder = write_lists(tmp_path)
    (folder / name).write_text(with_line(name, *change), encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read(folder)
    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith((".", ")"))


def test_a_missing_list_says_how_to_make_it_again(tmp_path):
    folder = write_lists(tmp_path)
    (folder / "2025-01.csv").unlink()
    with pytest.raises(Refusal, match=r"Thiếu danh mục 2025-01.csv.*tools/build_units.py"):
        read(folder)


@pytest.mark.parametrize("bytes_", [b"\xff\xfe\x00\x01", "mã,tên\n".encode("utf-16"), b"PK\x03\x04\x9d\xe1"])
def test_a_file_that_is_no_utf8_text_is_refused(tmp_path, bytes_):
    folder = write_lists(tmp_path)
    (folder / "2023.csv").write_bytes(bytes_)
    with pytest.raises(Refusal, match=r"2023.csv, (sau dòng|dòng 1)"):
        read(folder)


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(Refusal, match=r"2023.csv, dòng 1: các cột phải là"):
        read(write_lists(tmp_path, list_2023=""))
