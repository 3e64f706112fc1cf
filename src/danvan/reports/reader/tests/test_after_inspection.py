"""What follows an inspection: persons, fines, money recovered, cases sent to investigators."""

from decimal import Decimal

import pytest

from danvan.reports.reader.tests.reading_of import codes, found


@pytest.mark.parametrize(
    "verb",
    [
        "kiến nghị xem xét, xử lý hành chính",
        "kiến nghị xử lý kỷ luật hành chính đối với",
        "kiến nghị kỷ luật",
        "kiểm điểm làm rõ trách nhiệm",
        "kiểm điểm rút kinh nghiệm, kiểm điểm trách nhiệm",
    ],
)
def test_what_is_recommended_for_persons_is_a_review(verb):
    text = f"Qua thanh tra {verb} 4 tập thể, 13 cá nhân."
    assert codes(text) == {"TT.kiem_diem.tap_the": 4, "TT.kiem_diem.ca_nhan": 13}


def test_discipline_carried_out_is_no_recommendation():
    assert codes("Qua thanh tra đã thi hành kỷ luật 5 cá nhân.") == {"TT.ky_luat.ca_nhan": 5}


@pytest.mark.parametrize(
    "verb",
    [
        "chuyển cơ quan điều tra xem xét, xử lý",
        "chuyển cơ quan điều tra tiếp tục xem xét, xử lý",
        "chuyển công an xem xét, xử lý",
    ],
)
def test_investigators_who_go_on_to_examine(verb):
    text = f"Qua thanh tra {verb} 3 vụ, 8 đối tượng."
    assert codes(text) == {"TT.chuyen_dieu_tra.vu": 3, "TT.chuyen_dieu_tra.doi_tuong": 8}


def test_the_investigators_may_stand_behind_the_cases():
    text = "Thanh tra huyện phát hiện sai phạm 2 tỷ đồng; chuyển 1 vụ việc sang cơ quan cảnh sát điều tra."
    assert codes(text) == {"TT.sai_pham": 2, "TT.chuyen_dieu_tra.vu": 1}
    within = "Qua giải quyết khiếu nại, tố cáo đã chuyển 2 vụ việc đến cơ quan điều tra."
    assert codes(within) == {"KQ.chuyen_dieu_tra.vu": 2}


def test_the_money_of_the_cases_sent_is_no_second_violation():
    text = (
        "Phát hiện sai phạm 9 tỷ đồng; chuyển cơ quan điều tra 4 vụ/6 người với số tiền vi phạm 1,7 tỷ đồng."
    )
    assert found(text)[-1] == ("TT.chuyen_dieu_tra.tien", Decimal("1.7"), "tỷ đồng")
    assert [code for code, _, _ in found(text)].count("TT.sai_pham") == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Ban hành 31 quyết định xử phạt vi phạm hành chính, đã nộp ngân sách 84 triệu đồng.",
            "TT.xpvphc.da_thu",
        ),
        ("Xử phạt 66 trường hợp với số tiền 120 triệu đồng; đã nộp phạt 84 triệu đồng.", "TT.xpvphc.da_thu"),
        ("Kiến nghị thu hồi 120 triệu đồng; đã thu 84 triệu đồng.", "TT.da_thu"),
        ("Xử lý tài sản vi phạm (tịch thu thành tiền) là 84 triệu đồng.", "TT.tich_thu"),
        (
            "Kiến nghị thu hồi 120 triệu đồng, thu hồi về ngân sách trung ương 84 triệu đồng.",
            "TT.thu_hoi.trung_uong",
        ),
        ("Kiến nghị thu hồi 120 triệu đồng, thu hồi trả về đơn vị 84 triệu đồng.", "TT.tra_don_vi"),
    ],
)
def test_where_the_money_went(text, code):
    assert ("84", code) in [
        (str(value), found_code) for found_code, value, _ in found(f"Qua thanh tra: {text}")
    ]


def test_a_decision_cancelled_is_none_issued():
    text = "Qua giải quyết khiếu nại, tố cáo đã hủy 1 quyết định xử phạt; thu hồi cho Nhà nước 26 triệu đồng."
    assert codes(text) == {"KQ.thu_hoi": 26}


def test_other_forms_of_sanction_are_told_apart():
    text = "Thanh tra chuyên ngành xử phạt bằng hình thức khác 2 tổ chức và 5 cá nhân."
    assert codes(text) == {"TT.hinh_thuc_khac.to_chuc": 2, "TT.hinh_thuc_khac.ca_nhan": 5}


def test_rights_restored_are_not_money_returned():
    text = "Qua giải quyết khiếu nại đã khôi phục quyền và lợi ích hợp pháp 75 triệu đồng và 410 m2 đất."
    assert codes(text) == {"KQ.khoi_phuc.tien": 75, "KQ.khoi_phuc.dat": 410}
    assert codes("Qua giải quyết khiếu nại đã trả lại cho công dân 75 triệu đồng.") == {"KQ.tra_dan": 75}


def test_land_that_is_not_measured_as_ground_is_none():
    assert codes("Thanh tra phát hiện sai phạm 4 tỷ đồng và 15 ha rừng bị chặt.") == {"TT.sai_pham": 4}


def test_units_behind_a_conclusion_are_its_own():
    text = "Thanh tra tỉnh tiến hành 6 cuộc thanh tra tại 9 đơn vị; có kết luận 4 cuộc đối với 5 đơn vị."
    assert codes(text) == {"TT.cuoc": 6, "TT.don_vi": 9, "TT.ket_luan": 4, "TT.ket_luan.don_vi": 5}


def test_the_kind_of_an_inspection_outweighs_how_it_came_about():
    assert codes("Đang triển khai 17 cuộc thanh tra hành chính.") == {"TT.hanh_chinh.cuoc": 17}
    assert codes("Thực hiện 17 cuộc thanh tra hành chính theo kế hoạch.") == {"TT.hanh_chinh.cuoc": 17}
    assert codes("Thanh tra 17 cuộc theo kế hoạch.") == {"TT.ke_hoach.cuoc": 17}


def test_parts_of_inspections_in_a_bracket_are_no_inspections_of_their_own():
    text = (
        "Thực hiện 60 cuộc thanh tra chuyên ngành (kỳ trước chuyển sang 8 cuộc; triển khai trong kỳ 52 cuộc)."
    )
    assert codes(text) == {"TT.chuyen_nganh.cuoc": 60, "TT.ky_truoc.cuoc": 8}
