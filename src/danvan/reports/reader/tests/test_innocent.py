"""Sentences as reports write them, read by the grammar: the innocent are not accused, the guilty are."""

import pytest

from danvan.reports.reader import read_text
from danvan.reports.reader.tests.placing import failures

INNOCENT = [
    # parts that are not all there
    "Toàn tỉnh tiếp nhận 500 đơn, trong đó có 38 đơn khiếu nại, 94 đơn tố cáo.",
    "Tiếp nhận 500 đơn. Trong số đơn thuộc thẩm quyền có 38 đơn khiếu nại, 94 đơn tố cáo, 20 đơn kiến nghị, phản ánh.",
    "Ngành Thanh tra thực hiện 85 cuộc thanh tra, kiểm tra, trong đó có 12 cuộc thanh tra đột xuất.",
    # several totals before one list
    "Tiếp nhận 344 đơn, đã xử lý 330 đơn; số đơn đủ điều kiện xử lý là 286 đơn, gồm 41 đơn khiếu nại, "
    "17 đơn tố cáo, 228 đơn kiến nghị, phản ánh.",
    # a part that no code holds
    "Tiếp nhận 300 đơn, gồm 38 đơn khiếu nại, 94 đơn tố cáo, 164 đơn kiến nghị, phản ánh và 4 đơn khác.",
    # numbers that are no figures
    "Ngày 16/3/2023, thực hiện Kế hoạch số 12/KH-UBND, tỉnh tiếp nhận 296 đơn, gồm 38 đơn khiếu nại, 94 đơn tố cáo, "
    "164 đơn kiến nghị, phản ánh.",
    # two organisations
    "Thanh tra tỉnh tiếp nhận 100 đơn. Sở Xây dựng có 38 đơn khiếu nại, 94 đơn tố cáo, 164 đơn kiến nghị, phản ánh.",
    # two periods
    "Quý I/2023 tiếp 97 lượt công dân, tăng 7 lượt so với cùng kỳ năm 2022 (90 lượt).",
    "Tiếp 866 lượt công dân, giảm 146 lượt so với cùng kỳ (1.012 lượt).",
    # rounded money
    "Phát hiện sai phạm trên 161 triệu đồng; kiến nghị thu hồi trên 44 triệu đồng, xử lý khác gần 113 triệu đồng.",
    "Phát hiện sai phạm hơn 5,5 tỷ đồng, kiến nghị thu hồi 1,4 tỷ đồng.",
    "Kiến nghị thu hồi 64 triệu đồng; đã thu hồi 2 tỷ đồng từ các kết luận năm trước.",
    # shares of something else
    "Có 40 vụ việc thuộc thẩm quyền, đã giải quyết 31 vụ việc, đạt 77,5%.",
    "Đã giải quyết 235/264 vụ việc thuộc thẩm quyền, đạt 89%.",
    "Đã giải quyết 235/264 vụ việc thuộc thẩm quyền, đạt tỷ lệ hơn 89%.",
    "Thực hiện cơ chế một cửa tại 100% cơ quan; 100% thủ tục hành chính được niêm yết, công khai.",
    "Tiếp nhận 1.200 hồ sơ; giải quyết 1.100 hồ sơ, trong đó đúng hạn 1.078 hồ sơ, đạt 98%.",
    # lists of some units
    "Toàn tỉnh tiếp 970 lượt công dân, trong đó Lệ Thủy 120 lượt, Bố Trạch 98 lượt.",
    "",
    "Không có số liệu.",
    "1 2 3 4 5 6 7 8 9 10 11 12",
]


@pytest.mark.parametrize("text", INNOCENT, ids=range(len(INNOCENT)))
def test_the_innocent_are_not_accused(text):
    assert failures(read_text(text).checks) == []


GUILTY = [
    (
        "Tiếp nhận và xử lý 258 đơn, trong đó 38 đơn khiếu nại, 94 đơn tố cáo, 164 đơn kiến nghị, phản ánh.",
        258,
        296,
    ),
    ("Tiếp nhận 64 đơn khiếu nại, tố cáo, gồm 48 đơn khiếu nại và 18 đơn tố cáo.", 64, 66),
    (
        "Thực hiện 85 cuộc thanh tra, gồm 20 cuộc thanh tra hành chính và 60 cuộc thanh tra chuyên ngành.",
        85,
        80,
    ),
    ("Tiếp nhận 120 đơn, gồm 38 đơn khiếu nại, 49 đơn tố cáo, 42 đơn kiến nghị, phản ánh.", 120, 129),
]


@pytest.mark.parametrize(("text", "stated", "computed"), GUILTY, ids=range(len(GUILTY)))
def test_the_guilty_are(text, stated, computed):
    [check] = failures(read_text(text).checks)
    assert (check.stated, check.computed) == (stated, computed)
    assert check.hint


def test_a_wrong_share_is_found_in_plain_words():
    text = "Có 264 vụ việc thuộc thẩm quyền, đã giải quyết 235 vụ việc, đạt 98%."
    [check] = failures(read_text(text).checks)
    assert check.type == "ratio"
    assert "89% thành 98%" in check.hint
