"""Where the national database has a record, and the lists made for it; records by the day received, oldest first."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What was written stays with its history; a list once made stays as it was.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON records_nationalupdate FROM danvan_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON records_nationallist FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("records", "0013_back_entered"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NationalList",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(verbose_name="đến ngày")),
                ("rows", models.PositiveIntegerField(verbose_name="số dòng")),
                ("is_personal", models.BooleanField(verbose_name="kèm thông tin cá nhân")),
            ],
            options={
                "verbose_name": "danh sách cho CSDL quốc gia",
                "verbose_name_plural": "danh sách cho CSDL quốc gia",
            },
        ),
        migrations.CreateModel(
            name="NationalUpdate",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="national",
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="mã trên CSDL quốc gia")),
                ("on", models.DateField(null=True, verbose_name="ngày cập nhật CSDL quốc gia")),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "cập nhật CSDL quốc gia",
                "verbose_name_plural": "cập nhật CSDL quốc gia",
            },
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["received_on", "id"], name="record_oldest"),
        ),
        migrations.AddField(
            model_name="nationallist",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="nationallist",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="nationalupdate",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nationallist",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="c85192918071a03c967ac7293fbb65f8f94efde3",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_d117d",
                    table="records_nationallist",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nationallist",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fe5e131a547fc75c6fc828f4d073985c5614b1c5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_35dcb",
                    table="records_nationallist",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="nationalupdate",
            index=models.Index(fields=["code"], name="national_code"),
        ),
        migrations.AddConstraint(
            model_name="nationalupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), ("on__isnull", True)),
                    models.Q(
                        ("code__regex", "^(?=.*[0-9])[A-Z0-9][A-Z0-9._/-]{0,39}$"), ("on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="national_code_with_day",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nationalupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="16553888e40f254bba851dcf77ecd3057a8b4217",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_4ad97",
                    table="records_nationalupdate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nationalupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="34be64ee15fd4734ab8b6fcefe40f7141fd1350d",
                    operation="DELETE",
                    pgid="pgtrigger_keep_77e13",
                    table="records_nationalupdate",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
