"""Việc định kỳ: that a recurring duty was done, told by a numbered paper."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models import Record
from danvan.records.models.history import recorded


class Task(models.TextChoices):
    """Recurring duties that have no record type of their own yet; the values are the keys of standing duties."""

    PUBLISHED_LIST = "danh_muc_cong_khai", _("Cập nhật, niêm yết danh mục nội dung đã công khai")
    COMMUNITY_MEETING = "hoi_nghi_cong_dong", _("Hội nghị định kỳ của cộng đồng dân cư")
    EXCHANGE = "trao_doi_doi_thoai", _("Hội nghị trao đổi, đối thoại với Nhân dân (Luật Thực hiện dân chủ)")
    DIALOGUE_2015 = "doi_thoai_xa_2015", _("Hội nghị đối thoại của UBND cấp xã (Luật năm 2015)")
    DIALOGUE = "doi_thoai_xa", _("Hội nghị đối thoại của chính quyền cấp xã")
    PROVINCIAL_SECRETARY = "bi_thu_tinh_tiep_dan", _("Bí thư Tỉnh ủy tiếp dân, đối thoại với dân")
    COMMUNE_SECRETARY = "bi_thu_xa_tiep_dan", _("Bí thư Đảng ủy cấp xã tiếp dân, đối thoại với dân")
    STAFF_CONFERENCE = "hoi_nghi_can_bo", _("Hội nghị cán bộ, công chức, viên chức hằng năm")
    STAFF_CHECK = "kiem_tra_nghi_quyet", _("Kiểm tra việc thực hiện nghị quyết hội nghị cán bộ")
    COUNCIL_REPORT = "bao_cao_pctn_hdnd", _("Báo cáo phòng, chống tham nhũng trước Hội đồng nhân dân")
    WEB_REPORT = "bao_cao_pctn_cong", _("Đăng báo cáo phòng, chống tham nhũng trên cổng thông tin")
    ROTATION_PLAN = "ke_hoach_chuyen_doi", _("Ban hành, công khai kế hoạch chuyển đổi vị trí công tác")
    ASSET_PLAN = "ke_hoach_xac_minh", _("Ban hành kế hoạch xác minh tài sản, thu nhập")
    HEAR_OVERSIGHT = "nghe_giam_sat", _("Nghe kết quả giám sát của Mặt trận")
    OVERSIGHT_PLAN = "ke_hoach_giam_sat", _("Ban hành kế hoạch giám sát của năm sau")
    INSPECTION_PLAN = "ke_hoach_thanh_tra", _("Ban hành kế hoạch thanh tra của năm sau")
    RATING_2020 = "xep_loai_2020", _("Hoàn thành đánh giá, xếp loại hằng năm (quy định đến hết năm 2025)")
    RATING = "xep_loai", _("Hoàn thành xếp loại công chức hằng năm")
    PROCEDURE_REVIEW = "ke_hoach_ra_soat_tthc", _("Gửi kế hoạch rà soát thủ tục hành chính")


class Undertaking(Record):
    """Việc đã làm để thực hiện một nghĩa vụ định kỳ, có số và ngày văn bản (căn cứ ở từng nghĩa vụ).

    `period` is the key of the span for which it was done (2023-Q1), which may be over on the day `done_on`. `posted_on`
    is when the result was made public, `page` where.
    """

    duty_key = models.CharField(_("nghĩa vụ"), max_length=32, choices=Task)
    period = models.CharField(
        _("kỳ"),
        max_length=16,
        help_text=_("Ví dụ 2023-02 (tháng 2), 2023-Q1 (quý I), 2023-H1 (6 tháng đầu năm), 2023 (cả năm)."),
    )
    done_on = models.DateField(_("ngày thực hiện"), null=True, blank=True)
    paper_no = models.CharField(_("số văn bản"), max_length=60, blank=True, help_text=_("Ví dụ 12/BC-UBND"))
    paper_on = models.DateField(_("ngày văn bản"), null=True, blank=True)
    subject = models.CharField(_("tên văn bản"), max_length=200, blank=True)
    posted_on = models.DateField(_("ngày công khai kết quả"), null=True, blank=True)
    page = models.URLField(_("trang đã đăng"), max_length=300, blank=True)
    withdrawn_why = models.CharField(_("lý do rút"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("việc định kỳ")
        verbose_name_plural = _("việc định kỳ")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True) | ~models.Q(paper_no=""),
                name="undertaking_done_by_paper",
            )
        ]
        triggers = recorded("record_ptr_id")
