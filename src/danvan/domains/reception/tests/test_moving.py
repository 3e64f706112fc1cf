"""Moving a session with its bookings, regular hours begun and ended, conditions of online sessions."""

from datetime import date, time

import pytest
from django.contrib.auth.models import AnonymousUser

from danvan.domains.reception import booking
from danvan.domains.reception.booking import Asked
from danvan.domains.reception.models import Booking, HeadSession, OnlineSession, RegularHours
from danvan.domains.reception.schedule import hours, moving, online
from danvan.domains.reception.schedule.slots import Offer, offers
from danvan.domains.reception.tests.schedule_world import (
    PERSON,
    TODAY,
    TOLD,
    commune,
    hours_of,
    offer_of,
    planner,
    posted,
)
from danvan.records import writing
from danvan.records.models import Duty, Notice
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


class TestMoving:
    @pytest.fixture
    def officer(self, db):
        return planner()

    @pytest.fixture
    def session(self, officer):
        return posted(officer)

    def moved(self, session, officer, planned_on=date(2023, 3, 30), **changed):
        told = {"starts_at": time(14), "ends_at": time(16), "place": "Hội trường", "reason": "Họp đột xuất"}
        return moving.move_session(session, planned_on, **(told | changed), by=officer, on=TODAY)

    def test_the_old_one_stays_with_its_reason_and_leads_to_the_new(self, session, officer):
        new = self.moved(session, officer)
        old = HeadSession.objects.get(pk=session.pk)
        assert (old.state, old.moved_on, old.moved_because) == ("da_doi", TODAY, "Họp đột xuất")
        assert (old.moved_to, new.replaces_id) == (new, old.pk)
        assert (new.planned_on, new.starts_at, new.place) == (date(2023, 3, 30), time(14), "Hội trường")
        assert new.presided_by == TOLD["presided_by"]
        assert HeadSession.objects.visible_to(AnonymousUser()).count() == 2

    def test_the_new_one_is_not_late_for_posting(self, session, officer):
        new = self.moved(session, officer, date(2023, 3, 16))
        assert not Duty.objects.filter(record_id=new.pk, clock="niem_yet_lich_tiep").exists()
        assert Duty.objects.get(record_id=session.pk, clock="niem_yet_lich_tiep").met_on == TODAY

    @pytest.mark.parametrize(
        ("day", "changed", "words"),
        [
            (TODAY, {}, "phải sau hôm nay"),
            (date(2023, 3, 1), {}, "phải sau hôm nay"),
            (date(2023, 3, 30), {"ends_at": time(13)}, "Giờ kết thúc"),
            (date(2023, 3, 28), {"starts_at": time(8), "ends_at": time(10)}, "trùng với thời gian cũ"),
            (date(2023, 3, 30), {"reason": ""}, "Còn thiếu “lý do dời lịch”"),
        ],
    )
    def test_what_is_no_move(self, session, officer, day, changed, words):
        with pytest.raises(Refusal, match=words):
            self.moved(session, officer, day, **changed)
        assert HeadSession.objects.get().state == "len_lich"

    def test_it_is_never_just_dropped(self, session, officer):
        with pytest.raises(Refusal, match="phải báo thời gian mới"):
            writing.move(session, "doi_lich", by=officer, on=TODAY, moved_because="Bận")

    def test_nor_moved_after_it_was_held_or_by_a_stranger(self, session, officer):
        with pytest.raises(Refusal, match="không có quyền"):
            self.moved(session, planner())
        self.moved(session, officer)
        with pytest.raises(Refusal):
            self.moved(HeadSession.objects.get(pk=session.pk), officer, date(2023, 4, 4))

    def test_bookings_go_along_in_their_order(self, session, officer):
        late = booking.take(offer_of(session), Asked(time(9, 30)))
        early = booking.take(offer_of(session), Asked(time(8), is_sealed=False, person=PERSON))
        gone = booking.cancel(booking.take(offer_of(session), Asked(time(9))), on=TODAY)
        new = self.moved(session, officer)
        found = Booking.objects.in_bulk()
        assert [(found[b.pk].session_id, found[b.pk].at, found[b.pk].seat) for b in (early, late)] == [
            (new.pk, time(14), 1),
            (new.pk, time(14), 2),
        ]
        assert found[gone.pk].session_id == session.pk

    def test_who_agreed_is_told_at_once_and_reminded_of_the_new_day(self, session, officer):
        booking.take(offer_of(session), Asked(time(8), is_sealed=False, person=PERSON))
        booking.take(offer_of(session), Asked(time(8)))
        self.moved(session, officer)
        found = dict(Notice.objects.order_by("id").values_list("key", "state"))
        assert [key.split(":")[0] for key in found] == ["nhac_lich", "doi_lich", "nhac_lich"]
        assert list(found.values()) == ["bo", "cho_gui", "cho_gui"]
        assert "dời sang lúc 14:00 ngày 30/3/2023" in Notice.objects.get(key__startswith="doi_lich").body

    def test_too_few_places_undo_the_move(self, session, officer):
        for at in (time(8), time(8, 30), time(9)):
            booking.take(offer_of(session), Asked(at))
        with pytest.raises(Refusal, match="chỉ có 2 chỗ mà đã có 3"):
            self.moved(session, officer, ends_at=time(14, 30))
        assert HeadSession.objects.get().state == "len_lich"
        assert Booking.objects.filter(session=session).count() == 3

    def test_a_moved_session_is_offered_no_more(self, session, officer):
        new = self.moved(session, officer)
        assert [one.source for one in offers(officer.at.pk, TODAY)] == [new]


