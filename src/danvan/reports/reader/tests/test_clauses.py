"""What stands between two figures: segments, brackets, lists, the cut between what is said of each."""

import pytest

from danvan.reports.reader.clauses import Gap, Segment, gap_of
from danvan.reports.reader.distractors import Masked
from danvan.reports.reader.items import Item, ItemReader
from danvan.reports.reader.periods import Timeline
from danvan.reports.reader.tokens import tokens_of


def items_of(text):
    timeline = Timeline(text)
    return ItemReader(tokens_of(text), Masked(text, timeline.spans), timeline).read()


def gap_between(text):
    """The gap between the two figures of a text."""
    items = items_of(text)
    first, second = (index for index, item in enumerate(items) if item.figure)
    return gap_of(items[first + 1 : second], items[first].figure.noun, has_right=True)


def tags(segment):
    return [item.tag for item in segment.items]


def test_words_up_to_the_comma_are_said_of_the_figure_before():
    gap = gap_between("5 đơn khiếu nại, giải quyết 3 đơn")
    assert tags(gap.after) == ["KN"]
    assert tags(gap.nearest) == ["GQ"]


def test_a_verb_that_leads_on_is_said_of_the_figure_behind():
    gap = gap_between("3 cuộc thanh tra phát hiện sai phạm với số tiền 5 tỷ đồng")
    assert gap.after.tags("mark") == {"TT"}
    assert gap.nearest.verbs == {"PHAT_HIEN", "SAI_PHAM"}


def test_a_paper_is_named_by_the_verb_behind_it():
    gap = gap_between("9 quyết định xử phạt với số tiền 5 triệu đồng")
    assert gap.after.verbs == {"XPVPHC"}


@pytest.mark.parametrize(
    ("text", "opened", "closed", "opener"),
    [
        ("9 đơn (5 khiếu nại", 1, 0, "("),
        ("9 đơn (nặc danh), 5 khiếu nại", 0, 0, ""),
        ("9 đơn), 5 khiếu nại", 0, 1, ""),
        ("9 đơn: 5 khiếu nại", 0, 0, ":"),
        ("9 đơn, trong đó 5 khiếu nại", 0, 0, ":"),
    ],
)
def test_brackets_and_lists(text, opened, closed, opener):
    gap = gap_between(text)
    assert (gap.opened, gap.closed, gap.opener) == (opened, closed, opener)


def test_a_bracket_without_a_figure_is_left_out():
    assert tags(gap_between("9 đơn (nặc danh), lưu 5 đơn").nearest) == ["LUU"]
    assert "KHONG_DU_DK" not in {
        tag for part in gap_between("9 đơn (nặc danh), lưu 5 đơn").before for tag in tags(part)
    }


@pytest.mark.parametrize(
    ("text", "bare", "joined", "slash", "hard"),
    [
        ("9 lượt, 5 người", True, False, False, False),
        ("9 lượt và 5 người", True, True, False, False),
        ("9 lượt/5 người", True, False, True, False),
        ("9 lượt; 5 người", True, False, False, True),
        ("9 lượt, tiếp 5 người", False, False, False, False),
    ],
)
def test_how_two_figures_hang_together(text, bare, joined, slash, hard):
    gap = gap_between(text)
    assert (gap.bare, gap.joined, gap.slash, gap.hard) == (bare, joined, slash, hard)


def segment(*pairs):
    return Segment([Item(group, tag, place, place + 1) for place, (group, tag) in enumerate(pairs)])


def test_the_verbs_of_a_segment():
    both = segment(("starter", "NHAN"), ("quality", "DU_DK"), ("kind", "KN"))
    assert both.verbs == {"NHAN", "DU_DK"}
    assert both.spoken == both.verbs


def test_a_topic_takes_the_verbs_before_it_with_it():
    title = segment(("starter", "XU_LY"), ("topic", "KQ"), ("filler", "AT"), ("starter", "TIEP"))
    assert title.spoken == {"TIEP"}


def test_a_topic_at_the_end_leaves_the_verbs_to_speak():
    assert segment(("starter", "LAM"), ("topic", "KQ")).spoken == {"LAM"}
    assert segment(("topic", "KQ"), ("starter", "THU_HOI")).spoken == {"THU_HOI"}
    assert Segment().spoken == set()


def test_unknown_words_and_the_way_something_came_about():
    assert segment(("word", "lạ"), ("starter", "NHAN")).unknown
    assert not segment(("starter", "NHAN")).unknown
    assert segment(("filler", "BY"), ("starter", "XU_LY")).by_the_way


def test_an_empty_gap_is_bare():
    assert Gap(after=Segment(), before=[Segment()]).bare
