"""Whether a complaint was accepted in time, by the law's count of days and by the decree's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0014_duties_of_settlement"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="acceptance",
            field=models.CharField(
                blank=True,
                choices=[
                    ("dung_han", "Đúng hạn theo luật"),
                    ("qua_han_theo_luat", "Quá hạn theo luật, đúng hạn theo nghị định"),
                    ("qua_han", "Quá hạn theo cả luật và nghị định"),
                ],
                editable=False,
                max_length=20,
                null=True,
                verbose_name="hạn thụ lý",
            ),
        ),
    ]
