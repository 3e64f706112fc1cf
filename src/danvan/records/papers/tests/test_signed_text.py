"""What a signed file says of itself: number and day as offices write them, nothing where nothing stands."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.records.papers import signed_text
from danvan.ui.dates import day_full

HEAD = "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ THỬ Độc lập - Tự do - Hạnh phúc\n"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Số: 125/TB-UBND", "125/TB-UBND"),
        ("Số:125/TB-UBND Đồng Hới, ngày 06 tháng 02 năm 2023", "125/TB-UBND"),
        ("SỐ 07 / QĐ-UBND", "07/QĐ-UBND"),
        ("Số: 7/2023/QĐ-UBND", "7/2023/QĐ-UBND"),
        ("Số: ……/TB-UBND", ""),
        ("Số căn cước 044123456789", ""),
        ("Tổng số 12/15 phiếu", ""),
        ("", ""),
    ],
)
def test_the_number_at_the_head(written, number):
    assert signed_text.read([HEAD + written]).number == number


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("Đồng Hới, ngày 06 tháng 02 năm 2023", date(2023, 2, 6)),
        ("NGÀY 6 THÁNG 2 NĂM 2023", date(2023, 2, 6)),
        ("ngày 31 tháng 02 năm 2023", None),
        ("ngày …… tháng …… năm ……", None),
        ("ngày 6/2/2023", None),
    ],
)
def test_the_day_at_the_head(written, on):
    assert signed_text.read([HEAD + written]).dated_on == on


def test_marks_written_apart_are_read_as_one():
    import unicodedata

    found = signed_text.read([unicodedata.normalize("NFD", "Số: 5/QĐ-UBND ngày 1 tháng 3 năm 2023")])
    assert (found.number, found.dated_on) == ("5/QĐ-UBND", date(2023, 3, 1))


def test_what_stands_far_below_the_head_is_no_number_of_the_paper():
    """A decision cites others; those stand below."""
    found = signed_text.read(
        ["x" * signed_text.HEAD + "\nCăn cứ Quyết định Số: 9/QĐ-UBND ngày 1 tháng 3 năm 2023"]
    )
    assert (found.number, found.dated_on) == ("", None)


def test_a_picture_says_nothing():
    assert not signed_text.read(["", " \n"]).is_readable
    assert signed_text.read(["một"]).is_readable


@given(
    serial=st.integers(1, 999_999),
    symbol=st.sampled_from(["TB-UBND", "QĐ-UBND", "PC-VP", "TB-TTr".upper()]),
    on=st.dates(date(2012, 7, 1), date(2099, 12, 31)),
)
def test_whatever_we_print_is_read_again(serial, symbol, on):
    head = f"{HEAD}Số: {serial:02d}/{symbol}\nThử, {day_full(on)}\nTHÔNG BÁO"
    found = signed_text.read([head])
    assert (found.number, found.dated_on) == (f"{serial:02d}/{symbol}", on)


@pytest.mark.parametrize(
    ("number", "text", "there"),
    [
        ("5/2023", "ghi sổ số 5/2023.", True),
        ("5/2023", "ghi sổ số 5 / 2023", True),
        ("5/2023", "ghi sổ số 15/2023", False),
        ("5/2023", "ghi sổ số 5/20231", False),
        ("5/2023", "ghi sổ số 6/2023", False),
    ],
)
def test_a_register_number_is_looked_for_whole(number, text, there):
    assert signed_text.mentions(signed_text.read([text]), number) is there


def test_how_much_of_a_paper_stands_in_a_file():
    found = signed_text.read(["thông báo về việc thụ lý khiếu nại của ông Trần Văn A"])
    assert signed_text.share("Thông báo về việc thụ lý", found) == 100
    assert signed_text.share("thông báo xyz qwe rty", found) == 40
    assert signed_text.share("……", found) == 100
