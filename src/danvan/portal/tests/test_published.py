"""Which reports anybody may read, and what is said of those that nobody may."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.org.models import Unit
from danvan.portal import published
from danvan.portal.published import find, lower_first, window_of
from danvan.portal.tests import world
from danvan.reports.models import Report
from danvan.reports.signing import amend, approve_public_edition, prepare, sign
from danvan.reports.tests.factories import letters, make_place
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
Q = world.QUARTER


@pytest.fixture
def place():
    place = make_place()
    letters(place.communes[0], "khieu_nai", 9)
    return place


def test_a_draft_is_never_public(place, read):
    prepare(place.province, Q, by=place.head)
    said = read(f"/so-lieu/{place.province.slug}/{Q}/", 404)
    assert "Tỉnh Minh Họa chưa công khai báo cáo Quý I/2023 nào" in said


def test_a_signed_report_is_not_public_until_its_edition_is_approved(place, read, client):
    report = world.signed(place)
    for more in ("", "don.tiep_nhan/", "tai-ve/pdf", "tai-ve/json", "tai-ve/csv", "tai-ve/xlsx"):
        assert client.get(f"/so-lieu/{place.province.slug}/{Q}/{more}").status_code == 404
    assert "Chưa có báo cáo nào được công khai" in read("/")
    approve_public_edition(report, by=place.head)
    assert "nhận 9 đơn" in read(f"/so-lieu/{place.province.slug}/{Q}/")


def test_a_draft_and_no_report_at_all_get_the_same_sentence(place, read):
    address = f"/so-lieu/{place.province.slug}/{Q}/"
    nothing = read(address, 404)
    prepare(place.province, Q, by=place.head)
    assert read(address, 404) == nothing


def test_an_unknown_unit_gets_a_sentence(read):
    assert "Không có đơn vị nào ở địa chỉ “khong-co-that”" in read(f"/so-lieu/khong-co-that/{Q}/", 404)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2023-Q9", "Không đọc được kỳ báo cáo"),
        ("abc", "Không đọc được kỳ báo cáo"),
        ("2023-Q1'--", "Không đọc được kỳ báo cáo"),
        ("%3Cscript%3E", "Không đọc được kỳ báo cáo"),
        ("x" * 3000, "Không đọc được kỳ báo cáo"),
    ],
)
def test_a_period_that_is_none_gets_a_sentence(place, read, period, said):
    page = read(f"/so-lieu/{place.province.slug}/{period}/", 404)
    assert said in page
    assert len(page) < 1500


@pytest.mark.parametrize("period", ["1890-Q1", "0000-Q1", "9999-Q4", "0000", "9999-6M"])
def test_a_period_of_no_known_law_gets_a_sentence(place, read, period):
    assert re.search(r"[Kk]ỳ (báo cáo )?\S.*; ", read(f"/so-lieu/{place.province.slug}/{period}/", 404))


def test_what_an_address_says_is_never_taken_for_markup(client, place):
    page = client.get(f"/so-lieu/{place.province.slug}/%3Cscript%3Ealert(1)%3C%2Fscript%3E/").content
    assert b"<script>alert" not in page


def test_another_way_of_writing_the_period_leads_to_the_one_address(quarter, client, address):
    slug = quarter[0].province.slug
    answer = client.get(f"/so-lieu/{slug}/quý I-2023/")
    assert (answer.status_code, answer["Location"]) == (301, address)


def test_a_period_out_of_the_calendar_is_refused_not_crashed():
    with pytest.raises(Refusal):
        window_of("0000")


class TestVersions:
    @pytest.fixture
    def two(self, place):
        first = world.published(place)
        letters(place.communes[1], "to_cao", 6)
        second = sign(amend(first, by=place.head, reason="Bổ sung đơn đến chậm"), by=place.head)
        return place, first, second

    def test_a_replaced_report_says_so_while_the_new_one_is_not_public(self, two, read):
        place, first, _second = two
        page = read(f"/so-lieu/{place.province.slug}/{Q}/")
        assert "nhận 9 đơn" in page
        assert "Bản này đã được thay thế bằng một bản ký sau; bản mới chưa được duyệt công khai." in page
        assert first.root_hash in page

    def test_the_newest_published_version_stands_at_the_address(self, two, read):
        place, _first, second = two
        approve_public_edition(second, by=place.head)
        page = read(f"/so-lieu/{place.province.slug}/{Q}/")
        assert "nhận 15 đơn" in page
        assert "Bản số 2 sửa đổi bản trước. Lý do: Bổ sung đơn đến chậm." in page
        assert "Xem bản số 1" in page

    def test_the_older_one_stays_readable_and_leads_to_the_newer(self, two, client, read):
        place, _first, second = two
        approve_public_edition(second, by=place.head)
        address = f"/so-lieu/{place.province.slug}/{Q}/?ban=1"
        assert "Đây là bản số 1, đã được thay thế. Mở bản số 2" in read(address)
        page = client.get(address).content.decode()
        assert f'href="/so-lieu/{place.province.slug}/{Q}/don.tiep_nhan/?ban=1"' in page
        assert f'href="/so-lieu/{place.province.slug}/{Q}/"' in page

    def test_the_older_ones_figures_stay_what_was_signed(self, two, read):
        place, _first, second = two
        approve_public_edition(second, by=place.head)
        page = read(f"/so-lieu/{place.province.slug}/{Q}/don.tiep_nhan/?ban=1")
        assert "Đếm từ hồ sơ 9 đơn" in page

    @pytest.mark.parametrize("version", ["3", "0", "-1", "một", "1 OR 1=1", "2"])
    def test_a_version_that_is_not_public_is_not_found(self, two, client, version):
        place, _first, _second = two
        slug = place.province.slug
        assert client.get(f"/so-lieu/{slug}/{Q}/", {"ban": version}).status_code == 404


class TestForms:
    def test_another_form_of_the_same_period_has_its_own_address(self, place, read, client):
        world.published(place)
        world.published(place, "01-xld")
        plain = f"/so-lieu/{place.province.slug}/{Q}/"
        assert "của cùng kỳ" in read(plain)
        page = client.get(f"{plain}?bieu=01-xld").content.decode()
        assert f'href="{plain}xld01.da_xu_ly/?bieu=01-xld"' in page

    def test_the_only_form_needs_no_name(self, place):
        world.published(place, "01-xld")
        assert find(place.province.slug, Q).address() == f"/so-lieu/{place.province.slug}/{Q}/"

    @pytest.mark.parametrize("form", ["khong-co", "../../etc", "dvcq'"])
    def test_a_form_that_is_none_is_not_found(self, place, client, form):
        world.published(place)
        assert client.get(f"/so-lieu/{place.province.slug}/{Q}/", {"bieu": form}).status_code == 404


def test_lists_of_reports_leave_the_heavy_packages_alone(place):
    world.published(place)
    with CaptureQueriesContext(connection) as asked:
        list(published.published())
    assert len(asked) == 1
    assert '"package"' not in asked[0]["sql"].partition("FROM")[0]


def test_a_report_without_package_is_not_in_the_list(place):
    prepare(place.province, Q, by=place.head)
    assert Unit.objects.filter(reports__isnull=False).exists()
    assert not published.published().exists()
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "inside"), [("Quý I/2023", "quý I/2023"), ("", ""), ("Đặc khu X", "đặc khu X")]
)
def test_a_name_inside_a_sentence_begins_small(name, inside):
    assert lower_first(name) == inside
