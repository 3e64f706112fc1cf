"""Papers of a tố cáo that are for the denounced."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0020_seal")]

    operations = [
        migrations.AlterField(
            model_name="paper",
            name="audience",
            field=models.CharField(
                choices=[
                    ("nguoi_gui", "Người gửi đơn"),
                    ("nguoi_bi_to_cao", "Người bị tố cáo"),
                    ("noi_bo", "Trong cơ quan"),
                    ("co_quan_khac", "Cơ quan khác"),
                    ("cong_khai", "Công khai"),
                ],
                max_length=16,
                verbose_name="gửi cho",
            ),
        ),
    ]
