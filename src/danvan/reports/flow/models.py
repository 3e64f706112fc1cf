"""Rows of the flow: who must send what by when, steps, notes on cells, tables that units send, keys and excuses."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded

OWN_CHAIN = "own_chain"
LAST_DUE_DAY = 28  # a day that every month has
KEPT = "Bảng đã nộp và lý do trả lại giữ nguyên như lúc gửi; muốn sửa hãy lập bảng mới, ghi chú mới."
SENT_COLUMNS = (
    *("unit_id", "form", "period", "version", "origin", "source_hash", "public_key", "sent_on", "by_id"),
    "created_at",
)


def kept() -> pgtrigger.Trigger:
    """Rows that nobody changes or removes."""
    return pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete)


def settled(name: str, fault: str) -> pgtrigger.Trigger:
    """Refuse a change or removal for which the database finds `fault`, in SQL over OLD, NEW and TG_OP."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=(
            f"IF {fault} THEN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
        ),
    )


def changed(*columns: str) -> str:
    """SQL: the row goes, or one of the columns changes."""
    return " OR ".join(["TG_OP = 'DELETE'", *(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns)])


def by_account(**more: Any) -> models.ForeignKey:
    """Who did it."""
    return models.ForeignKey(
        "org.Account", on_delete=models.PROTECT, related_name="+", editable=False, **more
    )


class ReportingOrder(models.Model):
    """Quy định của nơi nhận về ngày cấp dưới trực tiếp gửi báo cáo; luật giao nơi nhận ấn định ngày (RP.SEND.LOWER).

    `form` is a family of forms; `due_day` the day of the month in which a period's figures close, or of the next one
    where they close on or after it. Empty `kinds` are all units directly below. An order ends by `valid_to` alone.
    """

    class Every(models.TextChoices):
        """Kỳ của báo cáo."""

        MONTH = "thang", _("Tháng")
        QUARTER = "quy", _("Quý")
        HALF = "6_thang", _("6 tháng đầu năm")
        NINE = "9_thang", _("9 tháng")
        YEAR = "nam", _("Năm")

    id = models.BigAutoField(primary_key=True)
    receiver = models.ForeignKey(
        "org.Unit", verbose_name=_("nơi nhận"), on_delete=models.PROTECT, related_name="reporting_orders"
    )
    form = models.CharField(_("biểu mẫu"), max_length=32)
    every = models.CharField(_("kỳ"), max_length=8, choices=Every)
    due_day = models.PositiveSmallIntegerField(_("ngày gửi trong tháng"))
    kinds = models.CharField(_("loại đơn vị phải gửi"), max_length=200, blank=True)
    paper_no = models.CharField(_("số văn bản"), max_length=60)
    paper_on = models.DateField(_("ngày văn bản"))
    valid_from = models.DateField(_("áp dụng từ ngày"))
    valid_to = models.DateField(_("áp dụng đến hết ngày"), null=True, blank=True)
    entered_by = by_account()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("quy định ngày gửi báo cáo")
        verbose_name_plural = _("quy định ngày gửi báo cáo")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_day__range=(1, LAST_DUE_DAY)), name="reporting_order_due_day"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="reporting_order_span",
            ),
        ]
        triggers = recorded(OWN_CHAIN)

    def __str__(self) -> str:
        return f"{self.form} {self.every} {self.due_day} ({self.paper_no})"


class FlowStep(models.Model):
    """Một bước của báo cáo: trình, trả lại, duyệt trong đơn vị; gửi lên, bị trả lại giữa các cấp.

    `values` are the counts that were submitted or approved, by code; what the signature covers is compared with them.
    `seen` is the digest of those counts, the words and the typed figures.
    """

    class Act(models.TextChoices):
        """Việc đã làm."""

        SUBMIT = "trinh", _("Trình")
        RETURN = "tra_lai", _("Trả lại")
        APPROVE = "duyet", _("Duyệt")
        TAKE_BACK = "rut_trinh", _("Rút về sửa")
        SEND_UP = "gui_len", _("Gửi cấp trên")
        RETURN_DOWN = "tra_xuong", _("Cấp trên trả lại")

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(_("bước"), max_length=12, choices=Act)
    to_unit = models.ForeignKey(
        "org.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="reports_received"
    )
    on = models.DateField(_("ngày"))
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    values = models.JSONField(default=dict)
    seen = models.CharField(max_length=64, blank=True, default="")
    by = by_account()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("bước của báo cáo")
        verbose_name_plural = _("các bước của báo cáo")
        ordering = ("id",)
        triggers = [*recorded(OWN_CHAIN, without=("reason", "values")), kept()]

    def __str__(self) -> str:
        return f"{self.report_id} {self.act}"


