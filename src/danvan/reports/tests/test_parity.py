"""Every cell against a count made record by record in Python, over records with empty columns and odd days."""

import random
from datetime import timedelta

import pytest
from django.db.models import Q

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
    return filled_place(request.param)


def filled_place(seed):
    """A province with some hundred records of every source."""
    chance, place = random.Random(seed), make_place(3, 2)
    load("don", random_letters(chance, place.units, 90), reason="thử nghiệm")
    load("vu_viec", random_matters(chance, place.units, 50), reason="thử nghiệm")
    load("luot_tiep", random_visits(chance, place.units, 40), reason="thử nghiệm")
    load("ky_tiep", random_sessions(chance, place.units, 40), reason="thử nghiệm")
    return place


def holds(condition, record):
    """Whether a record meets a Q of plain comparisons, joined by AND or OR: all that is declared today."""
    assert not condition.negated
    told = [
        holds(child, record) if isinstance(child, Q) else compares(*child, record)
        for child in condition.children
    ]
    return any(told) if condition.connector == "OR" and told else all(told)


def compares(path, value, record):
    """One comparison, as SQL reads it: an empty column is like nothing."""
    name, _, lookup = path.partition("__")
    own = getattr(record, name)
    if lookup == "isnull":
        return (own is None) == value
    if own is None:
        return False
    tests = {"": own.__eq__, "in": lambda values: own in values, "gte": own.__ge__, "lt": own.__lt__}
    return bool(tests[lookup](value))


def is_dated(record, column, word, period):
    """Whether a further day stands to the period as the word says."""
    on = getattr(record, column)
    if word == "later":
        return on is None or on > period.last
    if on is None:
        return False
    return {
        "before": on < period.first,
        "within": period.first <= on <= period.last,
        "until": on <= period.last,
    }[word]


def is_limited(record, column, lookup, rule):
    """Whether a number stands to the law's as the word says; the law's is five throughout."""
    assert rule == "XLD.MANY"
    return {"gte": getattr(record, column) >= 5, "lt": getattr(record, column) < 5}[lookup]


def is_placed(item, record, period):
    """Whether the record stands in the period, by the words of the declaration."""
    on = getattr(record, item.placed_by)
    if on is None:
        return False
    if item.kind == "flow":
        return period.first <= on <= period.last
    eve, ended = period.first - timedelta(days=1), getattr(record, item.ends_by)
    if item.kind == "due":
        return on <= period.last and (ended is None or ended > eve)
    at = period.last if item.kind == "stock" else eve
    return on <= at and (ended is None or ended > at)


def by_hand(item, unit_ids, period):
    """The value of a figure over some units, record by record."""
    found = [
        record
        for record in item.source.objects.all()
        if record.unit_id in unit_ids
        and is_placed(item, record, period)
        and holds(item.where, record)
        and all(is_dated(record, column, word, period) for column, word in item.dated)
        and all(is_limited(record, *limit) for limit in item.limits)
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
