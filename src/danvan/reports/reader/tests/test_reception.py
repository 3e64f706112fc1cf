"""Reception: visits, persons, matters, groups, by kind and by session."""

import pytest

from .reading_of import codes, found, only


@pytest.mark.parametrize(
    "text",
    [
        "Toàn huyện tiếp 41 lượt công dân.",
        "Trong quý, các xã đã tiếp 41 lượt.",
        "Các cơ quan tiếp được 41 lượt người đến kiến nghị, phản ánh.",
        "Tổng số lượt tiếp công dân là 41 lượt.",
        "Số lượt tiếp công dân: 41",
        "Có 41 lượt công dân đến khiếu nại, tố cáo.",
        "Năm 2024 có 41 lượt người đến cơ quan hành chính khiếu nại, tố cáo, kiến nghị, phản ánh.",
        "Về công tác tiếp công dân, toàn tỉnh có 41 lượt.",
    ],
)
def test_visits(text):
    assert found(text) == [("TCD.luot", 41, "lượt")]


@pytest.mark.parametrize(
    "text",
    [
        "Toàn tỉnh tiếp 52 lượt với 67 người.",
        "Toàn tỉnh tiếp 52 lượt/67 người.",
        "Toàn tỉnh tiếp 52 lượt công dân/67 lượt người.",
        "Toàn tỉnh tiếp 52/67 người.",
        "Toàn tỉnh tiếp 52 lượt (67 người).",
        "Toàn tỉnh tiếp 52 lượt công dân, 67 người đến trình bày.",
        "Toàn tỉnh tiếp 52 lượt = 67 người.",
    ],
)
def test_visits_and_persons(text):
    assert found(text) == [("TCD.luot", 52, "lượt"), ("TCD.nguoi", 67, "người")]


def test_persons_alone():
    assert found("Các bộ, ngành đã tiếp 813 người.") == [("TCD.nguoi", 813, "người")]


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp 30 lượt công dân với 22 vụ việc.",
        "Tiếp 30 lượt công dân về 22 vụ việc.",
        "Tiếp 30 lượt công dân, phản ánh 22 vụ việc.",
        "Tiếp 30 lượt công dân đến trình bày về 22 vụ việc.",
        "Tiếp 30 lượt công dân/22 vụ.",
    ],
)
def test_matters_heard(text):
    assert codes(text) == {"TCD.luot": 30, "TCD.vu_viec": 22}


def test_visits_matters_persons_one_after_another():
    text = "Tiếp dân thường xuyên 3 lượt/2 vụ/4 người."
    assert codes(text) == {"TCD.luot": 3, "TCD.vu_viec": 2, "TCD.nguoi": 4}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Tiếp 80 lượt, trong đó có 6 đoàn đông người.", "đoàn"),
        ("Tiếp 80 lượt; có 6 lượt đoàn đông người.", "đoàn"),
        ("Tiếp 80 lượt, có 6 vụ đông người.", "vụ"),
    ],
)
def test_large_groups(text, unit):
    assert found(text)[1:] == [("TCD.doan_dong_nguoi", 6, unit)]


@pytest.mark.parametrize("text", ["Tiếp 9 lượt đoàn/75 lượt người.", "Tiếp 9 lượt đoàn với 75 người."])
def test_persons_in_groups(text):
    assert found(text) == [("TCD.luot_doan", 9, "lượt đoàn"), ("TCD.doan_nguoi", 75, "người")]


def test_persons_in_large_groups():
    assert codes("Có 3 đoàn đông người với 120 người.") == {"TCD.doan_dong_nguoi": 3, "TCD.doan_nguoi": 120}


def test_visits_by_kind():
    text = "Cấp huyện tiếp 61 lượt: khiếu nại 20, tố cáo 8, khác 33."
    assert found(text) == [
        ("TCD.luot", 61, "lượt"),
        ("TCD.khieu_nai", 20, "lượt"),
        ("TCD.to_cao", 8, "lượt"),
        ("TCD.khac", 33, "lượt"),
    ]


