"""What the head of a form made elsewhere says of its unit and its period."""

import pytest

from danvan.reports.flow.naming import names_period, names_unit
from danvan.reports.windows import period_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Xã Số 1", True),
        ("UBND xã Số 1, huyện Số 2", True),
        ("XÃ SỐ 1", True),
        ("Xã Số 12", False),
        ("Xã Số 1.2", False),
        ("Thị xã Số 2", False),
        ("", False),
    ],
)
def test_a_unit_is_named_by_its_whole_name(text, named):
    assert names_unit([text], "Xã Số 1") is named


@pytest.mark.parametrize(
    ("period", "text", "named"),
    [
        ("2023-Q1", "Xã A, Quý I/2023", True),
        ("2023-Q1", "BÁO CÁO QUÝ I NĂM 2023", True),
        ("2023-Q1", "quý 1 / 2023", True),
        ("2023-Q1", "kỳ 2023-Q1", True),
        ("2023-Q1", "Số liệu từ ngày 15/12/2022 đến ngày 14/3/2023", True),
        ("2023-Q1", "từ ngày 15 tháng 12 năm 2022 đến ngày 14 tháng 03 năm 2023", True),
        ("2023-Q1", "Quý II/2023", False),
        ("2023-Q1", "Quý I/2022", False),
        ("2023-Q1", "Quý I/20233", False),
        ("2023-Q1", "đến ngày 14/3/2023", False),
        ("2023-Q1", "Quý I", False),
        ("2023-Q1", "", False),
        ("2023", "Báo cáo năm 2023", True),
        ("2023", "Quý I năm 2023", False),
        ("2023", "6 tháng đầu năm 2023", False),
        ("2023", "ngày 14 tháng 3 năm 2023", False),
        ("2023", "tháng 3 năm 2023", False),
        ("2023-6M", "6 tháng đầu năm 2023", True),
        ("2023-9M", "9 tháng năm 2023", True),
        ("2023-02", "Tháng 02 năm 2023", True),
        ("2023-02", "Tháng 12/2023", False),
    ],
)
def test_a_period_is_named_by_its_words_or_both_its_days(period, text, named):
    assert names_period([text], period_of(period)) is named
