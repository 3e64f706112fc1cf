"""The letters of a day: who is told what, once, on working days, made up for after a stop."""

import email
import email.policy
import re
from datetime import date, timedelta

import pytest

from danvan.config.accounts import options
from danvan.org.models import Delegation, RoleGrant
from danvan.org.tests.factories import ALWAYS, DateRange, make_account, make_unit
from danvan.records import daily, tasks
from danvan.records.models import CalendarDay, Channel, DailyRun, Notice, NoticeWish, Reminder, ReminderPlan
from danvan.records.notices import of_duty
from danvan.records.notices.morning import write_letters
from danvan.records.notices.outbox import send_due
from danvan.records.notices.tests.world import TUESDAY, duty_of, officer
from danvan.records.tests.desk_world import NAME, classified
from danvan.records.tests.factories import letter_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]


def days(number: int) -> timedelta:
    return timedelta(days=number)


def told(duty) -> set[tuple[str, int]]:
    return set(Reminder.objects.filter(duty=duty).values_list("stage", "account_id"))


class TestHolders:
    def test_before_the_day_the_officers_of_the_unit(self, place):
        record = classified(place.officer, on=TUESDAY)
        duty = record.duties.order_by("due_on").first()
        write_letters(duty.due_on - days(1))
        assert told(duty) == {("truoc_1", place.officer.pk)}

    def test_what_the_unit_itself_owes_is_told_to_its_head_as_well(self, place):
        duty = duty_of(place.commune, TUESDAY + days(3))
        write_letters(TUESDAY)
        assert told(duty) == {("truoc_3", place.officer.pk), ("truoc_3", place.head.pk)}

    def test_nobody_below_or_beside_is_told(self, place):
        stranger = officer(make_unit(parent=place.province))
        duty_of(place.commune, TUESDAY + days(1))
        write_letters(TUESDAY)
        assert not Notice.objects.filter(account=stranger).exists()

    def test_where_nobody_handles_it_the_nearest_level_above(self, place):
        commune = make_unit(parent=place.province)
        duty = duty_of(commune, TUESDAY + days(1))
        write_letters(TUESDAY)
        assert told(duty) == {("truoc_1", place.chairman.pk)}

    def test_who_is_above_without_the_right_over_it_is_not(self, place):
        RoleGrant.objects.filter(person=place.chairman.person).update(covers_below=False)
        duty = duty_of(make_unit(parent=place.province), TUESDAY + days(1))
        write_letters(TUESDAY)
        assert told(duty) == set()

    def test_an_ended_role_ends_it(self, place):
        RoleGrant.objects.filter(person=place.officer.person).update(
            valid=DateRange(date(2000, 1, 1), TUESDAY)
        )
        duty = duty_of(place.commune, TUESDAY + days(1))
        write_letters(TUESDAY)
        assert told(duty) == {("truoc_1", place.head.pk)}

    def test_a_disabled_account_is_told_nothing(self, place):
        place.officer.is_active = False
        place.officer.save()
        duty_of(place.commune, TUESDAY + days(1))
        write_letters(TUESDAY)
        assert not Notice.objects.filter(account=place.officer).exists()

    def test_who_stands_in_for_the_head_is_told_too(self, place):
        deputy = officer(place.commune, "tiep_dan")
        Delegation.objects.create(
            giver=place.head.person,
            receiver=deputy.person,
            unit=place.commune,
            role="lanh_dao",
            permissions=["duties.excuse", "duties.read"],
            paper_no="1/GUQ",
            paper_on=TUESDAY,
            reason="đi công tác",
            valid=DateRange(TUESDAY, TUESDAY + days(10)),
        )
        duty = duty_of(place.commune, TUESDAY - days(1))
        write_letters(TUESDAY)
        assert told(duty) == {("qua_han", place.head.pk), ("qua_han", deputy.pk)}

    def test_a_sealed_duty_only_to_who_sees_the_sealed(self, place):
        """Neither reading duties unit-wide nor reading records that are not sealed opens it."""
        record = classified(place.officer, "to_cao", on=TUESDAY)
        assert record.secrecy == "niem_phong"
        clerk, inspector = officer(place.commune, "van_thu"), officer(place.commune, "thanh_tra")
        duty = record.duties.order_by("due_on").first()
        write_letters(duty.due_on - days(1))
        assert told(duty) == {("truoc_1", place.officer.pk)}
        assert not Notice.objects.filter(account__in=[clerk, inspector]).exists()


