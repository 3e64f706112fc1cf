"""The book of the seal tells more acts and the last item of each opening; a document's number holds no name."""

import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

DOCUMENT = "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-](QĐ|QD|KH|TB|BB|CV|GM|TTr|TTR|KL|BC|GT|GGT|GUQ|UQ|PC|HD|CT|NQ|PA|ĐN|YC|UBND|HĐND|VP)([-.&][A-ZĐa-zđ]{1,6}[0-9]{0,2}){0,2})?$"
NUMBER = django.core.validators.RegexValidator(
    DOCUMENT, "Số văn bản chỉ gồm số và ký hiệu, ví dụ 12/QĐ-UBND hoặc 05/2026/BB-TXM; không ghi tên người."
)
# A lost key's share is emptied like all else that was sealed to it.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    GRANT UPDATE (sealed) ON records_sealshare TO danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0024_root_nonces"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sealcase",
            name="only_where_allowed",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sealitem",
            name="only_where_allowed",
        ),
        migrations.RemoveConstraint(
            model_name="sealopening",
            name="seal_opening_document_names_nobody",
        ),
        migrations.RemoveConstraint(
            model_name="sealrecoveryact",
            name="seal_recovery_document_names_nobody",
        ),
        migrations.RemoveConstraint(
            model_name="sealrelease",
            name="seal_release_number_names_nobody",
        ),
        migrations.RemoveConstraint(
            model_name="sealwaiver",
            name="seal_waiver_number_names_nobody",
        ),
        migrations.AddField(
            model_name="sealopening",
            name="tail",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="sealopening",
            name="act",
            field=models.CharField(
                choices=[
                    ("mo_khoa", "mở khóa niêm phong của mình"),
                    ("xem", "xem nội dung"),
                    ("tai_tep", "tải tệp"),
                    ("che", "lập bản đã che"),
                    ("trao_khoa", "trao khóa cho người khác"),
                    ("niem_phong_lai", "niêm phong lại bằng khóa mới"),
                    ("cho_biet", "cho một người xác minh biết người tố cáo"),
                    ("duoc_biet", "xem người tố cáo theo văn bản cho biết"),
                    ("khoi_phuc", "mở bằng khóa khôi phục"),
                    ("lap", "lập hồ sơ niêm phong"),
                    ("thoi_giu", "cho một người thôi giữ khóa"),
                    ("mat_khoa", "kết thúc khóa của mình"),
                    ("khong_giu_bi_mat", "ghi biên bản không yêu cầu giữ bí mật"),
                    ("thoi_cho_biet", "thôi cho biết người tố cáo"),
                    ("lap_khoi_phuc", "lập khóa khôi phục"),
                    ("dua_phan_khoa", "đưa ra phần khóa khôi phục"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="sealopening",
            name="document",
            field=models.CharField(blank=True, max_length=60, validators=[NUMBER]),
        ),
        migrations.AlterField(
            model_name="sealrecoveryact",
            name="document",
            field=models.CharField(max_length=60, validators=[NUMBER], verbose_name="số văn bản"),
        ),
        migrations.AlterField(
            model_name="sealrelease",
            name="number",
            field=models.CharField(max_length=60, validators=[NUMBER], verbose_name="số văn bản"),
        ),
        migrations.AlterField(
            model_name="sealwaiver",
            name="number",
            field=models.CharField(max_length=60, validators=[NUMBER], verbose_name="số biên bản"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealcase",
            trigger=pgtrigger.compiler.Trigger(
                name="only_where_allowed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.record_id AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= NEW.\"on\" ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') <> 'ngoai_he_thong' AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= greatest(NEW.\"on\", current_date) ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') <> 'ngoai_he_thong') THEN RAISE EXCEPTION 'Đơn vị giữ tố cáo ngoài hệ thống nên ở đây không lưu được gì của người tố cáo; hãy giữ bản giấy trong phong bì.' USING ERRCODE = 'check_violation'; END IF; IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.record_id AND r.identity_released_on IS NULL AND r.secrecy = 'niem_phong') THEN RAISE EXCEPTION 'Chỉ hồ sơ niêm phong, chưa ghi thông tin cá nhân, mới lập được hồ sơ niêm phong.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="2bcd5a42bed8d92cdb9954b07558f80083e6e546",
                    operation="INSERT",
                    pgid="pgtrigger_only_where_allowed_21d4b",
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
                    func="IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.case_id AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= NEW.\"on\" ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') <> 'ngoai_he_thong' AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= greatest(NEW.\"on\", current_date) ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') <> 'ngoai_he_thong') THEN RAISE EXCEPTION 'Đơn vị giữ tố cáo ngoài hệ thống nên ở đây không lưu được gì của người tố cáo; hãy giữ bản giấy trong phong bì.' USING ERRCODE = 'check_violation'; END IF; IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.case_id AND r.identity_released_on IS NULL AND r.secrecy = 'niem_phong') THEN RAISE EXCEPTION 'Chỉ hồ sơ niêm phong, chưa ghi thông tin cá nhân, mới lập được hồ sơ niêm phong.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="694b6fc7fda496d2e1806e12c1f93c4f6d9273f8",
                    operation="INSERT",
                    pgid="pgtrigger_only_where_allowed_34c56",
                    table="records_sealitem",
                    when="BEFORE",
                ),
            ),
        ),
        AddConstraintNotValid(
            model_name="sealopening",
            constraint=models.CheckConstraint(
                condition=models.Q(("document", ""), ("document__regex", DOCUMENT), _connector="OR"),
                name="seal_opening_document_names_nobody",
            ),
        ),
        AddConstraintNotValid(
            model_name="sealrecoveryact",
            constraint=models.CheckConstraint(
                condition=models.Q(("document__regex", DOCUMENT)), name="seal_recovery_document_names_nobody"
            ),
        ),
        AddConstraintNotValid(
            model_name="sealrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", DOCUMENT), ("ended_at__isnull", False), _connector="OR"),
                name="seal_release_number_names_nobody",
            ),
        ),
        AddConstraintNotValid(
            model_name="sealwaiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", DOCUMENT)), name="seal_waiver_number_names_nobody"
            ),
        ),
    ]
