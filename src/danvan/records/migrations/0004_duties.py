"""Duties of every span and their excuses; up to which day each daily job has been done."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="DailyRun",
            fields=[
                (
                    "job",
                    models.CharField(
                        max_length=48, primary_key=True, serialize=False, verbose_name="việc hằng ngày"
                    ),
                ),
                ("done_through", models.DateField(verbose_name="đã làm đến hết ngày")),
                ("at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "việc hằng ngày đã làm",
                "verbose_name_plural": "việc hằng ngày đã làm",
            },
        ),
        migrations.AddField(
            model_name="duty",
            name="excused_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="duty",
            name="excuse",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="lý do miễn"),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("record__isnull", True)),
                fields=["clock", "period"],
                name="duty_standing",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("excused_on__isnull", True),
                    models.Q(("excuse", ""), _negated=True),
                    _connector="OR",
                ),
                name="duty_excused_with_reason",
            ),
        ),
    ]
