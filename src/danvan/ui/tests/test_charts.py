"""Pictures that say the truth: lengths in proportion, gaps kept, words for those who cannot see."""

import re
from xml.etree import ElementTree

import pytest

from danvan.ui.charts import WIDTH, Bar, as_bars, bar_chart, trend

KINDS = as_bars([("Khiếu nại", 38), ("Tố cáo", 94), ("Kiến nghị, phản ánh", 164)])


def parts(svg, tag):
    return [element for element in ElementTree.fromstring(str(svg)).iter() if element.tag == tag]


def widths(svg):
    return [int(rect.get("width")) for rect in parts(svg, "rect")]


def test_lengths_are_in_proportion():
    first, second, third = widths(bar_chart("Đơn", KINDS, "đơn"))

    assert first / third == pytest.approx(38 / 164, abs=0.01)
    assert second / third == pytest.approx(94 / 164, abs=0.01)


def test_nothing_is_drawn_outside_the_picture():
    long_value = [Bar("Thu hồi", 3_100_000_000), Bar("Khác", 1)]
    svg = bar_chart("Tiền", long_value, "đồng")

    value = parts(svg, "text")[1]
    assert int(value.get("x")) + 10 * len(value.text) <= WIDTH + 10


def test_a_small_count_is_still_seen_and_nought_is_not():
    assert widths(bar_chart("Đơn", as_bars([("a", 1_000_000), ("b", 1), ("c", 0)])))[1:] == [2, 0]


def test_not_counted_is_a_dash():
    svg = bar_chart("Đơn", as_bars([("a", None), ("b", 0)]), "đơn")

    assert [text.text for text in parts(svg, "text")] == ["a", "–", "b", "0 đơn"]


def test_all_noughts_are_drawn_without_division():
    assert widths(bar_chart("Đơn", as_bars([("a", 0), ("b", 0)]))) == [0, 0]


def test_a_picture_has_a_title_and_a_description_with_every_number():
    svg = bar_chart("Đơn theo loại", KINDS, "đơn")

    (title,) = parts(svg, "title")
    (description,) = parts(svg, "desc")
    assert title.text == "Đơn theo loại"
    for bar in KINDS:
        assert f"{bar.label}: {bar.shown}" in description.text
    assert ElementTree.fromstring(str(svg)).get("role") == "img"


def test_a_picture_has_no_style_and_no_script():
    for svg in (bar_chart("Đơn", KINDS), trend("Đơn", KINDS)):
        assert not re.search(r"\bstyle=|<style|<script|\bon\w+=", str(svg))


def test_labels_are_escaped():
    svg = str(bar_chart("<b>", as_bars([("<script>", 1)])))

    assert "<script>" not in svg
    ElementTree.fromstring(svg)


def test_a_long_label_is_cut_in_the_picture_and_whole_in_the_description():
    name = "Ban Quản lý dự án đầu tư xây dựng và phát triển quỹ đất huyện Tuyên Hóa"
    svg = bar_chart("Đơn", [Bar(name, 1)])

    assert parts(svg, "text")[0].text.endswith("…")
    assert name in parts(svg, "desc")[0].text


def test_a_trend_rises_with_its_numbers():
    heights = [
        int(c.get("cy")) for c in parts(trend("Đơn", as_bars([("I", 10), ("II", 20), ("III", 15)])), "circle")
    ]

    assert heights[1] < heights[2] < heights[0]


def test_a_trend_goes_from_left_to_right():
    across = [int(c.get("cx")) for c in parts(trend("Đơn", KINDS), "circle")]

    assert across == sorted(across)
    assert 0 < across[0] < across[-1] < WIDTH


def test_a_missing_period_breaks_the_line_and_keeps_its_name():
    points = as_bars([("I", 1), ("II", 2), ("III", None), ("IV", 4), ("V", 5)])
    svg = trend("Đơn", points)

    assert len(parts(svg, "polyline")) == 2
    assert len(parts(svg, "circle")) == 4
    assert "III" in [text.text for text in parts(svg, "text")]


def test_one_period_stands_in_the_middle_without_a_line():
    svg = trend("Đơn", [Bar("I/2023", 296)])

    assert parts(svg, "polyline") == []
    assert parts(svg, "circle")[0].get("cx") == str(WIDTH // 2)


def test_many_periods_are_named_sparsely_and_the_last_always():
    points = [Bar(f"Q{index}", index) for index in range(20)]
    named = [text.text for text in parts(trend("Đơn", points), "text") if text.text.startswith("Q")]

    assert named[-1] == "Q19"
    assert len(named) <= WIDTH // 60
    assert len(parts(trend("Đơn", points), "circle")) == 20


@pytest.mark.parametrize("draw", [bar_chart, trend])
def test_a_picture_of_nothing_is_still_a_picture(draw):
    assert "chưa có số liệu" in parts(draw("Đơn", []), "desc")[0].text
