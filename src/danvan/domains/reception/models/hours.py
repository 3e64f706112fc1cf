"""Giờ tiếp thường xuyên, as dated rows."""

from datetime import date
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.reception.models.choices import Receiver
from danvan.org.models.units import ValidQuerySet
from danvan.records.models.history import recorded
from danvan.ui.dates import WEEKDAYS


class RegularHours(models.Model):
    """Thời gian tiếp công dân thường xuyên của một đơn vị vào một ngày trong tuần (Luật Tiếp công dân 2013, Điều 24).

    Weekday 0 is Monday. A deputy's single day (TCD.HDND) is a row valid on that day alone.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="reception_hours")
    receiver = models.CharField(_("người tiếp"), max_length=16, choices=Receiver, default=Receiver.OFFICERS)
    weekday = models.PositiveSmallIntegerField(
        _("thứ"), choices=list(enumerate(f"{day[0].upper()}{day[1:]}" for day in WEEKDAYS))
    )
    starts_at = models.TimeField(_("từ giờ"))
    ends_at = models.TimeField(_("đến giờ"))
    place = models.CharField(_("nơi tiếp"), max_length=200)
    who = models.CharField(_("bộ phận, người tiếp"), max_length=200, blank=True)
    slot_minutes = models.PositiveSmallIntegerField(
        _("số phút mỗi lượt"), default=30, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    places = models.PositiveSmallIntegerField(
        _("số chỗ mỗi lượt"), default=1, validators=[MaxValueValidator(50)]
    )
    valid = DateRangeField(_("áp dụng"))

    objects: ClassVar = ValidQuerySet.as_manager()

    class Meta:
        verbose_name = _("giờ tiếp thường xuyên")
        verbose_name_plural = _("giờ tiếp thường xuyên")
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lt=7), name="hours_on_a_weekday"),
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="hours_end_after_start"
            ),
            ExclusionConstraint(
                name="hours_once",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("receiver", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("starts_at", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [*recorded(""), pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None while no end is set."""
        return date.fromordinal(self.valid.upper.toordinal() - 1) if self.valid.upper else None
