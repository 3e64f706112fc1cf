"""The composer's page: words, figures beside their past, trials, what changed; saving by one of two and by none."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.records.desk.access import Reach
from danvan.records.models import Record
from danvan.reports.composer import figures
from danvan.reports.composer.screen import Screen
from danvan.reports.models import DraftDay, Report, ReportBlock
from danvan.reports.narrative.blocks import write
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import letters, make_place

pytestmark = pytest.mark.django_db
EVE, TODAY = date(2023, 3, 13), date(2023, 3, 14)


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = TODAY


@pytest.fixture
def place():
    made = make_place(2, 1)
    letters(made.communes[0], "khieu_nai", 30)
    letters(made.communes[0], "to_cao", 3)
    letters(made.communes[1], "khieu_nai", 24, date(2022, 11, 1))
    return made


@pytest.fixture
def officer(place, client):
    """Drafts for the province; reads no record."""
    account = make_account("tong_hop", place.province)
    client.force_login(account)
    return account


@pytest.fixture
def report(place):
    return prepare(place.province, "2023-Q1", by=place.head)


@pytest.fixture
def address(report):
    return reverse("reports:compose", args=[report.pk])


@pytest.fixture
def save(client, report):
    def send(fields, **headers):
        return client.post(reverse("reports:compose_save", args=[report.pk]), fields, headers=headers)

    return send


def words(response):
    """What a person reads of the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_a_draft_is_worded_before_anybody_typed(client, officer, address):
    page = words(client.get(address))
    assert "Tiếp nhận 33 đơn, tăng 9 đơn (37,5 %) so với quý IV/2022" in page
    assert "Số đơn tố cáo" not in page.split("Tiếp nhận, xử lý đơn")[0]
    assert "Lời văn khớp số liệu" in page
    assert not ReportBlock.objects.exists()


def test_a_typed_number_of_no_cell_is_named_on_the_screen(client, officer, report, address):
    write(report, "don", 10, "Tiếp nhận 258 đơn.", 0, by=officer)
    page = words(client.get(address))
    assert "Số 258 trong đoạn này không gắn với ô nào" in page
    assert "1 chỗ trong lời văn cần xem lại" in page


def test_without_script_all_is_saved_at_once_and_the_page_shows_it(client, officer, save, address):
    answer = save(
        {"text-han_che-10": "Còn chậm.", "version-han_che-10": "0", "text-don-10": "Nhận {Đơn tố cáo} đơn."}
    )
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = client.get(address).content.decode()
    assert "Còn chậm." in page
    assert "{Đơn tố cáo}" in page, "the field shows the title, not the code"
    assert ReportBlock.objects.get(section="don").text == "Nhận {don.to_cao} đơn."


def test_one_refused_paragraph_keeps_no_other_back_and_loses_no_word(client, officer, report, place, save):
    write(report, "han_che", 10, "Của người khác.", 0, by=place.head)
    answer = save({"text-han_che-10": "Của tôi.", "version-han_che-10": "0", "text-nhiem_vu-10": "Việc mới."})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Của người khác." in page
    assert ">Của tôi.</textarea>" in page
    assert 'name="version-han_che-10" value="1"' in page
    assert "vừa ghi đoạn này" in words(answer)
    assert ReportBlock.objects.get(section="nhiem_vu").text == "Việc mới."
    assert ReportBlock.objects.get(section="han_che").text == "Của người khác."
    assert save({"text-han_che-10": "Gộp.", "version-han_che-10": "1"}).status_code == 302
    assert ReportBlock.objects.get(section="han_che").text == "Gộp."


def test_the_script_is_told_how_a_paragraph_reads_now(client, officer, save):
    answer = save({"text-don-10": "Nhận {Đơn tố cáo} đơn, 77 vụ.", "version-don-10": "0"}, x_part="1")
    told = answer.json()["blocks"]["don-10"]
    assert (answer.status_code, told["version"], answer.json()["flagged"]) == (200, 1, 1)
    assert '<span class="bound">3</span> đơn' in told["said"]
    assert "Số 77 trong đoạn này" in told["said"]


