"""Whose recovery key serves a unit without one of its own: said by its head, only added."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_sealcover FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("records", "0038_seal_mark_tags"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SealCover",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "above",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
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
                "verbose_name": "khóa khôi phục của cấp trên",
                "verbose_name_plural": "khóa khôi phục của cấp trên",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit", models.F("above")), _negated=True),
                        name="seal_cover_is_another_unit",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealcover",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="17abf565d70c90b1211e9e5bf0593c1d678caf09",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_a9174",
                    table="records_sealcover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealcover",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a934e7c355efd5d19140dba1287fbc1ec15e54d2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_c2399",
                    table="records_sealcover",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
