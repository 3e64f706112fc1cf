"""The leader's page: few figures, what does not hold, and the signature after a log-in shown again."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.records.seal.tests.seal_world import shown_again
from danvan.reports.models import Report
from danvan.reports.narrative.blocks import write
from danvan.reports.signing import prepare
from danvan.reports.tests.factories import letters, make_place, unbalanced

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    made = make_place(1, 1)
    letters(made.communes[0], "khieu_nai", 30)
    letters(made.communes[0], "khieu_nai", 24, date(2022, 11, 1))
    return made


@pytest.fixture
def report(place):
    return prepare(place.province, "2023-Q1", by=place.head)


@pytest.fixture
def address(report):
    return reverse("reports:lead", args=[report.pk])


@pytest.fixture
def head(client, place):
    client.force_login(place.head)
    return client


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_page_says_figures_changes_words_and_who_counts(head, address):
    page = words(head.get(address))
    assert "Số đơn tiếp nhận trong kỳ 30 đơn ▲ +6 (kỳ trước 24)" in page
    assert "bằng kỳ trước" in page
    assert "Tiếp nhận 30 đơn, tăng 6 đơn (25 %) so với quý IV/2022" in page
    assert "Số liệu đếm từ hồ sơ của" in page


def test_an_old_log_in_is_shown_again_before_the_button_is_there(head, address):
    answer = head.get(address)
    assert "Xác nhận lại đăng nhập" in words(answer)
    assert (
        f"{reverse('account_reauthenticate')}?next={address.replace('/', '%2F')}" in answer.content.decode()
    )
    assert "Đóng băng và ký" not in words(answer)


def test_signing_with_an_old_log_in_is_refused_and_keeps_the_words(head, report, address):
    answer = head.post(address, {"reason": "Đã rà soát."})
    assert answer.status_code == 400
    assert "Hãy xác nhận lại đăng nhập trước khi ký" in words(answer)
    assert "Đã rà soát.</textarea>" in answer.content.decode()
    report.refresh_from_db()
    assert not report.is_signed


def test_a_leader_signs_where_he_reads(head, report, address):
    shown_again(head)
    assert "Đóng băng và ký" in words(head.get(address))
    answer = head.post(address, {"reason": ""})
    assert (answer.status_code, answer["Location"]) == (302, report.get_absolute_url())
    report.refresh_from_db()
    assert report.state == Report.State.SIGNED
    assert report.package["narrative"]


def test_a_failed_trial_is_read_and_answered_before_signing(head, place, report, address):
    unbalanced(place.communes[0])
    shown_again(head)
    assert "Bà/Ông cần ghi ý kiến trước khi ký" in words(head.get(address))
    refused = head.post(address, {"reason": "  "})
    assert refused.status_code == 400
    assert "người ký phải ghi lý do vẫn ký" in words(refused)
    assert head.post(address, {"reason": "Vụ việc nhập thiếu ngày."}).status_code == 302
    report.refresh_from_db()
    assert report.package["override"] == "Vụ việc nhập thiếu ngày."


def test_words_that_do_not_fit_are_told_to_the_leader(head, place, report, address):
    write(report, "han_che", 10, "Còn 999 đơn.", 0, by=place.head)
    page = words(head.get(address))
    assert "1 chỗ trong lời văn không khớp số liệu" in page
    assert "Số 999 trong đoạn này không gắn với ô nào" in page


def test_before_the_period_ends_nobody_is_offered_the_signature(head, address, settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 13)
    shown_again(head)
    page = words(head.get(address))
    assert "kỳ báo cáo chưa hết" in page
    assert "Đóng băng và ký" not in page


def test_who_drafts_reads_and_is_offered_no_signature(client, place, address, report):
    client.force_login(make_account("tong_hop", place.province))
    shown_again(client)
    assert "Đóng băng và ký" not in words(client.get(address))
    assert client.post(address, {"reason": "Thử."}).status_code == 400
    report.refresh_from_db()
    assert not report.is_signed


def test_a_returned_report_is_not_signed_here(head, report, address):
    Report.objects.filter(pk=report.pk).update(state=Report.State.RETURNED)
    shown_again(head)
    assert "Đóng băng và ký" not in words(head.get(address))
    assert head.post(address, {"reason": "Thử."}).status_code == 400
