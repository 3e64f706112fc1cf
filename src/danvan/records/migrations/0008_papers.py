"""Papers of a record: prepared, numbered, issued; their texts apart from the history; books of numbers."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# A paper stays, and its number with it; a text may be taken away, a book's last number never.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON records_paper, records_numberseries, records_ownnumbers FROM danvan_app;
    REVOKE TRUNCATE ON records_papertext FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0007_handover"), ("org", "0005_access")]

    operations = [
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("symbol", models.CharField(max_length=8, verbose_name="ký hiệu loại")),
                ("opened_on", models.DateField(verbose_name="ngày mở sổ")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="số cuối")),
                ("last_on", models.DateField(verbose_name="ngày của số cuối")),
            ],
            options={
                "verbose_name": "sổ văn bản đi",
                "verbose_name_plural": "sổ văn bản đi",
            },
        ),
        migrations.CreateModel(
            name="OwnNumbers",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("is_on", models.BooleanField(default=False, verbose_name="cấp số trong hệ thống")),
                ("suffix", models.CharField(blank=True, max_length=16, verbose_name="ký hiệu cơ quan")),
            ],
            options={
                "verbose_name": "cách cấp số văn bản đi",
                "verbose_name_plural": "cách cấp số văn bản đi",
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=48, verbose_name="mẫu")),
                ("title", models.CharField(max_length=200, verbose_name="tên văn bản")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("nguoi_gui", "Người gửi đơn"),
                            ("noi_bo", "Trong cơ quan"),
                            ("co_quan_khac", "Cơ quan khác"),
                            ("cong_khai", "Công khai"),
                        ],
                        max_length=16,
                        verbose_name="gửi cho",
                    ),
                ),
                ("form_number", models.CharField(blank=True, max_length=80, verbose_name="mẫu số")),
                ("symbol", models.CharField(blank=True, max_length=8, verbose_name="ký hiệu loại")),
                ("is_numbered", models.BooleanField(default=True, verbose_name="có số")),
                (
                    "state",
                    models.CharField(
                        choices=[("cho_so", "Chờ số"), ("da_ban_hanh", "Đã ban hành"), ("da_huy", "Đã hủy")],
                        default="cho_so",
                        max_length=16,
                        verbose_name="tình trạng",
                    ),
                ),
                ("prepared_on", models.DateField(verbose_name="ngày soạn")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="số, ký hiệu")),
                ("serial", models.PositiveIntegerField(blank=True, null=True)),
                ("book_on", models.DateField(blank=True, null=True, verbose_name="ngày mở sổ")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="ngày văn bản")),
                ("signer", models.CharField(blank=True, max_length=120, verbose_name="người ký")),
                (
                    "capacity",
                    models.CharField(blank=True, max_length=160, verbose_name="quyền hạn, chức vụ người ký"),
                ),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("issued_at", models.DateTimeField(null=True)),
                ("cancelled_on", models.DateField(blank=True, null=True, verbose_name="ngày hủy")),
                (
                    "cancellation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sai_noi_dung", "Sai nội dung"),
                            ("sai_the_thuc", "Sai thể thức"),
                            ("sai_so", "Ghi nhầm số, ngày hoặc người ký"),
                            ("khong_ban_hanh", "Không ban hành nữa"),
                            ("thay_the", "Thay bằng văn bản khác"),
                        ],
                        max_length=16,
                        verbose_name="lý do hủy",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản",
                "verbose_name_plural": "văn bản",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="record",
            trigger=pgtrigger.compiler.Trigger(
                name="no_paper_left_behind",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.identity_released_on IS NOT NULL AND NEW.identity_released_on IS NULL)",
                    func="IF EXISTS (SELECT 1 FROM records_papertext t JOIN records_paper p ON p.id = t.paper_id WHERE p.record_id = NEW.id AND t.is_personal) THEN RAISE EXCEPTION 'Hồ sơ còn văn bản có thông tin cá nhân nên chưa thể niêm phong lại; hãy xóa lời văn đó trước.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="747714370f7add338da821a35fab102bdfeb999b",
                    operation="UPDATE",
                    pgid="pgtrigger_no_paper_left_behind_4abaa",
                    table="records_record",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="numberseries",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="ownnumbers",
            name="unit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.CreateModel(
            name="PaperText",
            fields=[
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="records.paper",
                    ),
                ),
                ("blocks", models.JSONField()),
                ("is_personal", models.BooleanField(default=True)),
                ("pdf", models.BinaryField(default=b"")),
            ],
            options={
                "verbose_name": "lời văn của văn bản",
                "verbose_name_plural": "lời văn của văn bản",
            },
        ),
        migrations.AddField(
            model_name="paper",
            name="cancelled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="issued_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="prepared_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="records.record"
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="org.unit",
                verbose_name="đơn vị ban hành",
            ),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.UniqueConstraint(fields=("unit", "symbol", "opened_on"), name="series_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownnumbers",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="1d043ed3914430385961e1c916c375755baa1124",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_78eb3",
                    table="records_ownnumbers",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="papertext",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW.is_personal AND NOT EXISTS (SELECT 1 FROM records_paper p JOIN records_record r ON r.id = p.record_id WHERE p.id = NEW.paper_id AND r.identity_released_on IS NOT NULL AND r.secrecy <> 'niem_phong') THEN RAISE EXCEPTION 'Chưa được lưu văn bản có thông tin cá nhân: hồ sơ chưa phân loại hoặc là tố cáo. Hãy soạn văn bản không có họ tên, địa chỉ, nội dung.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="b4f1beb94d527a6096fa35008a4ec912aac632ba",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_d1864",
                    table="records_papertext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="papertext",
            trigger=pgtrigger.compiler.Trigger(
                name="as_issued",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM records_paper WHERE id = NEW.paper_id AND state = 'cho_so') THEN RAISE EXCEPTION 'Văn bản đã ban hành hoặc đã hủy thì không sửa được; hãy hủy rồi soạn văn bản khác.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="c2ee1e71227f6b7052e29b61fbdde8112f1cf2ac",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_as_issued_06dcc",
                    table="records_papertext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="papertext",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT OLD.is_personal AND EXISTS (SELECT 1 FROM records_paper WHERE id = OLD.paper_id AND number <> '') THEN RAISE EXCEPTION 'Lời văn của văn bản đã ban hành được giữ nguyên; chỉ xóa được khi hồ sơ phải niêm phong lại.' USING ERRCODE = 'check_violation'; END IF; RETURN OLD;",
                    hash="24b5b87784bc142465b480e2528efd8438eac554",
                    operation="DELETE",
                    pgid="pgtrigger_kept_5ae04",
                    table="records_papertext",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["record", "id"], name="paper_record"),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["unit", "state", "-id"], name="paper_unit_state"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("unit", "book_on", "number"),
                name="paper_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "da_ban_hanh"), _negated=True),
                    models.Q(
                        ("dated_on__isnull", False),
                        ("issued_at__isnull", False),
                        models.Q(("sha256", ""), _negated=True),
                        models.Q(
                            ("is_numbered", False), models.Q(("number", ""), _negated=True), _connector="OR"
                        ),
                    ),
                    _connector="OR",
                ),
                name="paper_issued_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cancelled_on__isnull", False),
                        ("state", "da_huy"),
                        models.Q(("cancellation", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "da_huy"), _negated=True),
                        ("cancellation", ""),
                        ("cancelled_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="paper_cancelled_with_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD) - ARRAY['signer', 'capacity'], to_jsonb(NEW) - ARRAY['signer', 'capacity']); RETURN NULL;",
                    hash="ab88c75dac9be4ac93f99c54589f33733dda2ab3",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_43fd9",
                    table="records_paper",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="812822009bb882e14e1add5437e173d5ca15a6d8",
                    operation="DELETE",
                    pgid="pgtrigger_keep_9603a",
                    table="records_paper",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="as_issued",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state <> 'cho_so')",
                    func="IF OLD.state = 'da_huy' OR NEW.state <> 'da_huy' OR NEW.record_id IS DISTINCT FROM OLD.record_id OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.key IS DISTINCT FROM OLD.key OR NEW.title IS DISTINCT FROM OLD.title OR NEW.audience IS DISTINCT FROM OLD.audience OR NEW.form_number IS DISTINCT FROM OLD.form_number OR NEW.symbol IS DISTINCT FROM OLD.symbol OR NEW.is_numbered IS DISTINCT FROM OLD.is_numbered OR NEW.prepared_on IS DISTINCT FROM OLD.prepared_on OR NEW.prepared_by_id IS DISTINCT FROM OLD.prepared_by_id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.serial IS DISTINCT FROM OLD.serial OR NEW.book_on IS DISTINCT FROM OLD.book_on OR NEW.dated_on IS DISTINCT FROM OLD.dated_on OR NEW.signer IS DISTINCT FROM OLD.signer OR NEW.capacity IS DISTINCT FROM OLD.capacity OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.issued_by_id IS DISTINCT FROM OLD.issued_by_id OR NEW.issued_at IS DISTINCT FROM OLD.issued_at THEN RAISE EXCEPTION 'Văn bản đã ban hành hoặc đã hủy thì không sửa được; hãy hủy rồi soạn văn bản khác.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="bc7dbe58ac4119816ae5e71671c38faae0ff24cc",
                    operation="UPDATE",
                    pgid="pgtrigger_as_issued_e5691",
                    table="records_paper",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
