"""Postal numbers outside the history and off sealed records; a file waits for who closes its record, and he for it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# What is no number of form S10, or leads to whom a sealed record was about, is emptied before the constraint is made.
EMPTIED = """
UPDATE records_delivery d SET post_number = '' FROM records_record r WHERE r.id = d.record_id AND d.post_number <> ''
  AND (d.post_number !~ '^[A-Z]{2}[0-9]{9}[A-Z]{2}$' OR r.identity_released_on IS NULL OR r.secrecy = 'niem_phong');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0015_paper_traces"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="delivery",
            name="history",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="file",
            name="only_released",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="filetext",
            name="only_released",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="record",
            name="no_paper_left_behind",
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_post_number_names_nobody",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delivery",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD) - ARRAY['post_number'], to_jsonb(NEW) - ARRAY['post_number']); RETURN NULL;",
                    hash="12df487f7a21cc89ab0053d0dcd77e208aee2412",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_f3bb5",
                    table="records_delivery",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delivery",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.post_number <> '') AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong' FOR SHARE) THEN RAISE EXCEPTION 'Hồ sơ chưa phân loại hoặc là tố cáo nên không ghi số bưu gửi; hãy giữ biên nhận trong phong bì của hồ sơ.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="5c70797b7dbe606112e713769da1a817f295a59c",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_3dc71",
                    table="records_delivery",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="file",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.removed_at IS NULL) AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong' FOR SHARE) THEN RAISE EXCEPTION 'Chưa được kèm tệp: hồ sơ chưa phân loại hoặc là tố cáo. Hãy cất bản quét vào phong bì niêm phong; tệp của tố cáo không lưu trong hệ thống.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="a2e9402f22cabc1252fb33af2cdf42c896228175",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_5b572",
                    table="records_file",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="filetext",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.text <> '') AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = (SELECT record_id FROM records_file WHERE records_file.id = NEW.file_id) AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong' FOR SHARE) THEN RAISE EXCEPTION 'Chưa được kèm tệp: hồ sơ chưa phân loại hoặc là tố cáo. Hãy cất bản quét vào phong bì niêm phong; tệp của tố cáo không lưu trong hệ thống.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="f90db036fe452787844d0e6b76a87101b493cc3c",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_a4fac",
                    table="records_filetext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="record",
            trigger=pgtrigger.compiler.Trigger(
                name="no_paper_left_behind",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.identity_released_on IS NOT NULL AND NEW.identity_released_on IS NULL)",
                    func="IF EXISTS (SELECT 1 FROM records_papertext t JOIN records_paper p ON p.id = t.paper_id WHERE p.record_id = NEW.id AND t.is_personal) OR EXISTS (SELECT 1 FROM records_delivery WHERE record_id = NEW.id AND post_number <> '') THEN RAISE EXCEPTION 'Hồ sơ còn văn bản có thông tin cá nhân nên chưa thể niêm phong lại; hãy xóa lời văn đó trước.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="88c8e66ca1b58855b729e8fde45f17cff2c08e50",
                    operation="UPDATE",
                    pgid="pgtrigger_no_paper_left_behind_4abaa",
                    table="records_record",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(EMPTIED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("post_number", ""), ("post_number__regex", "^[A-Z]{2}[0-9]{9}[A-Z]{2}$"), _connector="OR"
                ),
                name="delivery_post_number_names_nobody",
            ),
        ),
    ]
