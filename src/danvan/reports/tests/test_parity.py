"""Every cell against a count made record by record in Python, over records with empty columns and odd days."""

import random
from datetime import timedelta

import pytest

from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.reception.models import HeadSession, Visit
from danvan.records.declare import Indicator, figures
from danvan.records.loading import Row, load
from danvan.reports.compute import compute
from danvan.reports.evidence import gather
from danvan.reports.tests.factories import FIRST, LAST, make_place
from danvan.reports.windows import period_of

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
SPAN = (LAST - FIRST).days


def some_day(chance):
    """A day from a month before the period to a month after it."""
    return FIRST + timedelta(days=chance.randint(-30, SPAN + 30))


def random_letters(chance, units, count):
    for _ in range(count):
        on = some_day(chance)
        moves = []
        if chance.random() < 0.8:
            outcome = chance.choice(["thu_ly", "huong_dan", "luu", None])
            classified = {
                "kind": chance.choice(["khieu_nai", "to_cao", "kien_nghi_phan_anh"]),
                "field": "khac",
                "is_competent": outcome == "thu_ly",
                "is_eligible": outcome != "luu",
            }
            moves.append(("phan_loai", on, classified))
            if outcome:
                moves.append((outcome, on + timedelta(days=chance.randint(0, 40)), {}))
        yield Row(Letter(unit=chance.choice(units)), on, moves)


def random_matters(chance, units, count):
    for _ in range(count):
        on = some_day(chance)
        later = on + timedelta(days=chance.randint(0, 60))
        moves = [("giai_quyet", later, {"result": "sai"})] if chance.random() < 0.6 else []
        yield Row(Matter(unit=chance.choice(units), kind="khieu_nai", field="khac"), on, moves)


def random_visits(chance, units, count):
    for _ in range(count):
        many = chance.random() < 0.2
        visit = Visit(
            unit=chance.choice(units),
            persons=chance.randint(5, 30) if many else 1,
            is_group=many,
            content_kind="kien_nghi_phan_anh",
        )
        yield Row(visit, some_day(chance))


def random_sessions(chance, units, count):
    for _ in range(count):
        on = some_day(chance)
        held = [("to_chuc", on, {})] if chance.random() < 0.7 else []
        attendance = chance.choice(["truc_tiep", "uy_quyen"])
        session = HeadSession(unit=chance.choice(units), planned_on=on, attendance=attendance)
        yield Row(session, on - timedelta(days=9), held)


@pytest.fixture(params=[1, 2, 3])
def world(request):
    """A province with some hundred records drawn from a seed."""
    chance, place = random.Random(request.param), make_place(3, 2)
    load("don", random_letters(chance, place.units, 90), reason="thử nghiệm")
    load("vu_viec", random_matters(chance, place.units, 50), reason="thử nghiệm")
    load("luot_tiep", random_visits(chance, place.units, 40), reason="thử nghiệm")
    load("ky_tiep", random_sessions(chance, place.units, 40), reason="thử nghiệm")
    return place


def holds(condition, record):
    """Whether a record meets a plain Q of equalities joined by AND: all that is declared today."""
    assert condition.connector == "AND"
    assert not condition.negated
    return all(getattr(record, name) == value for name, value in condition.children)


def is_placed(item, record, period):
    """Whether the record stands in the period, by the words of the declaration."""
    on = getattr(record, item.placed_by)
    if on is None:
        return False
    if item.kind == "flow":
        return period.first <= on <= period.last
    at = period.last if item.kind == "stock" else period.first - timedelta(days=1)
    return on <= at and (record.closed_on is None or record.closed_on > at)


def by_hand(item, unit_ids, period):
    """The value of a figure over some units, record by record."""
    found = [
        record
        for record in item.source.objects.all()
        if record.unit_id in unit_ids and is_placed(item, record, period) and holds(item.where, record)
    ]
    if item.measure == "count":
        return len(found)
    return sum(getattr(record, item.measure.partition(":")[2]) for record in found)


def test_every_cell_is_what_counting_by_hand_gives(world):
    period = period_of(QUARTER)
    counted = compute(world.province, period)
    for item in figures():
        if not isinstance(item, Indicator):
            continue
        for unit in (world.province, *world.districts, world.communes[0]):
            below = set(counted.tree.walk(unit.pk))
            assert counted.cell(item.code, unit.pk).value == by_hand(item, below, period), item.code


def test_own_figures_add_up_to_the_total(world):
    counted = compute(world.province, QUARTER)
    for code in counted.items:
        own = sum(counted.own(code, unit_id) for unit_id in counted.unit_ids)
        assert own == counted.cell(code).value, code


def test_the_manifest_holds_exactly_what_each_cell_counts(world):
    counted = compute(world.province, QUARTER)
    behind = gather(counted, "muối").by_cell(counted)
    for unit_id, _name, row in counted.rows():
        for code, cell in row.items():
            assert len(behind.get((unit_id, code), [])) == cell.records, code


def test_a_subset_of_figures_counts_the_same(world):
    every = compute(world.province, QUARTER)
    for code in every.items:
        assert compute(world.province, QUARTER, [code]).cell(code) == every.cell(code)


def test_the_figures_of_a_part_are_those_of_its_row_in_the_whole(world):
    whole = compute(world.province, QUARTER)
    for district in world.districts:
        part = compute(district, QUARTER)
        assert {code: cell.value for code, cell in part.row().items()} == {
            code: cell.value for code, cell in whole.row(district.pk).items()
        }