def test_the_script_is_told_both_texts_of_two(client, officer, report, place, save):
    write(report, "don", 10, "Nhận {don.to_cao} đơn tố cáo.", 0, by=place.head)
    answer = save({"text-don-10": "Của tôi.", "version-don-10": "0"}, x_part="1")
    told = answer.json()["blocks"]["don-10"]
    assert answer.status_code == 409
    assert (told["theirs"], told["version"]) == ("Nhận {Đơn tố cáo} đơn tố cáo.", 1)
    assert "vừa ghi đoạn này" in told["refused"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{<b>}", '"><img src=x>', "{{ report }} {% now %}"]
)
def test_what_is_typed_is_words_and_nothing_else(client, officer, save, address, text):
    told = save({"text-don-10": text, "version-don-10": "0"}, x_part="1").json()["blocks"]["don-10"]["said"]
    page = client.get(address).content.decode()
    for markup in ("<script>alert", "<b>}", "<img src=x>"):
        assert markup not in told
        assert markup not in page


@pytest.mark.parametrize(
    "fields",
    [
        {"text-khong_co-10": "Lời."},
        {"text-don-9999": "Lời."},
        {"text-don-10": "Lời.", "version-don-10": "-5"},
        {"text-don-10": "Lời.", "version-don-10": "x"},
        {"text-don-10": "Lời.", "version-don-10": "9" * 30},
        {"text-don-10": "a" * 5001},
    ],
)
def test_odd_fields_are_refused_or_taken_for_a_first_writing_and_never_fail(officer, save, fields):
    answer = save(fields)
    assert answer.status_code in (302, 409)
    assert ReportBlock.objects.count() == (answer.status_code == 302)
    if answer.status_code == 409:
        typed = next(text for name, text in fields.items() if name.startswith("text-"))
        assert typed in answer.content.decode(), "what was typed comes back"


def test_fields_of_other_names_are_passed_over(officer, save):
    assert (
        save({"text-": "a", "text-DON-10": "b", "text-don-0": "c", "xxtext-don-10": "d"}).status_code == 302
    )
    assert not ReportBlock.objects.exists()


def test_an_ended_log_in_gives_back_what_was_typed(client, report, save):
    answer = save({"text-don-10": "Câu dài đã gõ.", "text-don-20": "  "})
    assert answer.status_code == 401
    assert "phiên đăng nhập đã hết" in words(answer)
    assert answer.content.decode().count("<textarea") == 1
    assert "Câu dài đã gõ." in answer.content.decode()
    assert client.get(reverse("reports:compose_save", args=[report.pk])).status_code in (302, 405)


def test_a_paragraph_written_after_submitting_is_given_back_to_copy(officer, report, save):
    Report.objects.filter(pk=report.pk).update(state=Report.State.SUBMITTED)
    answer = save({"text-don-10": "Câu vừa gõ."})
    assert answer.status_code == 409
    assert "Câu vừa gõ.</textarea>" in answer.content.decode()
    assert "không sửa được lời văn" in words(answer)


def test_who_only_reads_figures_is_given_no_field(client, place, address):
    client.force_login(make_account("can_bo", place.province))
    reader = client.get(address)
    if reader.status_code == 200:
        assert b"<textarea" not in reader.content.split(b'id="buoc"')[0]
    assert not DraftDay.objects.exists(), "only who drafts leaves a trace of the visit"


def test_another_unit_sees_neither_composer_nor_leaders_page(client, place, report, address):
    client.force_login(make_account("tong_hop", place.communes[0]))
    for name in ("reports:compose", "reports:lead"):
        assert client.get(reverse(name, args=[report.pk])).status_code == 403
    answer = client.post(reverse("reports:compose_save", args=[report.pk]), {"text-don-10": "Lời."})
    assert answer.status_code == 403
    assert not ReportBlock.objects.exists()


def test_a_signed_report_leads_to_its_own_page(client, place, officer, report, address):
    sign(report, by=place.head, reason="Thử.")
    for name in ("reports:compose", "reports:lead"):
        assert client.get(reverse(name, args=[report.pk]))["Location"] == report.get_absolute_url()


def test_the_first_visit_of_a_day_is_kept_and_the_next_day_says_what_changed(
    client, place, report, address, settings
):
    settings.DEMONSTRATION_DAY = EVE
    client.force_login(place.head)
    assert "Mở lần đầu" in words(client.get(address))
    client.get(address)
    assert DraftDay.objects.count() == 1
    settings.DEMONSTRATION_DAY = TODAY
    new = letters(place.communes[0], "khieu_nai", 2, TODAY)
    page = words(client.get(address))
    assert "Thay đổi từ 13/3/2023" in page
    assert "Đơn khiếu nại : 30 → 32 thêm 2 hồ sơ" in page
    assert Record.objects.get(pk=new[0].pk).number in page


