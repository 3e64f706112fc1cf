"""Which key signs the packages of a unit's machine apart: rows that nobody changes, another key by a document alone."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON petitions_apartkey FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("petitions", "0022_denunciations_stay_shut"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApartKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_key", models.CharField(max_length=64, verbose_name="khóa công khai")),
                ("document", models.CharField(blank=True, max_length=40, verbose_name="số văn bản")),
                ("document_on", models.DateField(blank=True, null=True, verbose_name="ngày văn bản")),
                ("accepted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "accepted_by",
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
                "verbose_name": "khóa của máy độc lập",
                "verbose_name_plural": "khóa của máy độc lập",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_key__regex", "^[0-9a-f]{64}$")), name="apart_key_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document", ""), ("document_on__isnull", True)),
                            models.Q(
                                ("document__regex", "^(?=.*[0-9])[0-9A-ZĐÀ-Ỹ][0-9A-ZĐÀ-Ỹ./-]{0,39}$"),
                                ("document_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="apart_key_document_whole",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apartkey",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="27e6c060cef65df325b886385dbcdd3665201d5c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_30bbe",
                    table="petitions_apartkey",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apartkey",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c1cf4b334f5d2516d0de75b3c093a0abdaefd724",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_1fafd",
                    table="petitions_apartkey",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apartkey",
            trigger=pgtrigger.compiler.Trigger(
                name="another_by_document",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM org_unit WHERE id = NEW.unit_id FOR UPDATE; IF NEW.document = '' AND EXISTS (SELECT 1 FROM petitions_apartkey WHERE unit_id = NEW.unit_id) THEN RAISE EXCEPTION 'Đơn vị đã có khóa của máy độc lập; đổi khóa phải có số, ngày văn bản của người đứng đầu.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="7877b4f10779925747d11b47e3fd5639dcc53920",
                    operation="INSERT",
                    pgid="pgtrigger_another_by_document_9afa4",
                    table="petitions_apartkey",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
