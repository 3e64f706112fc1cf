"""What is kept beyond its time, and what is left of a destroyed record; nothing more is taken of one."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# An act of keeping is ended and never undone; of what was destroyed the program can add a line and change none.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON records_legalhold FROM danvan_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON records_tombstone FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("records", "0018_file_originals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("dieu_38", "Khiếu nại phải xem xét lại (Nghị định 124/2020/NĐ-CP, Điều 38)"),
                            ("toa_an", "Tòa án đang thụ lý hoặc yêu cầu"),
                            ("dieu_tra", "Cơ quan điều tra, viện kiểm sát yêu cầu"),
                            ("thanh_tra", "Đang thanh tra, kiểm tra, kiểm toán"),
                            ("luu_tru", "Chờ giao nộp vào lưu trữ"),
                            ("nguoi_gui", "Người gửi đề nghị giữ"),
                        ],
                        max_length=16,
                        verbose_name="lý do giữ lại",
                    ),
                ),
                ("document", models.CharField(max_length=40, verbose_name="số văn bản")),
                ("document_on", models.DateField(verbose_name="ngày văn bản")),
                ("held_on", models.DateField(verbose_name="giữ từ ngày")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="thôi giữ từ ngày")),
                (
                    "end_document",
                    models.CharField(blank=True, max_length=40, verbose_name="số văn bản thôi giữ"),
                ),
                (
                    "end_document_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày văn bản thôi giữ"),
                ),
            ],
            options={
                "verbose_name": "lần giữ lại hồ sơ",
                "verbose_name_plural": "lần giữ lại hồ sơ",
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="tombstone",
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("decision", models.CharField(max_length=40, verbose_name="số quyết định hủy")),
                ("decision_on", models.DateField(verbose_name="ngày quyết định")),
                ("erased_on", models.DateField(verbose_name="ngày hủy")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("rule", models.CharField(max_length=32, verbose_name="quy tắc")),
                ("citation", models.CharField(max_length=200, verbose_name="căn cứ")),
                ("event_on", models.DateField(verbose_name="tính từ ngày")),
                ("due_on", models.DateField(verbose_name="hết thời hạn lưu")),
                ("digest", models.CharField(max_length=64, verbose_name="mã danh sách")),
                ("contents", models.JSONField(verbose_name="phần đã hủy")),
                ("contents_hash", models.CharField(max_length=64, verbose_name="mã băm phần đã hủy")),
            ],
            options={
                "verbose_name": "hồ sơ đã hủy",
                "verbose_name_plural": "hồ sơ đã hủy",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="papertext",
            name="kept",
        ),
        migrations.AlterField(
            model_name="file",
            name="removal",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nham_ho_so", "Kèm nhầm hồ sơ"),
                    ("trung", "Trùng với tệp khác"),
                    ("khong_ro", "Bản quét không rõ, đã quét lại"),
                    ("theo_yeu_cau", "Theo yêu cầu của người gửi"),
                    ("khong_lien_quan", "Không liên quan đến hồ sơ"),
                    ("to_cao", "Hồ sơ được phân loại lại là tố cáo"),
                    ("het_han_luu", "Hồ sơ hết thời hạn lưu, đã hủy"),
                ],
                max_length=16,
                verbose_name="lý do gỡ",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="envelope",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="6850ec40ccba001de51778106c75507eaef14599",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_058ce",
                    table="records_envelope",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="link",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="e80cc6803d45be1d9da8e2768740b3debb8651db",
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
                    func="IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.source_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="dd645ee6c7594b85f193e4bfdad876f4e943f44e",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_source_baa2a",
                    table="records_link",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="6a0220ac619884a048cd527cc49ea77c6e04dc1a",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_5d507",
                    table="records_paper",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="papertext",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT OLD.is_personal AND EXISTS (SELECT 1 FROM records_paper WHERE id = OLD.paper_id AND number <> '') AND NOT EXISTS (SELECT 1 FROM records_paper p JOIN records_tombstone t ON t.record_id = p.record_id WHERE p.id = OLD.paper_id) THEN RAISE EXCEPTION 'Lời văn của văn bản đã ban hành được giữ nguyên; chỉ xóa được khi hồ sơ phải niêm phong lại.' USING ERRCODE = 'check_violation'; END IF; RETURN OLD;",
                    hash="c041d85e2ec8612cf30da986bab9f400d56bbad9",
                    operation="DELETE",
                    pgid="pgtrigger_kept_5ae04",
                    table="records_papertext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="record",
            trigger=pgtrigger.compiler.Trigger(
                name="erased_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.state IS DISTINCT FROM OLD.state OR NEW.type IS DISTINCT FROM OLD.type OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.register_year IS DISTINCT FROM OLD.register_year OR NEW.register_no IS DISTINCT FROM OLD.register_no OR NEW.received_on IS DISTINCT FROM OLD.received_on OR NEW.closed_on IS DISTINCT FROM OLD.closed_on OR NEW.identity_released_on IS NOT NULL OR NEW.published_on IS NOT NULL) AND EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="36a9a2dd3a26c2e53df758b3dbc225f027765309",
                    operation="UPDATE",
                    pgid="pgtrigger_erased_stays_78ded",
                    table="records_record",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="legal_holds", to="records.record"
            ),
        ),
        migrations.AddField(
            model_name="tombstone",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tombstone",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("record", "reason"),
                name="hold_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("end_document", ""),
                        ("end_document_on__isnull", True),
                        ("ended_by__isnull", True),
                        ("ended_on__isnull", True),
                    ),
                    models.Q(
                        ("end_document__regex", "^(?=.*[0-9])[0-9A-ZĐÀ-Ỹ][0-9A-ZĐÀ-Ỹ./-]{0,39}$"),
                        ("end_document_on__isnull", False),
                        ("ended_by__isnull", False),
                        ("ended_on__gte", models.F("held_on")),
                    ),
                    _connector="OR",
                ),
                name="hold_ended_by_an_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("document__regex", "^(?=.*[0-9])[0-9A-ZĐÀ-Ỹ][0-9A-ZĐÀ-Ỹ./-]{0,39}$")),
                name="hold_by_a_number",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalhold",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="0feb779820cf1704010a1b1d3d6fff38cb516d7c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_00356",
                    table="records_legalhold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalhold",
            trigger=pgtrigger.compiler.Trigger(
                name="not_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.record_id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="0de9095303929910fec5316bf6dd239b681353e9",
                    operation="INSERT",
                    pgid="pgtrigger_not_erased_16a68",
                    table="records_legalhold",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalhold",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7cfa1b9c6974bb3514a2f8b584ae090139d9c6d5",
                    operation="DELETE",
                    pgid="pgtrigger_keep_c88ba",
                    table="records_legalhold",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalhold",
            trigger=pgtrigger.compiler.Trigger(
                name="only_ended",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF OLD.ended_on IS NOT NULL OR NEW.ended_on IS NULL OR NEW.record_id IS DISTINCT FROM OLD.record_id OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.document IS DISTINCT FROM OLD.document OR NEW.document_on IS DISTINCT FROM OLD.document_on OR NEW.held_on IS DISTINCT FROM OLD.held_on OR NEW.by_id IS DISTINCT FROM OLD.by_id THEN RAISE EXCEPTION 'Việc giữ lại hồ sơ chỉ được ghi thêm ngày kết thúc một lần, không sửa được điều đã ghi.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="c2990a0f71a0c6782048b0dd11bff11dc454bb1e",
                    operation="UPDATE",
                    pgid="pgtrigger_only_ended_1ae67",
                    table="records_legalhold",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="tombstone",
            index=models.Index(fields=["unit", "-erased_on"], name="tombstone_unit"),
        ),
        migrations.AddConstraint(
            model_name="tombstone",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__regex", "^(?=.*[0-9])[0-9A-ZĐÀ-Ỹ][0-9A-ZĐÀ-Ỹ./-]{0,39}$")),
                name="tombstone_by_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="tombstone",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision_on__lte", models.F("erased_on"))),
                name="tombstone_decided_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="tombstone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contents_hash__regex", "^[0-9a-f]{64}$"), ("digest__regex", "^[0-9a-f]{64}$")
                ),
                name="tombstone_hashes",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tombstone",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="701a8e40b9f7528a0aaeed337bf89b9c51abf5c9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_a917f",
                    table="records_tombstone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tombstone",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2ee6e60cdef9890b9749085daa593c70a6afd160",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_dc471",
                    table="records_tombstone",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tombstone",
            trigger=pgtrigger.compiler.Trigger(
                name="only_when_free",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.record_id FOR UPDATE; IF NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND unit_id = NEW.unit_id AND closed_on IS NOT NULL AND NEW.event_on >= received_on AND NEW.due_on > NEW.event_on AND NEW.erased_on > NEW.due_on) THEN RAISE EXCEPTION 'Chỉ hủy được hồ sơ đã kết thúc, sau khi hết thời hạn lưu.' USING ERRCODE = 'check_violation'; END IF; IF EXISTS (WITH RECURSIVE together(id) AS (SELECT NEW.record_id UNION SELECT CASE WHEN l.record_id = t.id THEN l.source_id ELSE l.record_id END FROM together t JOIN records_link l ON t.id IN (l.record_id, l.source_id)) SELECT 1 FROM records_legalhold h JOIN together t ON t.id = h.record_id WHERE h.ended_on IS NULL) THEN RAISE EXCEPTION 'Hồ sơ đang được giữ lại hoặc gắn với hồ sơ đang được giữ lại nên chưa hủy được.' USING ERRCODE = 'check_violation'; END IF; IF EXISTS (WITH RECURSIVE together(id) AS (SELECT NEW.record_id UNION SELECT CASE WHEN l.record_id = t.id THEN l.source_id ELSE l.record_id END FROM together t JOIN records_link l ON t.id IN (l.record_id, l.source_id)) SELECT 1 FROM records_record r JOIN together t ON t.id = r.id WHERE r.closed_on IS NULL) THEN RAISE EXCEPTION 'Hồ sơ gắn với hồ sơ đang mở nên chưa hủy được.' USING ERRCODE = 'check_violation'; END IF; IF EXISTS (SELECT 1 FROM records_duty WHERE record_id = NEW.record_id AND met_on IS NULL AND excused_on IS NULL) OR EXISTS (SELECT 1 FROM records_paper WHERE record_id = NEW.record_id AND state = 'cho_so') THEN RAISE EXCEPTION 'Hồ sơ còn việc chưa làm hoặc văn bản chờ số nên chưa hủy được.' USING ERRCODE = 'check_violation'; END IF; IF EXISTS (SELECT 1 FROM records_personaldetails WHERE record_id = NEW.record_id) OR EXISTS (SELECT 1 FROM records_message WHERE record_id = NEW.record_id) OR EXISTS (SELECT 1 FROM records_envelope WHERE record_id = NEW.record_id) OR EXISTS (SELECT 1 FROM records_file WHERE record_id = NEW.record_id AND removed_at IS NULL) OR EXISTS (SELECT 1 FROM records_delivery WHERE record_id = NEW.record_id AND post_number <> '') OR EXISTS (SELECT 1 FROM records_rating WHERE record_id = NEW.record_id AND words <> '') OR EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND (identity_released_on IS NOT NULL OR published_on IS NOT NULL OR search_public <> '' OR search_internal <> '')) THEN RAISE EXCEPTION 'Hồ sơ còn tệp, tin nhắn, phong bì hoặc thông tin cá nhân nên chưa ghi là đã hủy được.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="06b26e7f97a3f3e95be4f7b8c3846c4522d08660",
                    operation="INSERT",
                    pgid="pgtrigger_only_when_free_5b95d",
                    table="records_tombstone",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tombstone",
            trigger=pgtrigger.compiler.Trigger(
                name="takes_papers",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM records_papertext WHERE paper_id IN (SELECT id FROM records_paper WHERE record_id = NEW.record_id); RETURN NULL;",
                    hash="7d73013cc7d5196338627577477c7e3be38d07db",
                    operation="INSERT",
                    pgid="pgtrigger_takes_papers_5bf4a",
                    table="records_tombstone",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
