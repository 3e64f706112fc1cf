"""Decisions on how a unit keeps a tố cáo, only ever added; the mode of a day as the database itself reads it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What was decided stays; triggers of other tables ask for the mode of a day, a unit without a decision keeps all outside.
RIGHTS = """
CREATE FUNCTION records_seal_mode(asked bigint, day date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT mode FROM records_sealmode WHERE unit_id = asked AND starts_on <= day
    ORDER BY starts_on DESC, id DESC LIMIT 1), 'ngoai_he_thong')
$$;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_sealmode FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("records", "0016_postal_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SealMode",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("ngoai_he_thong", "Ngoài hệ thống"),
                            ("may_doc_lap", "Máy độc lập"),
                            ("niem_phong_mang", "Niêm phong trên mạng"),
                        ],
                        max_length=16,
                        verbose_name="chế độ",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="tên văn bản")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="số, ký hiệu")),
                ("document_on", models.DateField(blank=True, null=True, verbose_name="ngày văn bản")),
                ("post", models.CharField(max_length=120, verbose_name="chức vụ người quyết định")),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seal_modes", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "quyết định chế độ giữ tố cáo",
                "verbose_name_plural": "quyết định chế độ giữ tố cáo",
                "indexes": [models.Index(fields=["unit", "-starts_on", "-id"], name="seal_mode_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mode__in", ["ngoai_he_thong", "may_doc_lap", "niem_phong_mang"])
                        ),
                        name="seal_mode_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mode", "niem_phong_mang"), _negated=True),
                            models.Q(
                                models.Q(("document", ""), _negated=True),
                                models.Q(("number", ""), _negated=True),
                                ("document_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="seal_mode_network_with_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("document_on__isnull", True),
                            ("document_on__lte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="seal_mode_after_document",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealmode",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="17d52ea9bf776f8c7582f73fa81297bb74b41c18",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_96b2e",
                    table="records_sealmode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealmode",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="50633ea7a62336b589a3ee99ae4f6eae7c476e33",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_e181a",
                    table="records_sealmode",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, "DROP FUNCTION records_seal_mode"),
    ]
