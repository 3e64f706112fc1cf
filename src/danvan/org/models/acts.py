"""Acts on units: what was decided, by which paper, from which day, and which units it touched."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.org.models.people import Account
from danvan.org.models.units import Unit


class UnitAct(models.Model):
    """Việc lập, đổi tên, nhập, chia, giải thể đơn vị theo một văn bản (Luật Tổ chức chính quyền địa phương 2015, Đ.128).

    `wish` is what was asked for, as `org.acts.wishes` writes it; `shown` the digest of the preview that was confirmed.
    A confirmed or withdrawn act never changes again, and no act is ever deleted: a mistake is mended by another act.
    """

    class Kind(models.TextChoices):
        """Loại việc."""

        CREATE = "thanh_lap", _("Thành lập")
        RENAME = "doi_ten", _("Đổi tên, đổi loại, đổi mã")
        MOVE = "doi_cap_tren", _("Chuyển sang cấp trên khác")
        MERGE = "nhap", _("Nhập")
        SPLIT = "chia_tach", _("Chia, tách")
        DISSOLVE = "giai_the", _("Giải thể")

    class State(models.TextChoices):
        """Tình trạng."""

        PROPOSED = "de_xuat", _("Đề xuất")
        CONFIRMED = "da_xac_nhan", _("Đã xác nhận")
        WITHDRAWN = "da_rut", _("Đã rút")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("loại việc"), max_length=16, choices=Kind)
    on = models.DateField(_("có hiệu lực từ ngày"))
    paper_no = models.CharField(_("số, ký hiệu văn bản"), max_length=60)
    paper_on = models.DateField(_("ngày văn bản"))
    paper_title = models.CharField(_("trích yếu văn bản"), max_length=300)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    wish = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("tình trạng"), max_length=12, choices=State, default=State.PROPOSED)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("xác nhận hoặc rút lúc"), null=True, blank=True)
    decided_why = models.CharField(_("lý do rút"), max_length=300, blank=True)
    shown = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("việc thay đổi đơn vị")
        verbose_name_plural = _("việc thay đổi đơn vị")
        indexes = [models.Index(fields=["-on", "-id"], name="act_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(paper_no="") & ~models.Q(paper_title=""), name="act_has_a_basis"
            ),
            models.CheckConstraint(
                condition=models.Q(state="de_xuat", decided_at__isnull=True, decided_by__isnull=True)
                | ~models.Q(state="de_xuat") & models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="act_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="da_xac_nhan") | ~models.Q(shown=""), name="act_confirmed_as_shown"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="settled",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["da_xac_nhan", "da_rut"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.paper_no})"

    @property
    def basis(self) -> str:
        """The paper in one line, as the rows that follow from it name their source."""
        return f"{self.paper_no}, {self.paper_on.day}/{self.paper_on.month}/{self.paper_on.year}: {self.paper_title}"[
            :200
        ]


class ActUnit(models.Model):
    """Một đơn vị mà việc chạm tới, và điều đổi ở đó; viết khi đề xuất (đơn vị đã có) và khi xác nhận (đơn vị mới)."""

    class Part(models.TextChoices):
        """Đơn vị ấy chịu điều gì."""

        ENDS = "ket_thuc", _("Kết thúc")
        CHANGES = "thay_doi", _("Thay đổi")
        BEGINS = "bat_dau", _("Bắt đầu")
        TAKES = "tiep_nhan", _("Tiếp nhận")
        ABOVE = "cap_tren", _("Cấp trên của đơn vị mới hoặc chuyển đến")

    id = models.BigAutoField(primary_key=True)
    act = models.ForeignKey(UnitAct, on_delete=models.PROTECT, related_name="lines")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="acts")
    part = models.CharField(_("phần"), max_length=12, choices=Part)

    class Meta:
        verbose_name = _("đơn vị của việc thay đổi")
        verbose_name_plural = _("đơn vị của việc thay đổi")
        constraints = [models.UniqueConstraint(fields=["act", "unit"], name="act_unit_once")]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.act_id} {self.unit_id} {self.part}"
