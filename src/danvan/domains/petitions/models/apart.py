"""What arrived from a machine apart about each tố cáo that lies there: numbers, days and words of lists, no text at all."""

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models.choices import Field, Handling, Result, Standing
from danvan.records.models.history import recorded
from danvan.records.models.retention import NUMBER as PAPER

NUMBER = r"^[1-9][0-9]{0,5}/20[0-9]{2}$"
BY_DOCUMENT = "Đơn vị đã có khóa của máy độc lập; đổi khóa phải có số, ngày văn bản của người đứng đầu."
RESULTS = (Result.RIGHT, Result.WRONG, Result.PARTLY)


class ApartEntry(models.Model):
    """Tố cáo của đơn vị ở chế độ “máy độc lập” (Luật Tố cáo 2018, Điều 8): what the newest package says of it.

    `number` is that of the register on the machine apart; `record` is the letter that stands for it in this register.
    There is no column for words, and the database holds each to its list or its shape.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("số ở máy độc lập"), max_length=11)
    record = models.OneToOneField("records.Record", on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField(_("ngày nhận"))
    classified_on = models.DateField(_("ngày phân loại"))
    field = models.CharField(_("lĩnh vực"), max_length=24, choices=Field)
    signatories = models.PositiveSmallIntegerField(_("số người đứng tên"), validators=[MinValueValidator(1)])
    is_repeated = models.BooleanField(_("gửi nhiều lần"))
    is_anonymous = models.BooleanField(_("nặc danh, mạo danh"))
    is_eligible = models.BooleanField(_("đủ điều kiện xử lý"))
    is_competent = models.BooleanField(_("thuộc thẩm quyền"))
    instance = models.PositiveSmallIntegerField(_("lần"))
    standing = models.CharField(_("tình trạng giải quyết"), max_length=16, choices=Standing)
    handling = models.CharField(_("hướng xử lý"), max_length=16, choices=Handling, null=True)
    handled_on = models.DateField(_("ngày xử lý"), null=True)
    result = models.CharField(_("kết quả"), max_length=24, choices=Result, null=True)
    concluded_on = models.DateField(_("ngày kết luận"), null=True)
    made_on = models.DateField(_("ngày lập gói"))
    taken_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("tố cáo nhận từ máy độc lập")
        verbose_name_plural = _("tố cáo nhận từ máy độc lập")
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="apart_once"),
            models.CheckConstraint(condition=models.Q(number__regex=NUMBER), name="apart_number_is_one"),
            models.CheckConstraint(
                condition=models.Q(field__in=Field.values)
                & models.Q(standing__in=Standing.values)
                & models.Q(instance__in=[1, 2])
                & (models.Q(handling__isnull=True) | models.Q(handling__in=Handling.values))
                & (models.Q(result__isnull=True) | models.Q(result__in=[str(one) for one in RESULTS])),
                name="apart_words_of_lists",
            ),
        ]
        triggers = [*recorded("record_id"), pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number


class ApartKey(models.Model):
    """Khóa công khai của máy độc lập mà một đơn vị nhận gói: the newest row of a unit counts, none is ever changed.

    The first is accepted by whoever takes the first package and has compared it. Each further one names the document of
    the head who decided that another machine, or another key of it, is believed from now on.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    public_key = models.CharField(_("khóa công khai"), max_length=64)
    document = models.CharField(_("số văn bản"), max_length=40, blank=True)
    document_on = models.DateField(_("ngày văn bản"), null=True, blank=True)
    accepted_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("khóa của máy độc lập")
        verbose_name_plural = _("khóa của máy độc lập")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(public_key__regex="^[0-9a-f]{64}$"), name="apart_key_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(document="", document_on__isnull=True)
                | models.Q(document__regex=PAPER, document_on__isnull=False),
                name="apart_key_document_whole",
            ),
        ]
        triggers = [
            *recorded(""),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="another_by_document",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "PERFORM 1 FROM org_unit WHERE id = NEW.unit_id FOR UPDATE;"
                    " IF NEW.document = '' AND EXISTS (SELECT 1 FROM petitions_apartkey WHERE unit_id = NEW.unit_id) THEN"
                    f" RAISE EXCEPTION '{BY_DOCUMENT}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.public_key[:16]
