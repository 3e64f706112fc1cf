"""Forms that officers loaded from a blank workbook, each version a row of its own."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded

OWN_CHAIN = "own_chain"
SETTLED = (
    *("key", "family", "version", "title", "subject", "cite", "note", "valid_from", "sheet", "shape"),
    *("bindings", "equations", "blank", "sha256", "loaded_by_id", "bound_by", "replaces_id"),
)
ALTERED = "Biểu mẫu đã đưa vào dùng không sửa được; hãy lập bản mới của biểu mẫu."
OWN_WORK = "Người ghép cột hoặc ghi đẳng thức của biểu không tự đối chiếu; hãy nhờ người khác."


class LoadedForm(models.Model):
    """Một bản của biểu mẫu nạp từ tệp Excel trống; đã dùng thì giữ nguyên, muốn đổi thì lập bản mới.

    `shape` is what `loading.heads.read` found; `bindings` maps a column's number to {"code"}, the figure that fills it, or
    {"why"}, the reason that it is typed. It is verified against `verified_with` by somebody else than who loaded it or
    did any of the work in it (`bound_by`, ids of accounts). `edits` counts what was kept of a draft, so that
    nobody writes over what another kept since.
    """

    class State(models.TextChoices):
        """Tình trạng của bản biểu mẫu."""

        DRAFT = "nhap", _("Đang ghép cột")
        USED = "dung", _("Đang dùng")
        ENDED = "thoi", _("Thôi dùng")

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(_("mã biểu mẫu"), max_length=32, unique=True)
    family = models.CharField(_("biểu"), max_length=24)
    version = models.PositiveSmallIntegerField(_("bản số"), default=1)
    state = models.CharField(_("trạng thái"), max_length=8, choices=State, default=State.DRAFT)
    title = models.CharField(_("số hiệu, tên ngắn của biểu"), max_length=120)
    subject = models.CharField(_("tên biểu"), max_length=300)
    cite = models.CharField(_("văn bản ban hành biểu"), max_length=300, blank=True)
    note = models.CharField(_("cách ghi biểu"), max_length=1000, blank=True)
    valid_from = models.DateField(_("dùng cho kỳ kết thúc từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("dùng cho kỳ kết thúc đến ngày"), null=True, blank=True)
    sheet = models.CharField(_("trang tính"), max_length=31, blank=True)
    shape = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    bindings = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    equations = models.TextField(_("đẳng thức giữa các cột"), blank=True)
    blank = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    loaded_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+", editable=False)
    loaded_at = models.DateTimeField(_("nạp lúc"), auto_now_add=True)
    bound_by = ArrayField(models.BigIntegerField(), default=list, editable=False)
    edits = models.PositiveIntegerField(default=0, editable=False)
    verified_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    verified_on = models.DateField(_("ngày đối chiếu"), null=True, blank=True)
    verified_with = models.CharField(_("đã đối chiếu với"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("biểu mẫu nạp từ tệp")
        verbose_name_plural = _("biểu mẫu nạp từ tệp")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["family", "version"], name="loaded_form_version_once"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_on__isnull=True, verified_with="")
                | Q(verified_by__isnull=False, verified_on__isnull=False)
                & ~Q(verified_with="")
                & ~Q(verified_by=F("loaded_by"))
                & ~Q(state="nhap"),
                name="loaded_form_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="nhap") | Q(valid_from__isnull=False) & ~Q(sheet=""),
                name="loaded_form_used_when_whole",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="loaded_form_days_in_order",
            ),
        ]
        triggers = [
            *recorded(OWN_CHAIN, without=("blank",)),
            pgtrigger.Trigger(
                name="settled",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="nhap"),
                func=(
                    "IF TG_OP = 'DELETE' OR NEW.state = 'nhap' OR "
                    + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in SETTLED)
                    + f" THEN RAISE EXCEPTION '{ALTERED}' USING ERRCODE = 'check_violation'; END IF; "
                    "IF NEW.verified_by_id = ANY(NEW.bound_by) AND OLD.verified_by_id IS NULL "
                    f"THEN RAISE EXCEPTION '{OWN_WORK}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def is_draft(self) -> bool:
        """Its columns may still be bound anew."""
        return self.state == self.State.DRAFT
