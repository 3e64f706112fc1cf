"""The days on which an answer turns: windows, wordings, verdicts, suspensions and extensions, one day to each side."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from danvan import law
from danvan.law import VERDICTS, Calendar, DayRow, Extension, NoLongerLaw, NotYetLaw, judge
from danvan.law.working_days import load_calendar
from danvan.ui.errors import Refusal

D, ONE = date, timedelta(days=1)
BOOK = law.rulebook()
ALL = [wording for key in BOOK.keys() for wording in BOOK.wordings(key)]  # noqa: SIM118
WINDOWS = [wording for wording in ALL if wording.kind == "window"]
CLOSED = [wording for wording in ALL if wording.valid_to is not None]
PARTS = ("Q1", "Q2", "Q3", "Q4", "6M", "9M")


class TestWordings:
    @pytest.mark.parametrize("wording", ALL, ids=lambda wording: f"{wording.key}@{wording.valid_from}")
    def test_each_governs_its_first_day_and_not_the_one_before(self, wording):
        assert BOOK.wording(wording.key, wording.valid_from) == wording
        assert not wording.is_in_force(wording.valid_from - ONE)

    @pytest.mark.parametrize("wording", CLOSED, ids=lambda wording: f"{wording.key}@{wording.valid_to}")
    def test_each_governs_its_last_day_and_not_the_one_after(self, wording):
        assert BOOK.wording(wording.key, wording.valid_to) == wording
        assert not wording.is_in_force(wording.valid_to + ONE)

    def test_outside_its_life_a_rule_says_on_which_side(self):
        for key in BOOK.keys():  # noqa: SIM118
            series = BOOK.wordings(key)
            with pytest.raises(NotYetLaw):
                BOOK.wording(key, series[0].valid_from - ONE)
            if series[-1].valid_to:
                with pytest.raises(NoLongerLaw):
                    BOOK.wording(key, series[-1].valid_to + ONE)

    def test_a_successor_is_law_on_the_very_next_day(self):
        ended = [BOOK.wordings(key)[-1] for key in BOOK.keys()]  # noqa: SIM118
        handed = [wording for wording in ended if wording.valid_to and wording.successor]
        assert len(handed) >= 4
        for wording in handed:
            assert BOOK.wording(wording.successor, wording.valid_to + ONE).key == wording.successor


class TestDocuments:
    TEXT = law.Document("1/L", "Luật", 1, D(2020, 1, 1), D(2020, 12, 31))
    OPEN = law.Document("2/L", "Luật", 1, D(2020, 1, 1))

    @pytest.mark.parametrize(
        ("first", "last", "covers", "meets"),
        [
            (D(2020, 1, 1), D(2020, 12, 31), True, True),
            (D(2019, 12, 31), D(2020, 12, 31), False, True),
            (D(2020, 1, 1), D(2021, 1, 1), False, True),
            (D(2020, 1, 1), None, False, True),
            (D(2020, 12, 31), D(2021, 6, 1), False, True),
            (D(2021, 1, 1), D(2021, 6, 1), False, False),
            (D(2019, 1, 1), D(2019, 12, 31), False, False),
            (D(2019, 1, 1), D(2020, 1, 1), False, True),
        ],
    )
    def test_a_text_with_an_end(self, first, last, covers, meets):
        assert (self.TEXT.covers(first, last), self.TEXT.meets(first, last)) == (covers, meets)

    def test_a_text_without_an_end_covers_every_span_that_begins_in_it(self):
        assert self.OPEN.covers(D(2020, 1, 1), None)
        assert not self.OPEN.covers(D(2019, 12, 31), None)
        assert self.OPEN.meets(D(2019, 12, 31), None)

    def test_a_text_known_by_its_title_is_not_named_twice(self):
        assert law.Document("Hiến pháp", "Hiến pháp", 1, D(2014, 1, 1)).cited == "Hiến pháp"
        assert self.OPEN.cited == "Luật (2/L)"


class TestWindows:
    @pytest.mark.parametrize("regime", ["RP", "GR"])
    @pytest.mark.parametrize("part", PARTS)
    def test_a_window_is_ruled_by_the_text_in_force_when_it_closes(self, regime, part):
        seen = 0
        for year in range(2013, 2031):
            try:
                found = law.period(f"{year}-{part}", regime)
            except Refusal:
                continue
            seen += 1
            assert found.wording.is_in_force(found.last)
            assert found.first < found.last
            assert found.rule.startswith(f"{regime}.")
            assert found.last.year == year
        assert seen >= 8 or (regime, part) == ("GR", "9M")

    def test_the_year_in_which_the_day_of_cutting_moved_leaves_one_day_to_both(self):
        """The old circular ended a quarter on the 15th, the next one begins on the 15th: that day is reported twice."""
        before, after = law.period("2021-Q1"), law.period("2021-Q2")
        assert before.rule != after.rule
        assert (before.last, after.first) == (D(2021, 3, 15), D(2021, 3, 15))

    @given(year=st.integers(2022, 2035), quarter=st.integers(1, 4))
    def test_quarters_of_one_regime_follow_without_gap(self, year, quarter):
        following = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
        first, second = (law.period(f"{y}-Q{q}") for y, q in ((year, quarter), following))
        assert second.first - first.last == ONE

    @given(day=st.dates(D(2021, 12, 15), D(2035, 12, 14)))
    def test_every_day_lies_in_exactly_one_quarter(self, day):
        quarters = [
            law.period(f"{year}-Q{n}") for year in range(day.year - 1, day.year + 2) for n in (1, 2, 3, 4)
        ]
        assert sum(day in quarter for quarter in quarters) == 1

    @given(year=st.integers(2022, 2035))
    def test_the_larger_periods_are_made_of_whole_quarters(self, year):
        quarters = [law.period(f"{year}-Q{n}") for n in (1, 2, 3, 4)]
        half, nine, whole = (law.period(code) for code in (f"{year}-6M", f"{year}-9M", str(year)))
        assert {half.first, nine.first, whole.first} == {quarters[0].first}
        assert [half.last, nine.last, whole.last] == [quarter.last for quarter in quarters[1:]]
        second = law.period(f"{year}-6M2")
        assert (second.first, second.last) == (quarters[2].first, quarters[3].last)

    @pytest.mark.parametrize("number", range(1, 5))
    @pytest.mark.parametrize("word", ["quý", "Quy", "Q", "q"])
    @pytest.mark.parametrize("between", ["/", "-", " ", ".", ", ", " năm ", ""])
    def test_a_quarter_reads_alike_however_it_is_joined(self, number, word, between):
        roman = ("I", "II", "III", "IV")[number - 1]
        for numeral in (str(number), roman, roman.lower()):
            assert law.period(f"{word} {numeral}{between}2023").code == f"2023-Q{number}"

    @pytest.mark.parametrize("number", range(1, 13))
    def test_a_month_has_its_own_number_in_each_spelling(self, number):
        for typed in (
            f"2023-{number:02d}",
            f"{number}/2023",
            f"tháng {number}/2023",
            f"Tháng {number} năm 2023",
        ):
            found = law.period(typed)
            assert (found.code, found.label) == (f"2023-{number:02d}", f"Tháng {number}/2023")
            assert (found.last.month, found.last.day, found.first.day) == (number, 14, 15)

    @pytest.mark.parametrize(
        ("typed", "year"), [("1900-Q1", 1900), ("2199-Q4", 2199), ("1899-Q4", 1899), ("2200-Q1", 2200)]
    )
    def test_the_years_at_the_calendars_ends_are_read_up_to_the_last(self, typed, year):
        from danvan.law.windows import read_code

        if 1900 <= year <= 2199:
            assert read_code(typed)[0] == year
        else:
            with pytest.raises(Refusal, match=f"«{typed}»"):
                read_code(typed)


class TestVerdicts:
    """Each verdict on the last day that still has it."""

    def turns(self, due, first, last):
        """[(day, verdict)] wherever the verdict of something done that day differs from the day before."""
        found, before = [], None
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            now = judge(due, day, last)
            if now != before:
                found.append((day, now))
            before = now
        return found

    def test_a_plain_limit_turns_once(self):
        due = law.due("TC.S", D(2023, 2, 8))
        assert self.turns(due, D(2023, 2, 8), D(2023, 4, 1)) == [
            (D(2023, 2, 8), "trong_han"),
            (due.due_on + ONE, "qua_han"),
        ]

    @pytest.mark.parametrize("rule", ["KN.ACC", "KN.ACC.ND"])
    def test_a_limit_of_two_texts_turns_twice_whichever_is_asked(self, rule):
        due = law.due(rule, D(2023, 2, 3))
        assert self.turns(due, D(2023, 2, 3), D(2023, 3, 1)) == [
            (D(2023, 2, 3), "trong_han"),
            (D(2023, 2, 14), "qua_han_theo_luat"),
            (D(2023, 2, 18), "qua_han_theo_ca_hai"),
        ]

    def test_a_minimum_turns_the_other_way(self):
        due = law.due("KN.PUB.POST", D(2023, 2, 1))
        assert self.turns(due, D(2023, 2, 1), D(2023, 4, 1)) == [
            (D(2023, 2, 1), "chua_du_thoi_gian"),
            (D(2023, 2, 16), "trong_han"),
        ]

    def test_a_schedule_counted_back_turns_after_its_day(self):
        due = law.due("TCD.POST", D(2023, 2, 15))
        assert self.turns(due, D(2023, 1, 1), D(2023, 2, 15)) == [
            (D(2023, 1, 1), "trong_han"),
            (D(2023, 2, 9), "qua_han"),
        ]

    def test_done_on_the_day_of_asking_is_no_day_to_come(self):
        due = law.due("TC.S", D(2023, 2, 8))
        assert judge(due, D(2023, 2, 20), D(2023, 2, 20)) == "trong_han"
        with pytest.raises(Refusal, match=r"Ngày thực hiện 21/2/2023 sau ngày xét 20/2/2023"):
            judge(due, D(2023, 2, 21), D(2023, 2, 20))

    @given(begins=st.dates(D(2021, 12, 1), D(2026, 5, 1)), offset=st.integers(0, 120))
    def test_undone_today_and_done_today_are_judged_alike(self, begins, offset):
        due, day = law.due("KN.ACC", begins), begins + timedelta(days=offset)
        assert judge(due, None, day) == judge(due, day, day)
        assert judge(due, None, day) in VERDICTS


class TestInSpan:
    HEAD = BOOK.wording("TCD.HEAD.TINH", D(2023, 2, 1))

    def test_a_month_is_due_on_its_last_day_though_that_is_a_sunday(self):
        due = law.due_in_span(self.HEAD, D(2023, 4, 1), D(2023, 4, 30))
        assert (due.due_on, due.latest_on, due.provisional) == (D(2023, 4, 30), D(2023, 4, 30), False)
        assert law.recompute(due.ledger_json()) == D(2023, 4, 30)
        assert [step.days for step in due.ledger] == [1, 30, 30, 0]

    @pytest.mark.parametrize(
        ("first", "latest"),
        [
            (D(2023, 1, 20), D(2023, 1, 27)),  # the seven days of Tết
            (D(2023, 1, 21), D(2023, 1, 27)),
            (D(2023, 1, 15), D(2023, 1, 21)),
        ],
    )
    def test_a_week_without_a_working_day_waits_for_the_next(self, first, latest):
        weekly = BOOK.wording("TCD.HEAD.XA", first)
        last = first + timedelta(days=6)
        due = law.due_in_span(weekly, first, last)
        assert (due.due_on, due.latest_on, due.own_latest_on) == (last, latest, latest)

    def test_a_span_in_a_year_without_its_notice_is_provisional(self):
        assert law.due_in_span(self.HEAD, D(2023, 2, 1), D(2023, 2, 28), Calendar([])).provisional
        due = law.due_in_span(self.HEAD, D(2023, 2, 1), D(2023, 2, 28), Calendar([], known=[2023]))
        assert not due.provisional

    def test_what_is_no_frequency_is_refused_by_its_key(self):
        with pytest.raises(Refusal, match=r"Quy tắc KN\.S1 không phải việc định kỳ"):
            law.due_in_span(BOOK.wording("KN.S1", D(2023, 2, 1)), D(2023, 2, 1), D(2023, 2, 28))


begin_days = st.dates(D(2021, 12, 1), D(2026, 4, 1))


class TestAlgebra:
    """Laws of suspension and extension."""

    @given(begins=begin_days, gap=st.integers(1, 12), one=st.integers(1, 9), two=st.integers(1, 9))
    def test_two_pauses_that_touch_stop_as_long_as_one(self, begins, gap, one, two):
        first = begins + timedelta(days=gap)
        middle, end = first + timedelta(days=one), first + timedelta(days=one + two)
        parts = law.due("TC.S", begins, suspensions=[(first, middle - ONE), (middle, end - ONE)])
        whole = law.due("TC.S", begins, suspensions=[(first, end - ONE)])
        assert parts.due_on == whole.due_on
        assert law.recompute(parts.ledger_json()) == parts.due_on

    @given(begins=begin_days, pauses=st.permutations([(2, 3), (8, 8), (15, 20)]))
    def test_the_order_in_which_papers_are_given_is_nothing(self, begins, pauses):
        spans = [(begins + timedelta(days=a), begins + timedelta(days=b)) for a, b in pauses]
        assert law.due("TC.S", begins, suspensions=spans) == law.due(
            "TC.S", begins, suspensions=sorted(spans)
        )

    @given(begins=begin_days, one=st.integers(1, 30), two=st.integers(1, 30))
    def test_extensions_add_up_in_either_order(self, begins, one, two):
        forth = law.due("TC.S", begins, extensions=[one, two])
        back = law.due("TC.S", begins, extensions=[two, one])
        assert forth.due_on == back.due_on
        assert forth.due_on == law.calendar().next_working(begins + timedelta(days=30 + one + two))

    @given(begins=begin_days, length=st.integers(1, 40))
    def test_a_pause_never_shortens(self, begins, length):
        first = begins + timedelta(days=5)
        plain = law.due("TC.S", begins)
        assume(first <= plain.due_on)
        stopped = law.due("TC.S", begins, suspensions=[(first, first + timedelta(days=length - 1))])
        assert stopped.due_on > plain.due_on or length < 10  # no row of days off is longer
        assert stopped.due_on >= plain.due_on

    @given(begins=begin_days, days=st.integers(1, 30))
    def test_one_extension_is_worded_without_a_turn(self, begins, days):
        (step,) = [
            step
            for step in law.due("TC.S", begins, extensions=[Extension(days, "QĐ 5")]).ledger
            if step.kind == "extended"
        ]
        assert step.text.startswith(f"Gia hạn (QĐ 5): tính thêm {days} ngày")

    @pytest.mark.parametrize(("days", "allowed"), [(0, False), (1, True), (30, True), (31, False)])
    def test_the_least_and_the_most_of_one_extension(self, days, allowed):
        if allowed:
            assert law.due("TC.S", D(2023, 2, 8), extensions=[days]).due_on > D(2023, 3, 10)
        else:
            with pytest.raises(Refusal, match=f"đã ghi {days} ngày"):
                law.due("TC.S", D(2023, 2, 8), extensions=[days])


class TestRowsLaidOver:
    """An administrator's rows over a calendar."""

    MONDAY, SATURDAY = D(2023, 3, 6), D(2023, 3, 11)

    def laid(self, *rows, known=(2023,)):
        return Calendar([], known=[2023]).with_rows(
            [DayRow(day, kind, "x", "y", status, **more) for day, kind, status, more in rows], known
        )

    @pytest.mark.parametrize(
        ("day", "kind", "status", "more", "plain", "lenient"),
        [
            (MONDAY, "off", "V", {}, False, False),
            (MONDAY, "off", "M", {}, False, False),
            (MONDAY, "off", "V", {"confirmed": False}, True, False),
            (MONDAY, "make_up", "V", {}, True, True),
            (SATURDAY, "make_up", "V", {}, True, True),
            (SATURDAY, "make_up", "S", {}, True, True),
            (SATURDAY, "make_up", "M", {}, True, False),
            (SATURDAY, "off", "V", {}, False, False),
        ],
    )
    def test_each_kind_of_row_in_both_readings(self, day, kind, status, more, plain, lenient):
        calendar = self.laid((day, kind, status, more))
        assert (calendar.is_working(day), calendar.is_working(day, lenient=True)) == (plain, lenient)
        assert calendar.has_doubt(day, day) == (plain != lenient)
        assert not calendar.has_doubt(day + ONE, day + 9 * ONE)
        assert not calendar.has_doubt(day - 9 * ONE, day - ONE)

    def test_the_later_of_two_rows_of_a_day_wins_and_its_reason_is_told(self):
        calendar = self.laid((self.MONDAY, "off", "V", {}), (self.MONDAY, "make_up", "V", {}))
        assert calendar.is_working(self.MONDAY)
        assert calendar.reason_off(self.MONDAY) == "thứ Hai"
        assert [row.kind for row in calendar.rows()] == ["make_up"]

    @pytest.mark.parametrize(
        ("more", "marked"), [({}, False), ({"computed": True}, True), ({"confirmed": False}, True)]
    )
    def test_a_computed_or_unconfirmed_row_makes_its_day_provisional_and_no_other(self, more, marked):
        calendar = self.laid((self.MONDAY, "off", "V", more))
        assert calendar.is_provisional(self.MONDAY, self.MONDAY) == marked
        assert not calendar.is_provisional(self.MONDAY + ONE, self.MONDAY + 2 * ONE)
        assert not calendar.is_provisional(self.MONDAY - 2 * ONE, self.MONDAY - ONE)

    def test_one_unknown_year_within_a_span_is_enough(self):
        calendar = Calendar([], known=[2022, 2024])
        assert calendar.is_provisional(D(2022, 12, 31), D(2024, 1, 1))
        assert not calendar.is_provisional(D(2022, 1, 1), D(2022, 12, 31))

    def test_the_calendar_of_the_files_is_known_up_to_its_last_notice(self):
        calendar = load_calendar()
        assert calendar.known == frozenset(range(2021, 2027))
        assert not calendar.is_provisional(D(2023, 12, 31), D(2024, 1, 1))
        assert calendar.is_provisional(D(2027, 1, 4), D(2027, 1, 4))
        assert calendar.is_provisional(D(2020, 12, 31), D(2021, 1, 4))
