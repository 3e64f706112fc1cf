"""Units in public: found by any of their names, shown as of a day, each with its life and its heirs."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from danvan.org.models import Kind, RemoteSpell, Succession, UnitCode, UnitName
from danvan.org.tests.factories import make_succession, make_unit, put_under
from danvan.portal import unit_search
from danvan.portal.unit_page import unit_page
from danvan.portal.unit_search import search
from danvan.reports.models import Report
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
FIRST, REFORM, TODAY = date(2021, 1, 1), date(2025, 7, 1), date(2026, 3, 1)
BEFORE, AFTER, WHOLE = DateRange(FIRST, REFORM), DateRange(REFORM, None), DateRange(FIRST, None)


class Place:
    """A province whose district ended, with two communes merged and one renamed on 1/7/2025."""

    def __init__(self):
        self.province = make_unit("Tỉnh Thử", Kind.PROVINCE, code="91", valid=WHOLE)
        self.district = make_unit("Huyện Cũ", Kind.DISTRICT, self.province, "911", BEFORE)
        self.hoa = make_unit("Xã Hòa Phúc", parent=self.district, code="91001", valid=BEFORE)
        self.tien = make_unit("Xã Hóa Tiến", parent=self.district, code="91002", valid=BEFORE)
        self.new = make_unit("Phường Đồng Hới", Kind.WARD, self.province, "91001", AFTER)
        self.lives = make_unit("Xã Bền", parent=self.district, code="91003", valid=BEFORE)
        UnitName.objects.create(unit=self.lives, name="Phường Bền", kind=Kind.WARD, valid=AFTER, note="NQ 1")
        UnitCode.objects.create(unit=self.lives, code="91009", valid=AFTER)
        put_under(self.lives, self.province, AFTER)
        self.office = make_unit("Văn phòng", Kind.OFFICE, self.province, valid=WHOLE)
        make_succession(self.hoa, self.new, REFORM)
        part = make_succession(self.tien, self.new, REFORM)
        Succession.objects.filter(pk=part.pk).update(share="mot_phan", source="NQ 1680")


@pytest.fixture
def place():
    return Place()


def get(client, name, *args, status=200, **asked):
    answer = client.get(reverse(f"portal:{name}", args=args), asked)
    assert answer.status_code == status
    return answer.content.decode()


def told(page):
    """Day → what happened then, in words."""
    return {
        event.on: [" ".join([line.text, *(name for name, _href in line.units)]) for line in event.lines]
        for event in page.events
    }


class TestLife:
    """The timeline."""

    def test_a_unit_that_goes_on_tells_name_code_and_place_of_each_time(self, place):
        assert told(unit_page(place.lives.slug, TODAY)) == {
            FIRST: ["Đã có với tên Xã Bền.", "Mã đơn vị hành chính: 91003.", "Trực thuộc Huyện Cũ"],
            REFORM: ["Đổi thành Phường Bền.", "Mã đơn vị hành chính: 91009.", "Trực thuộc Tỉnh Thử"],
        }

    def test_what_the_lists_begin_with_is_not_called_founding(self, place):
        page = unit_page(place.lives.slug, TODAY)
        assert [event.is_open for event in page.events] == [True, False]

    def test_a_founded_unit_says_from_what_it_was_made_whole_and_part(self, place):
        lines = told(unit_page(place.new.slug, TODAY))[REFORM]
        assert lines[0] == "Thành lập với tên Phường Đồng Hới."
        assert lines[-2:] == ["Kế thừa một phần của Xã Hóa Tiến", "Kế thừa toàn bộ của Xã Hòa Phúc"]

    def test_an_ended_unit_names_its_heir_and_the_paper(self, place):
        page = unit_page(place.tien.slug, TODAY)
        lines = told(page)[REFORM]
        assert lines == [
            "Được kế thừa, mỗi nơi một phần, bởi Phường Đồng Hới",
            "Chấm dứt hoạt động từ ngày này.",
        ]
        assert page.events[-1].lines[0].source == "NQ 1680"
        assert [name for name, _href in page.heirs] == ["Phường Đồng Hới"]

    def test_an_ended_unit_without_known_heir_says_so(self, place):
        gone = make_unit("Xã Mất", parent=place.district, valid=BEFORE)
        page = unit_page(gone.slug, TODAY)
        assert page.without_heir == "Chưa biết đơn vị kế thừa: danh mục không ghi."
        assert told(page)[REFORM][-1] == page.without_heir

    def test_of_a_district_it_is_said_that_its_matters_went_one_by_one(self, client, place):
        assert "được giao từng việc một" in get(client, "unit", place.district.slug, ngay="1/3/2026")

    def test_of_a_unit_that_goes_on_nothing_is_said_of_heirs(self, place):
        assert unit_page(place.lives.slug, TODAY).without_heir == ""

    def test_the_days_of_being_remote(self, place):
        spell = DateRange(date(2022, 1, 1), date(2024, 1, 1))
        RemoteSpell.objects.create(unit=place.lives, valid=spell)
        lines = told(unit_page(place.lives.slug, TODAY))
        assert "vùng sâu" in lines[date(2022, 1, 1)][0]
        assert lines[date(2024, 1, 1)] == ["Thôi là vùng sâu, vùng xa."]


class TestPage:
    """As of a day."""

    def test_on_a_day_of_old_it_stands_as_it_stood(self, client, place):
        text = get(client, "unit", place.lives.slug, ngay="30/6/2025")
        assert "<h1>Xã Bền</h1>" in text
        assert "91003" in text
        assert text.index("Tỉnh Thử") < text.index("Huyện Cũ") < text.index("<h1>")

    def test_on_a_later_day_it_has_its_new_name_and_place(self, client, place):
        text = get(client, "unit", place.lives.slug, ngay="1/7/2025")
        assert "<h1>Phường Bền</h1>" in text

    def test_after_its_end_it_says_since_when_it_is_gone(self, client, place):
        text = get(client, "unit", place.hoa.slug, ngay="1/3/2026")
        assert "<h1>Xã Hòa Phúc</h1>" in text
        assert "Đơn vị này không còn từ 1/7/2025." in text
        assert reverse("portal:unit", args=[place.new.slug]) in text

    def test_before_its_beginning_it_says_from_when_it_is_known(self, client, place):
        text = get(client, "unit", place.new.slug, ngay="1/3/2023")
        assert "Danh mục chỉ biết đơn vị này từ 1/7/2025" in text

    def test_children_of_the_day_in_vietnamese_order_agencies_apart(self, place):
        page = unit_page(place.province.slug, TODAY)
        assert [child.name for child in page.places] == ["Phường Bền", "Phường Đồng Hới"]
        assert [child.name for child in page.agencies] == ["Văn phòng"]
        assert [child.name for child in unit_page(place.province.slug, FIRST).places] == ["Huyện Cũ"]

    def test_links_keep_the_day(self, client, place):
        text = get(client, "unit", place.province.slug, ngay="1/3/2023")
        assert f"{reverse('portal:unit', args=[place.district.slug])}?ngay=1%2F3%2F2023" in text

    def test_a_day_that_cannot_be_read_gives_today_and_a_sentence(self, client, place):
        text = get(client, "unit", place.province.slug, ngay="31/2/2023")
        assert "Chưa đổi được ngày" in text

    def test_an_unknown_address_is_a_sentence(self, client, place):
        assert "Không có đơn vị nào ở địa chỉ “khong-co”" in get(client, "unit", "khong-co", status=404)

    def test_a_unit_without_any_name_has_a_page(self, client):
        unit = make_unit()
        unit.names.all().delete()
        assert "chưa có tên" in get(client, "unit", unit.slug)

    def test_a_name_from_outside_is_shown_as_text(self, client, place):
        UnitName.objects.filter(unit=place.hoa).update(name="<script>alert(1)</script>", note="<b>")
        text = get(client, "unit", place.hoa.slug)
        assert "<script>alert" not in text
        assert "(<b>" not in text

    def test_queries_do_not_grow_with_the_unit(self, client, place, django_assert_max_num_queries):
        for _turn in range(8):
            make_succession(make_unit(valid=BEFORE), place.new, REFORM)
            make_unit(parent=place.new, valid=AFTER)
        with django_assert_max_num_queries(13):
            get(client, "unit", place.new.slug, ngay="1/3/2026")

    def test_it_is_the_same_for_everybody_and_may_be_kept(self, client, place):
        answer = client.get(reverse("portal:unit", args=[place.new.slug]))
        assert "public" in answer["Cache-Control"]
        assert "Cookie" not in answer.get("Vary", "")
        again = client.get(
            reverse("portal:unit", args=[place.new.slug]), headers={"if-none-match": answer["ETag"]}
        )
        assert again.status_code == 304

    def test_nothing_is_written_by_it(self, client, place):
        assert client.post(reverse("portal:unit", args=[place.new.slug])).status_code == 405


class TestSearch:
    """By any name."""

    @pytest.mark.parametrize("words", ["hoa phuc", "Hòa Phúc", "xã HÒA", "phuc xa", "91001"])
    def test_an_old_name_is_found_with_and_without_marks_and_by_code(self, place, words):
        assert "Xã Hòa Phúc" in [row.name for row in search(words, TODAY).rows]

    def test_an_old_commune_leads_to_its_heir(self, client, place):
        text = get(client, "units", tim="hoa phuc", ngay="1/3/2026")
        assert "Chấm dứt hoạt động sau ngày 30/6/2025" in text
        assert reverse("portal:unit", args=[place.new.slug]) in text

    def test_a_former_name_leads_to_the_present_one(self, place):
        (row,) = search("xa ben", TODAY).rows
        assert (row.name, row.now_called, row.last) == ("Xã Bền", "Phường Bền", date(2025, 6, 30))

    def test_a_district_without_heir_says_so(self, client, place):
        assert "Chưa biết đơn vị kế thừa." in get(client, "units", tim="huyen cu", ngay="1/3/2026")

    def test_before_its_end_nothing_is_said_of_the_end(self, place):
        (row,) = search("hoa phuc", FIRST).rows
        assert (row.last, row.now_called, row.heirs) == (None, "", [])

    def test_each_word_begins_a_word_of_the_name(self, place):
        assert not search("oa phuc", TODAY).rows
        assert search("ho ph", TODAY).rows

    @pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1", "\x01", "đ" * 500])
    def test_signs_of_other_languages_are_words_that_nobody_bears(self, client, place, words):
        text = get(client, "units", tim=words)
        assert "Không có đơn vị nào khớp" in text

    def test_without_words_the_provinces_of_the_day(self, place):
        assert [row.name for row in search("", TODAY).rows] == ["Tỉnh Thử"]

    def test_a_day_without_lists_says_when_they_begin(self, client, place):
        assert "Danh mục bắt đầu từ 1/1/2021" in get(client, "units", ngay="1/1/2019")

    def test_pages_follow_one_another_both_ways_and_hold_every_name_once(self, place, monkeypatch):
        monkeypatch.setattr(unit_search, "SIZE", 3)
        for turn in range(7):
            make_unit(f"Xã Trang {turn % 4}")
        first = search("trang", TODAY)
        second = search("trang", TODAY, after=first.after)
        third = search("trang", TODAY, after=second.after)
        names = [row.name for page in (first, second, third) for row in page.rows]
        assert names == sorted(names)
        assert len({row.address for page in (first, second, third) for row in page.rows}) == 7
        assert (first.before, third.after) == ("", "")
        assert search("trang", TODAY, before=third.before).rows == second.rows
        assert search("trang", TODAY, before=second.before) == first

    @pytest.mark.parametrize("key", ["0", "-1", "abc", "9" * 30, "1;drop", "٣"])
    def test_a_key_that_no_page_wrote_is_refused(self, client, place, key):
        with pytest.raises(Refusal, match="tìm lại từ đầu"):
            search("xa", TODAY, after=key)
        get(client, "units", tim="xa", sau=key, status=404)

    def test_queries_do_not_grow(self, client, place, django_assert_max_num_queries):
        for turn in range(20):
            old = make_unit(f"Xã Nhiều {turn}", parent=place.district, valid=BEFORE)
            make_succession(old, place.new, REFORM)
        with django_assert_max_num_queries(11):
            get(client, "units", tim="nhieu", ngay="1/3/2026")

    def test_each_name_is_shown_where_the_unit_stood_while_it_bore_it(self, place):
        was, now = search("ben", TODAY).rows[::-1]
        assert [name for name, _href in was.above] == ["Tỉnh Thử", "Huyện Cũ"]
        assert [name for name, _href in now.above] == ["Tỉnh Thử"]
        assert (now.last, now.now_called) == (None, "")


class TestReports:
    """What the unit has published."""

    def test_a_published_report_is_linked(self, client, quarter, address):
        place, _report = quarter
        assert f'href="{address}"' in get(client, "unit", place.province.slug)
        assert "chưa công khai báo cáo nào" in get(client, "unit", place.communes[0].slug)

    def test_a_signed_report_that_is_not_public_is_not_linked(self, client, quarter, address):
        place, report = quarter
        Report.objects.filter(pk=report.pk).update(published_on=None)
        assert address not in get(client, "unit", place.province.slug)
