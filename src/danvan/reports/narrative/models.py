"""What officers write in a report's paragraphs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded


class ReportBlock(models.Model):
    """Một đoạn lời văn của báo cáo, do cán bộ viết thay câu mà hệ thống đề nghị.

    `text` binds figures as `{code}` or `{code|kỳ trước}` (`narrative.syntax`); the history keeps who wrote when, never the
    words. `version` grows with each writing: a writer who saw an older one is refused.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="blocks")
    section = models.CharField(_("phần"), max_length=40)
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    text = models.TextField(_("lời văn"), blank=True)
    version = models.PositiveIntegerField(_("lần ghi"), default=1)
    edited_at = models.DateTimeField(_("ghi lúc"), auto_now=True)
    edited_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("đoạn lời văn của báo cáo")
        verbose_name_plural = _("đoạn lời văn của báo cáo")
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=["report", "section", "position"], name="report_block_once")
        ]
        triggers = recorded("own_chain", without=("text",))

    def __str__(self) -> str:
        return f"{self.report_id} {self.section}/{self.position}"
