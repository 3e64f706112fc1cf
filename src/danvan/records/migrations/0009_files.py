"""Sealed envelopes, files of records with the text read from them, and which e-mails were taken."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What was done with an envelope stays said; a file leaves its hash; a taken message is not taken again.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_envelopeact FROM danvan_app;
    REVOKE TRUNCATE ON records_envelope, records_filetext FROM danvan_app;
    REVOKE DELETE, TRUNCATE ON records_file, records_takenmail FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0008_papers"), ("org", "0005_access")]

    operations = [
        migrations.CreateModel(
            name="Envelope",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key_id", models.CharField(max_length=16)),
                ("ciphertext", models.BinaryField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "phong bì niêm phong",
                "verbose_name_plural": "phong bì niêm phong",
            },
        ),
        migrations.CreateModel(
            name="EnvelopeAct",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("cat", "Cất vào phong bì niêm phong"),
                            ("mo", "Mở phong bì niêm phong để xem"),
                            ("in", "In nội dung phong bì niêm phong một lần"),
                            ("chuyen", "Chuyển nội dung phong bì vào hồ sơ"),
                            ("huy", "Hủy phong bì niêm phong"),
                            ("xoa", "Xóa thông tin cá nhân, tệp và văn bản của hồ sơ"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("phan_loai", "để phân loại đơn"),
                            ("doi_chieu", "để đối chiếu với bản giấy"),
                            ("phong_bi_giay", "để lưu vào phong bì giấy"),
                            ("tiep_nhan", "khi tiếp nhận"),
                            ("to_cao", "vì là tố cáo"),
                            ("da_phan_loai", "vì đã phân loại, không phải tố cáo"),
                        ],
                        max_length=16,
                        verbose_name="lý do",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "lần xử lý phong bì",
                "verbose_name_plural": "lần xử lý phong bì",
            },
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("don", "Đơn, bản quét đơn"),
                            ("giay_to", "Giấy tờ, tài liệu kèm theo"),
                            ("anh", "Ảnh hiện trường"),
                            ("anh_sau", "Ảnh sau khi xử lý"),
                            ("khac", "Tệp khác"),
                        ],
                        default="giay_to",
                        max_length=16,
                        verbose_name="loại tệp",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="tên tệp")),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField(verbose_name="cỡ tệp")),
                ("pages", models.PositiveIntegerField(default=1, verbose_name="số trang")),
                ("sha256", models.CharField(max_length=64)),
                ("stored", models.CharField(max_length=32, unique=True)),
                ("key", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "removal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nham_ho_so", "Kèm nhầm hồ sơ"),
                            ("trung", "Trùng với tệp khác"),
                            ("khong_ro", "Bản quét không rõ, đã quét lại"),
                            ("theo_yeu_cau", "Theo yêu cầu của người gửi"),
                            ("khong_lien_quan", "Không liên quan đến hồ sơ"),
                            ("to_cao", "Hồ sơ được phân loại lại là tố cáo"),
                        ],
                        max_length=16,
                        verbose_name="lý do gỡ",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp",
                "verbose_name_plural": "tệp",
            },
        ),
        migrations.CreateModel(
            name="TakenMail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("mailbox", models.CharField(max_length=32)),
                ("validity", models.BigIntegerField(null=True)),
                ("uid", models.BigIntegerField(null=True)),
                ("day", models.DateField(verbose_name="ngày nhận")),
                ("size", models.PositiveIntegerField(verbose_name="cỡ thư")),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("don", "Đã thành đơn"),
                            ("trung", "Đã nhận trước đó"),
                            ("tu_dong", "Thư trả lời tự động, để riêng"),
                            ("qua_lon", "Quá lớn, cần xem trong hộp thư"),
                            ("hong", "Không đọc được, cần xem trong hộp thư"),
                        ],
                        max_length=8,
                        verbose_name="kết quả",
                    ),
                ),
                ("taken_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "thư điện tử đã nhận",
                "verbose_name_plural": "thư điện tử đã nhận",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="record",
            trigger=pgtrigger.compiler.Trigger(
                name="nothing_left_behind",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.identity_released_on IS NOT NULL AND NEW.identity_released_on IS NULL)",
                    func="IF EXISTS (SELECT 1 FROM records_personaldetails WHERE record_id = NEW.id) OR EXISTS (SELECT 1 FROM records_file WHERE record_id = NEW.id AND removed_at IS NULL) THEN RAISE EXCEPTION 'Hồ sơ còn thông tin cá nhân, tệp hoặc văn bản nên chưa thể niêm phong lại; hãy xóa các phần đó trước.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="6f2d78faaf9a0152f47096a8311267f1e06419f9",
                    operation="UPDATE",
                    pgid="pgtrigger_nothing_left_behind_ff688",
                    table="records_record",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="envelope",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="envelopes", to="records.record"
            ),
        ),
        migrations.AddField(
            model_name="envelopeact",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="envelopeact",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="envelope_acts", to="records.record"
            ),
        ),
        migrations.CreateModel(
            name="FileText",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="records.file",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("cho", "Đang chờ máy đọc"),
                            ("da_doc", "Máy đã đọc, chờ xác nhận"),
                            ("xac_nhan", "Đã xác nhận"),
                            ("thieu_may_doc", "Máy chủ chưa cài chương trình đọc chữ; sẽ đọc lại khi có"),
                            ("khong_doc_duoc", "Máy không đọc được; có thể gõ nội dung"),
                        ],
                        default="cho",
                        max_length=16,
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="văn bản")),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "văn bản của tệp",
                "verbose_name_plural": "văn bản của tệp",
            },
        ),
        migrations.AddField(
            model_name="file",
            name="created_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="file",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="records.record"
            ),
        ),
        migrations.AddField(
            model_name="file",
            name="removed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="takenmail",
            name="record",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.record"
            ),
        ),
        migrations.AddField(
            model_name="takenmail",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddIndex(
            model_name="envelope",
            index=models.Index(fields=["key_id"], name="envelope_key"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="envelope",
            trigger=pgtrigger.compiler.Trigger(
                name="only_unreleased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND identity_released_on IS NOT NULL) THEN RAISE EXCEPTION 'Hồ sơ đã được phân loại nên không còn phong bì niêm phong; hãy ghi thẳng vào hồ sơ.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="ffe556ec02645a165b28abb8b9ca43e79843138f",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_unreleased_6cfcd",
                    table="records_envelope",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="envelopeact",
            index=models.Index(fields=["record", "id"], name="envelope_act_record"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="envelopeact",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="48928f2023c705303e1bc6b97816cda8de0dc3aa",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_56d46",
                    table="records_envelopeact",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="filetext",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="file",
            index=models.Index(fields=["record", "id"], name="file_record"),
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_at__isnull", True), models.Q(("key", b""), ("name", "")), _connector="OR"
                ),
                name="file_removed_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removal", ""), ("removed_at__isnull", True)),
                    models.Q(("removed_at__isnull", False), models.Q(("removal", ""), _negated=True)),
                    _connector="OR",
                ),
                name="file_removed_with_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="file",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD) - ARRAY['name', 'key'], to_jsonb(NEW) - ARRAY['name', 'key']); RETURN NULL;",
                    hash="b7f1a93b3364ff61b494122db4fc85f19cd54910",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_cc6fa",
                    table="records_file",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="file",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.removed_at IS NULL) AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong') THEN RAISE EXCEPTION 'Chưa được kèm tệp: hồ sơ chưa phân loại hoặc là tố cáo. Hãy cất bản quét vào phong bì niêm phong; tệp của tố cáo không lưu trong hệ thống.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="01b8554f9a6ba224bb9192131d04e09d8b1ee123",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_5b572",
                    table="records_file",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="takenmail",
            index=models.Index(fields=["unit", "-id"], name="mail_unit"),
        ),
        migrations.AddConstraint(
            model_name="takenmail",
            constraint=models.UniqueConstraint(fields=("mailbox", "validity", "uid"), name="mail_taken_once"),
        ),
        migrations.AddConstraint(
            model_name="takenmail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "don")), fields=("unit", "fingerprint"), name="mail_one_letter"
            ),
        ),
        migrations.AddIndex(
            model_name="filetext",
            index=models.Index(
                condition=models.Q(("state__in", ["cho", "thieu_may_doc"])),
                fields=["file"],
                name="file_text_waiting",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="filetext",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.text <> '') AND NOT EXISTS (SELECT 1 FROM records_record WHERE id = (SELECT record_id FROM records_file WHERE records_file.id = NEW.file_id) AND identity_released_on IS NOT NULL AND secrecy <> 'niem_phong') THEN RAISE EXCEPTION 'Chưa được kèm tệp: hồ sơ chưa phân loại hoặc là tố cáo. Hãy cất bản quét vào phong bì niêm phong; tệp của tố cáo không lưu trong hệ thống.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="1c13d25e1845a687b2af2bff8835ec9a26e98118",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_a4fac",
                    table="records_filetext",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
