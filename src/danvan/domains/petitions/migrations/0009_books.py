"""Old books brought in."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("petitions", "0008_registers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("digest", models.CharField(max_length=64)),
                ("ending", models.CharField(max_length=5)),
                ("font", models.CharField(max_length=8)),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm của sổ")),
                ("heads", models.JSONField(default=list)),
                ("meanings", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("gan_cot", "Chờ gắn cột"),
                            ("sua_dong", "Đang sửa dòng"),
                            ("da_nap", "Đã nạp"),
                            ("da_bo", "Đã bỏ"),
                        ],
                        default="gan_cot",
                        max_length=10,
                    ),
                ),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("rows_left_out", models.PositiveIntegerField(default=0)),
                ("letters", models.PositiveIntegerField(default=0)),
                ("matters", models.PositiveIntegerField(default=0)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
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
                "verbose_name": "sổ cũ",
                "verbose_name_plural": "sổ cũ",
            },
        ),
        migrations.CreateModel(
            name="BookRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("key_id", models.CharField(max_length=16)),
                ("ciphertext", models.BinaryField()),
                ("faults", models.JSONField(default=dict)),
                ("has_faults", models.BooleanField(default=True)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="petitions.book"
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng sổ cũ",
                "verbose_name_plural": "dòng sổ cũ",
                "constraints": [models.UniqueConstraint(fields=("book", "number"), name="book_row_once")],
            },
        ),
        migrations.CreateModel(
            name="OpeningBalance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("on", models.DateField(verbose_name="ngày đầu kỳ")),
                ("typed", models.JSONField(default=dict)),
                ("typed_at", models.DateTimeField(auto_now=True)),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="giải trình chênh lệch")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "typed_by",
                    models.ForeignKey(
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
                "verbose_name": "số dư đầu kỳ",
                "verbose_name_plural": "số dư đầu kỳ",
                "constraints": [models.UniqueConstraint(fields=("unit", "on"), name="balance_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openingbalance",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'spine_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="f2f614e51dd87392c4c566e31c28312c721f4a24",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_cafae",
                    table="petitions_openingbalance",
                    when="AFTER",
                ),
            ),
        ),
    ]