class TestHours:
    TOLD = {"weekday": 1, "starts_at": time(8), "ends_at": time(10), "place": "Một cửa"}

    def begun(self, officer, since=TODAY, **changed):
        return hours.begin(officer.at, self.TOLD | changed, by=officer, since=since)

    def test_they_hold_from_their_day(self):
        officer = planner()
        row = self.begun(officer, date(2023, 4, 1))
        assert hours.of_unit(officer.at.pk, TODAY) == [row]
        assert (str(row), row.last_day) == ("thứ Ba 08:00–10:00", None)

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"starts_at": time(9), "ends_at": time(11)}, "trùng với giờ đã có"),
            ({"starts_at": time(8), "ends_at": time(10)}, "trùng với giờ đã có"),
            ({"starts_at": time(11), "ends_at": time(11)}, "Giờ kết thúc"),
            ({"weekday": 9}, "Thứ:"),
            ({"starts_at": time(13), "ends_at": time(15), "place": ""}, "Nơi tiếp:"),
        ],
    )
    def test_hours_that_do_not_fit(self, changed, words):
        officer = planner()
        self.begun(officer)
        with pytest.raises(Refusal, match=words):
            self.begun(officer, **changed)
        assert RegularHours.objects.count() == 1

    def test_other_hours_days_and_units_are_free(self):
        officer = planner()
        self.begun(officer)
        self.begun(officer, starts_at=time(10), ends_at=time(11))
        self.begun(officer, weekday=2)
        self.begun(planner())
        assert RegularHours.objects.count() == 4

    def test_a_deputy_receives_on_a_single_day(self):
        officer = planner()
        row = self.begun(officer, only=date(2023, 3, 23), weekday=None)
        assert (row.receiver, row.weekday, row.last_day) == ("dai_bieu", 3, date(2023, 3, 23))
        assert [one.on for one in offers(officer.at.pk, TODAY)] == [date(2023, 3, 23)]

    def test_they_end_after_a_day_to_come(self):
        officer = planner()
        row = hours_of(officer.at)
        ended = hours.end(row, by=officer, last=date(2023, 3, 21), on=TODAY)
        assert ended.last_day == date(2023, 3, 21)
        assert [one.on for one in offers(officer.at.pk, TODAY)] == [date(2023, 3, 21)]
        with pytest.raises(Refusal, match="đã kết thúc"):
            hours.end(row, by=officer, last=date(2023, 3, 28), on=TODAY)
        assert hours.of_unit(officer.at.pk, date(2023, 3, 22)) == []

    def test_not_in_the_past_nor_over_bookings_nor_by_a_stranger(self):
        officer = planner()
        row = hours_of(officer.at)
        with pytest.raises(Refusal, match="từ hôm nay"):
            hours.end(row, by=officer, last=date(2023, 3, 13), on=TODAY)
        booking.take(Offer(row, date(2023, 3, 28)), Asked(time(8)))
        with pytest.raises(Refusal, match="1 chỗ đã đặt"):
            hours.end(row, by=officer, last=date(2023, 3, 21), on=TODAY)
        for act in (
            lambda: hours.end(row, by=planner(), last=TODAY, on=TODAY),
            lambda: self.foreign(officer),
        ):
            with pytest.raises(Refusal, match="không có quyền"):
                act()

    def foreign(self, officer):
        return hours.begin(commune(), self.TOLD, by=officer, since=TODAY)


