"""What a figure takes from its neighbours: pairs, wholes behind, changes, matters left."""

from decimal import Decimal

import pytest

from danvan.reports.reader.tests.reading_of import codes, found


def test_persons_beside_visits_are_of_the_same_sessions():
    text = (
        "Huyện tiếp 90 lượt, trong đó: tiếp thường xuyên 71 lượt, 80 người; tiếp định kỳ 19 lượt, 33 người."
    )
    assert codes(text) == {
        "TCD.luot": 90,
        "TCD.thuong_xuyen.luot": 71,
        "TCD.thuong_xuyen.nguoi": 80,
        "TCD.dinh_ky.luot": 19,
        "TCD.dinh_ky.nguoi": 33,
    }


def test_the_sessions_may_be_named_behind_a_bracket():
    text = "Lãnh đạo huyện tiếp 41 lượt (có 57 người) theo lịch tiếp công dân định kỳ."
    assert codes(text)["TCD.dinh_ky.luot"] == 41


@pytest.mark.parametrize("between", ["trong tổng số", "trong số", "trong tổng", "trên tổng số"])
def test_settled_out_of_a_total(between):
    text = f"Các cấp đã giải quyết 73 {between} 91 vụ việc khiếu nại, tố cáo thuộc thẩm quyền, đạt 80,2%."
    assert codes(text) == {"VV.da_giai_quyet": 73, "VV.tham_quyen": 91, "VV.ty_le": Decimal("80.2")}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Giải quyết 20/27 vụ việc thuộc thẩm quyền, 7 vụ còn lại đang giải quyết.", 7),
        ("Giải quyết 20/27 vụ việc thuộc thẩm quyền, còn 7 vụ việc đang giải quyết.", 7),
        ("Giải quyết 20/27 vụ việc thuộc thẩm quyền, còn lại 7 vụ.", 7),
    ],
)
def test_what_is_left_is_left_even_while_it_is_settled(text, left):
    assert codes(text)["VV.con"] == left


def test_matters_long_overdue_are_counted_apart():
    text = "Cả tỉnh giải quyết xong 11/16 vụ việc tồn đọng, kéo dài, đạt 68,8%."
    assert [code for code, _, _ in found(text)] == [
        "VV.ton_dong.da_giai_quyet",
        "VV.ton_dong.tong",
        "VV.ton_dong.ty_le",
    ]


def test_matters_of_another_plan_are_left_out():
    assert codes("Giải quyết xong 3 vụ việc theo kế hoạch số 88/KH-UBND.") == {}


def test_a_change_without_a_number_is_not_said_of_the_level_behind():
    text = "Hồ sơ thủ tục hành chính tiếp nhận tăng, với tổng số 640 hồ sơ."
    assert "TTHC.thay_doi" not in codes(text)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Đơn thuộc thẩm quyền 80 đơn, giảm 12 đơn so cùng kỳ.", "DON.tham_quyen.thay_doi"),
        ("Nhận 80 đơn, giảm 12 đơn so cùng kỳ.", "DON.thay_doi_tuyet_doi"),
    ],
)
def test_a_change_is_of_what_it_stands_beside(text, change):
    assert codes(text)[change] == 12


def test_a_change_right_behind_one_kind_is_none_of_all_letters():
    text = "Nhận 80 đơn, gồm 30 đơn khiếu nại, 50 đơn tố cáo, giảm 12 đơn."
    assert "DON.thay_doi_tuyet_doi" not in codes(text)


def test_duties_before_the_verb_say_nothing_of_the_visits():
    text = "Về xử lý đơn thư và giải quyết khiếu nại, tố cáo tại các sở đã tiếp 260 lượt công dân."
    assert codes(text) == {"TCD.luot": 260}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nhận 61 đơn, chuyển 20 đơn, trả lại 6 đơn.", {"DON.tiep_nhan": 61, "DON.chuyen": 20}),
        ("Nhận 61 đơn tố cáo, kiến nghị, phản ánh.", {"DON.tiep_nhan": 61}),
        ("Nhận 61 lượt đơn.", {"DON.tiep_nhan": 61}),
        (
            "Khiếu nại đúng 6 vụ, đúng một phần 9 vụ.",
            {"KQ.khieu_nai.dung": 6, "KQ.khieu_nai.dung_mot_phan": 9},
        ),
    ],
)
def test_letters_and_outcomes(text, expected):
    assert codes(text) == expected


def test_dossiers_handed_back_with_a_result_are_resolved():
    text = "Bộ phận một cửa nhận 510 hồ sơ; trả 488 hồ sơ, đúng hạn 480 hồ sơ."
    assert codes(text) == {"TTHC.tiep_nhan": 510, "TTHC.da_giai_quyet": 488, "TTHC.dung_han": 480}
