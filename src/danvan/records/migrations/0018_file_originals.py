"""The copy of a file that is served beside its sealed original; what the virus scanner said; who opened an original."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Who opened an original stays said.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_fileact FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0017_seal_modes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FileAct",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("chu_ky_so", "Kiểm tra chữ ký số trên bản gốc"),
                            ("doi_chieu", "Đối chiếu bản gốc với bản đã làm sạch"),
                            ("giam_dinh", "Giám định, xác minh tài liệu làm chứng cứ"),
                            ("co_quan", "Cung cấp cho cơ quan có thẩm quyền"),
                            ("ma_doc", "Kiểm tra tệp bị cách ly, chờ quét trên máy riêng"),
                        ],
                        max_length=16,
                        verbose_name="lý do",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "lần mở bản gốc",
                "verbose_name_plural": "lần mở bản gốc",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="file",
            name="history",
        ),
        migrations.RemoveConstraint(
            model_name="file",
            name="file_removed_is_empty",
        ),
        migrations.AddField(
            model_name="file",
            name="original",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="file",
            name="original_key",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="file",
            name="original_key_id",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name="file",
            name="original_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="file",
            name="original_size",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="file",
            name="scan",
            field=models.CharField(
                choices=[
                    ("khong_quet", "Không quét: máy chủ chưa có chương trình quét mã độc"),
                    ("sach", "Đã quét, không thấy mã độc"),
                    ("cho_quet", "Chờ quét mã độc; chưa mở được"),
                    ("cach_ly", "Cách ly"),
                ],
                default="khong_quet",
                max_length=16,
                verbose_name="quét mã độc",
            ),
        ),
        migrations.AddField(
            model_name="file",
            name="scanned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="file",
            name="threat",
            field=models.CharField(blank=True, max_length=80, verbose_name="mã độc tìm thấy"),
        ),
        migrations.AddField(
            model_name="file",
            name="thumb",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AlterField(
            model_name="file",
            name="stored",
            field=models.CharField(max_length=32, null=True, unique=True),
        ),
        migrations.AddIndex(
            model_name="file",
            index=models.Index(
                condition=models.Q(("original_key", b""), _negated=True),
                fields=["original_key_id"],
                name="file_original_key",
            ),
        ),
        migrations.AddIndex(
            model_name="file",
            index=models.Index(
                condition=models.Q(("scan", "cho_quet")), fields=["id"], name="file_awaits_scan"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="file",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD) - ARRAY['name', 'key', 'original_key'], to_jsonb(NEW) - ARRAY['name', 'key', 'original_key']); RETURN NULL;",
                    hash="d26764e915842e400dc8f3b9a82485bf76b6a300",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_cc6fa",
                    table="records_file",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_at__isnull", True),
                    models.Q(("key", b""), ("name", ""), ("original_key", b"")),
                    _connector="OR",
                ),
                name="file_removed_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scan__in", ["khong_quet", "sach"]), ("stored__isnull", False)),
                    models.Q(
                        ("key", b""),
                        ("scan__in", ["cho_quet", "cach_ly"]),
                        ("stored__isnull", True),
                        ("thumb", ""),
                    ),
                    _connector="OR",
                ),
                name="file_unclean_is_not_served",
            ),
        ),
        migrations.AddField(
            model_name="fileact",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="fileact",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="records.file"
            ),
        ),
        migrations.AddField(
            model_name="fileact",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="file_acts", to="records.record"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fileact",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="f871cdbb46b9c3973b742cf49b11fea32864068f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_7dfa1",
                    table="records_fileact",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
