"""Each component in ordinary, long, empty and hostile content."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from danvan.ui import components


def render(source, **context):
    return Template("{% load danvan %}" + source).render(Context(context))


def text_of(html):
    """Words without tags, single spaces."""
    from django.utils.html import strip_tags

    return " ".join(strip_tags(html).split())


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ on|day }}", "16/3/2023"),
        ("{{ on|day_long }}", "16/3/2023 (thứ Năm)"),
        ("{{ on|day_full }}", "ngày 16 tháng 3 năm 2023"),
        ("{{ at|moment }}", "18:51 16/3/2023"),
        ("{{ on|day_distance:today }}", "còn 2 ngày"),
        ("{{ 1234.5|number }}", "1.234,5"),
        ("{{ 1234.5|number:2 }}", "1.234,50"),
        ("{{ 3100000000|money }}", "3.100.000.000 đồng"),
        ("{{ 3100000000|money_short }}", "3,1 tỷ đồng"),
        ("{{ 93.46|percent }}", "93,5 %"),
        ("{{ 29|share:31 }}", "93,5 %"),
        ("{{ 12|signed }}", "+12"),
        ("{{ 'ABCD2345WXYZ6'|groups_of_four }}", "ABCD 2345 WXYZ 6"),
        ("{{ nothing|day }}{{ nothing|number }}{{ nothing|moment }}", ""),
    ],
)
def test_filters(source, shown):
    context = {
        "on": date(2023, 3, 16),
        "at": datetime(2023, 3, 16, 11, 51, tzinfo=UTC),
        "today": date(2023, 3, 14),
        "nothing": None,
    }
    assert render(source, **context) == shown


@pytest.mark.parametrize(
    ("state", "shown", "tone"),
    [
        ("dung_han", "● đúng hạn", "jade"),
        ("dang_han", "● trong hạn", "jade"),
        ("sap_den_han", "◐ sắp đến hạn", "ochre"),
        ("qua_han", "▲ quá hạn", "late"),
        ("chua_xac_dinh", "○ chưa xác định", "muted"),
        ("khong_xac_dinh", "○ chưa xác định", "muted"),
    ],
)
def test_a_state_is_a_shape_a_word_and_a_tone(state, shown, tone):
    html = render("{% state_mark state %}", state=state)

    assert text_of(html) == shown
    assert f"mark--{tone}" in html
    assert 'aria-hidden="true"' in html


def test_states_that_mean_different_things_never_share_shape_and_word():
    seen = {(shape, str(word)) for shape, word, _tone in components.MARKS.values()}

    assert len(seen) == len(components.MARKS) - 1  # the two names of "not known" are one


def test_another_word_may_stand_beside_the_shape():
    assert text_of(render('{% state_mark "qua_han" "quá hạn 2 ngày" %}')) == "▲ quá hạn 2 ngày"


def test_an_unknown_state_is_refused():
    with pytest.raises(KeyError):
        render('{% state_mark "tre" %}')


def test_a_label_escapes_its_text():
    assert "&lt;b&gt;" in render("{% tag text %}", text="<b>")
    assert "label--late" in render('{% tag "x" tone="late" %}')


def test_a_figure_is_a_number_with_its_unit_change_and_link():
    html = render('{% figure_card "Đơn" 1296 unit="đơn" change=12 href="/x/" note="ghi chú" tone="late" %}')

    assert text_of(html) == "Đơn 1.296 đơn +12 so với kỳ trước ghi chú"
    assert 'href="/x/"' in html
    assert "figure--late" in html


@pytest.mark.parametrize(("change", "said"), [(0, "bằng kỳ trước"), (-3, "−3 so với kỳ trước"), (None, "")])
def test_a_change_in_words(change, said):
    assert components.change_words(change) == said


def test_a_figure_of_nothing_is_a_dash_but_nought_is_nought():
    assert "–" in render('{% figure_card "Đơn" value %}', value=None)
    assert text_of(render('{% figure_card "Đơn" 0 %}')) == "Đơn 0"


def test_a_figure_without_link_has_none():
    assert "<a" not in render('{% figure_card "Đơn" 5 %}')


@pytest.mark.parametrize(
    ("kind", "word"), [("khop", "✓ Khớp"), ("khong_khop", "≠ Không khớp"), ("tam_tinh", "◐ Tạm tính")]
)
def test_a_flag_says_its_outcome_in_a_word(kind, word):
    html = render("{% flag kind text detail=detail %}", kind=kind, text="38 + 94 + 164 = 296", detail="vì")

    assert text_of(html) == f"{word} 38 + 94 + 164 = 296 vì"


def test_an_unknown_flag_is_refused():
    with pytest.raises(KeyError):
        render('{% flag "sai" "x" %}')


def test_a_ledger_lists_its_steps_in_order():
    steps = [
        {"text": "Thụ lý", "day": date(2023, 2, 10)},
        {"text": "Hạn", "day": date(2023, 3, 13), "note": "12/3 là Chủ nhật", "cite": "Điều 28"},
    ]
    html = render("{% ledger steps %}", steps=steps)

    assert text_of(html).startswith("Vì sao hạn này? Thụ lý 10/2/2023 (thứ Sáu) Hạn 13/3/2023 (thứ Hai)")
    assert "Điều 28" in html
    assert " open" not in html
    assert "<details" in render("{% ledger steps open=True %}", steps=steps)


def test_a_ledger_without_steps_says_so():
    assert "chưa có các bước tính" in render("{% ledger steps %}", steps=[])


def test_a_ledger_opens_when_asked():
    assert 'ledger" open>' in render("{% ledger steps open=True %}", steps=[])


def test_the_line_of_life_marks_the_present_for_everyone():
    stages = [
        {"label": "Tiếp nhận", "phase": "qua", "day": date(2023, 2, 1)},
        {"label": "Thụ lý", "phase": "dang"},
        {"label": "Giải quyết", "phase": "sap", "due": date(2023, 3, 13), "mark": "sap_den_han"},
    ]
    html = render("{% lifeline stages %}", stages=stages)

    assert html.count('aria-current="step"') == 1
    assert text_of(html) == (
        "Tiếp nhận đã qua 1/2/2023 Thụ lý hiện nay Giải quyết tiếp theo hạn 13/3/2023 (thứ Hai) ◐ sắp đến hạn"
    )


def test_a_pager_has_only_what_there_is():
    assert render("{% pager %}").strip() == ""
    only_next = render('{% pager next="?sau=9" %}')
    assert "Trang sau" in only_next
    assert "Trang trước" not in only_next
    assert 'rel="prev"' in render('{% pager previous="?truoc=9" %}')


def test_an_empty_place_says_how_to_begin():
    html = render('{% empty_state "Chưa có đơn." text="Đơn sẽ đứng ở đây." href="/moi/" action="Ghi đơn" %}')

    assert text_of(html) == "Chưa có đơn. Đơn sẽ đứng ở đây. Ghi đơn"
    assert 'href="/moi/"' in html


def test_an_empty_place_can_stand_inside_a_loop():
    source = "{% for x in none %}{{ x }}{% empty %}{% empty_state 'Chưa có.' %}{% endfor %}"

    assert text_of(render(source, none=[])) == "Chưa có."


def test_the_way_here_ends_at_the_present_page():
    html = render("{% breadcrumbs trail %}", trail=[("Trang đầu", "/"), ("Đơn 12", "")])

    assert html.count("<a ") == 1
    assert 'aria-current="page">Đơn 12' in html


def test_a_missing_fact_is_said_and_a_false_one_is_kept():
    html = render("{% summary_list rows %}", rows=[("Số", 0), ("Ngày", None), ("Việc", "x", "/sua/", "Đổi")])

    assert text_of(html) == "Số 0 Ngày chưa có Việc x Đổi Việc"
    assert 'href="/sua/"' in html


def test_a_receipt_stands_in_groups_of_four():
    html = render("{% receipt_code code %}", code="4827 1930-5612".replace("-", ""))

    assert html.count("receipt__group") == 3
    assert text_of(html).startswith("Mã biên nhận 4827 1930 5612")


def test_details_wrap_their_content():
    html = render('{% details "Xem thêm" %}<p>Nội dung</p>{% enddetails %}')

    assert "Xem thêm</span></summary>" in html
    assert "<p>Nội dung</p>" in html
    assert 'govuk-details" open>' in render('{% details "x" open=True %}y{% enddetails %}')


def test_errors_given_as_sentences_or_pairs():
    html = render("{% error_summary errors %}", errors=["Một câu.", ("Câu hai.", "#id_hai")])

    assert text_of(html) == "Chưa ghi được Một câu. Câu hai."
    assert 'href="#id_hai"' in html


@pytest.mark.parametrize("nothing", [None, [], ""])
def test_no_errors_no_summary(nothing):
    assert render("{% error_summary errors %}", errors=nothing).strip() == ""


def test_an_asset_missing_from_the_manifest_keeps_its_plain_address(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    settings.DEBUG = False

    assert render('{% asset "khong-co.css" %}') == f"{settings.STATIC_URL}khong-co.css"


def test_charts_stand_beside_their_table():
    html = render('{% bar_chart "Đơn theo loại" bars unit="đơn" %}', bars=[("Khiếu nại", 38), ("Tố cáo", 94)])

    assert html.count("<rect") == 2
    assert html.count("<tr>") == 3
    assert "<caption" in html


def test_a_chart_without_figures_says_so():
    assert "Chưa có số liệu" in render('{% trend "Đơn" none %}', none=[])
