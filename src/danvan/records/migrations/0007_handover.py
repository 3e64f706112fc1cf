"""Open records of units that end, and to whom they go."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What was proposed stays; a decision is written once.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_handover FROM danvan_app;
    GRANT UPDATE (unit_id, "on", reason, decided_by_id, decided_at) ON records_handover TO danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0006_notices"), ("org", "0004_acts")]
    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("on", models.DateField(null=True, verbose_name="ngày bàn giao")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("old_year", models.PositiveSmallIntegerField(verbose_name="năm sổ cũ")),
                ("old_no", models.PositiveIntegerField(verbose_name="số thứ tự cũ")),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unitact"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="đơn vị giao",
                    ),
                ),
                (
                    "proposed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="đơn vị đề xuất",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="records.record",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="đơn vị nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "bàn giao hồ sơ",
                "verbose_name_plural": "bàn giao hồ sơ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("unit__isnull", True)),
                        fields=["from_unit", "id"],
                        name="handover_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("on__isnull", False)), fields=["on", "record"], name="handover_on"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("record", "act"), name="handover_once_per_act"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("on__isnull", True),
                                ("unit__isnull", True),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("on__isnull", False),
                                ("unit__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handover_decided_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__isnull", True),
                            models.Q(("unit", models.F("from_unit")), _negated=True),
                            _connector="OR",
                        ),
                        name="handover_to_another",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="bef4a42b399a88edb8538a48145b35170ba0c3d2",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_5674a",
                    table="records_handover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0864cbf5306882638b80a51e86fc15bfa23ce792",
                    operation="DELETE",
                    pgid="pgtrigger_keep_94eca",
                    table="records_handover",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="settled",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."unit_id" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="bff0113c178a8e0e8b2348e92ee35093405cc440",
                    operation="UPDATE",
                    pgid="pgtrigger_settled_f6050",
                    table="records_handover",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
