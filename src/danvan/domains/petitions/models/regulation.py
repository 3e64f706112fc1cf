"""Phản ánh, kiến nghị về quy định hành chính: a register of its own, apart from đơn (Nghị định 20/2008/NĐ-CP)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models.choices import Field
from danvan.records.models import Record
from danvan.records.models.history import recorded


class FeedbackClass(models.TextChoices):
    """Phân loại (Nghị định 20/2008/NĐ-CP, Điều 9 đến Điều 13)."""

    OUTSIDE = "khong_tiep_nhan", _("Không thuộc loại được tiếp nhận")
    CONDUCT = "hanh_vi", _("Phản ánh chậm trễ, phiền hà, hành vi không đúng khi thực hiện quy định")
    OWN_RULE = "quy_dinh_tham_quyen", _("Về quy định thuộc thẩm quyền của cơ quan tiếp nhận")
    OTHER_RULE = "quy_dinh_noi_khac", _("Về quy định không thuộc thẩm quyền, phải chuyển")


class FeedbackWay(models.TextChoices):
    """Cách gửi (Nghị định 20/2008/NĐ-CP, Điều 6)."""

    PAPER = "van_ban", _("Văn bản")
    TELEPHONE = "dien_thoai", _("Điện thoại")
    SURVEY = "phieu_lay_y_kien", _("Phiếu lấy ý kiến")
    PORTAL = "dien_tu", _("Thư điện tử, cổng thông tin")


class FeedbackOutcome(models.TextChoices):
    """Kết quả xử lý (Nghị định 20/2008/NĐ-CP, Điều 15); quy định cũng có thể được giữ nguyên sau khi xem xét."""

    AMENDED = "sua_doi", _("Sửa đổi quy định theo thẩm quyền")
    PROPOSED = "de_nghi_sua", _("Đề nghị cơ quan có thẩm quyền sửa đổi")
    NEW = "ban_hanh_moi", _("Ban hành quy định mới")
    CORRECTED = "chan_chinh", _("Chấn chỉnh việc thực hiện quy định")
    KEPT = "giu_nguyen", _("Giữ nguyên quy định, trả lời lý do")


class FeedbackPublication(models.TextChoices):
    """Cách công khai kết quả (Nghị định 20/2008/NĐ-CP, Điều 19)."""

    PORTAL = "cong", _("Cổng thông tin điện tử")
    MEDIA = "phuong_tien", _("Phương tiện thông tin đại chúng")
    LETTER = "van_ban", _("Văn bản gửi người phản ánh, kiến nghị")
    OTHER = "khac", _("Hình thức khác")


class RegulationFeedback(Record):
    """Phản ánh, kiến nghị về một quy định hành chính; khiếu nại và tố cáo không đi đường này (Điều 1 và 2)."""

    way = models.CharField(_("cách gửi"), max_length=24, choices=FeedbackWay, default=FeedbackWay.PAPER)
    field = models.CharField(_("lĩnh vực"), max_length=24, choices=Field, default=Field.OTHER)
    category = models.CharField(_("phân loại"), max_length=24, choices=FeedbackClass, null=True, blank=True)
    regulation = models.CharField(_("văn bản, thủ tục được phản ánh"), max_length=200, blank=True)
    classified_on = models.DateField(_("ngày phân loại"), null=True, blank=True)
    forwarded_to = models.CharField(_("cơ quan được chuyển"), max_length=200, blank=True)
    forwarded_on = models.DateField(_("ngày chuyển"), null=True, blank=True)
    outcome = models.CharField(
        _("kết quả xử lý"), max_length=24, choices=FeedbackOutcome, null=True, blank=True
    )
    settled_on = models.DateField(_("ngày có kết quả"), null=True, blank=True)
    publication = models.CharField(
        _("cách công khai"), max_length=16, choices=FeedbackPublication, null=True, blank=True
    )
    publicised_on = models.DateField(_("ngày công khai kết quả"), null=True, blank=True)

    class Meta:
        verbose_name = _("phản ánh, kiến nghị về quy định hành chính")
        verbose_name_plural = _("phản ánh, kiến nghị về quy định hành chính")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_on__isnull=True) | models.Q(outcome__isnull=False),
                name="regulation_feedback_settled_with_outcome",
            ),
        ]
        indexes = [models.Index(fields=["category"], name="regulation_feedback_class")]
        triggers = recorded("record_ptr_id")
