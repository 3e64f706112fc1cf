"""Administrative procedures: dossiers received, settled, on time, online; shares."""

import pytest

from .reading_of import codes, found, only


@pytest.mark.parametrize(
    "text",
    [
        "Trung tâm tiếp nhận 1.020 hồ sơ.",
        "Toàn tỉnh nhận 1.020 hồ sơ thủ tục hành chính.",
        "Bộ phận một cửa đã tiếp nhận mới 1.020 hồ sơ các loại.",
        "Quý II/2024 có 1.020 hồ sơ thủ tục hành chính.",
    ],
)
def test_received(text):
    assert found(text) == [("TTHC.tiep_nhan", 1020, "hồ sơ")]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("10,18 ngàn hồ sơ", "nghìn hồ sơ"),
        ("10,18 nghìn hồ sơ", "nghìn hồ sơ"),
        ("10,18 triệu hồ sơ", "triệu hồ sơ"),
    ],
)
def test_the_scale_belongs_to_the_unit(words, unit):
    fact = only(f"Tiếp nhận {words}.")
    assert (fact.raw, fact.unit) == ("10,18", unit)


def test_settled_on_time_and_late():
    text = (
        "Tiếp nhận 1.020 hồ sơ; đã giải quyết 980 hồ sơ (96,1%), trong đó đúng hạn 960 hồ sơ, đạt 98%; "
        "quá hạn 20 hồ sơ, chiếm 2%; đang giải quyết 40 hồ sơ."
    )
    assert {code: float(value) for code, value in codes(text).items()} == {
        "TTHC.tiep_nhan": 1020,
        "TTHC.da_giai_quyet": 980,
        "TTHC.ty_le_giai_quyet": 96.1,
        "TTHC.dung_han": 960,
        "TTHC.ty_le_dung_han": 98,
        "TTHC.qua_han": 20,
        "TTHC.ty_le_qua_han": 2,
        "TTHC.chua_giai_quyet": 40,
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("trả đúng hạn", "TTHC.dung_han"),
        ("đúng và trước hạn", "TTHC.dung_han"),
        ("giải quyết trước hạn", "TTHC.truoc_han"),
        ("giải quyết trễ hạn", "TTHC.qua_han"),
        ("đến hạn giải quyết", "TTHC.den_han"),
        ("nộp trực tuyến", "TTHC.truc_tuyen"),
        ("tiếp nhận trực tiếp", "TTHC.truc_tiep"),
    ],
)
def test_what_became_of_dossiers(words, code):
    assert codes(f"Có 77 hồ sơ {words}.") == {code: 77}


def test_online_with_its_share():
    text = "Nhận 4,3 triệu hồ sơ, trực tuyến trên 3,2 triệu, chiếm 75,7%."
    assert [(code, float(value), unit) for code, value, unit in found(text)] == [
        ("TTHC.tiep_nhan", 4.3, "triệu hồ sơ"),
        ("TTHC.truc_tuyen", 3.2, "triệu hồ sơ"),
        ("TTHC.ty_le_truc_tuyen", 75.7, "%"),
    ]


def test_the_online_ones_on_time():
    text = "Có 900 hồ sơ thủ tục hành chính, đúng hạn 97%; trực tuyến 500 hồ sơ, đúng hạn 99%."
    assert codes(text) == {
        "TTHC.tiep_nhan": 900,
        "TTHC.ty_le_dung_han": 97,
        "TTHC.truc_tuyen": 500,
        "TTHC.truc_tuyen.ty_le_dung_han": 99,
    }


def test_dossiers_by_office():
    text = "Trung tâm nhận 900 hồ sơ. Công an tỉnh 0,5 ngàn, Sở Xây dựng 150, Sở Tư pháp 90 hồ sơ."
    assert [(code, float(value), unit) for code, value, unit in found(text)[1:]] == [
        ("TTHC.tiep_nhan", 0.5, "nghìn hồ sơ"),
        ("TTHC.tiep_nhan", 150, "hồ sơ"),
        ("TTHC.tiep_nhan", 90, "hồ sơ"),
    ]


def test_three_times_a_hundred_percent():
    text = (
        "Cơ chế một cửa, một cửa liên thông có ở 100% cơ quan; 100% thủ tục hành chính được giải quyết ở 3 cấp; "
        "100% các thủ tục hành chính được niêm yết, công khai."
    )
    assert found(text) == [
        ("MOTCUA.ty_le_co_quan", 100, "%"),
        ("TTHC.ty_le_3_cap", 100, "%"),
        ("TTHC.ty_le_niem_yet", 100, "%"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Phấn đấu 90% hồ sơ đúng hạn.",
        "Có 90 hồ sơ do người nộp đề nghị rút.",
        "Thu ngân sách đạt 102% kế hoạch.",
        "Tỷ lệ hộ nghèo giảm 2%.",
        "Chuyển 5 hồ sơ sang kho lưu trữ.",
    ],
)
def test_what_is_not_understood(text):
    assert found(text) == []
