"""Every declaration is whole: fields classified, moves and clocks possible, rules in the book."""

from datetime import date

import pytest

from danvan import law
from danvan.org.roles import PERMISSIONS
from danvan.records.declare import (
    Move,
    figure,
    figures,
    identities,
    indicators,
    record_type,
    record_types,
    register,
)
from danvan.records.models import Record
from danvan.records.steps import OPENING
from danvan.ui.errors import Refusal

TYPES = [pytest.param(kind, id=kind.key) for kind in record_types()]


@pytest.mark.parametrize("kind", TYPES)
def test_every_own_field_is_public_internal_or_sealed_and_only_one_of_them(kind):
    own = {field.name for field in kind.model._meta.local_fields if field.name != "record_ptr"}
    named = [*kind.public, *kind.internal, *kind.sealed]
    assert set(named) == own
    assert len(named) == len(set(named))


@pytest.mark.parametrize("kind", TYPES)
def test_moves_join_known_states_by_known_permissions_and_fields(kind):
    states = {state.key for state in kind.states}
    fields = {field.name for field in kind.model._meta.get_fields()}
    for move in kind.moves:
        assert set(move.sources) <= states
        assert not move.target or move.target in states
        assert move.permission in PERMISSIONS
        assert {*move.needs, *move.takes, *move.sets} <= fields
        assert not move.dated_by or move.dated_by in fields
        ends = [kind.state(move.leads_to(source)).is_final for source in move.sources]
        ended = [kind.state(source).is_final for source in move.sources]
        assert move.closes == any(after and not before for before, after in zip(ended, ends, strict=True))
        assert move.reopens == any(before and not after for before, after in zip(ended, ends, strict=True))


@pytest.mark.parametrize("kind", TYPES)
def test_every_state_can_be_reached_and_every_open_state_left(kind):
    reached, grew = {kind.first_state.key, *kind.births}, True
    while grew:
        new = {move.target for move in kind.moves if move.target and reached & set(move.sources)} - reached
        reached |= new
        grew = bool(new)
    assert reached == {state.key for state in kind.states}
    for state in kind.states:
        assert state.is_final or any(move.target for move in kind.moves_from(state.key))


@pytest.mark.parametrize("kind", TYPES)
def test_clocks_begin_and_end_by_events_of_the_type(kind):
    events = {OPENING, *(move.key for move in kind.moves)}
    for clock in kind.clocks:
        assert set(clock.begun_by) <= events
        assert set(clock.met_by) <= events - {OPENING}
        assert all(law.rulebook().wordings(rule) for rule in clock.rules)


@pytest.mark.parametrize("kind", TYPES)
def test_moves_stop_run_and_lengthen_only_clocks_of_the_type(kind):
    clocks = {clock.key for clock in kind.clocks}
    for move in kind.moves:
        assert {*move.suspends, *move.resumes, *move.extends} <= clocks
        assert not set(move.suspends) & set(move.resumes)
        for key in move.suspends:
            clock = next(clock for clock in kind.clocks if clock.key == key)
            book = law.rulebook()
            assert any(word.suspended_by for rule in clock.rules for word in book.wordings(rule))


@pytest.mark.parametrize("kind", TYPES)
def test_a_move_that_the_law_may_not_know_says_why_or_where_it_stands(kind):
    always = Move("x", "x", ("x",), "x", "x").applies
    for move in kind.moves:
        if move.applies.__code__ is not always.__code__:
            assert move.otherwise or move.cite


@pytest.mark.parametrize("on", [date(2023, 3, 14), date(2026, 6, 30), date(2026, 7, 1)])
@pytest.mark.parametrize("kind", TYPES)
def test_a_step_cites_nothing_that_was_no_law_on_its_day(kind, on):
    documents = law.rulebook().documents
    for move in kind.moves:
        cited = move.cite_on(on)
        for number, document in documents.items():
            if number in cited:
                assert document.meets(on, on), (move.key, cited)
        for document in documents.values():
            in_force = [number for number in document.amended_by if documents[number].meets(on, on)]
            if document.number in cited:
                assert all(number in cited for number in in_force), (move.key, cited)


@pytest.mark.parametrize("kind", TYPES)
def test_a_step_that_cites_still_does_after_the_change_of_the_law(kind):
    for move in kind.moves:
        assert bool(move.cite_on(date(2026, 12, 1))) == bool(move.cite), move.key


@pytest.mark.parametrize("kind", TYPES)
def test_each_state_has_a_sentence_for_the_citizen(kind):
    assert all(str(state.meaning).endswith(".") for state in kind.states)


def test_rules_named_by_standing_duties_are_in_the_book():
    rules = {standing.rule for kind in record_types() for standing in kind.standing}
    assert rules
    for rule in rules:
        assert law.rulebook().wordings(rule)


def test_every_indicator_cites_and_names_real_columns():
    for indicator in indicators():
        assert indicator.cite
        assert indicator.kind in ("flow", "stock", "carried_over", "due")
        indicator.source._meta.get_field(indicator.placed_by)
        if indicator.measure != "count":
            indicator.source._meta.get_field(indicator.measure.split(":")[1])


def test_identities_speak_of_declared_figures():
    codes = {item.code for item in figures()}
    for identity in identities():
        assert {*identity.whole, *identity.parts} <= codes
    assert identities([]) == []
    assert [item.key for item in identities(["tcd.luot"])] == []


def test_unknown_keys_are_refused_with_what_exists():
    with pytest.raises(Refusal, match="don, vu_viec"):
        record_type("giay_khen")
    with pytest.raises(Refusal, match="Không có chỉ tiêu"):
        figure("giay.khen")


def test_declaring_a_key_twice_is_an_error():
    kind = record_type("don")
    register(kind)
    from dataclasses import replace

    with pytest.raises(ValueError, match="declared twice"):
        register(replace(kind, label="Đơn khác"))


def test_the_receipt_code_is_sixteen_digits_and_not_the_order():
    codes = {Record._meta.get_field("public_id").get_default() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 16 and code.isdigit() for code in codes)
