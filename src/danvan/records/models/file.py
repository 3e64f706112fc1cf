"""Tệp kèm hồ sơ and the text read from it: only of records that are known not to be a tố cáo."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded

NOT_RELEASED = (
    "Chưa được kèm tệp: hồ sơ chưa phân loại hoặc là tố cáo. "
    "Hãy cất bản quét vào phong bì niêm phong; tệp của tố cáo không lưu trong hệ thống."
)
STILL_THERE = (
    "Hồ sơ còn thông tin cá nhân, tệp hoặc văn bản nên chưa thể niêm phong lại; hãy xóa các phần đó trước."
)


def only_released(holds: str, record: str, sentence: str = NOT_RELEASED) -> pgtrigger.Trigger:
    """`holds` and `record` are SQL over NEW: whether the row holds anything personal, and the spine's id.

    The spine's row is locked: who closes the record waits, and then sees what was put in.
    """
    return pgtrigger.Trigger(
        name="only_released",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=(
            f"IF ({holds}) AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = {record}"
            " AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong' FOR SHARE) THEN"
            f" RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


def nothing_left_behind() -> pgtrigger.Trigger:
    """For the spine: a released record is closed again only when nothing personal hangs on it any more."""
    return pgtrigger.Trigger(
        name="nothing_left_behind",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.identity_released_on IS NOT NULL AND NEW.identity_released_on IS NULL"
        ),
        func=(
            "IF EXISTS (SELECT 1 FROM records_personaldetails WHERE record_id = NEW.id)"
            " OR EXISTS (SELECT 1 FROM records_file WHERE record_id = NEW.id AND removed_at IS NULL) THEN"
            f" RAISE EXCEPTION '{STILL_THERE}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


class File(models.Model):
    """Đơn, giấy tờ, ảnh kèm theo hồ sơ: the copy that is served and, apart from it, the original as evidence.

    `stored` and `thumb` name a copy written anew and its small picture, encrypted with `key`. `original` names the bytes
    as they came; the key of those is sealed to an intake key (`original_key_id`). A file that waits for the virus
    scanner, or was found bad by it, has an original alone: the database refuses anything else. What was removed leaves
    its hashes, day and reason; name and keys are emptied, so that an old copy of the bytes cannot be read. Name and keys
    never enter the history. The signed copy of a paper names it in `paper`; until a person has compared the two
    (`agreed_at`) nobody outside the office is shown it. What no writing anew can keep is said: `lost_signature`,
    `lost_drawings`.
    """

    class Kind(models.TextChoices):
        """Loại tệp."""

        LETTER = "don", _("Đơn, bản quét đơn")
        PAPER = "giay_to", _("Giấy tờ, tài liệu kèm theo")
        BEFORE = "anh", _("Ảnh hiện trường")
        AFTER = "anh_sau", _("Ảnh sau khi xử lý")
        SIGNED = "ban_ky", _("Bản đã ký của văn bản")
        OTHER = "khac", _("Tệp khác")

    class Removal(models.TextChoices):
        """Vì sao tệp bị gỡ."""

        WRONG_RECORD = "nham_ho_so", _("Kèm nhầm hồ sơ")
        DOUBLE = "trung", _("Trùng với tệp khác")
        UNREADABLE = "khong_ro", _("Bản quét không rõ, đã quét lại")
        ASKED = "theo_yeu_cau", _("Theo yêu cầu của người gửi")
        IRRELEVANT = "khong_lien_quan", _("Không liên quan đến hồ sơ")
        DENUNCIATION = "to_cao", _("Hồ sơ được phân loại lại là tố cáo")
        EXPIRED = "het_han_luu", _("Hồ sơ hết thời hạn lưu, đã hủy")

    class Scan(models.TextChoices):
        """Máy quét mã độc nói gì."""

        NONE = "khong_quet", _("Không quét: máy chủ chưa có chương trình quét mã độc")
        CLEAN = "sach", _("Đã quét, không thấy mã độc")
        WAITING = "cho_quet", _("Chờ quét mã độc; chưa mở được")
        HELD = "cach_ly", _("Cách ly")

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("loại tệp"), max_length=16, choices=Kind, default=Kind.PAPER)
    name = models.CharField(_("tên tệp"), max_length=120, blank=True)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(_("cỡ tệp"))
    pages = models.PositiveIntegerField(_("số trang"), default=1)
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=32, unique=True, null=True)
    thumb = models.CharField(max_length=32, blank=True)
    key = models.BinaryField(default=b"")
    original = models.CharField(max_length=32, blank=True)
    original_key = models.BinaryField(default=b"")
    original_key_id = models.CharField(max_length=16, blank=True)
    original_sha256 = models.CharField(max_length=64, blank=True)
    original_size = models.PositiveIntegerField(default=0)
    lost_signature = models.BooleanField(_("bản gốc có chữ ký số"), default=False)
    lost_drawings = models.BooleanField(_("bản gốc có hình vẽ EMF, WMF"), default=False)
    scan = models.CharField(_("quét mã độc"), max_length=16, choices=Scan, default=Scan.NONE)
    scanned_at = models.DateTimeField(null=True, blank=True)
    threat = models.CharField(_("mã độc tìm thấy"), max_length=80, blank=True)
    paper = models.ForeignKey(
        "records.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="copies"
    )
    agreed_at = models.DateTimeField(_("đối chiếu lúc"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removal = models.CharField(_("lý do gỡ"), max_length=16, choices=Removal, blank=True)

    class Meta:
        verbose_name = _("tệp")
        verbose_name_plural = _("tệp")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True) | models.Q(name="", key=b"", original_key=b""),
                name="file_removed_is_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removal="")
                | models.Q(removed_at__isnull=False) & ~models.Q(removal=""),
                name="file_removed_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="ban_ky", paper__isnull=False)
                | ~models.Q(kind="ban_ky") & models.Q(paper__isnull=True, agreed_at__isnull=True),
                name="file_signed_copy_of_a_paper",
            ),
            models.CheckConstraint(
                condition=models.Q(scan__in=["khong_quet", "sach"], stored__isnull=False)
                | models.Q(scan__in=["cho_quet", "cach_ly"], stored__isnull=True, thumb="", key=b""),
                name="file_unclean_is_not_served",
            ),
        ]
        indexes = [
            models.Index(fields=["record", "id"], name="file_record"),
            models.Index(
                fields=["original_key_id"], condition=~models.Q(original_key=b""), name="file_original_key"
            ),
            models.Index(fields=["id"], condition=models.Q(scan="cho_quet"), name="file_awaits_scan"),
        ]
        triggers = [
            *recorded("record_id", without=("name", "key", "original_key")),
            only_released("NEW.removed_at IS NULL", "NEW.record_id"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.pk}"

    @property
    def is_served(self) -> bool:
        """Whether there is a copy to be looked at."""
        return bool(self.stored)

    @property
    def shut(self) -> str:
        """Why there is none, for who may see that there is a file; "" where there is one."""
        if self.is_served:
            return ""
        if self.scan == self.Scan.WAITING:
            return str(_("Chờ quét mã độc; chưa ai mở được, máy sẽ tự quét lại."))
        if self.threat:
            return str(_("Cách ly: máy quét thấy mã độc (%(threat)s).") % {"threat": self.threat})
        return str(_("Cách ly: chưa quét được mã độc hoặc không làm sạch được."))


class FileAct(models.Model):
    """Somebody opened the original of a file: who, when and for which reason of the list; never what is in it."""

    class Reason(models.TextChoices):
        """Vì sao mở bản gốc."""

        SIGNATURE = "chu_ky_so", _("Kiểm tra chữ ký số trên bản gốc")
        COMPARE = "doi_chieu", _("Đối chiếu bản gốc với bản đã làm sạch")
        EXAMINE = "giam_dinh", _("Giám định, xác minh tài liệu làm chứng cứ")
        AUTHORITY = "co_quan", _("Cung cấp cho cơ quan có thẩm quyền")
        THREAT = "ma_doc", _("Kiểm tra tệp bị cách ly, chờ quét trên máy riêng")

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="file_acts")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField(_("lý do"), max_length=16, choices=Reason)
    by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lần mở bản gốc")
        verbose_name_plural = _("lần mở bản gốc")
        triggers = [*recorded("record_id")]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.get_reason_display()}"


class FileText(models.Model):
    """Văn bản của một tệp, máy đọc rồi người xác nhận. Personal text: outside the history; pages part at a form feed."""

    class State(models.TextChoices):
        """Đã đọc đến đâu."""

        WAITING = "cho", _("Đang chờ máy đọc")
        READ = "da_doc", _("Máy đã đọc, chờ xác nhận")
        CONFIRMED = "xac_nhan", _("Đã xác nhận")
        NO_READER = "thieu_may_doc", _("Máy chủ chưa cài chương trình đọc chữ; sẽ đọc lại khi có")
        FAILED = "khong_doc_duoc", _("Máy không đọc được; có thể gõ nội dung")

    file = models.OneToOneField(File, primary_key=True, on_delete=models.PROTECT, related_name="text")
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    text = models.TextField(_("văn bản"), blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("văn bản của tệp")
        verbose_name_plural = _("văn bản của tệp")
        indexes = [
            models.Index(
                fields=["file"],
                condition=models.Q(state__in=["cho", "thieu_may_doc"]),
                name="file_text_waiting",
            )
        ]
        triggers = [
            only_released(
                "NEW.text <> ''", "(SELECT record_id FROM records_file WHERE records_file.id = NEW.file_id)"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.get_state_display()}"
