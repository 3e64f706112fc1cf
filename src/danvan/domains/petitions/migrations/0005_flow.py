"""What the whole life of letters and matters adds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0004_whole_life")]
    operations = [
        migrations.AddField(
            model_name="letter",
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
        migrations.AddField(
            model_name="letter",
            name="details_changed_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="ngày bổ sung, sửa thông tin người gửi"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="forwarder_told_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày báo kết quả cho nơi chuyển đơn"),
        ),
        migrations.AddField(
            model_name="letter",
            name="refusal_ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("noi_bo", "Quyết định, hành vi nội bộ, văn bản quy phạm, bí mật nhà nước"),
                    ("khong_lien_quan", "Không liên quan trực tiếp đến người khiếu nại"),
                    ("khong_nang_luc", "Không có năng lực hành vi và không có người đại diện"),
                    ("dai_dien_sai", "Người đại diện không hợp pháp"),
                    ("khong_chu_ky", "Đơn không có chữ ký, điểm chỉ"),
                    ("het_thoi_hieu", "Quá thời hiệu mà không có lý do chính đáng"),
                    ("da_lan_hai", "Đã có quyết định giải quyết lần hai"),
                    ("da_dinh_chi", "Đã có văn bản đình chỉ, quá 30 ngày không tiếp tục"),
                    ("toa_thu_ly", "Tòa án đã thụ lý hoặc đã có bản án, quyết định"),
                ],
                max_length=24,
                null=True,
                verbose_name="căn cứ không thụ lý",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="relayed_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày báo lại người gửi"),
        ),
        migrations.AddField(
            model_name="letter",
            name="supplement_asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày yêu cầu bổ sung"),
        ),
        migrations.AddField(
            model_name="letter",
            name="supplemented_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày nhận bổ sung"),
        ),
        migrations.AddField(
            model_name="letter",
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
        migrations.AddField(
            model_name="letter",
            name="withdrawn_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày rút đơn"),
        ),
        migrations.AddField(
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
                verbose_name="việc ép buộc rút khiếu nại",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="complexity",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nhieu_noi", "Phải xác minh ở từ hai nơi trở lên"),
                    ("nhieu_noi_dung", "Có từ hai nội dung trở lên"),
                    ("nhieu_nguoi", "Nhiều người cùng khiếu nại"),
                    ("nuoc_ngoai", "Có yếu tố nước ngoài"),
                    ("nhieu_co_quan", "Liên quan nhiều cơ quan"),
                    ("y_kien_khac", "Các cơ quan có ý kiến khác nhau"),
                    ("chung_cu", "Chứng cứ mâu thuẫn"),
                ],
                max_length=16,
                null=True,
                verbose_name="tiêu chí phức tạp",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="dialogue_notified_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày báo đối thoại"),
        ),
        migrations.AddField(
            model_name="matter",
            name="dialogue_planned_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày đối thoại theo thông báo"),
        ),
        migrations.AddField(
            model_name="matter",
            name="finished_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày kết thúc hồ sơ"),
        ),
        migrations.AddField(
            model_name="matter",
            name="interim_sent_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="ngày gửi quyết định tạm đình chỉ, tiếp tục, đình chỉ"
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="meeting_notified_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày báo cuộc họp công bố"),
        ),
        migrations.AddField(
            model_name="matter",
            name="publication_ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày thôi niêm yết, thôi đăng"),
        ),
        migrations.AddField(
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
                verbose_name="giấy rút khiếu nại",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="handling",
            field=models.CharField(
                blank=True,
                choices=[
                    ("thu_ly", "Thụ lý"),
                    ("huong_dan", "Hướng dẫn"),
                    ("chuyen", "Chuyển đơn"),
                    ("don_doc", "Đôn đốc giải quyết"),
                    ("khong_thu_ly", "Không thụ lý, trả lời"),
                    ("luu", "Xếp lưu"),
                    ("tra_lai", "Trả lại nơi chuyển"),
                ],
                max_length=16,
                null=True,
                verbose_name="hướng xử lý",
            ),
        ),
    ]
