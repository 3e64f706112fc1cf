"""Who came to a visit that is known not to be about a tố cáo, and the numbers drawn by those who wait."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from danvan.domains.reception.models.visit import Visit
from danvan.org.models import Account, Unit
from danvan.records.models.history import recorded
from danvan.records.models.personal import NOT_RELEASED
from danvan.ui.errors import Refusal


class VisitPerson(models.Model):
    """Người đến của một lượt tiếp: ô 2–4 của sổ tiếp công dân. Outside history, search text, drafts and exports.

    Looked for only by keyed hashes (`counter.keys`): of the identity number, and of the folded name with the year of
    birth. The database refuses a row while the visit may hold no name. The first row is who spoke; others represent.
    """

    id = models.BigAutoField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="people")
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    full_name = models.CharField(_("họ và tên"), max_length=200)
    identity_number = models.CharField(_("số giấy tờ"), max_length=20, blank=True)
    born_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    number_hash = models.CharField(max_length=64, blank=True, editable=False)
    name_hash = models.CharField(max_length=64, blank=True, editable=False)
    papers = models.CharField(_("giấy tờ mang theo"), max_length=500, blank=True)
    interpreter = models.CharField(_("người phiên dịch, ngôn ngữ"), max_length=200, blank=True)
    on_behalf_of = models.CharField(_("thay mặt cho"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("người đến")
        verbose_name_plural = _("người đến")
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["visit", "position"], name="visit_person_once")]
        indexes = [
            models.Index(
                fields=["number_hash"], condition=~models.Q(number_hash=""), name="person_by_number"
            ),
            models.Index(fields=["name_hash"], condition=~models.Q(name_hash=""), name="person_by_name"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_released",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.visit_id"
                    " AND identity_released_on IS NOT NULL) THEN"
                    f" RAISE EXCEPTION '{NOT_RELEASED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.position}"


class Ticket(models.Model):
    """Số thứ tự trong ngày của người đến không đặt chỗ: số, đơn vị, ngày, không có gì của người cầm."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=36, unique=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("ngày"))
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    drawn_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("số thứ tự")
        verbose_name_plural = _("số thứ tự")
        constraints = [models.UniqueConstraint(fields=["unit", "on", "number"], name="ticket_once")]
        triggers = recorded("")

    def __str__(self) -> str:
        return f"{self.number} ({self.on:%Y-%m-%d})"

    @classmethod
    @transaction.atomic
    def draw(cls, key: str, unit: Unit, on: date, by: Account) -> Ticket:
        """The next number of that unit's day; the same key again gives the same number.

        Two counters wait for each other, so numbers have neither gaps nor doubles. Raises Refusal for the key of
        another account.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [unit.pk % 2**31, on.toordinal()])
        kept = cls.objects.filter(key=key).first()
        if kept is None:
            last = cls.objects.filter(unit=unit, on=on).aggregate(last=models.Max("number"))["last"] or 0
            return cls.objects.create(key=key, unit=unit, on=on, number=last + 1, drawn_by=by)
        if kept.drawn_by_id != by.pk:
            raise Refusal("Mã gửi của biểu mẫu đã được dùng ở nơi khác; hãy mở lại trang rồi lấy số lại.")
        return kept
