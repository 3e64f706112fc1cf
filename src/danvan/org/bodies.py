"""Bodies beside an office: councils, delegations, the Front and its members at the office's own level and above."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from danvan.org.models import Unit, UnitClosure, UnitName, UnitParent


def near(unit_ids: Collection[int], on: date, which: Any) -> QuerySet:
    """Units meeting the lookups `which` that stand on a day under one of these units or one above it, or under such a body.

    Each has its name of the day as `called`, in Vietnamese order. Of bodies elsewhere in the province none: a select of
    hundreds serves nobody. One query, lazily.
    """
    return _near(frozenset(unit_ids), on, which if isinstance(which, Q) else Q(**which)).all()


@lru_cache(maxsize=512)
def _near(unit_ids: frozenset[int], on: date, which: Q) -> QuerySet:
    """The question itself, kept unasked: to put it together takes longer than the rest of a form that names a body."""
    above = UnitClosure.objects.on(on).filter(descendant_id__in=unit_ids).values("ancestor_id")
    fitting = Unit.objects.complex_filter(which)
    beside = _under(Q(parent_id__in=unit_ids) | Q(parent_id__in=above), on)
    first = fitting.filter(pk__in=beside).values("pk")
    within = _under(Q(parent_id__in=first), on)
    called = UnitName.objects.on(on).filter(unit_id=OuterRef("pk"))
    found = Unit.objects.filter(pk__in=fitting.filter(Q(pk__in=beside) | Q(pk__in=within)).values("pk"))
    return (
        found.annotate(
            called=Subquery(called.values("name")[:1]), key=Subquery(called.values("sort_key")[:1])
        )
        .exclude(called=None)
        .order_by("key", "pk")
    )


def _under(parents: Q, on: date) -> Any:
    return UnitParent.objects.on(on).filter(parents).values("unit_id")
