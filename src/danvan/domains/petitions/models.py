"""Đơn (letters) and vụ việc (matters): two tables, one to one until a person joins or splits them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models import Record
from danvan.records.models.history import recorded
from danvan.records.models.personal import denunciation_without_identity


class Kind(models.TextChoices):
    """Loại đơn, xét theo nội dung chứ không theo tiêu đề (Thông tư 05/2021/TT-TTCP, Điều 6)."""

    COMPLAINT = "khieu_nai", _("Khiếu nại")
    DENUNCIATION = "to_cao", _("Tố cáo")
    PROPOSAL = "kien_nghi_phan_anh", _("Kiến nghị, phản ánh")


class Field(models.TextChoices):
    """Lĩnh vực, theo các cột phân loại của biểu 02–04/XLD."""

    LAND = "dat_dai", _("Đất đai, nhà cửa")
    POLICY = "che_do_chinh_sach", _("Chế độ, chính sách")
    OFFICIALS = "cong_chuc_cong_vu", _("Công chức, công vụ")
    JUDICIAL = "tu_phap", _("Tư pháp")
    OTHER = "khac", _("Khác")


class Channel(models.TextChoices):
    """Nguồn đơn."""

    POST = "buu_chinh", _("Qua dịch vụ bưu chính")
    COUNTER = "truc_tiep", _("Nộp trực tiếp")
    RECEPTION = "tiep_cong_dan", _("Qua tiếp công dân")
    BOX = "hop_thu", _("Hộp thư góp ý")
    FORWARDED = "chuyen_den", _("Cơ quan, đại biểu chuyển đến")


class Letter(Record):
    """Đơn khiếu nại, tố cáo, kiến nghị, phản ánh gửi tới cơ quan (Luật Tiếp công dân 2013, Điều 2, khoản 2).

    Until `kind` is set a letter is treated as a tố cáo: no name and no text of it exists anywhere here.
    """

    kind = models.CharField(_("loại đơn"), max_length=24, choices=Kind, null=True, blank=True)
    channel = models.CharField(_("nguồn đơn"), max_length=16, choices=Channel, default=Channel.POST)
    field = models.CharField(_("lĩnh vực"), max_length=24, choices=Field, null=True, blank=True)
    signatories = models.PositiveSmallIntegerField(
        _("số người đứng tên"), default=1, validators=[MinValueValidator(1)]
    )
    is_repeated = models.BooleanField(_("đơn gửi nhiều lần"), default=False)
    is_eligible = models.BooleanField(_("đủ điều kiện xử lý"), default=True)
    is_competent = models.BooleanField(_("thuộc thẩm quyền"), default=True)
    classified_on = models.DateField(_("ngày phân loại"), null=True, blank=True)
    handled_on = models.DateField(_("ngày xử lý"), null=True, blank=True)
    forwarded_to = models.CharField(_("nơi nhận chuyển đơn"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("đơn")
        verbose_name_plural = _("đơn")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__isnull=True) | models.Q(kind__in=Kind.values),
                name="letter_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__isnull=False) | models.Q(handled_on__isnull=True),
                name="letter_classified_before_handled",
            ),
        ]
        indexes = [models.Index(fields=["kind"], name="letter_kind")]
        triggers = [
            *recorded("record_ptr_id"),
            denunciation_without_identity("NEW.kind IS NULL OR NEW.kind = 'to_cao'"),
        ]


class Result(models.TextChoices):
    """Kết quả giải quyết, theo biểu 01 và 03/KQGQ."""

    RIGHT = "dung", _("Đúng")
    WRONG = "sai", _("Sai")
    PARTLY = "dung_mot_phan", _("Đúng một phần")
    ANSWERED = "da_tra_loi", _("Đã trả lời kiến nghị, phản ánh")


class Matter(Record):
    """Vụ việc: nội dung được thụ lý để giải quyết (Luật Khiếu nại 2011, Điều 27; Luật Tố cáo 2018, Điều 29).

    The spine's `received_on` is the day of acceptance (ngày thụ lý), from which the limit of settlement runs.
    """

    kind = models.CharField(_("loại vụ việc"), max_length=24, choices=Kind)
    field = models.CharField(_("lĩnh vực"), max_length=24, choices=Field, default=Field.OTHER)
    instance = models.PositiveSmallIntegerField(
        _("lần giải quyết"), default=1, choices=[(1, _("Lần đầu")), (2, _("Lần hai"))]
    )
    is_complex = models.BooleanField(_("vụ việc phức tạp"), default=False)
    settled_on = models.DateField(_("ngày giải quyết"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=16, choices=Result, null=True, blank=True)

    class Meta:
        verbose_name = _("vụ việc")
        verbose_name_plural = _("vụ việc")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_on__isnull=True) | models.Q(result__isnull=False),
                name="matter_settled_with_result",
            )
        ]
        indexes = [models.Index(fields=["kind", "settled_on"], name="matter_kind_settled")]
        triggers = [*recorded("record_ptr_id"), denunciation_without_identity("NEW.kind = 'to_cao'")]
