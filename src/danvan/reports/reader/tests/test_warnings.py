"""Warnings accuse nobody: interim figures and two ways of rounding."""

import pytest

from danvan.reports.reader.checks.windows import report_period
from danvan.reports.reader.tests.placing import checked


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("trong Quý I/2023 được", "2023-Q1"),
        ("quý I năm 2023", "2023-Q1"),
        ("Quý IV/2019", "2019-Q4"),
        ("quý 3/2022", "2022-Q3"),
        ("quý II, năm 2024", "2024-Q2"),
        ("6 tháng đầu năm 2023", "2023-6M"),
        ("Sáu tháng đầu năm 2020", "2020-6M"),
        ("9 tháng năm 2021", "2021-9M"),
        ("9 tháng đầu năm 2021 và quý III/2021", "2021-Q3"),
        ("quý vị năm 2023", None),
        ("trong quý này", None),
        ("năm 2023", None),
    ],
)
def test_the_period_that_the_text_names(text, code):
    found = report_period(text)
    assert (found.code if found else None) == code


def interim(text, number="97"):
    return [check for check in checked(text, ("TCD.luot", number, "lượt")) if check.type == "window"]


def test_an_end_inside_the_window_is_interim_and_no_violation():
    [check] = interim("Báo cáo quý I/2023. Tính đến tháng 2/2023, tiếp 97 lượt.")
    assert (check.ok, check.severity) == (None, "info")
    assert "chưa trọn kỳ" in check.label
    assert "15/12/2022 đến 14/3/2023" in check.hint
    assert "02/2021/TT-TTCP" in check.hint
    assert "không phải sai phạm" in check.hint


def test_two_mentions_are_one_warning_with_two_places():
    text = "Quý I/2023. Tính đến tháng 2/2023 tiếp 97 lượt. Về thanh tra, đến tháng 2/2023 tiếp 5 lượt."
    checks = checked(text, ("TCD.luot", "97", "lượt"), ("TCD.luot", "5", "lượt"))
    [check] = [check for check in checks if check.type == "window"]
    assert [text[a:b] for a, b in check.places] == ["đến tháng 2/2023", "đến tháng 2/2023"]


@pytest.mark.parametrize(
    "until",
    ["đến ngày 10/3/2023", "đến hết ngày 28-2-2023", "đến hết tháng 01/2023", "đến cuối tháng 2 năm 2023"],
)
def test_other_ways_to_name_the_end(until):
    assert len(interim(f"Quý I/2023. Tính {until} tiếp 97 lượt.")) == 1


@pytest.mark.parametrize(
    "until",
    [
        "đến ngày 14/3/2023",  # the window's own end
        "đến tháng 3/2023",  # past it
        "đến tháng 11/2022",  # before it: another period's figure
        "đến tháng 13/2023",  # no month
        "đến ngày 31/2/2023",  # no day
    ],
)
def test_ends_that_are_not_interim(until):
    assert interim(f"Quý I/2023. Tính {until} tiếp 97 lượt.") == []


def test_a_sentence_without_figures_is_not_warned_about():
    assert interim("Quý I/2023. Kế hoạch làm đến tháng 2/2023. Tiếp 97 lượt.") == []


def test_a_period_without_law_gives_no_warning():
    assert interim("Quý I/1998. Tính đến tháng 2/1998, tiếp 97 lượt.") == []


def money(raw, qualifier):
    return ("TT.sai_pham", raw, "tỷ đồng", {"qualifier": qualifier})


def rounding(text, *rows):
    return [check for check in checked(text, *rows) if check.type == "rounding"]


def test_more_than_and_less_than_the_same_number_is_a_warning():
    text = "Phát hiện sai phạm hơn 1,6 tỷ đồng.\nThanh tra phát hiện sai phạm gần 1,6 tỷ đồng."
    [check] = rounding(text, money("1,6", "hơn"), money("1,6", "gần"))
    assert (check.ok, check.severity) == (None, "info")
    assert "hơn 1,6 tỷ đồng" in check.hint
    assert "gần 1,6 tỷ đồng" in check.hint
    assert len(check.places) == 2


def test_the_same_qualifier_twice_is_fine():
    text = "Phát hiện sai phạm hơn 1,6 tỷ đồng.\nThanh tra phát hiện sai phạm trên 1,6 tỷ đồng."
    assert rounding(text, money("1,6", "hơn"), money("1,6", "trên")) == []


def test_other_figures_do_not_conflict():
    text = "Sai phạm hơn 1,6 tỷ đồng.\nSai phạm gần 1,7 tỷ đồng."
    assert rounding(text, money("1,6", "hơn"), money("1,7", "gần")) == []
