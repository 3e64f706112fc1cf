"""The number that stays in an office's register when a letter about its own lead went up unopened; nothing else stays."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded


class HandedUp(models.Model):
    """Dòng trống trong sổ: số đã cấp, ngày chuyển nguyên phong bì lên cấp trên.

    `record` is empty where the unit above took the record into its own register: nothing leads from here to it. Where
    no unit above is in the system the record stays, and its envelope can be read by nobody here any more.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="handed_up")
    register_year = models.PositiveSmallIntegerField(_("năm sổ"))
    register_no = models.PositiveIntegerField(_("số thứ tự"))
    on = models.DateField(_("ngày chuyển lên"))
    record = models.OneToOneField(
        "records.Record", null=True, on_delete=models.PROTECT, related_name="handed_up"
    )
    by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("phong bì đã chuyển lên cấp trên")
        verbose_name_plural = _("phong bì đã chuyển lên cấp trên")
        indexes = [models.Index(fields=["unit", "-on", "-id"], name="handed_up_newest")]
        triggers = [
            *recorded(""),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number in the register of the unit that handed up: 12/2023."""
        return f"{self.register_no}/{self.register_year}"
