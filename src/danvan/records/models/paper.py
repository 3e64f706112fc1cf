"""Văn bản: papers prepared, numbered and issued on a record, and the books that their numbers come from."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.file import only_released
from danvan.records.models.history import recorded
from danvan.records.models.retention import not_erased

NOT_RELEASED = (
    "Chưa được lưu văn bản có thông tin cá nhân: hồ sơ chưa phân loại hoặc là tố cáo. "
    "Hãy soạn văn bản không có họ tên, địa chỉ, nội dung."
)
ISSUED = "Văn bản đã ban hành hoặc đã hủy thì không sửa được; hãy hủy rồi soạn văn bản khác."
KEPT = "Lời văn của văn bản đã ban hành được giữ nguyên; chỉ xóa được khi hồ sơ phải niêm phong lại."
STILL_THERE = "Hồ sơ còn văn bản có thông tin cá nhân nên chưa thể niêm phong lại; hãy xóa lời văn đó trước."
NO_POST_NUMBER = "Hồ sơ chưa phân loại hoặc là tố cáo nên không ghi số bưu gửi; hãy giữ biên nhận trong phong bì của hồ sơ."
POST_NUMBER = "[A-Z]{2}[0-9]{9}[A-Z]{2}"  # form S10 of the Universal Postal Union, as on receipts of VNPost

# What stays as it was from the moment of issuing on; only a cancellation is written beside it.
_FROZEN = (
    *(
        "record_id",
        "unit_id",
        "key",
        "title",
        "audience",
        "form_number",
        "symbol",
        "is_numbered",
        "prepared_on",
    ),
    *("prepared_by_id", "number", "serial", "book_on", "dated_on", "signer", "capacity", "sha256"),
    *("issued_by_id", "issued_at"),
)


class Paper(models.Model):
    """Một văn bản của hồ sơ: soạn, chờ số, ban hành (Nghị định 30/2020/NĐ-CP, Điều 14 đến 19).

    What it says stands in `PaperText`. The history keeps key, number, day and hash, never a name. `serial` and
    `book_on` are set where the number came from the unit's own book; `book_on` is the day on which that book began.
    """

    class State(models.TextChoices):
        """Đã đến đâu."""

        PREPARED = "cho_so", _("Chờ số")
        ISSUED = "da_ban_hanh", _("Đã ban hành")
        CANCELLED = "da_huy", _("Đã hủy")

    class Audience(models.TextChoices):
        """Văn bản gửi cho ai."""

        SENDER = "nguoi_gui", _("Người gửi đơn")
        DENOUNCED = "nguoi_bi_to_cao", _("Người bị tố cáo")
        INTERNAL = "noi_bo", _("Trong cơ quan")
        AGENCY = "co_quan_khac", _("Cơ quan khác")
        EVERYBODY = "cong_khai", _("Công khai")

    class Cancellation(models.TextChoices):
        """Vì sao hủy: chọn trong danh sách, vì lời tự viết có thể lộ tên người."""

        WRONG_WORDS = "sai_noi_dung", _("Sai nội dung")
        WRONG_FORM = "sai_the_thuc", _("Sai thể thức")
        WRONG_NUMBER = "sai_so", _("Ghi nhầm số, ngày hoặc người ký")
        NOT_ISSUED = "khong_ban_hanh", _("Không ban hành nữa")
        REPLACED = "thay_the", _("Thay bằng văn bản khác")

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="papers")
    unit = models.ForeignKey(
        "org.Unit", verbose_name=_("đơn vị ban hành"), on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(_("mẫu"), max_length=48)
    title = models.CharField(_("tên văn bản"), max_length=200)
    audience = models.CharField(_("gửi cho"), max_length=16, choices=Audience)
    form_number = models.CharField(_("mẫu số"), max_length=80, blank=True)
    symbol = models.CharField(_("ký hiệu loại"), max_length=8, blank=True)
    is_numbered = models.BooleanField(_("có số"), default=True)
    state = models.CharField(_("tình trạng"), max_length=16, choices=State, default=State.PREPARED)
    prepared_on = models.DateField(_("ngày soạn"))
    prepared_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    book_on = models.DateField(_("ngày mở sổ"), null=True, blank=True)
    dated_on = models.DateField(_("ngày văn bản"), null=True, blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    capacity = models.CharField(_("quyền hạn, chức vụ người ký"), max_length=160, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    issued_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    cancelled_on = models.DateField(_("ngày hủy"), null=True, blank=True)
    cancelled_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    cancellation = models.CharField(_("lý do hủy"), max_length=16, choices=Cancellation, blank=True)

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "book_on", "number"],
                condition=~models.Q(number=""),
                name="paper_number_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="da_ban_hanh")
                | models.Q(dated_on__isnull=False, issued_at__isnull=False)
                & ~models.Q(sha256="")
                & (models.Q(is_numbered=False) | ~models.Q(number="")),
                name="paper_issued_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state="da_huy", cancelled_on__isnull=False) & ~models.Q(cancellation="")
                | ~models.Q(state="da_huy") & models.Q(cancelled_on__isnull=True, cancellation=""),
                name="paper_cancelled_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["record", "id"], name="paper_record"),
            models.Index(fields=["unit", "state", "-id"], name="paper_unit_state"),
        ]
        triggers = [
            *recorded("record_id", without=("signer", "capacity")),
            not_erased("NEW.record_id"),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="as_issued",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state <> 'cho_so'"),
                func=(
                    "IF OLD.state = 'da_huy' OR NEW.state <> 'da_huy' OR "
                    + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FROZEN)
                    + f" THEN RAISE EXCEPTION '{ISSUED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class PaperText(models.Model):
    """Lời văn và bản PDF của một văn bản, như đã soạn rồi như đã ban hành; never in the history.

    `blocks` is everything that stands on the paper, in order; `is_personal` that somebody's own words or name are in
    it. Such a text may be taken away again, when its record turns out to be a tố cáo; no text is ever rewritten.
    """

    paper = models.OneToOneField(Paper, primary_key=True, on_delete=models.PROTECT, related_name="text")
    blocks = models.JSONField()
    is_personal = models.BooleanField(default=True)
    pdf = models.BinaryField(default=b"")

    class Meta:
        verbose_name = _("lời văn của văn bản")
        verbose_name_plural = _("lời văn của văn bản")
        triggers = [
            pgtrigger.Trigger(
                name="only_released",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF NEW.is_personal AND NOT EXISTS (SELECT 1 FROM records_paper p JOIN records_record r"
                    " ON r.id = p.record_id WHERE p.id = NEW.paper_id AND r.identity_released_on IS NOT NULL"
                    " AND r.secrecy <> 'niem_phong') THEN"
                    f" RAISE EXCEPTION '{NOT_RELEASED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="as_issued",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM records_paper WHERE id = NEW.paper_id AND state = 'cho_so') THEN"
                    f" RAISE EXCEPTION '{ISSUED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="kept",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=(
                    "IF NOT OLD.is_personal AND EXISTS (SELECT 1 FROM records_paper WHERE id = OLD.paper_id"
                    " AND number <> '') AND NOT EXISTS (SELECT 1 FROM records_paper p JOIN records_tombstone t"
                    " ON t.record_id = p.record_id WHERE p.id = OLD.paper_id) THEN"
                    f" RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation'; END IF; RETURN OLD;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.paper_id)


class Delivery(models.Model):
    """Đường đi của một văn bản đã ban hành: gửi ngày nào, bằng cách nào, số bưu gửi, người nhận nhận ngày nào.

    From `received_on` of a decision the days to complain again or to sue run (KN.NEXT). A postal number leads to an
    address, so it stands outside the history and only with records known not to be a tố cáo.
    """

    class Way(models.TextChoices):
        """Gửi bằng cách nào."""

        POST = "buu_dien", _("Bưu điện")
        BY_HAND = "truc_tiep", _("Giao trực tiếp, có ký nhận")
        ELECTRONIC = "dien_tu", _("Văn bản điện tử")

    paper = models.OneToOneField(Paper, primary_key=True, on_delete=models.PROTECT, related_name="delivery")
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(_("cách gửi"), max_length=12, choices=Way)
    sent_on = models.DateField(_("ngày gửi"))
    post_number = models.CharField(_("số bưu gửi"), max_length=20, blank=True)
    received_on = models.DateField(_("ngày người nhận nhận được"), null=True, blank=True)

    class Meta:
        verbose_name = _("đường đi của văn bản")
        verbose_name_plural = _("đường đi của văn bản")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received_on__isnull=True) | models.Q(received_on__gte=models.F("sent_on")),
                name="delivery_received_after_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(post_number="") | models.Q(post_number__regex=f"^{POST_NUMBER}$"),
                name="delivery_post_number_names_nobody",
            ),
        ]
        triggers = [
            *recorded("record_id", without=("post_number",)),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            only_released("NEW.post_number <> ''", "NEW.record_id", NO_POST_NUMBER),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.sent_on}"


def no_paper_left_behind() -> pgtrigger.Trigger:
    """For the spine: a released record is closed again only when no paper of it holds a personal text any more."""
    return pgtrigger.Trigger(
        name="no_paper_left_behind",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.identity_released_on IS NOT NULL AND NEW.identity_released_on IS NULL"
        ),
        func=(
            "IF EXISTS (SELECT 1 FROM records_papertext t JOIN records_paper p ON p.id = t.paper_id"
            " WHERE p.record_id = NEW.id AND t.is_personal)"
            " OR EXISTS (SELECT 1 FROM records_delivery WHERE record_id = NEW.id AND post_number <> '') THEN"
            f" RAISE EXCEPTION '{STILL_THERE}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


class OwnNumbers(models.Model):
    """Đơn vị có cấp số văn bản đi ngay trong hệ thống hay không, và ký hiệu cơ quan trong số văn bản (UBND, TTr)."""

    id = models.BigAutoField(primary_key=True)
    unit = models.OneToOneField("org.Unit", on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(_("cấp số trong hệ thống"), default=False)
    suffix = models.CharField(_("ký hiệu cơ quan"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("cách cấp số văn bản đi")
        verbose_name_plural = _("cách cấp số văn bản đi")
        triggers = recorded("")

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.is_on}"


class NumberSeries(models.Model):
    """Sổ văn bản đi của một đơn vị, một loại, từ ngày mở sổ: số cuối đã cấp và ngày của nó.

    A book begins with 01 on 1 January (NĐ 30/2020, Điều 15) and again on the day the unit took others in.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    symbol = models.CharField(_("ký hiệu loại"), max_length=8)
    opened_on = models.DateField(_("ngày mở sổ"))
    last = models.PositiveIntegerField(_("số cuối"), default=0)
    last_on = models.DateField(_("ngày của số cuối"))

    class Meta:
        verbose_name = _("sổ văn bản đi")
        verbose_name_plural = _("sổ văn bản đi")
        constraints = [models.UniqueConstraint(fields=["unit", "symbol", "opened_on"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.symbol}/{self.opened_on}: {self.last}"