class UnitTable(models.Model):
    """Bảng số liệu mà một đơn vị gửi thay cho hồ sơ: nhập tay, tệp XLSX, gói đã ký, hoặc lời ghi “không phát sinh”.

    A later one takes the place of an earlier one and both are kept. `source_hash` is the SHA-256 of the file, or the root
    of the package; `public_key` the key that signed the package.
    """

    class Origin(models.TextChoices):
        """Bảng đến bằng cách nào."""

        TYPED = "nhap_tay", _("Nhập trên màn hình")
        XLSX = "xlsx", _("Tệp XLSX")
        PACKAGE = "goi", _("Gói đã ký")
        NOTHING = "khong_co", _("Ghi “không phát sinh”")

    class State(models.TextChoices):
        """Tình trạng của bảng."""

        DRAFT = "du_thao", _("Đang nhập")
        SENT = "da_nop", _("Đã nộp")
        RETURNED = "tra_lai", _("Bị trả lại")
        REPLACED = "thay_the", _("Đã có bảng thay thế")

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="report_tables")
    form = models.CharField(_("biểu mẫu"), max_length=32)
    period = models.CharField(_("kỳ báo cáo"), max_length=24)
    version = models.PositiveSmallIntegerField(_("bảng số"), default=1)
    origin = models.CharField(_("cách nộp"), max_length=10, choices=Origin)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.SENT)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    public_key = models.CharField(max_length=64, blank=True, editable=False)
    sent_on = models.DateField(_("ngày nộp"), null=True, blank=True)
    by = by_account()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("bảng số liệu của đơn vị")
        verbose_name_plural = _("bảng số liệu của đơn vị")
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "period", "version"], name="unit_table_version"),
            models.UniqueConstraint(
                fields=["unit", "form", "period"],
                condition=models.Q(state__in=["da_nop", "tra_lai"]),
                name="unit_table_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["unit", "form", "period"],
                condition=models.Q(state="du_thao"),
                name="unit_table_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(state="du_thao") | models.Q(sent_on__isnull=False),
                name="unit_table_sent_on",
            ),
        ]
        triggers = [
            *recorded(OWN_CHAIN),
            settled(
                "settled",
                f"OLD.state <> 'du_thao' AND (NEW.state = 'du_thao' OR {changed(*SENT_COLUMNS)})",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period} {self.unit_id} ({self.version})"


def cells_of_drafts() -> pgtrigger.Trigger:
    """Cells are written and removed while their table is a draft; its row is held, so that it is not sent meanwhile."""
    return pgtrigger.Trigger(
        name="of_drafts",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=(
            "PERFORM 1 FROM reports_unittable WHERE id IN (OLD.table_id, NEW.table_id) FOR SHARE; "
            "PERFORM 1 FROM reports_unittable WHERE id IN (OLD.table_id, NEW.table_id) AND state <> 'du_thao'; "
            f"IF FOUND THEN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
        ),
    )


class UnitCell(models.Model):
    """Một ô của bảng: số nguyên từ 0; ô không có dòng nào là ô bỏ trống, không phải số 0.

    `code` is the figure's, or "cot.7" of a column that nothing counts. `version` rises with each change, so that of two
    people at one cell neither loses what the other wrote.
    """

    id = models.BigAutoField(primary_key=True)
    table = models.ForeignKey(UnitTable, on_delete=models.PROTECT, related_name="cells")
    code = models.CharField(_("mã chỉ tiêu"), max_length=80)
    value = models.BigIntegerField(_("giá trị"), null=True)
    version = models.PositiveIntegerField(default=1)
    by = by_account()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("ô của bảng")
        verbose_name_plural = _("ô của bảng")
        constraints = [
            models.UniqueConstraint(fields=["table", "code"], name="unit_cell_once"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="unit_cell_not_negative"),
        ]
        triggers = [*recorded(OWN_CHAIN), cells_of_drafts()]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"


class CellNote(models.Model):
    """Ghi chú ở một ô của báo cáo hoặc của bảng: lý do trả lại, câu hỏi, giải thích; giải quyết xong thì ghi lại.

    The words stay out of the history. `code` is "" for the whole report.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(
        "reports.Report", null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    table = models.ForeignKey(
        UnitTable, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    step = models.ForeignKey(FlowStep, null=True, blank=True, on_delete=models.PROTECT, related_name="notes")
    code = models.CharField(_("ô"), max_length=80, blank=True)
    text = models.CharField(_("ghi chú"), max_length=500)
    version = models.PositiveIntegerField(default=1)
    by = by_account()
    at = models.DateTimeField(db_default=Now())
    resolved_at = models.DateTimeField(_("giải quyết lúc"), null=True, blank=True)
    resolved_by = by_account(null=True, blank=True)

    class Meta:
        verbose_name = _("ghi chú ô số liệu")
        verbose_name_plural = _("ghi chú ô số liệu")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(report__isnull=True) ^ models.Q(table__isnull=True),
                name="cell_note_of_one_thing",
            )
        ]
        triggers = [
            *recorded(OWN_CHAIN, without=("text",)),
            settled(
                "settled",
                "(OLD.step_id IS NOT NULL OR OLD.table_id IS NOT NULL) AND "
                f"({changed('text', 'code', 'step_id', 'table_id', 'report_id', 'by_id', 'at')})",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.text[:40]}"


class ReportKey(models.Model):
    """Khóa ký gói số liệu của một đơn vị chạy hệ thống riêng; nhận gói đầu thì ghim, đổi khóa phải có văn bản."""

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="report_keys")
    public_key = models.CharField(max_length=64)
    document = models.CharField(_("văn bản về việc đổi khóa"), max_length=60, blank=True)
    accepted_by = by_account()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("khóa gói số liệu của đơn vị")
        verbose_name_plural = _("khóa gói số liệu của đơn vị")
        triggers = [*recorded(OWN_CHAIN), kept()]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.public_key[:8]}"


class ReportExcuse(models.Model):
    """Nơi nhận miễn cho một đơn vị gửi báo cáo của một kỳ, có lý do."""

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="report_excuses")
    form = models.CharField(_("biểu mẫu"), max_length=32)
    period = models.CharField(_("kỳ báo cáo"), max_length=24)
    reason = models.CharField(_("lý do miễn"), max_length=300)
    by = by_account()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("miễn gửi báo cáo")
        verbose_name_plural = _("miễn gửi báo cáo")
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "period"], name="report_excuse_once"),
        ]
        triggers = [*recorded(OWN_CHAIN, without=("reason",)), kept()]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.form} {self.period}"
