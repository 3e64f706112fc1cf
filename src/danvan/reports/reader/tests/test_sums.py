"""Totals and parts: what is accused, what is only asked, and what must stay silent."""

import pytest

from danvan.reports.reader.checks import check_facts
from danvan.reports.reader.tests.placing import checked, failures, placed

LETTERS = (
    ("DON.tiep_nhan", "258", "đơn"),
    ("DON.khieu_nai", "38", "đơn"),
    ("DON.to_cao", "94", "đơn"),
    ("DON.kien_nghi_phan_anh", "164", "đơn"),
)


def test_a_total_that_leaves_a_kind_out_is_accused_with_its_cause():
    text = "Toàn tỉnh tiếp nhận 258 đơn, trong đó 38 khiếu nại, 94 đơn tố cáo, 164 đơn kiến nghị, phản ánh."
    [check] = checked(text, *LETTERS)
    assert (check.type, check.ok, check.severity) == ("sum", False, "hard")
    assert (check.parts, check.stated, check.computed) == ((38, 94, 164), 258, 296)
    assert "94 + 164 = 258: tổng bỏ sót 38 đơn khiếu nại" in check.hint
    assert [text[a:b] for a, b in check.places] == ["258", "38", "94", "164"]


def test_a_right_total_is_said_to_be_right():
    text = "Tiếp nhận 296 đơn, gồm 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh."
    [check] = checked(text, ("DON.tiep_nhan", "296", "đơn"), *LETTERS[1:])
    assert (check.ok, check.severity, check.hint) == (True, "info", "")


def test_parts_of_the_eligible_are_not_held_against_the_received():
    text = (
        "Nhận 500 đơn, xử lý 480 đơn, 296 đơn đủ điều kiện: 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh."
    )
    [check] = checked(
        text,
        ("DON.tiep_nhan", "500", "đơn"),
        ("DON.da_xu_ly", "480", "đơn"),
        ("DON.du_dieu_kien", "296", "đơn"),
        *LETTERS[1:],
    )
    assert check.ok is True
    assert check.stated == 296


def test_the_fitting_total_is_taken_though_another_stands_nearer():
    text = "Nhận 296 đơn (đã xử lý 280 đơn): 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh."
    [check] = checked(text, ("DON.tiep_nhan", "296", "đơn"), ("DON.da_xu_ly", "280", "đơn"), *LETTERS[1:])
    assert check.ok is True
    assert check.stated == 296


def test_a_number_without_a_code_that_fills_the_gap_acquits():
    text = "Tiếp nhận 300 đơn: 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh và 4 nội dung chưa rõ."
    [check] = checked(text, ("DON.tiep_nhan", "300", "đơn"), *LETTERS[1:])
    assert check.ok is True
    assert sorted(check.parts) == [4, 38, 94, 164]
    assert check.computed == 300


def test_a_number_without_a_code_that_does_not_fit_softens():
    text = "Tiếp nhận 310 đơn: 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh và 4 nội dung chưa rõ."
    [check] = checked(text, ("DON.tiep_nhan", "310", "đơn"), *LETTERS[1:])
    assert (check.ok, check.severity) == (False, "soft")


def test_a_year_or_percentage_between_is_no_missing_part():
    text = (
        "Tiếp nhận 258 đơn (tăng 5% so với năm 2022), gồm 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh."
    )
    assert len(failures(checked(text, *LETTERS))) == 1


def test_a_rounded_total_is_not_accused_hard():
    text = "Tiếp nhận hơn 250 đơn, gồm 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh."
    checks = checked(text, ("DON.tiep_nhan", "250", "đơn", {"qualifier": "hơn"}), *LETTERS[1:])
    assert not failures(checks)


def test_another_unit_is_not_accused_hard():
    text = "Tiếp nhận 258 đơn, trong đó 38 vụ khiếu nại, 94 vụ tố cáo, 164 vụ kiến nghị."
    rows = [LETTERS[0], *((code, raw, "vụ việc") for code, raw, _ in LETTERS[1:])]
    assert not failures(checked(text, *rows))


def test_another_period_is_no_total_of_these_parts():
    text = "Năm 2022 nhận 258 đơn. Quý I có 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh."
    rows = [(*LETTERS[0], {"period": "2022"}), *((*row, {"period": "2023-Q1"}) for row in LETTERS[1:])]
    assert checked(text, *rows) == []


def test_another_organisation_is_no_total_of_these_parts():
    text = "Sở A nhận 258 đơn; Sở B có 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh."
    rows = [(*LETTERS[0], {"org": "Sở A"}), *((*row, {"org": "Sở B"}) for row in LETTERS[1:])]
    assert checked(text, *rows) == []


