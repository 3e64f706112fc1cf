"""Phản ánh shown in public."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# An agency's answer in public is taken down by a date, not by removal; a purge of a record found to be a tố cáo may remove.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, TRUNCATE ON petitions_echo, petitions_notdone, petitions_feedbackphoto FROM danvan_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON petitions_reopeningdays FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("petitions", "0005_flow"), ("records", "0010_messages"), ("org", "0005_access")]
    operations = [
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=600, verbose_name="nội dung đăng công khai")),
                ("place", models.CharField(max_length=200, verbose_name="nơi xảy ra")),
                ("place_key", models.CharField(editable=False, max_length=200)),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="vĩ độ",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="kinh độ",
                    ),
                ),
                ("shown_on", models.DateField(verbose_name="ngày đăng")),
                ("hidden_on", models.DateField(blank=True, null=True, verbose_name="ngày gỡ")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="trả lời công khai")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="ngày trả lời")),
                ("paper", models.CharField(blank=True, max_length=120, verbose_name="văn bản kết thúc")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="ngày làm xong")),
                ("reopened_on", models.DateField(blank=True, null=True, verbose_name="ngày mở lại")),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="petitions.letter",
                    ),
                ),
                (
                    "shown_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "phản ánh công khai",
                "verbose_name_plural": "phản ánh công khai",
            },
        ),
        migrations.CreateModel(
            name="Echo",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=32)),
                ("on", models.DateField()),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="echoes",
                        to="petitions.feedback",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt cũng gặp",
                "verbose_name_plural": "lượt cũng gặp",
            },
        ),
        migrations.CreateModel(
            name="FeedbackPhoto",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "moment",
                    models.CharField(
                        choices=[("truoc", "Khi phản ánh"), ("sau", "Sau khi làm")],
                        max_length=8,
                        verbose_name="ảnh chụp",
                    ),
                ),
                ("jpeg", models.BinaryField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="petitions.feedback",
                    ),
                ),
            ],
            options={
                "verbose_name": "ảnh phản ánh",
                "verbose_name_plural": "ảnh phản ánh",
            },
        ),
        migrations.CreateModel(
            name="NotDone",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("on", models.DateField(verbose_name="ngày báo")),
                ("reason", models.TextField(max_length=2000, verbose_name="lý do")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="not_done",
                        to="petitions.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần báo chưa xong",
                "verbose_name_plural": "lần báo chưa xong",
            },
        ),
        migrations.CreateModel(
            name="ReopeningDays",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("since", models.DateField(verbose_name="áp dụng từ")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="số ngày",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "số ngày được mở lại phản ánh",
                "verbose_name_plural": "số ngày được mở lại phản ánh",
            },
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["-shown_on", "-id"], name="feedback_list"),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["unit", "place_key"], name="feedback_place"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feedback",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (true) AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong') THEN RAISE EXCEPTION 'Chưa được ghi tin nhắn hay lời nhận xét: hồ sơ chưa phân loại hoặc là tố cáo. Hãy gọi điện, gửi văn bản hoặc mời người gửi đến làm việc.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="bb4c65ee14807336ec1ca650116a665018bbed4b",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_7e509",
                    table="petitions_feedback",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="echo",
            constraint=models.UniqueConstraint(fields=("feedback", "digest"), name="echo_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notdone",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (true) AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong') THEN RAISE EXCEPTION 'Chưa được ghi tin nhắn hay lời nhận xét: hồ sơ chưa phân loại hoặc là tố cáo. Hãy gọi điện, gửi văn bản hoặc mời người gửi đến làm việc.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="9430e7519f3586e6dcde7bd3cb23d5aa7ade8b28",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_f4568",
                    table="petitions_notdone",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reopeningdays",
            constraint=models.UniqueConstraint(fields=("unit", "since"), name="reopening_once_a_day"),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
