"""What office and denouncer write to each other under seal: only added, but for the day on which the sender fetched it.

With a destroyed record it goes as the items of its case do, by the owner's function and after the tombstone alone.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

_TAKE = """
CREATE OR REPLACE FUNCTION records_take_sealed(p_record bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = p_record) THEN
    RAISE EXCEPTION 'only what was destroyed by decision is taken away' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM records_sealitem WHERE case_id = p_record;%s
END $$;
"""
TAKE_ITEMS = _TAKE % ""
TAKE_BOTH = _TAKE % "\n  DELETE FROM records_sealreply WHERE case_id = p_record;"
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_sealreply FROM danvan_app;
    GRANT UPDATE (fetched_on) ON records_sealreply TO danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0031_seal_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(TAKE_BOTH, TAKE_ITEMS),
        migrations.CreateModel(
            name="SealReply",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("co_quan", "cơ quan"), ("nguoi_gui", "người gửi")], max_length=12
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("on", models.DateField()),
                ("fetched_on", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="records.sealcase",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.paper",
                    ),
                ),
            ],
            options={
                "verbose_name": "tin niêm phong",
                "verbose_name_plural": "tin niêm phong",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="seal_reply_once"),
                    models.UniqueConstraint(fields=("case", "paper"), name="seal_reply_paper_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", False), ("side", "co_quan")),
                            models.Q(
                                ("by__isnull", True),
                                ("fetched_on__isnull", True),
                                ("paper__isnull", True),
                                ("side", "nguoi_gui"),
                            ),
                            _connector="OR",
                        ),
                        name="seal_reply_by_its_side",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealreply",
            trigger=pgtrigger.compiler.Trigger(
                name="only_where_allowed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.case_id AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= NEW.\"on\" ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') <> 'ngoai_he_thong' AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= greatest(NEW.\"on\", current_date) ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') <> 'ngoai_he_thong') THEN RAISE EXCEPTION 'Đơn vị giữ tố cáo ngoài hệ thống nên ở đây không lưu được gì của người tố cáo; hãy giữ bản giấy trong phong bì.' USING ERRCODE = 'check_violation'; END IF; IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.case_id AND r.identity_released_on IS NULL AND r.secrecy = 'niem_phong') THEN RAISE EXCEPTION 'Chỉ hồ sơ niêm phong, chưa ghi thông tin cá nhân, mới lập được hồ sơ niêm phong.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="ad64514a3b16aa3d9d5af33bbad39fb23a9792a5",
                    operation="INSERT",
                    pgid="pgtrigger_only_where_allowed_cdccd",
                    table="records_sealreply",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealreply",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.case_id FOR KEY SHARE; IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.case_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="6b1c60cbcfb50202e3eca28d97d910d765234d9a",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_65fc0",
                    table="records_sealreply",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealreply",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'case_id', to_jsonb(OLD) - ARRAY['sealed', 'fetched_on'], to_jsonb(NEW) - ARRAY['sealed', 'fetched_on']); RETURN NULL;",
                    hash="9462172dbf26dee21c87b0af807796172462b8d9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_ebeaa",
                    table="records_sealreply",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
