"""A person takes back a tie that a person made; the history never learns where a letter went or what was answered."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

# The program may delete no tie between records but these: a letter joined to a letter or to a matter, and a second
# instance tied to its first. The history keeps that the tie was there, who took it back and why.
UNTIE = """
CREATE FUNCTION petitions_untie(p_link bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM records_link l USING records_record r, records_record s
  WHERE l.id = p_link AND r.id = l.record_id AND s.id = l.source_id
    AND (l.kind = 'nhap_vao' AND s.type = 'don' AND r.type IN ('don', 'vu_viec')
      OR l.kind = 'phat_sinh_tu' AND s.type = 'vu_viec' AND r.type = 'vu_viec');
$$;
"""
UNDO = """
CREATE FUNCTION petitions_undo_join(p_pair bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM records_link l USING petitions_likepair p
  WHERE p.id = p_pair AND p.state = 'da_nhap' AND l.record_id = p.later_id AND l.source_id = p.earlier_id
    AND l.kind = 'nhap_vao';
$$;
"""
# Lines of the register of hard matters stand as written, but for those of a matter that may tell of nobody any more
# because its letter was found to be a tố cáo (Luật Tố cáo 2018, Điều 8). The table comes with the next migration.
FORGET = """
CREATE FUNCTION petitions_forget_contacts(p_matter bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM records_record WHERE id = p_matter AND identity_released_on IS NOT NULL) THEN
    RETURN;
  END IF;
  PERFORM set_config('pgtrigger.ignore', '{pgtrigger_keep_2814e}', true);
  UPDATE petitions_hardcontact SET note = '' WHERE record_id = p_matter AND note <> '';
  PERFORM set_config('pgtrigger.ignore', '{}', true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0011_free_texts_outside_history"),
        ("records", "0014_national_updates"),
    ]

    operations = [
        migrations.RunSQL(UNTIE, "DROP FUNCTION petitions_untie"),
        migrations.RunSQL("DROP FUNCTION petitions_undo_join", UNDO),
        migrations.RunSQL(FORGET, "DROP FUNCTION petitions_forget_contacts"),
        pgtrigger.migrations.RemoveTrigger(
            model_name="letter",
            name="history",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_ptr_id', to_jsonb(OLD) - ARRAY['against', 'place', 'forwarder_name', 'forwarder_reference', 'post_number', 'forwarded_to', 'reply_reference'], to_jsonb(NEW) - ARRAY['against', 'place', 'forwarder_name', 'forwarder_reference', 'post_number', 'forwarded_to', 'reply_reference']); RETURN NULL;",
                    hash="3c20266b36098e902ed0a7599980f523b057a462",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_47030",
                    table="petitions_letter",
                    when="AFTER",
                ),
            ),
        ),
    ]
