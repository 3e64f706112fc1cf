"""The spine's half of the guard for visits: whoever writes it opens none in which a tố cáo was told."""

from django.db import migrations

# Asked when the transaction ends, since the program writes the spine before the visit's own row.
GUARD = """
CREATE FUNCTION reception_stays_shut() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM public.records_record r JOIN public.reception_visit v ON v.record_ptr_id = r.id
    WHERE r.id = NEW.id AND v.content_kind = 'to_cao'
      AND (r.identity_released_on IS NOT NULL OR r.secrecy <> 'niem_phong')
  ) THEN
    RAISE EXCEPTION 'Lượt tiếp có tố cáo phải giữ niêm phong, không được mở để ghi thông tin cá nhân.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reception_stays_shut AFTER UPDATE ON records_record
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.type = 'luot_tiep' AND ((NEW.identity_released_on IS NOT NULL AND OLD.identity_released_on IS NULL)
    OR (NEW.secrecy <> 'niem_phong' AND OLD.secrecy = 'niem_phong')))
  EXECUTE FUNCTION reception_stays_shut();
"""
BACK = "DROP TRIGGER reception_stays_shut ON records_record; DROP FUNCTION reception_stays_shut();"


class Migration(migrations.Migration):
    dependencies = [
        ("reception", "0006_counter"),
        ("records", "0031_seal_marks"),
    ]

    operations = [migrations.RunSQL(GUARD, BACK)]