class TestEscalation:
    def test_late_goes_to_the_head(self, place):
        duty = duty_of(place.commune, TUESDAY - days(1))
        write_letters(TUESDAY)
        assert told(duty) == {("qua_han", place.head.pk)}
        notice = Notice.objects.get(account=place.head)
        assert notice.kind == "don_doc"
        assert "Có 1 việc đã quá hạn, cần đôn đốc." in notice.body

    def test_after_some_days_to_the_level_above(self, place):
        duty = duty_of(place.commune, TUESDAY - days(1))
        write_letters(TUESDAY)
        write_letters(TUESDAY + days(2))
        assert not Reminder.objects.filter(account=place.chairman).exists()
        write_letters(TUESDAY + days(6))
        assert told(duty) == {("qua_han", place.head.pk), ("cap_tren", place.chairman.pk)}
        body = Notice.objects.filter(account=place.chairman, kind="don_doc").get().body
        assert "Có 1 việc quá hạn lâu ở 1 đơn vị cấp dưới" in body

    def test_each_is_told_once(self, place):
        duty = duty_of(place.commune, TUESDAY - days(9))
        for _turn in range(3):
            write_letters(TUESDAY)
        for later in range(1, 4):
            write_letters(TUESDAY + days(later))
        assert Reminder.objects.filter(duty=duty).count() == 2

    @pytest.mark.parametrize(
        "columns",
        [
            {"can_be_judged": False},
            {"excused_on": TUESDAY, "excuse": "Miễn theo văn bản thử"},
            {"met_on": TUESDAY},
            {"latest": TUESDAY},
        ],
    )
    def test_never_what_is_unjudged_excused_met_or_still_in_time_by_some_reading(self, place, columns):
        duty = duty_of(place.commune, TUESDAY - days(20), **columns)
        write_letters(TUESDAY)
        assert told(duty) == set()

    def test_a_met_duty_is_not_reminded_of(self, place):
        duty = duty_of(place.commune, TUESDAY + days(1), met_on=TUESDAY)
        write_letters(TUESDAY)
        assert told(duty) == set()
        assert not Notice.objects.exists()

    def test_a_span_not_begun_is_on_nobodys_mind(self, place):
        duty_of(place.commune, TUESDAY + days(1), begins_on=TUESDAY + days(1))
        assert write_letters(TUESDAY) == 0

    def test_a_due_day_that_moves_is_told_of_anew(self, place):
        duty = duty_of(place.commune, TUESDAY + days(1))
        write_letters(TUESDAY)
        duty.due_on = duty.own_latest_on = duty.latest_on = TUESDAY + days(8)
        duty.save()
        write_letters(TUESDAY + days(7))
        assert {row.due_on for row in duty.reminders.all()} == {TUESDAY + days(1), TUESDAY + days(8)}

    def test_a_unit_has_its_own_days(self, place):
        ReminderPlan.objects.create(unit=place.commune, days_before=[10], above_after=2)
        near, late = duty_of(place.commune, TUESDAY + days(9)), duty_of(place.commune, TUESDAY - days(2))
        write_letters(TUESDAY)
        assert {stage for stage, _account in told(near)} == {"truoc_10"}
        assert ("cap_tren", place.chairman.pk) in told(late)


