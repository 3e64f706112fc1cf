"""The few Vietnamese words the law room prints by itself: days of the week, dates, events."""

from datetime import date
from functools import lru_cache

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

# What a limit runs from (the `starts` of a wording), as an officer would say it.
EVENTS = {
    "tiep_nhan": "Tiếp nhận",
    "thu_ly": "Thụ lý",
    "ban_hanh": "Ban hành quyết định",
    "co_hieu_luc": "Quyết định có hiệu lực",
    "nhan_quyet_dinh": "Nhận quyết định",
    "biet_hanh_vi": "Nhận quyết định hoặc biết hành vi",
    "yeu_cau": "Nhận yêu cầu",
    "nhan_thong_bao": "Nhận thông báo",
    "giai_quyet": "Giải quyết xong",
    "co_can_cu": "Có căn cứ từ chối",
    "ngay_tiep": "Ngày tiếp công dân",
    "doi_thoai": "Ngày đối thoại",
    "cong_bo": "Ngày họp công bố",
    "niem_yet": "Bắt đầu niêm yết",
    "dang_tai": "Bắt đầu đăng tải",
    "ket_luan": "Ban hành kết luận",
    "to_cao_tiep": "Nhận tố cáo tiếp",
    "xu_ly": "Xử lý xong",
    "tam_dinh_chi": "Ban hành quyết định",
    "xep_luu": "Xếp lưu đơn",
    "chot_so_lieu": "Chốt số liệu",
    "co_noi_dung": "Có quyết định, văn bản phải công khai",
    "truyen_thanh": "Bắt đầu phát trên đài truyền thanh",
    "ky_dong_thuan": "Các hộ ký đồng thuận",
    "hop_dan": "Ngày họp cộng đồng dân cư",
    "hoi_nghi_cong_dong": "Ngày hội nghị định kỳ của cộng đồng dân cư",
    "phat_phieu": "Ngày phát phiếu lấy ý kiến",
    "dan_quyet_dinh": "Cộng đồng dân cư thông qua quyết định",
    "nhan_de_nghi_cong_nhan": "Nhận văn bản đề nghị công nhận",
    "bau_cu": "Ngày bầu cử",
    "cho_thoi": "Cho thôi làm Trưởng thôn",
    "dua_lay_y_kien": "Công khai nội dung lấy ý kiến",
    "nhan_kien_nghi": "Nhận kiến nghị",
    "bat_dau_kiem_tra": "Bắt đầu kiểm tra",
    "bat_dau_giam_sat": "Bắt đầu giám sát đầu tư của cộng đồng",
    "ngay_giam_sat": "Ngày đoàn giám sát làm việc",
    "ket_thuc_giam_sat": "Kết thúc cuộc giám sát",
    "trinh_ban_hanh": "Ngày trình ban hành văn bản",
    "thu_hoi_dat": "Quyết định thu hồi đất",
    "thong_bao_thu_hoi": "Thông báo thu hồi đất",
    "phe_duyet_phuong_an": "Phê duyệt phương án bồi thường",
    "lay_y_kien": "Họp lấy ý kiến",
    "van_dong": "Bắt đầu vận động, thuyết phục",
    "het_van_dong": "Kết thúc vận động, thuyết phục",
    "co_thong_tin": "Tạo ra thông tin",
    "ky_van_ban": "Ký văn bản",
    "xu_ly_du_lieu": "Bắt đầu xử lý dữ liệu cá nhân",
    "cong_bo_thanh_tra": "Công bố quyết định thanh tra",
    "ket_thuc_thanh_tra": "Kết thúc thanh tra trực tiếp",
    "nhan_bao_cao_thanh_tra": "Nhận báo cáo kết quả thanh tra",
    "nhan_du_thao_ket_luan": "Nhận dự thảo kết luận thanh tra",
    "xin_y_kien_ket_luan": "Nhận văn bản báo cáo về dự thảo kết luận thanh tra",
    "ngay_hen_tra": "Ngày hẹn trả kết quả",
    "cong_bo_tthc": "Công bố thủ tục hành chính",
    "ngung_he_thong": "Ngày tạm ngừng hệ thống theo kế hoạch",
    "tiep_nhan_giai_trinh": "Thông báo tiếp nhận yêu cầu giải trình",
    "bo_nhiem": "Tiếp nhận, tuyển dụng, bổ nhiệm vào vị trí phải kê khai",
    "nhan_ban_ke_khai": "Nhận bản kê khai tài sản, thu nhập",
    "yeu_cau_ke_khai_lai": "Nhận yêu cầu kê khai bổ sung, kê khai lại",
    "ban_giao_ban_ke_khai": "Bàn giao bản kê khai",
    "ke_hoach_xac_minh": "Phê duyệt kế hoạch xác minh tài sản, thu nhập",
    "co_can_cu_xac_minh": "Có căn cứ xác minh tài sản, thu nhập",
    "nhan_bao_cao_xac_minh": "Nhận báo cáo kết quả xác minh",
    "gui_hdnd": "Gửi dự toán đến Hội đồng nhân dân",
    "het_ky": "Hết quý hoặc hết 6 tháng đầu năm",
    "co_so_lieu_ngan_sach": "Được giao dự toán, hết kỳ hoặc được duyệt quyết toán",
}

