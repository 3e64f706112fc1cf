"""The front door."""

import re

import pytest

from danvan.org.tests.factories import make_account
from danvan.portal.front_page import front
from danvan.portal.tests import world
from danvan.reports.signing import amend, approve_public_edition, prepare, sign
from danvan.reports.tests.factories import letters, make_place

pytestmark = pytest.mark.django_db


def test_it_opens_with_what_a_citizen_asks(client, read):
    page = read("/")
    for question in ("Hồ sơ của tôi đang ở đâu?", "Báo cáo tôi có trong tay có đúng là bản đã ký không?"):
        assert question in page
    assert "Số liệu quý" not in page


def test_before_anything_is_published_it_says_what_would_stand_there(read):
    page = read("/")
    assert "Chưa có báo cáo nào được công khai" in page
    assert "Số liệu minh họa" not in page


def test_the_latest_report_stands_with_its_sentence_figures_and_flag(quarter, read, address, client):
    page = read("/")
    assert "Số liệu quý I/2023 nói gì?" in page
    assert "tiếp 97 lượt công dân và nhận 296 đơn" in page
    assert "Tổng 258 bỏ sót 38 đơn khiếu nại: 38 + 94 + 164 = 296" in page
    assert "Số liệu minh họa." in page
    assert client.get("/").content.decode().count(f'href="{address}') >= 5


def test_figures_are_three(quarter):
    assert len(front().cards) == 3


def published(unit):
    head = make_account("lanh_dao", unit)
    report = sign(prepare(unit, world.QUARTER, by=head), by=head)
    return approve_public_edition(report, by=head)


def test_the_provinces_report_comes_first_and_others_are_listed(quarter, read, client):
    place, _report = quarter
    published(place.districts[0])
    assert "tỉnh Minh Họa tiếp 97 lượt" in read("/")
    assert "Báo cáo khác đã công khai Huyện Số 1, quý I/2023" in read("/")


def test_without_a_province_any_unit_may_open_the_page(read):
    place = make_place()
    letters(place.districts[0], "khieu_nai", 9)
    published(place.districts[0])
    assert "Quý I/2023, huyện Số 1" in read("/")


def test_drafts_and_replaced_reports_are_not_listed(quarter):
    place, report = quarter
    prepare(place.districts[0], world.QUARTER, by=make_account("lanh_dao", place.districts[0]))
    again = amend(report, by=place.head, reason="Sửa")
    sign(again, by=place.head, reason="Ký")
    shown = front()
    assert shown.report is None or shown.report.report.state != "thay_the"
    assert shown.others == []


def test_nothing_that_is_not_there_yet_is_offered(client, quarter):
    page = client.get("/").content.decode()
    addresses = set(re.findall(r'href="(/[^"#]*)"', page))
    pages = {address for address in addresses if not address.startswith("/static/")}
    assert len(pages) >= 6
    for address in pages:
        assert client.get(address).status_code in (200, 302), address
