"""Matters of complaint and denunciation: competence, settlement, outcomes, what settlement brought."""

import pytest

from .reading_of import codes, found


@pytest.mark.parametrize(
    "text",
    [
        "Có 40 vụ việc thuộc thẩm quyền, đã giải quyết 36 vụ việc, đạt 90%.",
        "Giải quyết 36/40 vụ việc thuộc thẩm quyền, đạt tỷ lệ 90%.",
        "Đã giải quyết xong 36/40 vụ (90%).",
        "Số vụ việc thuộc thẩm quyền là 40 vụ; giải quyết được 36/40 vụ việc (đạt tỷ lệ 90%).",
    ],
)
def test_settled_over_competence(text):
    expected = {("VV.tham_quyen", 40, "vụ việc"), ("VV.da_giai_quyet", 36, "vụ việc"), ("VV.ty_le", 90, "%")}
    assert set(found(text)) == expected
    assert len(found(text)) == 3


def test_left_over():
    text = "Thuộc thẩm quyền 40 vụ, xong 9/40, còn 31 vụ."
    assert codes(text) == {"VV.tham_quyen": 40, "VV.da_giai_quyet": 9, "VV.con": 31}


def test_left_over_said_behind():
    text = "Đã giải quyết 9/40 vụ. 31 vụ việc còn lại đang được xem xét, giải quyết."
    assert codes(text)["VV.con"] == 31


def test_by_kind():
    text = "Đã giải quyết 12/15 vụ khiếu nại và 6/8 vụ tố cáo."
    assert codes(text) == {
        "VV.khieu_nai.da_giai_quyet": 12,
        "VV.khieu_nai.tham_quyen": 15,
        "VV.to_cao.da_giai_quyet": 6,
        "VV.to_cao.tham_quyen": 8,
    }


def test_competence_said_behind_the_last_is_said_of_both():
    text = "Qua xử lý, có 58 vụ việc khiếu nại, 17 vụ việc tố cáo thuộc thẩm quyền."
    assert codes(text) == {"VV.khieu_nai.tham_quyen": 58, "VV.to_cao.tham_quyen": 17}


def test_accepted_matters_are_not_settled_ones():
    text = "Đã thụ lý giải quyết 23 vụ việc khiếu nại, giải quyết xong 4/23 vụ việc."
    assert codes(text)["VV.khieu_nai.thu_ly"] == 23
    assert codes(text)["VV.khieu_nai.da_giai_quyet"] == 4


def test_a_bare_pair_counts_what_its_whole_counts():
    text = "Có 56 đơn thuộc thẩm quyền. Giải quyết 22/56."
    assert codes(text) == {"DON.tham_quyen": 56, "DON.da_giai_quyet": 22}


def test_a_bare_pair_without_a_known_whole_is_nothing():
    assert found("Giải quyết 22/56.") == []


OUTCOMES = {
    "KQ.khieu_nai.dung": 4,
    "KQ.khieu_nai.sai": 17,
    "KQ.khieu_nai.dung_mot_phan": 2,
    "KQ.to_cao.sai": 3,
}


@pytest.mark.parametrize(
    "text",
    [
        "Kết quả: khiếu nại đúng 4, khiếu nại sai 17, khiếu nại đúng một phần 2; tố cáo sai 3.",
        "Có 4 vụ khiếu nại đúng, 17 vụ khiếu nại sai, 2 vụ khiếu nại có đúng có sai; 3 vụ tố cáo sai.",
        "Khiếu nại: đúng 4, sai 17, đúng một phần 2. Tố cáo: sai 3.",
        "Khiếu nại đúng 4 vụ việc; khiếu nại sai 17 vụ việc; khiếu nại đúng một phần 2 vụ việc; tố cáo sai 3 vụ việc.",
    ],
)
def test_outcomes(text):
    assert codes(text) == OUTCOMES


def test_outcomes_are_counted_in_matters():
    assert found("Có 5 đơn khiếu nại đúng.") == [("KQ.khieu_nai.dung", 5, "vụ việc")]


def test_the_outcome_behind_a_pair_is_said_of_both():
    text = "Trong đó, có 7 vụ KN, 12 vụ TC đúng; 19 vụ KN, 37 vụ TC sai."
    assert codes(text) == {
        "KQ.khieu_nai.dung": 7,
        "KQ.to_cao.dung": 12,
        "KQ.khieu_nai.sai": 19,
        "KQ.to_cao.sai": 37,
    }


def test_a_withdrawn_letter_has_no_outcome():
    assert "KQ.to_cao.sai" not in codes("Có 11 đơn tố cáo được rút, 4 đơn khiếu nại sai.")


def test_what_settlement_brought():
    text = (
        "Qua giải quyết khiếu nại, tố cáo đã kiến nghị thu hồi 2 tỷ đồng, 300 m2 đất; trả lại cho công dân "
        "1,5 tỷ đồng; kiến nghị xử lý hành chính 9 người; chuyển cơ quan điều tra 2 vụ, 3 đối tượng."
    )
    assert {code: float(value) for code, value in codes(text).items()} == {
        "KQ.thu_hoi": 2,
        "KQ.thu_hoi.dat": 300,
        "KQ.tra_dan": 1.5,
        "KQ.xu_ly.ca_nhan": 9,
        "KQ.chuyen_dieu_tra.vu": 2,
        "KQ.chuyen_dieu_tra.doi_tuong": 3,
    }


def test_settlement_and_inspection_are_kept_apart():
    text = "Qua thanh tra, kiến nghị thu hồi 5 tỷ đồng. Qua giải quyết khiếu nại, thu hồi 70 triệu đồng."
    assert found(text) == [("TT.thu_hoi", 5, "tỷ đồng"), ("KQ.thu_hoi", 70, "triệu đồng")]


def test_a_sum_of_two_things_is_neither():
    text = "Qua giải quyết khiếu nại, đã thu hồi cho Nhà nước và trả lại cho công dân 16 tỷ đồng."
    assert found(text) == []


def test_matters_forwarded_by_deputies():
    text = "Giải quyết 19/37 vụ việc do đại biểu Quốc hội chuyển đến, đạt 51,4%."
    assert [code for code, _, _ in found(text)] == [
        "VV.dbqh_chuyen.da_giai_quyet",
        "VV.dbqh_chuyen",
        "VV.dbqh_chuyen.ty_le",
    ]


def test_parts_of_a_whole_named_before_are_no_second_whole():
    text = "Trong 85 vụ việc đã giải quyết, có 7 vụ việc được giải quyết qua hòa giải."
    assert codes(text) == {"VV.da_giai_quyet": 85}


@pytest.mark.parametrize(
    "text",
    [
        "Công an khởi tố 12 vụ, 30 bị can.",
        "Xảy ra 5 vụ cháy.",
        "Tòa án xét xử 40 vụ án.",
    ],
)
def test_other_matters(text):
    assert found(text) == []
