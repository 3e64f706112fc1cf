"""Đặt chỗ: a place in a slot, and who takes it where that may be known."""

from typing import Any, ClassVar

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.reception.models.choices import Help
from danvan.domains.reception.models.hours import RegularHours
from danvan.domains.reception.models.session import HeadSession
from danvan.org import roles
from danvan.records.models.history import recorded
from danvan.records.models.record import new_public_id
from danvan.records.today import today

SEALED_HAS_NO_NAME = (
    "Chỗ đặt có thể liên quan tố cáo nên không ghi họ tên, số điện thoại; chỉ có số người, ngày, giờ."
)


class BookingQuerySet(models.QuerySet):
    """Reading of bookings."""

    def visible_to(self, account: Any) -> models.QuerySet:
        """Those of units whose records the account reads, sealed ones where it reads sealed; nobody else's."""
        if not account.is_authenticated:
            return self.none()
        rights = roles.rights(account, today())
        open_ones = models.Q(unit_id__in=rights.units("records.read"), is_sealed=False)
        return self.filter(open_ones | models.Q(unit_id__in=rights.units("records.sealed"), is_sealed=True))

    def standing(self) -> models.QuerySet:
        """Those that hold a place."""
        return self.exclude(state=Booking.State.CANCELLED)


class Booking(models.Model):
    """Một chỗ trong một lượt của kỳ tiếp hoặc giờ thường xuyên. Đặt chỗ không phải là điều kiện để được tiếp.

    `is_sealed`: whoever books told of a tố cáo or was not sure; then no name exists, and the database refuses one.
    """

    class State(models.TextChoices):
        """How far it has come."""

        BOOKED = "dat", _("Đã đặt")
        CANCELLED = "huy", _("Đã hủy")
        CAME = "da_den", _("Đã đến")
        ABSENT = "khong_den", _("Không đến")

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(_("mã đặt chỗ"), max_length=16, unique=True, default=new_public_id)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="bookings")
    session = models.ForeignKey(HeadSession, null=True, on_delete=models.PROTECT, related_name="bookings")
    hours = models.ForeignKey(RegularHours, null=True, on_delete=models.PROTECT, related_name="bookings")
    on = models.DateField(_("ngày"))
    at = models.TimeField(_("giờ"))
    seat = models.PositiveSmallIntegerField(_("chỗ"))
    persons = models.PositiveSmallIntegerField(
        _("số người"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    help = models.CharField(_("cần giúp"), max_length=20, choices=Help, default=Help.NONE)
    is_sealed = models.BooleanField(_("không ghi tên"), default=True)
    state = models.CharField(_("trạng thái"), max_length=12, choices=State, default=State.BOOKED)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỗ đã đặt")
        verbose_name_plural = _("chỗ đã đặt")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(session__isnull=True, hours__isnull=False)
                | models.Q(session__isnull=False, hours__isnull=True),
                name="booking_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["session", "on", "at", "seat"],
                condition=~models.Q(state="huy") & models.Q(session__isnull=False),
                name="booking_session_seat_once",
            ),
            models.UniqueConstraint(
                fields=["hours", "on", "at", "seat"],
                condition=~models.Q(state="huy") & models.Q(hours__isnull=False),
                name="booking_hours_seat_once",
            ),
        ]
        indexes = [models.Index(fields=["unit", "on", "at", "id"], name="booking_of_day")]
        triggers = [
            # Whoever holds the code reads the hour and can cancel: it is no part of what was done.
            *recorded("", without=("code",)),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="sealed_without_name",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=(
                    "IF NEW.is_sealed AND EXISTS (SELECT 1 FROM reception_bookingperson WHERE booking_id = NEW.id)"
                    f" THEN RAISE EXCEPTION '{SEALED_HAS_NO_NAME}' USING ERRCODE = 'check_violation'; END IF;"
                    " RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.at:%H:%M}"


class BookingPerson(models.Model):
    """Người đặt chỗ; nằm ngoài lịch sử, chỉ có khi nội dung chắc chắn không phải tố cáo.

    The address serves the reminder alone and stands only with the consent given for that (`reminder_agreed_at`).
    """

    booking = models.OneToOneField(Booking, primary_key=True, on_delete=models.PROTECT, related_name="person")
    full_name = models.CharField(_("họ và tên"), max_length=200)
    phone = models.CharField(
        _("điện thoại"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^(0|\+84)\d{9,10}$", _("Hãy ghi số điện thoại, ví dụ 0912345678."))],
    )
    email = models.EmailField(_("thư điện tử"), blank=True)
    reminder_agreed_at = models.DateTimeField(_("đồng ý nhận tin nhắc lịch lúc"), null=True)

    class Meta:
        verbose_name = _("người đặt chỗ")
        verbose_name_plural = _("người đặt chỗ")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email="") | models.Q(reminder_agreed_at__isnull=False),
                name="booking_address_with_consent",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="not_of_sealed",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF EXISTS (SELECT 1 FROM reception_booking WHERE id = NEW.booking_id AND is_sealed) THEN"
                    f" RAISE EXCEPTION '{SEALED_HAS_NO_NAME}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.booking_id)
