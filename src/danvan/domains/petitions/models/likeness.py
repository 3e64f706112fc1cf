"""What is known of a released letter's words: an index for search and likeness, and pairs that a person decides on.

All of it is personal text, so none of it is in the history; all of it hangs on the row of personal details and goes with it
in the same statement, whoever deletes that.
"""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

NOT_INDEXED = "Đơn tố cáo hoặc đơn chưa phân loại không bao giờ có trong chỉ mục tìm kiếm và tìm đơn trùng; chưa ghi gì."

# The migration gives these keys ON DELETE CASCADE: the database itself takes the row away, whoever deletes.
GOES_ALONG: dict[str, Any] = {"on_delete": models.DO_NOTHING, "db_constraint": False}


class LetterIndex(models.Model):
    """Hashes of a released letter: `words` of what it says, `bands` of its likeness. No word can be read from them.

    A row needs a row of personal details, which the database refuses of a tố cáo and of an unclassified letter
    (Luật Tố cáo 2018, Điều 8 và 56); it is deleted by the database together with them.
    """

    letter = models.OneToOneField(
        "records.PersonalDetails", primary_key=True, related_name="likeness", **GOES_ALONG
    )
    words = ArrayField(models.IntegerField())
    bands = ArrayField(models.IntegerField())

    class Meta:
        verbose_name = _("chỉ mục đơn")
        verbose_name_plural = _("chỉ mục đơn")
        indexes = [
            GinIndex(fields=["words"], name="letterindex_words"),
            GinIndex(fields=["bands"], name="letterindex_bands"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_released_letters",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM petitions_letter WHERE record_ptr_id = NEW.letter_id"
                    " AND kind IN ('khieu_nai', 'kien_nghi_phan_anh')) THEN"
                    f" RAISE EXCEPTION '{NOT_INDEXED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.letter_id)


class LetterText(models.Model):
    """The folded text, name and place of an indexed letter: what a phrase and a likeness are proved on."""

    letter = models.OneToOneField(LetterIndex, primary_key=True, related_name="text", **GOES_ALONG)
    body = models.TextField()
    name = models.TextField(blank=True)
    place = models.TextField(blank=True)

    class Meta:
        verbose_name = _("lời của đơn, không dấu")
        verbose_name_plural = _("lời của đơn, không dấu")

    def __str__(self) -> str:
        return str(self.letter_id)


class LikePair(models.Model):
    """Two letters that may be one matter, the earlier first; proposed by the program, decided by a person.

    Outside the history: that a letter resembles another tells who wrote it. What a person decides to join is in the
    history as the tie between the two records. `alike` is thousandths; the other measures are the reasons.
    """

    class State(models.TextChoices):
        """Where the proposal stands."""

        PROPOSED = "de_xuat", _("Chờ xem xét")
        JOINED = "da_nhap", _("Đã nhập")
        REFUSED = "da_bac", _("Không trùng")

    id = models.BigAutoField(primary_key=True)
    earlier = models.ForeignKey(LetterIndex, related_name="later_pairs", **GOES_ALONG)
    later = models.ForeignKey(LetterIndex, related_name="earlier_pairs", **GOES_ALONG)
    state = models.CharField(_("trạng thái"), max_length=16, choices=State, default=State.PROPOSED)
    alike = models.PositiveSmallIntegerField(_("phần giống, phần nghìn"))
    words_shared = models.PositiveSmallIntegerField(_("lời chung, phần nghìn"))
    person = models.PositiveSmallIntegerField(_("người gửi giống, phần nghìn"), null=True)
    place = models.PositiveSmallIntegerField(_("nơi giống, phần nghìn"), null=True)
    numbers = models.PositiveSmallIntegerField(_("số hiệu chung, phần nghìn"), null=True)
    days_apart = models.PositiveIntegerField(_("cách nhau, ngày"))
    found_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("cặp đơn giống nhau")
        verbose_name_plural = _("cặp đơn giống nhau")
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="likepair_once"),
            models.CheckConstraint(condition=~models.Q(earlier=models.F("later")), name="likepair_of_two"),
            models.CheckConstraint(
                condition=models.Q(state="de_xuat") | models.Q(decided_at__isnull=False),
                name="likepair_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "-found_at", "-id"], name="likepair_worklist")]

    def __str__(self) -> str:
        return f"{self.later_id} ~ {self.earlier_id}"


class TrainedModel(models.Model):
    """What was learnt from settled letters for one question, as plain numbers (npz without objects); the newest counts."""

    class Question(models.TextChoices):
        """What a suggestion answers."""

        KIND = "loai", _("Loại đơn")
        FIELD = "linh_vuc", _("Lĩnh vực")
        UNIT = "don_vi", _("Đơn vị giải quyết")

    id = models.BigAutoField(primary_key=True)
    question = models.CharField(_("câu hỏi"), max_length=16, choices=Question)
    trained_at = models.DateTimeField(auto_now_add=True)
    examples = models.PositiveIntegerField(_("số đơn đã học"))
    right_share = models.PositiveSmallIntegerField(_("phần đúng khi thử, phần nghìn"))
    gap = models.PositiveSmallIntegerField(_("lệch giữa phần chắc chắn và phần đúng, phần nghìn"))
    numbers = models.BinaryField()

    class Meta:
        verbose_name = _("mô hình gợi ý")
        verbose_name_plural = _("mô hình gợi ý")
        indexes = [models.Index(fields=["question", "-id"], name="trainedmodel_newest")]

    def __str__(self) -> str:
        return f"{self.question} {self.trained_at:%Y-%m-%d}"
