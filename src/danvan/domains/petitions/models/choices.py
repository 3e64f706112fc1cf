"""The classes that letters and matters are sorted into, in the law's own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.org.models.units import Kind as UnitKind


class Kind(models.TextChoices):
    """Loại đơn, xét theo nội dung chứ không theo tiêu đề (Thông tư 05/2021/TT-TTCP, Điều 6)."""

    COMPLAINT = "khieu_nai", _("Khiếu nại")
    DENUNCIATION = "to_cao", _("Tố cáo")
    PROPOSAL = "kien_nghi_phan_anh", _("Kiến nghị, phản ánh")


class Field(models.TextChoices):
    """Lĩnh vực, theo các cột phân loại của biểu 02–04/XLD (Thông tư 02/2021 và 01/2024/TT-TTCP)."""

    LAND = "dat_dai", _("Đất đai, nhà cửa")
    POLICY = "che_do_chinh_sach", _("Chế độ, chính sách")
    OFFICIALS = "cong_chuc_cong_vu", _("Công chức, công vụ")
    ADMINISTRATION = "hanh_chinh_khac", _("Hành chính khác")
    CORRUPTION = "tham_nhung", _("Tham nhũng")
    JUDICIAL = "tu_phap", _("Tư pháp")
    PARTY = "dang_doan_the", _("Đảng, đoàn thể")
    OTHER = "khac", _("Khác")


class Channel(models.TextChoices):
    """Nguồn đơn."""

    POST = "buu_chinh", _("Qua dịch vụ bưu chính")
    COUNTER = "truc_tiep", _("Nộp trực tiếp")
    RECEPTION = "tiep_cong_dan", _("Qua tiếp công dân")
    BOX = "hop_thu", _("Hộp thư góp ý")
    FORWARDED = "chuyen_den", _("Cơ quan, đại biểu chuyển đến")
    HANDED_UP = "chuyen_len", _("Cấp dưới chuyển nguyên phong bì lên")
    PORTAL = "cong_truc_tuyen", _("Cổng trực tuyến")
    MAIL = "thu_dien_tu", _("Thư điện tử")


class Forwarder(models.TextChoices):
    """Bên chuyển đơn đến (Luật Tiếp công dân 2013, Điều 26 và 27; Luật Tố cáo 2018, Điều 26)."""

    DEPUTY = "dai_bieu", _("Đại biểu Quốc hội, Đoàn đại biểu Quốc hội")
    COUNCIL = "hdnd", _("Hội đồng nhân dân, đại biểu Hội đồng nhân dân")
    FRONT = "mttq", _("Mặt trận Tổ quốc, tổ chức thành viên")
    PRESS = "bao_chi", _("Cơ quan báo chí")
    LEADER = "lanh_dao", _("Lãnh đạo chuyển")
    AGENCY = "co_quan", _("Cơ quan, tổ chức khác")


# As whom each kind of body forwards letters; the press and others have no unit here.
FORWARDS_AS: dict[str, Forwarder] = {
    UnitKind.DELEGATION.value: Forwarder.DEPUTY,
    UnitKind.COUNCIL.value: Forwarder.COUNCIL,
    UnitKind.FRONT.value: Forwarder.FRONT,
    UnitKind.UNION.value: Forwarder.FRONT,
}


class Unfit(models.TextChoices):
    """Vì sao đơn không đủ điều kiện xử lý (Thông tư 05/2021/TT-TTCP, Điều 6, khoản 2)."""

    UNSIGNED = "khong_chu_ky", _("Không có chữ ký hoặc điểm chỉ")
    NAMELESS = "khong_ten_dia_chi", _("Không rõ họ tên, địa chỉ")
    UNCLEAR = "khong_ro_noi_dung", _("Không rõ nội dung")
    ELSEWHERE = "gui_nhieu_noi", _("Gửi nhiều nơi, trong đó có nơi có thẩm quyền")
    GUIDED = "da_huong_dan", _("Đã được hướng dẫn một lần về cùng nội dung")
    SETTLED = "da_giai_quyet", _("Đã có quyết định có hiệu lực, không có tình tiết mới")
    OTHER = "khac", _("Lý do khác theo quy định")


class Handling(models.TextChoices):
    """Hướng xử lý đơn, theo cột 18–25 biểu 01/XLD và các mẫu của Thông tư 05/2021/TT-TTCP."""

    ACCEPTED = "thu_ly", _("Thụ lý")
    GUIDED = "huong_dan", _("Hướng dẫn")
    FORWARDED = "chuyen", _("Chuyển đơn")
    URGED = "don_doc", _("Đôn đốc giải quyết")
    REFUSED = "khong_thu_ly", _("Không thụ lý, trả lời")
    FILED = "luu", _("Xếp lưu")
    RETURNED = "tra_lai", _("Trả lại nơi chuyển")


class Acceptance(models.TextChoices):
    """Thụ lý hoặc trả lời không thụ lý khiếu nại đúng hạn hay không: luật tính ngày, nghị định tính ngày làm việc."""

    IN_TIME = "dung_han", _("Đúng hạn theo luật")
    LATE_BY_LAW = "qua_han_theo_luat", _("Quá hạn theo luật, đúng hạn theo nghị định")
    LATE = "qua_han", _("Quá hạn theo cả luật và nghị định")


class Standing(models.TextChoices):
    """Tình trạng giải quyết khi phân loại, theo cột 14–17 biểu 01/XLD và 18–22 biểu 02/XLD."""

    FIRST = "lan_dau", _("Đã giải quyết lần đầu")
    AGAIN = "nhieu_lan", _("Đã giải quyết lần hai, nhiều lần")
    COURT = "ban_an", _("Đã có bản án của tòa")
    RUNNING = "dang_giai_quyet", _("Đang giải quyết")
    UNSETTLED = "chua_giai_quyet", _("Chưa giải quyết")


class Contested(models.TextChoices):
    """Đối tượng khiếu nại (Luật Khiếu nại 2011, Điều 2)."""

    DECISION = "quyet_dinh", _("Quyết định hành chính")
    ACT = "hanh_vi", _("Hành vi hành chính")
    DISCIPLINE = "ky_luat", _("Quyết định kỷ luật cán bộ, công chức")


class Result(models.TextChoices):
    """Kết quả giải quyết, theo cột 20–24 biểu 01/KQGQ; khiếu nại lần hai công nhận hoặc hủy, sửa quyết định lần đầu."""

    RIGHT = "dung", _("Đúng")
    WRONG = "sai", _("Sai")
    PARTLY = "dung_mot_phan", _("Đúng một phần")
    UPHELD = "cong_nhan", _("Công nhận quyết định giải quyết lần đầu")
    CHANGED = "huy_sua", _("Hủy, sửa quyết định giải quyết lần đầu")
    ANSWERED = "da_tra_loi", _("Đã trả lời kiến nghị, phản ánh")
    RECONCILED = "hoa_giai_thanh", _("Hòa giải thành")
    UNRECONCILED = "hoa_giai_khong_thanh", _("Hòa giải không thành")


class Mediator(models.TextChoices):
    """Nơi hòa giải tranh chấp (Luật Hòa giải ở cơ sở 2013; Luật Đất đai 2024, Điều 235)."""

    HAMLET = "thon", _("Tổ hòa giải ở thôn, tổ dân phố")
    COMMUNE = "xa", _("Ủy ban nhân dân cấp xã")


class SuspensionGround(models.TextChoices):
    """Căn cứ tạm đình chỉ giải quyết khiếu nại (Luật Khiếu nại, Điều 11a, khoản 1; từ 1/7/2026)."""

    OBSTACLE = "bat_kha_khang", _("Người khiếu nại gặp sự kiện bất khả kháng hoặc trở ngại khách quan")
    WAITING = "cho_ket_qua", _("Chờ kết quả giải quyết của cơ quan khác")


class EndGround(models.TextChoices):
    """Căn cứ đình chỉ giải quyết (Luật Khiếu nại, Điều 10 và 11a, khoản 2)."""

    WITHDRAWN = "rut", _("Rút toàn bộ khiếu nại")
    PERSUADED = "rut_qua_giai_thich", _("Rút qua giải thích, thuyết phục")
    DEAD = "khong_nguoi_thua_ke", _("Người khiếu nại chết, tổ chức giải thể, không ai thừa kế quyền")
    GONE = "khong_con_doi_tuong", _("Đối tượng khiếu nại không còn")
    COURT = "toa_thu_ly", _("Tòa án đã thụ lý")


class Publication(models.TextChoices):
    """Hình thức công khai (Nghị định 124/2020/NĐ-CP, Điều 29, khoản 3; Luật Tố cáo 2018, Điều 40, khoản 2)."""

    MEETING = "cuoc_hop", _("Công bố tại cuộc họp")
    POSTED = "niem_yet", _("Niêm yết tại trụ sở, nơi tiếp công dân")
    MEDIA = "phuong_tien", _("Đăng trên cổng, trang thông tin điện tử, báo điện tử")
    BROADCAST = "phat_thanh", _("Thông báo trên phát thanh, truyền hình")
    PRINT = "bao_in", _("Thông báo trên báo in")


class RefusalGround(models.TextChoices):
    """Chín căn cứ không thụ lý khiếu nại (Luật Khiếu nại 2011, Điều 11), theo thứ tự của điều luật."""

    INTERNAL = "noi_bo", _("Quyết định, hành vi nội bộ, văn bản quy phạm, bí mật nhà nước")
    UNRELATED = "khong_lien_quan", _("Không liên quan trực tiếp đến người khiếu nại")
    INCAPABLE = "khong_nang_luc", _("Không có năng lực hành vi và không có người đại diện")
    FALSE_AGENT = "dai_dien_sai", _("Người đại diện không hợp pháp")
    UNSIGNED = "khong_chu_ky", _("Đơn không có chữ ký, điểm chỉ")
    LATE = "het_thoi_hieu", _("Quá thời hiệu mà không có lý do chính đáng")
    FINAL = "da_lan_hai", _("Đã có quyết định giải quyết lần hai")
    DISCONTINUED = "da_dinh_chi", _("Đã có văn bản đình chỉ, quá 30 ngày không tiếp tục")
    COURT = "toa_thu_ly", _("Tòa án đã thụ lý hoặc đã có bản án, quyết định")


class WithdrawalPaper(models.TextChoices):
    """Giấy rút khiếu nại (Luật Khiếu nại, Điều 10; Nghị định 155/2026/NĐ-CP, Điều 5)."""

    LETTER = "don_rut", _("Đơn rút có chữ ký hoặc điểm chỉ")
    MINUTES = "bien_ban", _("Biên bản có chữ ký hoặc điểm chỉ")


class Coercion(models.TextChoices):
    """Người rút đơn có dấu hiệu bị đe dọa, ép buộc, mua chuộc hay không; phải hỏi trước khi ghi việc rút."""

    NONE = "khong", _("Đã hỏi, không có dấu hiệu bị ép buộc")
    SIGNS = "co", _("Có dấu hiệu bị đe dọa, ép buộc, mua chuộc")


class Complexity(models.TextChoices):
    """Tiêu chí vụ việc phức tạp (Nghị định 155/2026/NĐ-CP, Điều 2; từ 1/7/2026)."""

    PLACES = "nhieu_noi", _("Phải xác minh ở từ hai nơi trở lên")
    CONTENTS = "nhieu_noi_dung", _("Có từ hai nội dung trở lên")
    PEOPLE = "nhieu_nguoi", _("Nhiều người cùng khiếu nại")
    FOREIGN = "nuoc_ngoai", _("Có yếu tố nước ngoài")
    AGENCIES = "nhieu_co_quan", _("Liên quan nhiều cơ quan")
    OPINIONS = "y_kien_khac", _("Các cơ quan có ý kiến khác nhau")
    EVIDENCE = "chung_cu", _("Chứng cứ mâu thuẫn")
