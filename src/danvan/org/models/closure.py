"""Who stood above whom through how many levels, day by day: the tree of units written out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.org.models.units import Dated, Unit, no_overlap


class UnitClosure(Dated):
    """`ancestor` stood `depth` levels above `descendant` on the days of `valid`; no row of a unit with itself.

    Follows from UnitParent alone and is written by `org.closure.rebuild` alone, never by a trigger or by save().
    """

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="above")
    depth = models.PositiveSmallIntegerField(_("số bậc"))

    class Meta:
        verbose_name = _("cấp trên qua các bậc")
        verbose_name_plural = _("cấp trên qua các bậc")
        constraints = [
            no_overlap("closure_one_path", "ancestor", "descendant"),
            models.CheckConstraint(condition=models.Q(depth__gte=1), name="closure_depth"),
        ]
        # "What stands below A on a day" is answered from this index alone.
        indexes = [models.Index(fields=["ancestor"], include=["descendant", "valid"], name="closure_below")]

    def __str__(self) -> str:
        return f"{self.descendant_id} < {self.ancestor_id} ({self.depth})"
