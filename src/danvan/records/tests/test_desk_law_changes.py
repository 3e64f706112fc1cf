"""The page on open records and a change of law: who sees which, and who decides."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.records.tests.desk_world import classified, desk_of
from danvan.records.tests.factories import compiler, handler, head

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 6, 29), date(2026, 7, 2)


@pytest.fixture(autouse=True)
def day_of_work(settings):
    settings.DEMONSTRATION_DAY = AFTER


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def complaint(officer):
    return classified(officer, on=BEFORE)


def page(account):
    return desk_of(account).get(reverse("records:law_changes")).content.decode()


def adopt(account, duty, reason="Điều khoản chuyển tiếp"):
    return desk_of(account).post(reverse("records:law_adopt", args=[duty.pk]), {"ly_do": reason})


def test_it_shows_both_days(officer, complaint):
    text = page(officer)
    assert complaint.number in text
    assert "9/7/2026 (thứ Năm)" in text
    assert "8/7/2026 (thứ Tư)" in text


def test_an_empty_page_says_what_would_stand_there(officer):
    assert "Không có thời hạn nào khác đi" in page(officer)


def test_of_another_unit_nothing_is_seen(complaint):
    assert complaint.number not in page(handler())


def test_who_only_counts_has_no_such_page():
    assert desk_of(compiler()).get(reverse("records:law_changes")).status_code == 403


def test_the_head_decides_and_the_row_is_gone(officer, complaint):
    chief = head(officer.at)
    assert "Áp dụng lời văn mới" in page(chief)
    assert adopt(chief, complaint.duties.get(rule="KN.ACC")).status_code == 302
    assert complaint.duties.get(rule="KN.ACC.2").due_on == date(2026, 7, 8)
    assert "8/7/2026 (thứ Tư)" not in page(chief)


def test_without_a_reason_the_page_says_so(officer, complaint):
    answer = adopt(head(officer.at), complaint.duties.get(rule="KN.ACC"), reason="")
    assert answer.status_code == 400
    assert "Còn thiếu lý do" in answer.content.decode()


def test_a_reason_that_no_database_keeps_is_refused_with_a_sentence(officer, complaint):
    answer = adopt(head(officer.at), complaint.duties.get(rule="KN.ACC"), reason="Điều khoản\0 chuyển tiếp")
    assert answer.status_code == 400
    assert "ký tự không đọc được" in answer.content.decode()
    assert complaint.duties.filter(rule="KN.ACC").exists()


def test_who_may_not_decide_is_refused(officer, complaint):
    assert "Áp dụng lời văn mới" not in page(officer)
    duty = complaint.duties.get(rule="KN.ACC")
    assert adopt(officer, duty).status_code == 400
    assert adopt(handler(), duty).status_code == 404
    assert adopt(head(), duty).status_code == 404
    assert complaint.duties.filter(rule="KN.ACC").exists()


def test_questions_are_bounded(officer, django_assert_max_num_queries):
    for _turn in range(5):
        classified(officer, on=BEFORE)
    client = desk_of(officer)
    with django_assert_max_num_queries(12):
        client.get(reverse("records:law_changes"))
