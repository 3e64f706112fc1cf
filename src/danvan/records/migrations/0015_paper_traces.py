"""Signed copies of papers, the way a paper took to whom it was for, and where a receipt is sent by e-mail."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What way a paper took stays; an address for a receipt is written once and taken away.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON records_delivery FROM danvan_app;
    REVOKE UPDATE, TRUNCATE ON records_receiptaddress FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0014_national_updates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="delivery",
                        serialize=False,
                        to="records.paper",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("buu_dien", "Bưu điện"),
                            ("truc_tiep", "Giao trực tiếp, có ký nhận"),
                            ("dien_tu", "Văn bản điện tử"),
                        ],
                        max_length=12,
                        verbose_name="cách gửi",
                    ),
                ),
                ("sent_on", models.DateField(verbose_name="ngày gửi")),
                ("post_number", models.CharField(blank=True, max_length=20, verbose_name="số bưu gửi")),
                (
                    "received_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày người nhận nhận được"),
                ),
            ],
            options={
                "verbose_name": "đường đi của văn bản",
                "verbose_name_plural": "đường đi của văn bản",
            },
        ),
        migrations.CreateModel(
            name="ReceiptAddress",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("key_id", models.CharField(max_length=16)),
                ("ciphertext", models.BinaryField()),
                ("agreed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name": "nơi nhận giấy biên nhận",
                "verbose_name_plural": "nơi nhận giấy biên nhận",
            },
        ),
        migrations.AddField(
            model_name="file",
            name="agreed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="đối chiếu lúc"),
        ),
        migrations.AddField(
            model_name="file",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="file",
            name="paper",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="records.paper",
            ),
        ),
        migrations.AlterField(
            model_name="file",
            name="kind",
            field=models.CharField(
                choices=[
                    ("don", "Đơn, bản quét đơn"),
                    ("giay_to", "Giấy tờ, tài liệu kèm theo"),
                    ("anh", "Ảnh hiện trường"),
                    ("anh_sau", "Ảnh sau khi xử lý"),
                    ("ban_ky", "Bản đã ký của văn bản"),
                    ("khac", "Tệp khác"),
                ],
                default="giay_to",
                max_length=16,
                verbose_name="loại tệp",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("nhac_viec", "Nhắc việc sắp đến hạn"),
                    ("don_doc", "Đôn đốc việc quá hạn"),
                    ("ban_tin", "Bản tin hằng ngày"),
                    ("lich_hen", "Nhắc lịch hẹn"),
                    ("bien_nhan", "Giấy biên nhận"),
                ],
                max_length=12,
                verbose_name="loại",
            ),
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "ban_ky"), ("paper__isnull", False)),
                    models.Q(
                        models.Q(("kind", "ban_ky"), _negated=True),
                        ("agreed_at__isnull", True),
                        ("paper__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="file_signed_copy_of_a_paper",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.record"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_on__isnull", True), ("received_on__gte", models.F("sent_on")), _connector="OR"
                ),
                name="delivery_received_after_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("post_number", ""), ("post_number__regex", "^[A-Z0-9]{6,20}$"), _connector="OR"
                ),
                name="delivery_post_number_names_nobody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delivery",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="94d8b97a6196a96157d9dda0ad09d345bb945153",
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
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2cc39aeaa6d9e165799772a2e133760a12f85410",
                    operation="DELETE",
                    pgid="pgtrigger_keep_d60b0",
                    table="records_delivery",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
