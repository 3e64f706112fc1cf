"""A read report held against what was typed and counted, and taken over: asked for as a browser does."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.records.desk.access import NotAllowed, Reach
from danvan.records.models import HistoryRow
from danvan.reports.models import TypedFigure, TypedReport
from danvan.reports.reader import read_text
from danvan.reports.reader.tests.samples import simple_docx
from danvan.reports.reconciling.lines import AGREES, ASIDE, DIFFERS, UNCOUNTED, lines
from danvan.reports.reconciling.page import LONGEST, Reconciliation, reading_of, take
from danvan.reports.tests.factories import make_place, quarter_of_296, typed_report
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
TEXT = (
    "Báo cáo quý I/2023 của tỉnh Minh Họa\n"
    "Toàn tỉnh tiếp nhận 258 đơn, gồm 38 đơn khiếu nại, 94 đơn tố cáo, 164 đơn kiến nghị, phản ánh.\n"
    "Thực hiện 85 cuộc thanh tra, phát hiện sai phạm trên 3,1 tỷ đồng."
)


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place(1, 1)
    quarter_of_296(place)
    return place


@pytest.fixture
def head(client, place):
    client.force_login(place.head)
    return client


def words(response):
    """What a person reads of the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def held(place, text=TEXT, period=QUARTER):
    """The lines of a text against the province and the quarter, by their codes."""
    found = lines(read_text(text), place.province, period_of(period))
    return {line.fact.indicator: line for line in found}


def posted(place, text=TEXT, **more):
    return {"van_ban": text, "don_vi": place.province.pk, "ky": QUARTER, **more}


def shown(place, text=TEXT, account=None):
    return Reconciliation(Reach(account or place.head), read_text(text), place.province, QUARTER)


# lines


def test_each_figure_stands_beside_what_the_records_count(place):
    found = held(place)
    assert found["DON.tiep_nhan"].standing == DIFFERS
    assert (found["DON.tiep_nhan"].counted_shown, found["DON.tiep_nhan"].difference) == ("296", "+38")
    assert (found["DON.to_cao"].standing, found["DON.to_cao"].difference) == (AGREES, "")
    assert found["TT.sai_pham"].standing == UNCOUNTED
    assert found["TT.sai_pham"].written == "trên 3,1 tỷ đồng"


def test_a_difference_says_first_which_sum_does_not_hold(place):
    assert "bỏ sót 38 đơn khiếu nại" in held(place)["DON.tiep_nhan"].why


def test_a_slip_of_the_pen_is_named(place):
    text = "Quý I/2023 toàn tỉnh tiếp nhận 269 đơn."
    assert "đảo chữ số" in held(place, text)["DON.tiep_nhan"].why


def test_any_other_difference_is_told_with_its_size(place):
    text = "Quý I/2023 toàn tỉnh tiếp nhận 111 đơn."
    assert held(place, text)["DON.tiep_nhan"].why == "Đếm từ hồ sơ nhiều hơn 185 đơn."


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ("gần 300", AGREES),
        ("gần 500", DIFFERS),
        ("hơn 290", AGREES),
        ("trên 200", DIFFERS),
        ("hơn 100", DIFFERS),
    ],
)
def test_a_word_of_measure_reaches_only_to_the_next_round_number(place, said, standing):
    assert held(place, f"Quý I/2023 toàn tỉnh tiếp nhận {said} đơn.")["DON.tiep_nhan"].standing == standing


def test_a_word_of_measure_that_was_overstepped_is_said(place):
    why = held(place, "Quý I/2023 toàn tỉnh tiếp nhận hơn 100 đơn.")["DON.tiep_nhan"].why
    assert "quá mức “hơn” của văn bản" in why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Quý I/2023 nhận 296 đơn; cùng kỳ 250 đơn.", "cùng kỳ"),
        ("Quý I/2023 nhận 296 đơn, tăng 46 đơn so với cùng kỳ.", "Mức tăng, giảm"),
        ("Quý I/2023 nhận 296 đơn. Đến tháng 2/2023 nhận 120 đơn.", "kỳ 2023-01/2023-02"),
        ("Quý I/2023, tỉnh Minh Họa nhận 296 đơn. Sở Xây dựng nhận 12 đơn.", "Số của Sở Xây dựng"),
    ],
)
def test_a_figure_of_something_else_is_held_against_nothing(place, text, why):
    found = [line for line in lines(read_text(text), place.province, period_of(QUARTER)) if not line.is_own]
    assert [line.standing for line in found] == [ASIDE]
    assert why in found[0].why
    assert found[0].difference == ""


def test_what_was_typed_before_stands_beside(place):
    typed_report(place.province, {"DON.to_cao": 49})
    line = held(place)["DON.to_cao"]
    assert line.typed_shown == "49"
    assert line.why == "Báo cáo đã nhập “Báo cáo minh họa” ghi 49."


