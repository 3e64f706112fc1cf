"""Visits and sessions: what they need, what they refuse, by when they are answered, which duties they meet.

Due days are counted by hand on a wall calendar; Tết 2023 is off from Friday 20/1 to Thursday 26/1.
"""

from datetime import date

import pytest

from danvan.domains.reception.flow import SESSION, VISIT
from danvan.domains.reception.models import Answer, Channel, Content, HeadSession, Visit
from danvan.domains.reception.tests.factories import held, session, visit
from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.models import Duty, Record
from danvan.records.standing import reschedule
from danvan.records.tests.factories import compiler, handler, head
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)
NAMED = {"full_name": "Người đến minh họa", "content": "Nội dung minh họa"}


class TestVisit:
    def test_a_regular_visit_stands_alone(self, officer):
        seen = visit(officer, DAY, persons=2, is_repeated=True)
        assert (seen.state, seen.received_on, seen.session) == ("da_tiep", DAY, None)
        assert seen.title == "Tiếp thường xuyên: kiến nghị, phản ánh"
        assert (seen.persons, seen.is_group, seen.is_repeated) == (2, False, True)

    @pytest.mark.parametrize("channel", [Channel.HEAD, Channel.DELEGATED])
    def test_a_visit_to_the_head_needs_a_session(self, officer, channel):
        with pytest.raises(Refusal, match="phải thuộc một kỳ tiếp"):
            visit(officer, DAY, channel=channel)
        assert visit(officer, DAY, channel=channel, session=held(officer, DAY)).channel == channel

    def test_a_session_of_another_unit_is_refused(self, officer):
        with pytest.raises(Refusal, match="của đơn vị khác"):
            visit(officer, DAY, channel=Channel.HEAD, session=held(handler(make_unit()), DAY))

    @pytest.mark.parametrize("persons", [1, 4])
    def test_fewer_than_five_are_no_large_group(self, officer, persons):
        with pytest.raises(Refusal, match="từ 5 người"):
            visit(officer, DAY, persons=persons, is_group=True)
        assert not visit(officer, DAY, persons=persons).is_group

    @pytest.mark.parametrize("persons", [5, 60])
    def test_five_on_one_content_are(self, officer, persons):
        assert visit(officer, DAY, persons=persons, is_group=True).is_group

    def test_nobody_is_no_visit(self, officer):
        with pytest.raises(Refusal, match="Số người"):
            visit(officer, DAY, persons=0)

    def test_a_channel_or_content_that_does_not_exist_is_refused(self, officer):
        for fields in ({"channel": "dien_thoai", "session": held(officer, DAY)}, {"content_kind": "khen"}):
            with pytest.raises(Refusal):
                visit(officer, DAY, **fields)
        assert not Visit.objects.exists()

    @pytest.mark.parametrize("content", [item for item in Content if item != Content.DENUNCIATION])
    def test_who_came_may_be_kept(self, officer, content):
        seen = visit(officer, DAY, content_kind=content, personal=NAMED)
        assert seen.secrecy == Record.Secrecy.INTERNAL
        assert seen.personal.full_name == NAMED["full_name"]

    def test_who_came_with_a_denunciation_never_is(self, officer):
        with pytest.raises(Refusal, match="không được ghi họ tên"):
            visit(officer, DAY, content_kind=Content.DENUNCIATION, personal=NAMED)
        seen = visit(officer, DAY, content_kind=Content.DENUNCIATION)
        assert (seen.secrecy, seen.identity_released_on) == (Record.Secrecy.SEALED, None)

    def test_it_is_not_published_while_sealed(self, officer):
        seen = visit(officer, DAY, content_kind=Content.DENUNCIATION)
        with pytest.raises(Refusal, match="không bao giờ được công khai"):
            writing.publish(seen, by=head(officer.at), on=DAY)

    def test_a_compiler_receives_nobody(self):
        with pytest.raises(Refusal, match="không có quyền tiếp nhận"):
            visit(compiler(), DAY)


