"""Where the national database has a record; books brought in; notices to people without an account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0011_holders"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField(
            model_name="notice",
            name="to",
            field=models.CharField(blank=True, default="", editable=False, max_length=40),
        ),
        migrations.AlterField(
            model_name="notice",
            name="account",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("nhac_viec", "Nhắc việc sắp đến hạn"),
                    ("don_doc", "Đôn đốc việc quá hạn"),
                    ("ban_tin", "Bản tin hằng ngày"),
                    ("lich_hen", "Nhắc lịch hẹn"),
                ],
                max_length=12,
                verbose_name="loại",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("account__isnull", False), ("to", ""))
                | models.Q(("account__isnull", True), models.Q(("to", ""), _negated=True)),
                name="notice_to_somebody",
            ),
        ),
    ]