def test_two_of_three_kinds_are_a_subset_and_break_nothing():
    text = "Tiếp nhận 258 đơn, trong đó có 38 khiếu nại, 94 tố cáo."
    assert checked(text, *LETTERS[:3]) == []


def test_a_subset_larger_than_its_whole_is_accused():
    text = "Tiếp nhận 120 đơn, trong đó có 38 khiếu nại, 94 tố cáo."
    [check] = checked(text, ("DON.tiep_nhan", "120", "đơn"), *LETTERS[1:3])
    assert (check.ok, check.severity, check.computed) == (False, "hard", 132)


def test_a_total_of_kntc_is_not_accused_over_another_total():
    text = (
        "Nhận 64 đơn khiếu nại, tố cáo. Cả kỳ nhận 296 đơn: 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh."
    )
    checks = checked(text, ("DON.kntc.tiep_nhan", "64", "đơn"), ("DON.tiep_nhan", "296", "đơn"), *LETTERS[1:])
    assert [check.ok for check in checks] == [True]


def test_a_far_total_in_another_sentence_is_not_accused():
    text = "Tiếp nhận 258 đơn.\nCông tác tuyên truyền tốt.\nCó 38 khiếu nại, 94 tố cáo, 164 kiến nghị."
    assert checked(text, *LETTERS) == []


def test_a_list_under_its_total_is_joined_by_the_colon():
    text = "Tiếp nhận 258 đơn. Trong đó:\n- Khiếu nại: 38\n- Tố cáo: 94\n- Kiến nghị, phản ánh: 164"
    assert len(failures(checked(text, *LETTERS))) == 1


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Triển khai 8 cuộc: 1 cuộc kỳ trước, 1 đột xuất, 6 theo kế hoạch.",
            [
                ("TT.cuoc", "8"),
                ("TT.ky_truoc.cuoc", "1"),
                ("TT.dot_xuat.cuoc", "1"),
                ("TT.ke_hoach.cuoc", "6"),
            ],
        ),
        (
            "Thuộc thẩm quyền 40 vụ, xong 9/40, còn 31 vụ.",
            [("VV.tham_quyen", "40"), ("VV.da_giai_quyet", "9"), ("VV.con", "31")],
        ),
        (
            "Tiếp 97 lượt, gồm 50 lượt thường xuyên, 47 lượt định kỳ.",
            [("TCD.luot", "97"), ("TCD.thuong_xuyen.luot", "50"), ("TCD.dinh_ky.luot", "47")],
        ),
        (
            "Thực hiện 85 cuộc, gồm 20 cuộc hành chính, 65 cuộc chuyên ngành.",
            [("TT.cuoc", "85"), ("TT.hanh_chinh.cuoc", "20"), ("TT.chuyen_nganh.cuoc", "65")],
        ),
        (
            "Phải xử lý 275 đơn, gồm 17 đơn kỳ trước, 258 đơn trong kỳ.",
            [("DON.phai_xu_ly", "275"), ("DON.ky_truoc", "17"), ("DON.tiep_nhan", "258")],
        ),
    ],
)
def test_declared_identities_hold(text, rows):
    sums = [
        check for check in checked(text, *((code, raw, "x") for code, raw in rows)) if check.type == "sum"
    ]
    assert [check.ok for check in sums] == [True]


def test_carried_over_left_out_is_named():
    text = "Phải xử lý 258 đơn, gồm 17 đơn kỳ trước, 258 đơn trong kỳ."
    [check] = failures(
        checked(
            text,
            ("DON.phai_xu_ly", "258", "đơn"),
            ("DON.ky_truoc", "17", "đơn"),
            ("DON.tiep_nhan", "258", "đơn"),
        )
    )
    assert "bỏ sót 17 đơn kỳ trước chuyển sang" in check.hint


def test_money_within_its_rounding_holds():
    text = (
        "Sai phạm trên 161 triệu đồng; nộp trên 44 triệu đồng, trả gần 5 triệu đồng, khác gần 113 triệu đồng."
    )
    [check] = checked(
        text,
        ("TT.sai_pham", "161", "triệu đồng", {"qualifier": "trên"}),
        ("TT.thu_hoi", "44", "triệu đồng", {"qualifier": "trên"}),
        ("TT.tra_don_vi", "5", "triệu đồng", {"qualifier": "gần"}),
        ("TT.xu_ly_khac", "113", "triệu đồng", {"qualifier": "gần"}),
    )
    assert (check.ok, check.parts, check.stated) == (True, (44, 5, 113), 161)


