"""Codes of free periods, two days with two dots between, are longer than those of quarters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_withdrawn_copies")]

    operations = [
        migrations.AlterField(
            model_name="typedreport",
            name="period",
            field=models.CharField("kỳ báo cáo", max_length=24),
        ),
        migrations.AlterField(
            model_name="report",
            name="period",
            field=models.CharField("kỳ báo cáo", max_length=24),
        ),
    ]
