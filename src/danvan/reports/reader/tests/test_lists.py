"""Lists of units against the total, and lists that a sentence calls complete."""

import pytest

from danvan.reports.reader.tests.placing import checked, failures

PROVINCE = {"org": "tỉnh Quảng Bình", "period": "2018"}
DISTRICTS = [("Lệ Thủy", "3"), ("Bố Trạch", "4"), ("Ba Đồn", "12"), ("Quảng Trạch", "27")]


def group_rows(code, pairs, unit="lượt đoàn", **more):
    return [(code, raw, unit, {"period": "2018", "org": org, **more}) for org, raw in pairs]


def test_units_add_up_to_the_province():
    text = "Toàn tỉnh 46 lượt đoàn: Lệ Thủy 3, Bố Trạch 4, Ba Đồn 12, Quảng Trạch 27."
    [check] = checked(
        text, ("TCD.luot_doan", "46", "lượt đoàn", PROVINCE), *group_rows("TCD.luot_doan", DISTRICTS)
    )
    assert (check.ok, check.parts, check.stated) == (True, (3, 4, 12, 27), 46)
    assert "4 đơn vị" in check.label


def test_some_units_of_a_province_accuse_nobody():
    text = "Toàn tỉnh 90 lượt đoàn: nhiều nhất là Ba Đồn 12, Quảng Trạch 27."
    rows = group_rows("TCD.luot_doan", DISTRICTS[2:])
    assert checked(text, ("TCD.luot_doan", "90", "lượt đoàn", PROVINCE), *rows) == []


def test_units_without_a_name_are_only_the_items_of_a_sentence():
    text = "Toàn tỉnh 46 lượt đoàn: 3, 4, 12, 27."
    rows = [("TCD.luot_doan", raw, "lượt đoàn") for _, raw in DISTRICTS]
    [check] = checked(text, ("TCD.luot_doan", "46", "lượt đoàn", PROVINCE), *rows)
    assert (check.ok, check.label) == (True, "Lượt đoàn được tiếp = các mục liệt kê")


LEVELS = [("cấp tỉnh", "160"), ("sở, ngành", "255"), ("cấp huyện", "240"), ("cấp xã", "61")]


@pytest.mark.parametrize("stated", ["714", "717"])
def test_four_levels_are_a_complete_list(stated):
    text = f"Giảm {stated} lượt: cấp tỉnh giảm 160, sở ngành giảm 255, huyện giảm 240, xã giảm 61."
    whole = ("TCD.luot.thay_doi", stated, "lượt", {"org": "toàn tỉnh", "period": "2016", "direction": "giảm"})
    parts = [
        ("TCD.luot.thay_doi", r, "lượt", {"org": o, "period": "2016", "direction": "giảm"}) for o, r in LEVELS
    ]
    [check] = failures(checked(text, whole, *parts))
    assert (check.computed, check.stated) == (716, int(stated))


def test_a_rise_among_falls_ends_the_list():
    text = "Giảm 714 lượt: cấp tỉnh giảm 160, sở ngành giảm 255, huyện tăng 240, xã giảm 61."
    whole = ("TCD.luot.thay_doi", "714", "lượt", {"org": "toàn tỉnh", "direction": "giảm"})
    turns = ["giảm", "giảm", "tăng", "giảm"]
    parts = [
        ("TCD.luot.thay_doi", r, "lượt", {"org": o, "direction": turn})
        for (o, r), turn in zip(LEVELS, turns, strict=True)
    ]
    assert not failures(checked(text, whole, *parts))


def test_a_list_proven_complete_by_another_figure_is_accused():
    text = (
        "Toàn tỉnh 19 lượt đoàn với 800 người: Lệ Thủy 3 lượt, Bố Trạch 4 lượt, Ba Đồn 12 lượt. "
        "Số người: Lệ Thủy 37, Bố Trạch 23, Ba Đồn 722."
    )
    three = DISTRICTS[:3]
    people = [("Lệ Thủy", "37"), ("Bố Trạch", "23"), ("Ba Đồn", "722")]
    checks = checked(
        text,
        ("TCD.luot_doan", "19", "lượt đoàn", PROVINCE),
        ("TCD.doan_nguoi", "800", "người", PROVINCE),
        *group_rows("TCD.luot_doan", three),
        *group_rows("TCD.doan_nguoi", people, "người"),
    )
    assert [(check.ok, check.stated) for check in checks] == [(True, 19), (False, 800)]


