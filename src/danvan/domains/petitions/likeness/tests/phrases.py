"""Sentences of invented letters for the generated set: the parts of a petition, with gaps for what tells two apart."""

OPENINGS = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc",
    "Kính gửi: {addressee}",
    "Tôi tên là {name}, sinh năm {born}, hiện cư trú tại {home}.",
)
CLOSINGS = (
    "Tôi xin cam đoan những nội dung trình bày trên là đúng sự thật và chịu trách nhiệm trước pháp luật.",
    "Kính mong quý cơ quan xem xét, giải quyết để bảo đảm quyền và lợi ích hợp pháp của gia đình tôi.",
    "Tôi xin chân thành cảm ơn.",
)
ADDRESSEES = (
    "Ủy ban nhân dân xã",
    "Ủy ban nhân dân huyện",
    "Chủ tịch Ủy ban nhân dân tỉnh",
    "Ban Tiếp công dân tỉnh",
    "Thanh tra tỉnh",
    "Sở Nông nghiệp và Môi trường",
    "Đoàn đại biểu Quốc hội tỉnh",
    "Ủy ban Mặt trận Tổ quốc tỉnh",
)
# Each topic: its field and kind, then places in the letter with two or three wordings of the same thought.
TOPICS: tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "dat_dai",
        "khieu_nai",
        (
            (
                "Gia đình tôi sử dụng thửa đất số {parcel}, tờ bản đồ số {sheet}, diện tích {area} m2 từ năm {since}.",
                "Từ năm {since} hộ tôi canh tác ổn định trên {area} m2 đất thuộc thửa {parcel}, tờ bản đồ {sheet}.",
            ),
            (
                "Ngày {day} tôi nhận được Quyết định số {paper} về việc thu hồi đất để làm đường.",
                "Theo Quyết định {paper} ban hành ngày {day}, phần đất của tôi nằm trong diện bị thu hồi.",
            ),
            (
                "Giá bồi thường áp cho tôi là {money} đồng một mét vuông, thấp hơn giá thị trường rất nhiều.",
                "Mức {money} đồng mỗi mét vuông mà hội đồng bồi thường đưa ra không phù hợp giá đất cùng vị trí.",
            ),
            (
                "Khi kiểm kê, tổ công tác bỏ sót chuồng trại, giếng khoan và hàng cây lâu năm trên đất.",
                "Biên bản kiểm đếm không ghi giếng nước, cây ăn quả và công trình phụ mà tôi đã xây dựng.",
            ),
            (
                "Những hộ liền kề có cùng nguồn gốc đất lại được tính là đất ở nên nhận số tiền gấp đôi.",
                "Trong khi đó hộ bên cạnh cùng loại đất được bồi thường theo giá đất ở, như vậy là không công bằng.",
            ),
            (
                "Tôi đề nghị xác định lại nguồn gốc, loại đất và lập phương án bồi thường bổ sung.",
                "Nay tôi khiếu nại yêu cầu hủy phương án đã duyệt và đo đạc, áp giá lại cho đúng.",
            ),
        ),
    ),
    (
        "dat_dai",
        "khieu_nai",
        (
            (
                "Tôi nộp hồ sơ xin cấp giấy chứng nhận quyền sử dụng đất cho thửa {parcel}, tờ số {sheet} ngày {day}.",
                "Ngày {day} tôi đã nộp đủ giấy tờ đề nghị cấp sổ cho thửa {parcel} thuộc tờ bản đồ {sheet}.",
            ),
            (
                "Diện tích đo thực tế là {area} m2 do cha mẹ để lại, có giấy viết tay lập năm {since}.",
                "Khu vườn rộng {area} m2 là đất ông bà để lại, giấy phân chia lập từ năm {since} còn lưu.",
            ),
            (
                "Văn bản số {paper} trả lời rằng đất lấn chiếm nên không cấp, tôi không đồng ý.",
                "Cán bộ địa chính trả hồ sơ bằng Thông báo {paper} với lý do đất có tranh chấp, điều đó không đúng.",
            ),
            (
                "Từ trước đến nay không ai tranh chấp, gia đình nộp thuế nhà đất đầy đủ hằng năm.",
                "Bà con trong xóm đều xác nhận đất sử dụng liên tục, hàng rào cũ vẫn giữ nguyên ranh giới.",
            ),
            (
                "Yêu cầu kiểm tra lại hồ sơ địa chính, sổ mục kê và cấp giấy chứng nhận cho tôi theo luật.",
                "Tôi yêu cầu thu hồi văn bản từ chối, thẩm tra sổ mục kê và thực hiện thủ tục cấp giấy.",
            ),
        ),
    ),
    (
        "hanh_chinh_khac",
        "khieu_nai",
        (
            (
                "Ngày {day} Ủy ban ra Quyết định xử phạt số {paper} đối với tôi về hành vi xây dựng không phép.",
                "Tôi bị xử phạt theo Quyết định {paper} ký ngày {day} vì cho rằng nhà tôi xây sai quy hoạch.",
            ),
            (
                "Căn nhà {area} m2 xây từ năm {since}, trước khi có quy hoạch được công bố.",
                "Nhà cấp bốn diện tích {area} m2 đã hoàn thành năm {since}, khi đó xã chưa yêu cầu giấy phép.",
            ),
            (
                "Biên bản vi phạm lập khi tôi vắng mặt, không có người chứng kiến và sai tên đường.",
                "Lúc lập biên bản không ai thông báo cho tôi, chữ ký người làm chứng cũng không rõ ràng.",
            ),
            (
                "Số tiền phạt {money} đồng là quá nặng so với thu nhập làm nông của gia đình.",
                "Mức phạt {money} đồng vượt quá khả năng vì vợ chồng tôi già yếu, không có lương hưu.",
            ),
            (
                "Đề nghị hủy quyết định xử phạt và dừng việc cưỡng chế tháo dỡ.",
                "Tôi khiếu nại, yêu cầu xem xét lại căn cứ xử phạt, tạm dừng cưỡng chế công trình.",
            ),
        ),
    ),
    (
        "che_do_chinh_sach",
        "khieu_nai",
        (
            (
                "Tôi tham gia thanh niên xung phong từ năm {since}, đã nộp hồ sơ hưởng trợ cấp ngày {day}.",
                "Hồ sơ đề nghị trợ cấp người có công của tôi nộp ngày {day}, tính thời gian phục vụ từ {since}.",
            ),
            (
                "Phòng chuyên môn trả lời tại Công văn {paper} rằng thiếu giấy tờ gốc, không giải quyết.",
                "Công văn số {paper} kết luận không đủ điều kiện vì mất lý lịch quân nhân gốc.",
            ),
            (
                "Hai đồng đội cùng đơn vị đã làm chứng bằng văn bản, có chứng thực của xã.",
                "Tôi có giấy xác nhận của ban liên lạc và hai người cùng tiểu đội còn sống tại địa phương.",
            ),
            (
                "Khoản trợ cấp một lần {money} đồng đáng lẽ tôi được nhận từ lâu.",
                "Theo cách tính của tôi, số truy lĩnh là {money} đồng mà đến nay chưa chi trả.",
            ),
            (
                "Đề nghị thẩm định lại hồ sơ và trả lời rõ căn cứ từ chối chế độ.",
                "Mong được đối chiếu danh sách lưu trữ của tỉnh đội để công nhận thời gian công tác.",
            ),
        ),
    ),
    (
        "hanh_chinh_khac",
        "kien_nghi_phan_anh",
        (
            (
                "Tuyến mương dài {area} m qua xóm tôi bị sạt lở từ mùa mưa năm {since}, nước tràn vào ruộng lúa.",
                "Từ năm {since}, đoạn kênh khoảng {area} m sau nhà văn hóa hư hỏng, ruộng đồng ngập úng liên tục.",
            ),
            (
                "Trưởng thôn đã báo cáo bằng Tờ trình {paper} ngày {day} nhưng chưa ai về sửa.",
                "Bà con kiến nghị nhiều lần, gần nhất là Tờ trình số {paper} đề ngày {day}, vẫn không có kết quả.",
            ),
            (
                "Học sinh đi học phải lội qua đoạn ngập, đã có cháu bị ngã gãy tay.",
                "Trẻ em và người già qua lại rất nguy hiểm, xe máy thường xuyên trượt xuống mương.",
            ),
            (
                "Dự toán sửa chữa chừng {money} đồng, nhân dân sẵn sàng góp ngày công.",
                "Chúng tôi xin đóng góp công lao động nếu nhà nước hỗ trợ vật tư trị giá {money} đồng.",
            ),
            (
                "Kiến nghị bố trí vốn kiên cố hóa kênh mương trước vụ tới.",
                "Mong chính quyền sớm nạo vét, xây kè và lắp cống thoát nước cho cánh đồng.",
            ),
        ),
    ),
    (
        "khac",
        "kien_nghi_phan_anh",
        (
            (
                "Trại lợn {area} con cách khu dân cư chưa đầy trăm mét xả nước thải ra suối từ năm {since}.",
                "Cơ sở chăn nuôi quy mô {area} con hoạt động từ {since} gây mùi hôi thối cả ngày lẫn đêm.",
            ),
            (
                "Đoàn kiểm tra lập biên bản ngày {day} và có Kết luận {paper} nhưng chủ trại không khắc phục.",
                "Sau Kết luận số {paper} ngày {day} tình trạng ô nhiễm vẫn như cũ, bể lắng chưa được xây.",
            ),
            (
                "Nước giếng chuyển màu vàng, cá dưới ao chết nổi trắng, nhiều người ho và viêm da.",
                "Giếng khoan bốc mùi tanh, ruồi muỗi dày đặc, trẻ nhỏ thường xuyên phải đi viện.",
            ),
            (
                "Chúng tôi thiệt hại khoảng {money} đồng tiền cá giống và tiền khám chữa bệnh.",
                "Riêng ao cá của tôi mất trắng ước tính {money} đồng mà không ai bồi thường.",
            ),
            (
                "Đề nghị lấy mẫu nước, đình chỉ trại và buộc di dời khỏi khu dân cư.",
                "Xin cơ quan môi trường quan trắc, xử lý nghiêm và công khai kết quả cho dân biết.",
            ),
        ),
    ),
    (
        "dat_dai",
        "khieu_nai",
        (
            (
                "Hộ liền kề xây tường rào lấn sang thửa {parcel}, tờ {sheet} của tôi bề ngang gần một mét.",
                "Khi làm nhà, người hàng xóm đã lấn chiếm lối đi thuộc thửa đất {parcel}, tờ bản đồ số {sheet}.",
            ),
            (
                "Xã hòa giải ngày {day}, lập Biên bản {paper} nhưng không thành.",
                "Buổi hòa giải tại xã ngày {day} theo Biên bản số {paper} hai bên không thống nhất.",
            ),
            (
                "Ranh giới cũ là hàng chè tàu trồng năm {since}, diện tích tổng {area} m2 ghi trong sổ.",
                "Theo giấy chứng nhận, tôi có {area} m2, mốc giới bằng cọc bê tông chôn từ năm {since}.",
            ),
            (
                "Cán bộ đo đạc dùng bản đồ mới không đối chiếu bản đồ cũ nên kết quả thiếu chính xác.",
                "Trích lục lần sau lệch với lần trước mà không ai giải thích vì sao có sự chênh lệch.",
            ),
            (
                "Yêu cầu đo lại bằng máy, cắm mốc và buộc tháo dỡ phần lấn chiếm.",
                "Kính đề nghị khôi phục ranh giới ban đầu, trả lại lối đi chung cho gia đình tôi.",
            ),
        ),
    ),
    (
        "che_do_chinh_sach",
        "kien_nghi_phan_anh",
        (
            (
                "Gia đình tôi {born} tuổi nghề làm muối, bị loại khỏi danh sách hộ nghèo ngày {day}.",
                "Danh sách hộ cận nghèo niêm yết ngày {day} không có tên gia đình tôi dù hoàn cảnh rất khó khăn.",
            ),
            (
                "Thông báo {paper} chấm điểm tài sản không đúng, tính cả chiếc xe hỏng mua năm {since}.",
                "Bảng điểm kèm Thông báo số {paper} ghi nhầm xe máy cũ đời {since} là tài sản giá trị.",
            ),
            (
                "Thu nhập bình quân chỉ {money} đồng một tháng, con nhỏ còn đi học, mẹ già nằm liệt.",
                "Mỗi tháng nhà tôi kiếm được {money} đồng, phải nuôi mẹ già tai biến và các cháu ăn học.",
            ),
            (
                "Nhà ở diện tích {area} m2 dột nát, mùa bão phải đi ở nhờ.",
                "Căn nhà tranh {area} m2 xiêu vẹo, cứ mưa là dột khắp nơi.",
            ),
            (
                "Kiến nghị rà soát, chấm điểm lại và cấp thẻ bảo hiểm y tế cho các cháu.",
                "Mong thôn họp bình xét công khai, đưa gia đình tôi trở lại diện được hỗ trợ.",
            ),
        ),
    ),
)
# Thoughts that any letter may hold, so that two letters on one subject are not alike throughout.
ASIDES = (
    "Sự việc kéo dài khiến vợ chồng tôi mất ăn mất ngủ, sức khỏe suy giảm.",
    "Tôi đã nhiều lần đến trụ sở hỏi nhưng chỉ được hẹn miệng rồi không thấy trả lời.",
    "Con trai tôi đang đi làm ăn xa, ở nhà chỉ còn hai ông bà già nên rất khó đi lại.",
    "Cán bộ thụ lý trước đây đã nghỉ hưu, người mới nói không nhận bàn giao hồ sơ.",
    "Đài truyền thanh xã có thông báo nhưng loa hỏng nên cả xóm không ai nghe được.",
    "Cuộc họp dân hôm đó trời mưa to, chỉ vài người có mặt mà vẫn lập biên bản biểu quyết.",
    "Kèm theo đơn có bản sao chứng minh thư, ảnh chụp hiện trạng và các giấy tờ liên quan.",
    "Nhân chứng trong xóm sẵn sàng có mặt khi cơ quan chức năng về xác minh.",
    "Đại biểu Hội đồng nhân dân tiếp xúc cử tri cũng đã ghi nhận ý kiến của tôi.",
    "Tôi không biết chữ nhiều, nhờ cháu viết hộ, có gì sai sót mong được thông cảm.",
    "Trước tết lãnh đạo hứa giải quyết dứt điểm, nay đã qua mấy mùa vẫn chưa xong.",
    "Báo chí từng đăng bài về trường hợp tương tự ở địa phương khác và đã được sửa sai.",
    "Mọi chi phí đi lại, photo giấy tờ, gửi bưu điện gia đình phải vay mượn.",
    "Nếu không được xem xét thỏa đáng tôi sẽ tiếp tục gửi lên cấp cao hơn hoặc khởi kiện ra tòa.",
    "Bản đồ dải thửa và sổ địa bạ cũ vẫn còn ở kho lưu trữ, có thể trích lục đối chiếu.",
    "Người dân chúng tôi tin tưởng đường lối của Đảng, chỉ mong cán bộ làm đúng.",
    "Hợp tác xã giải thể nên không còn ai giữ sổ sách, nhưng các cụ cao tuổi đều nhớ rõ.",
    "Đường dây điện kéo ngang mái nhà, mùa giông sét cả nhà không dám ở trong buồng.",
    "Tháng nào tôi cũng ra chợ phiên bán rau nuôi cháu nội mồ côi, cuộc sống chật vật.",
    "Chiếc cầu tre bắc qua ngòi đã mục, các hộ phía bên kia phải đi vòng hơn cây số.",
    "Vị trí này trước đây là bãi bồi ven sông, khai hoang phục hóa bằng cuốc xẻng.",
    "Tôi nguyên là giáo viên tiểu học nghỉ hưu, luôn chấp hành chủ trương chính sách.",
    "Khi tôi trình bày, đồng chí phụ trách đập bàn quát nạt, thái độ hách dịch.",
    "Văn bản giao nhận chỉ photo, dấu đỏ mờ không đọc được ngày tháng ký.",
)
FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Dương",
    "Mai",
    "Cao",
    "Trương",
)
MIDDLE = ("Văn", "Thị", "Đình", "Hữu", "Quang", "Thanh", "Ngọc", "Xuân", "Minh", "Kim", "Bá", "Đức")
GIVEN = (
    *(
        "An",
        "Bình",
        "Chiến",
        "Dung",
        "Hạnh",
        "Hòa",
        "Hùng",
        "Hương",
        "Khánh",
        "Lan",
        "Liên",
        "Lộc",
        "Mận",
        "Nam",
    ),
    *(
        "Nga",
        "Nhung",
        "Phúc",
        "Quý",
        "Sáu",
        "Tâm",
        "Thảo",
        "Thắng",
        "Thủy",
        "Tuấn",
        "Vinh",
        "Xoan",
        "Yến",
        "Đào",
    ),
)
HAMLETS = (
    "Đông",
    "Tây",
    "Trung",
    "Thượng",
    "Hạ",
    "Phú Lộc",
    "Tân Tiến",
    "Hòa Bình",
    "Quyết Thắng",
    "Bàu Sen",
    "Cồn Nâm",
)
COMMUNES = (
    *("Minh Họa Bắc", "Minh Họa Nam", "Sơn Thủy Mẫu", "Cát Trạch Mẫu", "Lộc Ninh Mẫu", "Hải Phú Mẫu"),
    *("Quảng Lưu Mẫu", "Trường Sơn Mẫu", "Phong Hóa Mẫu", "Đức Ninh Mẫu", "Vạn Trạch Mẫu", "An Thủy Mẫu"),
)
