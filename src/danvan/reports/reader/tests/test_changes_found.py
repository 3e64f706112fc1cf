"""Rises and falls, and the figures of the period compared with."""

import pytest

from danvan.reports.reader.find import find_facts

from .reading_of import codes, found


@pytest.mark.parametrize("verb", ["tăng", "giảm"])
def test_absolute_and_in_percent(verb):
    text = f"Toàn huyện tiếp 135 lượt công dân, {verb} 15 lượt (12,5%) so với cùng kỳ năm 2022."
    facts = find_facts(text)
    assert [fact.indicator for fact in facts] == ["TCD.luot", "TCD.luot.thay_doi", "TCD.ty_le_thay_doi"]
    assert [fact.direction for fact in facts] == [None, verb, verb]


@pytest.mark.parametrize(
    "tail",
    [
        "giảm 240 lượt = 25%",
        "giảm 240 lượt, tỷ lệ 25%",
        "giảm 240 lượt (tương ứng 25%)",
        "giảm 240 lượt [25%]",
    ],
)
def test_the_change_said_twice(tail):
    assert codes(f"Cấp huyện tiếp 714 lượt, {tail}.") == {
        "TCD.luot": 714,
        "TCD.luot.thay_doi": 240,
        "TCD.ty_le_thay_doi": 25,
    }


def test_a_fall_is_a_positive_value():
    assert codes("Nhận 100 đơn, giảm 5%.")["DON.ty_le_thay_doi"] == 5


@pytest.mark.parametrize(
    ("text", "code", "unit"),
    [
        ("Nhận 100 đơn, tăng 8 đơn so với cùng kỳ.", "DON.thay_doi_tuyet_doi", "đơn"),
        ("Nhận 100 đơn (tăng 8% so với cùng kỳ).", "DON.ty_le_thay_doi", "%"),
        ("Tiếp 100 người, tăng 8 người.", "TCD.nguoi.thay_doi", "người"),
        ("Tiếp 65 lượt đoàn, giảm 8 lượt so cùng kỳ.", "TCD.luot_doan.thay_doi", "lượt đoàn"),
        ("Tiếp 9 lượt về 7 vụ việc, giảm 8 vụ việc.", "TCD.vu_viec.thay_doi", "vụ việc"),
        ("Có 30 đoàn đông người, giảm 8%.", "TCD.doan.ty_le_thay_doi", "%"),
        ("Giải quyết 9/10 vụ việc, đạt 90%, tăng 8%.", "VV.ty_le.thay_doi", "%"),
        ("Nhận 100 hồ sơ, giảm 8 hồ sơ.", "TTHC.thay_doi", "hồ sơ"),
    ],
)
def test_the_change_is_of_what_stands_before(text, code, unit):
    assert (code, 8, unit) in found(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("So với quý I/2022, số lượt tiếp công dân giảm 5%.", "TCD.ty_le_thay_doi"),
        ("Số đơn tăng 5% so với năm 2022.", "DON.ty_le_thay_doi"),
        ("Đơn tố cáo tăng 5%.", "DON.to_cao.ty_le_thay_doi"),
        ("Năm qua giảm 5% số lượt người.", "TCD.ty_le_thay_doi"),
    ],
)
def test_the_change_names_what_changed(text, code):
    assert found(text) == [(code, 5, "%")]


def test_a_list_of_changes():
    text = "Tiếp 90 lượt, 100 người. So với cùng kỳ năm trước giảm 14 lượt, 12 người."
    assert codes(text) == {
        "TCD.luot": 90,
        "TCD.nguoi": 100,
        "TCD.luot.thay_doi": 14,
        "TCD.nguoi.thay_doi": 12,
    }


def test_each_figure_with_its_own_change():
    text = "Tiếp 90 lượt, giảm 14,1%; 100 người, giảm 14,7%; 80 vụ việc, giảm 19,3%; 2 đoàn đông người, giảm 32,7%."
    assert [code for code, _, _ in found(text)] == [
        "TCD.luot",
        "TCD.luot.ty_le_thay_doi",
        "TCD.nguoi",
        "TCD.nguoi.ty_le_thay_doi",
        "TCD.vu_viec",
        "TCD.vu_viec.ty_le_thay_doi",
        "TCD.doan_dong_nguoi",
        "TCD.doan.ty_le_thay_doi",
    ]


def test_after_a_change_the_list_goes_on_from_its_base():
    text = "Tiếp 90 lượt công dân (tăng 17,4% so với quý II/2016), với 43 vụ việc."
    assert codes(text)["TCD.vu_viec"] == 43


def test_both_periods_are_read_with_their_own_period():
    text = "Sáu tháng đầu năm 2020 tiếp 866 lượt, giảm 146 lượt (6 tháng đầu năm 2019 tiếp 1.012 lượt)."
    facts = {fact.value: fact for fact in find_facts(text)}
    assert facts[866].period == "2020-6M"
    assert facts[1012].indicator == "TCD.luot"
    assert facts[1012].period == "2019-6M"


def test_the_same_period_last_year_without_its_year():
    facts = {
        fact.value: fact for fact in find_facts("Năm 2024 tiếp 90 lượt (cùng kỳ 104 lượt/110 lượt người).")
    }
    assert (facts[104].indicator, facts[104].period) == ("TCD.luot", "cùng kỳ")
    assert (facts[110].indicator, facts[110].period) == ("TCD.nguoi", "cùng kỳ")


@pytest.mark.parametrize(
    "text",
    [
        "Nhận 100 đơn, bằng 98% so với cùng kỳ.",
        "Số đơn tăng từ 90 lên 100 đơn.",
        "Giá cả tăng 5%.",
    ],
)
def test_what_is_no_change(text):
    assert not any("thay_doi" in code for code, _, _ in found(text))