def test_visits_by_kind_with_their_noun():
    text = "Tiếp 61 lượt công dân, trong đó khiếu nại 20 lượt, tố cáo 8 lượt, kiến nghị, phản ánh 33 lượt."
    assert codes(text) == {
        "TCD.luot": 61,
        "TCD.khieu_nai": 20,
        "TCD.to_cao": 8,
        "TCD.kien_nghi_phan_anh": 33,
    }


def test_how_visits_ended():
    text = "Tiếp 25 lượt; hướng dẫn 15 lượt, giải thích 10 lượt."
    assert codes(text) == {"TCD.luot": 25, "TCD.huong_dan": 15, "TCD.giai_thich": 10}


def test_daily_and_regular_reception():
    text = "Tiếp 90 lượt với 99 người; trong đó tiếp thường xuyên 70 lượt với 75 người; tiếp định kỳ 20 lượt với 24 người."
    assert codes(text) == {
        "TCD.luot": 90,
        "TCD.nguoi": 99,
        "TCD.thuong_xuyen.luot": 70,
        "TCD.thuong_xuyen.nguoi": 75,
        "TCD.dinh_ky.luot": 20,
        "TCD.dinh_ky.nguoi": 24,
    }


def test_daily_reception_alone_is_all_there_was():
    assert codes("Tiếp công dân thường xuyên 12 lượt.") == {"TCD.luot": 12}


def test_daily_reception_as_a_pair():
    text = "Tiếp 40 lượt. Trong đó, tiếp thường xuyên 31/35 người; tiếp định kỳ 9 lượt/11 người."
    assert codes(text) == {
        "TCD.luot": 40,
        "TCD.thuong_xuyen.luot": 31,
        "TCD.thuong_xuyen.nguoi": 35,
        "TCD.dinh_ky.luot": 9,
        "TCD.dinh_ky.nguoi": 11,
    }


def test_reception_by_heads():
    text = (
        "Thủ trưởng cơ quan các cấp đã tiếp 250 người với 170 vụ việc, có 4 đoàn đông người. "
        "Trong đó, thủ trưởng trực tiếp tiếp 190 lượt, ủy quyền tiếp 38 lượt."
    )
    assert codes(text) == {
        "TCD.thu_truong.nguoi": 250,
        "TCD.thu_truong.vu_viec": 170,
        "TCD.thu_truong.doan_dong_nguoi": 4,
        "TCD.thu_truong.truc_tiep": 190,
        "TCD.thu_truong.uy_quyen": 38,
    }


def test_the_duty_of_a_head():
    fact = only("Giám đốc các sở tiếp công dân định kỳ 02 ngày/tháng.")
    assert (fact.indicator, fact.value, fact.unit, fact.raw) == ("TCD.HEAD.SO", 2, "ngày/tháng", "02")


@pytest.mark.parametrize(
    "text",
    [
        "Lịch tiếp công dân được niêm yết; trong kỳ không có công dân nào đến.",
        "Trong tháng, công tác tiếp công dân được duy trì, không có công dân đến.",
    ],
)
def test_nobody_came(text):
    fact = only(text)
    assert (fact.indicator, fact.value, fact.unit) == ("TCD.luot", 0, "lượt")
    assert text[fact.start : fact.end] == fact.raw == "không"


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức 12 hội nghị tuyên truyền với 900 lượt người tham dự.",
        "Trang thông tin có 5.400 lượt truy cập.",
        "Khách du lịch đạt 120.000 lượt, tăng 15%.",
        "Tiếp tục đào tạo 300 người.",
        "Phòng trực tiếp quản lý 45 người.",
        "Ban tiếp xúc cử tri gồm 7 người.",
    ],
)
def test_what_is_no_reception(text):
    assert found(text) == []
