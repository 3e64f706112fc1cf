"""The code of a booked place stands in the history no more: whoever holds it reads the hour and can cancel.

Rows written before keep it. The history cannot be changed without breaking every hash after it and each day's root; a code
opens nothing once its day is over, and places are booked sixty days ahead at most.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reception", "0007_denunciations_stay_shut"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="booking",
            name="history",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD) - ARRAY['code'], to_jsonb(NEW) - ARRAY['code']); RETURN NULL;",
                    hash="f957749542141f5b2523a64f1b65a860b5d68777",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_1a646",
                    table="reception_booking",
                    when="AFTER",
                ),
            ),
        ),
    ]
