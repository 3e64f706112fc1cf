"""Who owes what, by when, under which wording, and how the day came about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from danvan import law
from danvan.records.models.history import recorded

SOON = 3  # days left from which a duty is shown as due soon


class DutyQuerySet(models.QuerySet):
    """Duties as lists."""

    def open(self) -> DutyQuerySet:
        """Neither met nor excused."""
        return self.filter(met_on__isnull=True, excused_on__isnull=True)


class Duty(models.Model):
    """A rule applied to one record, or to a unit for one period (then `record` is empty and `period` is set).

    `due_on` follows the rule's text; after `own_latest_on`, its most generous reading, it is late by that text; where a
    decree words the same act otherwise, `latest_on` is the later of both and only then is it late by both.
    `ledger` is what `law.due` returned when the clock began: recomputing from it must give `due_on`.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "records.Record", null=True, blank=True, on_delete=models.PROTECT, related_name="duties"
    )
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="duties")
    clock = models.CharField(max_length=48)
    label = models.CharField(max_length=200)
    rule = models.CharField(_("điều luật áp dụng"), max_length=32)
    wording_from = models.DateField(_("bản quy định từ ngày"))
    citation = models.CharField(max_length=200)
    period = models.CharField(max_length=16, blank=True, default="")
    begins_on = models.DateField()
    due_on = models.DateField(_("hạn"))
    own_latest_on = models.DateField(_("hạn theo cách hiểu rộng nhất"))
    latest_on = models.DateField(_("hạn theo cả luật và nghị định"))
    is_provisional = models.BooleanField(_("tạm tính"), default=False)
    can_be_judged = models.BooleanField(default=True)
    ledger = models.JSONField(default=list)
    terms = models.JSONField(
        default=dict
    )  # what the engine was told beside rule and day: {"case": "phuc_tap"}
    met_on = models.DateField(null=True, blank=True)
    met_by = models.ForeignKey(
        "records.Record", null=True, blank=True, on_delete=models.PROTECT, related_name="meets"
    )
    excused_on = models.DateField(null=True, blank=True)
    excuse = models.CharField(_("lý do miễn"), max_length=300, blank=True, default="")
    excused_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    is_illustrative = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("nghĩa vụ")
        verbose_name_plural = _("nghĩa vụ")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "clock", "begins_on"],
                condition=models.Q(record__isnull=False),
                name="duty_once_per_clock",
            ),
            models.UniqueConstraint(
                fields=["unit", "clock", "period"],
                condition=models.Q(record__isnull=True),
                name="duty_once_per_period",
            ),
            models.CheckConstraint(
                condition=models.Q(latest_on__gte=models.F("own_latest_on")),
                name="duty_latest_not_before_own",
            ),
            models.CheckConstraint(
                condition=models.Q(excused_on__isnull=True) | ~models.Q(excuse=""),
                name="duty_excused_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(met_on__isnull=True, excused_on__isnull=True),
                name="duty_open_by_due",
            ),
            models.Index(fields=["unit", "due_on"], name="duty_unit_due"),
            # Read for the matrix of a year, and by the writer for the periods it has made already.
            models.Index(
                fields=["clock", "period"], condition=models.Q(record__isnull=True), name="duty_standing"
            ),
        ]
        triggers = recorded("record_id")

    def __str__(self) -> str:
        return f"{self.label} ({self.rule})"

    @property
    def is_suspended(self) -> bool:
        """Whether the limit stands still: a suspension has begun and not ended, so that nobody can be late."""
        return self.own_latest_on == date.max

    def standing(self, today: date) -> str:
        """dung_han | dang_han | sap_den_han | qua_han_theo_luat | qua_han | khong_xac_dinh | mien as of `today`.

        A rule known only from memory is never judged. A met duty is judged by the day it was met.
        """
        if self.excused_on:
            return "mien"
        if not self.can_be_judged:
            return "khong_xac_dinh"
        judged_on = self.met_on or today
        if judged_on > self.latest_on:
            return "qua_han"
        if judged_on > self.own_latest_on:
            return "qua_han_theo_luat"
        if self.met_on:
            return "dung_han"
        return "sap_den_han" if (self.own_latest_on - today).days <= SOON else "dang_han"

    @classmethod
    def from_due(cls, due: law.Due, **columns: Any) -> Duty:
        """A duty row that keeps what the engine answered."""
        return cls(**cls.columns_of(due), terms={"case": due.case} if due.case else {}, **columns)

    @staticmethod
    def columns_of(due: law.Due) -> dict[str, Any]:
        """The columns that hold the engine's answer."""
        return {
            "rule": due.rule,
            "wording_from": due.wording.valid_from,
            "citation": due.citation,
            "begins_on": due.begins_on,
            "due_on": due.due_on,
            "own_latest_on": due.by_law.own_latest_on,
            "latest_on": due.latest_on,
            "is_provisional": due.provisional,
            "can_be_judged": due.verdict_possible,
            "ledger": due.ledger_json(),
        }
