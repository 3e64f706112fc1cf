"""Phản ánh hiện trường shown in public: words and photographs that an officer approved, with nothing personal in them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models.letter import Letter
from danvan.records.models.message import only_released

DAYS_TO_REOPEN = 15  # where a unit has set none


class Feedback(models.Model):
    """Phản ánh được đăng công khai: nơi và việc, không có tên người.

    `text` and `place` are the officer's words for everybody. `place_key` is the place folded, so that a thing that comes
    back at one place is counted. `done_on` is the day on which the work was shown to be done, `reopened_on` the last day
    on which the sender said that it was not.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="feedback")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("nội dung đăng công khai"), max_length=600)
    place = models.CharField(_("nơi xảy ra"), max_length=200)
    place_key = models.CharField(max_length=200, editable=False)
    latitude = models.DecimalField(
        _("vĩ độ"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("kinh độ"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    shown_on = models.DateField(_("ngày đăng"))
    shown_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    hidden_on = models.DateField(_("ngày gỡ"), null=True, blank=True)
    answer = models.TextField(_("trả lời công khai"), max_length=2000, blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    paper = models.CharField(_("văn bản kết thúc"), max_length=120, blank=True)
    done_on = models.DateField(_("ngày làm xong"), null=True, blank=True)
    reopened_on = models.DateField(_("ngày mở lại"), null=True, blank=True)

    class Meta:
        verbose_name = _("phản ánh công khai")
        verbose_name_plural = _("phản ánh công khai")
        indexes = [
            models.Index(fields=["-shown_on", "-id"], name="feedback_list"),
            models.Index(fields=["unit", "place_key"], name="feedback_place"),
        ]
        triggers = [only_released("true")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.place}"


class FeedbackPhoto(models.Model):
    """Ảnh được đăng của một phản ánh, trước hoặc sau khi làm; written anew as JPEG, without what tells of its maker."""

    class Moment(models.TextChoices):
        """Trước hay sau khi giải quyết."""

        BEFORE = "truoc", _("Khi phản ánh")
        AFTER = "sau", _("Sau khi làm")

    id = models.BigAutoField(primary_key=True)
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="photos")
    moment = models.CharField(_("ảnh chụp"), max_length=8, choices=Moment)
    jpeg = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("ảnh phản ánh")
        verbose_name_plural = _("ảnh phản ánh")

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.moment}"


class Echo(models.Model):
    """“Tôi cũng gặp”: one for each visitor's cookie; `digest` cannot be turned back into it."""

    id = models.BigAutoField(primary_key=True)
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="echoes")
    digest = models.CharField(max_length=32)
    on = models.DateField()

    class Meta:
        verbose_name = _("lượt cũng gặp")
        verbose_name_plural = _("lượt cũng gặp")
        constraints = [models.UniqueConstraint(fields=["feedback", "digest"], name="echo_once")]

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.on}"


class NotDone(models.Model):
    """Người gửi báo “chưa xong”, với lý do; the reason is the sender's own words, for the unit alone."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="not_done")
    on = models.DateField(_("ngày báo"))
    reason = models.TextField(_("lý do"), max_length=2000)

    class Meta:
        verbose_name = _("lần báo chưa xong")
        verbose_name_plural = _("lần báo chưa xong")
        triggers = [only_released("true")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.on}"


class ReopeningDays(models.Model):
    """Số ngày mà người gửi còn được báo “chưa xong”, theo đơn vị và từ ngày nào."""

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("áp dụng từ"))
    days = models.PositiveSmallIntegerField(
        _("số ngày"), validators=[MinValueValidator(1), MaxValueValidator(90)]
    )

    class Meta:
        verbose_name = _("số ngày được mở lại phản ánh")
        verbose_name_plural = _("số ngày được mở lại phản ánh")
        constraints = [models.UniqueConstraint(fields=["unit", "since"], name="reopening_once_a_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.since}: {self.days}"
