"""What is said with the sender of a record, and how the sender rates it: kept outside the history, like all such words."""

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.retention import not_erased

LONGEST = 4000
NOT_RELEASED = (
    "Chưa được ghi tin nhắn hay lời nhận xét: hồ sơ chưa phân loại hoặc là tố cáo. "
    "Hãy gọi điện, gửi văn bản hoặc mời người gửi đến làm việc."
)


def only_released(words: str) -> pgtrigger.Trigger:
    """The database refuses words about a record that may hold no personal detail; `words` is SQL, true where NEW has any."""
    return pgtrigger.Trigger(
        name="only_released",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=(
            f"IF ({words}) AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id"
            " AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong') THEN"
            f" RAISE EXCEPTION '{NOT_RELEASED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


class Message(models.Model):
    """Tin nhắn giữa cơ quan và người gửi về một hồ sơ; hồ sơ niêm phong không có. Written once, never rewritten.

    `by` is the officer; empty for the sender, who is known by the receipt code alone.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="messages")
    by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("tin nhắn"), max_length=LONGEST)
    key = models.CharField(max_length=36, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tin nhắn")
        verbose_name_plural = _("tin nhắn")
        indexes = [models.Index(fields=["record", "id"], name="message_record")]
        triggers = [only_released("true"), not_erased("NEW.record_id")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.at:%Y-%m-%d %H:%M}"


class Rating(models.Model):
    """Người gửi đánh giá việc giải quyết sau khi kết thúc, từ 1 đến 5; lời nhận xét chỉ cán bộ của đơn vị đọc."""

    record = models.OneToOneField(
        "records.Record", primary_key=True, on_delete=models.PROTECT, related_name="rating"
    )
    score = models.PositiveSmallIntegerField(
        _("mức hài lòng"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    words = models.TextField(_("lời nhận xét"), max_length=LONGEST, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("đánh giá")
        verbose_name_plural = _("đánh giá")
        constraints = [
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="rating_one_to_five")
        ]
        triggers = [only_released("NEW.words <> ''"), not_erased("NEW.record_id")]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.score}"
