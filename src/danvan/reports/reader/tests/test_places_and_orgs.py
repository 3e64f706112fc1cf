"""Whose figures they are: lists of units, subjects of sentences, the document's own place."""

import pytest

from danvan.reports.reader.find import find_facts
from danvan.reports.reader.organisations import place_of

from .reading_of import found


def orgs(text):
    return [(fact.indicator, fact.value, fact.org) for fact in find_facts(text)]


def test_a_list_of_districts():
    text = "Toàn tỉnh tiếp 9 lượt đoàn: trụ sở tỉnh 2 lượt đoàn (30 người), Lệ Thủy 3 (37 người), Đồng Hới 4 (23 người)."
    assert orgs(text) == [
        ("TCD.luot_doan", 9, "toàn tỉnh"),
        ("TCD.luot_doan", 2, "trụ sở tỉnh"),
        ("TCD.doan_nguoi", 30, "trụ sở tỉnh"),
        ("TCD.luot_doan", 3, "Lệ Thủy"),
        ("TCD.doan_nguoi", 37, "Lệ Thủy"),
        ("TCD.luot_doan", 4, "Đồng Hới"),
        ("TCD.doan_nguoi", 23, "Đồng Hới"),
    ]


def test_equal_figures_of_two_units_are_two_facts():
    text = "Các huyện tiếp 8 lượt đoàn: Lệ Thủy 4 (23 người), Bố Trạch 4 (23 người)."
    assert found(text).count(("TCD.doan_nguoi", 23, "người")) == 2


def test_levels_with_their_parts():
    text = "Toàn tỉnh tiếp 90 lượt. Cấp tỉnh 30 lượt: khiếu nại 20, tố cáo 10. Cấp xã 60 lượt: khiếu nại 50, tố cáo 10."
    assert orgs(text)[1:] == [
        ("TCD.luot", 30, "Cấp tỉnh"),
        ("TCD.khieu_nai", 20, "Cấp tỉnh"),
        ("TCD.to_cao", 10, "Cấp tỉnh"),
        ("TCD.luot", 60, "Cấp xã"),
        ("TCD.khieu_nai", 50, "Cấp xã"),
        ("TCD.to_cao", 10, "Cấp xã"),
    ]


def test_offices_in_brackets():
    text = "Trung tâm nhận 365 hồ sơ. Nhiều nhất là Sở Tư pháp (209 hồ sơ), Sở Xây dựng (156 hồ sơ)."
    assert orgs(text)[-1] == ("TTHC.tiep_nhan", 156, "Sở Xây dựng")


def test_the_subject_of_the_sentence():
    text = "Tại tỉnh Phú Yên, các cấp tiếp 90 lượt. Thanh tra Chính phủ tiếp 12 lượt, nhận 30 đơn."
    assert orgs(text) == [
        ("TCD.luot", 90, "tỉnh Phú Yên"),
        ("TCD.luot", 12, "Thanh tra Chính phủ"),
        ("DON.tiep_nhan", 30, "Thanh tra Chính phủ"),
    ]


@pytest.mark.parametrize("subject", ["Toàn huyện", "Các cấp, các ngành", "Các cơ quan", "Ngành Thanh tra"])
def test_a_general_subject_is_the_documents_place(subject):
    text = f"Huyện Vân Canh vừa báo cáo. {subject} tiếp 9 lượt."
    assert [fact.org for fact in find_facts(text)] == ["huyện Vân Canh"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("UBND tỉnh Quảng Bình cho biết tỉnh Quảng Bình có huyện Lệ Thủy", "tỉnh Quảng Bình"),
        ("Tại xã Quảng Phú", "xã Quảng Phú"),
        ("Thành phố Đà Nẵng", "thành phố Đà Nẵng"),
        ("TP Huế", "TP Huế"),
        ("Toàn tỉnh tiếp 5 lượt", "toàn tỉnh"),
        ("Cả nước tiếp 5 lượt", "cả nước"),
        ("Tiếp 5 lượt", None),
        ("", None),
    ],
)
def test_the_place_of_a_text(text, place):
    assert place_of(text) == place