class TestOnline:
    """Nghị định 154/2026: five working days' notice, a test a working day before, connected an hour before."""

    DAY = date(2026, 8, 18)  # a Tuesday; five working days before is Tuesday 11/8, one is Monday 17/8
    NOW = date(2026, 8, 17)

    @pytest.fixture
    def officer(self, settings):
        settings.DEMONSTRATION_DAY = self.DAY
        return planner()

    @pytest.fixture
    def session(self, officer):
        return posted(officer, self.DAY, date(2026, 8, 3), mode="truc_tuyen")

    def told(self, **changed):
        begun = {"ground": "o_xa", "notified_on": date(2026, 8, 11), "tested_on": self.NOW}
        return begun | {"connected_at": time(7), "recording_kept_at": "Máy chủ tỉnh"} | changed

    def test_not_before_july_2026(self, officer):
        with pytest.raises(Refusal, match="hiệu lực từ 1/7/2026"):
            posted(officer, date(2026, 6, 30), date(2026, 6, 1), mode="truc_tuyen")
        assert posted(officer, date(2026, 7, 1), date(2026, 6, 1), mode="truc_tuyen").mode == "truc_tuyen"

    def test_conditions_are_kept_and_may_be_completed(self, session, officer):
        online.write(session, self.told(tested_on=None, connected_at=None), by=officer, on=self.NOW)
        kept = online.write(session, self.told(), by=officer, on=self.NOW)
        assert OnlineSession.objects.get() == kept
        assert (kept.ground, kept.tested_on, kept.connected_at) == ("o_xa", self.NOW, time(7))

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"notified_on": date(2026, 8, 12)}, "thông báo 12/8/2026 muộn hơn hạn 11/8/2026"),
            ({"tested_on": date(2026, 8, 18)}, "chưa tới"),
            ({"notified_on": date(2026, 8, 20)}, "chưa tới"),
            ({"connected_at": time(7, 1)}, "ít nhất 1 giờ"),
            ({"ground": "to_cao"}, "không yêu cầu giữ bí mật"),
        ],
    )
    def test_a_condition_that_is_not_met(self, session, officer, changed, words):
        with pytest.raises(Refusal, match=words):
            online.write(session, self.told(**changed), by=officer, on=self.NOW)
        assert not OnlineSession.objects.exists()

    def test_a_test_on_the_day_itself_is_too_late(self, session, officer):
        with pytest.raises(Refusal, match="kiểm tra kết nối 18/8/2026 muộn hơn"):
            online.write(session, self.told(tested_on=self.DAY), by=officer, on=self.DAY)

    def test_a_denunciation_without_secrecy_may_be_heard_so(self, session, officer):
        kept = online.write(session, self.told(ground="to_cao", no_secrecy=True), by=officer, on=self.NOW)
        assert kept.ground == "to_cao"

    def test_it_is_held_only_with_all_of_them(self, session, officer):
        for told in (None, self.told(recording_kept_at=""), self.told(connected_at=None)):
            if told:
                online.write(session, told, by=officer, on=self.NOW)
            with pytest.raises(Refusal, match="Điều 23, 24"):
                writing.move(HeadSession.objects.get(pk=session.pk), "to_chuc", by=officer, on=self.DAY)
        online.write(session, self.told(), by=officer, on=self.NOW)
        held = writing.move(HeadSession.objects.get(pk=session.pk), "to_chuc", by=officer, on=self.DAY)
        assert held.state == "da_tiep"

    def test_a_session_in_the_room_has_none(self, officer):
        session = posted(officer, self.DAY, date(2026, 8, 3))
        with pytest.raises(Refusal, match="không phải trực tuyến"):
            online.write(session, self.told(), by=officer, on=self.NOW)

    def test_a_stranger_writes_none(self, session):
        with pytest.raises(Refusal, match="không có quyền"):
            online.write(session, self.told(), by=planner(), on=self.NOW)
