"""What each figure of visits and sessions counts, and what it leaves alone."""

from datetime import date, timedelta
from random import Random

import pytest

from danvan.domains.reception.models import Channel, Content, HeadSession
from danvan.domains.reception.tests.factories import loaded_session, loaded_visit
from danvan.org.tests.factories import make_unit
from danvan.records.declare import figure, identities
from danvan.reports.compute import compute, records_behind

pytestmark = pytest.mark.django_db
FIRST, LAST, MIDDLE = date(2022, 12, 15), date(2023, 3, 14), date(2023, 2, 1)
EVE, AFTER = FIRST - timedelta(1), LAST + timedelta(1)
IN_PERSON, DELEGATED = HeadSession.Attendance.IN_PERSON, HeadSession.Attendance.DELEGATED


@pytest.fixture
def unit(db):
    return make_unit()


@pytest.fixture
def sitting(unit):
    """A session to which visits of the head can belong."""
    return loaded_session(unit, EVE, EVE)


def counts(unit, code, period="2023-Q1"):
    """The value of a count and the keys of the records it opens to, which must be as many."""
    cell = compute(unit, period, [code]).cell(code)
    behind = set(records_behind(code, unit, period).values_list("pk", flat=True))
    assert len(behind) == cell.records
    return behind


def test_visits_of_every_channel_and_content_within_the_window(unit, sitting):
    inside = {
        loaded_visit(unit, day, content_kind=content).pk for day in (FIRST, LAST) for content in Content
    }
    inside.add(loaded_visit(unit, MIDDLE, channel=Channel.HEAD, session=sitting).pk)
    for day in (EVE, AFTER):
        loaded_visit(unit, day)
    assert counts(unit, "tcd.luot") == inside
    assert compute(unit, "2023-Q1", ["tcd.luot"]).cell("tcd.luot").value == 9


def test_persons_are_added_up_and_not_counted(unit):
    for persons, day in ((3, FIRST), (12, LAST), (50, EVE), (70, AFTER)):
        loaded_visit(unit, day, persons=persons)
    cell = compute(unit, "2023-Q1", ["tcd.nguoi"]).cell("tcd.nguoi")
    assert (cell.value, cell.records, cell.unit) == (15, 2, "người")


def test_nobody_came_is_nought_and_not_unknown(unit):
    assert compute(unit, "2023-Q1", ["tcd.nguoi"]).cell("tcd.nguoi").value == 0


@pytest.mark.parametrize("channel", list(Channel))
def test_each_channel_counts_its_own(unit, sitting, channel):
    def seen(day, by):
        return loaded_visit(unit, day, channel=by, session=None if by == Channel.REGULAR else sitting)

    inside = seen(FIRST, channel)
    seen(EVE, channel)
    for other in Channel:
        if other != channel:
            seen(FIRST, other)
    assert counts(unit, f"tcd.luot.{channel.value}") == {inside.pk}


def test_large_groups_are_those_marked_so(unit):
    inside = loaded_visit(unit, MIDDLE, persons=7, is_group=True)
    loaded_visit(unit, AFTER, persons=7, is_group=True)
    # Seven persons on seven matters are no group.
    loaded_visit(unit, MIDDLE, persons=7)
    assert counts(unit, "tcd.doan_dong_nguoi") == {inside.pk}


@pytest.mark.parametrize(
    ("code", "own", "other"),
    [("tcd.ky.truc_tiep", IN_PERSON, DELEGATED), ("tcd.ky.uy_quyen", DELEGATED, IN_PERSON)],
)
def test_sessions_are_placed_by_the_day_they_were_held(unit, code, own, other):
    posted = date(2022, 12, 1)
    inside = {loaded_session(unit, posted, day, attendance=own).pk for day in (FIRST, LAST)}
    loaded_session(unit, posted, EVE, attendance=own)
    loaded_session(unit, MIDDLE, AFTER, attendance=own)
    loaded_session(unit, MIDDLE, attendance=own)  # on the schedule, never held
    loaded_session(unit, MIDDLE, MIDDLE, attendance=other)
    assert counts(unit, code) == inside


def test_the_public_may_open_sessions_but_only_totals_of_visits():
    assert figure("tcd.ky.truc_tiep").opens == figure("tcd.ky.uy_quyen").opens == "records"
    for code in ("tcd.luot", "tcd.nguoi", "tcd.doan_dong_nguoi", "tcd.luot.thu_truong"):
        assert figure(code).opens == "totals"


@pytest.mark.parametrize("seed", range(3))
def test_the_channels_add_up_to_all_visits(unit, sitting, seed):
    chance = Random(seed)
    for _ in range(60):
        channel = chance.choice(list(Channel))
        loaded_visit(
            unit,
            date(2022, 11, 15) + timedelta(chance.randrange(150)),
            channel=channel,
            session=None if channel == Channel.REGULAR else sitting,
            persons=chance.randrange(1, 9),
        )
    figures = compute(unit, "2023-Q1")
    (identity,) = [item for item in identities() if item.key == "luot_theo_hinh_thuc"]
    whole = sum(figures.cell(code).value for code in identity.whole)
    assert whole == sum(figures.cell(code).value for code in identity.parts) > 0
    assert figures.cell("tcd.nguoi").value >= whole
