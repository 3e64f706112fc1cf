"""What no longer fits in a paragraph is named; what fits raises no alarm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reports.narrative.flags import flags, typed_numbers
from danvan.reports.narrative.rendering import Sides, render
from danvan.reports.narrative.words import Value, change

TITLES = {"don": "Số đơn", "to_cao": "Đơn tố cáo", "ty_le": "Tỷ lệ đúng hạn", "tt": "Số cuộc"}


def sides(don=258, before=296, year=200, **more):
    now = {
        "don": Value(don, unit="đơn"),
        "to_cao": Value(94, unit="đơn"),
        "ty_le": Value(29, 31, "%", is_share=True),
    }
    previous = {"don": Value(before, unit="đơn"), "ty_le": Value(20, 31, "%", is_share=True)}
    return Sides(now | more, previous, {"don": Value(year, unit="đơn")}, {"ky_truoc": "quý IV/2022"})


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp nhận {don} đơn, giảm so với kỳ trước.",
        "Tiếp nhận {don} đơn, tăng so với cùng kỳ năm trước.",
        "Tiếp nhận {don} đơn, giảm so với kỳ trước, tăng so với cùng kỳ.",
        "Tiếp nhận 258 đơn, trong đó 94 đơn tố cáo, đạt 93,5%.",
        "Tiếp nhận {don} đơn (kỳ trước 296 đơn, giảm 38 đơn, tức 12,8%).",
        "Số đơn {don|so sánh}; tỷ lệ {ty_le}, {ty_le|so sánh}.",
        "Ngày 14/3/2023, thực hiện Nghị định 09/2019/NĐ-CP, Điều 12, Khoản 2, Kế hoạch số 22/KH-UBND.",
        "Quý 1 năm 2023, tháng 2, giai đoạn 2021-2025, 6 tháng đầu năm, nhiệm kỳ 2020 – 2025.",
        "1. Tổ chức hội nghị\n2. Ban hành văn bản",
        "Tăng cường kỷ luật, giảm phiền hà, tiếp {don} lượt; đẩy mạnh cắt giảm thủ tục.",
        "Chỉ đạo theo KQ1, phần mềm CSDL-2.",
        "",
    ],
)
def test_what_fits_raises_no_alarm(text):
    assert flags(text, sides(), TITLES) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tiếp nhận 257 đơn.", "Số 257 trong đoạn này không gắn với ô nào"),
        ("Thu hồi 1.280,04 triệu đồng.", "Số 1.280,04 trong đoạn này không gắn với ô nào"),
        ("Đạt 4.7000 điểm.", "Số 4.7000 viết không rõ"),
        ("Có 296 đơn.", "Số 296 trong đoạn này không gắn với ô nào"),
        (
            "Tiếp nhận {don} đơn, tăng so với kỳ trước.",
            "Câu viết “tăng” nhưng “Số đơn” giảm so với quý IV/2022: 296 → 258",
        ),
        ("Tiếp nhận {don} đơn, giảm so với cùng kỳ năm trước.", "Câu viết “giảm” nhưng “Số đơn” tăng"),
        ("Tiếp nhận {don} đơn, không đổi so với kỳ trước.", "Câu viết “không đổi” nhưng “Số đơn” giảm"),
        ("Số đơn tăng mạnh, còn {don} đơn.", "Câu viết “tăng” nhưng “Số đơn” giảm"),
        ("Tỷ lệ {ty_le}, giảm nhẹ.", "Câu viết “giảm” nhưng “Tỷ lệ đúng hạn” tăng"),
        ("Đã tiến hành {tt} cuộc.", "“Số cuộc” chưa có số của kỳ này"),
        ("Kỳ trước {to_cao|kỳ trước} đơn.", "“Đơn tố cáo” chưa có số của quý IV/2022"),
        ("{vu_viec} vụ", "“{vu_viec}” không phải chỉ tiêu của biểu này"),
        ("{don|gấp mấy}", "“{don|gấp mấy}”: sau dấu | chỉ ghi"),
    ],
)
def test_what_does_not_fit_is_named(text, said):
    found = flags(text, sides(), TITLES)
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_sentence_that_held_is_flagged_once_its_figure_moves():
    text = "Tiếp nhận {don} đơn, giảm so với kỳ trước; toàn tỉnh có 258 đơn."
    assert flags(text, sides(), TITLES) == []
    moved = flags(text, sides(don=300), TITLES)
    assert [one[:12] for one in moved] == ["Số 258 trong", "Câu viết “gi"]


def test_a_word_goes_with_the_figure_named_last_before_it():
    text = "Đơn tố cáo {to_cao}, số đơn {don}, giảm so với kỳ trước"
    assert flags(text, sides(), TITLES) == []
    assert flags("Số đơn {don}. Tỷ lệ {ty_le}, giảm so với kỳ trước", sides(), TITLES)


def test_where_nothing_is_known_of_before_no_word_is_denied():
    assert flags("Đơn tố cáo {to_cao}, tăng so với kỳ trước", sides(), TITLES) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("có 12 vụ và 1.234,5 ha", ["12", "1.234,5"]),
        ("{don} đơn năm 2023", []),
        ("ngày 14 tháng 3 năm 2023", []),
        ("số 03 cuộc", ["03"]),
        ("từ 15/12/2022 đến 14/3", []),
        ("238/316 đơn", ["238", "316"]),
    ],
)
def test_figures_in_the_words_are_told_from_days_and_papers(text, found):
    assert typed_numbers(text) == found


@pytest.mark.parametrize("said", ["không tăng", "không giảm", "chưa giảm"])
def test_a_denied_way_is_no_claim_of_it(said):
    assert flags(f"Số đơn {{don}}, {said} so với kỳ trước", sides(don=10, before=10), TITLES) == []


def test_a_word_without_end_is_read_at_once():
    assert typed_numbers("v" * 200_000) == []


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_words_that_we_propose_never_deny_themselves(now, before):
    known = sides(don=now, before=before)
    said = change(known.now["don"], known.previous["don"], "kỳ trước")
    assert flags("Số đơn {don|so sánh}.", known, TITLES) == []
    # Typed out as plain words they still hold, as long as the figures do.
    typed = f"Số đơn {{don}}, {said}."
    assert flags(typed, known, TITLES) == []


@given(st.text(max_size=120))
def test_any_text_is_judged_without_failing(text):
    assert all(isinstance(one, str) for one in flags(text, sides(), TITLES))
    assert isinstance(render(text, sides()), str)
