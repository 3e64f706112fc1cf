"""Publication by its form and days, explanation, a stay, part withdrawn; the way of a tố cáo by days and lists alone."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0013_hard_matters"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="contested",
            field=models.CharField(
                choices=[
                    ("quyet_dinh", "Quyết định hành chính"),
                    ("hanh_vi", "Hành vi hành chính"),
                    ("ky_luat", "Quyết định kỷ luật cán bộ, công chức"),
                ],
                blank=True,
                max_length=16,
                null=True,
                verbose_name="đối tượng khiếu nại",
            ),
        ),
        migrations.AlterField(
            model_name="matter",
            name="contested",
            field=models.CharField(
                blank=True,
                choices=[
                    ("quyet_dinh", "Quyết định hành chính"),
                    ("hanh_vi", "Hành vi hành chính"),
                    ("ky_luat", "Quyết định kỷ luật cán bộ, công chức"),
                ],
                default="quyet_dinh",
                max_length=16,
                null=True,
                verbose_name="đối tượng khiếu nại",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="known_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="ngày nhận quyết định hoặc biết hành vi"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="is_dismissal",
            field=models.BooleanField(default=False, verbose_name="kỷ luật buộc thôi việc"),
        ),
        migrations.AddField(
            model_name="letter",
            name="envelope_at",
            field=models.CharField(
                blank=True,
                choices=[
                    ("tu_mat", "Tủ hồ sơ mật của đơn vị"),
                    ("van_thu", "Văn thư giữ, chưa chuyển"),
                    ("nguoi_giai_quyet", "Người giải quyết tố cáo giữ"),
                    ("to_xac_minh", "Tổ xác minh giữ, đã bỏ họ tên, địa chỉ, bút tích"),
                    ("da_chuyen", "Đã chuyển cơ quan có thẩm quyền, niêm phong"),
                    ("luu_tru", "Lưu trữ cơ quan"),
                ],
                max_length=16,
                null=True,
                verbose_name="nơi để phong bì",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="envelope_moved_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày để phong bì ở đó"),
        ),
        migrations.AddField(
            model_name="letter",
            name="initial_case",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nhieu_noi", "Phải kiểm tra, xác minh ở nhiều địa điểm"),
                    ("uy_quyen", "Ủy quyền cho cơ quan khác kiểm tra, xác minh"),
                ],
                max_length=16,
                null=True,
                verbose_name="lý do kéo dài xử lý ban đầu",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="initial_extended_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày kéo dài xử lý ban đầu"),
        ),
        migrations.AddField(
            model_name="letter",
            name="report_asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày yêu cầu cấp dưới báo cáo"),
        ),
        migrations.AddField(
            model_name="letter",
            name="report_came_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày nhận báo cáo của cấp dưới"),
        ),
        migrations.AddField(
            model_name="matter",
            name="acted_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày xử lý kết luận nội dung tố cáo"),
        ),
        migrations.AddField(
            model_name="matter",
            name="action",
            field=models.CharField(
                blank=True,
                choices=[
                    ("tu_xu_ly", "Xử lý theo thẩm quyền"),
                    ("kien_nghi", "Kiến nghị cơ quan có thẩm quyền xử lý"),
                    ("co_quan_dieu_tra", "Chuyển cơ quan điều tra, viện kiểm sát"),
                    ("khong_vi_pham", "Không vi phạm: thông báo bằng văn bản, khôi phục quyền lợi"),
                ],
                max_length=16,
                null=True,
                verbose_name="cách xử lý kết luận",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="action_reported_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày nhận báo cáo kết quả xử lý"),
        ),
        migrations.AddField(
            model_name="matter",
            name="criteria",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(7),
                ],
                verbose_name="số tiêu chí phức tạp",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="ended_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("rut", "Rút toàn bộ tố cáo, không thuộc trường hợp vẫn phải giải quyết"),
                    ("chet", "Người bị tố cáo chết và vụ việc chỉ liên quan người đó"),
                    ("da_co_ban_an", "Đã có bản án, quyết định có hiệu lực của cơ quan có thẩm quyền"),
                ],
                max_length=16,
                null=True,
                verbose_name="căn cứ đình chỉ giải quyết tố cáo",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="expert_asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày trưng cầu giám định"),
        ),
        migrations.AddField(
            model_name="matter",
            name="expert_back_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày có kết quả giám định"),
        ),
        migrations.AddField(
            model_name="matter",
            name="explained_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày nhận giải trình"),
        ),
        migrations.AddField(
            model_name="matter",
            name="explanation_asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày yêu cầu giải trình"),
        ),
        migrations.AddField(
            model_name="matter",
            name="findings",
            field=models.CharField(
                blank=True,
                choices=[("khop", "Không còn khác nhau"), ("khac", "Còn khác nhau: phải đối thoại")],
                max_length=8,
                null=True,
                verbose_name="yêu cầu của người khiếu nại và kết quả xác minh",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="names_removed",
            field=models.BooleanField(
                default=False, verbose_name="đã bỏ thông tin về người tố cáo và bí mật nhà nước"
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="notified_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày thông báo việc thụ lý tố cáo"),
        ),
        migrations.AddField(
            model_name="matter",
            name="on_portal",
            field=models.CharField(
                blank=True,
                choices=[("da_dang", "Có cổng, đã đăng trên cổng"), ("khong_co", "Cơ quan không có cổng")],
                max_length=16,
                null=True,
                verbose_name="cổng thông tin điện tử của cơ quan",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="partly_withdrawn_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày rút một phần"),
        ),
        migrations.AddField(
            model_name="matter",
            name="publication_broken_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày bị gỡ khi chưa đủ ngày"),
        ),
        migrations.AddField(
            model_name="matter",
            name="publication_times",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="số lần phát, số kỳ báo in",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="publication_until",
            field=models.DateField(blank=True, null=True, verbose_name="niêm yết, đăng đến hết ngày"),
        ),
        migrations.AddField(
            model_name="matter",
            name="stay_ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày hủy việc tạm đình chỉ thi hành"),
        ),
        migrations.AddField(
            model_name="matter",
            name="stayed_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="ngày tạm đình chỉ thi hành quyết định bị khiếu nại"
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="stayed_until",
            field=models.DateField(blank=True, null=True, verbose_name="tạm đình chỉ thi hành đến hết ngày"),
        ),
        migrations.AddField(
            model_name="matter",
            name="superior_asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày cấp trên yêu cầu báo cáo"),
        ),
        migrations.AddField(
            model_name="matter",
            name="superior_told_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày báo cáo cấp trên"),
        ),
        migrations.AddField(
            model_name="matter",
            name="team_size",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="số thành viên tổ xác minh",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="waiting_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("cho_ket_qua", "Chờ kết quả của cơ quan khác hoặc vụ việc khác"),
                    ("giam_dinh_lai", "Chờ kết quả giám định bổ sung, giám định lại"),
                ],
                max_length=16,
                null=True,
                verbose_name="căn cứ tạm đình chỉ giải quyết tố cáo",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="withdrawal_finding",
            field=models.CharField(
                blank=True,
                choices=[
                    ("khong", "Không có dấu hiệu vi phạm, không lợi dụng tố cáo để vu khống"),
                    ("co", "Có dấu hiệu vi phạm pháp luật hoặc vu khống"),
                ],
                max_length=16,
                null=True,
                verbose_name="xem xét việc rút tố cáo",
            ),
        ),
        migrations.AlterField(
            model_name="matter",
            name="coercion",
            field=models.CharField(
                blank=True,
                choices=[
                    ("khong", "Đã hỏi, không có dấu hiệu bị ép buộc"),
                    ("co", "Có dấu hiệu bị đe dọa, ép buộc, mua chuộc"),
                ],
                max_length=8,
                null=True,
                verbose_name="việc ép buộc rút đơn",
            ),
        ),
        migrations.AlterField(
            model_name="matter",
            name="publication",
            field=models.CharField(
                blank=True,
                choices=[
                    ("cuoc_hop", "Công bố tại cuộc họp"),
                    ("niem_yet", "Niêm yết tại trụ sở, nơi tiếp công dân"),
                    ("phuong_tien", "Đăng trên cổng, trang thông tin điện tử, báo điện tử"),
                    ("phat_thanh", "Thông báo trên phát thanh, truyền hình"),
                    ("bao_in", "Thông báo trên báo in"),
                ],
                max_length=16,
                null=True,
                verbose_name="hình thức công khai",
            ),
        ),
        migrations.AlterField(
            model_name="matter",
            name="withdrawal_paper",
            field=models.CharField(
                blank=True,
                choices=[
                    ("don_rut", "Đơn rút có chữ ký hoặc điểm chỉ"),
                    ("bien_ban", "Biên bản có chữ ký hoặc điểm chỉ"),
                ],
                max_length=16,
                null=True,
                verbose_name="giấy rút đơn",
            ),
        ),
    ]
