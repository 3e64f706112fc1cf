"""One more way in: an envelope that the level below handed up unopened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0018_life_of_denunciations"),
    ]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="channel",
            field=models.CharField(
                choices=[
                    ("buu_chinh", "Qua dịch vụ bưu chính"),
                    ("truc_tiep", "Nộp trực tiếp"),
                    ("tiep_cong_dan", "Qua tiếp công dân"),
                    ("hop_thu", "Hộp thư góp ý"),
                    ("chuyen_den", "Cơ quan, đại biểu chuyển đến"),
                    ("chuyen_len", "Cấp dưới chuyển nguyên phong bì lên"),
                    ("cong_truc_tuyen", "Cổng trực tuyến"),
                    ("thu_dien_tu", "Thư điện tử"),
                ],
                default="buu_chinh",
                max_length=16,
                verbose_name="nguồn đơn",
            ),
        ),
    ]
