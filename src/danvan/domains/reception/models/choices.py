"""The words of the columns."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """Hai hình thức tiếp công dân (Luật Tiếp công dân 2013, Điều 3a, bổ sung bởi Luật số 136/2025/QH15)."""

    IN_ROOM = "truc_tiep", _("Tại nơi tiếp công dân")
    ONLINE = "truc_tuyen", _("Trực tuyến")


class UrgentGround(models.TextChoices):
    """Hai trường hợp tiếp đột xuất (Luật Tiếp công dân 2013, Điều 18 khoản 3)."""

    HEATED = "phuc_tap", _("Vụ việc gay gắt, phức tạp, đông người, nhiều cơ quan hoặc còn ý kiến khác nhau")
    HARM = "hau_qua", _("Chậm giải quyết có thể gây hậu quả nghiêm trọng đến tài sản, tính mạng, an ninh")


class OnlineGround(models.TextChoices):
    """Năm trường hợp tiếp trực tuyến (Nghị định 154/2026/NĐ-CP, Điều 20)."""

    COMPLEX = "phuc_tap", _("Vụ việc phức tạp, liên quan nhiều cơ quan")
    REMOTE = "o_xa", _("Người ở xa, nghèo, cao tuổi, khuyết tật, đối tượng chính sách")
    DISASTER = "thien_tai", _("Thiên tai, dịch bệnh, an ninh")
    DENUNCIATION = "to_cao", _("Tố cáo phức tạp, người tố cáo không yêu cầu giữ bí mật")
    OTHER = "khac", _("Nhu cầu thực tế khác")


class Receiver(models.TextChoices):
    """Ai tiếp vào giờ thường xuyên."""

    OFFICERS = "can_bo", _("Cán bộ tiếp công dân")
    DEPUTIES = "dai_bieu", _("Đại biểu Hội đồng nhân dân")


class Help(models.TextChoices):
    """Người đến cần giúp gì."""

    NONE = "khong", _("Không cần")
    MINORITY = "tieng_dan_toc", _("Phiên dịch tiếng dân tộc thiểu số")
    FOREIGN = "tieng_nuoc_ngoai", _("Phiên dịch tiếng nước ngoài")
    SIGN = "ngon_ngu_ky_hieu", _("Phiên dịch ngôn ngữ ký hiệu")
    MOVING = "di_lai", _("Giúp đi lại, đọc, viết")


class HeadAnswer(models.TextChoices):
    """Người đứng đầu trả lời thế nào (Luật Tiếp công dân 2013, Điều 18 khoản 4)."""

    AT_ONCE = "tra_loi_ngay", _("Trả lời ngay tại buổi tiếp")
    ORDERED = "giao_xem_xet", _("Giao cơ quan xem xét và báo ngày trả lời")
