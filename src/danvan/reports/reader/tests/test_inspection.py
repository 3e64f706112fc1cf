"""Inspections: how many, of what kind, whom, what they found and proposed."""

import pytest

from .reading_of import codes, found


@pytest.mark.parametrize(
    "text",
    [
        "Ngành Thanh tra triển khai 27 cuộc thanh tra.",
        "Thực hiện 27 cuộc thanh tra, kiểm tra",
        "Toàn ngành đã tiến hành 27 cuộc thanh, kiểm tra.",
        "Thanh tra huyện triển khai 27 cuộc.",
        "Số cuộc thanh tra, kiểm tra: 27",
    ],
)
def test_inspections(text):
    assert found(text) == [("TT.cuoc", 27, "cuộc")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("cuộc thanh tra hành chính", "TT.hanh_chinh.cuoc"),
        ("cuộc thanh tra chuyên ngành", "TT.chuyen_nganh.cuoc"),
        ("cuộc thanh tra, kiểm tra chuyên ngành", "TT.chuyen_nganh.cuoc"),
        ("cuộc thanh tra trách nhiệm", "TT.trach_nhiem.cuoc"),
        ("cuộc thanh tra đột xuất", "TT.dot_xuat.cuoc"),
        ("cuộc thanh tra theo kế hoạch", "TT.ke_hoach.cuoc"),
        ("cuộc thanh tra từ kỳ trước chuyển sang", "TT.ky_truoc.cuoc"),
    ],
)
def test_kinds_of_inspections(words, code):
    assert codes(f"Đã triển khai 14 {words}.") == {code: 14}


def test_parts_of_the_inspections():
    text = "Triển khai 8 cuộc thanh tra: 1 cuộc kỳ trước chuyển sang, 2 cuộc đột xuất, 5 cuộc theo kế hoạch."
    assert codes(text) == {
        "TT.cuoc": 8,
        "TT.ky_truoc.cuoc": 1,
        "TT.dot_xuat.cuoc": 2,
        "TT.ke_hoach.cuoc": 5,
    }


def test_carried_over_with_its_quarter():
    text = "Tiến hành 27 cuộc thanh tra tại 36 đơn vị (15 cuộc từ quý II chuyển sang)."
    assert codes(text) == {"TT.cuoc": 27, "TT.don_vi": 36, "TT.ky_truoc.cuoc": 15}


def test_two_kinds_in_one_sentence():
    text = "Toàn ngành triển khai 209 cuộc thanh tra hành chính và 745 cuộc thanh tra, kiểm tra chuyên ngành."
    assert codes(text) == {"TT.hanh_chinh.cuoc": 209, "TT.chuyen_nganh.cuoc": 745}


def test_parts_by_field_are_no_second_total():
    text = (
        "Triển khai 57 cuộc thanh tra. Trong đó, có 18 cuộc thanh tra về lĩnh vực tài chính, "
        "39 cuộc thanh tra về lĩnh vực đất đai."
    )
    assert codes(text) == {"TT.cuoc": 57}


@pytest.mark.parametrize(
    "text",
    [
        "Ban hành 31 kết luận thanh tra.",
        "Đã ban hành kết luận 31 cuộc thanh tra.",
        "Có 31 cuộc thanh tra đã kết luận.",
        "Ngành Thanh tra kết luận 31 cuộc.",
    ],
)
def test_conclusions(text):
    assert found(text) == [("TT.ket_luan", 31, "kết luận")]


def test_finished_is_not_concluded():
    text = "Đã kết thúc 11 cuộc thanh tra, trong đó ban hành kết luận 9 cuộc."
    assert codes(text) == {"TT.ket_thuc.cuoc": 11, "TT.ket_luan": 9}


def test_conclusions_followed_up():
    assert codes("Đang đôn đốc 29 kết luận.") == {"TT.theo_doi_ket_luan": 29}


def test_whom():
    text = "Làm 45 cuộc thanh tra, kiểm tra chuyên ngành đối với 592 tổ chức, cá nhân."
    assert codes(text) == {"TT.chuyen_nganh.cuoc": 45, "TT.chuyen_nganh.doi_tuong": 592}


def test_units_in_violation():
    text = "Triển khai 8 cuộc thanh tra; 3/8 đơn vị vi phạm."
    assert codes(text) == {"TT.cuoc": 8, "TT.don_vi_vi_pham": 3}


