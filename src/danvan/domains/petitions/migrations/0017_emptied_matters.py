"""No word beside a matter that was emptied; a tie is taken back by somebody and for a reason, and by the program alone."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

UNTIE = """
CREATE OR REPLACE FUNCTION petitions_untie(p_link bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF coalesce(current_setting('danvan.actor', true), '') = ''
    OR coalesce(current_setting('danvan.reason', true), '') = '' THEN
    RAISE EXCEPTION 'a tie is taken back by somebody and for a reason' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM records_link l USING records_record r, records_record s
  WHERE l.id = p_link AND r.id = l.record_id AND s.id = l.source_id
    AND (l.kind = 'nhap_vao' AND s.type = 'don' AND r.type IN ('don', 'vu_viec')
      OR l.kind = 'phat_sinh_tu' AND s.type = 'vu_viec' AND r.type = 'vu_viec');
END $$;
"""
UNTIE_BEFORE = """
CREATE OR REPLACE FUNCTION petitions_untie(p_link bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM records_link l USING records_record r, records_record s
  WHERE l.id = p_link AND r.id = l.record_id AND s.id = l.source_id
    AND (l.kind = 'nhap_vao' AND s.type = 'don' AND r.type IN ('don', 'vu_viec')
      OR l.kind = 'phat_sinh_tu' AND s.type = 'vu_viec' AND r.type = 'vu_viec');
$$;
"""
# What is ignored meanwhile is put back as it was: the rest of the transaction goes on under the same triggers. A setting
# that somebody made before and that ended reads as an empty text, which is no list.
FORGET = """
CREATE OR REPLACE FUNCTION petitions_forget_contacts(p_matter bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_ignored text := coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{}');
BEGIN
  IF EXISTS (SELECT 1 FROM records_record WHERE id = p_matter AND identity_released_on IS NOT NULL) THEN
    RETURN;
  END IF;
  PERFORM set_config('pgtrigger.ignore', '{pgtrigger_keep_2814e}', true);
  UPDATE petitions_hardcontact SET note = '' WHERE record_id = p_matter AND note <> '';
  PERFORM set_config('pgtrigger.ignore', v_ignored, true);
END $$;
"""
# Before the program's role exists there is nobody to grant to, and nobody to keep out.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE EXECUTE ON FUNCTION petitions_untie(bigint), petitions_forget_contacts(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION petitions_untie(bigint), petitions_forget_contacts(bigint) TO danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0016_incoming_numbers"),
    ]

    operations = [
        migrations.RunSQL(UNTIE, UNTIE_BEFORE),
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name="hardcontact",
            name="denunciation_without_words",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="hardmatter",
            name="denunciation_without_words",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hardcontact",
            trigger=pgtrigger.compiler.Trigger(
                name="denunciation_without_words",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.note <> '' OR false) AND NOT EXISTS (SELECT 1 FROM petitions_matter m JOIN records_record r ON r.id = m.record_ptr_id WHERE r.id = NEW.record_id AND r.identity_released_on IS NOT NULL AND r.secrecy <> 'niem_phong' AND m.kind IN ('khieu_nai', 'kien_nghi_phan_anh') FOR SHARE OF r) THEN RAISE EXCEPTION 'Vụ việc tố cáo trong sổ theo dõi chỉ có số, đơn vị, ngày và căn cứ; hãy xóa tên lãnh đạo, kế hoạch và lời ghi.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="026c3b67beda7f76f9135bbe92dc6c34bac135d0",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_denunciation_without_words_c8d27",
                    table="petitions_hardcontact",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hardmatter",
            trigger=pgtrigger.compiler.Trigger(
                name="denunciation_without_words",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.complicated_why <> '' OR NEW.crowded_why <> '' OR NEW.long_why <> '' OR NEW.leader_post <> '' OR NEW.plan <> '' OR NEW.next_step <> '' OR NEW.left_why <> '' OR NEW.leader_id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM petitions_matter m JOIN records_record r ON r.id = m.record_ptr_id WHERE r.id = NEW.record_id AND r.identity_released_on IS NOT NULL AND r.secrecy <> 'niem_phong' AND m.kind IN ('khieu_nai', 'kien_nghi_phan_anh') FOR SHARE OF r) THEN RAISE EXCEPTION 'Vụ việc tố cáo trong sổ theo dõi chỉ có số, đơn vị, ngày và căn cứ; hãy xóa tên lãnh đạo, kế hoạch và lời ghi.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="b15ea8da69a5d5014c82ed4e4e017c5ed6b16375",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_denunciation_without_words_2e9d1",
                    table="petitions_hardmatter",
                    when="BEFORE",
                ),
            ),
        ),
    ]
