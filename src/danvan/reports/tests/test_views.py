"""The desk's report pages, asked for as a browser does."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.records.models import Record
from danvan.reports.models import Report
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import letters, make_place, quarter_of_296, typed_report, unbalanced
from danvan.reports.verification import read_envelope, verify

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
ARTICLE = {"DON.tiep_nhan": 258, "DON.khieu_nai": 38, "DON.to_cao": 94, "DON.kien_nghi_phan_anh": 164}


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place()
    quarter_of_296(place)
    typed_report(place.province, ARTICLE)
    return place


@pytest.fixture
def head(client, place):
    client.force_login(place.head)
    return client


def words(response):
    """What a person reads of the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def draft(place):
    return prepare(place.province, QUARTER, by=place.head)


def test_the_list_without_reports_says_what_will_stand_there(head):
    response = head.get(reverse("reports:list"))
    assert response.status_code == 200
    assert "Chưa có báo cáo nào" in words(response)


def test_an_anonymous_visitor_is_sent_to_log_in(client, draft):
    for address in (reverse("reports:list"), draft.get_absolute_url()):
        response = client.get(address)
        assert response.status_code == 302
        assert "/tai-khoan/" in response.url


def test_a_draft_is_made_from_a_form(head, place):
    sent = {"unit": place.province.pk, "period": "Q1/2023", "form": "dvcq"}
    response = head.post(reverse("reports:begin"), sent)
    assert response.status_code == 302
    report = Report.objects.get()
    assert response.url == report.get_absolute_url()
    assert report.period == QUARTER
    listed = words(head.get(reverse("reports:list")))
    assert "Quý I/2023" in listed
    assert "Dự thảo" in listed


@pytest.mark.parametrize(
    "wrong", [{"period": "2023-Q9"}, {"period": ""}, {"form": "x"}, {"unit": "999999999"}]
)
def test_a_wrong_form_comes_back_with_a_sentence(head, place, wrong):
    sent = {"unit": place.province.pk, "period": QUARTER, "form": "dvcq"} | wrong
    response = head.post(reverse("reports:begin"), sent)
    assert response.status_code == 400
    assert not Report.objects.exists()


def test_a_draft_shows_typed_beside_counted_and_the_trials(head, draft):
    text = words(head.get(draft.get_absolute_url()))
    assert "Tổng 258 bỏ sót 38 đơn khiếu nại: 38 + 94 + 164 = 296" in text
    assert "+38" in text
    assert "chưa có hồ sơ để đếm" in text
    assert "Đóng băng và ký" in text


def test_signing_freezes_and_shows_the_proof(head, draft):
    response = head.post(reverse("reports:sign", args=[draft.pk]), {"reason": ""})
    assert response.status_code == 302
    text = words(head.get(draft.get_absolute_url()))
    assert "Đã ký" in text
    assert "Chữ ký Ed25519 đúng" in text
    assert "Không có hồ sơ nào thay đổi" in text
    assert "Đóng băng và ký" not in text


def test_an_unanswered_failure_comes_back_to_the_page(head, draft, place):
    unbalanced(place.communes[0])
    response = head.post(reverse("reports:sign", args=[draft.pk]), {"reason": ""})
    assert response.status_code == 400
    assert "phải ghi lý do" in words(response)
    head.post(reverse("reports:sign", args=[draft.pk]), {"reason": "Nhận cuối ngày."})
    assert "Nhận cuối ngày." in words(head.get(draft.get_absolute_url()))


def test_changes_since_the_signature_are_listed(head, draft, place):
    sign(draft, by=place.head)
    letters(place.communes[0], "to_cao", 1)
    text = words(head.get(draft.get_absolute_url()))
    assert "Hồ sơ đã thay đổi sau khi ký" in text
    assert re.search(r"Số đơn tiếp nhận trong kỳ 296 297 1 0 0", text)


def test_an_amendment_and_a_public_edition_are_one_press_each(head, draft, place):
    report = sign(draft, by=place.head)
    response = head.post(reverse("reports:amend", args=[report.pk]), {"amend-reason": ""})
    assert response.status_code == 400
    response = head.post(reverse("reports:amend", args=[report.pk]), {"amend-reason": "Bổ sung"})
    assert Report.objects.get(version=2).get_absolute_url() == response.url
    head.post(reverse("reports:publish", args=[report.pk]))
    report.refresh_from_db()
    assert report.published_on == date(2023, 3, 14)


def test_downloads_are_what_they_say(head, draft, place):
    assert head.get(reverse("reports:download", args=[draft.pk, "json"])).status_code == 400, (
        "a draft proves nothing"
    )
    sign(draft, by=place.head)
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")):
        response = head.get(reverse("reports:download", args=[draft.pk, kind]))
        assert response.content.startswith(begins)
        assert f".{kind}" in response["Content-Disposition"]
        assert "no-store" in response["Cache-Control"]
    assert verify(read_envelope(response.content)).ok


def test_a_figure_opens_to_the_records_the_officer_may_read(head, draft):
    response = head.get(reverse("reports:behind", args=[draft.pk, "don.khieu_nai"]))
    assert len(response.context["behind"].rows) == 38
    shown = Record.objects.filter(letter__kind="khieu_nai").first()
    assert shown.get_absolute_url() in response.content.decode()


def test_a_compiler_sees_counts_and_no_record(client, draft, place):
    client.force_login(make_account("tong_hop", place.province, covers_below=True))
    assert "296" in words(client.get(draft.get_absolute_url()))
    response = client.get(reverse("reports:behind", args=[draft.pk, "don.khieu_nai"]))
    assert response.context["behind"].rows == []
    assert "38 hồ sơ khác không hiện" in words(response)
    assert client.post(reverse("reports:sign", args=[draft.pk]), {"reason": "x"}).status_code == 400
    draft.refresh_from_db()
    assert draft.state == "du_thao"


def test_an_officer_of_another_place_sees_nothing(client, draft, place):
    client.force_login(make_account("lanh_dao", place.communes[0]))
    for address in (
        draft.get_absolute_url(),
        reverse("reports:download", args=[draft.pk, "pdf"]),
        reverse("reports:behind", args=[draft.pk, "don.to_cao"]),
        reverse("reports:page", args=[987654]),
    ):
        assert client.get(address).status_code == 403
    assert "Quý I/2023" not in words(client.get(reverse("reports:list")))


def test_an_unknown_figure_is_refused_with_a_page(head, draft):
    assert head.get(reverse("reports:behind", args=[draft.pk, "khong.co"])).status_code == 400


def test_a_page_of_a_report_takes_few_queries(head, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        head.get(draft.get_absolute_url())
