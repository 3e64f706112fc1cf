"""Typed reports with their figures, and reports made here, frozen when signed."""

from typing import Any, ClassVar

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded

# No column of that name: the history chains each row under its own table and id.
OWN_CHAIN = "own_chain"
FROZEN = (
    *(
        "unit_id",
        "issuer_id",
        "form",
        "period",
        "layout",
        "tree_on",
        "version",
        "package",
        "root_hash",
        "signature",
    ),
    *("public_key", "signed_at", "signed_by_id", "amends_id", "reason", "is_illustrative"),
)
UNSIGNED = ("du_thao", "da_trinh", "tra_lai", "da_duyet")
ALTERED = "Báo cáo đã ký không sửa được; hãy lập bản sửa đổi, bản mới nêu lý do và bản cũ giữ nguyên."


class Layout(models.TextChoices):
    """Thể thức văn bản: NĐ 30/2020/NĐ-CP hoặc thể thức văn bản của Đảng, theo cơ quan ban hành."""

    ADMINISTRATIVE = "hanh_chinh", _("Văn bản hành chính")
    PARTY = "dang", _("Văn bản của Đảng")


class TypedReport(models.Model):
    """Báo cáo đã phát hành bằng chữ, có số liệu nhập tay: đứng cạnh số đếm từ hồ sơ, không thay cho số đếm."""

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(
        "org.Unit", verbose_name=_("cơ quan ban hành"), on_delete=models.PROTECT, related_name="typed_reports"
    )
    scope = models.ForeignKey(
        "org.Unit",
        verbose_name=_("đơn vị mà số liệu nói tới"),
        on_delete=models.PROTECT,
        related_name="typed_figures",
    )
    period = models.CharField(_("kỳ báo cáo"), max_length=24)
    title = models.CharField(_("tên báo cáo"), max_length=300)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    source_note = models.CharField(_("nguồn"), max_length=500, blank=True)
    source_hash = models.CharField(_("mã băm văn bản nguồn"), max_length=64, blank=True, editable=False)
    layout = models.CharField(_("thể thức"), max_length=12, choices=Layout, default=Layout.ADMINISTRATIVE)
    is_illustrative = models.BooleanField(_("số liệu minh họa"), default=False)
    entered_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("báo cáo nhập tay")
        verbose_name_plural = _("báo cáo nhập tay")
        indexes = [models.Index(fields=["scope", "period"], name="typed_scope_period")]
        triggers = recorded(OWN_CHAIN)

    def __str__(self) -> str:
        return self.title


class TypedFigure(models.Model):
    """Một con số như báo cáo đã viết. Money is whole đồng; `code` is the one that readers of reports use."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(TypedReport, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(_("mã chỉ tiêu"), max_length=80)
    label = models.CharField(_("chỉ tiêu"), max_length=300)
    value = models.DecimalField(_("giá trị"), max_digits=24, decimal_places=4)
    unit = models.CharField(_("đơn vị tính"), max_length=24)
    raw = models.CharField(_("nguyên văn"), max_length=200, blank=True)
    qualifier = models.CharField(_("từ chỉ mức"), max_length=40, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    # Of a figure that the reader found: its words, where they stand in the text, and what was read before anybody mended it.
    quote = models.CharField(_("câu trong văn bản"), max_length=300, blank=True)
    place_start = models.PositiveIntegerField(_("vị trí đầu"), null=True, blank=True)
    place_end = models.PositiveIntegerField(_("vị trí cuối"), null=True, blank=True)
    read_value = models.DecimalField(
        _("giá trị máy đọc"), max_digits=24, decimal_places=4, null=True, blank=True
    )

    class Meta:
        verbose_name = _("số liệu nhập tay")
        verbose_name_plural = _("số liệu nhập tay")
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="typed_figure_once")]
        triggers = recorded(
            OWN_CHAIN, without=("quote",)
        )  # whatever else the sentence says stays out of the history

    def __str__(self) -> str:
        return f"{self.label}: {self.raw or self.value}"


class Report(models.Model):
    """Báo cáo đếm từ hồ sơ của một đơn vị và cấp dưới, theo biểu mẫu và kỳ; khi ký thì đóng băng cả gói số liệu.

    `issuer` is who issues it, often the unit itself; a Party organ issues in the Party's layout.
    `package` is the canonical body that the root hash covers; `root_hash`, `signature` and `public_key` are hex.
    `published_on` says that a public edition was approved, which is an act of its own after the signature.
    """

    class State(models.TextChoices):
        """Tình trạng của bản báo cáo."""

        DRAFT = "du_thao", _("Dự thảo")
        SUBMITTED = "da_trinh", _("Đã trình")
        RETURNED = "tra_lai", _("Trả lại để sửa")
        APPROVED = "da_duyet", _("Đã duyệt, chờ ký")
        SIGNED = "da_ky", _("Đã ký")
        REPLACED = "thay_the", _("Đã có bản thay thế")

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(
        "org.Unit", verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="reports"
    )
    issuer = models.ForeignKey(
        "org.Unit",
        verbose_name=_("cơ quan ban hành"),
        on_delete=models.PROTECT,
        related_name="issued_reports",
    )
    form = models.CharField(_("biểu mẫu"), max_length=32)
    period = models.CharField(_("kỳ báo cáo"), max_length=24)
    layout = models.CharField(_("thể thức"), max_length=12, choices=Layout, default=Layout.ADMINISTRATIVE)
    state = models.CharField(_("trạng thái"), max_length=12, choices=State, default=State.DRAFT)
    tree_on = models.DateField(_("cây đơn vị tại ngày"))
    version = models.PositiveSmallIntegerField(_("bản số"), default=1)
    package = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder, editable=False)
    root_hash = models.CharField(_("mã băm gốc"), max_length=64, blank=True, editable=False)
    signature = models.CharField(max_length=128, blank=True, editable=False)
    public_key = models.CharField(max_length=64, blank=True, editable=False)
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True, editable=False)
    signed_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    amends = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="amended_by"
    )
    reason = models.CharField(_("lý do sửa đổi"), max_length=500, blank=True)
    published_on = models.DateField(_("ngày duyệt bản công khai"), null=True, blank=True)
    is_illustrative = models.BooleanField(_("số liệu minh họa"), default=False)
    prepared_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("báo cáo")
        verbose_name_plural = _("báo cáo")
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "period", "version"], name="report_version_once"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=UNSIGNED, package__isnull=True, root_hash="", published_on__isnull=True
                )
                | ~models.Q(state__in=UNSIGNED) & models.Q(package__isnull=False, signed_at__isnull=False),
                name="report_signed_with_package",
            ),
            models.CheckConstraint(
                condition=models.Q(amends__isnull=True) | ~models.Q(reason=""),
                name="report_amended_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "period", "form"], name="report_unit_period")]
        triggers = [
            *recorded(OWN_CHAIN),
            pgtrigger.Trigger(
                name="frozen",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["da_ky", "thay_the"]),
                func=(
                    "IF TG_OP = 'DELETE' OR "
                    + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FROZEN)
                    + " OR NEW.state NOT IN ('da_ky', 'thay_the')"
                    + " OR (OLD.state = 'thay_the' AND NEW.state = 'da_ky') THEN"
                    f" RAISE EXCEPTION '{ALTERED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period} {self.unit_id} ({self.version})"

    def get_absolute_url(self) -> str:
        """The desk's page of this report."""
        return reverse("reports:page", args=[self.pk])

    @property
    def is_signed(self) -> bool:
        """Frozen and signed, in force or replaced."""
        return self.state not in UNSIGNED


