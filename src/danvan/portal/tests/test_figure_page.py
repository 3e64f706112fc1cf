"""The page of one figure: its definition in words, its difference, and what it opens to."""

import csv
from datetime import date

import pytest

from danvan.portal.figure_page import figure_page, ways
from danvan.portal.published import find
from danvan.portal.tests import world
from danvan.records.declare import indicators
from danvan.reports.tests.factories import letters, make_place, session
from danvan.ui.errors import Refusal

Q = world.QUARTER


@pytest.fixture
def report(quarter):
    return find(quarter[0].province.slug, Q)


def test_the_figure_behind_258_says_who_was_left_out(read, address):
    page = read(f"{address}don.tiep_nhan/")
    for said in (
        "Báo cáo ghi 258 đơn nguyên văn: “258 đơn”",
        "Đếm từ hồ sơ 296 đơn",
        "Không khớp Tổng 258 bỏ sót 38 đơn khiếu nại: 38 + 94 + 164 = 296",
        "Số liệu đến tháng 2/2023, chưa trọn kỳ",
        "Đếm từng đơn.",
        "Hồ sơ thuộc kỳ khi ngày tiếp nhận nằm trong khoảng từ 15/12/2022 đến hết 14/3/2023.",
        "Cộng từ mọi đơn vị trực thuộc theo tổ chức ngày 14/3/2023; mỗi hồ sơ chỉ tính một lần.",
        "Căn cứ: Biểu 01/XLD, Thông tư 02/2021/TT-TTCP, cột 5–7. Mã chỉ tiêu: don.tiep_nhan.",
        "Gồm những gì?",
    ):
        assert said in page


def test_the_part_left_out_says_so_on_its_own_page_and_leads_to_the_whole(read, client, address):
    page = read(f"{address}don.khieu_nai/")
    assert "Tổng 258 bỏ sót 38 đơn khiếu nại" in page
    assert "Số báo cáo ghi khớp với số đếm từ hồ sơ." in page
    assert "loại đơn: khiếu nại." in page
    assert "Là một phần của Số đơn tiếp nhận trong kỳ" in page
    assert f'href="{address}don.tiep_nhan/"' in client.get(f"{address}don.khieu_nai/").content.decode()


def test_totals_open_by_month_and_group_of_units(report):
    found = figure_page(report, "don.tiep_nhan")
    assert found.heads == ["Tháng 12/2022", "Tháng 1/2023", "Tháng 2/2023", "Tháng 3/2023", "Cả kỳ"]
    assert [line.label for line in found.table] == ["Cơ quan cấp tỉnh", "Huyện Số 1", "Huyện Số 2", "Tổng"]
    assert found.table[-1].values == [0, 0, 296, 0, 296]
    assert found.table[-1].is_total
    assert sum(line.values[-1] for line in found.table[:-1]) == 296


def test_what_only_a_report_states_opens_to_nothing_and_says_why(read, address):
    page = read(f"{address}TT.sai_pham/")
    assert "trên 3,1 tỷ đồng nguyên văn: “trên 3,1 tỷ đồng”" in page
    assert "Chưa có hồ sơ để đếm" in page
    assert "Số này đếm gì?" not in page


@pytest.mark.parametrize(
    "code", ["khong.co", "don.tiep_nhan'", "..", "a" * 500, "tai-ve", "%00", "don.tiep_nhan.x"]
)
def test_a_code_that_is_none_gets_a_sentence(read, address, code):
    page = read(f"{address}{code.replace('..', '%2E%2E')}/", 404)
    assert "Không có trang này" in page
    assert len(page) < 1200


def test_a_declared_figure_outside_the_form_is_no_part_of_the_report(quarter, client):
    slug = quarter[0].province.slug
    world.published(quarter[0], "01-tcd")
    assert client.get(f"/so-lieu/{slug}/{Q}/don.khieu_nai/?bieu=01-tcd").status_code == 404
    assert client.get(f"/so-lieu/{slug}/{Q}/don.khieu_nai/").status_code == 200


def test_later_records_show_as_a_difference_never_as_the_signed_number(quarter, read, address):
    letters(quarter[0].communes[0], "khieu_nai", 7)
    page = read(f"{address}don.tiep_nhan/")
    assert "Đếm từ hồ sơ 296 đơn" in page
    assert "Bảng này đếm lại hôm nay được 303, khác số đã ký 296: hồ sơ đã thay đổi sau khi ký." in page


