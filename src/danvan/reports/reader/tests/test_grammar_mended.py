"""Manners of speech that reports of other provinces brought: zeros, running totals, tables, headings, shares of a whole."""

from decimal import Decimal

import pytest

from danvan.reports.reader import read_text
from danvan.reports.reader.find import find_facts
from danvan.reports.reader.tests.reading_of import codes, found, only


@pytest.mark.parametrize(
    ("text", "code", "raw"),
    [
        ("Tiếp 8 lượt. Đơn khiếu nại: không phát sinh.", "DON.khieu_nai", "không phát sinh"),
        ("Đơn tố cáo: không có;", "DON.to_cao", "không có"),
        ("Đơn tố cáo: không", "DON.to_cao", "không"),
        ("Không có đơn tố cáo.", "DON.to_cao", "Không có"),
        ("Trong kỳ không phát sinh đơn khiếu nại nào.", "DON.khieu_nai", "không phát sinh"),
        ("Trả 630 hồ sơ, không có hồ sơ trễ hạn.", "TTHC.qua_han", "không có"),
        ("Số đoàn đông người: không phát sinh", "TCD.doan_dong_nguoi", "không phát sinh"),
        ("Đoàn đông người: không phát sinh; đơn 5", "TCD.doan_dong_nguoi", "không phát sinh"),
    ],
)
def test_nothing_arose_is_a_stated_zero(text, code, raw):
    [fact] = [fact for fact in find_facts(text) if fact.value == 0]
    assert (fact.indicator, fact.raw, text[fact.start : fact.end]) == (code, raw, raw)


@pytest.mark.parametrize(
    "text",
    [
        "Không có đơn tố cáo nặc danh.",
        "Không có đơn khiếu nại vượt cấp.",
        "Không có đơn nào.",
        "Chưa phát sinh đơn tố cáo hành vi tham nhũng.",
        "Không có vụ việc phức tạp.",
        "Chuyển cơ quan điều tra: không.",
        "Không tiếp nhận đơn qua mạng.",
        "Đơn không đủ điều kiện xử lý.",
    ],
)
def test_a_narrower_nothing_is_no_zero(text):
    assert not [fact for fact in find_facts(text) if fact.value == 0]


@pytest.mark.parametrize(
    ("head", "running"),
    [
        ("Trong tháng 8/2023", "2023-01/2023-08"),
        ("Trong quý III/2023", "2023-01/2023-09"),
        ("Trong 6 tháng đầu năm 2023", "2023-01/2023-06"),
        ("Đến hết tháng 2/2023", "2023-01/2023-02"),
    ],
)
def test_a_running_total_is_of_the_year_so_far(head, running):
    now, total = find_facts(f"{head} tiếp nhận 190 đơn, lũy kế từ đầu năm 1.420 đơn.")
    assert [fact.indicator for fact in (now, total)] == ["DON.tiep_nhan"] * 2
    assert (total.value, total.period) == (1420, running)


def test_a_running_total_without_a_period_claims_none():
    assert only("Lũy kế từ đầu năm tiếp 1.733 lượt công dân.").period is None


@pytest.mark.parametrize(
    "to",
    ["tập thể, cá nhân", "cho tổ chức và công dân", "cho các hộ gia đình", "cho doanh nghiệp", "công dân"],
)
def test_money_is_given_back_to_whomever(to):
    assert codes(f"Qua giải quyết khiếu nại, đã trả lại {to} 2,3 tỷ đồng.") == {"KQ.tra_dan": Decimal("2.3")}


def test_papers_sent_back_are_no_money():
    assert "KQ.tra_dan" not in codes("Tiếp nhận 20 đơn, trả lại cho công dân 12 đơn.")


def test_the_name_of_the_work_right_before_a_number_is_what_was_done():
    text = "Đơn thuộc thẩm quyền 226 đơn, trong đó giải quyết khiếu nại 120 đơn, tố cáo 78 đơn."
    assert codes(text) == {
        "DON.tham_quyen": 226,
        "DON.khieu_nai.da_giai_quyet": 120,
        "DON.to_cao.da_giai_quyet": 78,
    }


def test_visits_behind_a_count_of_sessions_are_those_of_the_sessions():
    text = "Chủ tịch tiếp công dân định kỳ 02 buổi, tiếp 15 lượt công dân."
    assert codes(text) == {"TCD.dinh_ky.luot": 15}