# Cases that lengthen a limit, as totals.
CASES = {
    "phuc_tap": "vụ việc phức tạp",
    "vung_xa": "vùng sâu, vùng xa",
    "vung_xa_phuc_tap": "vùng sâu, vùng xa và phức tạp",
    "nhieu_noi": "phải kiểm tra ở nhiều nơi",
    "uy_quyen": "giao cơ quan khác kiểm tra",
    "buoc_thoi_viec": "kỷ luật buộc thôi việc",
    "dac_biet_phuc_tap": "vụ việc đặc biệt phức tạp",
    "thanh_tra_chinh_phu": "do Thanh tra Chính phủ tiến hành",
}

KINDS = {
    "duration": "thời hạn",
    "addition": "gia hạn",
    "frequency": "định kỳ",
    "deadline": "hạn hằng năm",
    "window": "kỳ số liệu",
    "count": "số lượng",
    "list": "danh mục",
    "fact": "quy định",
}

# Whom a tố cáo can be about (place of work, post) and who settles it, as `settles` of a fact names them.
DENOUNCED_AT = {
    "xa": "Ủy ban nhân dân cấp xã",
    "don_vi_xa": "cơ quan, đơn vị do xã quản lý",
    "so": "sở, cơ quan ngang sở",
    "don_vi_so": "đơn vị thuộc sở",
}
DENOUNCED_AS = {
    "nguoi_dung_dau": "người đứng đầu",
    "cap_pho": "cấp phó của người đứng đầu",
    "can_bo": "cán bộ, công chức, người lao động khác",
    "co_quan": "cả cơ quan, đơn vị",
}
SETTLERS = {
    "chu_tich_xa": "Chủ tịch Ủy ban nhân dân cấp xã",
    "chu_tich_huyen": "Chủ tịch Ủy ban nhân dân cấp huyện",
    "chu_tich_tinh": "Chủ tịch Ủy ban nhân dân cấp tỉnh",
    "nguoi_dung_dau_so": "người đứng đầu sở, cơ quan ngang sở",
}

# The parts of a wording that may be known less well than its text.
ASPECTS = {
    "value": "độ dài",
    "start": "ngày bắt đầu",
    "days": "ngày cụ thể",
    "use": "việc áp dụng ở đây",
    "end": "ngày kết thúc",
    "text": "lời văn",
}

CHECKED = {"V": "đã đọc lời văn", "S": "theo nguồn thứ cấp", "M": "theo trí nhớ, chưa kiểm chứng"}


@lru_cache(maxsize=4096)  # ledgers name the same days of a year over and over
def day(when: date) -> str:
    """16/3/2023."""
    return f"{when.day}/{when.month}/{when.year}"


@lru_cache(maxsize=4096)
def day_named(when: date) -> str:
    """16/3/2023 (thứ Năm)."""
    return f"{day(when)} ({WEEKDAYS[when.weekday()]})"


def span(first: date, last: date) -> str:
    """One day as itself, several as «từ … đến …»."""
    return f"ngày {day(first)}" if first == last else f"từ {day(first)} đến {day(last)}"


def case_named(case: str) -> str:
    """The case in words, or its key where none are known (a province's own norm)."""
    return CASES.get(case, case)


# The fields whose own law may set other contents and terms than a general rule (`overridden_by_domain`).
DOMAINS = {
    "dat_dai": "đất đai",
    "ngan_sach": "ngân sách nhà nước",
    "tthc": "thủ tục hành chính",
    "tai_san": "kê khai tài sản, thu nhập",
    "dau_tu_cong": "đầu tư công",
    "xay_dung": "xây dựng",
}
