"""Every cell equal on every engine, over records with empty columns and odd days."""

import random
from datetime import date, timedelta
from functools import cache

import duckdb
import pytest
from django.db import connection
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from danvan.domains.petitions.models import Letter
from danvan.domains.reception.models import Visit
from danvan.records.declare import Indicator, figures
from danvan.reports.compute import compute
from danvan.reports.engines import duck, plan, snapshot
from danvan.reports.engines.expressions import condition
from danvan.reports.scan import by_source
from danvan.reports.tests.factories import letters, make_place
from danvan.reports.tests.test_holding import merge
from danvan.reports.tests.test_parity import filled_place
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal

PERIODS = ("2023-Q1", "2022-Q4", "2023-02", "2023", "2025-Q3")
SOURCES = by_source([item for item in figures() if isinstance(item, Indicator)])
UNITS = range(1, 6)


def cells(counted):
    return [(unit, {code: cell.value for code, cell in row.items()}) for unit, _, row in counted.rows()]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [7, 8])
@pytest.mark.parametrize("period", PERIODS)
def test_duckdb_counts_of_a_snapshot_what_postgresql_counts_of_records(period, seed, tmp_path):
    place = filled_place(seed)
    snapshot.take(tmp_path)
    there = compute(place.province, period)
    assert cells(compute(place.province, period, engine=duck.scan_of(tmp_path))) == cells(there)


@pytest.mark.django_db
def test_the_records_of_the_parity_test_fill_many_figures():
    counted = compute(filled_place(7).province, "2023-Q1")
    assert sum(1 for cell in counted.row().values() if cell.value) > 80


class TestEveryDeclaredFigure:
    """Rows of nothing but chance: no rule of the flow keeps columns from standing together oddly, or empty."""

    @pytest.fixture(params=[shape.label for shape in snapshot.shapes()])
    def shape(self, request):
        return next(one for one in snapshot.shapes() if one.label == request.param)

    @pytest.mark.django_db
    @pytest.mark.parametrize("period", ["2023-Q1", "2025-Q3"])
    def test_is_the_same_on_both(self, shape, period):
        items, rows = SOURCES[shape.source], chance_rows(shape, period_of(period), 2_500)
        handed = [(n, rows[n * 3][0], date(2023, 1, 1) + timedelta(n * 40), n % 5 + 1) for n in range(1, 40)]
        question = plan.ask(
            exp.to_table("flat"), exp.to_table("handed"), items, period_of(period), list(UNITS)[:4]
        )
        on_duck = ask_duck(shape, rows, handed, question)
        assert on_duck == ask_postgres(shape, rows, handed, question)
        assert len(on_duck) == 4
        told = {code for line in on_duck.values() for code, tally in line.tallies.items() if tally.value}
        assert len(told) > len(items) * 0.7


TYPES = {"int64": "bigint", "bool": "boolean", "date32[day]": "date", "string": "varchar"}


def chance_rows(shape, period, count):
    """(id, unit_id, is_illustrative, …) of nothing but chance, a fifth of all that may be empty being so."""
    chance, words = random.Random(shape.label), words_of(shape)
    rows = []
    for n in range(1, count + 1):
        row = [n, chance.choice(UNITS), chance.random() < 0.1]
        for column in shape.columns[3:]:
            row.append(
                None if chance.random() < 0.2 else some(chance, str(column.type), words, column, period)
            )
        rows.append(tuple(row))
    return rows


def some(chance, kind, words, column, period):
    if kind == "bool":
        return chance.random() < 0.6
    if kind == "int64":
        return chance.randint(0, 7)
    if kind == "string":
        return chance.choice(sorted(words.get(column.name, set()) | {"khác"}))
    return period.first + timedelta(chance.randint(-20, (period.last - period.first).days + 20))


def words_of(shape):
    """Column → the words that conditions ask of it."""
    found = {}

    def look(node):
        for child in node.children:
            if isinstance(child, Q):
                look(child)
            else:
                values = child[1] if isinstance(child[1], (list, tuple, set, frozenset)) else [child[1]]
                name = child[0].partition("__")[0]
                found.setdefault(name, set()).update(str(one) for one in values if isinstance(one, str))

    for item in SOURCES[shape.source]:
        look(item.where)
    return found


