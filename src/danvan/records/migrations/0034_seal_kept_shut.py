"""A case goes whole with a destroyed record, opens on the right kind of machine alone, and shuts its record for good."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Whatever hangs on a case, keys first of all: what a backup holds opens with nothing that is here any more.
TAKE = """
CREATE OR REPLACE FUNCTION records_take_sealed(p_record bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = p_record) THEN
    RAISE EXCEPTION 'only what was destroyed by decision is taken away' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM records_sealitem WHERE case_id = p_record;
  DELETE FROM records_sealreply WHERE case_id = p_record;
  DELETE FROM records_sealsender WHERE case_id = p_record;
  DELETE FROM records_sealrelease WHERE case_id = p_record;
  DELETE FROM records_sealwaiver WHERE case_id = p_record;
  DELETE FROM records_sealrecoverytarget WHERE case_id = p_record;
  DELETE FROM records_sealgrant WHERE case_id = p_record;
  DELETE FROM records_sealring WHERE case_id = p_record;
  DELETE FROM records_sealcase WHERE record_id = p_record;
END $$;
"""
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON records_sealinstallation FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0033_seal_roster"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealInstallation",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("is_apart", models.BooleanField()),
            ],
            options={
                "verbose_name": "loại máy cài đặt",
                "verbose_name_plural": "loại máy cài đặt",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sealcase",
            name="only_where_allowed",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sealitem",
            name="only_where_allowed",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sealreply",
            name="only_where_allowed",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sealsender",
            name="keep",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="record",
            trigger=pgtrigger.compiler.Trigger(
                name="case_stays_shut",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.identity_released_on IS NOT NULL OR NEW.secrecy <> 'niem_phong') AND EXISTS (SELECT 1 FROM records_sealcase WHERE record_id = NEW.id) THEN RAISE EXCEPTION 'Hồ sơ có hồ sơ niêm phong không bao giờ được mở thành hồ sơ ghi thông tin cá nhân.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="66775d85c738789b2178613ecfe79ffc034d0af3",
                    operation="UPDATE",
                    pgid="pgtrigger_case_stays_shut_8da54",
                    table="records_record",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealcase",
            trigger=pgtrigger.compiler.Trigger(
                name="only_where_allowed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.record_id AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= NEW.\"on\" ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') = (SELECT CASE WHEN EXISTS (SELECT 1 FROM records_sealinstallation WHERE is_apart) THEN 'may_doc_lap' ELSE 'niem_phong_mang' END) AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= greatest(NEW.\"on\", current_date) ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') = (SELECT CASE WHEN EXISTS (SELECT 1 FROM records_sealinstallation WHERE is_apart) THEN 'may_doc_lap' ELSE 'niem_phong_mang' END)) THEN RAISE EXCEPTION 'Đơn vị giữ tố cáo ngoài hệ thống nên ở đây không lưu được gì của người tố cáo; hãy giữ bản giấy trong phong bì.' USING ERRCODE = 'check_violation'; END IF; IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.record_id AND r.identity_released_on IS NULL AND r.secrecy = 'niem_phong') THEN RAISE EXCEPTION 'Chỉ hồ sơ niêm phong, chưa ghi thông tin cá nhân, mới lập được hồ sơ niêm phong.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="af226c9fb9712b273e7cbf86aa0b97b9d9108abf",
                    operation="INSERT",
                    pgid="pgtrigger_only_where_allowed_21d4b",
                    table="records_sealcase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealcase",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.record_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="72743081198f20214415f961abf885bf1c363f42",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_07da9",
                    table="records_sealcase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealitem",
            trigger=pgtrigger.compiler.Trigger(
                name="only_where_allowed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.case_id AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= NEW.\"on\" ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') = (SELECT CASE WHEN EXISTS (SELECT 1 FROM records_sealinstallation WHERE is_apart) THEN 'may_doc_lap' ELSE 'niem_phong_mang' END) AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= greatest(NEW.\"on\", current_date) ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') = (SELECT CASE WHEN EXISTS (SELECT 1 FROM records_sealinstallation WHERE is_apart) THEN 'may_doc_lap' ELSE 'niem_phong_mang' END)) THEN RAISE EXCEPTION 'Đơn vị giữ tố cáo ngoài hệ thống nên ở đây không lưu được gì của người tố cáo; hãy giữ bản giấy trong phong bì.' USING ERRCODE = 'check_violation'; END IF; IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.case_id AND r.identity_released_on IS NULL AND r.secrecy = 'niem_phong') THEN RAISE EXCEPTION 'Chỉ hồ sơ niêm phong, chưa ghi thông tin cá nhân, mới lập được hồ sơ niêm phong.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="f62fcbbca4080288471f607b212f0898dca6866d",
                    operation="INSERT",
                    pgid="pgtrigger_only_where_allowed_34c56",
                    table="records_sealitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealmode",
            trigger=pgtrigger.compiler.Trigger(
                name="fits_the_machine",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW.mode = 'niem_phong_mang' AND NEW.mode <> (SELECT CASE WHEN EXISTS (SELECT 1 FROM records_sealinstallation WHERE is_apart) THEN 'may_doc_lap' ELSE 'niem_phong_mang' END) THEN RAISE EXCEPTION 'Máy này là máy độc lập, không nối mạng; ở đây chỉ có chế độ “Máy độc lập”.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="ee32aaea8132af33395164619c708e9b1eefdc3b",
                    operation="INSERT",
                    pgid="pgtrigger_fits_the_machine_77960",
                    table="records_sealmode",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealreply",
            trigger=pgtrigger.compiler.Trigger(
                name="only_where_allowed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.case_id AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= NEW.\"on\" ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') = (SELECT CASE WHEN EXISTS (SELECT 1 FROM records_sealinstallation WHERE is_apart) THEN 'may_doc_lap' ELSE 'niem_phong_mang' END) AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= greatest(NEW.\"on\", current_date) ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') = (SELECT CASE WHEN EXISTS (SELECT 1 FROM records_sealinstallation WHERE is_apart) THEN 'may_doc_lap' ELSE 'niem_phong_mang' END)) THEN RAISE EXCEPTION 'Đơn vị giữ tố cáo ngoài hệ thống nên ở đây không lưu được gì của người tố cáo; hãy giữ bản giấy trong phong bì.' USING ERRCODE = 'check_violation'; END IF; IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.case_id AND r.identity_released_on IS NULL AND r.secrecy = 'niem_phong') THEN RAISE EXCEPTION 'Chỉ hồ sơ niêm phong, chưa ghi thông tin cá nhân, mới lập được hồ sơ niêm phong.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="9397581515108135cbc8f7629c974c5dd5027f3b",
                    operation="INSERT",
                    pgid="pgtrigger_only_where_allowed_cdccd",
                    table="records_sealreply",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealsender",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d34d71be1fc0b36dbfcd98ee8603ecb21ca27768",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_76714",
                    table="records_sealsender",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealinstallation",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="seal_installation_once"),
        ),
        migrations.RunSQL(TAKE, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
