"""Where the national database of complaints and denunciations has a record, and which lists were made for it."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded

# Signs of a machine's code and nothing that could be a name: this stands in the history and of a tố cáo too.
CODE = r"^(?=.*[0-9])[A-Z0-9][A-Z0-9._/-]{0,39}$"


class NationalUpdate(models.Model):
    """Đã cập nhật cơ sở dữ liệu quốc gia về khiếu nại, tố cáo (Nghị định 55/2022/NĐ-CP, Điều 8): mã, ngày, người.

    `code` and `on` empty: what was written here was wrong and has been taken back. `by` and `at` are of the last change.
    """

    record = models.OneToOneField(
        "records.Record", primary_key=True, on_delete=models.PROTECT, related_name="national"
    )
    code = models.CharField(_("mã trên CSDL quốc gia"), max_length=40, blank=True)
    on = models.DateField(_("ngày cập nhật CSDL quốc gia"), null=True)
    by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("cập nhật CSDL quốc gia")
        verbose_name_plural = _("cập nhật CSDL quốc gia")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code="", on__isnull=True) | models.Q(code__regex=CODE, on__isnull=False),
                name="national_code_with_day",
            )
        ]
        indexes = [models.Index(fields=["code"], name="national_code")]
        triggers = [*recorded("record_id"), pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.code or '–'}"


class NationalList(models.Model):
    """Một lần tải danh sách để nhập vào CSDL quốc gia: ai, lúc nào, phạm vi nào, mấy dòng; không có nội dung."""

    id = models.BigAutoField(primary_key=True)
    by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    unit = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến ngày"))
    rows = models.PositiveIntegerField(_("số dòng"))
    is_personal = models.BooleanField(_("kèm thông tin cá nhân"))

    class Meta:
        verbose_name = _("danh sách cho CSDL quốc gia")
        verbose_name_plural = _("danh sách cho CSDL quốc gia")
        triggers = [
            *recorded(""),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.since}–{self.until}: {self.rows}"