class TestPublishedRecords:
    def test_a_figure_of_published_records_lists_them(self, read, address):
        page = read(f"{address}tcd.ky.truc_tiep/")
        assert "Các hồ sơ đã công khai Chỉ mở các hồ sơ đã được công khai." in page
        assert "1/2/2023 Huyện Số 1 Tiếp công dân định kỳ ngày 1/2/2023 Đã tổ chức" in page

    def test_an_unpublished_record_is_counted_and_not_listed(self, db):
        place = make_place()
        session(place.districts[0])
        session(place.districts[1], published=False)
        world.published(place)
        found = figure_page(find(place.province.slug, Q), "tcd.ky.truc_tiep")
        assert found.value == "2"
        assert [entry.unit for entry in found.entries] == ["Huyện Số 1"]

    def test_long_lists_come_in_pages_without_losing_any(self, db, client):
        place = make_place()
        for day in range(1, 29):
            for unit in (*place.districts, place.province):
                session(unit, date(2023, 2, day))
        world.published(place)
        report = find(place.province.slug, Q)
        first = figure_page(report, "tcd.ky.truc_tiep")
        second = figure_page(report, "tcd.ky.truc_tiep", after=first.cut.after)
        days = [entry.day for entry in (*first.entries, *second.entries)]
        assert len(days) == 84
        assert days == sorted(days, reverse=True)
        assert ways(report, first)["previous"] == ""
        assert client.get(ways(report, first)["next"]).status_code == 200
        assert second.cut.after == ""
        back = figure_page(report, "tcd.ky.truc_tiep", before=second.cut.before)
        assert back.entries == first.entries

    @pytest.mark.parametrize("key", ["x", "2023-02-30.1", "2023-02-01.99999999999999999999", "'; --"])
    def test_a_page_key_that_nobody_wrote_gets_a_sentence(self, client, address, key):
        answer = client.get(f"{address}tcd.ky.truc_tiep/", {"sau": key})
        assert answer.status_code == 404
        assert "Địa chỉ của trang danh sách không đúng" in answer.content.decode()


@pytest.mark.django_db
class TestSmallCells:
    """Date, commune and class together would name a person."""

    @pytest.fixture
    def commune(self):
        place = make_place()
        commune = place.communes[0]
        letters(commune, "khieu_nai", 9)
        letters(commune, "to_cao", 2)
        letters(commune, "kien_nghi_phan_anh", 8)
        return place, commune

    def signed(self, place, unit):
        from danvan.org.tests.factories import make_account
        from danvan.reports.signing import approve_public_edition, prepare, sign

        head = make_account("lanh_dao", unit, covers_below=True)
        report = sign(prepare(unit, Q, by=head), by=head)
        approve_public_edition(report, by=head)
        return f"/so-lieu/{unit.slug}/{Q}/"

    def test_a_communes_small_number_is_shown_nowhere(self, commune, client, read):
        address = self.signed(*commune)
        assert "“Ẩn”: số nhỏ, hoặc từ nó tính ra được một số nhỏ" in read(address)
        page = read(f"{address}don.to_cao/")
        assert "Số này nhỏ hoặc từ nó tính ra được một số nhỏ, nên không công khai" in page
        assert "Đếm từ hồ sơ" not in page

    def test_it_cannot_be_worked_out_from_the_others(self, commune):
        place, unit = commune
        self.signed(place, unit)
        report = find(unit.slug, Q)
        codes = ("don.tiep_nhan", "don.khieu_nai", "don.to_cao", "don.kien_nghi_phan_anh")
        assert sum(report.count(code) is None for code in codes) >= 2

    def test_no_other_page_or_file_tells_it(self, commune, client):
        place, unit = commune
        address = self.signed(place, unit)
        text = client.get(f"{address}tai-ve/csv").content.decode("utf-8-sig")
        line = next(line for line in csv.reader(text.splitlines()) if line[1] == "don.to_cao")
        assert line[4:8] == ["", "không mở", "", ""]
        body = client.get(f"{address}tai-ve/json").json()["package"]
        cell = next(cell for cell in body["cells"] if cell["code"] == "don.to_cao")
        assert set(cell) == {"unit", "unit_name", "code", "label", "closed", "hash"}

    def test_a_provinces_table_closes_small_cells_and_says_why(self, commune, read):
        place, _unit = commune
        letters(place.communes[3], "to_cao", 30)
        letters(place.communes[3], "khieu_nai", 30)
        letters(place.department, "to_cao", 12)
        world.published(place)
        report = find(place.province.slug, Q)
        found = figure_page(report, "don.to_cao")
        shown = {line.label: line.values[-1] for line in found.table}
        assert shown.get("Huyện Số 1") is None
        assert sum(value is None for value in shown.values()) >= 2 or not shown
        page = read(f"/so-lieu/{place.province.slug}/{Q}/don.to_cao/")
        assert "dưới 5 hồ sơ" in page

    def test_no_letter_is_ever_listed(self, commune, read):
        place, unit = commune
        self.signed(place, unit)
        world.published(place)
        for slug in (unit.slug, place.province.slug):
            report = find(slug, Q)
            for code in report.own:
                if code.startswith(("don.", "vu_viec.", "tcd.luot")):
                    assert figure_page(report, code).cut is None


def test_every_declared_figure_of_letters_visits_and_matters_opens_to_totals_only():
    opened = {item.code for item in indicators() if item.opens == "records"}
    assert opened == {"tcd.ky.truc_tiep", "tcd.ky.uy_quyen"}


def test_a_figure_that_is_no_longer_declared_still_shows_what_was_signed(quarter, monkeypatch, read, address):
    from danvan.portal import figure_page as room

    def gone(code):
        raise Refusal("không còn")

    monkeypatch.setattr(room, "figure", gone)
    found = room.figure_page(find(quarter[0].province.slug, Q), "don.khieu_nai")
    assert (found.value, found.steps, found.table) == ("38", [], [])
