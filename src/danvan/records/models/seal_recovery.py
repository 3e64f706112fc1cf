"""The recovery key of a unit: its public half, three shares of the private one, and each act of recovery."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded
from danvan.records.models.seal import DOCUMENT, Capacity, SealCase, SealKey, document_number
from danvan.records.models.seal_mark import ends_for_good


class SealRecovery(models.Model):
    """Khóa khôi phục của một đơn vị. The private half is nowhere: two of three shares give it back for one act."""

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="seal_recoveries")
    public = models.BinaryField()
    made_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("khóa khôi phục")
        verbose_name_plural = _("khóa khôi phục")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ended_at__isnull=True), name="seal_recovery_one_living"
            )
        ]
        triggers = [*recorded(""), ends_for_good()]

    def __str__(self) -> str:
        return str(self.pk)


class SealCover(models.Model):
    """Khóa khôi phục của cấp trên dùng cho một đơn vị chưa có khóa riêng, by its own head. Only added; the newest counts.

    Which unit is above another, a table says that many may write: here it is said once, and bears a mark.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    above = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("khóa khôi phục của cấp trên")
        verbose_name_plural = _("khóa khôi phục của cấp trên")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(unit=models.F("above")), name="seal_cover_is_another_unit"
            )
        ]
        triggers = [
            *recorded(""),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.above_id}"


class SealShare(models.Model):
    """Một phần khóa khôi phục của một chức vụ, sealed to the key of who holds the post; printed once on paper."""

    id = models.BigAutoField(primary_key=True)
    recovery = models.ForeignKey(SealRecovery, on_delete=models.PROTECT, related_name="shares")
    number = models.PositiveSmallIntegerField()
    post = models.ForeignKey("org.Post", on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(SealKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    printed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("phần khóa khôi phục")
        verbose_name_plural = _("phần khóa khôi phục")
        constraints = [
            models.UniqueConstraint(fields=["recovery", "number"], name="seal_share_number_once"),
            models.UniqueConstraint(fields=["recovery", "post"], name="seal_share_post_once"),
            models.CheckConstraint(condition=models.Q(number__range=(1, 3)), name="seal_share_of_three"),
        ]
        triggers = [*recorded("", without=("sealed",))]

    def __str__(self) -> str:
        return f"{self.recovery_id}/{self.number}"


class SealRecoveryAct(models.Model):
    """Một lần mở bằng khóa khôi phục: begun by one holder of a share, done by a second within fifteen minutes."""

    class Reason(models.TextChoices):
        """Lý do khôi phục."""

        LOST = "mat_cum", _("người giữ khóa quên cụm mật khẩu")
        ABSENT = "vang_mat", _("người giữ khóa nghỉ, chuyển công tác hoặc không còn")
        UNIT = "chuyen_don_vi", _("hồ sơ chuyển sang đơn vị khác")

    id = models.BigAutoField(primary_key=True)
    recovery = models.ForeignKey(SealRecovery, on_delete=models.PROTECT, related_name="acts")
    begun_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    reason = models.CharField(_("lý do"), max_length=16, choices=Reason)
    document = models.CharField(_("số văn bản"), max_length=60, validators=[document_number])
    done_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lần khôi phục")
        verbose_name_plural = _("lần khôi phục")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(document__regex=DOCUMENT), name="seal_recovery_document_names_nobody"
            ),
            models.CheckConstraint(
                condition=models.Q(done_by__isnull=True) | ~models.Q(done_by=models.F("begun_by")),
                name="seal_recovery_two_people",
            ),
        ]
        triggers = [*recorded("")]

    def __str__(self) -> str:
        return f"{self.document} {self.begun_at:%Y-%m-%d}"


class SealRecoveryTarget(models.Model):
    """Hồ sơ nào trao lại cho ai trong một lần khôi phục."""

    id = models.BigAutoField(primary_key=True)
    act = models.ForeignKey(SealRecoveryAct, on_delete=models.PROTECT, related_name="targets")
    case = models.ForeignKey(SealCase, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(SealKey, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=12, choices=Capacity)

    class Meta:
        verbose_name = _("hồ sơ được khôi phục")
        verbose_name_plural = _("hồ sơ được khôi phục")
        constraints = [models.UniqueConstraint(fields=["act", "case", "key"], name="seal_target_once")]
        triggers = [*recorded("case_id")]

    def __str__(self) -> str:
        return f"{self.act_id} {self.case_id}"


class SealOffer(models.Model):
    """Phần khóa chờ người thứ hai: the first holder's share, sealed to the key of one who may bring the second."""

    id = models.BigAutoField(primary_key=True)
    act = models.ForeignKey(SealRecoveryAct, on_delete=models.PROTECT, related_name="offers")
    key = models.ForeignKey(SealKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("phần khóa đang chờ")
        verbose_name_plural = _("phần khóa đang chờ")

    def __str__(self) -> str:
        return str(self.act_id)