class TestDigest:
    def digest(self, account, day=TUESDAY):
        return Notice.objects.filter(account=account, send_after__date=day).get()

    def test_it_counts_what_the_account_may_read(self, place):
        for late in (1, 2, 3):
            duty_of(place.commune, TUESDAY - days(late))
        duty_of(place.commune, TUESDAY + days(3))
        duty_of(place.commune, TUESDAY + days(4))
        duty_of(make_unit(parent=place.province), TUESDAY - days(1))
        write_letters(TUESDAY)
        mine, all_below = self.digest(place.officer).body, self.digest(place.chairman).body
        assert "Từ nay đến hết 17/3/2023 (thứ Sáu): 1 việc đến hạn." in mine
        assert "Đang quá hạn: 3 việc." in mine
        assert "Đang quá hạn: 4 việc." in all_below

    def test_nothing_when_nothing_is_due(self, place):
        duty_of(place.commune, TUESDAY + days(20))
        assert write_letters(TUESDAY) == 0

    def test_who_declines_gets_reminders_alone(self, place):
        NoticeWish.objects.create(account=place.officer, wants_digest=False)
        duty_of(place.commune, TUESDAY - days(1))
        duty_of(place.commune, TUESDAY + days(1))
        write_letters(TUESDAY)
        body = self.digest(place.officer).body
        assert "sắp đến hạn" in body
        assert "Đang quá hạn" not in body

    def test_who_only_watches_gets_it_on_request(self, place):
        watcher, silent = officer(place.commune, "giam_sat"), officer(place.commune, "giam_sat")
        NoticeWish.objects.create(account=watcher)
        duty_of(place.commune, TUESDAY - days(1))
        write_letters(TUESDAY)
        assert self.digest(watcher).kind == "ban_tin"
        assert not Notice.objects.filter(account=silent).exists()

    def test_it_goes_at_seven(self, place):
        duty_of(place.commune, TUESDAY - days(1))
        write_letters(TUESDAY)
        assert self.digest(place.officer).send_after.isoformat() == "2023-03-14T00:00:00+00:00"

    def test_without_an_address_reminders_wait_to_be_copied(self, place):
        nobody = officer(place.commune, email="")
        duty_of(place.commune, TUESDAY + days(1))
        write_letters(TUESDAY)
        assert self.digest(nobody).channel == Channel.BY_HAND
        send_due()
        assert self.digest(nobody).state == "cho_gui"

    def test_a_message_goes_the_wished_way_and_the_digest_by_letter(self, place, settings):
        settings.NOTICE_GATEWAYS = {"zalo": {"url": "http://127.0.0.1:9/", "token": ""}}
        NoticeWish.objects.create(account=place.officer, channel=Channel.ZALO, phone="0912345678")
        duty_of(place.commune, TUESDAY + days(1))
        write_letters(TUESDAY)
        rows = {row.channel: row for row in Notice.objects.filter(account=place.officer)}
        assert set(rows) == {"zalo", "email"}
        assert rows["zalo"].body == "Có 1 việc sắp đến hạn, sớm nhất là 15/3/2023 (thứ Tư)."
        assert rows["email"].kind == "ban_tin"
        assert Reminder.objects.get(account=place.officer).notice == rows["zalo"]

    def test_a_wish_for_a_gateway_that_is_off_falls_back_to_a_letter(self, place):
        NoticeWish.objects.create(account=place.officer, channel=Channel.SMS, phone="0912345678")
        duty_of(place.commune, TUESDAY + days(1))
        write_letters(TUESDAY)
        assert self.digest(place.officer).channel == Channel.EMAIL


