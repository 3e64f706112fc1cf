"""A tombstone keeps the keyed hash of the code with which a tố cáo was sent; the history does not learn it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0035_history_tips"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="tombstone",
            name="history",
        ),
        migrations.AddField(
            model_name="tombstone",
            name="code_hash",
            field=models.CharField(blank=True, max_length=64, verbose_name="mã băm có khóa của mã người gửi"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tombstone",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD) - ARRAY['code_hash'], to_jsonb(NEW) - ARRAY['code_hash']); RETURN NULL;",
                    hash="7c38583c31e142eaf14de733b76c1960617d4ec3",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_a917f",
                    table="records_tombstone",
                    when="AFTER",
                ),
            ),
        ),
    ]
