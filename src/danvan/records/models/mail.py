"""Which messages of a mailbox were taken: so that none is taken twice, and nothing of them is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TakenMail(models.Model):
    """Một thư điện tử đã lấy khỏi hộp thư: no sender, no subject, no word of it.

    `mailbox` is a keyed hash of server, user and folder; `fingerprint` one of message id and content, which tells a
    second copy of the same message from another.
    """

    class Outcome(models.TextChoices):
        """Thư đã thành gì."""

        LETTER = "don", _("Đã thành đơn")
        TWICE = "trung", _("Đã nhận trước đó")
        AUTOMATIC = "tu_dong", _("Thư trả lời tự động, để riêng")
        TOO_LARGE = "qua_lon", _("Quá lớn, cần xem trong hộp thư")
        BROKEN = "hong", _("Không đọc được, cần xem trong hộp thư")

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    mailbox = models.CharField(max_length=32)
    validity = models.BigIntegerField(null=True)
    uid = models.BigIntegerField(null=True)
    day = models.DateField(_("ngày nhận"))
    size = models.PositiveIntegerField(_("cỡ thư"))
    fingerprint = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=8, choices=Outcome)
    record = models.ForeignKey("records.Record", null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("thư điện tử đã nhận")
        verbose_name_plural = _("thư điện tử đã nhận")
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "validity", "uid"], name="mail_taken_once"),
            models.UniqueConstraint(
                fields=["unit", "fingerprint"],
                condition=models.Q(outcome="don"),
                name="mail_one_letter",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="mail_unit")]

    def __str__(self) -> str:
        return f"{self.day} {self.outcome}"
