"""The engine: totals and additions, suspension, backward counts, rolling, provisional days, conflicts, refusals."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from danvan import law
from danvan.law import Calendar, Checked, DayRow, Extension, NotYetLaw, RuleBook, Suspension
from danvan.ui.errors import Refusal

D = date


def steps(due, kind):
    return [step for step in due.ledger if step.kind == kind]


class TestLengths:
    def test_the_first_day_is_not_counted(self):
        due = law.due("KN.S1", D(2023, 2, 8))
        assert due.due_on == D(2023, 2, 8) + timedelta(days=30)
        assert steps(due, "count")[0].first == D(2023, 2, 9)

    def test_a_case_is_a_total_and_not_an_addition(self):
        assert law.due("KN.S1", D(2023, 1, 3), case="phuc_tap").due_on == D(2023, 2, 17)

    def test_the_remote_case_and_the_remote_rule_agree(self):
        for begins in (D(2022, 12, 15), D(2023, 1, 3), D(2023, 3, 14)):
            for n in (1, 2):
                by_case = law.due(f"KN.S{n}", begins, case="vung_xa")
                assert by_case.due_on == law.due(f"KN.S{n}.REMOTE", begins).due_on
                complex_case = law.due(f"KN.S{n}", begins, case="vung_xa_phuc_tap")
                assert complex_case.due_on == law.due(f"KN.S{n}.REMOTE", begins, case="phuc_tap").due_on

    def test_a_year_ends_on_the_same_date(self):
        assert law.due("XLD.KEEP", D(2023, 3, 15)).due_on == D(2024, 3, 15)

    def test_a_year_from_the_leap_day_ends_at_the_months_end(self):
        assert law.due("XLD.KEEP", D(2024, 2, 29)).due_on == D(2025, 2, 28)

    def test_an_unknown_case_names_the_known_ones(self):
        with pytest.raises(Refusal, match="vung_xa_phuc_tap"):
            law.due("KN.S1", D(2023, 1, 3), case="gap")

    def test_a_rule_without_cases_points_to_the_extension(self):
        with pytest.raises(Refusal, match="gia hạn"):
            law.due("TC.S", D(2023, 1, 3), case="phuc_tap")

    @pytest.mark.parametrize("rule", ["KN.SUSP", "TC.EXT.C", "TCD.HEAD.TINH", "RP.Q1", "TC.TEAM", "CAL.ROLL"])
    def test_what_is_no_limit_has_no_due_day(self, rule):
        with pytest.raises(Refusal, match="không phải một thời hạn"):
            law.due(rule, D(2026, 8, 3) if rule == "KN.SUSP" else D(2023, 2, 1))


class TestRolling:
    def test_a_last_day_off_moves_to_the_next_working_day_and_says_why(self):
        due = law.due("KN.S1", D(2023, 2, 10))
        assert due.due_on == D(2023, 3, 13)
        (rolled,) = steps(due, "rolled")
        assert "12/3/2023 là Chủ nhật" in rolled.text
        assert "Điều 148 khoản 5" in rolled.text
        assert "chưa kiểm chứng" in rolled.text

    def test_a_minimum_does_not_move(self):
        due = law.due("KN.EFF1", D(2023, 2, 10))
        assert due.due_on == D(2023, 3, 12)
        assert not steps(due, "rolled")
        assert steps(due, "result")[0].text.startswith("Đủ thời gian vào")

    def test_tet_is_named_in_the_ledger(self):
        due = law.due("TCD.REPLY", D(2023, 1, 13))
        assert any("Tết Nguyên đán" in step.text and step.days == 7 for step in steps(due, "skipped"))

    def test_a_make_up_saturday_is_a_working_day(self):
        due = law.due("TCD.REPLY", D(2025, 12, 29))
        assert due.due_on == D(2026, 1, 13)
        assert not any(step.first <= D(2026, 1, 10) <= step.last for step in steps(due, "skipped"))
        assert any(step.first <= D(2026, 1, 2) <= step.last for step in steps(due, "skipped"))


class TestBackwards:
    def test_five_working_days_before_exclude_the_day_itself(self):
        due = law.due("TCD.POST", D(2023, 2, 15))
        assert due.due_on == D(2023, 2, 8)
        assert "đếm lùi" in due.ledger[0].text

    def test_tet_is_skipped_backwards(self):
        assert law.due("TCD.POST", D(2023, 1, 30)).due_on == D(2023, 1, 16)

    def test_calendar_days_backwards(self):
        assert law.due("KN.PUB.MEET", D(2023, 3, 6)).due_on == D(2023, 3, 3)

    def test_a_backward_ledger_recomputes(self):
        for rule in ("TCD.POST", "KN.PUB.MEET"):
            due = law.due(rule, D(2023, 1, 30))
            assert law.recompute(due.ledger_json()) == due.due_on


class TestSuspension:
    PAUSE = Suspension(D(2023, 2, 20), D(2023, 3, 1), "chờ kết quả giám định lại")

    def test_the_whole_length_is_left_out(self):
        due = law.due("TC.S", D(2023, 2, 8), suspensions=[self.PAUSE])
        assert due.due_on == D(2023, 3, 20)
        (pause,) = steps(due, "suspended")
        assert pause.days == 10
        assert "chờ kết quả giám định lại" in pause.text

    def test_a_complaint_of_2023_cannot_be_suspended(self):
        with pytest.raises(NotYetLaw, match="1/7/2026") as caught:
            law.due("KN.S1", D(2023, 2, 8), suspensions=[self.PAUSE])
        assert "KN.SUSP" in str(caught.value)

    def test_a_complaint_accepted_before_1_7_2026_can_be_suspended_after(self):
        pause = (D(2026, 7, 6), D(2026, 7, 15))
        assert law.due("KN.S1", D(2026, 6, 20), suspensions=[pause]).due_on == D(2026, 7, 30)

    def test_but_not_on_a_day_before_it(self):
        with pytest.raises(NotYetLaw):
            law.due("KN.S1", D(2026, 6, 1), suspensions=[(D(2026, 6, 30), D(2026, 7, 5))])

    def test_a_rule_without_any_ground_is_refused(self):
        with pytest.raises(Refusal, match="không có quy định tạm đình chỉ"):
            law.due("TCD.REPLY", D(2023, 2, 8), suspensions=[self.PAUSE])

    @pytest.mark.parametrize(
        "pause",
        [
            (D(2023, 2, 8), D(2023, 2, 10)),  # the day it began is not counted
            (D(2023, 1, 2), D(2023, 1, 5)),
            (D(2023, 3, 11), D(2023, 3, 20)),  # the day after the last
            (D(2024, 1, 1), D(2024, 1, 2)),
        ],
    )
    def test_a_suspension_outside_the_clock_is_refused(self, pause):
        with pytest.raises(Refusal, match="nằm ngoài thời hạn"):
            law.due("TC.S", D(2023, 2, 8), suspensions=[pause])

    def test_the_last_day_still_lies_inside(self):
        assert law.due("TC.S", D(2023, 2, 8), suspensions=[(D(2023, 3, 10), D(2023, 3, 14))]).due_on == D(
            2023, 3, 15
        )

    def test_the_working_day_a_weekend_moved_the_end_to_lies_inside_too(self):
        # Thirty days end on Sunday 12/3, so Monday 13/3 is the last day; it is still owed after the suspension.
        due = law.due("TC.S", D(2023, 2, 10), suspensions=[(D(2023, 3, 13), D(2023, 3, 16))])
        assert due.due_on == D(2023, 3, 17)
        assert [step.kind for step in due.ledger[2:5]] == ["suspended", "rolled", "result"]
        assert "Sau tạm đình chỉ" in due.ledger[3].text
        assert law.recompute(due.ledger_json()) == D(2023, 3, 17)

    def test_a_suspension_between_a_saturday_end_and_the_monday_waits_first(self):
        due = law.due("TC.S", D(2023, 2, 9), suspensions=[(D(2023, 3, 13), D(2023, 3, 17))])
        assert due.due_on == D(2023, 3, 20)
        assert [step.kind for step in due.ledger[2:6]] == ["rolled", "suspended", "rolled", "result"]
        assert "chờ đến ngày làm việc kế tiếp" in due.ledger[2].text
        assert law.recompute(due.ledger_json()) == D(2023, 3, 20)

    def test_the_day_after_the_moved_end_lies_outside(self):
        with pytest.raises(Refusal, match="đến hết 13/3/2023"):
            law.due("TC.S", D(2023, 2, 10), suspensions=[(D(2023, 3, 14), D(2023, 3, 16))])

    def test_overlapping_suspensions_are_refused(self):
        pauses = [self.PAUSE, (D(2023, 3, 1), D(2023, 3, 3))]
        with pytest.raises(Refusal, match="chồng nhau ở ngày 1/3/2023"):
            law.due("TC.S", D(2023, 2, 8), suspensions=pauses)

    def test_touching_suspensions_stay_two_steps(self):
        pauses = [(D(2023, 3, 1), D(2023, 3, 3)), (D(2023, 2, 27), D(2023, 2, 28))]
        due = law.due("TC.S", D(2023, 2, 8), suspensions=pauses)
        assert [step.days for step in steps(due, "suspended")] == [2, 3]
        assert law.recompute(due.ledger_json()) == due.due_on

    def test_an_end_before_its_beginning_is_refused(self):
        with pytest.raises(Refusal, match="ngày cuối trước ngày đầu"):
            law.due("TC.S", D(2023, 2, 8), suspensions=[(D(2023, 3, 3), D(2023, 3, 1))])


class TestExtension:
    def test_an_extension_is_added_to_the_running_limit(self):
        assert law.due("TC.S", D(2023, 2, 8), extensions=[30]).due_on == D(2023, 4, 10)

    def test_two_extensions_give_ninety_days(self):
        due = law.due("TC.S", D(2023, 2, 8), extensions=[Extension(30), Extension(30, "QĐ 2")])
        assert due.due_on == D(2023, 2, 8) + timedelta(days=90)
        assert sum(step.days for step in due.ledger if step.kind in ("count", "extended")) == 90

    def test_each_extension_is_a_step_of_its_own_with_its_paper(self):
        grants = [Extension(30, "QĐ 12/QĐ-UBND"), Extension(20)]
        due = law.due("TC.S", D(2023, 2, 8), extensions=grants)
        first, second = steps(due, "extended")
        assert (first.days, second.days) == (30, 20)
        assert first.text.startswith("Gia hạn lần 1 (QĐ 12/QĐ-UBND): tính thêm 30 ngày")
        assert second.text.startswith("Gia hạn lần 2: tính thêm 20 ngày")
        assert law.recompute(due.ledger_json()) == due.due_on

    def test_an_extension_broken_by_a_suspension_keeps_its_turn(self):
        pause = (D(2023, 3, 20), D(2023, 3, 24))
        due = law.due("TC.S", D(2023, 2, 8), suspensions=[pause], extensions=[30, 30])
        parts = steps(due, "extended")
        assert [part.days for part in parts] == [9, 21, 30]
        assert ["lần 1" in part.text for part in parts] == [True, True, False]

    def test_a_third_is_refused(self):
        with pytest.raises(Refusal, match="nhiều nhất 2 lần"):
            law.due("TC.S", D(2023, 2, 8), extensions=[30, 30, 30])

    @pytest.mark.parametrize("days", [0, -5, 31])
    def test_days_beyond_the_law_are_refused(self, days):
        with pytest.raises(Refusal, match="từ 1 đến 30 ngày"):
            law.due("TC.S", D(2023, 2, 8), extensions=[days])

    def test_a_complaint_has_totals_instead(self):
        with pytest.raises(Refusal, match="phuc_tap"):
            law.due("KN.S1", D(2023, 2, 8), extensions=[15])


class TestDoubt:
    def test_an_unconfirmed_day_off_keeps_both_dues(self):
        due = law.due("TCD.REPLY", D(2026, 11, 18))
        assert (due.due_on, due.latest_on) == (D(2026, 12, 2), D(2026, 12, 3))
        assert due.provisional
        assert "tạm tính" in steps(due, "result")[0].text
        assert "3/12/2026" in steps(due, "result")[0].text

    def test_a_computed_year_is_provisional(self):
        due = law.due("TCD.REPLY", D(2027, 2, 1))
        assert due.provisional
        assert any("tạm tính" in step.text for step in steps(due, "skipped"))

    def test_a_year_beyond_the_calendar_is_provisional_and_not_refused(self):
        due = law.due("TCD.REPLY", D(2031, 3, 3))
        assert (due.due_on, due.provisional) == (D(2031, 3, 17), True)

    def test_a_known_year_is_not(self):
        assert not law.due("TCD.REPLY", D(2023, 1, 13)).provisional
        assert not law.due("KN.S1", D(2023, 1, 13)).provisional

    def test_a_make_up_day_from_memory_is_read_both_ways(self):
        due = law.due("TCD.REPLY", D(2024, 4, 22))
        assert (due.due_on, due.latest_on) == (D(2024, 5, 8), D(2024, 5, 9))
        assert not due.provisional

    def test_a_length_from_memory_gives_a_day_but_no_verdict(self):
        due = law.due("XLD.LIMIT", D(2023, 1, 9))
        assert (due.due_on, due.verdict_possible, due.status) == (D(2023, 1, 30), False, "M")
        assert "theo trí nhớ" in due.ledger[-1].text

    def test_doubt_in_rolling_alone_leaves_the_verdict_possible(self):
        assert law.due("KN.S1", D(2023, 2, 10)).verdict_possible

    def test_an_administrators_day_changes_the_answer(self):
        storm = DayRow(D(2023, 2, 1), "off", "Nghỉ tránh bão", "Quyết định của UBND tỉnh", "V")
        own = law.calendar().with_rows([storm])
        assert law.due("TCD.REPLY", D(2023, 1, 13), calendar=own).due_on == D(2023, 2, 6)
        assert law.due("TCD.REPLY", D(2023, 1, 13)).due_on == D(2023, 2, 3)

    def test_a_calendar_that_ends_is_refused_in_words(self):
        with pytest.raises(Refusal, match="vượt quá lịch"):
            law.due("KN.S1", D(9999, 12, 20))

    def test_a_generous_end_in_an_unannounced_year_is_provisional(self):
        saturday = DayRow(D(2026, 12, 26), "make_up", "Ngày làm bù", "theo trí nhớ", "M")
        due = law.due("TC.FWD", D(2026, 12, 25), calendar=Calendar([saturday], known=[2026]))
        assert (due.due_on, due.latest_on, due.provisional) == (D(2026, 12, 31), D(2027, 1, 1), True)

    def test_an_empty_calendar_knows_weekends_only(self):
        due = law.due("TCD.REPLY", D(2023, 1, 13), calendar=Calendar([]))
        assert (due.due_on, due.provisional) == (D(2023, 1, 27), True)


class TestConflict:
    def test_law_and_decree_are_both_kept(self):
        due = law.due("KN.ACC", D(2023, 2, 3))
        assert (due.due_on, due.own_latest_on, due.latest_on) == (
            D(2023, 2, 13),
            D(2023, 2, 13),
            D(2023, 2, 17),
        )
        assert due.conflict.rule == "KN.ACC.ND"
        assert "17/2/2023" in due.ledger[-1].text

    def test_the_laws_day_is_the_citizens_whichever_was_asked(self):
        for rule in ("KN.ACC", "KN.ACC.ND"):
            assert law.due(rule, D(2023, 2, 3)).by_law.due_on == D(2023, 2, 13)

    def test_before_the_decree_there_is_no_conflict(self):
        due = law.due("KN.SEND2", D(2020, 12, 9))
        assert due.conflict is None
        assert law.due("KN.SEND2", D(2020, 12, 10)).conflict is not None

    def test_one_side_in_an_unannounced_year_makes_both_provisional(self):
        due = law.due("KN.SEND2", D(2026, 12, 24))
        assert (due.due_on, due.latest_on) == (D(2026, 12, 31), D(2027, 1, 5))
        assert due.provisional

    def test_one_side_from_memory_allows_no_verdict(self):
        book = law.rulebook()
        memory = Checked("M", D(2026, 11, 23))
        rules = [
            replace(wording, checked=memory) if wording.key == "KN.ACC.ND" else wording
            for key in ("KN.ACC", "KN.ACC.ND")
            for wording in book.wordings(key)
        ]
        due = law.due("KN.ACC", D(2023, 2, 3), book=RuleBook(rules, book.documents))
        assert due.status == "V"
        assert not due.verdict_possible

    def test_a_book_without_the_rolling_rule_still_rolls(self):
        book = law.rulebook()
        due = law.due("KN.S1", D(2023, 2, 10), book=RuleBook(book.wordings("KN.S1"), book.documents))
        assert due.due_on == D(2023, 3, 13)


class TestWordings:
    def test_the_wording_of_the_day_is_used(self):
        assert law.due("KN.ACC", D(2026, 6, 30)).wording.value == 10
        assert law.due("KN.ACC.2", D(2026, 7, 1)).wording.unit == "ngày làm việc"

    def test_the_new_rule_is_not_law_the_day_before(self):
        with pytest.raises(NotYetLaw):
            law.due("KN.ACC.2", D(2026, 6, 30))

    def test_the_old_rule_names_its_successor(self):
        with pytest.raises(law.NoLongerLaw, match=r"KN\.ACC\.2"):
            law.due("KN.ACC", D(2026, 7, 1))


class TestSpan:
    def test_a_month_is_owed_by_its_last_day(self):
        wording = law.rulebook().wording("TCD.HEAD.TINH", D(2023, 2, 28))
        due = law.due_in_span(wording, D(2023, 2, 1), D(2023, 2, 28))
        assert (due.begins_on, due.due_on, due.latest_on) == (D(2023, 2, 1), D(2023, 2, 28), D(2023, 2, 28))
        assert law.recompute(due.ledger_json()) == due.due_on

    def test_a_week_without_a_working_day_may_be_met_on_the_next_one(self):
        wording = law.rulebook().wording("TCD.HEAD.XA", D(2022, 2, 6))
        due = law.due_in_span(wording, D(2022, 1, 31), D(2022, 2, 6))
        assert (due.due_on, due.latest_on) == (D(2022, 2, 6), D(2022, 2, 7))

    def test_a_week_of_one_working_day_is_owed_in_that_week(self):
        wording = law.rulebook().wording("TCD.HEAD.XA", D(2023, 1, 29))
        assert law.due_in_span(wording, D(2023, 1, 23), D(2023, 1, 29)).latest_on == D(2023, 1, 29)

    def test_a_limit_is_no_span(self):
        with pytest.raises(Refusal, match="không phải việc định kỳ"):
            law.due_in_span(law.rulebook().wording("KN.S1", D(2023, 1, 1)), D(2023, 1, 1), D(2023, 1, 31))
