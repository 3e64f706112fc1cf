"""The leader's page: few figures, what does not hold, and the signature after a log-in shown again."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.records.seal.tests.seal_world import shown_again
from danvan.reports.flow import moving
from danvan.reports.flow.models import FlowStep
from danvan.reports.live import of_report
from danvan.reports.models import Report
from danvan.reports.narrative.blocks import write
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import letters, make_place, typed_report, unbalanced
from danvan.ui.errors import Refusal

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


def shown_on(answer):
    """The digest that a page's button sends along."""
    return re.search(r'name="shown" value="([0-9a-f]{64})"', answer.content.decode())[1]


def rewrite(place, report):
    write(report, "chi_dao", 10, "Câu mà người ký chưa đọc.", 0, by=place.head)


def count_more(place, report):
    letters(place.communes[0], "khieu_nai", 5)


def type_more(place, report):
    typed_report(place.province, {"DON.tiep_nhan": 999})


CHANGES = [rewrite, count_more, type_more]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["lead", "sign"])
def test_what_changed_after_the_page_was_drawn_is_not_signed_until_it_is_read(
    head, place, report, address, change, name
):
    shown_again(head)
    page = address if name == "lead" else report.get_absolute_url()
    before = shown_on(head.get(page))
    change(place, report)
    sending = reverse(f"reports:{name}", args=[report.pk])
    answer = head.post(sending, {"reason": "Đã rà soát.", "shown": before})
    assert answer.status_code == 400
    assert "Số liệu hoặc lời văn đã đổi sau khi Bà/Ông mở trang này" in words(answer)
    report.refresh_from_db()
    assert not report.is_signed
    assert shown_on(answer) != before
    assert head.post(sending, {"reason": "Đã rà soát.", "shown": shown_on(answer)}).status_code == 302


def test_both_pages_of_a_draft_show_one_digest(head, place, report, address):
    typed_report(place.province, {"TT.cuoc": 85})
    shown_again(head)
    assert shown_on(head.get(address)) == shown_on(head.get(report.get_absolute_url()))


@pytest.mark.parametrize("odd", ["", "x", "0" * 64])
def test_a_digest_of_nothing_signs_nothing(head, report, address, odd):
    shown_again(head)
    assert head.post(address, {"reason": "", "shown": odd}).status_code == 400


@pytest.mark.parametrize("change", [rewrite, type_more])
def test_an_approval_holds_for_the_words_and_typed_figures_that_were_approved(place, report, change):
    moving.submit(report, by=make_account("tong_hop", place.province))
    approved = moving.approve(report, by=place.head)
    Report.objects.filter(pk=report.pk).update(
        state=Report.State.DRAFT
    )  # as if words could be had past the state
    change(place, report)
    Report.objects.filter(pk=report.pk).update(state=Report.State.APPROVED)
    with pytest.raises(Refusal, match="đã đổi sau khi duyệt"):
        sign(approved, by=place.head, reason="Thử.")


def test_an_approval_of_before_digests_were_kept_still_signs(place, report):
    FlowStep.objects.create(
        report=report,
        act="duyet",
        on=date(2023, 3, 14),
        by=place.head,
        values=moving.counts(of_report(report)),
    )
    Report.objects.filter(pk=report.pk).update(state=Report.State.APPROVED)
    assert sign(report, by=place.head).is_signed


def test_submission_approval_and_signature_keep_the_digest(place, report):
    sign(moving.submit(report, by=make_account("tong_hop", place.province)), by=place.head)
    first, second = FlowStep.objects.filter(report=report)
    assert first.seen == second.seen != ""
