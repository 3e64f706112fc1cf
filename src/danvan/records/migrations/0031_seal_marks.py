"""Marks under a key outside the database on what the seal trusts; what has ended is not woken again."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_sealmark FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0030_asked_envelopes"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealMark",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=63)),
                ("row", models.BigIntegerField()),
                ("key_id", models.CharField(max_length=16)),
                ("mac", models.CharField(max_length=64)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("ghi", "khi ghi dòng"),
                            ("tiep_nhan", "người vận hành tiếp nhận dòng có từ trước"),
                            ("khoa_moi", "đánh dấu lại bằng khóa mới của hệ thống"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "dấu xác thực niêm phong",
                "verbose_name_plural": "dấu xác thực niêm phong",
            },
        ),
        migrations.AlterField(
            model_name="sealopening",
            name="act",
            field=models.CharField(
                choices=[
                    ("mo_khoa", "mở khóa niêm phong của mình"),
                    ("xem", "xem nội dung"),
                    ("tai_tep", "tải tệp"),
                    ("tai_ban_goc", "tải tệp nguyên như đã gửi, chưa làm sạch"),
                    ("che", "lập bản đã che"),
                    ("trao_khoa", "trao khóa cho người khác"),
                    ("niem_phong_lai", "niêm phong lại bằng khóa mới"),
                    ("cho_biet", "cho một người xác minh biết người tố cáo"),
                    ("duoc_biet", "xem người tố cáo theo văn bản cho biết"),
                    ("khoi_phuc", "mở bằng khóa khôi phục"),
                    ("lap", "lập hồ sơ niêm phong"),
                    ("them", "thêm vào hồ sơ niêm phong"),
                    ("thoi_giu", "cho một người thôi giữ khóa"),
                    ("mat_khoa", "kết thúc khóa của mình"),
                    ("khong_giu_bi_mat", "ghi biên bản không yêu cầu giữ bí mật"),
                    ("thoi_cho_biet", "thôi cho biết người tố cáo"),
                    ("lap_khoi_phuc", "lập khóa khôi phục"),
                    ("dua_phan_khoa", "đưa ra phần khóa khôi phục"),
                    ("viet_tin", "viết cho người tố cáo"),
                ],
                max_length=16,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealgrant",
            trigger=pgtrigger.compiler.Trigger(
                name="ends_for_good",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN RAISE EXCEPTION 'Khóa hoặc bản khóa đã kết thúc thì không dùng lại được; hãy lập khóa mới.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="d0ce79e210e0a47116fc62d5ae8a00534e9d10f0",
                    operation="UPDATE",
                    pgid="pgtrigger_ends_for_good_dc5c3",
                    table="records_sealgrant",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealkey",
            trigger=pgtrigger.compiler.Trigger(
                name="ends_for_good",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN RAISE EXCEPTION 'Khóa hoặc bản khóa đã kết thúc thì không dùng lại được; hãy lập khóa mới.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="40e0a61c9e479a5fdca89a26af6003aa96c70324",
                    operation="UPDATE",
                    pgid="pgtrigger_ends_for_good_e52c5",
                    table="records_sealkey",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealrecovery",
            trigger=pgtrigger.compiler.Trigger(
                name="ends_for_good",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN RAISE EXCEPTION 'Khóa hoặc bản khóa đã kết thúc thì không dùng lại được; hãy lập khóa mới.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="3ea51eb8c8e8d7723dc02373d51bc56126b49bd9",
                    operation="UPDATE",
                    pgid="pgtrigger_ends_for_good_9875c",
                    table="records_sealrecovery",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealrelease",
            trigger=pgtrigger.compiler.Trigger(
                name="ends_for_good",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN RAISE EXCEPTION 'Khóa hoặc bản khóa đã kết thúc thì không dùng lại được; hãy lập khóa mới.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="28848db44b1bea541b1c3f838c0c6a847343de5d",
                    operation="UPDATE",
                    pgid="pgtrigger_ends_for_good_ddcab",
                    table="records_sealrelease",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealmark",
            constraint=models.UniqueConstraint(fields=("table", "row", "mac"), name="seal_mark_once"),
        ),
        migrations.AddConstraint(
            model_name="sealmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("key_id__regex", "^[0-9a-f]{16}$"), ("mac__regex", "^[0-9a-f]{64}$")),
                name="seal_mark_hash_alone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealmark",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="b75e9e547a518c6812444ba1ee10d95d23ba5058",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_292f2",
                    table="records_sealmark",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealmark",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="148d752d762e371128fb4bc925c53ea627341e5d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_56dec",
                    table="records_sealmark",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
