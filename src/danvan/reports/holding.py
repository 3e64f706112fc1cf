"""At which unit a record counts when it was handed over since: where it stood on the last day of the period.

A hand-over gives an open record to another unit (`records.writing.hand_over`). Figures of the time before must stay what
they were, so they are counted at the unit that held the record then.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import BigIntegerField, Exists, Expression, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from danvan.records.models import Handover, Record


def held_by(rows: QuerySet, unit_ids: Iterable[int], last: date) -> QuerySet:
    """Those rows of a source whose records the units held at the end of a day."""
    ids = list(unit_ids)
    if not issubclass(rows.model, Record):
        return rows.filter(unit_id__in=ids)
    later = Handover.objects.filter(record_id=OuterRef("pk"), on__gt=last)
    earlier = Handover.objects.filter(record_id=OuterRef("record_id"), on__gt=last, pk__lt=OuterRef("pk"))
    given = Handover.objects.filter(~Exists(earlier), on__gt=last, from_unit_id__in=ids)
    return rows.filter(Q(unit_id__in=ids) & ~Exists(later) | Q(pk__in=given.values("record_id")))


def holder(source: type[Model], last: date) -> Expression | F:
    """The id of the unit that held a record at the end of a day, as a column of the source."""
    if not issubclass(source, Record):
        return F("unit_id")
    later = Handover.objects.filter(record_id=OuterRef("pk"), on__gt=last).order_by("pk")
    return Coalesce(Subquery(later.values("from_unit_id")[:1]), F("unit_id"), output_field=BigIntegerField())