def test_a_sentence_that_says_gom_is_complete_for_codes_without_identity():
    text = "Ban hành 30 văn bản, gồm 11 văn bản hướng dẫn, 13 văn bản trả lời."
    rows = [("VB.ban_hanh", "30"), ("VB.huong_dan", "11"), ("VB.tra_loi", "13")]
    [check] = failures(checked(text, *((c, r, "văn bản") for c, r in rows)))
    assert (check.computed, check.stated) == (24, 30)


def test_trong_do_alone_is_not_complete():
    text = "Ban hành 30 văn bản, trong đó 11 văn bản hướng dẫn, 13 văn bản trả lời."
    rows = [("VB.ban_hanh", "30"), ("VB.huong_dan", "11"), ("VB.tra_loi", "13")]
    assert checked(text, *((c, r, "văn bản") for c, r in rows)) == []


def test_trong_do_that_adds_up_is_said_to_be_right():
    text = "Ban hành 24 văn bản, trong đó 11 văn bản hướng dẫn, 13 văn bản trả lời."
    rows = [("VB.ban_hanh", "24"), ("VB.huong_dan", "11"), ("VB.tra_loi", "13")]
    assert [check.ok for check in checked(text, *((c, r, "văn bản") for c, r in rows))] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Ban hành 30 văn bản, gồm 11 văn bản hướng dẫn (13 văn bản trả lời).",
        "Ban hành 30 văn bản, gồm 11 văn bản hướng dẫn, 13 văn bản trả lời và 2 loại khác.",
        "Ban hành 30 văn bản, gồm 11 văn bản hướng dẫn, trong đó 13 văn bản trả lời.",
    ],
)
def test_nested_or_unread_parts_accuse_nobody(text):
    rows = [("VB.ban_hanh", "30"), ("VB.huong_dan", "11"), ("VB.tra_loi", "13")]
    assert not failures(checked(text, *((c, r, "văn bản") for c, r in rows)))


def test_parts_of_another_domain_are_no_parts():
    text = "Tiếp 97 lượt, gồm 38 đơn khiếu nại, 94 đơn tố cáo."
    rows = [("TCD.luot", "97", "lượt"), ("DON.khieu_nai", "38", "đơn"), ("DON.to_cao", "94", "đơn")]
    assert checked(text, *rows) == []


def test_a_change_between_a_total_and_its_list_is_not_taken_for_the_total():
    text = (
        "Nhận 356 đơn, tăng 21 đơn so với năm trước; gồm 31 đơn khiếu nại, 12 đơn tố cáo, 313 đơn phản ánh."
    )
    rows = (
        ("DON.tiep_nhan", "356", "đơn"),
        ("DON.thay_doi_tuyet_doi", "21", "đơn"),
        ("DON.khieu_nai", "31", "đơn"),
        ("DON.to_cao", "12", "đơn"),
        ("DON.kien_nghi_phan_anh", "313", "đơn"),
    )
    assert failures(checked(text, *rows)) == []


def test_a_total_behind_the_bracket_does_not_excuse_the_one_before_it():
    text = "Tiếp nhận 62 đơn (6 đơn khiếu nại; 2 đơn tố cáo; 63 đơn phản ánh), đã xử lý 71 đơn."
    rows = (
        ("DON.tiep_nhan", "62", "đơn"),
        ("DON.khieu_nai", "6", "đơn"),
        ("DON.to_cao", "2", "đơn"),
        ("DON.kien_nghi_phan_anh", "63", "đơn"),
        ("DON.da_xu_ly", "71", "đơn"),
    )
    [check] = failures(checked(text, *rows))
    assert (check.stated, check.computed, check.severity) == (62, 71, "hard")