def test_without_unit_and_period_nothing_is_counted(place, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = lines(read_text(TEXT), None, None)
    assert {line.counted_shown for line in found} == {""}


def test_the_pieces_give_the_whole_text_and_mark_each_figure_once(place):
    page = shown(place)
    assert "".join(piece.text for piece in page.pieces) == TEXT
    marked = [piece for piece in page.pieces if piece.line]
    assert [piece.text for piece in marked] == ["258", "38", "94", "164", "85", "3,1"]
    assert {piece.text for piece in marked if piece.is_wrong} == {"258", "38", "94", "164"}


def test_a_failed_identity_leads_to_all_its_figures(place):
    [(check, numbers)] = shown(place).faults
    assert check.severity == "hard"
    assert numbers == [1, 2, 3, 4]


def test_of_two_figures_of_one_thing_the_exact_one_is_proposed(place):
    page = shown(place, "Quý I/2023 tiếp gần 300 lượt công dân.\nToàn tỉnh tiếp 288 lượt công dân.")
    assert [line.written for line in page.lines if line.number in page.chosen] == ["288 lượt"]


# taking over


def test_figures_are_kept_with_their_words_and_their_place(place):
    page = shown(place)
    report = take(page, {"lay-1": "1", "lay-6": "1"}, title="Báo cáo quý", source_note="Số 12/BC")
    first, money = report.figures.all()
    assert (first.code, first.value, first.read_value) == ("DON.tiep_nhan", 258, 258)
    assert TEXT[first.place_start : first.place_end] == "258"
    assert "tiếp nhận 258 đơn" in first.quote
    assert (money.value, money.unit, money.qualifier) == (3_100_000_000, "đồng", "trên")
    assert (report.period, report.entered_by, len(report.source_hash)) == (QUARTER, place.head, 64)


def test_what_the_officer_set_is_kept_beside_what_was_read(place):
    report = take(shown(place), {"lay-1": "1", "gia-tri-1": "1.296"}, title="Báo cáo", source_note="")
    [figure] = report.figures.all()
    assert (figure.value, figure.read_value, figure.raw) == (1296, 258, "258 đơn")


def test_a_corrected_figure_loses_its_word_of_measure(place):
    report = take(shown(place), {"lay-6": "1", "gia-tri-6": "3.120.000.000"}, title="Báo cáo", source_note="")
    assert report.figures.get().qualifier == ""


@pytest.mark.parametrize("said", ["4.7000", "khoảng 5", "1,2,3", "-"])
def test_a_value_that_is_no_number_is_refused(place, said):
    with pytest.raises(Refusal, match="không đọc được là số"):
        take(shown(place), {"lay-1": "1", "gia-tri-1": said}, title="Báo cáo", source_note="")
    assert not TypedReport.objects.exists()


def test_nothing_ticked_is_refused(place):
    with pytest.raises(Refusal, match="Chưa chọn số liệu nào"):
        take(shown(place), {"gia-tri-1": "5"}, title="Báo cáo", source_note="")


def test_one_indicator_twice_is_refused(place):
    page = shown(place, "Quý I/2023 tiếp 97 lượt công dân; cùng kỳ 90 lượt.")
    with pytest.raises(Refusal, match="được nhập hai lần"):
        take(page, {"lay-1": "1", "lay-2": "1"}, title="Báo cáo", source_note="")


def test_who_may_only_count_takes_nothing_over(place):
    page = shown(place, account=make_account("thanh_tra", place.province))
    assert page.is_held
    assert not page.may_take
    with pytest.raises(NotAllowed):
        take(page, {"lay-1": "1"}, title="Báo cáo", source_note="")
    assert not TypedReport.objects.exists()


def test_the_history_never_learns_the_words(place):
    text = "Quý I/2023 bà Nguyễn Thị Kín được tiếp trong 97 lượt công dân."
    take(shown(place, text), {"lay-1": "1"}, title="Báo cáo", source_note="")
    assert "Nguyễn Thị Kín" in TypedFigure.objects.get().quote
    rows = HistoryRow.objects.filter(table="reports_typedfigure")
    assert rows.exists()
    assert not [row.pk for row in rows if "Kín" in str(row.__dict__)]


# pages


def test_an_anonymous_visitor_is_sent_to_log_in(client, place):
    for name in ("read", "two"):
        assert client.get(reverse(f"reports:{name}")).status_code == 302


def test_an_account_without_figures_is_told_whom_to_ask(client, place):
    client.force_login(make_account())
    response = client.get(reverse("reports:read"))
    assert response.status_code == 403
    assert "chưa được giao quyền xem số liệu" in words(response)


def test_pasted_text_is_read_and_held_against_the_quarter(head, place):
    page = words(head.post(reverse("reports:read"), posted(place)))
    assert "Đọc được 6 số liệu" in page
    assert "tổng bỏ sót 38 đơn khiếu nại" in page
    assert "Đối chiếu với Tỉnh Minh Họa, Quý I/2023" in page


def test_the_period_that_the_text_names_is_taken_where_none_was_given(head, place):
    page = words(head.post(reverse("reports:read"), posted(place, ky="")))
    assert "Đối chiếu với Tỉnh Minh Họa, Quý I/2023" in page


def test_an_upload_is_read(head, place):
    upload = SimpleUploadedFile("bao-cao.docx", simple_docx(*TEXT.split("\n")))
    page = words(head.post(reverse("reports:read"), {"tep": upload, "don_vi": "", "ky": ""}))
    assert "Đọc được 6 số liệu" in page
    assert "chỉ đọc, không đối chiếu" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Hãy chọn một tệp hoặc dán văn bản"),
        ({"van_ban": "x" * (LONGEST + 1)}, "dài hơn 200.000 ký tự"),
        ({"van_ban": TEXT, "ky": "2023-Q7"}, "2023-Q7"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form(head, place, given, sentence):
    response = head.post(reverse("reports:read"), {"don_vi": place.province.pk, "ky": "", **given})
    assert response.status_code == 400
    assert sentence in words(response)


def test_a_hostile_upload_is_refused_by_its_name(head, place):
    upload = SimpleUploadedFile("bao-cao.docx", b"MZ\x90\x00" + bytes(200))
    response = head.post(reverse("reports:read"), {"tep": upload, "don_vi": "", "ky": ""})
    assert response.status_code == 400
    assert "bao-cao.docx là tệp nhị phân" in words(response)


def test_both_a_file_and_a_text_are_refused():
    with pytest.raises(Refusal, match="một trong hai"):
        reading_of(b"abc", "a.txt", "def")


def test_words_of_the_text_are_never_markup(head, place):
    text = "<script>x</script> Quý I/2023 tiếp 97 lượt công dân </textarea><b>"
    body = head.post(reverse("reports:read"), posted(place, text)).content.decode()
    assert "<script>x" not in body
    assert "</textarea><b>" not in body


def test_ticked_figures_come_to_stand_on_a_page_of_their_own(head, place):
    sent = posted(place, **{"ten": "Báo cáo quý I", "lay-1": "1", "gia-tri-1": "259", "lay-3": "1"})
    response = head.post(reverse("reports:take"), sent, follow=True)
    page = words(response)
    assert "Báo cáo quý I" in page
    assert "258 , người nhập đã sửa" in page
    assert "94 đơn tố cáo" in page
    assert [(figure.code, figure.value) for figure in TypedFigure.objects.all()] == [
        ("DON.tiep_nhan", Decimal(259)),
        ("DON.to_cao", Decimal(94)),
    ]


def test_a_refused_taking_over_shows_the_page_again_with_the_sentence(head, place):
    response = head.post(reverse("reports:take"), posted(place, ten="Báo cáo"))
    assert response.status_code == 400
    assert "Chưa chọn số liệu nào để nhận" in words(response)
    assert "tổng bỏ sót 38 đơn khiếu nại" in words(response)


def test_line_ends_of_a_browser_move_no_place(head, place):
    sent = posted(place, TEXT.replace("\n", "\r\n"), ten="Báo cáo", **{"lay-5": "1"})
    head.post(reverse("reports:take"), sent)
    figure = TypedFigure.objects.get()
    assert TEXT[figure.place_start : figure.place_end] == "85"


def test_a_unit_of_others_is_not_taken_for_ones_own(client, place):
    other = make_account("lanh_dao", place.communes[0])
    client.force_login(other)
    response = client.post(reverse("reports:take"), posted(place, ten="Báo cáo", **{"lay-1": "1"}))
    assert response.status_code == 400
    assert not TypedReport.objects.exists()


def test_a_typed_report_of_others_looks_as_if_it_were_not_there(client, place):
    report = take(shown(place), {"lay-1": "1"}, title="Báo cáo", source_note="")
    client.force_login(make_account("lanh_dao", place.communes[0]))
    assert client.get(reverse("reports:taken", args=[report.pk])).status_code == 403
    assert client.get(reverse("reports:taken", args=[report.pk + 9])).status_code == 403


def test_two_texts_are_compared_on_a_page(head, place):
    sent = {"van_ban": TEXT, "van_ban_hai": TEXT.replace("258 đơn", "296 đơn")}
    page = words(head.post(reverse("reports:two"), sent))
    assert "Một văn bản là bản sửa của văn bản kia" in page
    assert "bản thứ nhất 258 đơn, bản thứ hai 296 đơn" in page


def test_one_text_alone_is_not_compared(head, place):
    response = head.post(reverse("reports:two"), {"van_ban": TEXT})
    assert response.status_code == 400
    assert "Hãy chọn một tệp hoặc dán văn bản" in words(response)