def test_money_beyond_its_rounding_asks_but_does_not_accuse():
    text = "Sai phạm hơn 5,5 tỷ đồng, kiến nghị thu hồi 1,4 tỷ đồng, khắc phục hơn 4,6 tỷ đồng."
    [check] = checked(
        text,
        ("TT.sai_pham", "5,5", "tỷ đồng", {"qualifier": "hơn"}),
        ("TT.thu_hoi", "1,4", "tỷ đồng"),
        ("TT.khac_phuc", "4,6", "tỷ đồng", {"qualifier": "hơn"}),
    )
    assert (check.ok, check.severity) == (False, "soft")
    assert "hơn 4,6 tỷ đồng" in check.hint


def test_recovery_below_the_violation_is_no_error():
    text = "Sai phạm 10 tỷ đồng, kiến nghị thu hồi 2 tỷ đồng, xử lý khác 3 tỷ đồng."
    rows = [("TT.sai_pham", "10"), ("TT.thu_hoi", "2"), ("TT.xu_ly_khac", "3")]
    assert checked(text, *((code, raw, "tỷ đồng") for code, raw in rows)) == []


def test_a_repeated_fact_is_tried_where_its_parts_stand():
    text = "Tít: 258 đơn.\n" + "Lời dẫn. " * 60 + "Nhận 258 đơn, gồm 38 khiếu nại, 94 tố cáo, 164 kiến nghị."
    [check] = checked(text, LETTERS[0], *LETTERS)
    assert check.places[0][0] > 400


def test_one_number_read_as_two_totals_gives_one_check():
    text = "Tiếp nhận và xử lý 258 đơn, trong đó 38 khiếu nại, 94 tố cáo, 164 kiến nghị."
    facts = placed(text, *LETTERS) + placed(text, ("DON.da_xu_ly", "258", "đơn"))
    assert len(check_facts(text, facts)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Tổng số đơn tiếp nhận | 258\nĐơn khiếu nại | 38\nĐơn tố cáo | 94\nĐơn kiến nghị, phản ánh | 164",
        "Tổng số đơn: 258 đơn\n1. Khiếu nại: 38\n2. Tố cáo: 94\n3. Kiến nghị, phản ánh: 164",
    ],
)
def test_the_rows_of_a_table_under_their_total_are_held_against_it(text):
    assert [check.stated for check in failures(checked(text, *LETTERS))] == [258]


def test_rows_under_another_heading_are_not():
    text = "Tổng số đơn | 258\nKết quả của kỳ trước\nĐơn khiếu nại | 38\nĐơn tố cáo | 94\nKiến nghị | 164"
    assert checked(text, *LETTERS) == []


def inspection(whole, *parts):
    codes = ("TT.hanh_chinh.cuoc", "TT.chuyen_nganh.cuoc")
    return (
        ("TT.cuoc", whole, "cuộc"),
        *((code, raw, "cuộc") for code, raw in zip(codes, parts, strict=True)),
    )


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Thực hiện 85 cuộc, trong đó 20 cuộc hành chính, 60 cuộc chuyên ngành.", "soft"),
        ("Thực hiện 85 cuộc, có 20 cuộc hành chính, 60 cuộc chuyên ngành.", "soft"),
        ("Thực hiện 85 cuộc, gồm 20 cuộc hành chính, 60 cuộc chuyên ngành.", "hard"),
        ("Thực hiện 85 cuộc (20 cuộc hành chính, 60 cuộc chuyên ngành).", "hard"),
        ("Thực hiện 85 cuộc: 20 cuộc hành chính, 60 cuộc chuyên ngành.", "hard"),
    ],
)
def test_fewer_parts_than_the_total_accuse_only_where_the_text_says_all(text, severity):
    [check] = checked(text, *inspection("85", "20", "60"))
    assert (check.ok, check.severity) == (False, severity)


def test_more_parts_than_the_total_accuse_under_trong_do_too():
    text = "Thực hiện 75 cuộc, trong đó 20 cuộc hành chính, 60 cuộc chuyên ngành."
    [check] = failures(checked(text, *inspection("75", "20", "60")))
    assert check.computed == 80


def test_a_long_text_without_a_full_stop_gives_the_same_answer_once():
    text = "nhận 258 đơn, trong đó 38 khiếu nại, 94 tố cáo, 164 kiến nghị; còn 7 việc, " * 400
    checks = checked(text, *(LETTERS * 400))
    assert [(check.stated, check.computed) for check in checks] == [(258, 296)]
