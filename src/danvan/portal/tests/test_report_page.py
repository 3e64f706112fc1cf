"""The page of a report: every number from the package, every difference in plain words."""

from datetime import date

import pytest

from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.portal import pictures, report_page, table
from danvan.portal.months import trend
from danvan.portal.published import find
from danvan.portal.tests import world
from danvan.reports.models import Report
from danvan.reports.tests.factories import letters, make_place, session, typed_report, visits

Q = world.QUARTER


@pytest.fixture
def report(quarter):
    return find(quarter[0].province.slug, Q)


def test_one_sentence_says_the_quarter(report):
    said = "Quý I/2023, tỉnh Minh Họa tiếp 97 lượt công dân và nhận 296 đơn: "
    said += "38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh."
    assert report_page.sentence(report) == said


def test_the_flag_is_in_plain_words_and_leads_to_what_was_left_out(report, client, address):
    flag = report_page.flags(report)[0]
    assert flag.text == "Tổng 258 bỏ sót 38 đơn khiếu nại: 38 + 94 + 164 = 296"
    assert flag.detail == "Báo cáo minh họa ghi 258; đếm từ hồ sơ được 296."
    assert flag.href == f"{address}don.tiep_nhan/"
    assert f'href="{address}don.tiep_nhan/"' in client.get(address).content.decode()


def test_there_is_one_failure_and_it_is_the_typed_one(report):
    kinds = [flag.kind for flag in report_page.flags(report)]
    assert kinds == ["khong_khop", "tam_tinh"]


def test_an_interim_figure_is_information_with_the_official_window(report):
    flag = report_page.flags(report)[1]
    assert flag.text == "Số liệu đến tháng 2/2023, chưa trọn kỳ"
    assert flag.detail == (
        "Áp dụng cho 7 số liệu của báo cáo. Đây là thông tin để đọc đúng con số, không phải vi phạm: "
        "kỳ số liệu chính thức của quý I/2023 là 15/12/2022–14/3/2023."
    )


def test_the_interim_note_is_not_repeated_on_each_line(report):
    assert [row.text for row in table.lines(report) if "trọn kỳ" in row.text] == []


def test_three_to_five_figures_open_to_what_they_count(report, address):
    cards = report_page.cards(report)
    assert [card.value for card in cards][:2] == [97, 296]
    assert 3 <= len(cards) <= 5
    assert cards[1].note == "báo cáo ghi 258"
    assert cards[1].tone == "late"
    assert cards[0].note == ""
    assert all(card.href.startswith(address) for card in cards)


def test_typed_stands_beside_counted(report):
    found = {row.code: (row.typed, row.counted, row.standing) for row in table.lines(report)}
    for code, *told in (
        ("tcd.luot", "97", "97", "khop"),
        ("don.tiep_nhan", "258", "296", "khong_khop"),
        ("don.khieu_nai", "38", "38", "khop"),
        ("don.to_cao", "94", "94", "khop"),
        ("don.kien_nghi_phan_anh", "164", "164", "khop"),
        ("TT.cuoc", "85", "chưa có hồ sơ để đếm", ""),
        ("TT.sai_pham", "trên 3,1 tỷ đồng", "chưa có hồ sơ để đếm", ""),
        ("MOTCUA.ty_le_co_quan", "100 %", "chưa có hồ sơ để đếm", ""),
        ("TTHC.ty_le_3_cap", "100 %", "chưa có hồ sơ để đếm", ""),
        ("TTHC.ty_le_niem_yet", "100 %", "chưa có hồ sơ để đếm", ""),
        ("tcd.nguoi", "", "97", ""),
    ):
        assert found[code] == tuple(told)


def test_the_difference_is_explained_beside_it(report):
    row = next(row for row in table.lines(report) if row.code == "don.tiep_nhan")
    assert row.text == "Tổng 258 bỏ sót 38 đơn khiếu nại: 38 + 94 + 164 = 296."


def test_the_page_tells_window_citation_signature_and_downloads(quarter, read, address):
    page = read(address)
    root = quarter[1].root_hash
    for said in (
        "15/12/2022–14/3/2023",
        "02/2021/TT-TTCP",
        f"{quarter[0].head} ký ngày 14/3/2023 (thứ Ba), thay mặt Tỉnh Minh Họa.",
        "Duyệt công khai ngày 14/3/2023; bản số 1.",
        "Lý do ký khi còn điều không khớp: Ký theo số đếm từ hồ sơ",
        root,
        f"--key {quarter[1].public_key}",
        "Khóa ký là khóa trình diễn",
        "Bản in (PDF, kèm gói đã ký)",
        "Số liệu minh họa.",
        "Người đứng đầu tiếp công dân",
    ):
        assert said in page


def test_the_title_is_proper(client, address):
    page = client.get(address).content.decode()
    assert (
        "<title>Báo cáo kết quả công tác dân vận chính quyền quý I/2023, Tỉnh Minh Họa – Danvan</title>"
        in page
    )


def test_later_records_change_no_number_of_the_page(quarter, report, address, read):
    letters(quarter[0].communes[0], "khieu_nai", 7)
    page = read(address)
    assert "nhận 296 đơn" in page
    assert "Đếm lại được 303, khác số đã ký 296: hồ sơ đã thay đổi sau khi ký." in page


