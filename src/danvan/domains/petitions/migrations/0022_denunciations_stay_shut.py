"""The spine's half of the guard: whoever writes it opens no tố cáo, no letter of unknown class and no protection request."""

from django.db import migrations

# Asked when the transaction ends, since the program writes the spine before the row of its type; the other half
# (denunciation_without_identity) is asked at once. A sealed record that is opened is refused as one that names somebody.
GUARD = """
CREATE FUNCTION petitions_stays_shut() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM public.records_record r
    WHERE r.id = NEW.id AND (r.identity_released_on IS NOT NULL OR r.secrecy <> 'niem_phong') AND (
      EXISTS (SELECT 1 FROM public.petitions_letter l WHERE l.record_ptr_id = r.id AND (l.kind IS NULL OR l.kind = 'to_cao'))
      OR EXISTS (SELECT 1 FROM public.petitions_matter m WHERE m.record_ptr_id = r.id AND m.kind = 'to_cao')
      OR EXISTS (SELECT 1 FROM public.petitions_protection p WHERE p.record_ptr_id = r.id))
  ) THEN
    RAISE EXCEPTION 'Hồ sơ tố cáo hoặc chưa phân loại phải giữ niêm phong, không được mở để ghi thông tin cá nhân.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER petitions_stays_shut_new AFTER INSERT ON records_record
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.type IN ({types}) AND (NEW.identity_released_on IS NOT NULL OR NEW.secrecy <> 'niem_phong'))
  EXECUTE FUNCTION petitions_stays_shut();
CREATE CONSTRAINT TRIGGER petitions_stays_shut AFTER UPDATE ON records_record
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.identity_released_on IS NOT NULL AND OLD.identity_released_on IS NULL)
    OR (NEW.secrecy <> 'niem_phong' AND OLD.secrecy = 'niem_phong'))
  EXECUTE FUNCTION petitions_stays_shut();
"""
BACK = """
DROP TRIGGER petitions_stays_shut ON records_record;
DROP TRIGGER petitions_stays_shut_new ON records_record;
DROP FUNCTION petitions_stays_shut();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0021_still_after_destroying"),
        ("records", "0031_seal_marks"),
    ]

    operations = [migrations.RunSQL(GUARD.replace("{types}", "'don', 'vu_viec', 'bao_ve'"), BACK)]
