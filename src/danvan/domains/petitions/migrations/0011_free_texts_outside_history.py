"""The history never learns a letter's free texts: what is taken away with a tố cáo must not stand there."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0010_filters"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="letter",
            name="history",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_ptr_id', to_jsonb(OLD) - ARRAY['against', 'place', 'forwarder_name', 'forwarder_reference', 'post_number'], to_jsonb(NEW) - ARRAY['against', 'place', 'forwarder_name', 'forwarder_reference', 'post_number']); RETURN NULL;",
                    hash="18658c6a14c1f58de3410e275a66f69d9bc910ff",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_47030",
                    table="petitions_letter",
                    when="AFTER",
                ),
            ),
        ),
    ]