class TestAnswer:
    @pytest.mark.parametrize(
        ("came", "due_on"),
        [
            # 2, 3, 6 to 10, 13 to 15/2
            (DAY, date(2023, 2, 15)),
            # 13, 16 to 19/1 five; after Tết 27, 30, 31/1, 1, 2/2
            (date(2023, 1, 12), date(2023, 2, 2)),
            # 16, 19 to 23 six, 26 to 29/12 ten
            (date(2022, 12, 15), date(2022, 12, 29)),
            # came on a Saturday: 6 to 10 and 13 to 17/2
            (date(2023, 2, 4), date(2023, 2, 17)),
        ],
    )
    def test_ten_working_days(self, officer, came, due_on):
        limit = Duty.objects.get(record_id=visit(officer, came).pk)
        assert (limit.rule, limit.begins_on) == ("TCD.REPLY", came)
        assert (limit.due_on, limit.own_latest_on, limit.latest_on) == (due_on, due_on, due_on)
        assert "Điều 28" in limit.citation

    @pytest.mark.parametrize("answer", list(Answer))
    def test_each_of_the_four_answers_meets_it(self, officer, answer):
        seen = visit(officer, DAY)
        done = writing.move(seen, "tra_loi", by=officer, on=date(2023, 2, 15), answer=answer)
        assert (done.state, done.answered_on, done.closed_on) == ("da_tra_loi", *[date(2023, 2, 15)] * 2)
        assert Duty.objects.get(record_id=seen.pk).standing(date(2023, 3, 14)) == "dung_han"

    def test_a_day_later_it_is_late(self, officer):
        seen = visit(officer, DAY)
        writing.move(seen, "tra_loi", by=officer, on=date(2023, 2, 16), answer="thu_ly")
        assert Duty.objects.get(record_id=seen.pk).standing(date(2023, 3, 14)) == "qua_han"

    def test_an_answer_says_which(self, officer):
        with pytest.raises(Refusal, match="Còn thiếu “kết quả trả lời”"):
            writing.move(visit(officer, DAY), "tra_loi", by=officer, on=DAY)
        with pytest.raises(Refusal, match="Kết quả trả lời"):
            writing.move(visit(officer, DAY), "tra_loi", by=officer, on=DAY, answer="se_xem")

    def test_it_is_given_once_and_not_before_the_visit(self, officer):
        seen = visit(officer, DAY)
        with pytest.raises(Refusal, match="trước ngày tiếp nhận"):
            writing.move(seen, "tra_loi", by=officer, on=date(2023, 1, 31), answer="thu_ly")
        writing.move(seen, "tra_loi", by=officer, on=DAY, answer="thu_ly")
        with pytest.raises(Refusal, match="Không thể “Trả lời”"):
            writing.move(seen, "tra_loi", by=officer, on=DAY, answer="chuyen")

    def test_the_clerk_who_receives_does_not_answer(self, officer):
        seen = visit(officer, DAY)
        with pytest.raises(Refusal, match="không có quyền xử lý"):
            writing.move(seen, "tra_loi", by=make_account("tiep_dan", officer.at), on=DAY, answer="thu_ly")


class TestSession:
    def test_it_is_planned_then_held(self, officer):
        planned = session(officer, DAY, planned_on=date(2023, 2, 14))
        assert (planned.state, planned.held_on) == ("len_lich", None)
        assert planned.title == "Tiếp công dân định kỳ ngày 14/2/2023"
        done = writing.move(planned, "to_chuc", by=officer, on=date(2023, 2, 15))
        assert (done.state, done.held_on, done.closed_on) == ("da_tiep", *[date(2023, 2, 15)] * 2)

    def test_who_presided_may_be_corrected_when_it_was_held(self, officer):
        planned = session(officer, DAY)
        done = writing.move(planned, "to_chuc", by=officer, on=DAY, attendance="uy_quyen")
        assert done.attendance == HeadSession.Attendance.DELEGATED

    @pytest.mark.parametrize("ground", [None, "phuc_tap", "hau_qua"])
    def test_an_urgent_one_has_one_of_two_grounds(self, officer, ground):
        if ground:
            assert session(officer, DAY, occasion="dot_xuat", urgent_ground=ground).urgent_ground == ground
            return
        with pytest.raises(Refusal, match=r"hai trường hợp .*Điều 18 khoản 3"):
            session(officer, DAY, occasion="dot_xuat")

    def test_it_needs_a_planned_day(self, officer):
        with pytest.raises(Refusal, match="Ngày tiếp theo lịch"):
            session(officer, DAY, planned_on=None)

    def test_it_is_held_once_and_not_before_it_was_posted(self, officer):
        planned = session(officer, DAY)
        with pytest.raises(Refusal, match="trước ngày tiếp nhận"):
            writing.move(planned, "to_chuc", by=officer, on=date(2023, 1, 31))
        writing.move(planned, "to_chuc", by=officer, on=DAY)
        with pytest.raises(Refusal, match="Không thể"):
            writing.move(planned, "to_chuc", by=officer, on=DAY)

    def test_it_may_be_published_and_its_visits_stay_inside(self, officer):
        done = held(officer, DAY)
        writing.publish(done, by=head(officer.at), on=DAY)
        visit(officer, DAY, channel=Channel.HEAD, session=done)
        assert Record.objects.filter(published_on__isnull=False).get().pk == done.pk
        assert {"occasion", "attendance", "planned_on", "held_on", "moved_because"} < set(SESSION.public)
        assert VISIT.public == ()


URGENT = {"occasion": "dot_xuat", "urgent_ground": "phuc_tap"}