def ask_duck(shape, rows, handed, question):
    engine = duckdb.connect()
    return asked(shape, rows, handed, question, engine, "duckdb", "?")


def ask_postgres(shape, rows, handed, question):
    with connection.cursor() as cursor:
        return asked(shape, rows, handed, question, cursor, "postgres", "%s")


def asked(shape, rows, handed, question, engine, dialect, mark):
    columns = ", ".join(f'"{one.name}" {TYPES[str(one.type)]}' for one in shape.columns)
    engine.execute(f"CREATE TEMP TABLE flat ({columns})")
    engine.execute('CREATE TEMP TABLE handed (id bigint, record_id bigint, "on" date, from_unit_id bigint)')
    for table, given_rows in (("flat", rows), ("handed", handed)):
        marks = ", ".join([mark] * len(given_rows[0]))
        engine.executemany(f"INSERT INTO {table} VALUES ({marks})", given_rows)
    engine.execute(question.sql(dialect))
    return {line.unit_id: line for line in question.lines(engine.fetchall())}


class TestAConditionOfAnyForm:
    """Plain comparisons joined in any way: DuckDB tells of a row what PostgreSQL's own reading by Django tells."""

    leaf = st.one_of(
        st.tuples(st.just("handling"), st.sampled_from(["chuyen", "luu", "", "lạ 'ngoặc'", 'một "hai" %s'])),
        st.tuples(
            st.just("handling__in"), st.lists(st.sampled_from(["chuyen", "luu", "thu_ly"]), max_size=3)
        ),
        st.tuples(st.sampled_from(["signatories__gte", "signatories__lt", "signatories"]), st.integers(0, 7)),
        st.tuples(st.sampled_from(["handled_on__isnull", "withdrawn_on__isnull"]), st.booleans()),
        st.tuples(st.just("is_anonymous"), st.booleans()),
        st.tuples(
            st.sampled_from(["received_on__lte", "received_on__gt"]),
            st.dates(date(2023, 1, 1), date(2023, 3, 1)),
        ),
        st.tuples(
            st.just("received_on__range"),
            st.tuples(st.dates(date(2023, 1, 1), date(2023, 2, 1)), st.just(date(2023, 2, 10))),
        ),
    )
    tree = st.recursive(
        leaf.map(lambda pair: Q(pair)),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(lambda two: two[0] & two[1]),
            st.tuples(inner, inner).map(lambda two: two[0] | two[1]),
        ),
        max_leaves=8,
    )

    @pytest.mark.django_db
    @settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(wanted=tree)
    def test_finds_the_same_rows(self, wanted):
        engine, names, rows = sixty_letters()
        query = exp.select("id").from_("flat").where(condition(wanted)).order_by("id")
        found = [row[0] for row in engine.execute(query.sql("duckdb")).fetchall()]
        assert found == [row[0] for row in rows if holds(wanted, dict(zip(names, row, strict=True)))]


@cache
def sixty_letters():
    """A table of chance in DuckDB, its columns, and the rows that stand in it."""
    shape = next(one for one in snapshot.shapes() if one.source is Letter)
    rows = chance_rows(shape, period_of("2023-Q1"), 60)
    engine = duckdb.connect()
    columns = ", ".join(f'"{one.name}" {TYPES[str(one.type)]}' for one in shape.columns)
    engine.execute(f"CREATE TEMP TABLE flat ({columns})")
    engine.executemany(f"INSERT INTO flat VALUES ({', '.join('?' * len(shape.columns))})", rows)
    return engine, [column.name for column in shape.columns], rows


def holds(node, row):
    """The same read by Python, an empty column being like nothing."""
    told = [holds(child, row) if isinstance(child, Q) else compares(*child, row) for child in node.children]
    return any(told) if node.connector == "OR" and told else all(told)


