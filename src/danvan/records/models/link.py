"""How records hang together: a matter arises from a letter, a letter is handed in at a visit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded
from danvan.records.models.retention import not_erased


class Link(models.Model):
    """One directed tie between two records of any types."""

    class Kind(models.TextChoices):
        """What the tie says of `record` as seen from `source`."""

        ARISES = "phat_sinh_tu", _("phát sinh từ")
        JOINS = "nhap_vao", _("nhập vào")

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="sources")
    source = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.ARISES)

    class Meta:
        verbose_name = _("liên kết hồ sơ")
        verbose_name_plural = _("liên kết hồ sơ")
        constraints = [
            models.UniqueConstraint(fields=["record", "source", "kind"], name="link_once"),
            models.CheckConstraint(condition=~models.Q(record=models.F("source")), name="link_not_to_itself"),
        ]
        triggers = [
            *recorded("record_id"),
            not_erased("NEW.record_id"),
            not_erased("NEW.source_id", "not_erased_source"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.kind} {self.source_id}"
