"""Lists and fractions written out in the text, their parts without codes."""

import pytest

from danvan.reports.reader.tests.placing import checked, failures

TOTAL = ("TT.cuoc", "42", "cuộc")
LISTED = "1 cuộc đã báo cáo, 13 cuộc đang dự thảo, 27 cuộc đang thanh tra"


@pytest.mark.parametrize(
    "text",
    [
        f"Thực hiện 42 cuộc thanh tra: {LISTED}.",
        f"Thực hiện 42 cuộc thanh tra: {LISTED} (25 cuộc thuộc 2 chuyên đề).",
        f"Thực hiện 42 cuộc thanh tra, gồm {LISTED}.",
    ],
)
def test_a_plain_list_in_the_totals_unit_is_held_against_it(text):
    [check] = failures(checked(text, TOTAL))
    assert (check.parts, check.stated, check.computed) == ((1, 13, 27), 42, 41)
    assert "1 + 13 + 27 = 41, văn bản ghi 42 cuộc" in check.hint
    assert [text[a:b] for a, b in check.places] == ["42", "1", "13", "27"]


def test_a_bracket_that_falls_short_is_only_asked_and_one_too_large_is_accused():
    [short] = checked(f"Thực hiện 42 cuộc ({LISTED}), 3 cuộc đột xuất.", TOTAL)
    assert (short.ok, short.severity) == (False, "soft")
    [large] = checked(f"Thực hiện 40 cuộc ({LISTED}), 3 cuộc đột xuất.", ("TT.cuoc", "40", "cuộc"))
    assert (large.ok, large.severity) == (False, "hard")


def test_a_list_that_adds_up_needs_no_unit():
    text = "Có 19 người đứng đầu bị xử lý (hình sự 10 người, cách chức 1, cảnh cáo 5, khiển trách 3)."
    [check] = checked(text, ("PCTN.nguoi_dung_dau", "19", "người"))
    assert (check.ok, check.parts) == (True, (10, 1, 5, 3))


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện 42 cuộc: nhiều nhất là 13 cuộc ở Sở A, 12 cuộc ở Sở B.",
        "Thực hiện 42 cuộc, trong đó 13 cuộc ở Sở A, 12 cuộc ở Sở B.",
        "Thực hiện 42 cuộc: 13 cuộc ở Sở A, 12 đoàn ở Sở B.",
        "Thực hiện 42 cuộc: 13 cuộc ở Sở A, các sở khác, 12 cuộc ở Sở B.",
        "Thực hiện 42 cuộc: 13 cuộc với 20 cuộc họp, 12 cuộc ở Sở B.",
        "Thực hiện 42 cuộc. Gồm 13 cuộc ở Sở A, 12 cuộc ở Sở B.",
        "Thực hiện 42 cuộc: 30%, 12/3/2023, 1,5 tỷ.",
        "Thực hiện 42 cuộc: 13 cuộc.",
    ],
)
def test_any_other_list_accuses_nobody(text):
    assert failures(checked(text, TOTAL)) == []


@pytest.mark.parametrize(
    ("text", "ok", "severity"),
    [
        ("Đã giải quyết 192/375 vụ việc, đạt 51,2%.", True, "info"),
        ("Đã giải quyết 18.108/22.068 vụ thuộc thẩm quyền, đạt 82,1%.", True, "info"),
        ("Đã giải quyết 18.108/22.068 vụ thuộc thẩm quyền, đạt tỷ lệ hơn 82%.", True, "info"),
        ("Đã giải quyết 8/90 vụ, đạt 8,88%.", False, "truncation"),
        ("Đã giải quyết 192/375 vụ việc, đạt 61,2%.", False, "hard"),
        ("Đã giải quyết 192/375 vụ việc, đạt gần 61,2%.", False, "soft"),
        ("Đã giải quyết 192/375 vụ việc, đạt 48,8%.", False, "hard"),
    ],
)
def test_a_written_fraction_and_its_share(text, ok, severity):
    [check] = checked(text)
    assert (check.type, check.ok, check.severity) == ("ratio", ok, severity)


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 16/3/2023, tỷ lệ đạt 91%.",
        "Từ 15/12 đến nay giải quyết 30 vụ, đạt 91%.",
        "Theo Nghị định 124/2020/NĐ-CP, kết quả đạt 91%.",
        "Xong 9/40 vụ. Tỷ lệ đạt 91%.",
        "Tiếp 556/422 lượt với 3 đoàn, đạt 91%.",
        "Công văn 12/QĐ-UBND đạt 91%.",
    ],
)
def test_other_slashes_are_no_fractions(text):
    assert checked(text) == []


def test_a_fraction_of_nothing_is_no_crash():
    assert [check.severity for check in checked("Xong 0/00 vụ, đạt 100%.")] == ["hard"]


def test_a_remark_on_the_rest_names_it():
    [check] = checked("Đã giải quyết 192/375 vụ việc, đạt 48,8%.")
    assert "phần còn lại" in check.hint
