"""Two more reasons of what is done with an envelope: a request about personal data is answered by it, and has ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0029_seal_senders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="envelopeact",
            name="reason",
            field=models.CharField(
                choices=[
                    ("phan_loai", "để phân loại đơn"),
                    ("doi_chieu", "để đối chiếu với bản giấy"),
                    ("phong_bi_giay", "để lưu vào phong bì giấy"),
                    ("tiep_nhan", "khi tiếp nhận"),
                    ("to_cao", "vì là tố cáo"),
                    ("yeu_cau_dlcn", "để trả lời yêu cầu về dữ liệu cá nhân"),
                    ("da_tra_loi", "vì yêu cầu về dữ liệu cá nhân đã kết thúc"),
                    ("da_phan_loai", "vì đã phân loại, không phải tố cáo"),
                ],
                max_length=16,
                verbose_name="lý do",
            ),
        ),
    ]