def test_found_and_proposed():
    text = (
        "Qua thanh tra, phát hiện sai phạm 5,5 tỷ đồng và 2.300 m2 đất; kiến nghị thu hồi 4 tỷ đồng, 1.200 m2 đất "
        "(đã thu 1,5 tỷ đồng), xử lý khác 900 triệu đồng."
    )
    assert [(code, float(value), unit) for code, value, unit in found(text)] == [
        ("TT.sai_pham", 5.5, "tỷ đồng"),
        ("TT.sai_pham.dat", 2300, "m²"),
        ("TT.thu_hoi", 4, "tỷ đồng"),
        ("TT.thu_hoi.dat", 1200, "m²"),
        ("TT.da_thu", 1.5, "tỷ đồng"),
        ("TT.xu_ly_khac", 900, "triệu đồng"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Phát hiện vi phạm với số tiền 7 tỷ đồng.", "TT.sai_pham"),
        ("Phát hiện 7 tỷ đồng sai phạm.", "TT.sai_pham"),
        ("Số tiền sai phạm là 7 tỷ đồng.", "TT.sai_pham"),
        ("Kiến nghị nộp ngân sách 7 tỷ đồng.", "TT.thu_hoi"),
        ("Qua thanh tra, thu hồi 7 tỷ đồng.", "TT.thu_hoi"),
        ("Đã thu hồi nộp ngân sách 7 tỷ đồng.", "TT.da_thu"),
        ("Các đơn vị đã nộp ngân sách nhà nước 7 tỷ đồng.", "TT.da_thu"),
        ("Kiến nghị giảm trừ quyết toán 7 tỷ đồng.", "TT.giam_tru"),
        ("Tịch thu tài sản 7 tỷ đồng.", "TT.tich_thu"),
        ("Xử phạt vi phạm hành chính 7 tỷ đồng.", "TT.xpvphc"),
        ("Đã xử phạt vi phạm hành chính, nộp ngân sách 7 tỷ đồng.", "TT.xpvphc"),
        ("Kiến nghị trả lại cho đơn vị 7 tỷ đồng.", "TT.tra_don_vi"),
    ],
)
def test_money_by_its_verb(text, code):
    assert found(f"Về công tác thanh tra:\n{text}") == [(code, 7, "tỷ đồng")]


@pytest.mark.parametrize(
    "text",
    [
        "Công an huyện xử phạt vi phạm hành chính 200 trường hợp, nộp ngân sách 3,5 tỷ đồng.",
        "Ngân hàng đã thu hồi 12 tỷ đồng.",
        "Hạt kiểm lâm tịch thu tài sản 40 triệu đồng.",
        "Doanh nghiệp đã nộp ngân sách 7 tỷ đồng.",
    ],
)
def test_fines_and_recoveries_of_others_are_none_of_inspection(text):
    assert found(text) == []


def test_recovered_after_recommended():
    text = "Kiến nghị thu hồi 4 tỷ đồng và 20 ha đất, thu hồi 3 tỷ đồng."
    assert codes(text) == {"TT.thu_hoi": 4, "TT.thu_hoi.dat": 20, "TT.da_thu": 3}


@pytest.mark.parametrize(
    "text",
    [
        "Số tiền phải thu 7 tỷ đồng.",
        "Còn phải thu hồi 7 tỷ đồng.",
        "Đề nghị cấp có thẩm quyền xem xét, xử lý 7 tỷ đồng.",
        "Thu ngân sách đạt 7 tỷ đồng.",
        "Tổng mức đầu tư dự án là 7 tỷ đồng.",
    ],
)
def test_money_that_is_neither(text):
    assert found(text) == []


def test_fines():
    text = "Ban hành 79 quyết định xử phạt vi phạm hành chính với số tiền 1.956 triệu đồng."
    assert found(text) == [("TT.xpvphc.quyet_dinh", 79, "quyết định"), ("TT.xpvphc", 1956, "triệu đồng")]


def test_fines_without_a_word_between():
    assert codes("Ban hành 15 quyết định xử phạt hành chính 77 triệu đồng.") == {
        "TT.xpvphc.quyet_dinh": 15,
        "TT.xpvphc": 77,
    }


def test_who_was_fined():
    text = "Qua thanh tra, xử phạt vi phạm hành chính 26 triệu đồng đối với 5 tổ chức và 20 cá nhân."
    assert codes(text) == {"TT.xpvphc": 26, "TT.xpvphc.to_chuc": 5, "TT.xpvphc.ca_nhan": 20}


def test_fines_already_paid():
    text = "Qua thanh tra, xử phạt vi phạm hành chính 77 triệu đồng, đã thu 65 triệu đồng."
    assert codes(text) == {"TT.xpvphc": 77, "TT.xpvphc.da_thu": 65}


@pytest.mark.parametrize(
    "text",
    [
        "Kiểm điểm 6 tập thể, 15 cá nhân.",
        "Kiến nghị xử lý 6 tập thể và 15 cá nhân.",
        "Kiến nghị xử lý hành chính 6 tổ chức và 15 cá nhân có sai phạm.",
        "Yêu cầu kiểm điểm trách nhiệm của 6 tập thể, 15 cá nhân.",
    ],
)
def test_called_to_account(text):
    assert found(text) == [("TT.kiem_diem.tap_the", 6, "tập thể"), ("TT.kiem_diem.ca_nhan", 15, "cá nhân")]


@pytest.mark.parametrize(
    "text",
    [
        "Chuyển cơ quan điều tra 2 vụ, 3 đối tượng.",
        "Chuyển hồ sơ sang cơ quan điều tra 2 vụ việc với 3 đối tượng.",
        "Chuyển cơ quan điều tra hai vụ, ba đối tượng.",
        "Chuyển cơ quan công an 2 vụ, 3 người.",
    ],
)
def test_sent_to_investigators(text):
    assert found(text) == [
        ("TT.chuyen_dieu_tra.vu", 2, "vụ"),
        ("TT.chuyen_dieu_tra.doi_tuong", 3, "đối tượng"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Năm tới sẽ triển khai 45 cuộc thanh tra.",
        "Phấn đấu tiến hành 45 cuộc thanh tra.",
        "Tổ chức 45 cuộc họp.",
        "Tiến hành 45 cuộc kiểm tra an toàn thực phẩm.",
        "Tổ chức 45 cuộc đối thoại với người dân.",
        "Đoàn thanh tra gồm 5 thành viên.",
    ],
)
def test_what_is_no_inspection(text):
    assert found(text) == []
