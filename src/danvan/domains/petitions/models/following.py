"""Columns of what goes beside a settlement and after it: publication, papers asked for, a stay, and the way of a tố cáo.

Days, numbers and words of a list only: of a tố cáo nothing else may stand in a table (Luật Tố cáo 2018, Điều 8).
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models.choices import Contested, Publication
from danvan.domains.petitions.models.effects import amount
from danvan.domains.petitions.models.protection import Protected


class OnPortal(models.TextChoices):
    """Cơ quan có cổng thông tin điện tử thì phải đăng trên cổng (Nghị định 124/2020/NĐ-CP, Điều 29, khoản 3)."""

    POSTED = "da_dang", _("Có cổng, đã đăng trên cổng")
    NONE = "khong_co", _("Cơ quan không có cổng")


class Findings(models.TextChoices):
    """Lần đầu phải đối thoại khi hai bên còn khác nhau (Luật Khiếu nại 2011, Điều 30)."""

    SAME = "khop", _("Không còn khác nhau")
    DIFFERENT = "khac", _("Còn khác nhau: phải đối thoại")


class DenunciationWait(models.TextChoices):
    """Căn cứ tạm đình chỉ giải quyết tố cáo (Luật Tố cáo 2018, Điều 34, khoản 1)."""

    RESULT = "cho_ket_qua", _("Chờ kết quả của cơ quan khác hoặc vụ việc khác")
    EXPERT = "giam_dinh_lai", _("Chờ kết quả giám định bổ sung, giám định lại")


class DenunciationEnd(models.TextChoices):
    """Căn cứ đình chỉ giải quyết tố cáo (Luật Tố cáo 2018, Điều 34, khoản 3)."""

    WITHDRAWN = "rut", _("Rút toàn bộ tố cáo, không thuộc trường hợp vẫn phải giải quyết")
    DEAD = "chet", _("Người bị tố cáo chết và vụ việc chỉ liên quan người đó")
    DECIDED = "da_co_ban_an", _("Đã có bản án, quyết định có hiệu lực của cơ quan có thẩm quyền")


class WithdrawalFinding(models.TextChoices):
    """Rút tố cáo mà vẫn phải giải quyết (Luật Tố cáo 2018, Điều 33, khoản 3)."""

    NOTHING = "khong", _("Không có dấu hiệu vi phạm, không lợi dụng tố cáo để vu khống")
    SIGNS = "co", _("Có dấu hiệu vi phạm pháp luật hoặc vu khống")


class AfterConclusion(models.TextChoices):
    """Xử lý kết luận nội dung tố cáo (Luật Tố cáo 2018, Điều 36, khoản 1)."""

    OWN = "tu_xu_ly", _("Xử lý theo thẩm quyền")
    PROPOSED = "kien_nghi", _("Kiến nghị cơ quan có thẩm quyền xử lý")
    POLICE = "co_quan_dieu_tra", _("Chuyển cơ quan điều tra, viện kiểm sát")
    CLEARED = "khong_vi_pham", _("Không vi phạm: thông báo bằng văn bản, khôi phục quyền lợi")


class InitialCheck(models.TextChoices):
    """Xử lý ban đầu tố cáo đến mười ngày làm việc (Luật Tố cáo 2018, Điều 24, khoản 1)."""

    PLACES = "nhieu_noi", _("Phải kiểm tra, xác minh ở nhiều địa điểm")
    DELEGATED = "uy_quyen", _("Ủy quyền cho cơ quan khác kiểm tra, xác minh")


class PassedTo(models.TextChoices):
    """Nơi nhận thông tin tố cáo không giải quyết theo thủ tục tố cáo (Luật Tố cáo 2018, Điều 25 và 27)."""

    INSPECTION = "thanh_tra", _("Cơ quan thanh tra, kiểm tra")
    POLICE = "co_quan_dieu_tra", _("Cơ quan điều tra")
    PROSECUTION = "vien_kiem_sat", _("Viện kiểm sát nhân dân")


class CrimeBody(models.TextChoices):
    """Nơi nhận hồ sơ có dấu hiệu tội phạm (Luật Tố cáo 2018, Điều 27)."""

    POLICE = "co_quan_dieu_tra", _("Cơ quan điều tra")
    PROSECUTION = "vien_kiem_sat", _("Viện kiểm sát nhân dân")


class AgainGround(models.TextChoices):
    """Vì sao giải quyết lại khi tố cáo tiếp sau kết luận (Luật Tố cáo 2018, Điều 37)."""

    INACCURATE = "khong_chinh_xac", _("Kết luận không chính xác, thiếu khách quan")
    MISSED = "bo_sot", _("Bỏ sót chứng cứ, tình tiết")
    MISAPPLIED = "sai_luat", _("Áp dụng pháp luật không đúng")


class TakenGround(models.TextChoices):
    """Vì sao cấp trên lấy vụ việc lên giải quyết (Luật Tố cáo 2018, Điều 38; Nghị định 31/2019/NĐ-CP, Điều 5)."""

    SERIOUS = "nghiem_trong", _("Vụ việc có dấu hiệu vi phạm nghiêm trọng")
    PARTIAL = "thieu_khach_quan", _("Việc giải quyết thiếu khách quan")


class EnvelopePlace(models.TextChoices):
    """Nơi để phong bì giấy của đơn tố cáo, không ghi bằng lời (Luật Tố cáo 2018, Điều 8)."""

    SAFE = "tu_mat", _("Tủ hồ sơ mật của đơn vị")
    CLERK = "van_thu", _("Văn thư giữ, chưa chuyển")
    SETTLER = "nguoi_giai_quyet", _("Người giải quyết tố cáo giữ")
    VERIFIER = "to_xac_minh", _("Tổ xác minh giữ, đã bỏ họ tên, địa chỉ, bút tích")
    ABOVE = "da_chuyen", _("Đã chuyển cơ quan có thẩm quyền, niêm phong")
    ARCHIVE = "luu_tru", _("Lưu trữ cơ quan")


class Published(models.Model):
    """How a decision or a conclusion was made public (Nghị định 124/2020, Điều 29; Luật Tố cáo 2018, Điều 40)."""

    publicised_on = models.DateField(_("ngày công khai quyết định"), null=True, blank=True)
    publication = models.CharField(
        _("hình thức công khai"), max_length=16, choices=Publication, null=True, blank=True
    )
    on_portal = models.CharField(
        _("cổng thông tin điện tử của cơ quan"), max_length=16, choices=OnPortal, null=True, blank=True
    )
    publication_until = models.DateField(_("niêm yết, đăng đến hết ngày"), null=True, blank=True)
    publication_times = models.PositiveSmallIntegerField(
        _("số lần phát, số kỳ báo in"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    names_removed = models.BooleanField(
        _("đã bỏ thông tin về người tố cáo và bí mật nhà nước"), default=False
    )
    meeting_notified_on = models.DateField(_("ngày báo cuộc họp công bố"), null=True, blank=True)
    publication_ended_on = models.DateField(_("ngày thôi niêm yết, thôi đăng"), null=True, blank=True)
    publication_broken_on = models.DateField(_("ngày bị gỡ khi chưa đủ ngày"), null=True, blank=True)

    class Meta:
        abstract = True


class Beside(models.Model):
    """What happens while a complaint is being settled and stops no limit (Luật Khiếu nại 2011, Điều 10, 13, 30, 35)."""

    explanation_asked_on = models.DateField(_("ngày yêu cầu giải trình"), null=True, blank=True)
    explained_on = models.DateField(_("ngày nhận giải trình"), null=True, blank=True)
    findings = models.CharField(
        _("yêu cầu của người khiếu nại và kết quả xác minh"),
        max_length=8,
        choices=Findings,
        null=True,
        blank=True,
    )
    stayed_on = models.DateField(
        _("ngày tạm đình chỉ thi hành quyết định bị khiếu nại"), null=True, blank=True
    )
    stayed_until = models.DateField(_("tạm đình chỉ thi hành đến hết ngày"), null=True, blank=True)
    stay_ended_on = models.DateField(_("ngày hủy việc tạm đình chỉ thi hành"), null=True, blank=True)
    partly_withdrawn_on = models.DateField(_("ngày rút một phần"), null=True, blank=True)

    class Meta:
        abstract = True


class Denounced(Protected):
    """The steps that only a tố cáo has (Luật Tố cáo 2018, Điều 29 đến 40)."""

    notified_on = models.DateField(_("ngày thông báo việc thụ lý tố cáo"), null=True, blank=True)
    team_size = models.PositiveSmallIntegerField(
        _("số thành viên tổ xác minh"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    criteria = models.PositiveSmallIntegerField(
        _("số tiêu chí phức tạp"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
    )
    waiting_for = models.CharField(
        _("căn cứ tạm đình chỉ giải quyết tố cáo"),
        max_length=16,
        choices=DenunciationWait,
        null=True,
        blank=True,
    )
    expert_asked_on = models.DateField(_("ngày trưng cầu giám định"), null=True, blank=True)
    expert_back_on = models.DateField(_("ngày có kết quả giám định"), null=True, blank=True)
    ended_because = models.CharField(
        _("căn cứ đình chỉ giải quyết tố cáo"), max_length=16, choices=DenunciationEnd, null=True, blank=True
    )
    withdrawal_finding = models.CharField(
        _("xem xét việc rút tố cáo"), max_length=16, choices=WithdrawalFinding, null=True, blank=True
    )
    acted_on = models.DateField(_("ngày xử lý kết luận nội dung tố cáo"), null=True, blank=True)
    action = models.CharField(
        _("cách xử lý kết luận"), max_length=16, choices=AfterConclusion, null=True, blank=True
    )
    action_reported_on = models.DateField(_("ngày nhận báo cáo kết quả xử lý"), null=True, blank=True)
    superior_asked_on = models.DateField(_("ngày cấp trên yêu cầu báo cáo"), null=True, blank=True)
    superior_told_on = models.DateField(_("ngày báo cáo cấp trên"), null=True, blank=True)
    taken_over_on = models.DateField(_("ngày cấp trên lấy lên giải quyết"), null=True, blank=True)
    crime_on = models.DateField(_("ngày chuyển cơ quan điều tra, viện kiểm sát"), null=True, blank=True)
    crime_body = models.CharField(
        _("nơi nhận hồ sơ có dấu hiệu tội phạm"), max_length=20, choices=CrimeBody, null=True, blank=True
    )
    returned_orgs = amount(_("số tổ chức đã được trả lại quyền lợi"))
    returned_persons = amount(_("số cá nhân đã được trả lại quyền lợi"))
    handled_orgs = amount(_("số tổ chức đã bị xử lý hành chính"))

    class Meta:
        abstract = True


class Contesting(models.Model):
    """What a complaint is against and since when its sender knew of it: the limitation runs from there (KN.LIM)."""

    contested = models.CharField(
        _("đối tượng khiếu nại"), max_length=16, choices=Contested, null=True, blank=True
    )
    known_on = models.DateField(_("ngày nhận quyết định hoặc biết hành vi"), null=True, blank=True)
    is_dismissal = models.BooleanField(_("kỷ luật buộc thôi việc"), default=False)

    class Meta:
        abstract = True


class Kept(Protected):
    """Of the letter of a tố cáo: why sorting it takes longer, what was asked below, and where its envelope lies."""

    initial_case = models.CharField(
        _("lý do kéo dài xử lý ban đầu"), max_length=16, choices=InitialCheck, null=True, blank=True
    )
    initial_extended_on = models.DateField(_("ngày kéo dài xử lý ban đầu"), null=True, blank=True)
    report_asked_on = models.DateField(_("ngày yêu cầu cấp dưới báo cáo"), null=True, blank=True)
    report_came_on = models.DateField(_("ngày nhận báo cáo của cấp dưới"), null=True, blank=True)
    envelope_at = models.CharField(
        _("nơi để phong bì"), max_length=16, choices=EnvelopePlace, null=True, blank=True
    )
    envelope_moved_on = models.DateField(_("ngày để phong bì ở đó"), null=True, blank=True)
    passed_to = models.CharField(
        _("nơi nhận thông tin tố cáo"), max_length=20, choices=PassedTo, null=True, blank=True
    )
    again_ground = models.CharField(
        _("căn cứ giải quyết lại tố cáo"), max_length=16, choices=AgainGround, null=True, blank=True
    )
    taken_ground = models.CharField(
        _("căn cứ lấy lên giải quyết"), max_length=20, choices=TakenGround, null=True, blank=True
    )

    class Meta:
        abstract = True
