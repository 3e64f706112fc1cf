"""The line of a life, found from the dated fields alone, so that loaded records have it too."""

from datetime import date

from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.reception.models import HeadSession
from danvan.records.declare import Clock, Move, RecordType, State, record_type
from danvan.records.desk.lifeline import lifeline, path, reached, undecided
from danvan.records.models import Duty

IN, CLASSED, DONE, END = date(2023, 1, 3), date(2023, 1, 5), date(2023, 1, 9), date(2023, 2, 1)
TODAY = date(2023, 3, 14)
LETTERS, MATTERS = record_type("don"), record_type("vu_viec")


def letter(state, **days):
    return Letter(state=state, received_on=IN, **days)


def test_a_new_letter_has_one_stop():
    assert path(letter("tiep_nhan"), LETTERS) == [("tiep_nhan", IN)]


def test_each_stop_has_the_day_that_its_move_left():
    settled = letter("giai_quyet", classified_on=CLASSED, handled_on=DONE, closed_on=END)
    assert path(settled, LETTERS) == [
        ("tiep_nhan", IN),
        ("da_phan_loai", CLASSED),
        ("thu_ly", DONE),
        ("giai_quyet", END),
    ]


def test_a_letter_that_was_forwarded_never_passed_acceptance():
    forwarded = letter("chuyen", classified_on=CLASSED, handled_on=DONE, closed_on=DONE)
    assert [key for key, _ in path(forwarded, LETTERS)] == ["tiep_nhan", "da_phan_loai", "chuyen"]


def test_a_matter_has_two_stops():
    matter = Matter(state="giai_quyet", received_on=IN, settled_on=END)
    assert path(matter, MATTERS) == [("dang_giai_quyet", IN), ("giai_quyet", END)]


def test_a_day_nobody_kept_is_left_open():
    assert path(letter("da_phan_loai"), LETTERS)[-1] == ("da_phan_loai", None)


def test_the_present_stands_between_what_passed_and_what_comes():
    stages = lifeline(letter("da_phan_loai", classified_on=CLASSED), LETTERS, [], TODAY)
    assert [stage.phase for stage in stages] == ["qua", "dang", "sap"]
    assert [stage.label for stage in stages] == ["Đã tiếp nhận", "Đã phân loại", "Đã thụ lý"]
    assert (stages[-1].due, stages[-1].mark) == (None, "")


def test_the_next_stop_carries_the_earliest_open_limit():
    def duty(pk, due, **days):
        return Duty(pk=pk, due_on=due, own_latest_on=due, latest_on=due, can_be_judged=True, **days)

    duties = [duty(1, END), duty(2, DONE), duty(3, CLASSED, met_on=CLASSED), duty(4, IN, excused_on=IN)]
    stages = lifeline(letter("tiep_nhan"), LETTERS, duties, TODAY)
    assert (stages[-1].due, stages[-1].mark) == (DONE, "qua_han")


def test_an_ended_life_has_nothing_to_come():
    stages = lifeline(
        HeadSession(state="da_tiep", received_on=IN, held_on=DONE), record_type("ky_tiep"), [], TODAY
    )
    assert [stage.phase for stage in stages] == ["qua", "dang"]
    assert stages[-1].day == DONE


def loop_type():
    """A life that may return: drafted → sent ⇄ sent back."""
    return RecordType(
        key="vong",
        model=Letter,
        label="Vòng",
        label_plural="Vòng",
        states=(State("soan", "Soạn", "x"), State("gui", "Gửi", "x"), State("tra", "Trả", "x")),
        moves=(
            Move("gui", "Gửi", ("soan", "tra"), "gui", "records.handle"),
            Move("tra", "Trả", ("gui",), "tra", "records.handle"),
        ),
    )


def test_a_life_that_returns_is_told_without_going_round_for_ever():
    assert [key for key, _ in path(letter("tra"), loop_type())] == ["soan", "gui", "tra"]


def test_a_state_that_no_move_reaches_stands_behind_the_first():
    assert next(key for key, _ in path(letter("thu_ly"), LETTERS)) == "tiep_nhan"


