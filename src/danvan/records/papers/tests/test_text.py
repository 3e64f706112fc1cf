"""The language of templates: conditions, marks, places, and words that look like marks."""

from datetime import date

import pytest

from danvan.records.papers.text import DOTS, LONG_DOTS, Filling, blocks, fill, places

OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)


def made(text, on=OLD, names=True, long=(), **values):
    return blocks(text, Filling(values, on, names, frozenset(long)))


def said(*args, **more):
    return ["".join(words for words, _bold in block["runs"]) for block in made(*args, **more)]


def test_each_mark_makes_its_kind():
    kinds = [block["kind"] for block in made("> Căn cứ\n# QUYẾT ĐỊNH:\n## I. Một\n- Hai\nBa\n\n")]
    assert kinds == ["basis", "heading", "subheading", "item", "text"]


def test_an_empty_place_is_a_dotted_line_and_a_filled_one_its_words():
    assert said("Ông {full_name}, {address}", full_name="  A \n B ") == [f"Ông A B, {DOTS}"]
    assert said("{content}", long=["content"]) == [LONG_DOTS]


def test_bold_is_read_before_the_places_are_filled():
    (block,) = made("**Điều 1.** {x}", x="**không đậm** {full_name}", full_name="lộ")
    assert block["runs"] == [["Điều 1.", True], [" **không đậm** {full_name}", False]]


def test_what_was_typed_is_never_taken_for_a_mark_of_the_line():
    assert made("{x}", x="# to\n[sealed] nhỏ") == [
        {"kind": "text", "runs": [["# to", False]]},
        {"kind": "text", "runs": [["[sealed] nhỏ", False]]},
    ]


def test_a_longer_text_keeps_its_paragraphs_only_where_it_stands_alone():
    assert said("{x}", x="một\n\n hai ") == ["một", "hai"]
    assert said("Vì: {x}", x="một\nhai") == ["Vì: một hai"]


@pytest.mark.parametrize(
    ("line", "on", "names", "there"),
    [
        ("[released] x", OLD, True, True),
        ("[released] x", OLD, False, False),
        ("[sealed] x", OLD, True, False),
        ("[sealed] x", OLD, False, True),
        ("[from 2026-07-01] x", OLD, True, False),
        ("[from 2026-07-01] x", NEW, True, True),
        ("[to 2026-06-30] x", OLD, True, True),
        ("[to 2026-06-30] x", NEW, True, False),
        ("[has a] x", OLD, True, True),
        ("[has b] x", OLD, True, False),
        ("[no a] x", OLD, True, False),
        ("[no b] x", OLD, True, True),
        ("[released] [has a] x", OLD, True, True),
        ("[released] [has a] x", OLD, False, False),
        ("[has a] [has b] x", OLD, True, False),
    ],
)
def test_conditions(line, on, names, there):
    assert bool(made(line, on=on, names=names, a="1", b="")) is there


def test_fill_gives_one_plain_line():
    assert fill("**{a}** và {b}", Filling({"a": "x"}, OLD, True)) == f"x và {DOTS}"


def test_places_are_those_filled_and_those_asked_for():
    assert places("[has a] [from 2026-07-01] {b}\n[no d] {b} **{e}**") == {"a", "b", "d", "e"}


@pytest.mark.parametrize(("count", "breaks"), [(22, False), (29, False), (30, True), (118, True)])
def test_a_long_dotted_place_of_the_template_itself_may_break(count, breaks):
    """Unbroken it stretched the few words before it over the whole line of a justified paragraph."""
    (block,) = blocks("- Tổ xác minh: " + "…" * count, Filling({}, date(2023, 3, 1), names_persons=False))
    ((words, _bold),) = block["runs"]
    assert words.replace("\u200b", "") == "Tổ xác minh: " + "…" * count
    assert ("…\u200b…" in words) == breaks
