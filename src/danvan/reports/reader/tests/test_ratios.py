"""Percentages against their numbers, and parts against wholes."""

from decimal import Decimal

import pytest

from danvan.reports.reader.tests.placing import checked, failures


def matter_rows(done, whole, share, more=None):
    return (
        ("VV.tham_quyen", whole, "vụ việc"),
        ("VV.da_giai_quyet", done, "vụ việc"),
        ("VV.ty_le", share, "%", more or {}),
    )


def ratios(checks):
    return [check for check in checks if check.type == "ratio"]


@pytest.mark.parametrize(
    ("done", "whole", "share"), [("235", "264", "89"), ("137", "150", "91,33"), ("1", "8", "12,5")]
)
def test_a_rounded_share_holds(done, whole, share):
    text = f"Có {whole} vụ thuộc thẩm quyền, giải quyết {done} vụ, đạt {share}%."
    [check] = ratios(checked(text, *matter_rows(done, whole, share)))
    assert (check.ok, check.parts) == (True, (int(done), int(whole)))


def test_a_wrong_share_in_one_sentence_is_accused():
    text = "Có 264 vụ thuộc thẩm quyền, giải quyết 235 vụ, đạt 95%."
    [check] = failures(ratios(checked(text, *matter_rows("235", "264", "95"))))
    assert check.computed == Decimal("89.015")
    assert "235 vụ việc / 264 vụ việc = 89,0%" in check.hint
    assert [text[a:b] for a, b in check.places] == ["95", "235", "264"]


def test_swapped_digits_of_a_share_are_named():
    text = "Có 264 vụ thuộc thẩm quyền, giải quyết 235 vụ, đạt 98%."
    [check] = failures(ratios(checked(text, *matter_rows("235", "264", "98"))))
    assert "Có thể đảo chữ số: 89% thành 98%" in check.hint


def test_a_cut_share_has_a_severity_of_its_own():
    text = "Có 9 vụ thuộc thẩm quyền, giải quyết 8 vụ, đạt 88,88%."
    [check] = ratios(checked(text, *matter_rows("8", "9", "88,88")))
    assert (check.ok, check.severity) == (False, "truncation")
    assert "88,89%" in check.hint


def test_a_share_without_a_base_betrays_cutting():
    text = "Lũy tiến giải quyết 8 vụ, đạt 88,88%."
    [check] = ratios(checked(text, *matter_rows("8", "9", "88,88")[1:]))
    assert (check.ok, check.severity, check.parts) == (False, "truncation", (8, 9))
    assert "suy ra" in check.label


@pytest.mark.parametrize("share", ["88,89", "88,8", "61,11", "100,00"])
def test_a_share_without_a_base_is_silent_otherwise(share):
    text = f"Lũy tiến giải quyết 8 vụ, đạt {share}%."
    assert ratios(checked(text, *matter_rows("8", "9", share)[1:])) == []


def test_a_share_in_another_sentence_is_only_asked():
    text = "Có 264 vụ thuộc thẩm quyền, giải quyết 235 vụ. Tỷ lệ đạt 95%."
    [check] = ratios(checked(text, *matter_rows("235", "264", "95")))
    assert (check.ok, check.severity) == (False, "soft")


def test_a_qualified_share_has_its_range():
    text = "Có 264 vụ thuộc thẩm quyền, giải quyết 235 vụ, đạt hơn 89%."
    [check] = ratios(checked(text, *matter_rows("235", "264", "89", {"qualifier": "hơn"})))
    assert check.ok is True


def test_the_base_that_the_words_name_is_tried_first_and_the_fitting_one_is_named():
    text = "Nhận 344.820 đơn, xử lý 330.421 đơn, 286.950 đơn đủ điều kiện (83,2% số đơn đã xử lý)."
    checks = ratios(
        checked(
            text,
            ("DON.tiep_nhan", "344.820", "đơn"),
            ("DON.da_xu_ly", "330.421", "đơn"),
            ("DON.du_dieu_kien", "286.950", "đơn"),
            ("DON.ty_le_du_dieu_kien", "83,2", "%"),
        )
    )
    assert sorted(check.ok for check in checks) == [False, True]
    wrong = next(check for check in checks if not check.ok)
    assert wrong.severity == "soft"
    assert "344.820 đơn tiếp nhận" in wrong.hint


