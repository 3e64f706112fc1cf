"""A form of the public, begun and not yet sent: nobody but its visitor can read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Filing(models.Model):
    """Đơn đang soạn trên cổng. Encrypted under a key that only the visitor's cookie (or code to resume) holds.

    `id` is a hash of that key. Sent, the text is gone and `record` tells the same visitor which record it became, for a
    day; unsent, the row is removed on `expires_at`.
    """

    id = models.CharField(primary_key=True, max_length=64, editable=False)
    ciphertext = models.BinaryField()
    record = models.ForeignKey("records.Record", null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("đơn đang soạn trên cổng")
        verbose_name_plural = _("đơn đang soạn trên cổng")
        indexes = [models.Index(fields=["expires_at"], name="filing_expires")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(record__isnull=True) | models.Q(ciphertext=b""),
                name="filing_sent_is_empty",
            )
        ]

    def __str__(self) -> str:
        return self.id[:8]


class FilingFile(models.Model):
    """Tệp gửi kèm của đơn đang soạn, cũng mã hóa như đơn; its name is inside the ciphertext."""

    id = models.BigAutoField(primary_key=True)
    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="files")
    ciphertext = models.BinaryField()

    class Meta:
        verbose_name = _("tệp của đơn đang soạn")
        verbose_name_plural = _("tệp của đơn đang soạn")

    def __str__(self) -> str:
        return f"{self.filing_id}/{self.pk}"


class Held(models.Model):
    """Hồ sơ gửi qua cổng mà không qua phép thử chống gửi tự động: an officer looks at it first."""

    record = models.OneToOneField(
        "records.Record", primary_key=True, on_delete=models.PROTECT, related_name="held"
    )
    at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hồ sơ chờ xem trước")
        verbose_name_plural = _("hồ sơ chờ xem trước")

    def __str__(self) -> str:
        return str(self.record_id)
