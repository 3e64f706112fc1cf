"""What the counter notes of a visit beside its class: choices, numbers and days, never a word about a person."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """Lượt tiếp kết thúc thế nào."""

    LETTER = "nhan_don", _("Nhận đơn")
    FORWARD = "nhan_de_chuyen", _("Nhận đơn để chuyển nơi có thẩm quyền")
    JOINED = "nhap", _("Nhập vào đơn, vụ việc đã có")
    GUIDED = "huong_dan", _("Hướng dẫn, không nhận đơn")
    NOTED = "ghi_nhan", _("Chỉ ghi lượt tiếp")
    REFUSED = "tu_choi", _("Từ chối tiếp")


class Ground(models.TextChoices):
    """Trường hợp được từ chối tiếp (Luật Tiếp công dân 2013, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4 khoản 1)."""

    NOT_IN_CONTROL = "r1", _("Say rượu, mắc bệnh tâm thần, không làm chủ được hành vi")
    THREATENS = "r2", _("Đe dọa, xúc phạm, vi phạm nội quy nơi tiếp")
    SETTLED = "r3", _("Đã giải quyết đúng pháp luật, đã rà soát, thông báo mà cố tình kéo dài")
    OTHER_LAW = "r4", _("Trường hợp khác theo pháp luật")
    WEAPON = "a", _("Không gửi lại vũ khí, vật nguy hiểm")
    NO_CHECK = "b", _("Không chấp hành kiểm tra an ninh")
    RECORDS = "c", _("Ghi âm, ghi hình, phát trực tiếp trái yêu cầu hoặc gây mất trật tự")
    INCITES = "d", _("Kích động, gây rối")
    INCAPABLE = "dd", _("Không đủ năng lực hành vi mà không có người đại diện")
    NO_PAPERS = "e", _("Người đại diện không có giấy tờ")
    OUTSIDE = "g", _("Nội dung không phải khiếu nại, tố cáo, kiến nghị, phản ánh")
    ANSWERED = "h", _("Kiến nghị, phản ánh đã được trả lời bằng văn bản, không có nội dung mới")
    JUDGED = "i", _("Bản án đã có hiệu lực, không thuộc trường hợp xem xét lại")
    ELSEWHERE = "k", _("Vụ việc đã được cơ quan có thẩm quyền khác thụ lý")


class Capacity(models.TextChoices):
    """Người đến với tư cách gì."""

    SELF = "ban_than", _("Cho chính mình")
    REPRESENTATIVE = "dai_dien", _("Người đại diện theo pháp luật")
    AUTHORISED = "uy_quyen", _("Người được ủy quyền")


class AuthorityPaper(models.TextChoices):
    """Hình thức giấy ủy quyền (KN.AUTH)."""

    NOTARISED = "cong_chung", _("Công chứng")
    CERTIFIED = "chung_thuc", _("Chứng thực")
    PLAIN = "giay_tay", _("Giấy viết tay, không công chứng, chứng thực")


class IdentityPaper(models.TextChoices):
    """Giấy tờ đã xuất trình (TCD.ID, TCD.ID.2)."""

    CARD = "can_cuoc", _("Căn cước, căn cước công dân")
    CERTIFICATE = "chung_nhan", _("Giấy chứng nhận căn cước")
    NUMBER = "so_dinh_danh", _("Số định danh cá nhân")
    PASSPORT = "ho_chieu", _("Hộ chiếu")
    OTHER = "khac", _("Giấy tờ khác")
    NONE = "khong", _("Không xuất trình")


class Helper(models.TextChoices):
    """Ai giúp ghi, với sự đồng ý của người trình bày."""

    OFFICER = "can_bo", _("Cán bộ tiếp công dân")
    DIGITAL_TEAM = "to_cong_nghe_so", _("Tổ công nghệ số cộng đồng")
    RELATIVE = "nguoi_than", _("Người thân")


class SignedAs(models.TextChoices):
    """Xác nhận biên bản bằng gì (TCD.NOPAPER)."""

    SIGNATURE = "ky", _("Ký")
    FINGERPRINT = "diem_chi", _("Điểm chỉ")


def count(label: Any, **more: Any) -> models.PositiveSmallIntegerField:
    """A whole number, nought until said."""
    return models.PositiveSmallIntegerField(label, default=0, **more)


def chosen(label: Any, choices: type[models.TextChoices]) -> models.CharField:
    """One of the choices, nothing until said."""
    return models.CharField(label, max_length=16, choices=choices, null=True, blank=True)


class AtCounter(models.Model):
    """Columns of a visit written at the counter; the person's own words stand in VisitPerson and PersonalDetails."""

    outcome = chosen(_("kết thúc lượt tiếp"), Outcome)
    ticket = models.PositiveSmallIntegerField(
        _("số thứ tự trong ngày"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    representatives = count(_("số người đại diện"))
    has_delegation_paper = models.BooleanField(_("có văn bản cử người đại diện đủ chữ ký"), default=False)
    capacity = models.CharField(_("tư cách"), max_length=16, choices=Capacity, default=Capacity.SELF)
    authority = chosen(_("giấy ủy quyền"), AuthorityPaper)
    identity_paper = chosen(_("giấy tờ xuất trình"), IdentityPaper)
    has_interpreter = models.BooleanField(_("có người phiên dịch"), default=False)
    helped_by = chosen(_("người giúp ghi"), Helper)
    has_consent = models.BooleanField(_("người trình bày đồng ý để người khác giúp"), default=False)
    originals_kept = count(_("số bản gốc đang giữ"))
    originals_returned_on = models.DateField(_("ngày trả bản gốc"), null=True, blank=True)
    is_oral = models.BooleanField(_("trình bày bằng lời, lập biên bản"), default=False)
    read_back_on = models.DateField(_("ngày đọc lại biên bản"), null=True, blank=True)
    signed_as = chosen(_("xác nhận biên bản"), SignedAs)
    refused_for = chosen(_("lý do từ chối tiếp"), Ground)
    refusal_told_on = models.DateField(_("ngày thông báo từ chối"), null=True, blank=True)

    class Meta:
        abstract = True


AT_COUNTER = tuple(field.name for field in AtCounter._meta.local_fields)