class TestDays:
    @pytest.mark.parametrize("day", [date(2023, 3, 18), date(2023, 3, 19), date(2023, 1, 23)])
    def test_no_letters_on_a_day_off(self, place, day):
        duty_of(place.commune, day - days(1))
        assert write_letters(day) == 0

    def test_a_day_off_that_an_administrator_wrote(self, place):
        CalendarDay.objects.create(day=TUESDAY, kind="off", name="Ngày nghỉ thử", source="thử")
        duty_of(place.commune, TUESDAY - days(1))
        assert write_letters(TUESDAY) == 0
        assert write_letters(TUESDAY + days(1)) > 0

    def test_the_next_working_day_holds_what_fell_on_days_off(self, place, on):
        saturday, monday = date(2023, 3, 18), date(2023, 3, 20)
        duty = duty_of(place.commune, saturday - days(1))
        for day in (saturday, saturday + days(1), monday):
            on(day)
            daily.run_due()
        row = Reminder.objects.get(duty=duty, stage="qua_han")
        assert row.told_on == monday

    def test_a_stop_of_days_gives_one_letter(self, place, on):
        duty_of(place.commune, TUESDAY + days(1))
        DailyRun.objects.create(job="thu_buoi_sang", done_through=TUESDAY - days(1))
        on(TUESDAY + days(3))
        daily.run_due()
        assert Notice.objects.filter(account=place.head).count() == 1
        assert DailyRun.objects.get(job="thu_buoi_sang").done_through == TUESDAY + days(3)

    def test_twice_a_day_is_once(self, place):
        duty_of(place.commune, TUESDAY + days(1))
        assert write_letters(TUESDAY) == 3
        assert write_letters(TUESDAY) == 0

    def test_letters_come_after_the_duties_of_the_day(self):
        keys = [job.key for job in daily.jobs()]
        assert keys.index("nghia_vu_dinh_ky") < keys.index("thu_buoi_sang")
        assert tasks.jobs.send_letters.name


def test_the_page_of_a_duty_shows_what_was_told(place):
    duty = duty_of(place.commune, TUESDAY - days(1))
    write_letters(TUESDAY)
    send_due()
    (line,) = of_duty(duty)
    assert line.told_on == TUESDAY
    assert line.account == str(place.head)
    assert (line.stage, line.channel, line.state) == (
        "Đôn đốc người đứng đầu khi quá hạn",
        "Thư điện tử",
        "Đã gửi",
    )


def test_queries_do_not_grow_with_the_duties(place, django_assert_max_num_queries):
    for late in range(1, 40):
        duty_of(place.commune, TUESDAY - days(late))
        duty_of(place.commune, TUESDAY + days(late))
    with django_assert_max_num_queries(10 + 5 * 3 + 9 + 1):  # the last asks who was ordered to report
        write_letters(TUESDAY)


def test_nothing_of_a_record_leaves_by_letter(place, settings, tmp_path):
    """Words planted in the free fields of records and duties stand in no file of mail and in no row of the outbox."""
    settings.MAILERS = options.mailers({}, tmp_path / "mail")
    planted = "zqxplantedzqx"
    record = classified(place.officer, on=TUESDAY - days(30))
    record.title = f"Khiếu nại của {planted}"
    record.save()
    letter_of(place.officer, TUESDAY - days(30))
    sealed = classified(place.officer, "to_cao", on=TUESDAY - days(30))
    duty_of(place.commune, TUESDAY - days(9), label=planted, citation=planted)
    write_letters(TUESDAY)
    assert send_due() == 3
    rows = " ".join(str(row) for row in [*Notice.objects.values(), *Reminder.objects.values()])
    files = b"".join(file.read_bytes() for file in (tmp_path / "mail").iterdir())
    letters = files.split(b"\n" + b"-" * 79 + b"\n")[:-1]
    assert len(letters) == 3
    for text in (rows, *(words_of(letter) for letter in letters)):
        assert "việc" in text
        for word in (planted, NAME, record.number, sealed.number, record.public_id, sealed.public_id):
            assert word not in text
        assert not re.search("khiếu nại|tố cáo|kiến nghị|người ký", text, re.IGNORECASE)


def words_of(kept: bytes) -> str:
    """Head and words of a kept letter."""
    letter = email.message_from_bytes(kept, policy=email.policy.default)
    return f"{letter.items()} {letter.get_content()}"


def test_a_role_that_is_given_for_all_below_is_no_holder_of_each_commune(place):
    above = officer(place.province, covers_below=True)
    duty = duty_of(place.commune, TUESDAY + days(1))
    write_letters(TUESDAY)
    assert above.pk not in {account for _stage, account in told(duty)}


def test_an_account_without_a_person_or_role_is_no_fault(place):
    make_account()
    RoleGrant.objects.create(person=place.officer.person, unit=place.province, role="tong_hop", valid=ALWAYS)
    duty_of(place.commune, TUESDAY + days(1))
    assert write_letters(TUESDAY) == 3
