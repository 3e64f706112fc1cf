"""What units owe: a year of standing duties for the whole country, and the matrix of one province."""

from datetime import date
from functools import cache
from pathlib import Path

from bench import kept
from bench.harness import Bench

PROVINCES, COMMUNES = 34, 3_321
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
YEAR, TODAY = 2026, date(2026, 11, 24)
ONE_PROVINCE = 0  # the first one, with its 160 units: 97 communes, 63 offices
OFFICES = 63
BY_HAND = """
SELECT unit_id, clock, extract(month FROM due_on), met_on IS NOT NULL, count(*) FROM records_duty
WHERE record_id IS NULL AND due_on BETWEEN %s AND %s AND unit_id = ANY(%s) GROUP BY 1, 2, 3, 4
"""


@cache
def country() -> list[int]:
    """Ids of the roots of a kept database with every commune of the country and the offices of one province."""
    kept.filled(Path(__file__), _fill)
    from danvan.org.models import Unit

    return list(Unit.objects.filter(slug__startswith="tinh-").order_by("pk").values_list("pk", flat=True))


def _fill() -> None:
    """The units; then the duties of the one province, so that its matrix has something to count."""
    from danvan.org.models import UnitName
    from danvan.org.tests.factories import make_account
    from danvan.records.standing import reschedule

    _make_units()
    root = UnitName.objects.get(name="Tỉnh 0").unit
    make_account("giam_sat", root, covers_below=True)
    with _quiet_history():
        reschedule(root, FIRST, LAST)


def _make_units() -> None:
    from django.db.backends.postgresql.psycopg_any import DateRange

    from danvan.org import closure
    from danvan.org.models import Unit, UnitName, UnitParent

    always = DateRange(date(2020, 1, 1), None)
    roots = Unit.objects.bulk_create(Unit(slug=f"tinh-{n}") for n in range(PROVINCES))
    below = Unit.objects.bulk_create(
        Unit(slug=f"xa-{n}" if n < COMMUNES else f"so-{n}") for n in range(COMMUNES + OFFICES)
    )
    named = [(unit, f"Tỉnh {n}", "tinh") for n, unit in enumerate(roots)]
    named += [(unit, f"Đơn vị {n}", "xa" if n < COMMUNES else "so") for n, unit in enumerate(below)]
    UnitName.objects.bulk_create(
        UnitName(unit=unit, name=name, kind=kind, valid=always, sort_key=name) for unit, name, kind in named
    )
    UnitParent.objects.bulk_create(
        UnitParent(unit=unit, parent=roots[n % PROVINCES if n < COMMUNES else ONE_PROVINCE], valid=always)
        for n, unit in enumerate(below)
    )
    closure.rebuild()


class _quiet_history:
    """The history of the filling is left out: it would only take time."""

    def __enter__(self) -> None:
        self._say("DISABLE")

    def __exit__(self, *_caught: object) -> None:
        self._say("ENABLE")

    def _say(self, word: str) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE records_duty {word} TRIGGER USER")


def _a_year() -> None:
    """Made with its history, then rolled back, so that the kept database stays as it was."""
    from django.db import transaction

    from danvan.records.standing import reschedule

    with transaction.atomic():
        made = reschedule(country(), FIRST, LAST)
        assert made > 100_000, made
        transaction.set_rollback(True)


def _again() -> None:
    """A second run over a province whose duties are there: it must find nothing to make."""
    from danvan.records.standing import reschedule

    assert reschedule(country()[:1], FIRST, LAST) == 0


@cache
def _duties():
    country()
    from danvan.org.models import Account
    from danvan.records.duties import visible_duties

    return visible_duties(Account.objects.get(), TODAY)


def _matrix() -> None:
    from danvan.records import matrix

    assert len(matrix.cube(_duties(), YEAR, TODAY).units) >= 160


def _matrix_by_hand() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, [FIRST, LAST, _inside()])
        assert len(cursor.fetchall()) > 2_000


@cache
def _inside() -> list[int]:
    from danvan.org.tree import below

    return sorted(below(country()[:1], TODAY))


BENCHES = [
    Bench(
        "standing_duties",
        f"a year with its history, {PROVINCES + COMMUNES} units and {OFFICES} offices",
        _a_year,
        prepare=country,
        least=1,
    ),
    Bench("standing_again", "a year of one province, nothing new", _again, prepare=country),
    Bench(
        "compliance_matrix",
        "161 units × duties × 12 months",
        _matrix,
        "SQL by hand, sees everything",
        _matrix_by_hand,
        _duties,
    ),
]