def test_a_heading_of_one_kind_narrows_what_is_settled_under_it():
    text = (
        "1. Giải quyết khiếu nại\nĐã giải quyết 83 vụ việc.\n2. Giải quyết tố cáo\nĐã giải quyết 28 vụ việc."
    )
    assert codes(text) == {"VV.khieu_nai.da_giai_quyet": 83, "VV.to_cao.da_giai_quyet": 28}


def test_another_heading_ends_the_narrower_one():
    text = "1. Giải quyết khiếu nại\nĐã giải quyết 83 vụ việc.\n2. Kết quả chung\nĐã giải quyết 111 vụ việc."
    assert codes(text) == {"VV.khieu_nai.da_giai_quyet": 83, "VV.da_giai_quyet": 111}


def test_a_share_behind_the_whole_is_of_its_part():
    text = "Đã giải quyết xong 377 vụ việc trong tổng số 423 vụ việc thuộc thẩm quyền, đạt 89,1%."
    assert codes(text)["VV.ty_le"] == Decimal("89.1")


def test_persons_whose_property_was_verified():
    assert found("Xác minh tài sản, thu nhập đối với 118 người.") == [("PCTN.xac_minh_tai_san", 118, "người")]


@pytest.mark.parametrize("between", [" | ", "\t"])
def test_a_row_is_read_as_its_words_and_its_number(between):
    rows = [
        ("TT", "Chỉ tiêu", "ĐVT", "Kỳ này", "Cùng kỳ năm trước", "So sánh (%)"),
        ("1", "Lượt tiếp công dân", "lượt", "188", "201", "93,5"),
        ("2", "Đơn tiếp nhận (đơn)", "", "120", "131", "91,6"),
        ("3", "Đơn khiếu nại", "đơn", "48", "50", "96,0"),
    ]
    text = "\n".join(between.join(row) for row in rows)
    assert codes(text) == {"TCD.luot": 188, "DON.tiep_nhan": 120, "DON.khieu_nai": 48}
    assert [text[fact.start : fact.end] for fact in find_facts(text)] == ["188", "120", "48"]


def test_the_column_of_this_period_is_read_wherever_it_stands():
    text = "TT | Chỉ tiêu | Kỳ trước | Kỳ này\n1 | Số đơn tiếp nhận | 131 | 120"
    assert codes(text) == {"DON.tiep_nhan": 120}


def test_a_number_of_order_is_no_figure():
    assert found("4\tTổng số đơn tiếp nhận\tđơn\t377\n5\tĐơn khiếu nại\tđơn\t48") == [
        ("DON.tiep_nhan", 377, "đơn"),
        ("DON.khieu_nai", 48, "đơn"),
    ]


def test_the_heads_of_columns_say_what_a_unit_s_row_counts():
    text = (
        "Đơn vị | Số lượt tiếp công dân | Số đơn tiếp nhận | Ghi chú\n"
        "Xã An Phú | 12 | 10 | 3\nXã Tân Lâm | 15 | 9 | \nTổng cộng | 27 | 19 | "
    )
    facts = [(fact.org, fact.indicator, fact.value) for fact in find_facts(text)]
    assert ("Xã An Phú", "TCD.luot", 12) in facts
    assert ("Xã Tân Lâm", "DON.tiep_nhan", 9) in facts
    assert {value for _, _, value in facts} == {12, 10, 15, 9, 27, 19}


def test_a_sentence_ends_before_a_capital_that_unicode_puts_among_small_letters():
    text = "Đã giải quyết 1.894 hồ sơ: đúng hạn 1.894 hồ sơ; quá hạn: 0 hồ sơ. Đang giải quyết 12 hồ sơ."
    assert not [check.hint for check in read_text(text).checks if check.ok is False]


