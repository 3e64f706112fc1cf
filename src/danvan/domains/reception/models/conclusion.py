"""Kết luận of heads' sessions: who does what by when, and apart from it the words."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.reception.models.choices import HeadAnswer
from danvan.domains.reception.models.session import HeadSession
from danvan.domains.reception.models.visit import Visit
from danvan.records.models.history import recorded

SEALED_HAS_NO_WORDS = (
    "Lượt tiếp này có nội dung tố cáo nên kết luận chỉ ghi nơi thực hiện và hạn, không ghi nội dung."
)


class Conclusion(models.Model):
    """Kết luận, chỉ đạo tại kỳ tiếp (Luật Tiếp công dân 2013, Điều 18 khoản 4; Nghị định 154/2026/NĐ-CP, Điều 25)."""

    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(HeadSession, on_delete=models.PROTECT, related_name="conclusions")
    visit = models.ForeignKey(
        Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="conclusions"
    )
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    answer = models.CharField(_("trả lời công dân"), max_length=16, choices=HeadAnswer)
    unit = models.ForeignKey(
        "org.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="assigned_conclusions"
    )
    due_on = models.DateField(_("hạn thực hiện"), null=True, blank=True)
    done_on = models.DateField(_("ngày thực hiện xong"), null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kết luận kỳ tiếp")
        verbose_name_plural = _("kết luận kỳ tiếp")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="conclusion_number_once"),
            models.CheckConstraint(
                condition=~models.Q(answer="giao_xem_xet")
                | models.Q(unit__isnull=False, due_on__isnull=False),
                name="conclusion_ordered_to_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(done_on__isnull=True, due_on__isnull=False),
                name="conclusion_open",
            )
        ]
        triggers = [*recorded("session_id"), pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.number}"


class ConclusionWords(models.Model):
    """Nội dung kết luận; có thể nói tới một người, nên nằm ngoài lịch sử, và không có khi lượt tiếp là tố cáo."""

    conclusion = models.OneToOneField(
        Conclusion, primary_key=True, on_delete=models.PROTECT, related_name="words"
    )
    text = models.TextField(_("nội dung kết luận"), max_length=2000)
    contact = models.CharField(_("người liên hệ"), max_length=200, blank=True)
    result = models.TextField(_("kết quả thực hiện"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("nội dung kết luận")
        verbose_name_plural = _("nội dung kết luận")
        triggers = [
            pgtrigger.Trigger(
                name="not_of_sealed",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF EXISTS (SELECT 1 FROM reception_conclusion c JOIN records_record r ON r.id = c.visit_id"
                    " WHERE c.id = NEW.conclusion_id AND r.secrecy = 'niem_phong') THEN"
                    f" RAISE EXCEPTION '{SEALED_HAS_NO_WORDS}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.conclusion_id)
