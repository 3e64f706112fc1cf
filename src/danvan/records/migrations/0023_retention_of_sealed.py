"""What holders alone can read goes with a destroyed record; whoever adds to one waits for who destroys it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

# The program may remove no item of a sealed case. The owner's function removes those of a record that was destroyed by
# decision, which it asks itself; nobody else's.
TAKE = """
CREATE FUNCTION records_take_sealed(p_record bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = p_record) THEN
    RAISE EXCEPTION 'only what was destroyed by decision is taken away' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM records_sealitem WHERE case_id = p_record;
END $$;
"""
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE EXECUTE ON FUNCTION records_take_sealed(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION records_take_sealed(bigint) TO danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0022_history_roots"),
    ]

    operations = [
        migrations.RunSQL(TAKE, "DROP FUNCTION records_take_sealed"),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name="envelope",
            name="not_erased",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="legalhold",
            name="not_erased",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="link",
            name="not_erased",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="link",
            name="not_erased_source",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="paper",
            name="not_erased",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="tombstone",
            name="takes_papers",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="envelope",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.record_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="0ab85e4b4f60a0139595e54b359af33398fdb677",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_058ce",
                    table="records_envelope",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalhold",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.record_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="af1a47a1c11719391dfd22f3b40f182521865d3e",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_16a68",
                    table="records_legalhold",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="link",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.record_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="6029edb5599e87e1bfc6d97ef67e373ec3db791f",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_0a58b",
                    table="records_link",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="link",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased_source",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.source_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.source_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="c14588d3787f9b386105d3d0b4c6195e677a8eca",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_source_baa2a",
                    table="records_link",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.record_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="b2354761face7203ac704bf8feddb7fe6a10d8f2",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_4a4ee",
                    table="records_message",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.record_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="a8251975fc264080fcffca7d1125ac8eb95c915e",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_5d507",
                    table="records_paper",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rating",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.record_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="d64d11ec3a2350399b868eb595899daec60b1a11",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_5cfbe",
                    table="records_rating",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealitem",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.case_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.case_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="850437234e6c8cbc3d54a83ce3df183ab56ae1f0",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_3cbe8",
                    table="records_sealitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tombstone",
            trigger=pgtrigger.compiler.Trigger(
                name="takes_the_rest",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM records_papertext WHERE paper_id IN (SELECT id FROM records_paper WHERE record_id = NEW.record_id); PERFORM records_take_sealed(NEW.record_id); RETURN NULL;",
                    hash="67e87df60273a729e9dee695ded3e4d5ca2be210",
                    operation="INSERT",
                    pgid="pgtrigger_takes_the_rest_12ba7",
                    table="records_tombstone",
                    when="AFTER",
                ),
            ),
        ),
    ]
