"""Every page and step of the schedule by every role, at its own unit and at a foreign one; what many do at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
from django.db import connections

from danvan.domains.reception import booking, conclusions
from danvan.domains.reception.booking import Asked
from danvan.domains.reception.models import Booking, Conclusion, ConclusionWords, HeadSession, RegularHours
from danvan.domains.reception.schedule import hours, moving
from danvan.domains.reception.schedule.slots import Offer, offers, slots
from danvan.domains.reception.tests.schedule_world import (
    PERSON,
    TODAY,
    held_with_visits,
    hours_of,
    offer_of,
    planner,
    posted,
    words,
)
from danvan.records import writing
from danvan.records.models import HistoryRow
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
ROOT = "/ban-lam-viec/tiep-cong-dan/"
# role → what opening, changing and concluding give: 200 (a page), 403 (not this role)
OPENS = {"tiep_dan": 200, "xu_ly": 200, "van_thu": 200, "giai_quyet": 403, "lanh_dao": 403, "thanh_tra": 403}
CONCLUDES = {
    "tiep_dan": 403,
    "xu_ly": 200,
    "van_thu": 403,
    "giai_quyet": 200,
    "lanh_dao": 200,
    "thanh_tra": 403,
}
BLIND = ("tong_hop", "giam_sat", "bien_tap", "quan_tri", "he_thong", "kiem_toan")


@pytest.fixture
def officer(settings, db):
    settings.DEMONSTRATION_DAY = TODAY
    return planner()


class TestRoles:
    @pytest.mark.parametrize(("role", "status"), OPENS.items())
    @pytest.mark.parametrize("page", ["lap-lich/", "dot-xuat/", "gio-thuong-xuyen/"])
    def test_planning(self, officer, role, status, page):
        assert desk_of(role_at(role, officer)).get(ROOT + page).status_code == status

    @pytest.mark.parametrize(("role", "status"), OPENS.items())
    def test_moving(self, officer, role, status):
        address = f"{ROOT}ky/{posted(officer).public_id}/doi-lich/"
        assert desk_of(role_at(role, officer)).get(address).status_code == status

    @pytest.mark.parametrize(("role", "status"), CONCLUDES.items())
    def test_concluding(self, officer, role, status):
        session, _visits = held_with_visits(officer, TODAY)
        address = f"{ROOT}ky/{session.public_id}/ket-luan/"
        assert desk_of(role_at(role, officer)).get(address).status_code == status

    @pytest.mark.parametrize("role", OPENS)
    def test_every_reader_sees_the_session(self, officer, role):
        address = f"{ROOT}ky/{posted(officer).public_id}/"
        assert desk_of(role_at(role, officer)).get(address).status_code == 200

    @pytest.mark.parametrize("role", BLIND)
    def test_roles_without_records_open_no_session(self, officer, role):
        client = desk_of(role_at(role, officer))
        session = posted(officer)
        for page in ("", "doi-lich/", "ket-luan/", "truc-tuyen/"):
            assert client.get(f"{ROOT}ky/{session.public_id}/{page}").status_code in (403, 404), page

    @pytest.mark.parametrize("role", ["giai_quyet", "lanh_dao", "thanh_tra"])
    def test_who_opens_nothing_writes_nothing_by_sending(self, officer, role):
        client, session = desk_of(role_at(role, officer)), posted(officer)
        hours_row = hours_of(officer.at)
        told = {
            "planned_on": "30/3/2023",
            "starts_at": "8h",
            "ends_at": "9h",
            "place": "P",
            "reason": "Họp gấp",
        }
        assert client.post(f"{ROOT}ky/{session.public_id}/doi-lich/", told).status_code == 403
        ended = client.post(f"{ROOT}gio-thuong-xuyen/{hours_row.pk}/ket-thuc/", {"last": "30/3/2023"})
        assert ended.status_code == 403
        assert HeadSession.objects.get().state == "len_lich"
        assert RegularHours.objects.get().last_day is None

    def test_what_a_reader_may_not_do_is_not_shown(self, officer):
        session = posted(officer)
        page = desk_of(role_at("thanh_tra", officer)).get(f"{ROOT}ky/{session.public_id}/").content.decode()
        for door in ("doi-lich/", 'ket-luan/"', "to_chuc"):
            assert f"ky/{session.public_id}/{door}" not in page
        assert "Ghi nhận đã tổ chức" not in page


class TestMarking:
    @pytest.fixture
    def came(self, officer):
        return booking.take(
            Offer(hours_of(officer.at), TODAY), Asked(time(8), is_sealed=False, person=PERSON)
        )

    @pytest.mark.parametrize(("word", "state"), [("den", "da_den"), ("khong-den", "khong_den")])
    def test_each_way(self, officer, came, word, state):
        answer = desk_of(officer).post(f"{ROOT}dat-cho/{came.pk}/{word}/")
        assert answer.status_code == 302
        assert Booking.objects.get().state == state

    def test_a_mistake_is_mended(self, officer, came):
        for word in ("den", "khong-den", "den"):
            desk_of(officer).post(f"{ROOT}dat-cho/{came.pk}/{word}/")
        assert Booking.objects.get().state == "da_den"

    @pytest.mark.parametrize("word", ["huy", "dat", "x"])
    def test_no_other_word(self, officer, came, word):
        assert desk_of(officer).post(f"{ROOT}dat-cho/{came.pk}/{word}/").status_code == 404
        assert Booking.objects.get().state == "dat"

    def test_it_is_not_done_by_following_a_link(self, officer, came):
        assert desk_of(officer).get(f"{ROOT}dat-cho/{came.pk}/den/").status_code == 405

    def test_not_before_its_day(self, officer, came, settings):
        settings.DEMONSTRATION_DAY = date(2023, 3, 13)
        answer = desk_of(officer).post(f"{ROOT}dat-cho/{came.pk}/den/")
        assert "Chưa đến ngày hẹn" in words(answer.content.decode())
        assert Booking.objects.get().state == "dat"

    def test_by_a_reader_and_a_stranger(self, officer, came):
        address = f"{ROOT}dat-cho/{came.pk}/den/"
        assert desk_of(role_at("thanh_tra", officer)).post(address).status_code in (400, 403)
        assert desk_of(planner()).post(address).status_code == 404
        assert Booking.objects.get().state == "dat"

    def test_the_history_says_who_and_no_name(self, officer, came):
        desk_of(officer).post(f"{ROOT}dat-cho/{came.pk}/den/")
        told = "".join(str((row.before, row.after)) for row in HistoryRow.objects.all())
        assert "da_den" in told
        assert PERSON["full_name"] not in told


class TestSlots:
    @pytest.mark.parametrize(
        ("begin", "end", "minutes", "found"),
        [
            (time(8), time(8, 30), 30, 1),
            (time(8), time(8, 29), 30, 0),
            (time(8), time(12), 240, 1),
            (time(8), time(11), 5, 36),
            (time(23), time(23, 59), 30, 1),
        ],
    )
    def test_how_many_fit(self, officer, begin, end, minutes, found):
        session = posted(officer, starts_at=begin, ends_at=end, slot_minutes=minutes)
        assert len(offer_of(session).times) == len(slots(offer_of(session))) == found

    @pytest.mark.parametrize(("ahead", "offered"), [(0, False), (1, True), (60, True), (61, False)])
    def test_a_session_is_offered_from_tomorrow_for_sixty_days(self, officer, ahead, offered):
        posted(officer, date.fromordinal(TODAY.toordinal() + ahead), date(2023, 3, 1))
        assert bool(offers(officer.at.pk, TODAY)) is offered

    @pytest.mark.parametrize(("on", "days"), [(date(2023, 3, 13), [14, 21]), (TODAY, [21, 28])])
    def test_regular_hours_for_fourteen_days(self, officer, on, days):
        hours_of(officer.at)
        assert [one.on.day for one in offers(officer.at.pk, on)] == days

    def test_by_day_then_hour(self, officer):
        hours_of(officer.at, starts_at=time(14), ends_at=time(16))
        hours_of(officer.at, starts_at=time(8), ends_at=time(10))
        posted(officer, date(2023, 3, 21), starts_at=time(10), ends_at=time(11))
        found = [(one.on.day, one.source.starts_at.hour) for one in offers(officer.at.pk, TODAY)]
        assert found == [(21, 8), (21, 10), (21, 14), (28, 8), (28, 14)]

    def test_four_queries_however_many(self, officer, django_assert_max_num_queries):
        for day in (20, 21, 22, 23):
            posted(officer, date(2023, 3, day))
        for weekday in range(5):
            hours_of(officer.at, weekday)
        with django_assert_max_num_queries(4):
            assert len(offers(officer.at.pk, TODAY)) == 14


class TestConclusionsOfSealedVisits:
    TOLD = {"answer": "giao_xem_xet", "due_on": date(2023, 3, 30)}

    def sealed(self, officer):
        session, (visit,) = held_with_visits(officer, TODAY, "to_cao")
        row = conclusions.add(session, visit=visit, unit=officer.at, by=officer, on=TODAY, **self.TOLD)
        return session, visit, row

    def test_unit_and_limit_without_words(self, officer):
        _session, _visit, row = self.sealed(officer)
        assert (row.unit, row.due_on) == (officer.at, date(2023, 3, 30))
        assert not ConclusionWords.objects.exists()

    @pytest.mark.parametrize("words_", [{"text": "Lời"}, {"contact": "Ông A"}])
    def test_words_are_refused(self, officer, words_):
        session, visit, _row = self.sealed(officer)
        told = self.TOLD | words_
        with pytest.raises(Refusal, match="hồ sơ giấy"):
            conclusions.add(session, visit=visit, unit=officer.at, by=officer, on=TODAY, **told)
        assert Conclusion.objects.count() == 1

    def test_so_is_a_result(self, officer):
        _session, _visit, row = self.sealed(officer)
        with pytest.raises(Refusal, match="không ghi kết quả bằng lời"):
            conclusions.done(row, by=officer, on=TODAY, result="Đã xử lý ông A")
        assert conclusions.done(row, by=officer, on=TODAY).done_on == TODAY

    def test_who_sees_no_sealed_ones_sees_no_such_conclusion(self, officer):
        session, _visit, row = self.sealed(officer)
        inspector = role_at("thanh_tra", officer)
        assert not conclusions.visible_to(inspector).exists()
        assert conclusions.visible_to(officer).get() == row
        page = desk_of(inspector).get(f"{ROOT}ky/{session.public_id}/").content.decode()
        assert "Chưa có kết luận nào" in page

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"answer": "khac"}, "Chưa chọn cách trả lời"),
            ({"due_on": None}, "phải có đơn vị thực hiện và hạn"),
            ({"unit": None}, "phải có đơn vị thực hiện và hạn"),
            ({"due_on": date(2023, 3, 13)}, "Hạn thực hiện trước ngày tiếp"),
            ({"on": date(2023, 3, 13)}, "chưa đến ngày"),
            ({"text": "  "}, "Chưa có nội dung kết luận"),
        ],
    )
    def test_each_refusal(self, officer, changed, said):
        session, _visits = held_with_visits(officer, TODAY)
        told = self.TOLD | {"unit": officer.at, "on": TODAY, "text": "Giao xem xét"} | changed
        with pytest.raises(Refusal, match=said):
            conclusions.add(session, by=officer, **told)
        assert not Conclusion.objects.exists()


def at_once(acts):
    """What each act gave: its value, or the refusal's sentence."""

    def run(act):
        try:
            return act()
        except Refusal as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_conclusions_are_numbered_without_gap_or_double(self, officer):
        session, _visits = held_with_visits(officer, TODAY)

        def add():
            told = {"answer": "tra_loi_ngay", "by": officer, "on": TODAY, "text": "Trả lời ngay"}
            return conclusions.add(session, **told).number

        assert sorted(at_once([add] * 6)) == [1, 2, 3, 4, 5, 6]

    def test_a_session_is_moved_once(self, officer):
        session = posted(officer)

        def move():
            kept = HeadSession.objects.get(pk=session.pk)
            told = {"starts_at": time(14), "ends_at": time(16), "place": "Hội trường", "reason": "Họp tỉnh"}
            return moving.move_session(kept, date(2023, 3, 30), **told, by=officer, on=TODAY).pk

        found = at_once([move] * 3)
        assert len([one for one in found if isinstance(one, int)]) == 1
        assert HeadSession.objects.filter(replaces=session).count() == 1
        assert HeadSession.objects.get(pk=session.pk).state == "da_doi"

    def test_a_place_is_given_back_once(self, officer):
        made = booking.take(offer_of(posted(officer)), Asked(time(8)))
        found = at_once([lambda: booking.cancel(made, on=TODAY).state] * 4)
        assert found.count("huy") == 1
        assert all("không còn hủy được" in one for one in found if one != "huy")

    def test_an_order_is_done_once(self, officer):
        session, _visits = held_with_visits(officer, TODAY)
        row = conclusions.add(
            session,
            answer="giao_xem_xet",
            unit=officer.at,
            due_on=date(2023, 3, 30),
            text="Giao",
            by=officer,
            on=TODAY,
        )
        found = at_once([lambda: conclusions.done(row, by=officer, on=TODAY).done_on] * 4)
        assert found.count(TODAY) == 1

    def test_the_same_hours_stand_once(self, officer):
        told = {
            "weekday": 1,
            "starts_at": time(8),
            "ends_at": time(10),
            "place": "Một cửa",
            "slot_minutes": 30,
        }

        def begin():
            return hours.begin(officer.at, told | {"places": 1}, by=officer, since=TODAY).pk

        found = at_once([begin] * 4)
        assert len([one for one in found if isinstance(one, int)]) == 1
        assert RegularHours.objects.count() == 1

    def test_a_session_held_while_it_is_moved_is_one_of_the_two(self, officer):
        session = posted(officer, TODAY, date(2023, 3, 1))

        def hold():
            return writing.move(HeadSession.objects.get(pk=session.pk), "to_chuc", by=officer, on=TODAY).state

        found = at_once([hold, hold])
        assert "da_tiep" in found
        assert HeadSession.objects.get(pk=session.pk).state == "da_tiep"
