"""Percentages: of what they are the share, of what the change."""

from decimal import Decimal

import pytest

from danvan.reports.reader.tests.reading_of import codes, found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Giải quyết 42 vụ việc thuộc thẩm quyền, đạt 84%.", "VV.ty_le"),
        ("Giải quyết 42 vụ việc thuộc thẩm quyền (84%).", "VV.ty_le"),
        ("Nhận 50 đơn; đủ điều kiện xử lý 42 đơn, chiếm 84%.", "DON.ty_le_du_dieu_kien"),
        ("Giải quyết 42/50 đơn thuộc thẩm quyền, đạt tỷ lệ 84%.", "DON.ty_le"),
        ("Kiến nghị thu hồi 50 triệu đồng, đã thu 42 triệu đồng (84%).", "TT.da_thu.ty_le"),
        ("Một cửa nhận 50 hồ sơ; giải quyết đúng hạn 42 hồ sơ, đạt 84%.", "TTHC.ty_le_dung_han"),
        ("Một cửa nhận 50 hồ sơ; quá hạn 42 hồ sơ (84%).", "TTHC.ty_le_qua_han"),
    ],
)
def test_a_share_of_the_figure_before(text, code):
    assert (code, 84, "%") in found(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tiếp 50 lượt, tăng 12% so với cùng kỳ.", "TCD.ty_le_thay_doi"),
        ("Tiếp 50 lượt, giảm 6 lượt (12%).", "TCD.ty_le_thay_doi"),
        ("Nhận 50 đơn, giảm 12%.", "DON.ty_le_thay_doi"),
        ("Phát hiện sai phạm 50 triệu đồng, tăng 12%.", "TT.sai_pham.ty_le_thay_doi"),
        ("Tiếp 50 lượt với 31 vụ việc, vụ việc giảm 12%.", None),
    ],
)
def test_a_change_of_the_figure_before(text, code):
    facts = [name for name, value, unit in found(text) if (value, unit) == (12, "%")]
    assert facts == ([code] if code else [])


def test_visits_and_persons_each_with_a_change_are_told_apart():
    text = "Tiếp 50 lượt, giảm 5%; 61 người, giảm 7%."
    assert codes(text)["TCD.luot.ty_le_thay_doi"] == 5
    assert codes(text)["TCD.nguoi.ty_le_thay_doi"] == 7


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp 50 lượt, bằng 103% cùng kỳ.",
        "Tiếp 50 lượt, 12% người đến hài lòng.",
        "Phấn đấu giải quyết 95% đơn.",
        "Tỷ lệ hài lòng 95%.",
    ],
)
def test_a_percentage_of_something_else_is_none(text):
    assert [unit for _, _, unit in found(text) if unit == "%"] == []


def test_the_whole_behind_a_stroke_and_behind_a_bracket():
    assert codes("Giải quyết 17/20 vụ việc thuộc thẩm quyền.") == {
        "VV.da_giai_quyet": 17,
        "VV.tham_quyen": 20,
    }
    text = "Giải quyết 17 đơn (12 khiếu nại, 5 tố cáo)/20 đơn, đạt 85%."
    assert codes(text)["DON.tham_quyen"] == 20
    assert codes(text)["DON.ty_le"] == Decimal(85)


def test_rates_of_dossiers_without_a_figure_before():
    text = "Tỷ lệ giải quyết hồ sơ đúng hạn đạt 98,5%; tỷ lệ hồ sơ trực tuyến đạt 61%."
    assert codes(text) == {"TTHC.ty_le_dung_han": Decimal("98.5"), "TTHC.ty_le_truc_tuyen": 61}


def test_the_scale_of_the_whole_is_the_parts_as_well():
    assert found("Qua thanh tra đã thu hồi được 1,5/2,2 tỷ đồng.")[0] == (
        "TT.da_thu",
        Decimal("1.5"),
        "tỷ đồng",
    )
