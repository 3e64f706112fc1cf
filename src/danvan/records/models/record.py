"""The spine: one row for every record of every type."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.records.declare import RecordType, record_type
from danvan.records.models.file import nothing_left_behind
from danvan.records.models.history import recorded
from danvan.records.models.paper import no_paper_left_behind
from danvan.records.models.retention import case_stays_shut, erased_stays
from danvan.records.visibility import visible_records
from danvan.ui.vietnamese import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from danvan.org.models import Account


def new_public_id() -> str:
    """Sixteen digits drawn at random: the receipt code and the address of a record, never its order."""
    return f"{secrets.randbelow(10**16):016d}"


class RecordQuerySet(models.QuerySet):
    """Reading of records, the same for the spine and for every type's own table."""

    def visible_to(self, account: Account | AnonymousUser, on: date | None = None) -> models.QuerySet:
        """Only what this account may read on that day (today when absent); the public reads what is published."""
        return visible_records(self, account, on)

    def search(self, words: str, *, public: bool) -> RecordQuerySet:
        """Records whose text holds all the words, with or without marks."""
        column = "search_public" if public else "search_internal"
        found = self
        for word in fold(words).split():
            found = found.filter(**{f"{column}__contains": word})
        return found


class Record(models.Model):
    """A record of any type: what was received or done, by which unit, when, and where it stands.

    Business dates (`received_on`, `closed_on`, `published_on`) are days in Việt Nam; `created_at` is an audit
    instant and never counts. `identity_released_on` empty means that no personal detail of this record may exist.
    """

    class Secrecy(models.TextChoices):
        """How far a record may be read."""

        PUBLIC = "cong_khai", _("Công khai")
        INTERNAL = "noi_bo", _("Nội bộ")
        SEALED = "niem_phong", _("Niêm phong")

    id = models.BigAutoField(primary_key=True)
    public_id = models.CharField(_("mã tra cứu"), max_length=16, unique=True, default=new_public_id)
    type = models.CharField(_("loại hồ sơ"), max_length=32)
    unit = models.ForeignKey(
        "org.Unit", verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="records"
    )
    register_year = models.PositiveSmallIntegerField(_("năm sổ"))
    register_no = models.PositiveIntegerField(_("số thứ tự"))
    holder = models.ForeignKey(
        "org.Account",
        verbose_name=_("người xử lý"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="held",
        editable=False,
    )
    title = models.CharField(_("trích yếu"), max_length=300, blank=True)
    state = models.CharField(_("trạng thái"), max_length=32)
    received_on = models.DateField(_("ngày tiếp nhận"))
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    secrecy = models.CharField(_("mức độ"), max_length=16, choices=Secrecy, default=Secrecy.INTERNAL)
    published_on = models.DateField(_("ngày công khai"), null=True, blank=True)
    identity_released_on = models.DateField(_("ngày được ghi thông tin cá nhân"), null=True, blank=True)
    is_illustrative = models.BooleanField(_("số liệu minh họa"), default=False)
    is_back_entered = models.BooleanField(_("nhập bù từ sổ cũ"), default=False, editable=False)
    search_public = models.TextField(default="", blank=True, editable=False)
    search_internal = models.TextField(default="", blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ")
        verbose_name_plural = _("hồ sơ")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "type", "register_year", "register_no"], name="record_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("received_on")),
                name="record_closed_after_received",
            ),
            models.CheckConstraint(
                condition=models.Q(published_on__isnull=True) | ~models.Q(secrecy="niem_phong"),
                name="record_sealed_never_published",
            ),
        ]
        indexes = [
            models.Index(fields=["type", "-received_on", "-id"], name="record_list"),
            models.Index(fields=["unit", "type", "-received_on", "-id"], name="record_unit_list"),
            models.Index(fields=["type", "state", "-received_on", "-id"], name="record_state_list"),
            models.Index(fields=["received_on", "id"], name="record_oldest"),
            models.Index(
                fields=["-published_on", "-id"],
                condition=models.Q(published_on__isnull=False),
                name="record_published",
            ),
        ]
        triggers = [
            *recorded("id"),
            nothing_left_behind(),
            no_paper_left_behind(),
            erased_stays(),
            case_stays_shut(),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.declared.label} số {self.number}"

    def get_absolute_url(self) -> str:
        """The desk's page of this record."""
        return reverse("records:page", args=[self.public_id])

    @property
    def declared(self) -> RecordType:
        """The declaration of this record's type."""
        return record_type(self.type)

    @property
    def number(self) -> str:
        """The register number as it is said: 12/2023."""
        return f"{self.register_no}/{self.register_year}"

    @property
    def state_label(self) -> str:
        """The present state in words."""
        return str(self.declared.state(self.state).label)

    def own(self) -> Any:
        """This record as a row of its type's own table; itself when it already is one."""
        model = self.declared.model
        return self if isinstance(self, model) else model._default_manager.get(pk=self.pk)
