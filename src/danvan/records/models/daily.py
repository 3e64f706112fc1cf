"""Up to which day each daily job has been done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyRun(models.Model):
    """One row a job. `done_through` is a day in Việt Nam: the job need never look before it again."""

    job = models.CharField(_("việc hằng ngày"), max_length=48, primary_key=True)
    done_through = models.DateField(_("đã làm đến hết ngày"))
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("việc hằng ngày đã làm")
        verbose_name_plural = _("việc hằng ngày đã làm")

    def __str__(self) -> str:
        return f"{self.job} {self.done_through:%Y-%m-%d}"