class Manifest(models.Model):
    """Danh sách hồ sơ đứng sau số liệu của một báo cáo đã ký, theo từng nguồn; nội bộ, không bao giờ xuất ra.

    `lines` are sorted "record id|version|unit id|codes"; the package holds only `digest`, which covers them with
    `salt`, so that nobody outside can guess who is in it.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="manifests")
    source = models.CharField(max_length=60)
    salt = models.CharField(max_length=64)
    lines = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("danh sách hồ sơ của báo cáo")
        verbose_name_plural = _("danh sách hồ sơ của báo cáo")
        constraints = [models.UniqueConstraint(fields=["report", "source"], name="manifest_once")]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.source}"


class SignedCopy(models.Model):
    """Bản PDF của báo cáo đã đóng băng, mang chữ ký số của người ký, của cơ quan; nhận rồi thì giữ nguyên từng byte.

    `signatures` are those of `reports.pades.checking.Signature`, in the order in which they were made; `is_whole` says
    that the signer's and the organisation's are both there.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="signed_copies")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    is_whole = models.BooleanField(_("đủ chữ ký"))
    signatures = models.JSONField(encoder=DjangoJSONEncoder)
    taken_at = models.DateTimeField(_("nhận lúc"), auto_now_add=True)
    taken_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("bản ký số")
        verbose_name_plural = _("bản ký số")
        constraints = [models.UniqueConstraint(fields=["report", "sha256"], name="signed_copy_once")]
        triggers = [
            *recorded(OWN_CHAIN, without=("content",)),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.sha256[:8]}"


class SignedCopyWithdrawal(models.Model):
    """Việc rút một bản ký số đã nhận; bản ấy vẫn giữ nguyên, chỉ không còn là bản ký số của báo cáo."""

    class Reason(models.TextChoices):
        """Vì sao rút."""

        CERTIFICATE = "chung_thu", _("Chứng thư số bị thu hồi hoặc không còn tin được")
        PERSON = "nham_nguoi", _("Ký nhầm người hoặc nhầm chứng thư số")
        FILE = "nham_tep", _("Nộp nhầm tệp")
        AGAIN = "ky_lai", _("Phải ký lại theo yêu cầu về thể thức")

    id = models.BigAutoField(primary_key=True)
    copy = models.OneToOneField(SignedCopy, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(_("lý do rút"), max_length=12, choices=Reason)
    at = models.DateTimeField(_("rút lúc"), auto_now_add=True)
    by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("việc rút bản ký số")
        verbose_name_plural = _("việc rút bản ký số")
        triggers = [
            *recorded(OWN_CHAIN),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.reason}"


# Tables of the rooms inside, where Django looks for them.
from danvan.reports.composer.models import DraftDay  # noqa: E402
from danvan.reports.flow import models as flow_models  # noqa: E402, F401
from danvan.reports.loading.models import LoadedForm  # noqa: E402
from danvan.reports.narrative.models import ReportBlock  # noqa: E402

__all__ = [
    "DraftDay",
    "Layout",
    "LoadedForm",
    "Manifest",
    "Report",
    "ReportBlock",
    "SignedCopy",
    "SignedCopyWithdrawal",
    "TypedFigure",
    "TypedReport",
]
