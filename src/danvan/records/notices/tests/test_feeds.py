"""Calendar feeds: opened by a secret alone, showing what the account may read now, and nothing of a case."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from danvan.org.models import RoleGrant
from danvan.org.tests.factories import DateRange, make_unit
from danvan.records.models import CalendarFeed
from danvan.records.notices import feeds
from danvan.records.notices.tests.test_ical import parsed
from danvan.records.notices.tests.world import TUESDAY, duty_of
from danvan.records.tests.desk_world import NAME, classified
from danvan.ui.errors import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]


def address_of(secret: str) -> str:
    return reverse("calendar_feed", args=[secret])


def fetch(secret: str, **headers):
    return Client().get(address_of(secret), headers=headers)


def events(secret: str) -> list[dict[str, str]]:
    answer = fetch(secret)
    assert answer.status_code == 200
    return parsed(answer.content.decode())


def days(number: int) -> timedelta:
    return timedelta(days=number)


class TestDoor:
    def test_no_login_is_asked_and_nothing_is_kept(self, place):
        _feed, secret = feeds.make(by=place.officer)
        answer = fetch(secret)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies

    def test_only_a_hash_of_the_secret_is_kept(self, place):
        feed, secret = feeds.make(by=place.officer)
        row = CalendarFeed.objects.filter(pk=feed.pk).values().get()
        assert secret not in str(row)
        assert row["ending"] == secret[-4:]

    @pytest.mark.parametrize("secret", ["0" * 48, "x", "0" * 47, "0" * 49, "A" * 48])
    def test_an_unknown_secret(self, place, secret):
        feeds.make(by=place.officer)
        assert fetch(secret).status_code == 404

    def test_a_revoked_one(self, place):
        feed, secret = feeds.make(by=place.officer)
        feeds.revoke(feed.pk, by=place.officer)
        assert fetch(secret).status_code == 404

    def test_a_renewed_one_ends_the_old(self, place):
        _feed, old = feeds.make(by=place.officer)
        _feed, new = feeds.make(by=place.officer)
        assert fetch(old).status_code == 404
        assert fetch(new).status_code == 200

    def test_a_disabled_account(self, place):
        _feed, secret = feeds.make(by=place.officer)
        place.officer.is_active = False
        place.officer.save()
        assert fetch(secret).status_code == 404

    def test_nobody_elses_is_revoked(self, place):
        feed, secret = feeds.make(by=place.officer)
        for by in (place.head, place.chairman):
            with pytest.raises(Refusal, match="không phải của"):
                feeds.revoke(feed.pk, by=by)
        assert fetch(secret).status_code == 200

    def test_only_reading(self, place):
        _feed, secret = feeds.make(by=place.officer)
        assert Client().post(address_of(secret)).status_code == 405

    def test_the_day_of_reading_is_noted(self, place):
        feed, secret = feeds.make(by=place.officer)
        fetch(secret)
        feed.refresh_from_db()
        assert feed.read_on == TUESDAY

    def test_unchanged_is_said_by_its_tag(self, place):
        duty = duty_of(place.commune, TUESDAY)
        _feed, secret = feeds.make(by=place.officer)
        tag = fetch(secret)["ETag"]
        again = fetch(secret, if_none_match=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert "no-store" in again["Cache-Control"]
        duty.met_on = TUESDAY
        duty.save()
        assert fetch(secret, if_none_match=tag).status_code == 200


class TestContent:
    def test_a_standing_duty_names_its_unit(self, place):
        duty = duty_of(place.commune, TUESDAY + days(2), label="Trực tiếp tiếp công dân")
        _feed, secret = feeds.make(by=place.officer)
        (event,) = events(secret)
        assert event["SUMMARY"] == f"Hạn: Trực tiếp tiếp công dân – {place.commune.name_on(TUESDAY)}"
        assert event["DTSTART;VALUE=DATE"] == "20230316"
        assert event["UID"] == f"nghia-vu-{duty.pk}@danvan"

    def test_of_a_record_the_name_of_the_limit_alone(self, place):
        record = classified(place.officer, on=TUESDAY)
        _feed, secret = feeds.make(by=place.officer)
        found = {event["SUMMARY"] for event in events(secret)}
        assert found == {f"Hạn: {duty.label}" for duty in record.duties.filter(met_on=None)}

    def test_of_a_sealed_one_only_that_something_is_due(self, place):
        classified(place.officer, "to_cao", on=TUESDAY)
        _feed, secret = feeds.make(by=place.officer)
        assert {event["SUMMARY"] for event in events(secret)} == {"Một việc đến hạn"}

    def test_no_name_number_or_code_of_a_record(self, place):
        records = [classified(place.officer, kind, on=TUESDAY) for kind in ("khieu_nai", "to_cao")]
        _feed, secret = feeds.make(by=place.officer)
        text = fetch(secret).content.decode().replace("\r\n ", "")
        assert "VEVENT" in text
        for word in (NAME, *(word for row in records for word in (row.public_id, row.number, row.title))):
            assert word not in text
        assert "VALARM" not in text

    def test_a_provisional_day_says_so(self, place):
        duty_of(place.commune, TUESDAY, is_provisional=True)
        _feed, secret = feeds.make(by=place.officer)
        assert "(tạm tính)" in events(secret)[0]["SUMMARY"]

    @pytest.mark.parametrize(
        "columns", [{"met_on": TUESDAY}, {"excused_on": TUESDAY, "excuse": "Miễn thử nghiệm"}]
    )
    def test_what_is_done_is_gone(self, place, columns):
        duty_of(place.commune, TUESDAY, **columns)
        _feed, secret = feeds.make(by=place.officer)
        assert events(secret) == []

    def test_not_years_back_or_ahead(self, place):
        for shift in (-61, -60, 190, 191):
            duty_of(place.commune, TUESDAY + days(shift))
        _feed, secret = feeds.make(by=place.officer)
        assert [event["DTSTART;VALUE=DATE"] for event in events(secret)] == ["20230113", "20230920"]


class TestRights:
    def test_only_what_the_account_reads(self, place):
        duty_of(make_unit(parent=place.province), TUESDAY)
        _feed, mine = feeds.make(by=place.officer)
        _feed, all_below = feeds.make(by=place.chairman)
        assert len(events(mine)) == 0
        assert len(events(all_below)) == 1

    def test_an_ended_role_empties_it(self, place):
        duty_of(place.commune, TUESDAY)
        _feed, secret = feeds.make(by=place.officer)
        assert len(events(secret)) == 1
        ended = DateRange(date(2000, 1, 1), TUESDAY)
        RoleGrant.objects.filter(person=place.officer.person).update(valid=ended)
        assert events(secret) == []

    def test_of_one_unit(self, place):
        other = make_unit(parent=place.province)
        duty_of(place.commune, TUESDAY)
        duty_of(other, TUESDAY + days(1))
        _feed, secret = feeds.make(by=place.chairman, unit=other)
        assert [event["DTSTART;VALUE=DATE"] for event in events(secret)] == ["20230315"]
        assert other.name_on(TUESDAY) in fetch(secret).content.decode().replace("\r\n ", "")

    def test_not_of_a_unit_one_does_not_read(self, place):
        with pytest.raises(Refusal, match="không xem được"):
            feeds.make(by=place.officer, unit=place.province)

    def test_one_for_oneself_beside_one_for_a_unit(self, place):
        feeds.make(by=place.officer)
        feeds.make(by=place.officer, unit=place.commune)
        assert CalendarFeed.objects.filter(account=place.officer, revoked_at=None).count() == 2


def test_queries_do_not_grow(place, django_assert_max_num_queries):
    for shift in range(40):
        duty_of(place.commune, TUESDAY + days(shift))
    feed, _secret = feeds.make(by=place.officer)
    with django_assert_max_num_queries(8):
        assert len(parsed(feeds.written(feed))) == 40


def test_the_database_lets_one_live_feed_alone(place):
    feeds.make(by=place.officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_calendarfeed WHERE revoked_at IS NULL")
        assert cursor.fetchone() == (1,)
