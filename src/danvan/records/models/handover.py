"""Open records of a unit that ends: to whom each is proposed to go, and to whom a person decided it goes."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded


class Handover(models.Model):
    """Bàn giao một hồ sơ đang giải quyết từ đơn vị kết thúc sang đơn vị tiếp nhận.

    Made when the act on units is confirmed; `proposed` is the one heir where there is one, empty where there are
    several. From `on` the record is `unit`'s under a number of its register; `old_no`/`old_year` is the one it had.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="handovers")
    act = models.ForeignKey("org.UnitAct", on_delete=models.PROTECT, related_name="+")
    from_unit = models.ForeignKey(
        "org.Unit", verbose_name=_("đơn vị giao"), on_delete=models.PROTECT, related_name="+"
    )
    proposed = models.ForeignKey(
        "org.Unit",
        verbose_name=_("đơn vị đề xuất"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.ForeignKey(
        "org.Unit", verbose_name=_("đơn vị nhận"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("ngày bàn giao"), null=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    old_year = models.PositiveSmallIntegerField(_("năm sổ cũ"))
    old_no = models.PositiveIntegerField(_("số thứ tự cũ"))
    decided_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bàn giao hồ sơ")
        verbose_name_plural = _("bàn giao hồ sơ")
        constraints = [
            models.UniqueConstraint(fields=["record", "act"], name="handover_once_per_act"),
            models.CheckConstraint(
                condition=models.Q(
                    unit__isnull=True, on__isnull=True, decided_by__isnull=True, decided_at__isnull=True
                )
                | models.Q(
                    unit__isnull=False, on__isnull=False, decided_by__isnull=False, decided_at__isnull=False
                )
                & ~models.Q(reason=""),
                name="handover_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) | ~models.Q(unit=models.F("from_unit")),
                name="handover_to_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["from_unit", "id"], condition=models.Q(unit__isnull=True), name="handover_waiting"
            ),
            # Figures of an earlier period ask who held a record then.
            models.Index(fields=["on", "record"], condition=models.Q(on__isnull=False), name="handover_on"),
        ]
        triggers = [
            *recorded("record_id"),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="settled", operation=pgtrigger.Update, condition=pgtrigger.Q(old__unit__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.from_unit_id} → {self.unit_id or self.proposed_id or '?'}"

    @property
    def old_number(self) -> str:
        """The number in the register of the unit that handed over: 12/2023."""
        return f"{self.old_no}/{self.old_year}"
