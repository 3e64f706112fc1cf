"""What a move may say of law and clocks: when it exists, what it writes, stops, runs again and lengthens. In memory."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan import law
from danvan.domains.petitions.models import Letter
from danvan.records.declare import Clock, Move, RecordType, State
from danvan.records.models import Duty
from danvan.records.steps import Journey, begin, extend, pause, resume, take
from danvan.ui.errors import Refusal

IN = date(2026, 7, 6)
OPEN, END = ("soan",), ("xong",)
LIMIT = Clock("han", "Hạn", "KN.S1", ("mo",), ("xong",), case=lambda record: record.place or None)
ADDED = Clock("them", "Thêm", "TC.S", ("mo",), ("xong",))


def kind(*moves, clocks=(LIMIT,), **columns):
    states = (State("soan", "Soạn", "x"), State("cho", "Chờ", "x"), State("xong", "Xong", "x", True))
    return RecordType("thu", Letter, "Thử", "Thử", states, moves, clocks=clocks, **columns)


def opened(declared, on=IN, **fields):
    journey = Journey(Letter(unit_id=1, **fields))
    begin(journey, declared, on)
    return journey


def done(declared, journey, key, on):
    take(journey, declared, declared.move(key), on)
    return journey


STOP = Move("dung", "Dừng", OPEN, "cho", "records.handle", suspends=("han",))
RUN = Move("chay", "Chạy", ("cho",), "soan", "records.handle", resumes=("han",))


class TestLaw:
    AFTER = Move(
        "sau",
        "Sau",
        OPEN,
        "",
        "records.handle",
        applies=lambda record, on: on >= date(2026, 8, 1),
        otherwise="Chỉ có từ 1/8/2026.",
    )

    def test_a_move_exists_from_its_day(self):
        declared = kind(self.AFTER)
        record = opened(declared).record
        assert declared.moves_for(record, date(2026, 7, 31)) == []
        assert declared.moves_for(record, date(2026, 8, 1)) == [self.AFTER]

    def test_before_it_is_refused_in_its_own_words(self):
        declared = kind(self.AFTER)
        with pytest.raises(Refusal, match=r"^Chỉ có từ 1/8/2026\.$"):
            done(declared, opened(declared), "sau", date(2026, 7, 31))
        done(declared, opened(declared), "sau", date(2026, 8, 1))

    def test_the_words_may_be_told_of_record_and_day(self):
        told = Move(
            "x",
            "X",
            OPEN,
            "",
            "y",
            applies=lambda r, on: False,
            otherwise=lambda r, on: f"{r.state} {on.day}",
        )
        with pytest.raises(Refusal, match=r"^soan 9$"):
            done(kind(told), opened(kind(told)), "x", date(2026, 7, 9))

    def test_without_words_the_article_is_named(self):
        bare = Move("x", "X", OPEN, "", "y", applies=lambda record, on: False, cite="Điều 9")
        with pytest.raises(Refusal, match=r"không có bước “X” \(Điều 9\)"):
            done(kind(bare), opened(kind(bare)), "x", IN)


class TestWriting:
    def test_a_move_without_target_stays_and_writes_what_it_always_writes(self):
        beside = Move("x", "X", ("soan", "xong"), "", "y", sets={"handling": "luu"}, dated_by="replied_on")
        journey = done(kind(beside), opened(kind(beside)), "x", IN)
        assert (journey.record.state, journey.record.handling, journey.record.replied_on) == (
            "soan",
            "luu",
            IN,
        )

    def test_the_end_is_kept_by_later_moves_and_taken_back_by_a_reopening(self):
        declared = kind(
            Move("xong", "X", OPEN, "xong", "y", closes=True),
            Move("sau", "S", END, "", "y", closes=True),
            Move("lai", "L", END, "soan", "y", reopens=True),
        )
        journey = done(declared, opened(declared), "xong", IN)
        done(declared, journey, "sau", IN + timedelta(days=3))
        assert journey.record.closed_on == IN
        done(declared, journey, "lai", IN + timedelta(days=4))
        assert (journey.record.closed_on, journey.record.state) == (None, "soan")

    def test_identity_is_released_once(self):
        beside = Move("x", "X", OPEN, "", "y", releases_identity=lambda record: True)
        journey = done(kind(beside), opened(kind(beside)), "x", IN)
        done(kind(beside), journey, "x", IN + timedelta(days=5))
        assert journey.record.identity_released_on == IN

    def test_a_record_may_be_born_in_another_state(self):
        declared = kind(births={"cho": lambda record: record.is_repeated})
        assert opened(declared, is_repeated=True).record.state == "cho"
        assert opened(declared).record.state == "soan"

    def test_what_follows_from_duties_sees_them_as_they_ran(self):
        seen = []
        ends = Move(
            "xong", "X", OPEN, "xong", "y", reckons=lambda r, duties, on: seen.append(duties[0].met_on)
        )
        journey = done(kind(ends), opened(kind(ends)), "xong", IN)
        assert seen == [None]
        assert journey.duties[0].met_on == IN


class TestClocks:
    def test_a_suspended_limit_makes_nobody_late(self):
        declared = kind(STOP, RUN)
        journey = done(declared, opened(declared), "dung", date(2026, 7, 10))
        (duty,) = journey.duties
        assert duty.is_suspended
        assert duty.standing(date(2030, 1, 1)) != "qua_han"

    def test_it_runs_again_by_as_many_days_as_it_stood(self):
        declared = kind(STOP, RUN)
        journey = done(declared, opened(declared), "dung", date(2026, 7, 10))
        (duty,) = done(declared, journey, "chay", date(2026, 7, 20)).duties
        # 30 days from 6/7 end on 5/8; ten days stood: 15/8 is a Saturday, so Monday 17/8
        assert (duty.is_suspended, duty.due_on) == (False, date(2026, 8, 17))
        assert law.recompute(duty.ledger) == duty.due_on

    def test_stopped_and_run_on_one_day_changes_nothing(self):
        declared = kind(STOP, RUN)
        journey = opened(declared)
        before = journey.duties[0].due_on
        done(declared, done(declared, journey, "dung", date(2026, 7, 10)), "chay", date(2026, 7, 10))
        assert journey.duties[0].due_on == before

    def test_twice_suspended_both_spans_count(self):
        declared = kind(STOP, RUN)
        journey = opened(declared)
        for first, last in ((10, 13), (20, 24)):
            done(declared, journey, "dung", date(2026, 7, first))
            done(declared, journey, "chay", date(2026, 7, last))
        assert journey.duties[0].due_on == date(2026, 8, 12)  # 5/8 and seven days

    def test_the_engine_refuses_a_suspension_before_there_was_one_in_law(self):
        declared = kind(STOP, RUN)
        with pytest.raises(Refusal, match=r"chỉ có từ 1/7/2026"):
            done(declared, opened(declared, date(2023, 2, 1)), "dung", date(2023, 2, 10))

    def test_pausing_twice_and_resuming_what_runs_are_refused(self):
        (duty,) = opened(kind()).duties
        with pytest.raises(Refusal, match="không tạm dừng"):
            resume(duty, IN)
        pause(duty, date(2026, 7, 10))
        with pytest.raises(Refusal, match="đang tạm dừng"):
            pause(duty, date(2026, 7, 11))
        with pytest.raises(Refusal, match="trước ngày tạm dừng 10/7/2026"):
            resume(duty, date(2026, 7, 9))

    def test_a_total_by_case_and_an_addition_by_the_rule(self):
        longer = Move("dai", "Dài", OPEN, "", "y", takes=("place",), extends=("han", "them"))
        declared = kind(longer, clocks=(LIMIT, ADDED))
        journey = opened(declared)
        journey.record.place = "phuc_tap"
        done(declared, journey, "dai", date(2026, 7, 10))
        total, added = journey.duties
        assert total.terms["case"] == "phuc_tap"
        assert total.due_on == date(2026, 8, 20)  # 45 days
        assert added.terms["extensions"] == [30]
        assert added.due_on == date(2026, 9, 4)  # 60 days

    def test_a_third_addition_is_more_than_the_law_gives(self):
        (duty,) = opened(kind(clocks=(ADDED,))).duties
        for _ in range(3):
            extend(duty, None)
        with pytest.raises(Refusal, match="nhiều nhất"):
            law.due(duty.rule, duty.begins_on, extensions=duty.terms["extensions"])

    def test_a_limit_begun_again_on_its_own_day_runs_on(self):
        again = Clock("han", "Hạn", "KN.S1", ("mo", "lai"), ("xong",))
        declared = kind(
            Move("xong", "X", OPEN, "xong", "y", closes=True),
            Move("lai", "L", END, "soan", "y", reopens=True),
            clocks=(again,),
        )
        journey = done(declared, done(declared, opened(declared), "xong", IN), "lai", IN)
        assert [duty.met_on for duty in journey.duties] == [None]

    @given(st.lists(st.integers(0, 9), min_size=2, max_size=8))
    def test_any_stops_shift_the_day_by_what_they_took_before_rolling(self, gaps):
        declared = kind(STOP, RUN)
        journey, on, stood = opened(declared), IN + timedelta(days=1), 0
        for turn, gap in enumerate(gaps[: len(gaps) // 2 * 2]):
            on += timedelta(days=gap)
            if on > date(2026, 8, 1):
                return
            if turn % 2:
                stood += gap
            done(declared, journey, ("dung", "chay")[turn % 2], on)
        (duty,) = journey.duties
        plain = IN + timedelta(days=30 + stood)
        assert plain <= duty.due_on <= plain + timedelta(days=6)
        assert law.recompute(duty.ledger) == duty.due_on


def test_a_duty_without_suspension_does_not_stand():
    assert not Duty(own_latest_on=IN).is_suspended
