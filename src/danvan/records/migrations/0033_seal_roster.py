"""Who holds the keys of what comes in over the network: rows that end, and are changed in nothing else."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_sealroster FROM danvan_app;
    GRANT UPDATE (ended_at, ended_by_id) ON records_sealroster TO danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("records", "0032_seal_replies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SealRoster",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("tiep_nhan", "người tiếp nhận, xử lý đơn"),
                            ("giai_quyet", "người giải quyết tố cáo"),
                            ("xac_minh", "thành viên tổ xác minh"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-](QĐ|QD|KH|TB|BB|CV|GM|TTr|TTR|KL|BC|GT|GGT|GUQ|UQ|PC|HD|CT|NQ|PA|ĐN|YC|UBND|HĐND|VP)([-.&][A-ZĐa-zđ]{1,6}[0-9]{0,2}){0,2})?$",
                                "Số văn bản chỉ gồm số và ký hiệu, ví dụ 12/QĐ-UBND hoặc 05/2026/BB-TXM; không ghi tên người.",
                            )
                        ],
                        verbose_name="số văn bản",
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="ngày văn bản")),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seal_roster", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "người giữ khóa tố cáo gửi qua mạng",
                "verbose_name_plural": "người giữ khóa tố cáo gửi qua mạng",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("unit", "account", "capacity"),
                        name="seal_roster_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "number__regex",
                                "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-](QĐ|QD|KH|TB|BB|CV|GM|TTr|TTR|KL|BC|GT|GGT|GUQ|UQ|PC|HD|CT|NQ|PA|ĐN|YC|UBND|HĐND|VP)([-.&][A-ZĐa-zđ]{1,6}[0-9]{0,2}){0,2})?$",
                            )
                        ),
                        name="seal_roster_number_names_nobody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__in", ["tiep_nhan", "giai_quyet"])),
                        name="seal_roster_holds_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="seal_roster_ended_by_somebody",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealroster",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="cfb872d919425cd30a70255adf76152108be1ca9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_b3ac5",
                    table="records_sealroster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealroster",
            trigger=pgtrigger.compiler.Trigger(
                name="ends_for_good",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN RAISE EXCEPTION 'Khóa hoặc bản khóa đã kết thúc thì không dùng lại được; hãy lập khóa mới.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="a1947ffe250c8681f35b4a48ba2cc0f436911d39",
                    operation="UPDATE",
                    pgid="pgtrigger_ends_for_good_7c198",
                    table="records_sealroster",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
