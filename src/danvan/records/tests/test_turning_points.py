"""Writers and standing duties where one line less would go unseen: publication, person, spans, meetings, roots."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.petitions.models import Matter
from danvan.domains.reception.models import HeadSession
from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.records import history, writing
from danvan.records.loading import Row, load
from danvan.records.models import Duty, HistoryRow, PersonalDetails, Record, RegisterBook
from danvan.records.standing import Span, reschedule, spans
from danvan.records.tests.desk_world import DAY, NAMED, classified, session_of
from danvan.records.tests.factories import handler, head, letter_of
from danvan.records.today import today
from danvan.ui.errors import Refusal


@pytest.fixture
def officer(db):
    return handler()


class TestToday:
    def test_a_demonstration_plays_on_its_own_day(self, settings):
        settings.DEMONSTRATION_DAY = date(2023, 3, 14)
        assert today() == date(2023, 3, 14)

    def test_otherwise_it_is_the_day_in_viet_nam_not_in_greenwich(self, settings, monkeypatch):
        from datetime import UTC, datetime

        from django.utils import timezone

        settings.DEMONSTRATION_DAY = None
        monkeypatch.setattr(timezone, "now", lambda: datetime(2024, 2, 29, 17, 30, tzinfo=UTC))
        assert today() == date(2024, 3, 1)
        monkeypatch.setattr(timezone, "now", lambda: datetime(2024, 2, 29, 16, 59, tzinfo=UTC))
        assert today() == date(2024, 2, 29)


class TestOpening:
    def test_today_is_no_future_and_tomorrow_is(self, officer, settings):
        settings.DEMONSTRATION_DAY = date(2023, 3, 14)
        assert letter_of(officer, date(2023, 3, 14)).number == "1/2023"
        with pytest.raises(Refusal, match=r"Ngày 15/3/2023 chưa tới \(hôm nay là 14/3/2023\)"):
            letter_of(officer, date(2023, 3, 15))

    def test_it_keeps_who_opened_it_and_begins_at_version_one(self, officer):
        letter = Record.objects.get(pk=letter_of(officer, DAY).pk)
        assert (letter.created_by_id, letter.version, letter.unit_id) == (officer.pk, 1, officer.at.pk)

    def test_each_type_has_its_own_book(self, officer):
        letter_of(officer, DAY)
        assert session_of(officer).number == "1/2023"
        assert letter_of(officer, DAY).number == "2/2023"

    def test_a_record_that_arises_from_another_is_tied_to_it(self, officer):
        first = letter_of(officer, DAY)
        second = letter_of(officer, DAY, arises_from=first)
        assert list(Record.objects.filter(outcomes__record_id=second.pk)) == [first.record_ptr]
        assert not Record.objects.filter(outcomes__record_id=first.pk).exists()


class TestMoving:
    def test_every_step_raises_the_version_by_one_and_a_refused_one_does_not(self, officer):
        letter = classified(officer)
        assert letter.version == 2
        with pytest.raises(Refusal):
            writing.move(letter, "chuyen", by=officer, on=DAY)
        assert Record.objects.get(pk=letter.pk).version == 2
        assert writing.move(letter, "luu", by=officer, on=DAY, version=2).version == 3

    def test_a_move_to_come_is_refused(self, officer):
        with pytest.raises(Refusal, match="chưa tới"):
            writing.move(classified(officer), "luu", by=officer, on=today() + timedelta(days=1))

    def test_a_refused_move_writes_nothing_of_what_it_brought(self, officer):
        letter = letter_of(officer, DAY)
        rows = HistoryRow.objects.count()
        with pytest.raises(Refusal, match="Còn thiếu “lĩnh vực”"):
            writing.move(letter, "phan_loai", by=officer, on=DAY, kind="khieu_nai", signatories=7)
        letter.refresh_from_db()
        assert (letter.kind, letter.signatories, letter.state) == (None, 1, "tiep_nhan")
        assert HistoryRow.objects.count() == rows

    def test_only_the_running_limits_of_this_record_are_met(self, officer):
        other, letter = classified(officer), classified(officer)
        writing.move(letter, "luu", by=officer, on=DAY)
        assert not Duty.objects.open().filter(record_id=letter.pk).exists()
        assert Duty.objects.open().filter(record_id=other.pk).count() == 2


class TestPerson:
    def test_what_is_typed_is_stripped_and_what_is_blank_is_no_person(self, officer):
        letter = letter_of(officer, DAY)
        blank = {"full_name": "  ", "address": "\t", "phone": "", "content": "\n"}
        values = {"kind": "khieu_nai", "field": "dat_dai"}
        letter = writing.move(letter, "phan_loai", by=officer, on=DAY, personal=blank, **values)
        assert not PersonalDetails.objects.exists()
        writing._keep_personal(letter, {"full_name": "  Người gửi thử  "})
        kept = PersonalDetails.objects.get()
        assert (kept.full_name, kept.address, kept.content) == ("Người gửi thử", "", "")

    def test_blank_fields_are_no_person_on_a_sealed_record_either(self, officer):
        assert writing.open_record(
            "don", by=officer, unit=officer.at, on=DAY, personal=dict.fromkeys(NAMED, " ")
        ).pk
        assert not PersonalDetails.objects.exists()

    @pytest.mark.parametrize("name", sorted(NAMED))
    def test_any_one_field_is_a_person(self, officer, name):
        with pytest.raises(Refusal, match="không được ghi họ tên, địa chỉ, nội dung"):
            writing.open_record("don", by=officer, unit=officer.at, on=DAY, personal={name: NAMED[name]})
        assert not Record.objects.exists()

    def test_a_second_writing_replaces_and_does_not_double(self, officer):
        letter = classified(officer)
        writing._keep_personal(letter, {"full_name": "Người khác thử"})
        assert [kept.full_name for kept in PersonalDetails.objects.all()] == ["Người khác thử"]
        assert PersonalDetails.objects.get().address == ""


class TestPublishing:
    def test_it_dates_counts_and_opens_the_record_to_the_publics_search(self, officer):
        session = session_of(officer)
        assert not Record.objects.search("ky", public=True).filter(pk=session.pk).exists()
        shown = writing.publish(session, by=head(officer.at), on=DAY)
        assert (shown.published_on, shown.version) == (DAY, session.version + 1)
        kept = Record.objects.get(pk=session.pk)
        assert kept.search_public == kept.search_internal != ""

    def test_who_may_handle_may_not_publish(self, officer):
        session = session_of(officer)
        with pytest.raises(Refusal, match="không có quyền"):
            writing.publish(session, by=officer, on=DAY)
        assert Record.objects.get(pk=session.pk).published_on is None

    def test_a_head_of_another_unit_may_not(self, officer):
        with pytest.raises(Refusal, match="không có quyền"):
            writing.publish(session_of(officer), by=head(make_unit()), on=DAY)

    def test_it_stands_in_the_history_under_the_heads_name(self, officer):
        session, boss = session_of(officer), head(officer.at)
        writing.publish(session, by=boss, on=DAY)
        last = history.of_record(session)[-1]
        assert (last.actor, last.after["published_on"]) == (boss.pk, "2023-03-01")


class TestSearch:
    def test_the_public_and_the_desk_search_in_their_own_texts(self, officer):
        letter = classified(officer)
        assert letter.pk in set(Record.objects.search("KHIẾU nại", public=False).values_list("pk", flat=True))
        assert not Record.objects.search("khiếu nại", public=True).exists()

    def test_no_word_finds_everything_and_two_need_both(self, officer):
        classified(officer)
        assert Record.objects.search("  ", public=False).count() == 1
        assert Record.objects.search("khieu dat", public=False).count() == 1
        assert not Record.objects.search("khieu rung", public=False).exists()


class TestBooks:
    def test_a_reserved_row_of_numbers_is_followed_by_the_next(self, officer):
        unit = officer.at.pk
        assert [RegisterBook.take(unit, "don", 2023, n) for n in (1, 5, 1)] == [1, 2, 7]
        assert RegisterBook.take(unit, "don", 2024) == 1
        assert RegisterBook.take(unit, "ky_tiep", 2023) == 1

    def test_loaded_records_go_on_where_the_hand_stopped_by_day_not_by_row(self, officer):
        letter_of(officer, DAY)
        days = [date(2023, 2, 5), date(2022, 12, 31), date(2023, 1, 2)]
        rows = [Row(HeadSession(unit=officer.at, planned_on=day), day) for day in days]
        load("ky_tiep", rows, reason="Sổ cũ")
        numbers = {row.record.planned_on: row.record.number for row in rows}
        assert numbers == {days[0]: "2/2023", days[1]: "1/2022", days[2]: "1/2023"}
        assert letter_of(officer, DAY).number == "2/2023"
        assert session_of(officer).number == "3/2023"


class TestSpans:
    def test_a_month_counts_when_its_last_day_lies_inside(self):
        months = [span.key for span in spans("month", date(2023, 1, 31), date(2023, 3, 30))]
        assert months == ["2023-01", "2023-02"]
        assert [span.key for span in spans("month", date(2023, 2, 1), date(2023, 3, 31))] == [
            "2023-02",
            "2023-03",
        ]

    @pytest.mark.parametrize(
        ("year", "last"), [(2023, date(2023, 2, 28)), (2024, date(2024, 2, 29)), (2100, date(2100, 2, 28))]
    )
    def test_february_ends_when_it_ends(self, year, last):
        assert list(spans("month", last, last)) == [Span(f"{year}-02", date(year, 2, 1), last)]

    def test_december_is_followed_by_january(self):
        (span,) = spans("month", date(2023, 12, 31), date(2024, 1, 30))
        assert (span.first, span.last) == (date(2023, 12, 1), date(2023, 12, 31))

    def test_a_week_runs_from_monday_to_sunday_and_belongs_to_its_iso_year(self):
        found = list(spans("week", date(2022, 12, 26), date(2023, 1, 8)))
        assert found == [
            Span("2022-W52", date(2022, 12, 26), date(2023, 1, 1)),
            Span("2023-W01", date(2023, 1, 2), date(2023, 1, 8)),
        ]
        assert [span.key for span in spans("week", date(2021, 1, 3), date(2021, 1, 3))] == ["2020-W53"]

    def test_nothing_ends_in_a_time_turned_round(self):
        assert list(spans("month", date(2023, 2, 1), date(2023, 1, 1))) == []

    @given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(["month", "week"]))
    def test_each_day_ends_at_most_one_span_and_keys_rise(self, day, every):
        found = list(spans(every, day, day + timedelta(days=100)))
        keys = [span.key for span in found]
        assert keys == sorted(set(keys))
        assert len(found) >= (3 if every == "month" else 14)
        assert len(list(spans(every, day, day))) <= 1


@pytest.mark.django_db
class TestMeetings:
    JANUARY = (date(2023, 1, 1), date(2023, 1, 31))

    def hold(self, unit, *days):
        rows = [Row(HeadSession(unit=unit, planned_on=day), day, [("to_chuc", day, {})]) for day in days]
        load("ky_tiep", rows, reason="Lịch")

    def met(self, unit):
        reschedule(unit, *self.JANUARY)
        return Duty.objects.get(unit=unit, clock="tiep_dan_tinh").met_on

    @pytest.mark.parametrize(
        ("day", "meets"),
        [
            (date(2022, 12, 31), False),
            (date(2023, 1, 1), True),
            (date(2023, 1, 31), True),
            (date(2023, 2, 1), False),
        ],
    )
    def test_only_a_session_within_the_month_meets_it(self, day, meets):
        province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        self.hold(province, day)
        assert self.met(province) == (day if meets else None)

    def test_the_first_of_several_meets_it_and_a_later_find_changes_nothing(self):
        province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        self.hold(province, date(2023, 1, 20), date(2023, 1, 10))
        assert self.met(province) == date(2023, 1, 10)
        self.hold(province, date(2023, 1, 5))
        assert self.met(province) == date(2023, 1, 10)

    def test_a_session_of_another_unit_meets_nothing(self):
        province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        self.hold(make_unit("Tỉnh Khác", Kind.PROVINCE), date(2023, 1, 10))
        assert self.met(province) is None

    def test_a_planned_session_that_was_not_held_meets_nothing(self):
        province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        load(
            "ky_tiep",
            [Row(HeadSession(unit=province, planned_on=date(2023, 1, 10)), date(2023, 1, 10))],
            reason="Lịch",
        )
        assert self.met(province) is None

    def test_invented_duties_are_marked_and_stand_without_a_record(self):
        province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        reschedule(province, *self.JANUARY, is_illustrative=True)
        duty = Duty.objects.get(unit=province, clock="tiep_dan_tinh")
        assert (duty.is_illustrative, duty.record_id, duty.begins_on) == (True, None, date(2023, 1, 1))


class TestRoots:
    LEAVES = [sha256(bytes([n])).hexdigest() for n in range(7)]

    def joined(self, *leaves):
        return sha256(b"".join(map(bytes.fromhex, leaves))).hexdigest()

    def test_one_leaf_is_its_own_root_and_none_has_no_root(self):
        assert history.merkle_root(self.LEAVES[:1]) == self.LEAVES[0]
        with pytest.raises(ValueError, match="no leaves"):
            history.merkle_root([])

    def test_two_are_joined_and_an_odd_third_rises_unpaired(self):
        a, b, c = self.LEAVES[:3]
        assert history.merkle_root([a, b]) == self.joined(a, b)
        assert history.merkle_root([a, b, c]) == self.joined(self.joined(a, b), c)

    def test_five_make_a_tree_of_three_levels(self):
        a, b, c, d, e = self.LEAVES[:5]
        assert history.merkle_root([a, b, c, d, e]) == self.joined(
            self.joined(self.joined(a, b), self.joined(c, d)), e
        )

    @given(st.integers(1, 7), st.data())
    def test_any_leaf_changed_dropped_or_exchanged_changes_the_root(self, count, data):
        leaves = self.LEAVES[:count]
        root = history.merkle_root(leaves)
        place = data.draw(st.integers(0, count - 1))
        assert history.merkle_root([*leaves[:place], "00" * 32, *leaves[place + 1 :]]) != root
        if count > 1:
            assert history.merkle_root(leaves[:place] + leaves[place + 1 :]) != root
            assert history.merkle_root(leaves[1:] + leaves[:1]) != root


def test_a_settled_matter_takes_a_person_only_by_its_class(officer):
    for kind, released in (("khieu_nai", True), ("to_cao", False)):
        writing.move(classified(officer, kind), "thu_ly", by=officer, on=DAY)
        matter = Matter.objects.get(kind=kind)
        assert bool(matter.identity_released_on) == released
        assert matter.secrecy == ("noi_bo" if released else "niem_phong")
