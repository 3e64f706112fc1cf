"""The pages of letters: one's own words, the states of others', copying by hand, trying again."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import Channel, Notice
from danvan.records.notices.tests.test_outbox import notice
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
WORDS = "Có 3 việc sắp đến hạn, sớm nhất là 16/3/2023 (thứ Năm)."


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def administrator(officer):
    return role_at("quan_tri", officer)


def letter_to(officer, key="thu:1", **columns):
    values = {"unit": officer.at, "subject": WORDS.rstrip("."), "body": WORDS}
    row = notice(officer, key, **(values | columns))
    row.save()
    return row


def page(account, name, *args, **asked):
    answer = desk_of(account).get(reverse(f"records:{name}", args=args), asked)
    return answer.status_code, answer.content.decode()


def press(account, name, row):
    return desk_of(account).post(reverse(f"records:{name}", args=[row.pk]))


class TestOwn:
    def test_each_sees_only_his_own(self, officer):
        letter_to(officer)
        assert "Có 3 việc" in page(officer, "letters")[1]
        assert "Chưa có thư nào" in page(role_at("lanh_dao", officer), "letters")[1]

    def test_the_words_on_a_page_of_their_own(self, officer):
        row = letter_to(officer)
        status, text = page(officer, "letter", row.pk)
        assert status == 200
        assert WORDS in text
        assert 'href="/ban-lam-viec/"' in text

    def test_an_account_without_any_role_sees_its_own_too(self):
        assert page(make_account(), "letters")[0] == 200

    def test_the_rail_leads_here(self, officer):
        assert reverse("records:letters") in page(officer, "worklist")[1]

    def test_nobody_without_login(self, client):
        for name in ("letters", "letters_of_units", "letter_wishes", "letter_plans"):
            assert client.get(reverse(f"records:{name}")).status_code == 302

    def test_older_ones_stand_on_further_pages(self, officer):
        for turn in range(51):
            letter_to(officer, f"thu:{turn}", subject=f"Thư thứ {turn}.")
        first = page(officer, "letters")[1]
        assert "Thư thứ 50." in first
        assert "Thư thứ 0." not in first
        after = re.search(r"\?sau=(\d+)", first)[1]
        second = page(officer, "letters", sau=after)[1]
        assert "Thư thứ 0." in second
        assert "Về thư mới nhất" in second

    @pytest.mark.parametrize("place", ["x", "-1", "9" * 30, "²"])
    def test_a_place_that_no_page_wrote_gives_the_first(self, officer, place):
        letter_to(officer)
        assert "Có 3 việc" in page(officer, "letters", sau=place)[1]


class TestOfUnits:
    @pytest.mark.parametrize("role", ["quan_tri", "he_thong", "kiem_toan"])
    def test_when_to_whom_and_how_it_went_but_no_words(self, officer, role):
        letter_to(officer, state="khong_gui_duoc", failure="Máy chủ thư không nhận (Timeout).", attempts=5)
        status, text = page(role_at(role, officer), "letters_of_units")
        assert status == 200
        assert str(officer) in text
        assert "Không gửi được" in text
        assert "Máy chủ thư không nhận" in text
        assert "Có 3 việc" not in text

    @pytest.mark.parametrize("role", ["xu_ly", "lanh_dao", "tiep_dan", "giam_sat", "tong_hop"])
    def test_nobody_else(self, officer, role):
        assert page(role_at(role, officer), "letters_of_units")[0] == 403

    def test_no_other_unit(self, officer):
        letter_to(officer)
        assert str(officer) not in page(make_account("quan_tri", make_unit()), "letters_of_units")[1]

    def test_the_words_stay_shut(self, officer, administrator):
        row = letter_to(officer)
        assert page(administrator, "letter", row.pk)[0] == 403

    @pytest.mark.parametrize("role", ["xu_ly", "lanh_dao", "kiem_toan"])
    def test_for_others_the_letter_does_not_exist(self, officer, role):
        row = letter_to(officer)
        assert page(role_at(role, officer), "letter", row.pk)[0] == 404

    def test_a_number_that_no_letter_has(self, administrator):
        for pk in (0, 10**30):
            assert page(administrator, "letter", pk)[0] == 404

    def test_queries_do_not_grow(self, officer, administrator, django_assert_max_num_queries):
        for turn in range(30):
            letter_to(officer, f"thu:{turn}")
        client = desk_of(administrator)
        with django_assert_max_num_queries(8):
            client.get(reverse("records:letters_of_units"))


class TestByHand:
    def test_who_manages_the_people_copies_it_and_says_so(self, officer, administrator):
        row = letter_to(officer, channel=Channel.BY_HAND)
        assert "Mở để chép tin" in page(administrator, "letters_of_units")[1]
        text = page(administrator, "letter", row.pk)[1]
        assert WORDS in text
        assert "http://127.0.0.1" in text
        assert press(administrator, "letter_copied", row).status_code == 302
        row.refresh_from_db()
        assert (row.state, row.sent_by) == ("da_gui", administrator)
        assert "người gửi tay" in page(administrator, "letter", row.pk)[1]

    def test_an_auditor_reads_that_it_waits_not_what_it_says(self, officer):
        row = letter_to(officer, channel=Channel.BY_HAND)
        auditor = role_at("kiem_toan", officer)
        assert "Chờ gửi" in page(auditor, "letters_of_units")[1]
        assert page(auditor, "letter", row.pk)[0] == 404
        assert press(auditor, "letter_copied", row).status_code == 404

    def test_twice_is_told(self, officer, administrator):
        row = letter_to(officer, channel=Channel.BY_HAND)
        press(administrator, "letter_copied", row)
        answer = press(administrator, "letter_copied", row)
        assert answer.status_code == 400
        assert "không còn chờ gửi tay" in answer.content.decode()

    def test_a_letter_of_the_machine_is_not_copied(self, officer):
        assert press(officer, "letter_copied", letter_to(officer)).status_code == 400


class TestAgain:
    def test_what_failed_is_tried_again(self, officer, administrator):
        row = letter_to(officer, state="khong_gui_duoc", attempts=5, failure="Máy chủ thư không nhận.")
        assert "Gửi lại" in page(administrator, "letters_of_units")[1]
        assert press(administrator, "letter_again", row).status_code == 302
        assert Notice.objects.values_list("state", "attempts").get() == ("cho_gui", 0)

    def test_what_may_have_gone_is_not(self, officer, administrator):
        row = letter_to(officer, state="da_gui", sent_at=timezone.now())
        assert "Gửi lại" not in page(administrator, "letters_of_units")[1]
        assert press(administrator, "letter_again", row).status_code == 400

    def test_nobody_else_may(self, officer):
        row = letter_to(officer, state="khong_gui_duoc", attempts=5)
        assert press(officer, "letter_again", row).status_code == 403
        assert press(role_at("kiem_toan", officer), "letter_again", row).status_code == 404
