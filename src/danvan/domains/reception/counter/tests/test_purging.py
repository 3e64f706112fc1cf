"""A letter that came of a visit turns out to be a tố cáo: nobody is left beside it."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from tests.support.dump import holding

from danvan.domains.reception import booking as bookings
from danvan.domains.reception import conclusions
from danvan.domains.reception.booking import Asked
from danvan.domains.reception.counter import booked, lookup, purging
from danvan.domains.reception.counter.card import parse
from danvan.domains.reception.counter.tests.counter_world import (
    NAME,
    NUMBER,
    PERSONAL,
    PLACE,
    WORDS,
    letters,
    send,
)
from danvan.domains.reception.models import Booking, BookingPerson, ConclusionWords, Visit, VisitPerson
from danvan.domains.reception.schedule.slots import Offer
from danvan.domains.reception.tests.schedule_world import PERSON, TODAY, held_with_visits, hours_of, planner
from danvan.records import envelopes, papers, writing
from danvan.records.models import EnvelopeAct, HistoryRow, Link, PersonalDetails, Record
from danvan.records.tests.desk_world import desk_of, reach_of, role_at
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
LETTER = {"content_kind": "khieu_nai", "outcome": "nhan_don", "field": "dat_dai"}
SECOND = {"kind_2": "kien_nghi_phan_anh", "field_2": "khac", "content_2": "Ý thứ hai minh họa"}


def reclassified(officer, letter=None):
    return writing.move(letter or letters().get(), "phan_loai_lai", by=officer, on=DAY)


def named_anywhere():
    return {told for told in PERSONAL if holding(told)}


class TestTheVisitBehindALetter:
    def test_nothing_of_the_person_is_left(self, officer):
        send(officer, **LETTER)
        assert named_anywhere() == set(PERSONAL)
        letter = reclassified(officer)
        assert (letter.kind, letter.secrecy) == ("to_cao", "niem_phong")
        assert named_anywhere() == set()
        assert not VisitPerson.objects.exists()
        assert not PersonalDetails.objects.exists()

    def test_the_program_itself_may_do_it(self, officer, as_app):
        send(officer, **LETTER)
        reclassified(officer)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert named_anywhere() == set()

    def test_the_visit_stays_with_number_and_day(self, officer):
        send(officer, **LETTER, persons="3")
        reclassified(officer)
        visit = Visit.objects.get()
        assert (visit.number, visit.received_on, visit.persons) == ("1/2023", DAY, 3)
        assert visit.identity_released_on is None
        assert desk_of(officer).get(f"/ban-lam-viec/quay/phieu/{visit.public_id}/").status_code == 200

    def test_the_visit_is_sealed_in_its_row_its_title_and_its_list(self, officer):
        send(officer, **LETTER)
        before = Visit.objects.get()
        assert before.secrecy == Record.Secrecy.INTERNAL
        reclassified(officer)
        visit = Visit.objects.get()
        assert (visit.secrecy, visit.version) == (Record.Secrecy.SEALED, before.version + 1)
        assert visit.title == before.title, "class and figures stay as they were written"

    def test_a_sealed_visit_stays_sealed_when_it_is_answered(self, officer):
        send(officer, **LETTER)
        reclassified(officer)
        visit = writing.move(Visit.objects.get(), "tra_loi", by=officer, on=DAY, answer="thu_ly")
        assert visit.secrecy == Record.Secrecy.SEALED

    def test_nobody_can_be_named_there_again(self, officer):
        send(officer, **LETTER)
        reclassified(officer)
        with pytest.raises(Exception, match="thông tin cá nhân"):
            VisitPerson.objects.create(visit=Visit.objects.get(), full_name=NAME)

    def test_what_was_done_stands_in_the_history_without_a_word(self, officer):
        send(officer, **LETTER)
        reclassified(officer)
        told = EnvelopeAct.objects.filter(act=EnvelopeAct.Act.PURGED).values_list("record_id", flat=True)
        assert set(told) == {Visit.objects.get().pk, letters().get().pk}
        rows = "".join(str((row.before, row.after)) for row in HistoryRow.objects.all())
        assert not [text for text in PERSONAL if text in rows]

    def test_whoever_comes_again_is_not_known_by_it(self, officer):
        send(officer, **LETTER)
        reclassified(officer)
        assert lookup.past(parse(NUMBER), reach_of(officer)).visits == []

    def test_a_visit_joined_to_the_letter_is_emptied_too(self, officer):
        send(officer, **LETTER)
        code = letters().get().public_id
        send(officer, content_kind="khieu_nai", outcome="nhap", joins=code, full_name="Trần Thị Đến Sau")
        assert VisitPerson.objects.count() == 2
        reclassified(officer)
        assert not VisitPerson.objects.exists()
        assert not holding("Trần Thị Đến Sau")

    def test_visits_tied_to_nothing_of_it_keep_their_person(self, officer):
        send(officer, **LETTER)
        send(officer, full_name="Lê Văn Việc Khác", identity_number="079085099999")
        reclassified(officer)
        assert [row.full_name for row in VisitPerson.objects.all()] == ["Lê Văn Việc Khác"]

    def test_the_same_person_on_another_matter_stays_as_well(self, officer):
        send(officer, **LETTER)
        send(officer, content="Việc khác của cùng người")
        reclassified(officer)
        assert VisitPerson.objects.count() == 1
        assert holding(NAME)
        assert not holding(WORDS)


class TestSeveralLettersOfOneVisit:
    def test_it_is_refused_while_another_one_names_the_person(self, officer):
        send(officer, **LETTER, **SECOND)
        first = letters().order_by("pk").first()
        with pytest.raises(Refusal, match="cùng lượt tiếp với hồ sơ khác"):
            reclassified(officer, first)
        first.refresh_from_db()
        assert first.kind == "khieu_nai"
        assert VisitPerson.objects.count() == 1
        assert PersonalDetails.objects.count() == 3

    def test_the_sentence_tells_what_to_do_instead(self, officer):
        send(officer, **LETTER, **SECOND)
        with pytest.raises(Refusal) as told:
            reclassified(officer, letters().order_by("pk").last())
        assert "mở đơn mới" in str(told.value)
        assert NAME not in str(told.value)

    def test_a_visit_joined_to_two_is_refused_alike(self, officer):
        send(officer, **LETTER)
        send(officer, **LETTER, content="Việc khác", full_name="Người Khác", identity_number="079085012399")
        first, second = letters().order_by("pk")
        visit = Visit.objects.order_by("pk").last()
        Link.objects.create(record_id=visit.pk, source_id=first.pk, kind=Link.Kind.JOINS)
        with pytest.raises(Refusal, match="cùng lượt tiếp"):
            reclassified(officer, first)
        assert Record.objects.get(pk=second.pk).identity_released_on


class TestTheVisitItself:
    def test_people_and_conclusions_words_go(self, officer):
        _session, (visit,) = held_with_visits(officer, DAY, "khieu_nai")
        VisitPerson.objects.create(visit=visit, full_name=NAME)
        row = conclusions.add(
            visit.session, answer="tra_loi_ngay", by=officer, on=DAY, visit=visit, text=WORDS, contact=PLACE
        )
        envelopes.purge(visit)
        kept = ConclusionWords.objects.get(conclusion=row)
        assert (kept.text, kept.contact, kept.result) == ("", "", "")
        assert not VisitPerson.objects.exists()

    def test_conclusions_about_others_keep_theirs(self, officer):
        session, (one, other) = held_with_visits(officer, DAY, "khieu_nai", "khieu_nai")
        told = {"answer": "tra_loi_ngay", "by": officer, "on": DAY}
        conclusions.add(session, visit=other, text="Lời về người khác", **told)
        conclusions.add(session, text="Kết luận chung", **told)
        envelopes.purge(one)
        assert sorted(ConclusionWords.objects.values_list("text", flat=True)) == [
            "Kết luận chung",
            "Lời về người khác",
        ]

    def test_words_alone_go_where_only_a_part_was_a_denunciation(self, officer):
        session, (visit,) = held_with_visits(officer, DAY, "khieu_nai")
        VisitPerson.objects.create(visit=visit, full_name=NAME)
        told = {"answer": "tra_loi_ngay", "by": officer, "on": DAY}
        conclusions.add(session, visit=visit, text=WORDS, **told)
        conclusions.add(session, text="Kết luận chung", **told)
        PersonalDetails.objects.create(record_id=visit.pk, full_name=NAME, content=WORDS)
        envelopes.take_words(visit, by=officer, content=" ")
        assert not holding(WORDS)
        assert VisitPerson.objects.get().full_name == NAME
        assert (PersonalDetails.objects.get().full_name, PersonalDetails.objects.get().content) == (NAME, "")
        assert set(ConclusionWords.objects.values_list("text", flat=True)) == {"", "Kết luận chung"}

    def test_the_text_of_a_refusal_notice_goes(self, officer):
        send(officer, outcome="tu_choi", refused_for="r3")
        visit = Visit.objects.get()
        paper = papers.prepare(
            visit,
            "tu_choi_tiep",
            by=officer,
            on=DAY,
            can_cu=papers.template("tu_choi_tiep").blanks[0].options[0],
        )
        envelopes.purge(visit)
        with pytest.raises(Refusal):
            papers.sheet(paper)
        assert not holding(NAME)

    def test_twice_is_once(self, officer):
        send(officer, **LETTER)
        visit = Visit.objects.get()
        purging.purge(visit)
        purging.purge(visit)
        assert not VisitPerson.objects.exists()

    def test_a_letter_that_came_by_post_touches_no_visit(self, officer):
        send(officer)
        letter = writing.open_record("don", by=officer, unit=officer.at, on=DAY, channel="buu_chinh")
        told = {"kind": "khieu_nai", "field": "dat_dai", "personal": {"full_name": "Người Gửi Thư"}}
        letter = writing.move(letter, "phan_loai", by=officer, on=DAY, **told)
        reclassified(officer, letter)
        assert VisitPerson.objects.count() == 1


class TestWhoHadBooked:
    """No field says which booking a visit was opened from: the name must, and else the officer."""

    @pytest.fixture
    def officer(self, settings, db):
        settings.DEMONSTRATION_DAY = TODAY
        return planner()

    def booked(self, officer, name=NAME, hour=8, on=TODAY, **asked):
        hours = officer.at.reception_hours.first() or hours_of(officer.at, places=9)
        told = {"is_sealed": False, "person": PERSON | {"full_name": name}} | asked
        return bookings.take(Offer(hours, on), Asked(time(hour), **told))

    def visit(self, officer, booking=None, **more):
        told = {"booking": str(booking.pk)} if booking else {}
        send(officer, on="14/3/2023", **told, **(LETTER | more))

    def sealed(self, officer):
        writing.move(letters().get(), "phan_loai_lai", by=officer, on=TODAY)
        return Visit.objects.get(secrecy="niem_phong")

    def part(self, officer, visit):
        return booked.panel(visit, reach_of(officer))

    def left(self):
        return dict(BookingPerson.objects.exclude(full_name="").values_list("booking_id", "full_name"))

    def test_the_one_of_the_name_is_forgotten_whenever_it_was_marked(self, officer):
        own = self.booked(officer, "NGUYEN van  Minh Hoạ")
        self.visit(officer)
        moment = timezone.now() + timedelta(hours=2)
        Booking.objects.filter(pk=own.pk).update(state="da_den", changed_at=moment)
        visit = self.sealed(officer)
        person = BookingPerson.objects.get()
        assert (person.full_name, person.phone, person.email, person.reminder_agreed_at) == ("", "", "", None)
        assert self.part(officer, visit) is None

    def test_a_neighbour_marked_in_the_same_minute_keeps_everything(self, officer):
        neighbour, own = self.booked(officer, "Lê Văn Hàng Xóm"), self.booked(officer)
        bookings.mark(neighbour, True, by=officer, on=TODAY)
        self.visit(officer, own)
        visit = self.sealed(officer)
        assert self.left() == {neighbour.pk: "Lê Văn Hàng Xóm"}
        assert BookingPerson.objects.get(pk=neighbour.pk).phone == PERSON["phone"]
        assert self.part(officer, visit) is None, "and nobody is asked to look at it"

    def test_a_visit_opened_from_a_booking_forgets_it_at_once_and_no_namesake_later(self, officer):
        own, namesake = self.booked(officer, "Viết Sai Tên"), self.booked(officer, hour=9)
        self.visit(officer, own)
        assert self.left() == {namesake.pk: NAME}
        visit = self.sealed(officer)
        assert self.left() == {namesake.pk: NAME}
        assert self.part(officer, visit) is None

    def test_where_two_bear_the_name_the_officer_is_told_which_to_look_at(self, officer):
        both = [self.booked(officer), self.booked(officer, hour=9)]
        self.visit(officer)
        visit = self.sealed(officer)
        assert set(self.left()) == {one.pk for one in both}
        part = self.part(officer, visit)
        assert (part.waits, [one.pk for one in part.context["bookings"]]) == (True, [one.pk for one in both])
        page = desk_of(officer).get(visit.get_absolute_url()).content.decode()
        for one in both:
            assert f"dat-cho/{one.pk}/xoa-ten/" in page
        assert NAME not in page

    def test_where_another_name_was_booked_too(self, officer):
        own = self.booked(officer, "Viết Sai Tên")
        self.visit(officer)
        visit = self.sealed(officer)
        assert set(self.left()) == {own.pk}
        assert [one.pk for one in self.part(officer, visit).context["bookings"]] == [own.pk]

    def test_of_a_visit_without_a_name_the_one_marked_at_once(self, officer):
        own, other = self.booked(officer), self.booked(officer, hour=9)
        self.visit(officer)
        VisitPerson.objects.all().delete()
        for booking, after in ((own, 5), (other, 90)):
            moment = Visit.objects.get().created_at + timedelta(seconds=after)
            Booking.objects.filter(pk=booking.pk).update(state="da_den", changed_at=moment)
        self.sealed(officer)
        assert set(self.left()) == {other.pk}

    def test_of_a_visit_without_a_name_none_where_two_were_marked_at_once(self, officer):
        both = [self.booked(officer), self.booked(officer, hour=9)]
        self.visit(officer)
        VisitPerson.objects.all().delete()
        for booking in both:
            bookings.mark(booking, True, by=officer, on=TODAY)
        visit = self.sealed(officer)
        assert set(self.left()) == {one.pk for one in both}
        assert self.part(officer, visit)

    def test_those_of_another_day_or_unit_are_left_alone(self, officer):
        elsewhere = planner()
        far = [self.booked(officer, on=date(2023, 3, 7)), self.booked(elsewhere)]
        self.visit(officer)
        visit = self.sealed(officer)
        assert set(self.left()) == {one.pk for one in far}
        assert self.part(officer, visit) is None

    def test_the_officer_takes_the_name_away_and_is_asked_no_more(self, officer):
        first, second = self.booked(officer), self.booked(officer, hour=9)
        self.visit(officer)
        visit = self.sealed(officer)
        where = f"/ban-lam-viec/tiep-cong-dan/dat-cho/{first.pk}/xoa-ten/"
        assert desk_of(officer).post(where).status_code == 302
        assert set(self.left()) == {second.pk}
        assert self.part(officer, visit) is None

    @pytest.mark.parametrize("role", ["thanh_tra", "van_thu"])
    def test_who_does_not_classify_takes_no_name_away(self, officer, role):
        both = [self.booked(officer), self.booked(officer, hour=9)]
        self.visit(officer)
        visit, account = self.sealed(officer), role_at(role, officer)
        assert self.part(account, visit) is None
        with pytest.raises(Refusal, match="không có quyền"):
            bookings.forget_by(both[0], by=account, on=TODAY)
        assert len(self.left()) == 2

    def test_not_before_its_day(self, officer):
        later = self.booked(officer, on=date(2023, 3, 21))
        with pytest.raises(Refusal, match="Chưa đến ngày hẹn"):
            bookings.forget_by(later, by=officer, on=TODAY)
        assert self.left()

    def test_no_other_visit_names_bookings(self, officer):
        self.booked(officer)
        self.visit(officer)
        assert self.part(officer, Visit.objects.get()) is None
        send(officer, on="14/3/2023", content_kind="to_cao")
        assert self.part(officer, Visit.objects.get(content_kind="to_cao")) is None
        assert self.part(officer, letters().first()) is None
