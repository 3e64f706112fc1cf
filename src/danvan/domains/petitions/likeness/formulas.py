"""Words that stand in nearly every letter and tell nothing of it: left out before letters are compared."""

FORMULAS = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc",
    "Đơn khiếu nại Đơn kiến nghị Đơn phản ánh Đơn đề nghị Đơn kêu cứu",
    "Kính gửi: Ủy ban nhân dân xã Ủy ban nhân dân phường Ủy ban nhân dân huyện Ủy ban nhân dân tỉnh",
    "Chủ tịch Ủy ban nhân dân xã Chủ tịch Ủy ban nhân dân huyện Chủ tịch Ủy ban nhân dân tỉnh",
    "Ban Tiếp công dân tỉnh Thanh tra tỉnh Thanh tra huyện Đoàn đại biểu Quốc hội tỉnh Hội đồng nhân dân tỉnh",
    "Tôi tên là sinh năm hiện cư trú tại Hộ khẩu thường trú Số căn cước công dân ngày cấp nơi cấp Điện thoại",
    "Nay tôi viết đơn này kính mong quý cơ quan xem xét, giải quyết",
    "Tôi xin cam đoan những nội dung trình bày trên là đúng sự thật và chịu trách nhiệm trước pháp luật",
    "để bảo đảm quyền và lợi ích hợp pháp của gia đình tôi của công dân",
    "Tôi xin chân thành cảm ơn Xin trân trọng cảm ơn Người làm đơn ký và ghi rõ họ tên",
)
