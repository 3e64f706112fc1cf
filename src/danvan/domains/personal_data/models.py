"""Yêu cầu xem, sửa, xóa dữ liệu cá nhân of a record; the request itself names nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models import Record
from danvan.records.models.history import recorded
from danvan.records.models.retention import NUMBER


class Right(models.TextChoices):
    """Chủ thể dữ liệu yêu cầu gì (Nghị định 13/2023/NĐ-CP, Điều 14 đến 16; Luật 91/2025/QH15, Điều 4)."""

    SEE = "xem", _("Xem, được cung cấp dữ liệu")
    CORRECT = "sua", _("Sửa dữ liệu")
    DELETE = "xoa", _("Xóa dữ liệu")


class Capacity(models.TextChoices):
    """Ai yêu cầu; the officer has compared the papers, and no number of them is written down."""

    SELF = "chinh_chu", _("Chính người gửi hồ sơ")
    AGENT = "dai_dien", _("Người đại diện, được ủy quyền")


class Ground(models.TextChoices):
    """Căn cứ từ chối."""

    NOT_THE_PERSON = "khong_phai", _("Không phải chủ thể dữ liệu, không được ủy quyền")
    KEPT = "con_luu", _("Chưa hết thời hạn lưu, hoặc hồ sơ đang được giữ lại theo pháp luật")
    OFFICE = (
        "hoat_dong",
        _("Cơ quan nhà nước xử lý phục vụ hoạt động theo luật (NĐ 13/2023, Điều 16 khoản 2 điểm b)"),
    )
    PUBLIC = "da_cong_khai", _("Đã công khai theo quy định (NĐ 13/2023, Điều 16 khoản 2 điểm c)")
    STATISTICS = "phap_ly", _("Phục vụ yêu cầu pháp lý, thống kê (NĐ 13/2023, Điều 16 khoản 2 điểm d)")
    HINDERS = "can_tro", _("Cản trở nghĩa vụ pháp lý của cơ quan (Luật 91/2025, Điều 4 khoản 3)")
    OTHERS = (
        "nguoi_khac",
        _("Xâm phạm quyền, lợi ích của Nhà nước, người khác (Luật 91/2025, Điều 4 khoản 3)"),
    )


class DataRequest(Record):
    """Yêu cầu của chủ thể dữ liệu cá nhân (Nghị định 13/2023/NĐ-CP, Điều 9; Luật 91/2025/QH15, Điều 4).

    `about` is the record whose sender asks: who that is stands there and nowhere else, so that a request about a tố cáo
    names nobody either. `checked_on` is the day on which an officer saw the papers of who asks, `answered_on` that of the
    first answer, `done_on` that on which it was carried out.
    """

    about = models.ForeignKey(
        "records.Record",
        verbose_name=_("về hồ sơ"),
        on_delete=models.PROTECT,
        related_name="data_requests",
        editable=False,
    )
    right = models.CharField(_("yêu cầu"), max_length=8, choices=Right)
    capacity = models.CharField(_("người yêu cầu"), max_length=12, choices=Capacity, default=Capacity.SELF)
    checked_on = models.DateField(_("ngày đối chiếu người yêu cầu"), null=True, blank=True)
    answered_on = models.DateField(_("ngày trả lời đầu tiên"), null=True, blank=True)
    done_on = models.DateField(_("ngày thực hiện"), null=True, blank=True)
    refused_on = models.DateField(_("ngày từ chối"), null=True, blank=True)
    ground = models.CharField(_("căn cứ từ chối"), max_length=16, choices=Ground, null=True, blank=True)
    paper_no = models.CharField(
        _("số văn bản trả lời"), max_length=40, blank=True, help_text=_("Ví dụ 12/UBND-VP")
    )
    paper_on = models.DateField(_("ngày văn bản trả lời"), null=True, blank=True)

    class Meta:
        verbose_name = _("yêu cầu về dữ liệu cá nhân")
        verbose_name_plural = _("yêu cầu về dữ liệu cá nhân")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(refused_on__isnull=True, ground__isnull=True)
                | models.Q(refused_on__isnull=False, ground__isnull=False, done_on__isnull=True),
                name="data_request_refused_with_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(paper_no="", done_on__isnull=True, refused_on__isnull=True)
                | models.Q(paper_no__regex=NUMBER, paper_on__isnull=False),
                name="data_request_ended_by_paper",
            ),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True) | models.Q(checked_on__isnull=False),
                name="data_request_done_for_who_is_known",
            ),
        ]
        triggers = recorded("record_ptr_id")
