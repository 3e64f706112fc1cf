"""Letters: received, handled, eligible, by kind, within competence, settled, forwarded."""

import pytest

from .reading_of import codes, found


@pytest.mark.parametrize(
    "text",
    [
        "Toàn huyện tiếp nhận 143 đơn.",
        "Toàn huyện nhận và xử lý 143 đơn thư.",
        "Các cấp đã tiếp nhận, xử lý 143 đơn các loại.",
        "Tổng số đơn tiếp nhận trong kỳ là 143 đơn.",
        "Tổng số đơn tiếp nhận: 143",
        "Tiếp nhận 143 đơn khiếu nại, tố cáo, kiến nghị, phản ánh.",
        "Số đơn phát sinh trên địa bàn là 143 đơn.",
    ],
)
def test_received(text):
    assert found(text) == [("DON.tiep_nhan", 143, "đơn")]


def test_received_complaints_and_denunciations_only():
    assert codes("Nhận 64 đơn khiếu nại, tố cáo.") == {"DON.kntc.tiep_nhan": 64}


KINDS = {"DON.tiep_nhan": 90, "DON.khieu_nai": 20, "DON.to_cao": 10, "DON.kien_nghi_phan_anh": 60}


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp nhận 90 đơn, gồm 20 khiếu nại, 10 tố cáo, 60 kiến nghị, phản ánh.",
        "Tiếp nhận 90 đơn, trong đó có 20 đơn khiếu nại, 10 đơn tố cáo và 60 đơn kiến nghị, phản ánh.",
        "Tiếp nhận 90 đơn (khiếu nại 20; tố cáo 10; kiến nghị, phản ánh 60).",
        "Tiếp nhận 90 đơn: KN 20, TC 10 và kiến nghị, đề nghị 60.",
        "Tiếp nhận 90 đơn. Trong đó, đơn khiếu nại 20 đơn, đơn tố cáo 10 đơn, đơn kiến nghị, phản ánh 60 đơn.",
        "Tiếp nhận 90 đơn (bao gồm: 20 đơn khiếu nại; 10 đơn tố cáo; 60 đơn phản ánh, kiến nghị).",
        "Tiếp nhận 90 đơn. Đơn khiếu nại: 20 đơn; đơn tố cáo: 10 đơn; đơn kiến nghị, phản ánh: 60 đơn.",
        "Tiếp nhận 90 đơn\nĐơn khiếu nại\t20\nĐơn tố cáo\t10\nĐơn kiến nghị, phản ánh\t60",
    ],
)
def test_by_kind(text):
    assert codes(text) == KINDS


def test_handled_and_eligible():
    text = "Nhận 500 đơn, đã xử lý 480 đơn, có 450 đơn đủ điều kiện xử lý (chiếm 93,8% số đơn đã xử lý)."
    assert {code: float(value) for code, value in codes(text).items()} == {
        "DON.tiep_nhan": 500,
        "DON.da_xu_ly": 480,
        "DON.du_dieu_kien": 450,
        "DON.ty_le_du_dieu_kien": 93.8,
    }


def test_kinds_of_the_eligible():
    text = "Qua xử lý có 45 đơn đủ điều kiện: 12 khiếu nại, 8 tố cáo, 25 kiến nghị, phản ánh."
    assert codes(text) == {
        "DON.du_dieu_kien": 45,
        "DON.khieu_nai": 12,
        "DON.to_cao": 8,
        "DON.kien_nghi_phan_anh": 25,
    }


def test_to_be_handled_is_not_handled():
    assert codes("Tổng số đơn phải xử lý trong kỳ là 77 đơn.") == {"DON.phai_xu_ly": 77}


def test_letters_that_are_not_eligible_are_left_alone():
    assert found("Nhận 50 đơn, trong đó đơn trùng lặp, nặc danh, không đủ điều kiện xử lý là 9 đơn.") == [
        ("DON.tiep_nhan", 50, "đơn")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Có 33 đơn thuộc thẩm quyền.",
        "Số đơn thuộc thẩm quyền giải quyết của các cấp là 33 đơn.",
        "Đơn thuộc thẩm quyền 33.",
        "Qua phân loại, có 33 đơn khiếu nại, tố cáo thuộc thẩm quyền giải quyết.",
        "Chuyển hướng xử lý; để lại giải quyết 33 đơn.",
    ],
)
def test_within_competence(text):
    assert codes(text) == {"DON.tham_quyen": 33}


