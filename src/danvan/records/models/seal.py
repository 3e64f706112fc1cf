"""What lies sealed of a tố cáo: keys of holders, a case's rings of keys, who was given one, sealed items, each opening.

Bytes named `sealed` or `vault` begin with one byte for their form (records/seal/boxes.py). The history learns of every
row, never of those bytes.
"""

import pgtrigger
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded
from danvan.records.models.retention import not_erased
from danvan.records.models.seal_mark import ends_for_good
from danvan.records.models.seal_mode import HERE, Mode

# A number of a document: figures, a year, a kind of document (or an office that writes letters), at most two short
# signs of who issued it. A full name or a telephone number fits in no more.
_KINDS = "QĐ|QD|KH|TB|BB|CV|GM|TTr|TTR|KL|BC|GT|GGT|GUQ|UQ|PC|HD|CT|NQ|PA|ĐN|YC|UBND|HĐND|VP"
_ISSUER = "[A-ZĐa-zđ]{1,6}[0-9]{0,2}"
DOCUMENT = rf"^[0-9]{{1,6}}[a-z]?(/[0-9]{{4}})?([/-]({_KINDS})([-.&]{_ISSUER}){{0,2}})?$"
document_number = RegexValidator(
    DOCUMENT,
    _("Số văn bản chỉ gồm số và ký hiệu, ví dụ 12/QĐ-UBND hoặc 05/2026/BB-TXM; không ghi tên người."),
)
NOT_HERE = "Đơn vị giữ tố cáo ngoài hệ thống nên ở đây không lưu được gì của người tố cáo; hãy giữ bản giấy trong phong bì."
NOT_SEALED = "Chỉ hồ sơ niêm phong, chưa ghi thông tin cá nhân, mới lập được hồ sơ niêm phong."


def only_where_allowed(record: str) -> pgtrigger.Trigger:
    """Refuse a row where its unit's mode is not the one of this machine, or of a record that is not sealed.

    Asked of the row's day and of the database's own: a writer who dates a row back gains nothing. What machine this is
    the owner of the database has written down.
    """
    mode = (
        "coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= {day}"
        f" ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), '{Mode.OUTSIDE.value}') = {HERE}"
    )
    then, now = mode.format(day='NEW."on"'), mode.format(day='greatest(NEW."on", current_date)')
    return pgtrigger.Trigger(
        name="only_where_allowed",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=(
            f"IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.{record}"
            f" AND {then} AND {now}) THEN"
            f" RAISE EXCEPTION '{NOT_HERE}' USING ERRCODE = 'check_violation'; END IF;"
            f" IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.{record}"
            " AND r.identity_released_on IS NULL AND r.secrecy = 'niem_phong') THEN"
            f" RAISE EXCEPTION '{NOT_SEALED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


class Part(models.TextChoices):
    """Which ring of keys: all of the case, or the copy without the person alone."""

    FULL = "day_du", _("toàn bộ hồ sơ niêm phong")
    REDACTED = "da_che", _("bản đã che")


class Capacity(models.TextChoices):
    """As what a key is held (Luật Tố cáo 2018, Điều 49 và 56)."""

    INTAKE = "tiep_nhan", _("người tiếp nhận, xử lý đơn")
    SETTLER = "giai_quyet", _("người giải quyết tố cáo")
    VERIFIER = "xac_minh", _("thành viên tổ xác minh")


class SealKey(models.Model):
    """Khóa niêm phong của một tài khoản: the public half, and the private one under a passphrase of its own (Argon2id)."""

    class Why(models.TextChoices):
        """Vì sao khóa kết thúc."""

        LOST = "mat_cum", _("quên hoặc lộ cụm mật khẩu")

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="seal_keys")
    public = models.BinaryField()
    vault = models.BinaryField()
    salt = models.BinaryField()
    passes = models.PositiveIntegerField()
    memory = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=12, choices=Why, blank=True)

    class Meta:
        verbose_name = _("khóa niêm phong")
        verbose_name_plural = _("khóa niêm phong")
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_at__isnull=True), name="seal_key_one_living"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(vault=b""),
                name="seal_key_ended_is_empty",
            ),
        ]
        triggers = [*recorded("", without=("vault", "salt")), ends_for_good()]

    def __str__(self) -> str:
        return str(self.pk)


