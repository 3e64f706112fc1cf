"""Which steps stand open on a record's page and which are folded: by the limits that run, then by what leads onwards."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.petitions.models import Kind
from danvan.domains.petitions.tests.factories import accepted
from danvan.records import writing
from danvan.records.declare import Clock, Move, record_type
from danvan.records.desk.nearest import MOST, SHOWN, nearest
from danvan.records.models import Duty
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import handler

KIND = record_type("vu_viec")
ON = date(2023, 2, 1)


def move(key, target=""):
    return Move(key, key, ("x",), target, "records.handle")


def kind(*clocks):
    from dataclasses import replace

    return replace(KIND, clocks=tuple(Clock(key, key, "TC.S", (), met) for key, met in clocks))


def duty(clock, due_on, **more):
    return Duty(clock=clock, due_on=due_on, **more)


MOVES = [
    move(key, target)
    for key, target in zip("abcdefgh", ["s1", "", "s2", "s3", "", "s4", "", "s5"], strict=True)
]


def keys(moves):
    return "".join(one.key for one in moves)


@pytest.mark.parametrize("count", range(MOST + 1))
def test_few_steps_stand_open_all(count):
    assert nearest(kind(), MOVES[:count], []) == (MOVES[:count], [])


def test_without_limits_the_likeliest_that_lead_onwards():
    shown, folded = nearest(kind(), MOVES, [])
    assert (keys(shown), keys(folded)) == ("acdf", "begh")


def test_what_a_running_limit_waits_for_comes_first_also_where_it_leads_nowhere():
    shown, folded = nearest(
        kind(
            ("one", ("g", "a")),
        ),
        MOVES,
        [duty("one", ON)],
    )
    assert (keys(shown), keys(folded)) == ("acdg", "befh")


def test_of_a_limit_only_its_own_step_and_not_each_that_ends_it():
    shown, _ = nearest(kind(("one", ("b", "e", "g", "h"))), MOVES, [duty("one", ON)])
    assert keys(shown) == "abcd"


def test_its_next_one_where_the_first_is_not_allowed():
    shown, _ = nearest(kind(("one", ("zz", "h"))), MOVES, [duty("one", ON)])
    assert "h" in keys(shown)


def test_the_earlier_limit_wins_a_place():
    clocks = [(f"k{n}", (key,)) for n, key in enumerate("begha")]
    duties = [duty(f"k{n}", date(2023, 2, 9 - n)) for n in range(5)]
    shown, _ = nearest(kind(*clocks), MOVES, duties)
    assert keys(shown) == "aegh"


@pytest.mark.parametrize("over", [{"met_on": ON}, {"excused_on": ON}])
def test_a_limit_that_is_over_waits_for_nothing(over):
    shown, _ = nearest(kind(("one", ("g",))), MOVES, [duty("one", ON, **over)])
    assert "g" not in keys(shown)


@given(
    st.lists(st.sampled_from(MOVES), unique_by=lambda one: one.key, max_size=8),
    st.lists(st.integers(0, 7), max_size=5),
)
def test_nothing_is_lost_or_doubled_and_the_order_is_the_declared_one(moves, waited):
    moves = sorted(moves, key=lambda one: one.key)
    clocks = [(f"k{n}", ("abcdefgh"[turn],)) for n, turn in enumerate(waited)]
    duties = [duty(f"k{n}", ON) for n in range(len(waited))]
    shown, folded = nearest(kind(*clocks), moves, duties)
    assert sorted(keys(shown) + keys(folded)) == sorted(keys(moves))
    assert list(keys(shown)) == sorted(keys(shown))
    assert list(keys(folded)) == sorted(keys(folded))
    assert len(shown) <= max(MOST, SHOWN)
    assert not folded or len(shown) == min(SHOWN, len(shown))


@pytest.mark.django_db
class TestOnThePage:
    @pytest.fixture
    def officer(self, settings):
        settings.DEMONSTRATION_DAY = date(2023, 3, 14)
        return handler()

    def page(self, record, officer):
        return desk_of(officer).get(record.get_absolute_url()).content.decode()

    def test_a_denunciations_many_steps_are_folded_and_none_is_missing(self, officer):
        matter = accepted(officer, ON, Kind.DENUNCIATION)
        text = self.page(matter, officer)
        offered = [one.key for one in KIND.moves_for(matter, ON)]
        assert len(offered) > MOST
        for key in offered:
            assert text.count(f'/{key.replace("_", "-")}/"') == 1, key
        open_part, folded = text.split("Bước khác (", 1)
        assert folded.startswith(f"{len(offered) - SHOWN})")
        for key in ("thong-bao-thu-ly", "giai-quyet", "lap-to-xac-minh"):
            assert f'/{key}/"' in open_part, key

    def test_once_told_the_notice_gives_its_place_to_the_next(self, officer):
        matter = accepted(officer, ON, Kind.DENUNCIATION)
        writing.move(matter, "thong_bao_thu_ly", by=officer, on=ON)
        open_part, folded = self.page(matter, officer).split("Bước khác (", 1)
        assert "/thong-bao-thu-ly/" in folded
        assert "/thong-bao-thu-ly/" not in open_part

    def test_a_kien_nghi_has_few_and_folds_none(self, officer):
        assert "Bước khác (" not in self.page(accepted(officer, ON, Kind.PROPOSAL), officer)
