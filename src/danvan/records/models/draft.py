"""A form begun and not yet sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What an officer had filled in of an intake form, kept on the server; never a personal detail, never a record.

    `key` is the key the form would have been sent with: sent after all, a resumed draft leads to one record only.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey("org.Account", on_delete=models.CASCADE, related_name="+")
    type = models.CharField(max_length=32)
    key = models.CharField(max_length=36)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("bản nháp")
        verbose_name_plural = _("bản nháp")
        constraints = [models.UniqueConstraint(fields=["account", "type"], name="draft_once_per_form")]

    def __str__(self) -> str:
        return f"{self.account_id}/{self.type}"
