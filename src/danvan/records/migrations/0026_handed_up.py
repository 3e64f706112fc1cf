"""The blank line that stays in a register when an envelope about the office's own lead went up unopened."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# A line is only ever added: which number went up is not taken back and not attached to another record.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_handedup FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("records", "0025_seal_book"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandedUp",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("register_year", models.PositiveSmallIntegerField(verbose_name="năm sổ")),
                ("register_no", models.PositiveIntegerField(verbose_name="số thứ tự")),
                ("on", models.DateField(verbose_name="ngày chuyển lên")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_up",
                        to="records.record",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handed_up", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "phong bì đã chuyển lên cấp trên",
                "verbose_name_plural": "phong bì đã chuyển lên cấp trên",
                "indexes": [models.Index(fields=["unit", "-on", "-id"], name="handed_up_newest")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handedup",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="63ce544ca5c8251cdf1c4eb44267e9deb0ef0c48",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_d8e29",
                    table="records_handedup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handedup",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8d7020f7a94e722d0238b70eab1858ae5246027b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_af3e7",
                    table="records_handedup",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