@pytest.mark.parametrize("raw", ["4.7000", "12.345.6789", "1.280.04"])
def test_a_number_of_two_readings_is_not_read_and_said_so(raw):
    reading = read_text(f"Kiến nghị thu hồi {raw} triệu đồng.")
    assert not reading.facts
    [check] = [check for check in reading.checks if check.type == "numeral"]
    assert check.ok is None
    assert f"“{raw}”" in check.hint
    assert [reading.text[start:end] for start, end in check.places] == [raw]


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 12.5.2023 tiếp 4 lượt.",
        "Thu hồi 1.280,04 triệu đồng.",
        "Báo cáo số 1.2345/BC-UBND",
        "Tỷ lệ 8.45%",
    ],
)
def test_dates_and_sound_numbers_are_not_warned_of(text):
    assert not [check for check in read_text(text).checks if check.type == "numeral"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Các cơ quan đã tiếp thường xuyên và định kỳ 3.412 lượt công dân/3.998 công dân.",
            {"TCD.luot": 3412, "TCD.nguoi": 3998},
        ),
        (
            "Tổng số vụ việc khiếu nại, tố cáo thuộc thẩm quyền phải giải quyết là 215 vụ việc.",
            {"VV.tham_quyen": 215},
        ),
        (
            "Số vụ việc khiếu nại thuộc thẩm quyền phải giải quyết: 96 vụ việc.",
            {"VV.khieu_nai.tham_quyen": 96},
        ),
        (
            "Bộ phận một cửa tiếp nhận và giải quyết 45.600 hồ sơ; trong đó quá hạn 400 hồ sơ.",
            {"TTHC.tiep_nhan": 45600, "TTHC.qua_han": 400},
        ),
        ("Số đơn vị được thanh tra: 19 đơn vị.", {"TT.don_vi": 19}),
        (
            "Tổng số đơn: 655 đơn (kỳ trước chuyển sang: 38 đơn; tiếp nhận trong kỳ: 617 đơn).",
            {"DON.phai_xu_ly": 655, "DON.ky_truoc": 38, "DON.tiep_nhan": 617},
        ),
        ("Trong kỳ tiếp 14 lượt công dân đến kiến nghị, phản ánh.", {"TCD.luot": 14}),
        ("Thủ trưởng cơ quan hành chính các cấp tiếp định kỳ: 206 lượt.", {"TCD.dinh_ky.luot": 206}),
        (
            "Thanh tra 57 cuộc chuyên ngành; phát hiện 186 tổ chức, cá nhân vi phạm.",
            {"TT.chuyen_nganh.cuoc": 57, "TT.chuyen_nganh.vi_pham": 186},
        ),
    ],
)
def test_manners_of_saying_it(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Tòa án nhân dân thụ lý 345 vụ việc, giải quyết 300 vụ việc, đạt 87%.",
        "Trong năm, hòa giải thành 45/50 vụ việc, đạt 90%.",
        "Ban Thanh tra nhân dân giám sát 45 cuộc, kiến nghị 12 vụ việc, thu hồi 120 triệu đồng, 500 m2 đất.",
        "Cảnh sát giao thông lập biên bản 1.230 trường hợp vi phạm, phạt tiền 2,3 tỷ đồng.",
        "Công an tỉnh phát hiện, bắt giữ 45 vụ, 67 đối tượng phạm tội về ma túy; thu 3 kg ma túy.",
        "Vận động hiến 12.000 m2 đất; thu hồi 3.400 m2 đất để làm đường.",
        "Tổ chức 46 cuộc đối thoại với 2.345 lượt người tham dự, ghi nhận 456 ý kiến, kiến nghị.",
        "Kiểm tra 25 tổ chức đảng và 40 đảng viên; thi hành kỷ luật 12 đảng viên.",
        "Số đơn tồn đọng chuyển kỳ sau: 23 đơn.",
        "Thu ngân sách đạt 1.234 tỷ đồng, tăng 12% so với cùng kỳ.",
        "Đã hỗ trợ 12,5 tỷ đồng cho 1.250 hộ nghèo; xây dựng 45 nhà.",
    ],
)
def test_numbers_of_other_work_are_no_figures(text):
    assert found(text) == []


def test_a_year_that_is_only_compared_with_dates_no_figure():
    assert only("Tiếp 245 lượt công dân, ít hơn so với cùng kỳ năm 2022.").period is None


def test_a_general_subject_ends_the_one_named_before():
    text = (
        "UBND cấp huyện tiếp 1.234 lượt; UBND cấp xã tiếp 2.345 lượt; các sở, ngành tiếp 456 lượt công dân."
    )
    assert [fact.org for fact in find_facts(text)] == ["UBND cấp huyện", "UBND cấp xã", None]
