"""Two documents beside each other."""

import pytest

from danvan.reports.reader import read_text
from danvan.reports.reader.comparing import Kind, compare

QUARTER = (
    "Báo cáo quý {quarter} năm 2023 của UBND tỉnh Sông Lam\n"
    "Trong kỳ, toàn tỉnh tiếp {visits} lượt công dân với 120 người.\n"
    "Tiếp nhận {letters} đơn, gồm {kn} đơn khiếu nại, {tc} đơn tố cáo.\n"
    "Các cấp tiếp tục thực hiện quy chế dân chủ ở cơ sở."
)
NEWS = "Quý I/2023, tỉnh Sông Lam đã tiếp {visits} lượt công dân, số đơn nhận được là {letters} đơn; dân rất hài lòng."


def quarter(number="I", visits=97, letters=132, kn=38, tc=94):
    return read_text(QUARTER.format(quarter=number, visits=visits, letters=letters, kn=kn, tc=tc))


def test_one_text_laid_out_otherwise_is_a_duplicate():
    other = read_text(quarter().text.replace("\n", "\n\n  "))
    found = compare(quarter(), other)
    assert (found.kind, found.figures, found.sentences) == (Kind.DUPLICATE, (), ())


def test_a_changed_figure_makes_a_revision_and_is_named():
    found = compare(quarter(), quarter(visits=98))
    assert found.kind == Kind.REVISED
    [pair] = found.figures
    assert pair.text == "Lượt tiếp công dân (2023-Q1): bản thứ nhất 97 lượt, bản thứ hai 98 lượt."
    [(old, new)] = found.sentences
    assert "97 lượt" in old
    assert "98 lượt" in new


def test_changed_words_alone_make_a_revision_without_figures():
    other = read_text(quarter().text.replace("tiếp tục thực hiện", "nghiêm túc thực hiện"))
    found = compare(quarter(), other)
    assert (found.kind, found.figures, len(found.sentences)) == (Kind.REVISED, (), 1)


def test_a_sentence_more_stands_beside_nothing():
    found = compare(quarter(), read_text(quarter().text + "\nNơi nhận: lưu văn thư."))
    assert found.sentences == (("", "Nơi nhận: lưu văn thư"),)


def test_most_figures_changed_in_one_period_contradict():
    found = compare(quarter(), quarter(visits=61, letters=70, kn=30, tc=40))
    assert found.kind == Kind.CONFLICTING
    assert {pair.first.indicator for pair in found.figures} >= {"TCD.luot", "DON.tiep_nhan", "DON.khieu_nai"}


def test_other_words_with_other_numbers_of_one_period_contradict():
    found = compare(quarter(), read_text(NEWS.format(visits=99, letters=132)))
    assert found.kind == Kind.CONFLICTING
    assert [pair.first.indicator for pair in found.figures] == ["TCD.luot"]
    assert "cùng một kỳ" in found.text


def test_other_words_with_the_same_numbers_agree():
    found = compare(quarter(), read_text(NEWS.format(visits=97, letters=132)))
    assert (found.kind, found.shared) == (Kind.AGREEING, 2)


def test_a_rounded_number_does_not_contradict_the_exact_one():
    first = read_text("Quý I/2023, tỉnh Sông Lam phát hiện sai phạm 3.120 triệu đồng qua thanh tra.")
    second = read_text("Thanh tra tỉnh Sông Lam trong quý I/2023 phát hiện sai phạm hơn 3,1 tỷ đồng.")
    assert compare(first, second).kind == Kind.AGREEING


def test_one_pattern_in_two_periods():
    found = compare(quarter(), quarter("II", visits=61))
    assert (found.kind, found.figures) == (Kind.OTHER_PERIOD, ())
    assert "hai kỳ khác nhau" in found.text


def test_documents_of_two_places_are_not_held_against_each_other():
    other = read_text(quarter(visits=98).text.replace("tỉnh Sông Lam", "tỉnh Núi Hồng"))
    found = compare(quarter(), other)
    assert found.kind == Kind.UNRELATED
    assert "tỉnh Sông Lam" in found.text
    assert "tỉnh Núi Hồng" in found.text


def test_documents_without_a_common_figure_have_nothing_to_compare():
    other = read_text("Hội nghị tổng kết phong trào văn nghệ có 12 tiết mục.")
    assert compare(quarter(), other).kind == Kind.UNRELATED


@pytest.mark.parametrize(("first", "second"), [(97, 98), (61, 97)])
def test_the_order_of_the_documents_changes_no_kind(first, second):
    one, two = quarter(visits=first), quarter(visits=second)
    assert compare(one, two).kind == compare(two, one).kind


def test_the_json_holds_all_that_the_page_shows():
    told = compare(quarter(), quarter(visits=98)).as_json()
    assert told["kind"] == "sua_doi"
    assert told["figures"][0]["second"]["value"] == 98
    assert len(told["sentences"]) == 1
