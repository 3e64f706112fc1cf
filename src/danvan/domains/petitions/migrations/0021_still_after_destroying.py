"""The own row of a destroyed letter or matter stays as it is."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0020_machine_apart"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="erased_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD AND EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_ptr_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="8a60da358d189c6054cc8ad40d3bbb7bb855c56e",
                    operation="UPDATE",
                    pgid="pgtrigger_erased_stays_c1ba5",
                    table="petitions_letter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="matter",
            trigger=pgtrigger.compiler.Trigger(
                name="erased_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW IS DISTINCT FROM OLD AND EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_ptr_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="5c4493706d704d681dc2ee26670e66f5ba2864f1",
                    operation="UPDATE",
                    pgid="pgtrigger_erased_stays_c5c35",
                    table="petitions_matter",
                    when="BEFORE",
                ),
            ),
        ),
    ]
