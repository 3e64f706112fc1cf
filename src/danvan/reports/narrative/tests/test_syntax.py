"""Figures in a sentence: by code or by title, read back as they were written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reports.narrative.rendering import Sides, parts, render
from danvan.reports.narrative.syntax import Bound, Plain, bound, codes, kept, pieces, shown
from danvan.reports.narrative.words import Value

TITLES = {
    "don.tiep_nhan": "Số đơn tiếp nhận trong kỳ",
    "don.to_cao": "Đơn tố cáo",
    "a.mot": "Số vụ việc",
    "b.mot": "Số vụ việc",
    "kỳ": "kỳ trước",
    "x": "Có {ngoặc}",
}
SIDES = Sides(
    {
        "don.tiep_nhan": Value(296, unit="đơn"),
        "don.to_cao": Value(94, unit="đơn"),
        "tt": Value(None, typed="85"),
    },
    {"don.tiep_nhan": Value(205, unit="đơn"), "don.to_cao": Value(0, unit="đơn")},
    None,
    {"nay": "quý I/2023", "ky_truoc": "quý IV/2022", "don_vi": "Tỉnh Minh Họa"},
)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("{Số đơn tiếp nhận trong kỳ} đơn", "{don.tiep_nhan} đơn"),
        ("{số đơn  TIẾP NHẬN trong kỳ | so sánh}", "{don.tiep_nhan|so sánh}"),
        ("{DON.TO_CAO|năm trước}", "{don.to_cao|cùng kỳ}"),
        ("{don.to_cao|so kỳ trước}", "{don.to_cao|so sánh}"),
        ("{don.to_cao|so năm trước}", "{don.to_cao|so cùng kỳ}"),
        ("{don.to_cao|kỳ này}", "{don.to_cao}"),
        ("{Số vụ việc}", "{Số vụ việc}"),
        ("{không có}", "{không có}"),
        ("{don.to_cao|lạ}", "{don.to_cao|lạ}"),
        ("{kỳ này} {đơn vị}", "{kỳ này} {đơn vị}"),
        ("{kỳ trước}", "{kỳ trước}"),
        ("  a {b \r\n c } {don.to_cao", "a {b \n c } {don.to_cao"),
        ("", ""),
    ],
)
def test_titles_are_kept_as_codes_and_what_is_no_figure_stays(written, stored):
    assert kept(written, TITLES) == stored
    assert kept(stored, TITLES) == stored


def test_a_title_in_another_unicode_form_is_the_same():
    assert kept(unicodedata.normalize("NFD", "{Đơn tố cáo}"), TITLES) == "{don.to_cao}"


@pytest.mark.parametrize(
    ("stored", "edited"),
    [
        ("{don.tiep_nhan|so sánh}", "{Số đơn tiếp nhận trong kỳ|so sánh}"),
        ("{a.mot}, {b.mot}", "{a.mot}, {b.mot}"),
        ("{x}", "{x}"),
        ("{kỳ}", "{kỳ}"),
        ("{đã.bỏ}", "{đã.bỏ}"),
    ],
)
def test_a_title_is_shown_only_where_it_is_read_back(stored, edited):
    assert shown(stored, TITLES) == edited
    assert kept(edited, TITLES) == stored


WRITTEN = st.lists(
    st.sampled_from(
        [
            "{don.tiep_nhan}",
            "{don.to_cao|so sánh}",
            "{a.mot|cùng kỳ}",
            "{kỳ này}",
            "{",
            "}",
            "|",
            " đơn",
            "tăng ",
            "{lạ}",
        ]
    ),
    max_size=12,
).map("".join)


@given(WRITTEN)
def test_editing_without_a_change_changes_nothing(text):
    stored = kept(text, TITLES)
    assert kept(shown(stored, TITLES), TITLES) == stored
    assert render(kept(shown(stored, TITLES), TITLES), SIDES) == render(stored, SIDES)


@given(st.text(max_size=80))
def test_any_text_is_read(text):
    written = "".join(piece.text if isinstance(piece, Plain) else piece.written for piece in pieces(text))
    assert written == text
    assert "".join(part.text for part in parts(text, SIDES)) == render(text, SIDES)


def test_figures_are_found_and_words_are_none():
    assert codes(["{kỳ này} {don.to_cao} {don.to_cao|so sánh}"]) == {"don.to_cao"}
    assert [piece.wants for piece in bound("{a} {a|so sánh} {a|kỳ trước} {a|cùng kỳ} {a|so cùng kỳ}")] == [
        *("", "ky_truoc", "ky_truoc"),
        *("cung_ky", "cung_ky"),
    ]
    assert [type(piece) for piece in pieces("{a}b")] == [Bound, Plain]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Trong {kỳ này}, {đơn vị} nhận {don.tiep_nhan} đơn.",
            "Trong quý I/2023, Tỉnh Minh Họa nhận 296 đơn.",
        ),
        ("{don.tiep_nhan|kỳ trước} đơn", "205 đơn"),
        ("{don.tiep_nhan|so sánh}", "tăng 91 đơn (44,4 %) so với quý IV/2022"),
        ("{don.to_cao|so sánh}", "tăng từ 0 lên 94 đơn so với quý IV/2022"),
        ("{don.tiep_nhan|so cùng kỳ}", "chưa có số liệu cùng kỳ năm trước để so sánh"),
        ("{don.tiep_nhan|cùng kỳ}", "…"),
        ("{tt} cuộc", "85 cuộc"),
        ("{tt|so sánh}", "chưa có số liệu quý IV/2022 để so sánh"),
        ("{không có} và {không có|so sánh}", "… và …"),
        ("{cùng kỳ}", "cùng kỳ"),
    ],
)
def test_a_sentence_is_filled_from_its_figures(text, said):
    assert render(text, SIDES) == said


def test_a_changed_figure_changes_the_sentence():
    later = Sides({"don.tiep_nhan": Value(200, unit="đơn")}, SIDES.previous, None, SIDES.words)
    assert (
        render("{don.tiep_nhan}: {don.tiep_nhan|so sánh}", later)
        == "200: giảm 5 đơn (2,4 %) so với quý IV/2022"
    )


def test_runs_tell_figures_from_words():
    found = list(parts("Nhận {don.to_cao} đơn, {don.to_cao|so sánh}", SIDES))
    assert [(part.code, part.compares) for part in found] == [
        ("", False),
        ("don.to_cao", False),
        ("", False),
        ("don.to_cao", True),
    ]