class SealUnlocked(models.Model):
    """Một khóa đang mở trong một phiên: encrypted under a key in the browser's cookie, gone with the session."""

    session = models.OneToOneField(
        "sessions.Session", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    key = models.ForeignKey(SealKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    rights = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("khóa đang mở")
        verbose_name_plural = _("khóa đang mở")

    def __str__(self) -> str:
        return str(self.key_id)


class SealCase(models.Model):
    """Hồ sơ niêm phong của một tố cáo, where the unit's mode allows one. The record itself goes on holding no name."""

    record = models.OneToOneField(
        "records.Record", primary_key=True, on_delete=models.PROTECT, related_name="seal_case"
    )
    on = models.DateField()
    made_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("hồ sơ niêm phong")
        verbose_name_plural = _("hồ sơ niêm phong")
        triggers = [only_where_allowed("record_id"), not_erased("NEW.record_id"), *recorded("record_id")]

    def __str__(self) -> str:
        return str(self.record_id)


class SealRing(models.Model):
    """Một đời khóa của hồ sơ niêm phong. Whoever has `public` may add; the private half lies in `SealGrant` alone."""

    class Why(models.TextChoices):
        """Vì sao có đời khóa này."""

        FIRST = "lap", _("lập hồ sơ niêm phong")
        REMOVED = "thoi_giu", _("một người thôi giữ khóa")

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(SealCase, on_delete=models.PROTECT, related_name="rings")
    part = models.CharField(max_length=8, choices=Part)
    number = models.PositiveIntegerField()
    public = models.BinaryField()
    why = models.CharField(max_length=12, choices=Why)
    made_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("đời khóa niêm phong")
        verbose_name_plural = _("đời khóa niêm phong")
        constraints = [
            models.UniqueConstraint(fields=["case", "part", "number"], name="seal_ring_once"),
        ]
        triggers = [*recorded("case_id")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.part} {self.number}"


class SealGrant(models.Model):
    """Bản khóa trao cho một người hoặc cho khóa khôi phục: the private half of a ring, sealed to the receiver's key.

    Ended, its bytes are gone. Rows are neither removed nor given to somebody else.
    """

    class Why(models.TextChoices):
        """Vì sao trao."""

        FIRST = "lap", _("khi lập hồ sơ niêm phong")
        ASSIGNED = "phan_cong", _("được phân công")
        DELEGATED = "uy_quyen", _("được ủy quyền")
        SUCCEEDED = "thay_the", _("thay người giữ trước, hoặc hồ sơ chuyển đơn vị")
        NEW_KEY = "khoa_moi", _("lập khóa mới vì mất cụm mật khẩu")
        RENEWED = "doi_khoa", _("đổi đời khóa")
        RECOVERED = "khoi_phuc", _("mở bằng khóa khôi phục")

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(SealCase, on_delete=models.PROTECT, related_name="grants")
    ring = models.ForeignKey(SealRing, on_delete=models.PROTECT, related_name="grants")
    key = models.ForeignKey(SealKey, null=True, on_delete=models.PROTECT, related_name="grants")
    recovery = models.ForeignKey(
        "records.SealRecovery", null=True, on_delete=models.PROTECT, related_name="grants"
    )
    capacity = models.CharField(max_length=12, choices=Capacity, blank=True)
    sealed = models.BinaryField()
    why = models.CharField(max_length=12, choices=Why)
    given_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("bản khóa được trao")
        verbose_name_plural = _("bản khóa được trao")
        constraints = [
            models.UniqueConstraint(
                fields=["ring", "key"], condition=models.Q(ended_at__isnull=True), name="seal_grant_once"
            ),
            models.CheckConstraint(
                condition=models.Q(key__isnull=True, recovery__isnull=False, capacity="")
                | models.Q(key__isnull=False, recovery__isnull=True) & ~models.Q(capacity=""),
                name="seal_grant_to_one",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(sealed=b""),
                name="seal_grant_ended_is_empty",
            ),
        ]
        triggers = [*recorded("case_id", without=("sealed",)), ends_for_good()]

    def __str__(self) -> str:
        return f"{self.ring_id} {self.key_id or self.recovery_id}"


class SealItem(models.Model):
    """Một mục niêm phong. `number` counts within its part from 1; `digest` is the SHA-256 of `sealed`."""

    class Kind(models.TextChoices):
        """Loại mục."""

        PERSON = "nguoi_to_cao", _("người tố cáo")
        CONTENT = "noi_dung", _("nội dung tố cáo")
        SCAN = "ban_quet", _("bản quét, tệp")
        LETTER = "thu_trao_doi", _("thư trao đổi")
        REDACTED = "ban_da_che", _("bản đã che")
        NOTE = "ghi_chu", _("ghi chú")

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(SealCase, on_delete=models.PROTECT, related_name="items")
    ring = models.ForeignKey(SealRing, on_delete=models.PROTECT, related_name="items")
    part = models.CharField(max_length=8, choices=Part)
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("mục niêm phong")
        verbose_name_plural = _("mục niêm phong")
        constraints = [
            models.UniqueConstraint(fields=["case", "part", "number"], name="seal_item_once"),
            models.CheckConstraint(
                condition=models.Q(kind="ban_da_che", part="da_che")
                | ~models.Q(kind="ban_da_che") & models.Q(part="day_du"),
                name="seal_item_in_its_part",
            ),
        ]
        triggers = [
            only_where_allowed("case_id"),
            not_erased("NEW.case_id"),
            *recorded("case_id", without=("sealed",)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.number}"


class SealOpening(models.Model):
    """Một lần mở, hoặc một lần thử mở không được: who, with which post of the day, when, why and what kinds. Only added.

    `seen` is the number of items that were there and `tail` the digest of the last of them, so that what was taken away
    or exchanged at the end afterwards is missed.
    """

    class Act(models.TextChoices):
        """Việc đã làm."""

        UNLOCK = "mo_khoa", _("mở khóa niêm phong của mình")
        READ = "xem", _("xem nội dung")
        FILE = "tai_tep", _("tải tệp")
        ORIGINAL = "tai_ban_goc", _("tải tệp nguyên như đã gửi, chưa làm sạch")
        REDACT = "che", _("lập bản đã che")
        GIVE = "trao_khoa", _("trao khóa cho người khác")
        RESEAL = "niem_phong_lai", _("niêm phong lại bằng khóa mới")
        RELEASE = "cho_biet", _("cho một người xác minh biết người tố cáo")
        RELEASED = "duoc_biet", _("xem người tố cáo theo văn bản cho biết")
        RECOVER = "khoi_phuc", _("mở bằng khóa khôi phục")
        MAKE = "lap", _("lập hồ sơ niêm phong")
        ADD = "them", _("thêm vào hồ sơ niêm phong")
        END = "thoi_giu", _("cho một người thôi giữ khóa")
        LOSE = "mat_khoa", _("kết thúc khóa của mình")
        WAIVE = "khong_giu_bi_mat", _("ghi biên bản không yêu cầu giữ bí mật")
        UNRELEASE = "thoi_cho_biet", _("thôi cho biết người tố cáo")
        RECOVERY_KEY = "lap_khoi_phuc", _("lập khóa khôi phục")
        OFFER = "dua_phan_khoa", _("đưa ra phần khóa khôi phục")
        WRITE = "viet_tin", _("viết cho người tố cáo")

    class Outcome(models.TextChoices):
        """Kết quả."""

        DONE = "mo_duoc", _("mở được")
        NO_KEY = "khong_co_khoa", _("bị từ chối: không có khóa")
        NO_RIGHT = "khong_co_quyen", _("bị từ chối: không còn quyền")
        WRONG = "sai_cum", _("bị từ chối: sai cụm mật khẩu")
        TAMPERED = "bi_sua", _("không mở: nội dung niêm phong bị sửa, đổi chỗ hoặc thiếu")

    class Reason(models.TextChoices):
        """Lý do mở."""

        INTAKE = "tiep_nhan", _("tiếp nhận, kiểm tra thông tin người tố cáo")
        SETTLE = "giai_quyet", _("giải quyết tố cáo")
        VERIFY = "xac_minh", _("xác minh nội dung tố cáo")
        PROTECT = "bao_ve", _("bảo vệ người tố cáo")
        ANSWER = "trao_doi", _("trao đổi với người tố cáo")
        REDACT = "che", _("lập bản đã che để giao tổ xác minh")
        HAND_OVER = "ban_giao", _("bàn giao, ủy quyền, thay người giữ khóa")
        INSPECT = "kiem_tra", _("kiểm tra theo yêu cầu của cơ quan có thẩm quyền")

    OPENS = (
        *(Act.UNLOCK, Act.READ, Act.FILE, Act.ORIGINAL, Act.REDACT, Act.RESEAL),
        *(Act.RELEASE, Act.RELEASED, Act.RECOVER),
    )

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        "records.Record", null=True, on_delete=models.PROTECT, related_name="seal_openings"
    )
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    act = models.CharField(max_length=16, choices=Act)
    outcome = models.CharField(max_length=16, choices=Outcome)
    reason = models.CharField(max_length=16, choices=Reason, blank=True)
    document = models.CharField(max_length=60, blank=True, validators=[document_number])
    kinds = models.CharField(max_length=120, blank=True)
    seen = models.PositiveIntegerField(default=0)
    tail = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lần mở niêm phong")
        verbose_name_plural = _("lần mở niêm phong")
        indexes = [
            models.Index(fields=["record", "-id"], name="seal_opening_record"),
            models.Index(fields=["account", "outcome", "-at"], name="seal_opening_account"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(document="") | models.Q(document__regex=DOCUMENT),
                name="seal_opening_document_names_nobody",
            )
        ]
        triggers = [*recorded("record_id")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.get_outcome_display()}"

    @property
    def result(self) -> str:
        """What came of it, in words: an act that opens nothing is “đã làm”."""
        is_act = self.outcome == self.Outcome.DONE and self.act not in self.OPENS
        return str(_("đã làm") if is_act else self.get_outcome_display())


class SealWaiver(models.Model):
    """Người tố cáo không yêu cầu giữ bí mật: signed minutes with number and day (Luật Tố cáo 2018, Điều 47 khoản 2)."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(SealCase, on_delete=models.PROTECT, related_name="waivers")
    number = models.CharField(_("số biên bản"), max_length=60, validators=[document_number])
    signed_on = models.DateField(_("ngày biên bản"))
    by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("biên bản không yêu cầu giữ bí mật")
        verbose_name_plural = _("biên bản không yêu cầu giữ bí mật")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__regex=DOCUMENT), name="seal_waiver_number_names_nobody"
            )
        ]
        triggers = [*recorded("case_id")]

    def __str__(self) -> str:
        return self.number


class SealRelease(models.Model):
    """Cho một người xác minh biết người tố cáo: by a document, until a day, sealed to that one key (Điều 56 khoản 2)."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(SealCase, on_delete=models.PROTECT, related_name="releases")
    key = models.ForeignKey(SealKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    number = models.CharField(_("số văn bản"), max_length=60, validators=[document_number])
    signed_on = models.DateField(_("ngày văn bản"))
    until = models.DateField(_("đến hết ngày"))
    given_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("văn bản cho biết người tố cáo")
        verbose_name_plural = _("văn bản cho biết người tố cáo")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__regex=DOCUMENT) | models.Q(ended_at__isnull=False),
                name="seal_release_number_names_nobody",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(sealed=b""),
                name="seal_release_ended_is_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("signed_on")), name="seal_release_in_order"
            ),
        ]
        triggers = [*recorded("case_id", without=("sealed",)), ends_for_good()]

    def __str__(self) -> str:
        return f"{self.number} {self.until:%Y-%m-%d}"
