"""What a draft counted on an earlier day, so that an officer sees in the morning what changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftDay(models.Model):
    """Số liệu của một dự thảo ở lần mở đầu tiên trong ngày; nội bộ, chỉ giữ đến lần mở của ngày sau.

    `cells` is code → count of the report's own unit; `lines` are "record id|version|unit id|codes" as a manifest has them.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="days")
    on = models.DateField(_("ngày"))
    cells = models.JSONField()
    lines = models.TextField()

    class Meta:
        verbose_name = _("số liệu của dự thảo theo ngày")
        verbose_name_plural = _("số liệu của dự thảo theo ngày")
        constraints = [models.UniqueConstraint(fields=["report", "on"], name="draft_day_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.on}"
