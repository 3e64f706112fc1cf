"""One step in memory, without a database: states, days, secrecy, and when each clock begins and is met."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.petitions.models import Letter
from danvan.records.declare import Clock, Move, RecordType, State, record_type
from danvan.records.models import Duty
from danvan.records.steps import OPENING, Journey, begin, describe, take
from danvan.ui.errors import Refusal

IN, NEXT, END = date(2023, 2, 1), date(2023, 2, 3), date(2023, 2, 20)
LETTERS = record_type("don")


def letter(**fields):
    return Letter(unit_id=1, channel="buu_chinh", **fields)


def opened(kind=LETTERS, on=IN, **fields):
    journey = Journey(letter(**fields))
    begin(journey, kind, on)
    return journey


def classified(kind, on=NEXT, received=IN, **fields):
    journey = opened(on=received)
    for name, value in ({"kind": kind, "field": "dat_dai"} | fields).items():
        setattr(journey.record, name, value)
    take(journey, LETTERS, LETTERS.move("phan_loai"), on)
    return journey


def ring(*clocks, **columns):
    """A life that goes round: soan → gui → soan …, and ends by `xong`."""
    return RecordType(
        key="vong",
        model=Letter,
        label="Vòng",
        label_plural="Vòng",
        states=(State("soan", "Soạn", "x"), State("gui", "Gửi", "x"), State("xong", "Xong", "x", True)),
        moves=(
            Move("gui", "Gửi", ("soan",), "gui", "records.handle"),
            Move("tra", "Trả", ("gui",), "soan", "records.handle"),
            Move("xong", "Xong", ("soan", "gui"), "xong", "records.handle", closes=True),
        ),
        clocks=clocks,
        **columns,
    )


def running(journey):
    return {duty.clock: duty for duty in journey.duties if duty.met_on is None}


class TestOpening:
    def test_it_sets_type_state_and_day(self):
        record = opened().record
        assert (record.type, record.state, record.received_on) == ("don", "tiep_nhan", IN)
        assert (record.closed_on, record.published_on, record.identity_released_on) == (None, None, None)

    def test_an_unclassified_letter_is_sealed_from_its_first_moment(self):
        assert opened().record.secrecy == "niem_phong"

    def test_it_begins_the_clocks_of_the_opening_and_no_other(self):
        (duty,) = opened().duties
        assert (duty.clock, duty.rule, duty.begins_on) == ("xu_ly", "XLD.LIMIT", IN)
        assert not duty.can_be_judged

    def test_a_type_that_releases_a_person_at_once_is_dated_by_the_opening(self):
        kind = ring(releases_identity_at_opening=lambda record: record.signatories == 1)
        assert opened(kind).record.identity_released_on == IN
        assert opened(kind, signatories=2).record.identity_released_on is None

    def test_a_refused_opening_begins_nothing(self):
        def refuse(record, on):
            raise Refusal("Chưa tới ngày tiếp.")

        journey = Journey(letter())
        with pytest.raises(Refusal, match="Chưa tới ngày tiếp"):
            begin(journey, ring(Clock("a", "A", "KN.S1", (OPENING,), ()), check_opening=refuse), IN)
        assert journey.duties == []
        assert journey.record.identity_released_on is None

    def test_what_is_invented_makes_invented_duties(self):
        assert opened(is_illustrative=True).duties[0].is_illustrative
        assert not opened().duties[0].is_illustrative


class TestTaking:
    def test_a_move_on_the_very_day_of_receipt_is_taken(self):
        assert classified("khieu_nai", on=IN).record.classified_on == IN

    def test_the_day_before_is_refused_with_both_days(self):
        with pytest.raises(Refusal, match=r"Ngày 31/1/2023 trước ngày tiếp nhận 1/2/2023"):
            classified("khieu_nai", on=IN - timedelta(days=1))

    def test_a_refused_move_leaves_state_and_clocks_alone(self):
        journey = opened()
        with pytest.raises(Refusal, match="Còn thiếu “loại đơn” để phân loại"):
            take(journey, LETTERS, LETTERS.move("phan_loai"), NEXT)
        assert journey.record.state == "tiep_nhan"
        assert journey.record.classified_on is None
        assert len(journey.duties) == 1

    @pytest.mark.parametrize("empty", [None, ""])
    def test_nothing_and_an_empty_text_are_both_missing(self, empty):
        with pytest.raises(Refusal, match="Còn thiếu “lĩnh vực”"):
            classified("khieu_nai", field=empty)

    def test_no_and_zero_are_answers(self):
        move = Move("gui", "Gửi", ("soan",), "gui", "x", needs=("is_repeated", "signatories"))
        journey = opened(ring(), is_repeated=False, signatories=0)
        take(journey, ring(), move, NEXT)
        assert journey.record.state == "gui"

    def test_a_move_that_leads_elsewhere_closes_nothing(self):
        assert classified("khieu_nai").record.closed_on is None

    def test_a_closing_move_dates_the_end_and_its_own_field(self):
        journey = classified("khieu_nai", is_eligible=False)
        take(journey, LETTERS, LETTERS.move("luu"), END)
        record = journey.record
        assert (record.state, record.handled_on, record.closed_on) == ("luu", END, END)

    def test_an_ended_life_takes_no_further_step(self):
        journey = classified("khieu_nai", is_eligible=False)
        take(journey, LETTERS, LETTERS.move("luu"), END)
        for move in [move for move in LETTERS.moves if "luu" not in move.sources]:
            with pytest.raises(Refusal, match="đang ở trạng thái “Đã xếp lưu”"):
                take(journey, LETTERS, move, END)

    @pytest.mark.parametrize(
        ("kind", "released", "secrecy"),
        [
            ("khieu_nai", NEXT, "noi_bo"),
            ("kien_nghi_phan_anh", NEXT, "noi_bo"),
            ("to_cao", None, "niem_phong"),
        ],
    )
    def test_the_class_decides_who_may_be_named_and_who_may_read(self, kind, released, secrecy):
        record = classified(kind).record
        assert (record.identity_released_on, record.secrecy) == (released, secrecy)


class TestClocksOfALetter:
    def test_a_complaint_runs_by_acceptance_from_its_receipt(self):
        duty = running(classified("khieu_nai"))["thu_ly_khieu_nai"]
        assert (duty.rule, duty.begins_on, duty.due_on) == ("KN.ACC", IN, date(2023, 2, 13))
        assert duty.latest_on > duty.own_latest_on

    def test_from_1_7_2026_by_the_new_wording_to_the_day(self):
        old, new = (
            running(classified("khieu_nai", on=day, received=day))["thu_ly_khieu_nai"].rule
            for day in (date(2026, 6, 30), date(2026, 7, 1))
        )
        assert (old, new) == ("KN.ACC", "KN.ACC.2")

    @pytest.mark.parametrize(
        ("kind", "competent", "clocks"),
        [
            ("khieu_nai", True, {"xu_ly", "thu_ly_khieu_nai"}),
            ("khieu_nai", False, {"xu_ly", "thu_ly_khieu_nai"}),
            ("to_cao", True, {"xu_ly", "xu_ly_ban_dau_to_cao"}),
            ("to_cao", False, {"xu_ly", "chuyen_to_cao"}),
            ("kien_nghi_phan_anh", True, {"xu_ly"}),
        ],
    )
    def test_each_class_runs_by_its_own_limits(self, kind, competent, clocks):
        assert set(running(classified(kind, is_competent=competent))) == clocks

    def test_handling_meets_all_that_run_on_its_day(self):
        journey = classified("khieu_nai", is_eligible=False)
        take(journey, LETTERS, LETTERS.move("luu"), END)
        assert [duty.met_on for duty in journey.duties] == [END, END]

    def test_every_ledger_of_a_life_gives_its_stored_day(self):
        from danvan import law

        for kind in ("khieu_nai", "to_cao"):
            for duty in classified(kind).duties:
                assert law.recompute(duty.ledger) == duty.due_on


class TestClocks:
    def test_a_move_that_meets_and_begins_the_same_clock_ends_the_old_before_the_new(self):
        kind = ring(Clock("a", "A", "KN.S1", (OPENING, "gui"), ("gui",)))
        journey = opened(kind)
        take(journey, kind, kind.move("gui"), NEXT)
        first, second = journey.duties
        assert (first.begins_on, first.met_on) == (IN, NEXT)
        assert (second.begins_on, second.met_on) == (NEXT, None)

    def test_of_two_that_run_the_one_begun_last_is_met(self):
        kind = ring(Clock("a", "A", "KN.S1", (OPENING, "gui"), ("xong",)))
        journey = opened(kind)
        take(journey, kind, kind.move("gui"), NEXT)
        take(journey, kind, kind.move("xong"), END)
        assert [(duty.begins_on, duty.met_on) for duty in journey.duties] == [(IN, None), (NEXT, END)]

    def test_a_met_duty_is_not_met_again(self):
        kind = ring(Clock("a", "A", "KN.S1", (OPENING,), ("gui", "xong")))
        journey = opened(kind)
        take(journey, kind, kind.move("gui"), NEXT)
        take(journey, kind, kind.move("xong"), END)
        assert [duty.met_on for duty in journey.duties] == [NEXT]

    def test_a_move_names_only_its_own_clocks(self):
        kind = ring(
            Clock("a", "A", "KN.S1", (OPENING,), ("gui",)), Clock("b", "B", "TC.S", (OPENING,), ("xong",))
        )
        journey = opened(kind)
        take(journey, kind, kind.move("gui"), NEXT)
        assert {duty.clock: duty.met_on for duty in journey.duties} == {"a": NEXT, "b": None}

    def test_the_case_and_the_rule_may_hang_on_the_record(self):
        clock = Clock(
            "a",
            "A",
            lambda record: "KN.S2" if record.is_repeated else "KN.S1",
            (OPENING,),
            (),
            case=lambda record: "phuc_tap" if record.signatories > 1 else None,
        )
        plain, complex_, again = (
            opened(ring(clock), **fields).duties[0]
            for fields in ({}, {"signatories": 5}, {"is_repeated": True})
        )
        assert [duty.rule for duty in (plain, complex_, again)] == ["KN.S1", "KN.S1", "KN.S2"]
        assert (complex_.due_on - plain.due_on).days >= 14
        assert again.due_on > plain.due_on

    def test_a_clock_that_does_not_apply_is_not_begun_but_would_still_be_met(self):
        clock = Clock("a", "A", "KN.S1", (OPENING,), ("gui",), applies=lambda record: record.is_repeated)
        assert opened(ring(clock)).duties == []
        journey = opened(ring(clock), is_repeated=True)
        journey.record.is_repeated = False
        take(journey, ring(clock), ring(clock).move("gui"), NEXT)
        assert journey.duties[0].met_on == NEXT

    @pytest.mark.parametrize(
        ("rule", "on"),
        [
            ("KN.ACC.2", date(2026, 6, 30)),  # law from the next day on
            ("KN.ACC", date(2026, 7, 1)),  # law until the day before
        ],
    )
    def test_where_no_law_set_a_limit_that_day_none_runs(self, rule, on):
        journey = opened(ring(Clock("a", "A", rule, (OPENING,), ())), on=on)
        assert journey.duties == []
        assert journey.record.state == "soan"

    @pytest.mark.parametrize(("rule", "on"), [("KN.ACC.2", date(2026, 7, 1)), ("KN.ACC", date(2026, 6, 30))])
    def test_on_the_first_and_last_day_of_a_wording_it_runs(self, rule, on):
        (duty,) = opened(ring(Clock("a", "A", rule, (OPENING,), ())), on=on).duties
        assert (duty.rule, duty.begins_on) == (rule, on)

    def test_a_rule_or_case_that_the_book_never_had_is_still_refused(self):
        with pytest.raises(Refusal, match="Không có quy tắc"):
            opened(ring(Clock("a", "A", "KHONG.CO", (OPENING,), ())))
        with pytest.raises(Refusal, match="không có trường hợp «gap»"):
            opened(ring(Clock("a", "A", "KN.S1", (OPENING,), (), case=lambda record: "gap")))


class TestDescribing:
    def test_the_title_is_cut_to_its_column(self):
        kind = ring(title_of=lambda record: "Đ" * 400)
        assert opened(kind).record.title == "Đ" * 300

    def test_a_type_without_titles_keeps_what_was_typed(self):
        assert opened(ring(), title="Đơn cũ").record.title == "Đơn cũ"

    def test_the_public_text_appears_with_publication_and_goes_with_it(self):
        record = opened(ring(), title="Đơn cũ").record
        assert (record.search_internal, record.search_public) == ("don cu vong", "")
        record.published_on = NEXT
        describe(record, ring())
        assert record.search_public == "don cu vong"
        record.published_on = None
        describe(record, ring())
        assert record.search_public == ""


class TestStandingOfADuty:
    """What a stored duty says on each side of each of its three days."""

    DUE, OWN, LATEST = date(2023, 3, 10), date(2023, 3, 13), date(2023, 3, 17)

    def duty(self, **columns):
        days = {"due_on": self.DUE, "own_latest_on": self.OWN, "latest_on": self.LATEST}
        return Duty(**(days | columns))

    @pytest.mark.parametrize(
        ("today", "word"),
        [
            (date(2023, 3, 9), "dang_han"),
            (date(2023, 3, 10), "sap_den_han"),
            (date(2023, 3, 13), "sap_den_han"),
            (date(2023, 3, 14), "qua_han_theo_luat"),
            (date(2023, 3, 17), "qua_han_theo_luat"),
            (date(2023, 3, 18), "qua_han"),
        ],
    )
    def test_while_it_runs(self, today, word):
        assert self.duty().standing(today) == word

    @pytest.mark.parametrize(
        ("met", "word"),
        [
            (date(2023, 3, 1), "dung_han"),
            (date(2023, 3, 13), "dung_han"),
            (date(2023, 3, 14), "qua_han_theo_luat"),
            (date(2023, 3, 17), "qua_han_theo_luat"),
            (date(2023, 3, 18), "qua_han"),
        ],
    )
    def test_once_met_whatever_day_it_is(self, met, word):
        for today in (met, date(2030, 1, 1)):
            assert self.duty(met_on=met).standing(today) == word

    def test_what_may_not_be_judged_is_never_late_and_what_is_excused_never_judged(self):
        late = date(2024, 1, 1)
        assert self.duty(can_be_judged=False).standing(late) == "khong_xac_dinh"
        assert self.duty(can_be_judged=False, met_on=late).standing(late) == "khong_xac_dinh"
        assert self.duty(can_be_judged=False, excused_on=late).standing(late) == "mien"
        assert self.duty(excused_on=late).standing(late) == "mien"

    @given(st.integers(-30, 30))
    def test_it_never_gets_better_by_waiting(self, offset):
        order = ["dang_han", "sap_den_han", "qua_han_theo_luat", "qua_han"]
        day = self.OWN + timedelta(days=offset)
        now, later = (order.index(self.duty().standing(when)) for when in (day, day + timedelta(days=1)))
        assert now <= later


@given(st.lists(st.sampled_from(["gui", "tra", "xong"]), max_size=8), st.integers(0, 20))
def test_no_way_round_leaves_the_declared_states_or_turns_a_clock_back(keys, gap):
    kind = ring(Clock("a", "A", "KN.S1", (OPENING, "tra"), ("gui", "xong")))
    journey, day = opened(kind), IN
    for key in keys:
        day += timedelta(days=gap)
        before = journey.record.state
        try:
            take(journey, kind, kind.move(key), day)
        except Refusal:
            assert journey.record.state == before
            continue
        assert before in kind.move(key).sources
        assert journey.record.state == kind.move(key).target
    assert len(running(journey)) == (journey.record.state == "soan")
    assert all(duty.met_on is None or duty.met_on >= duty.begins_on for duty in journey.duties)