def test_kinds_within_competence():
    text = "Đơn thuộc thẩm quyền 33 (12 đơn từ quý II sang): 29 khiếu nại, 4 tố cáo."
    assert codes(text) == {
        "DON.tham_quyen": 33,
        "DON.ky_truoc": 12,
        "DON.tham_quyen.khieu_nai": 29,
        "DON.tham_quyen.to_cao": 4,
    }


def test_competence_said_behind_the_bracket():
    text = "Qua phân loại, có 21 đơn (15 khiếu nại, 6 tố cáo) thuộc thẩm quyền giải quyết."
    assert codes(text) == {
        "DON.tham_quyen": 21,
        "DON.tham_quyen.khieu_nai": 15,
        "DON.tham_quyen.to_cao": 6,
    }


def test_outside_competence():
    assert codes("Có 18 đơn không thuộc thẩm quyền.") == {"DON.khong_tham_quyen": 18}


def test_settled():
    text = "Phải giải quyết 60 đơn, đã giải quyết 54 đơn, đạt 90%."
    assert codes(text) == {"DON.phai_giai_quyet": 60, "DON.da_giai_quyet": 54, "DON.ty_le": 90}


def test_settled_by_kind():
    text = "Đã giải quyết 15 đơn (khiếu nại 9, tố cáo 6)."
    assert codes(text) == {
        "DON.da_giai_quyet": 15,
        "DON.khieu_nai.da_giai_quyet": 9,
        "DON.to_cao.da_giai_quyet": 6,
    }


def test_the_kind_holds_for_what_is_settled_of_it():
    text = "Khiếu nại thuộc thẩm quyền 40 đơn, giải quyết 30 đơn, đạt 75%."
    assert codes(text) == {
        "DON.khieu_nai.tham_quyen": 40,
        "DON.khieu_nai.da_giai_quyet": 30,
        "DON.khieu_nai.ty_le": 75,
    }


def test_what_was_done_with_letters():
    text = "Xử lý 68 đơn đủ điều kiện: thụ lý 19, hướng dẫn 35, chuyển 8, đôn đốc 6."
    assert found(text) == [
        ("DON.du_dieu_kien", 68, "đơn"),
        ("DON.thu_ly", 19, "đơn"),
        ("DON.huong_dan", 35, "đơn"),
        ("DON.chuyen", 8, "đơn"),
        ("DON.don_doc", 6, "đơn"),
    ]


def test_papers_about_letters():
    text = "Nhận 70 đơn. Ban hành 11 văn bản hướng dẫn, 28 văn bản chuyển đơn và 13 văn bản đôn đốc."
    assert found(text)[1:] == [
        ("DON.huong_dan", 11, "văn bản"),
        ("DON.chuyen", 28, "văn bản"),
        ("DON.don_doc", 13, "văn bản"),
    ]


def test_forwarding_for_settlement_is_no_settlement():
    text = "Tiếp nhận 50 đơn; chuyển cơ quan có thẩm quyền giải quyết 42 đơn, lưu 8 đơn."
    assert codes(text) == {"DON.tiep_nhan": 50, "DON.chuyen": 42, "DON.luu": 8}


def test_first_and_second_settlement():
    text = "Nhận 33 đơn; 10 đơn chưa giải quyết, 15 đơn lần đầu, 8 đơn lần 2."
    assert codes(text) == {
        "DON.tiep_nhan": 33,
        "DON.chua_giai_quyet": 10,
        "DON.giai_quyet_lan_dau": 15,
        "DON.giai_quyet_lan_hai": 8,
    }


def test_letters_and_their_matters():
    assert codes("Nhận 54 đơn với 46 vụ việc.") == {"DON.tiep_nhan": 54, "DON.vu_viec": 46}


def test_a_verb_of_one_figure_does_not_reach_the_next_verb():
    text = "Tiếp 12 lượt công dân, nhận 34 đơn và giải quyết 5 đơn."
    assert codes(text) == {"TCD.luot": 12, "DON.tiep_nhan": 34, "DON.da_giai_quyet": 5}


def test_how_it_came_about_is_not_what_was_done():
    assert found("Qua phân loại xử lý, đơn thuộc lĩnh vực hành chính có 33 đơn.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Bệnh viện có 45 đơn thuốc.",
        "Đã thụ lý và giải quyết 19 đơn.",
        "Nội dung khiếu nại về đất đai (30 đơn), chính sách (5 đơn).",
        "Số còn lại 25 đơn là đơn trùng.",
    ],
)
def test_what_is_not_understood(text):
    assert found(text) == []
