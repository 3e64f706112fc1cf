"""Kỳ tiếp công dân of heads, and what an online one must have shown."""

from datetime import time

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.reception.models.choices import Mode, OnlineGround, UrgentGround
from danvan.records.models import Record
from danvan.records.models.history import recorded


class HeadSession(Record):
    """Kỳ tiếp công dân của người đứng đầu (Luật Tiếp công dân 2013, Điều 12, 13, 15 và 18).

    Only a regular session held in person meets the monthly or weekly duty; one to which nobody came counts. A session
    that was moved stays, with the reason; the one in its place names it in `replaces`.
    """

    class Occasion(models.TextChoices):
        """Định kỳ hay đột xuất."""

        REGULAR = "dinh_ky", _("Định kỳ")
        URGENT = "dot_xuat", _("Đột xuất")

    class Attendance(models.TextChoices):
        """Ai chủ trì."""

        IN_PERSON = "truc_tiep", _("Người đứng đầu trực tiếp tiếp")
        DELEGATED = "uy_quyen", _("Ủy quyền")

    occasion = models.CharField(_("hình thức"), max_length=16, choices=Occasion, default=Occasion.REGULAR)
    attendance = models.CharField(
        _("chủ trì"), max_length=16, choices=Attendance, default=Attendance.IN_PERSON
    )
    planned_on = models.DateField(_("ngày tiếp theo lịch"))
    held_on = models.DateField(_("ngày đã tiếp"), null=True, blank=True)
    posted_on = models.DateField(_("ngày niêm yết lịch"), null=True, blank=True)
    starts_at = models.TimeField(_("từ giờ"), default=time(8))
    ends_at = models.TimeField(_("đến giờ"), default=time(11))
    place = models.CharField(_("nơi tiếp"), max_length=200, blank=True)
    presided_by = models.CharField(_("người chủ trì"), max_length=200, blank=True)
    delegated_by = models.CharField(_("văn bản ủy quyền"), max_length=200, blank=True)
    participants = models.CharField(_("thành phần tham gia"), max_length=500, blank=True)
    agenda = models.CharField(_("nội dung dự kiến"), max_length=500, blank=True)
    mode = models.CharField(_("cách tiếp"), max_length=16, choices=Mode, default=Mode.IN_ROOM)
    urgent_ground = models.CharField(
        _("căn cứ tiếp đột xuất"), max_length=16, choices=UrgentGround, null=True, blank=True
    )
    slot_minutes = models.PositiveSmallIntegerField(
        _("số phút mỗi lượt"), default=30, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    places = models.PositiveSmallIntegerField(
        _("số chỗ mỗi lượt"), default=1, validators=[MaxValueValidator(50)]
    )
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_to", editable=False
    )
    moved_on = models.DateField(_("ngày thông báo dời lịch"), null=True, blank=True)
    moved_because = models.CharField(_("lý do dời lịch"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("kỳ tiếp công dân")
        verbose_name_plural = _("kỳ tiếp công dân")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(moved_on__isnull=True) | ~models.Q(moved_because=""),
                name="session_moved_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["planned_on"], name="session_by_day")]
        triggers = recorded("record_ptr_id")


class OnlineSession(models.Model):
    """Điều kiện của một kỳ tiếp trực tuyến (Nghị định 154/2026/NĐ-CP, Điều 20, 23 và 24)."""

    session = models.OneToOneField(
        HeadSession, primary_key=True, on_delete=models.PROTECT, related_name="online"
    )
    ground = models.CharField(_("trường hợp"), max_length=16, choices=OnlineGround)
    notified_on = models.DateField(_("ngày thông báo cho công dân và cơ quan liên quan"))
    tested_on = models.DateField(_("ngày kiểm tra kết nối"), null=True, blank=True)
    connected_at = models.TimeField(_("giờ kết nối chính thức"), null=True, blank=True)
    recording_kept_at = models.CharField(_("nơi lưu dữ liệu ghi âm, ghi hình"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("điều kiện tiếp trực tuyến")
        verbose_name_plural = _("điều kiện tiếp trực tuyến")
        triggers = [
            *recorded("session_id"),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.ground}"
