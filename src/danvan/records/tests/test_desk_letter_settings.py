"""Wishes, calendar feeds and the days of a unit, as forms."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import CalendarFeed, HistoryRow, NoticeWish, ReminderPlan
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return handler()


def send(account, name, *args, **values):
    answer = desk_of(account).post(reverse(f"records:{name}", args=args), values)
    return answer, answer.content.decode()


class TestWishes:
    def test_without_an_address_it_says_what_happens(self, officer):
        text = desk_of(officer).get(reverse("records:letter_wishes")).content.decode()
        assert "chưa có địa chỉ thư điện tử" in text
        assert "Tin nhắn SMS" not in text
        assert "Số điện thoại" not in text

    def test_a_number_once_given_can_be_taken_back_when_the_gateway_is_gone(self, officer):
        NoticeWish.objects.create(account=officer, channel="sms", phone="0912345678")
        assert "Số điện thoại" in desk_of(officer).get(reverse("records:letter_wishes")).content.decode()
        send(officer, "letter_wishes", channel="email", phone="")
        assert NoticeWish.objects.get().phone == ""

    def test_a_number_that_nothing_would_use_is_not_kept(self, officer):
        send(officer, "letter_wishes", channel="email", phone="0912345678")
        assert NoticeWish.objects.get().phone == ""

    def test_the_digest_is_declined_and_wanted_again(self, officer):
        answer, _text = send(officer, "letter_wishes", channel="email")
        assert answer.status_code == 302
        assert NoticeWish.objects.get(account=officer).wants_digest is False
        send(officer, "letter_wishes", channel="chep_tay", wants_digest="on")
        kept = NoticeWish.objects.get(account=officer)
        assert (kept.wants_digest, kept.channel) == (True, "chep_tay")

    def test_a_channel_that_is_off_is_refused(self, officer):
        answer, _text = send(officer, "letter_wishes", channel="sms", phone="0912345678")
        assert answer.status_code == 400
        assert not NoticeWish.objects.exists()

    @pytest.mark.parametrize("phone", ["", "12", "0912 345", "+8591234567890", "09123456789"])
    def test_a_message_wants_a_number(self, officer, settings, phone):
        settings.NOTICE_GATEWAYS = {"sms": {"url": "https://vi-du.invalid/", "token": "x"}}
        answer, text = send(officer, "letter_wishes", channel="sms", phone=phone)
        assert answer.status_code == 400
        assert "Số điện thoại" in text
        assert not NoticeWish.objects.exists()

    def test_a_number_is_kept_and_taken_back(self, officer, settings):
        settings.NOTICE_GATEWAYS = {"sms": {"url": "https://vi-du.invalid/", "token": "x"}}
        send(officer, "letter_wishes", channel="sms", phone="+84912345678")
        assert NoticeWish.objects.get().phone == "+84912345678"
        send(officer, "letter_wishes", channel="email", phone="")
        assert NoticeWish.objects.get().phone == ""

    def test_the_number_stands_in_no_history(self, officer):
        NoticeWish.objects.create(account=officer, phone="0912345678")
        assert not HistoryRow.objects.filter(table="records_noticewish").exists()


class TestFeeds:
    def test_an_address_is_shown_once_and_opens(self, officer):
        answer, text = send(officer, "feed_make")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        path = re.search(r"http://testserver(/lich/[0-9a-f]{48}\.ics)", text)[1]
        assert Client().get(path).status_code == 200
        listed = desk_of(officer).get(reverse("records:letter_wishes")).content.decode()
        assert path not in listed
        assert f"…{path[-8:-4]}" in listed

    def test_for_a_unit_by_its_name(self, officer):
        _answer, text = send(officer, "feed_make", unit=officer.at.pk)
        assert officer.at.name_on(officer.at.names.get().valid.lower) in text
        assert CalendarFeed.objects.get().unit == officer.at

    @pytest.mark.parametrize("unit", ["x", "0", "9" * 30, "-1"])
    def test_a_unit_that_is_not_there(self, officer, unit):
        assert send(officer, "feed_make", unit=unit)[0].status_code == 400

    def test_a_foreign_unit(self, officer):
        answer, text = send(officer, "feed_make", unit=make_unit().pk)
        assert answer.status_code == 400
        assert "không xem được nghĩa vụ" in text
        assert not CalendarFeed.objects.exists()

    def test_it_is_ended(self, officer):
        path = re.search(r"/lich/[0-9a-f]{48}\.ics", send(officer, "feed_make")[1])[0]
        feed = CalendarFeed.objects.get()
        stranger, _text = send(role_at("lanh_dao", officer), "feed_end", feed.pk)
        assert stranger.status_code == 400
        assert send(officer, "feed_end", feed.pk)[0].status_code == 302
        assert Client().get(path).status_code == 404
        assert send(officer, "feed_end", feed.pk)[0].status_code == 400

    def test_asking_is_not_enough(self, officer):
        assert desk_of(officer).get(reverse("records:feed_make")).status_code == 405


class TestPlans:
    def plan(self, account, at, **values):
        sent = {"unit": at.pk, "days_before": "7, 2", "above_after": "10"} | values
        return send(account, "letter_plan_write", **sent)

    def test_an_administrator_writes_the_days_of_his_unit(self, officer):
        administrator = role_at("quan_tri", officer)
        assert self.plan(administrator, officer.at)[0].status_code == 302
        kept = ReminderPlan.objects.get(unit=officer.at)
        assert (kept.days_before, kept.above_after) == ([7, 2], 10)
        text = desk_of(administrator).get(reverse("records:letter_plans")).content.decode()
        assert "7, 2" in text
        row = HistoryRow.objects.filter(table="records_reminderplan").get()
        assert row.actor == administrator.pk

    def test_a_second_time_it_is_replaced(self, officer):
        administrator = role_at("quan_tri", officer)
        self.plan(administrator, officer.at)
        self.plan(administrator, officer.at, days_before="")
        assert ReminderPlan.objects.get().days_before == []
        assert (
            "không nhắc trước" in desk_of(administrator).get(reverse("records:letter_plans")).content.decode()
        )

    @pytest.mark.parametrize(
        "values",
        [
            {"days_before": "ba"},
            {"days_before": "-1"},
            {"days_before": "61"},
            {"days_before": "1,2,3,4,5,6"},
            {"days_before": "²"},
            {"above_after": "0"},
            {"above_after": "61"},
            {"above_after": ""},
            {"unit": "0"},
        ],
    )
    def test_bad_input_gets_its_sentence(self, officer, values):
        answer, text = self.plan(role_at("quan_tri", officer), officer.at, **values)
        assert answer.status_code == 400
        assert "govuk-error-summary" in text
        assert not ReminderPlan.objects.exists()

    def test_not_for_another_unit(self, officer):
        assert self.plan(make_account("quan_tri", make_unit()), officer.at)[0].status_code == 400

    @pytest.mark.parametrize("role", ["xu_ly", "lanh_dao", "kiem_toan"])
    def test_nobody_else(self, officer, role):
        account = role_at(role, officer)
        assert self.plan(account, officer.at)[0].status_code == 403
        assert desk_of(account).get(reverse("records:letter_plans")).status_code == 403


def test_the_page_of_a_duty_shows_what_was_told(settings):
    from danvan.records.notices.morning import write_letters
    from danvan.records.notices.tests.world import TUESDAY, Place, duty_of

    settings.DEMONSTRATION_DAY = TUESDAY
    place = Place()
    duty = duty_of(place.commune, TUESDAY)
    address = reverse("records:duty", args=[duty.pk])
    assert "Đã nhắc, đôn đốc" not in desk_of(place.officer).get(address).content.decode()
    write_letters(TUESDAY)
    text = desk_of(place.officer).get(address).content.decode()
    assert "Nhắc trước hạn 1 ngày" in text
    assert str(place.officer) in text
