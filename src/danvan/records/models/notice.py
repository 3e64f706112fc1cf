"""What is told to officers: the outbox, what was reminded of, how people and units want it, and calendar feeds.

None of these rows holds a name, a class or a word of a record; a notice says how many and by when, and where to look.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded

DAYS_BEFORE = (3, 1)
ABOVE_AFTER = 5


def days_before() -> list[int]:
    """The usual days before a due day on which its holder is reminded."""
    return list(DAYS_BEFORE)


class Channel(models.TextChoices):
    """The way a notice takes."""

    EMAIL = "email", _("Thư điện tử")
    SMS = "sms", _("Tin nhắn SMS")
    ZALO = "zalo", _("Tin nhắn Zalo")
    BY_HAND = "chep_tay", _("Chép tin để gửi tay")


class Notice(models.Model):
    """Một thư hoặc tin trong hộp thư đi, ghi cùng giao dịch với việc sinh ra nó; `key` giữ cho mỗi thư chỉ có một.

    `unit` is the addressee's own, by which administrators list what was sent. The address and the number are read when
    it is sent, never kept here; `links` are paths of this program. One without an account goes to whom `to` names, a
    word and a number («dat_cho:12») that the room of that word turns into an address (`channels.addressees`).
    """

    class Kind(models.TextChoices):
        """What it is about, by its weightiest line."""

        REMINDER = "nhac_viec", _("Nhắc việc sắp đến hạn")
        ESCALATION = "don_doc", _("Đôn đốc việc quá hạn")
        DIGEST = "ban_tin", _("Bản tin hằng ngày")
        APPOINTMENT = "lich_hen", _("Nhắc lịch hẹn")
        RECEIPT = "bien_nhan", _("Giấy biên nhận")

    class State(models.TextChoices):
        """How far it has come. `dang_gui` that nobody finishes becomes `khong_ro`: it is never sent a second time."""

        WAITING = "cho_gui", _("Chờ gửi")
        SENDING = "dang_gui", _("Đang gửi")
        SENT = "da_gui", _("Đã gửi")
        FAILED = "khong_gui_duoc", _("Không gửi được")
        UNSURE = "khong_ro", _("Không rõ đã đi chưa")
        DROPPED = "bo", _("Bỏ, không còn người nhận")

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=120, unique=True, editable=False)
    account = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="notices")
    to = models.CharField(max_length=40, blank=True, default="", editable=False)
    unit = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("cách gửi"), max_length=10, choices=Channel)
    kind = models.CharField(_("loại"), max_length=12, choices=Kind)
    subject = models.CharField(_("tiêu đề"), max_length=160)
    body = models.TextField(_("nội dung"))
    links = models.JSONField(default=list)
    created_at = models.DateTimeField(db_default=Now())
    send_after = models.DateTimeField(_("gửi từ"))
    state = models.CharField(_("trạng thái"), max_length=16, choices=State, default=State.WAITING)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)
    sent_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    failure = models.CharField(_("lý do không gửi được"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("thư, tin nhắn")
        verbose_name_plural = _("thư, tin nhắn")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="da_gui", sent_at__isnull=False)
                | ~models.Q(state="da_gui") & models.Q(sent_at__isnull=True),
                name="notice_sent_at_an_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(account__isnull=False, to="")
                | models.Q(account__isnull=True) & ~models.Q(to=""),
                name="notice_to_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_after", "id"],
                condition=models.Q(state__in=("cho_gui", "dang_gui")),
                name="notice_waiting",
            ),
            models.Index(fields=["account", "-id"], name="notice_of_account"),
            models.Index(fields=["unit", "-id"], name="notice_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ReceiptAddress(models.Model):
    """Địa chỉ thư điện tử mà người gửi cho để nhận giấy biên nhận, với sự đồng ý cho riêng việc ấy.

    The class of the letter is not known yet: the address is sealed to the intake key, stands in no history, and goes
    as soon as the letter of receipt can no longer need it.
    """

    record = models.OneToOneField(
        "records.Record", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    key_id = models.CharField(max_length=16)
    ciphertext = models.BinaryField()
    agreed_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("nơi nhận giấy biên nhận")
        verbose_name_plural = _("nơi nhận giấy biên nhận")

    def __str__(self) -> str:
        return str(self.record_id)


class Reminder(models.Model):
    """Một lần nhắc hoặc đôn đốc một nghĩa vụ tới một người; chỉ ghi thêm, không sửa, không xóa.

    Once for each stage and due day: a due day that moves is reminded of anew.
    """

    id = models.BigAutoField(primary_key=True)
    duty = models.ForeignKey("records.Duty", on_delete=models.PROTECT, related_name="reminders")
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(_("bước"), max_length=12)
    due_on = models.DateField(_("hạn khi nhắc"))
    told_on = models.DateField(_("ngày nhắc"))
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="reminders")

    class Meta:
        verbose_name = _("lần nhắc việc")
        verbose_name_plural = _("lần nhắc việc")
        constraints = [
            models.UniqueConstraint(fields=["duty", "stage", "due_on", "account"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.stage} {self.account_id}"


class ReminderPlan(models.Model):
    """Cách nhắc và đôn đốc của một đơn vị; đơn vị không ghi thì dùng `DAYS_BEFORE` và `ABOVE_AFTER`."""

    id = models.BigAutoField(primary_key=True)
    unit = models.OneToOneField("org.Unit", on_delete=models.PROTECT, related_name="+")
    days_before = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(60)]),
        verbose_name=_("nhắc trước hạn (ngày)"),
        default=days_before,
        blank=True,
    )
    above_after = models.PositiveSmallIntegerField(
        _("báo cấp trên khi quá hạn (ngày)"),
        default=ABOVE_AFTER,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    class Meta:
        verbose_name = _("cách nhắc việc của đơn vị")
        verbose_name_plural = _("cách nhắc việc của đơn vị")
        triggers = recorded("")

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.days_before} / {self.above_after}"


class NoticeWish(models.Model):
    """Một người muốn nhận tin thế nào. The number serves this purpose alone and is erased with the wish."""

    PHONE = RegexValidator(r"^(0|\+84)\d{9}$", _("Hãy ghi số di động mười chữ số, ví dụ 0912345678."))

    account = models.OneToOneField(
        "org.Account", primary_key=True, on_delete=models.CASCADE, related_name="notice_wish"
    )
    wants_digest = models.BooleanField(_("nhận bản tin hằng ngày"), default=True)
    channel = models.CharField(_("nhận nhắc việc qua"), max_length=10, choices=Channel, default=Channel.EMAIL)
    phone = models.CharField(_("số điện thoại"), max_length=13, blank=True, default="", validators=[PHONE])

    class Meta:
        verbose_name = _("cách nhận tin")
        verbose_name_plural = _("cách nhận tin")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(channel__in=("sms", "zalo")) | ~models.Q(phone=""),
                name="wish_number_for_messages",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.channel}"


class CalendarFeed(models.Model):
    """Địa chỉ lịch hạn việc của một tài khoản, cho riêng mình hoặc cho một đơn vị. Only a hash of its secret is kept.

    What it shows is asked anew each time, so a role that ends empties it.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="feeds")
    unit = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(_("bốn ký tự cuối"), max_length=4, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    read_on = models.DateField(_("đọc gần nhất"), null=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)

    class Meta:
        verbose_name = _("lịch hạn việc")
        verbose_name_plural = _("lịch hạn việc")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "unit"],
                condition=models.Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="feed_one_alive",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} …{self.ending}"
