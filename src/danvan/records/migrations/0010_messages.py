"""Messages with the sender, ratings, and forms begun on the portal."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What was said is never rewritten; a purge may take it away.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, TRUNCATE ON records_message, records_rating FROM danvan_app;
    REVOKE DELETE, TRUNCATE ON records_held FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0009_files"), ("org", "0005_access")]
    operations = [
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ("ciphertext", models.BinaryField()),
                ("expires_at", models.DateTimeField()),
                (
                    "record",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn đang soạn trên cổng",
                "verbose_name_plural": "đơn đang soạn trên cổng",
            },
        ),
        migrations.CreateModel(
            name="FilingFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ciphertext", models.BinaryField()),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="records.filing"
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp của đơn đang soạn",
                "verbose_name_plural": "tệp của đơn đang soạn",
            },
        ),
        migrations.CreateModel(
            name="Held",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="held",
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ chờ xem trước",
                "verbose_name_plural": "hồ sơ chờ xem trước",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.TextField(max_length=4000, verbose_name="tin nhắn")),
                ("key", models.CharField(max_length=36, unique=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="records.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "tin nhắn",
                "verbose_name_plural": "tin nhắn",
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="rating",
                        serialize=False,
                        to="records.record",
                    ),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="mức hài lòng",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=4000, verbose_name="lời nhận xét")),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "đánh giá",
                "verbose_name_plural": "đánh giá",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__range", (1, 5))), name="rating_one_to_five"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rating",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.words <> '') AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong') THEN RAISE EXCEPTION 'Chưa được ghi tin nhắn hay lời nhận xét: hồ sơ chưa phân loại hoặc là tố cáo. Hãy gọi điện, gửi văn bản hoặc mời người gửi đến làm việc.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="fad76e5582910aedacaaa8b5a4bcfcf1927d4dd0",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_5c8d6",
                    table="records_rating",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(fields=["expires_at"], name="filing_expires"),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(("record__isnull", True), ("ciphertext", b""), _connector="OR"),
                name="filing_sent_is_empty",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["record", "id"], name="message_record"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (true) AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong') THEN RAISE EXCEPTION 'Chưa được ghi tin nhắn hay lời nhận xét: hồ sơ chưa phân loại hoặc là tố cáo. Hãy gọi điện, gửi văn bản hoặc mời người gửi đến làm việc.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="5474b25e6b008cc54e5b11310cddb1233b50464d",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_113ef",
                    table="records_message",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