def compares(path, value, row):
    name, _, lookup = path.partition("__")
    own = row[name]
    if lookup == "isnull":
        return (own is None) == value
    tests = {
        "": lambda: own == value,
        "in": lambda: own in value,
        "gte": lambda: own >= value,
        "gt": lambda: own > value,
        "lt": lambda: own < value,
        "lte": lambda: own <= value,
        "range": lambda: value[0] <= own <= value[1],
    }
    return own is not None and tests[lookup]()


@pytest.mark.parametrize(
    "odd",
    [
        Q(handling__contains="x"),
        Q(handling__regex="x"),
        Q(received_on__year=2023),
        Q(signatories__gte=1.5),
        Q(handling="a") ^ Q(handling="b"),
    ],
)
def test_what_not_every_engine_knows_is_refused(odd):
    with pytest.raises(ValueError, match=r"engine|no day"):
        condition(odd)


@pytest.mark.parametrize(
    ("said", "sql"),
    [
        (Q(), "TRUE"),
        (Q(handling__in=[]), "FALSE"),
        (Q(handling__in=["a", None]), "handling IN ('a')"),
        (Q(handling=None), "handling IS NULL"),
        (Q(handled_on__isnull=False), "NOT handled_on IS NULL"),
        (~Q(is_anonymous=True), "NOT is_anonymous = TRUE"),
        (Q(handling="o'clock"), "handling = 'o''clock'"),
    ],
)
def test_a_condition_reads_as(said, sql):
    assert condition(said).sql("duckdb") == sql


@pytest.mark.django_db
def test_a_record_handed_over_counts_where_it_stood_then(tmp_path):
    place = make_place()
    letters(place.communes[0], "khieu_nai", 3, date(2022, 11, 2))
    letters(place.communes[1], "to_cao", 2, date(2022, 11, 2))
    merge(place)
    snapshot.take(tmp_path)
    for period in ("2022-Q4", "2023-Q1", "2023"):
        there = compute(place.province, period)
        assert cells(compute(place.province, period, engine=duck.scan_of(tmp_path))) == cells(there)
    before = compute(place.communes[0], "2022-Q4", engine=duck.scan_of(tmp_path))
    assert before.cell("don.tiep_nhan").value == 3


@pytest.mark.django_db
def test_no_record_at_all_counts_zero(tmp_path):
    place = make_place()
    snapshot.take(tmp_path)
    counted = compute(place.province, "2023-Q1", engine=duck.scan_of(tmp_path))
    assert counted.cell("don.tiep_nhan").value == 0


@pytest.mark.django_db
def test_a_snapshot_of_fewer_columns_is_refused(tmp_path, monkeypatch):
    place = make_place()
    letters(place.province, "khieu_nai", 1)
    snapshot.take(tmp_path)
    ask = duck.scan_of(tmp_path)
    new = Indicator("thu.moi", "Thử", Visit, "received_on", "lượt", where=Q(is_back_entered=True))
    with pytest.raises(Refusal, match="chụp lại"):
        list(ask(Visit, [new], period_of("2023-Q1"), [place.province.pk]))


class TestKeptWords:
    """A snapshot is asked again in the words of the last asking only where nothing differs."""

    @pytest.fixture
    def told(self):
        kept, written = plan.Kept("duckdb"), []
        items = tuple(SOURCES[Visit])

        def tell(period="2023-Q1", units=(1, 2), items=items):
            def relations():
                written.append(period)
                return exp.to_table("flat"), exp.to_table("handed")

            return kept.told(Visit, items, period_of(period), units, relations)[1], len(written)

        return tell

    def test_are_written_once(self, told):
        assert told() == told()
        assert told(units=(2, 1, 2))[1] == 1

    @pytest.mark.parametrize("other", [{"period": "2022-Q4"}, {"units": (1, 3)}, {"units": (1,)}])
    def test_are_others_for_another_asking(self, told, other):
        first, _ = told()
        again, written = told(**other)
        assert (again != first, written) == (True, 2)

    def test_are_others_for_another_condition_under_the_same_code(self, told):
        first, _ = told(items=(Indicator("a", "A", Visit, "received_on", "lượt"),))
        again, _ = told(items=(Indicator("a", "A", Visit, "received_on", "lượt", where=Q(is_group=True)),))
        assert again != first