def test_the_months_are_counted_today_and_say_so(report, address, read):
    shown = trend(report)
    assert [(point.label, point.value, point.note) for point in shown.points] == [
        ("12/2022", 0, "từ ngày 15"),
        ("1/2023", 0, ""),
        ("2/2023", 296, ""),
        ("3/2023", 0, "đến ngày 14"),
    ]
    assert not shown.differs
    assert "Gói đã ký chỉ giữ số của cả kỳ; số theo tháng được đếm lại từ hồ sơ hôm nay." in read(address)


def test_pictures_are_of_wholes_with_their_parts(report):
    charts = {
        chart.title: [(bar.label, bar.value) for bar in chart.bars] for chart in pictures.charts(report)
    }
    assert charts["Số đơn tiếp nhận trong kỳ: 296"] == [
        ("Đơn khiếu nại", 38),
        ("Đơn tố cáo", 94),
        ("Đơn kiến nghị, phản ánh", 164),
        ("Đơn chưa phân loại", 0),
    ]
    assert not any(title.endswith(": 0") for title in charts)


def test_heads_are_listed_where_they_received_and_nobody_is_accused(report):
    assert [(row.name, row.in_person, row.delegated) for row in pictures.receiving(report)] == [
        ("Huyện Số 1", 1, 0),
        ("Huyện Số 2", 1, 0),
    ]


def test_passed_trials_stand_folded(report, address, read):
    assert any("đúng ở từng đơn vị và ở tổng" in text for text in report_page.passed(report))
    assert "5 phép thử khác đều đúng" in read(address)


def test_the_source_of_typed_figures_is_named_with_its_day(report):
    assert report_page.typed_source(report) == "Báo cáo minh họa (16/3/2023)"


@pytest.mark.django_db
class TestOtherReports:
    def test_without_a_typed_report_there_is_nothing_to_compare(self, read):
        place = make_place()
        letters(place.communes[0], "khieu_nai", 9)
        world.published(place)
        page = read(f"/so-lieu/{place.province.slug}/{Q}/")
        assert "Chưa có báo cáo bằng chữ nào của kỳ này để đối chiếu" in page
        assert "Báo cáo ghi 9" not in page
        assert "Đối chiếu" not in page
        assert "Điều cần biết khi đọc" not in page

    def test_a_difference_without_a_known_cause_is_said_as_what_it_is(self):
        place = make_place()
        letters(place.communes[0], "khieu_nai", 9)
        typed_report(place.province, {"DON.tiep_nhan": 20})
        world.published(place)
        report = find(place.province.slug, Q)
        row = next(row for row in table.lines(report) if row.code == "don.tiep_nhan")
        assert (row.standing, row.text) == ("khong_khop", "Đếm từ hồ sơ ít hơn báo cáo 11 đơn.")

    def test_a_month_of_few_letters_is_hidden_and_says_so(self):
        place = make_place()
        for unit in (*place.communes, place.department):
            letters(unit, "khieu_nai", 40)
        letters(place.communes[0], "khieu_nai", 2, date(2023, 1, 10))
        letters(place.communes[2], "khieu_nai", 30, date(2023, 3, 1))
        world.published(place)
        points = {
            point.label: (point.value, point.note) for point in trend(find(place.province.slug, Q)).points
        }
        assert points["1/2023"] == (None, "ẩn vì số nhỏ")
        assert sum(value is None for value, _note in points.values()) >= 2

    def test_an_unmarked_report_has_no_banner(self, read):
        place = make_place()
        session(place.province)
        visits(place.province, [1] * 9)
        world.published(place)
        assert "Số liệu minh họa" not in read(f"/so-lieu/{place.province.slug}/{Q}/")

    def test_a_form_of_other_figures_has_a_sentence_too(self):
        place = make_place()
        visits(place.province, [1] * 9)
        world.published(place, "01-tcd")
        assert report_page.sentence(find(place.province.slug, Q)).startswith(
            "Quý I/2023, tỉnh Minh Họa tiếp 9 lượt"
        )

    def test_a_long_name_stays_whole(self, read):
        place = make_place()
        name = (
            "Sở Nông nghiệp, Phát triển nông thôn, Tài nguyên, Môi trường và Biến đổi khí hậu tỉnh Minh Họa"
        )
        long = make_unit(name, Kind.DEPARTMENT, place.province)
        session(long)
        world.published(place)
        assert name in read(f"/so-lieu/{place.province.slug}/{Q}/")


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Tỉnh Quảng Bình", "tỉnh Quảng Bình"),
        ("Thị xã Ba Đồn", "thị xã Ba Đồn"),
        ("Sở Y tế", "Sở Y tế"),
        ("Xãlạ", "Xãlạ"),
    ],
)
def test_only_territories_lose_their_capital(name, inside):
    assert report_page.place(name) == inside


def test_a_package_is_read_once_however_much_is_shown(quarter, report, monkeypatch):
    calls = []
    from danvan.portal import published as room

    whole = room.envelope
    monkeypatch.setattr(room, "envelope", lambda *a, **k: calls.append(1) or whole(*a, **k))
    (
        report_page.cards(report),
        report_page.flags(report),
        table.sections(report),
        pictures.charts(report),
    )
    assert len(calls) <= 1
    assert report.first == date(2022, 12, 15)
    assert Report.objects.filter(pk=report.report.pk, is_illustrative=True).exists()
