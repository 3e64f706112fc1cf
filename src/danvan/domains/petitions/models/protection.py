"""Bảo vệ người tố cáo: what was asked, checked, decided, changed and ended, and nothing of whom it protects.

Days, numbers and words of a list only. Whom it protects, and why, stands in the paper envelope (Luật Tố cáo 2018, Điều 8).
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models import Record
from danvan.records.models.history import recorded
from danvan.records.models.personal import denunciation_without_identity


class ProtectionWay(models.TextChoices):
    """Cách đề nghị: bằng văn bản; khẩn cấp thì đến trực tiếp hoặc gọi điện, văn bản gửi sau (Luật Tố cáo 2018, Điều 50)."""

    PAPER = "van_ban", _("Bằng văn bản")
    IN_PERSON = "truc_tiep", _("Khẩn cấp: đến trực tiếp, văn bản gửi sau")
    TELEPHONE = "dien_thoai", _("Khẩn cấp: gọi điện, văn bản gửi sau")


class ProtectionScope(models.TextChoices):
    """Nội dung được bảo vệ (Luật Tố cáo 2018, Điều 47)."""

    SECRECY = "bi_mat", _("Bí mật thông tin cá nhân")
    POST = "viec_lam", _("Vị trí công tác, việc làm")
    LIFE = "tinh_mang", _("Tính mạng, sức khỏe")
    PROPERTY = "tai_san", _("Tài sản")
    HONOUR = "danh_du", _("Danh dự, nhân phẩm")


class ProtectionAuthority(models.TextChoices):
    """Nơi áp dụng biện pháp bảo vệ (Luật Tố cáo 2018, Điều 49)."""

    SETTLER = "nguoi_giai_quyet", _("Người giải quyết tố cáo")
    POLICE = "cong_an", _("Cơ quan công an")
    EMPLOYER = "noi_quan_ly", _("Cơ quan quản lý cán bộ, công chức hoặc lao động")


class ProtectionFinding(models.TextChoices):
    """Kết quả kiểm tra, xác minh đề nghị bảo vệ (Luật Tố cáo 2018, Điều 51)."""

    GROUNDED = "co_can_cu", _("Đề nghị có căn cứ")
    GROUNDLESS = "khong_can_cu", _("Đề nghị không có căn cứ")


class ProtectionRefusal(models.TextChoices):
    """Lý do từ chối, nêu trong văn bản gửi người đề nghị (Luật Tố cáo 2018, Điều 51)."""

    GROUNDLESS = "khong_can_cu", _("Đề nghị không có căn cứ, không cần áp dụng biện pháp")
    NOBODY = "khong_doi_tuong", _("Người cần bảo vệ không thuộc đối tượng của Điều 47")


class ProtectionChange(models.TextChoices):
    """Thay đổi, bổ sung biện pháp bảo vệ."""

    OTHER = "thay_doi", _("Thay biện pháp đang áp dụng")
    MORE = "bo_sung", _("Bổ sung biện pháp")


class ProtectionOutcome(models.TextChoices):
    """Kết quả bảo vệ, giữ trong hồ sơ (Luật Tố cáo 2018, Điều 55)."""

    SAFE = "an_toan", _("Biện pháp đã thực hiện, không xảy ra xâm hại")
    HARMED = "co_xam_hai", _("Đã xảy ra xâm hại, trả thù, trù dập")


class ProtectionEnd(models.TextChoices):
    """Căn cứ chấm dứt bảo vệ (Luật Tố cáo 2018, Điều 54; căn cứ cuối có từ 1/7/2026)."""

    SETTLED = "da_ket_luan", _("Đã có kết luận nội dung tố cáo hoặc đã đình chỉ giải quyết")
    GONE = "het_can_cu", _("Căn cứ bảo vệ không còn hoặc người được bảo vệ đề nghị chấm dứt")
    BROKEN = "vi_pham", _("Người được bảo vệ cố ý vi phạm nghĩa vụ ở Điều 48 khoản 2 điểm a, điểm b")


class Protection(Record):
    """Một lần đề nghị bảo vệ, gắn với đơn hoặc vụ việc tố cáo (Luật Tố cáo 2018, Điều 47 đến 55)."""

    way = models.CharField(
        _("cách đề nghị bảo vệ"), max_length=16, choices=ProtectionWay, default=ProtectionWay.PAPER
    )
    persons = models.PositiveSmallIntegerField(
        _("số người được đề nghị bảo vệ"), default=1, validators=[MinValueValidator(1)]
    )
    paper_on = models.DateField(_("ngày nhận văn bản đề nghị"), null=True, blank=True)
    checked_on = models.DateField(_("ngày kiểm tra đề nghị"), null=True, blank=True)
    finding = models.CharField(
        _("kết quả kiểm tra đề nghị"), max_length=16, choices=ProtectionFinding, null=True, blank=True
    )
    decided_on = models.DateField(_("ngày quyết định bảo vệ"), null=True, blank=True)
    scope = models.CharField(
        _("biện pháp bảo vệ"), max_length=16, choices=ProtectionScope, null=True, blank=True
    )
    authority = models.CharField(
        _("nơi áp dụng biện pháp"), max_length=20, choices=ProtectionAuthority, null=True, blank=True
    )
    starts_on = models.DateField(_("thời điểm bắt đầu bảo vệ"), null=True, blank=True)
    refused_on = models.DateField(_("ngày từ chối"), null=True, blank=True)
    refusal = models.CharField(
        _("lý do từ chối"), max_length=16, choices=ProtectionRefusal, null=True, blank=True
    )
    changed_on = models.DateField(_("ngày thay đổi, bổ sung biện pháp"), null=True, blank=True)
    change = models.CharField(
        _("thay đổi hay bổ sung"), max_length=16, choices=ProtectionChange, null=True, blank=True
    )
    outcome_on = models.DateField(_("ngày ghi kết quả bảo vệ"), null=True, blank=True)
    outcome = models.CharField(
        _("kết quả bảo vệ"), max_length=16, choices=ProtectionOutcome, null=True, blank=True
    )
    ended_on = models.DateField(_("ngày chấm dứt bảo vệ"), null=True, blank=True)
    ended_because = models.CharField(
        _("căn cứ chấm dứt bảo vệ"), max_length=16, choices=ProtectionEnd, null=True, blank=True
    )

    class Meta:
        verbose_name = _("bảo vệ người tố cáo")
        verbose_name_plural = _("bảo vệ người tố cáo")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True)
                | models.Q(scope__isnull=False, authority__isnull=False, starts_on__isnull=False),
                name="protection_decided_whole",
            ),
        ]
        triggers = [*recorded("record_ptr_id"), denunciation_without_identity("true")]


class Protected(models.Model):
    """Of a letter or a matter: that protection was asked for, when and how."""

    protection_asked_on = models.DateField(_("ngày đề nghị bảo vệ gần nhất"), null=True, blank=True)
    protection_way = models.CharField(
        _("cách đề nghị bảo vệ"), max_length=16, choices=ProtectionWay, null=True, blank=True
    )

    class Meta:
        abstract = True
