"""Who sent a tố cáo over the network: a keyed hash of a code and a public key, of which no row is changed or removed."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_sealsender FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0028_still_after_destroying"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealSender",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sender",
                        serialize=False,
                        to="records.sealcase",
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("public", models.BinaryField()),
                ("salt", models.BinaryField()),
                ("passes", models.PositiveIntegerField()),
                ("memory", models.PositiveBigIntegerField()),
                ("is_named", models.BooleanField()),
            ],
            options={
                "verbose_name": "người gửi tố cáo qua mạng",
                "verbose_name_plural": "người gửi tố cáo qua mạng",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code_hash__regex", "^[0-9a-f]{64}$")),
                        name="seal_sender_hash_alone",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealsender",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.case_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.case_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="b05d6d5ec00c7cae0a1fadd0888d4cc6583bef40",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_8419e",
                    table="records_sealsender",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealsender",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'case_id', to_jsonb(OLD) - ARRAY['code_hash', 'salt'], to_jsonb(NEW) - ARRAY['code_hash', 'salt']); RETURN NULL;",
                    hash="5f990ba772888ab10e09c05b16a83b987fd0b85d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_b3aed",
                    table="records_sealsender",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealsender",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dfc454536c58e72688ee9b2a713f44113385ac99",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_76714",
                    table="records_sealsender",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
