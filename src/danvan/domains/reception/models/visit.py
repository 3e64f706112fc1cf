"""Lượt tiếp công dân."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.reception.models.at_counter import AtCounter
from danvan.domains.reception.models.session import HeadSession
from danvan.records.models import Record
from danvan.records.models.history import recorded
from danvan.records.models.personal import denunciation_without_identity


class Channel(models.TextChoices):
    """Ba nhóm cột của biểu 01/TCD."""

    REGULAR = "thuong_xuyen", _("Tiếp thường xuyên")
    HEAD = "thu_truong", _("Thủ trưởng tiếp")
    DELEGATED = "uy_quyen", _("Ủy quyền tiếp")


class Content(models.TextChoices):
    """Nội dung trình bày, xét theo nội dung."""

    COMPLAINT = "khieu_nai", _("Khiếu nại")
    DENUNCIATION = "to_cao", _("Tố cáo")
    PROPOSAL = "kien_nghi_phan_anh", _("Kiến nghị, phản ánh")
    OTHER = "khac", _("Nội dung khác")


class Answer(models.TextChoices):
    """Bốn kết quả trả lời (Luật Tiếp công dân 2013, Điều 28)."""

    ACCEPTED = "thu_ly", _("Được thụ lý")
    LONGER = "can_xem_xet", _("Cần thêm thời gian xem xét")
    REFUSED = "tu_choi", _("Không thuộc thẩm quyền hoặc không đủ điều kiện")
    FORWARDED = "chuyen", _("Đã chuyển cơ quan có thẩm quyền")


class Visit(Record, AtCounter):
    """Lượt tiếp: một lần tiếp một người hoặc một đoàn (biểu 01/TCD, Thông tư 02/2021/TT-TTCP).

    A visit whose content is a tố cáo holds numbers and days only; the spine's `received_on` is the day of the visit.
    """

    channel = models.CharField(_("hình thức tiếp"), max_length=16, choices=Channel, default=Channel.REGULAR)
    session = models.ForeignKey(
        HeadSession,
        verbose_name=_("kỳ tiếp"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
    )
    content_kind = models.CharField(_("nội dung"), max_length=24, choices=Content, default=Content.PROPOSAL)
    persons = models.PositiveSmallIntegerField(_("số người"), default=1, validators=[MinValueValidator(1)])
    is_group = models.BooleanField(_("đoàn đông người"), default=False)
    is_repeated = models.BooleanField(_("tiếp nhiều lần"), default=False)
    counts_as_matter = models.BooleanField(_("tính là một vụ việc"), default=True)
    answer = models.CharField(_("kết quả trả lời"), max_length=16, choices=Answer, null=True, blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)

    class Meta:
        verbose_name = _("lượt tiếp công dân")
        verbose_name_plural = _("lượt tiếp công dân")
        constraints = [
            models.CheckConstraint(condition=models.Q(persons__gte=1), name="visit_has_somebody"),
            models.CheckConstraint(
                condition=models.Q(channel="thuong_xuyen") | models.Q(session__isnull=False),
                name="visit_of_head_in_session",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="tu_choi", refused_for__isnull=False)
                | models.Q(outcome__isnull=True, refused_for__isnull=True)
                | ~models.Q(outcome="tu_choi") & models.Q(refused_for__isnull=True),
                name="visit_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(read_back_on__isnull=True) | models.Q(signed_as__isnull=False),
                name="visit_read_back_and_signed",
            ),
        ]
        triggers = [*recorded("record_ptr_id"), denunciation_without_identity("NEW.content_kind = 'to_cao'")]
