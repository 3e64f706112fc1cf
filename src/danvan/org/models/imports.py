"""Which files of units were brought in, by whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.org.models.people import Account


class UnitImport(models.Model):
    """Một lần nhập danh mục đơn vị từ tệp CSV. The running program may insert rows and nothing else."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("tệp"), max_length=200)
    digest = models.CharField(max_length=64)
    added = models.JSONField(_("đơn vị thêm mới"), default=list)
    changed = models.JSONField(_("đơn vị sửa đổi"), default=list)

    class Meta:
        verbose_name = _("lần nhập danh mục")
        verbose_name_plural = _("lần nhập danh mục")

    def __str__(self) -> str:
        return self.file_name