def test_of_two_ways_into_a_state_the_dated_one_was_taken():
    kind = RecordType(
        key="hai_loi",
        model=Letter,
        label="x",
        label_plural="x",
        states=(State("a", "a", "x"), State("b", "b", "x"), State("c", "c", "x")),
        moves=(
            Move("thang", "x", ("a",), "c", "records.handle", dated_by="handled_on"),
            Move("qua_b", "x", ("b",), "c", "records.handle", dated_by="classified_on"),
            Move("den_b", "x", ("a",), "b", "records.handle"),
        ),
    )
    assert path(letter("c", classified_on=DONE), kind) == [("a", IN), ("b", None), ("c", DONE)]


def test_a_closing_move_without_a_field_of_its_own_is_dated_by_the_end():
    assert reached(letter("giai_quyet", closed_on=END), LETTERS.move("giai_quyet")) == END
    assert reached(letter("da_phan_loai"), LETTERS.move("phan_loai")) is None


def test_what_a_coming_move_will_ask_is_not_yet_decided():
    new, classed = undecided(letter("tiep_nhan"), LETTERS), undecided(letter("da_phan_loai"), LETTERS)
    assert {"kind", "field", "is_competent", "is_eligible", "forwarded_to"} <= new
    assert "forwarded_to" in classed
    assert not {"kind", "field", "is_competent"} & classed
    assert "result" in undecided(Matter(state="dang_giai_quyet", received_on=IN), MATTERS)


def test_a_filed_letter_was_classified_and_leads_nowhere():
    """It has three ways into that state; a way back to an earlier state is no next step."""
    days = {"classified_on": CLASSED, "handled_on": DONE, "closed_on": DONE}
    filed = letter("luu", kind="khieu_nai", field="khac", **days)
    stages = lifeline(filed, LETTERS, [], TODAY)
    assert [(stage.label, stage.phase) for stage in stages] == [
        ("Đã tiếp nhận", "qua"),
        ("Đã phân loại", "qua"),
        ("Đã xếp lưu", "dang"),
    ]
    assert "kind" not in undecided(filed, LETTERS)


def test_a_matter_shows_every_stop_that_left_its_day():
    days = {
        "verifying_on": date(2023, 1, 6),
        "reported_on": date(2023, 1, 12),
        "dialogue_on": date(2023, 1, 20),
    }
    settled = Matter(state="giai_quyet", kind="khieu_nai", received_on=IN, settled_on=END, **days)
    assert path(settled, MATTERS) == [
        ("dang_giai_quyet", IN),
        ("xac_minh", days["verifying_on"]),
        ("da_bao_cao", days["reported_on"]),
        ("doi_thoai", days["dialogue_on"]),
        ("giai_quyet", END),
    ]


def test_a_day_after_the_stop_belongs_to_a_later_turn():
    """A report made after the decision did not lead to it."""
    settled = Matter(state="giai_quyet", kind="khieu_nai", received_on=IN, settled_on=DONE, reported_on=END)
    assert [key for key, _ in path(settled, MATTERS)] == ["dang_giai_quyet", "giai_quyet"]


def waiting(pk, clock, due):
    return Duty(
        pk=pk,
        clock=clock,
        label="Việc khác",
        due_on=due,
        own_latest_on=due,
        latest_on=due,
        can_be_judged=True,
    )


def test_the_next_stop_carries_the_limit_that_it_meets_even_where_another_ends_earlier():
    states = (State("soan", "Soạn", "x"), State("gui", "Gửi", "x"))
    kind = RecordType(
        key="hai_han",
        model=Letter,
        label="x",
        label_plural="x",
        states=states,
        moves=(Move("gui", "Gửi", ("soan",), "gui", "records.handle"),),
        clocks=(Clock("gui", "Gửi", "KN.S1", ("mo",), ("gui",)), Clock("khac", "Khác", "KN.S1", ("mo",), ())),
    )
    stages = lifeline(letter("soan"), kind, [waiting(1, "khac", DONE), waiting(2, "gui", END)], TODAY)
    assert (stages[-1].due, stages[-1].note) == (END, "")


def test_a_limit_of_something_else_is_named_beside_the_next_stop():
    stages = lifeline(letter("tiep_nhan"), LETTERS, [waiting(1, "khac", END)], TODAY)
    assert (stages[-1].due, stages[-1].note) == (END, "Việc khác")