def test_days_before_the_last_one_are_dropped(client, officer, report, address, settings):
    for day in (date(2023, 3, 10), EVE, TODAY):
        settings.DEMONSTRATION_DAY = day
        client.get(address)
    assert sorted(DraftDay.objects.values_list("on", flat=True)) == [EVE, TODAY]


def test_a_sealed_record_is_counted_and_never_named(client, place, report, address, settings):
    settings.DEMONSTRATION_DAY = EVE
    client.force_login(place.head)
    client.get(address)
    settings.DEMONSTRATION_DAY = TODAY
    new = letters(place.communes[0], "to_cao", 1, TODAY)[0]
    answer = client.get(address)
    assert "Đơn tố cáo : 3 → 4 thêm 1 hồ sơ" in words(answer)
    assert str(new.public_id) not in answer.content.decode()


def test_who_reads_no_record_is_told_how_many_changed_and_none_by_name(
    client, place, officer, address, settings
):
    settings.DEMONSTRATION_DAY = EVE
    client.get(address)
    settings.DEMONSTRATION_DAY = TODAY
    new = letters(place.communes[0], "khieu_nai", 2, TODAY)
    answer = client.get(address)
    assert "thêm 2 hồ sơ" in words(answer)
    assert all(str(one.public_id) not in answer.content.decode() for one in new)


def screen(account, unit, asked="", form="dvcq"):
    report = prepare(unit, "2023-Q1", form, by=account)
    return Screen(Reach(account), report, asked)


def test_each_figure_stands_beside_its_past(place):
    rows = {row.code: row for _title, lines in screen(place.head, place.province).table for row in lines}
    letters_ = rows["don.tiep_nhan"]
    assert (letters_.now, letters_.previous, letters_.change, letters_.way) == ("33", "24", "+9", "tang")
    assert (letters_.last_year, letters_.year_change) == ("", "")
    assert (rows["don.to_cao"].change, rows["tcd.luot"].change, rows["tcd.luot"].mark) == ("+3", "0", "")
    assert (rows["TT.cuoc"].now, rows["TT.cuoc"].opens) == ("", False)


def test_a_neighbour_is_of_the_same_level_and_within_what_the_account_sees(place):
    first, second = place.districts
    seen = screen(place.head, first, str(second.pk))
    assert [pk for pk, _name in seen.neighbours] == [second.pk]
    rows = {row.code: row for _title, lines in seen.table for row in lines}
    assert (rows["don.tiep_nhan"].now, rows["don.tiep_nhan"].neighbour) == ("33", "0")
    other = screen(place.head, second, str(first.pk))
    rows = {row.code: row for _title, lines in other.table for row in lines}
    assert (rows["don.tiep_nhan"].now, rows["don.tiep_nhan"].neighbour) == ("0", "33")


@pytest.mark.parametrize("asked", ["", "x", "0", "9" * 40, "²", "-1"])
def test_a_neighbour_that_is_none_is_passed_over(place, asked):
    assert screen(place.head, place.districts[0], asked).neighbour is None


def test_a_unit_outside_what_the_account_sees_is_no_neighbour(place):
    own = make_account("lanh_dao", place.districts[0])
    seen = screen(own, place.districts[0], str(place.districts[1].pk))
    assert (seen.neighbours, seen.neighbour) == ([], None)
    # A unit of another level is none either, though the account sees it.
    assert screen(place.head, place.province, str(place.districts[0].pk)).neighbour is None


def test_the_main_figures_are_those_that_the_sentences_compare(place):
    seen = screen(place.head, place.province)
    assert [row.code for row in seen.main[:3]] == ["tcd.luot", "don.tiep_nhan", "don.khieu_nai"]
    assert len(seen.main) == figures.MAIN
    assert seen.charted_unit == "đơn"
    assert [bar.value for bar in seen.chart][:3] == [33, 30, 3]


def test_a_statistical_table_is_compared_though_it_has_no_words(client, place):
    client.force_login(place.head)
    report = prepare(place.province, "2023-Q1", "01-xld", by=place.head)
    page = words(client.get(reverse("reports:compose", args=[report.pk])))
    assert "Biểu này không có phần lời văn" in page
    assert "Quý IV/2022" in page


def test_the_figures_to_pick_are_written_by_their_titles(place):
    names = [
        name for _title, choices in screen(place.head, place.province).pickable for name, _shown in choices
    ]
    assert "Số đơn tiếp nhận trong kỳ" in names
    assert "TT.cuoc" not in names, "nothing is known of it"
