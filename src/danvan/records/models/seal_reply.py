"""What office and denouncer write to each other about a sealed case, as far as the database may know: bytes and days."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded
from danvan.records.models.retention import not_erased
from danvan.records.models.seal import SealCase, only_where_allowed


class SealReply(models.Model):
    """Một tin giữa cơ quan và người tố cáo gửi qua mạng, niêm phong cho mã của người ấy; holders have it in the case.

    `number` counts both sides from 1; `digest` is the SHA-256 of `sealed`, which holds its place and the digest before it.
    `paper` is the issued paper that went along. `fetched_on` is the day on which the sender first had it before his eyes:
    a day, no hour, and the history does not learn it, since that would tell when somebody sits at a machine.
    """

    class Side(models.TextChoices):
        """Ai viết."""

        OFFICE = "co_quan", _("cơ quan")
        SENDER = "nguoi_gui", _("người gửi")

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(SealCase, on_delete=models.PROTECT, related_name="replies")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=12, choices=Side)
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    paper = models.ForeignKey("records.Paper", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    fetched_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("tin niêm phong")
        verbose_name_plural = _("tin niêm phong")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="seal_reply_once"),
            models.UniqueConstraint(fields=["case", "paper"], name="seal_reply_paper_once"),
            models.CheckConstraint(
                condition=models.Q(side="co_quan", by__isnull=False)
                | models.Q(side="nguoi_gui", by__isnull=True, paper__isnull=True, fetched_on__isnull=True),
                name="seal_reply_by_its_side",
            ),
        ]
        triggers = [
            only_where_allowed("case_id"),
            not_erased("NEW.case_id"),
            *recorded("case_id", without=("sealed", "fetched_on")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"