class TestHeads:
    """Luật Tiếp công dân, Điều 12, 13, 15, 18: a head receives in person; a deputy or an urgent session meets nothing."""

    FIRST, LAST = date(2023, 2, 1), date(2023, 2, 28)

    @pytest.fixture
    def province(self):
        return make_unit("Tỉnh Minh Họa", Kind.PROVINCE)

    def owed(self, province, unit, since=FIRST, until=LAST):
        reschedule(province, since, until)
        return list(
            Duty.objects.filter(unit=unit, record=None, clock__startswith="tiep_dan").order_by("due_on")
        )

    @pytest.mark.parametrize(
        ("kind", "rule", "times"),
        [
            (Kind.DEPARTMENT, "TCD.HEAD.SO", 1),
            (Kind.INSPECTORATE, "TCD.HEAD.SO", 1),
            (Kind.DISTRICT, "TCD.HEAD.HUYEN", 2),
            (Kind.CITY, "TCD.HEAD.HUYEN", 2),
        ],
    )
    def test_so_many_days_a_month(self, province, kind, rule, times):
        unit = make_unit("Đơn vị Minh Họa", kind, province)
        officer = handler(unit)
        for turn, day in enumerate((7, 21)[:times], 1):
            (limit,) = self.owed(province, unit)
            assert (limit.rule, limit.due_on, limit.met_on) == (rule, date(2023, 2, 28), None), turn
            held(officer, date(2023, 2, day))
        (limit,) = self.owed(province, unit)
        assert limit.met_on == date(2023, 2, (7, 21)[times - 1])

    @pytest.mark.parametrize("fields", [{"attendance": "uy_quyen"}, URGENT])
    def test_a_deputy_or_an_urgent_session_meets_nothing(self, province, fields):
        unit = make_unit("Sở Minh Họa", Kind.DEPARTMENT, province)
        held(handler(unit), DAY, **fields)
        assert self.owed(province, unit)[0].met_on is None

    def test_a_session_on_the_schedule_meets_nothing_until_held(self, province):
        unit = make_unit("Sở Minh Họa", Kind.DEPARTMENT, province)
        session(handler(unit), DAY)
        assert self.owed(province, unit)[0].met_on is None

    def test_one_to_which_nobody_came_meets_the_duty(self, province):
        unit = make_unit("Sở Minh Họa", Kind.DEPARTMENT, province)
        held(handler(unit), DAY)
        assert not Visit.objects.exists()
        assert self.owed(province, unit)[0].met_on == DAY

    def test_a_commune_owes_a_day_in_every_week(self, province):
        unit = make_unit("Xã Minh Họa", Kind.COMMUNE, province)
        held(handler(unit), date(2023, 2, 14))
        weeks = self.owed(province, unit, date(2023, 2, 6), date(2023, 2, 19))
        assert [(week.period, week.met_on) for week in weeks] == [
            ("2023-W06", None),
            ("2023-W07", date(2023, 2, 14)),
        ]

    def test_the_week_of_tet_waits_for_the_first_day_of_work(self, province):
        unit = make_unit("Xã Minh Họa", Kind.COMMUNE, province)
        # Monday 23/1 to Sunday 29/1 has one working day, Friday 27/1: the span itself is enough
        (week,) = self.owed(province, unit, date(2023, 1, 23), date(2023, 1, 29))
        assert (week.due_on, week.latest_on) == (date(2023, 1, 29), date(2023, 1, 29))

    def test_from_july_2026_a_commune_owes_two_days_a_month(self, province, play_on):
        play_on(date(2026, 7, 31))
        unit = make_unit("Phường Minh Họa", Kind.WARD, province)
        officer = handler(unit)
        held(officer, date(2026, 7, 7))
        (month,) = self.owed(province, unit, date(2026, 7, 1), date(2026, 7, 31))
        assert (month.rule, month.period, month.met_on) == ("TCD.HEAD.XA.2", "2026-07", None)
        held(officer, date(2026, 7, 21))
        (month,) = self.owed(province, unit, date(2026, 7, 1), date(2026, 7, 31))
        assert month.met_on == date(2026, 7, 21)

    def test_the_last_week_by_the_old_law_ends_in_june_2026(self, province):
        unit = make_unit("Xã Minh Họa", Kind.COMMUNE, province)
        weeks = self.owed(province, unit, date(2026, 6, 22), date(2026, 7, 12))
        assert [week.period for week in weeks] == ["2026-W26"]

    def test_a_district_owes_nothing_after_districts_ended(self, province):
        unit = make_unit("Huyện Minh Họa", Kind.DISTRICT, province)
        assert len(self.owed(province, unit, date(2025, 6, 1), date(2025, 6, 30))) == 1
        assert len(self.owed(province, unit, date(2025, 7, 1), date(2025, 7, 31))) == 1