def test_rounded_numbers_leave_a_range():
    text = "Nhận hơn 4,3 triệu hồ sơ, trực tuyến trên 3,2 triệu, chiếm 75,7%."
    [check] = ratios(
        checked(
            text,
            ("TTHC.tiep_nhan", "4,3", "triệu hồ sơ", {"qualifier": "hơn"}),
            ("TTHC.truc_tuyen", "3,2", "triệu hồ sơ", {"qualifier": "trên"}),
            ("TTHC.ty_le_truc_tuyen", "75,7", "%"),
        )
    )
    assert check.ok is True


def test_thousands_are_compared_with_single_dossiers():
    text = "Giải quyết 8,98 ngàn hồ sơ: đúng hạn 8,96 ngàn (99,8%), trễ hạn 17 hồ sơ (0,2%)."
    checks = checked(
        text,
        ("TTHC.da_giai_quyet", "8,98", "ngàn hồ sơ"),
        ("TTHC.dung_han", "8,96", "ngàn hồ sơ"),
        ("TTHC.ty_le_dung_han", "99,8", "%"),
        ("TTHC.qua_han", "17", "hồ sơ"),
        ("TTHC.ty_le_qua_han", "0,2", "%"),
    )
    assert {check.type for check in checks} == {"sum", "ratio", "subset"}
    assert all(check.ok for check in checks)


def test_two_possible_bases_are_not_accused_hard():
    text = "Thuộc thẩm quyền 264 vụ, kỳ trước 300 vụ, giải quyết 235 vụ, đạt 95%."
    rows = [
        ("VV.tham_quyen", "264", "vụ việc"),
        ("VV.tham_quyen", "300", "vụ việc"),
        *matter_rows("235", "", "95")[1:],
    ]
    assert not failures(checked(text, *rows))


def test_another_organisation_gives_no_base():
    text = "Sở A có 264 vụ. Sở B giải quyết 235 vụ, đạt 95%."
    rows = matter_rows("235", "264", "95", {"org": "Sở B"})
    assert ratios(checked(text, (*rows[0], {"org": "Sở A"}), (*rows[1], {"org": "Sở B"}), rows[2])) == []


def test_a_base_of_zero_is_passed_over():
    text = "Thuộc thẩm quyền 0 vụ, giải quyết 0 vụ, đạt 100%."
    assert ratios(checked(text, *matter_rows("0", "0", "100"))) == []


def test_paid_fines_within_the_fines():
    text = "Phạt 772 triệu đồng, đã thu 652 triệu đồng."
    rows = [("TT.xpvphc", "772", "triệu đồng"), ("TT.xpvphc.da_thu", "652", "triệu đồng")]
    [check] = checked(text, *rows)
    assert (check.type, check.ok, check.parts, check.stated) == ("subset", True, (652,), 772)


def test_more_paid_than_fined_is_asked_not_accused():
    text = "Phạt 652 triệu đồng, đã thu 772 triệu đồng."
    [check] = checked(text, ("TT.xpvphc", "652", "triệu đồng"), ("TT.xpvphc.da_thu", "772", "triệu đồng"))
    assert (check.ok, check.severity) == (False, "soft")
    assert "kỳ trước" in check.hint


def test_a_bound_needs_its_whole_in_the_same_sentence():
    text = "Phạt 652 triệu đồng.\nNăm qua đã thu 772 triệu đồng."
    assert checked(text, ("TT.xpvphc", "652", "triệu đồng"), ("TT.xpvphc.da_thu", "772", "triệu đồng")) == []


def test_a_nested_figure_before_the_share_softens():
    text = "Thuộc thẩm quyền 264 vụ, giải quyết 235 vụ (trong đó khiếu nại 200 vụ, đạt 95%)."
    rows = matter_rows("235", "264", "95")
    checks = ratios(checked(text, *rows[:2], ("VV.khieu_nai.da_giai_quyet", "200", "vụ việc"), rows[2]))
    assert [check.severity for check in checks if check.ok is False] == ["soft"]
