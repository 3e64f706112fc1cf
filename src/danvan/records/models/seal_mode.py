"""In which of three ways a unit keeps the identity and the content of a tố cáo, by decisions that are only ever added."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded


class Mode(models.TextChoices):
    """Chế độ giữ tố cáo của một đơn vị."""

    OUTSIDE = "ngoai_he_thong", _("Ngoài hệ thống")
    APART = "may_doc_lap", _("Máy độc lập")
    NETWORK = "niem_phong_mang", _("Niêm phong trên mạng")


NOT_ON_THIS = "Máy này là máy độc lập, không nối mạng; ở đây chỉ có chế độ “Máy độc lập”."
# SQL: the one mode in which this very installation may hold a case, as its owner wrote it down when deploying.
HERE = (
    "(SELECT CASE WHEN EXISTS (SELECT 1 FROM records_sealinstallation WHERE is_apart)"
    f" THEN '{Mode.APART.value}' ELSE '{Mode.NETWORK.value}' END)"
)


class SealInstallation(models.Model):
    """Loại máy đang cài: one row, which the owner of the database alone writes, after each migration.

    What the program says of itself (`DANVAN_ISOLATED`) a program that was taken over could say otherwise.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_apart = models.BooleanField()

    class Meta:
        verbose_name = _("loại máy cài đặt")
        verbose_name_plural = _("loại máy cài đặt")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="seal_installation_once")]

    def __str__(self) -> str:
        return str(Mode.APART.label if self.is_apart else Mode.NETWORK.label)


class SealMode(models.Model):
    """Quyết định của người đứng đầu về chế độ giữ tố cáo (Luật Tố cáo 2018, Điều 8 và 56; Luật Bảo vệ bí mật nhà nước).

    The newest row of a unit that has begun by a day is the mode of that day; without one the unit keeps everything
    outside. A row is never changed or removed: a decision ends by a further one. `NETWORK` names its legal basis,
    or the database refuses it. Nothing here speaks of a case.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="seal_modes")
    mode = models.CharField(_("chế độ"), max_length=16, choices=Mode)
    starts_on = models.DateField(_("từ ngày"))
    document = models.CharField(_("tên văn bản"), max_length=200, blank=True)
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    document_on = models.DateField(_("ngày văn bản"), null=True, blank=True)
    post = models.CharField(_("chức vụ người quyết định"), max_length=120)
    decided_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("quyết định chế độ giữ tố cáo")
        verbose_name_plural = _("quyết định chế độ giữ tố cáo")
        indexes = [models.Index(fields=["unit", "-starts_on", "-id"], name="seal_mode_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(mode__in=Mode.values), name="seal_mode_known"),
            models.CheckConstraint(
                condition=~models.Q(mode=Mode.NETWORK)
                | (~models.Q(document="") & ~models.Q(number="") & models.Q(document_on__isnull=False)),
                name="seal_mode_network_with_basis",
            ),
            models.CheckConstraint(
                condition=models.Q(document_on__isnull=True)
                | models.Q(document_on__lte=models.F("starts_on")),
                name="seal_mode_after_document",
            ),
        ]
        triggers = [
            *recorded(""),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="fits_the_machine",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    f"IF NEW.mode = '{Mode.NETWORK.value}' AND NEW.mode <> {HERE} THEN"
                    f" RAISE EXCEPTION '{NOT_ON_THIS}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.mode} {self.starts_on:%Y-%m-%d}"
