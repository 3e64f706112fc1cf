"""Rises and falls: two periods, their difference, and its share."""

import pytest

from danvan.reports.reader.tests.placing import checked, failures

NOW, THEN = {"period": "2020-6M"}, {"period": "2019-6M"}


def two_periods(change="146", **more):
    return (
        ("TCD.luot", "866", "lượt", NOW),
        ("TCD.luot.thay_doi", change, "lượt", {**NOW, "direction": "giảm", **more}),
        ("TCD.luot", "1.012", "lượt", THEN),
    )


def test_the_difference_of_two_periods_holds():
    text = "Tiếp 866 lượt, giảm 146 lượt (cùng kỳ 2019: 1.012 lượt)."
    [check] = checked(text, *two_periods())
    assert (check.type, check.ok, check.parts, check.stated) == ("difference", True, (1012, 866), 146)


def test_a_wrong_difference_in_one_sentence_is_accused_with_its_cause():
    text = "Tiếp 866 lượt, giảm 164 lượt (cùng kỳ 2019: 1.012 lượt)."
    [check] = failures(checked(text, *two_periods("164")))
    assert check.computed == 146
    assert "146 thành 164" in check.hint


def test_a_wrong_difference_across_sentences_is_only_asked():
    text = "Tiếp 866 lượt, giảm 164 lượt.\nCùng kỳ 2019 tiếp 1.012 lượt."
    [check] = checked(text, *two_periods("164"))
    assert (check.ok, check.severity) == (False, "soft")


def test_a_rise_is_a_difference_too():
    text = "Tiếp 1.012 lượt, tăng 146 lượt so với 866 lượt cùng kỳ."
    rows = (
        ("TCD.luot", "1.012", "lượt", NOW),
        ("TCD.luot.thay_doi", "146", "lượt", {**NOW, "direction": "tăng"}),
        ("TCD.luot", "866", "lượt", THEN),
    )
    [check] = checked(text, *rows)
    assert (check.ok, check.parts) == (True, (1012, 866))


def test_unknown_periods_are_not_compared():
    text = "Tiếp 866 lượt, giảm 164 lượt, trụ sở tỉnh 1.012 lượt."
    rows = [("TCD.luot", "866", "lượt"), ("TCD.luot.thay_doi", "164", "lượt"), ("TCD.luot", "1.012", "lượt")]
    assert checked(text, *rows) == []


def change_rows(share, direction="giảm", qualifier=None):
    more = {"direction": direction} | ({"qualifier": qualifier} if qualifier else {})
    return (
        ("DON.kntc.tiep_nhan", "2.232", "đơn"),
        ("DON.thay_doi_tuyet_doi", "708", "đơn", {"direction": direction}),
        ("DON.ty_le_thay_doi", share, "%", more),
    )


@pytest.mark.parametrize(
    ("share", "direction", "qualifier"),
    [("24,08", "giảm", None), ("24", "giảm", "hơn"), ("46,46", "tăng", None), ("24,08", None, None)],
)
def test_the_share_of_a_change_is_of_the_period_compared(share, direction, qualifier):
    text = f"Nhận 2.232 đơn, giảm 708 đơn, tỷ lệ hơn {share}%."
    [check] = checked(text, *change_rows(share, direction, qualifier))
    assert (check.type, check.ok) == ("ratio", True)


def test_a_share_of_the_wrong_base_is_accused():
    text = "Nhận 2.232 đơn, giảm 708 đơn, tỷ lệ 31,72%."
    [check] = failures(checked(text, *change_rows("31,72")))
    assert (check.parts, str(check.computed)) == ((708, 2940), "24.082")


def test_without_a_direction_nobody_is_accused():
    text = "Nhận 2.232 đơn, thay đổi 708 đơn, tỷ lệ 31,72%."
    assert not failures(checked(text, *change_rows("31,72", None)))


def test_a_cut_share_of_a_change():
    text = "Cấp tỉnh 197 lượt, giảm 160 = 44,81%."
    [check] = checked(
        text,
        ("TCD.luot", "197", "lượt"),
        ("TCD.luot.thay_doi", "160", "lượt", {"direction": "giảm"}),
        ("TCD.ty_le_thay_doi", "44,81", "%", {"direction": "giảm"}),
    )
    assert (check.ok, check.severity) == (False, "truncation")


def test_a_rise_larger_than_the_figure_is_passed_over():
    text = "Nhận 10 đơn, tăng 30 đơn, tỷ lệ 50%."
    rows = (
        ("DON.tiep_nhan", "10", "đơn"),
        ("DON.thay_doi_tuyet_doi", "30", "đơn", {"direction": "tăng"}),
        ("DON.ty_le_thay_doi", "50", "%", {"direction": "tăng"}),
    )
    assert checked(text, *rows) == []


def test_figures_that_lie_the_other_way_are_not_the_pair_compared():
    text = "Tiếp 65 lượt, giảm 77 lượt so cùng kỳ 2017: trụ sở tỉnh 10 lượt."
    rows = (
        ("TCD.luot", "65", "lượt", NOW),
        ("TCD.luot.thay_doi", "77", "lượt", {**NOW, "direction": "giảm"}),
        ("TCD.luot", "10", "lượt", THEN),
    )
    assert checked(text, *rows) == []


def test_two_figures_of_the_other_period_are_not_accused_hard():
    text = "Tiếp 65 lượt, giảm 77 lượt so cùng kỳ: tỉnh 100 lượt, huyện 90 lượt."
    rows = (
        ("TCD.luot", "65", "lượt", NOW),
        ("TCD.luot.thay_doi", "77", "lượt", {**NOW, "direction": "giảm"}),
        ("TCD.luot", "100", "lượt", THEN),
        ("TCD.luot", "90", "lượt", THEN),
    )
    assert not failures(checked(text, *rows))
