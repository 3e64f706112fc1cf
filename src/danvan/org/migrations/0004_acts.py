"""Acts that create, rename, move, merge, split and dissolve units."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# An act is decided once and stays; what it touched stays as written.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON org_unitact, org_actunit FROM danvan_app;
    GRANT UPDATE (state, shown, decided_by_id, decided_at, decided_why) ON org_unitact TO danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0003_closure")]
    operations = [
        migrations.CreateModel(
            name="UnitAct",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("thanh_lap", "Thành lập"),
                            ("doi_ten", "Đổi tên, đổi loại, đổi mã"),
                            ("doi_cap_tren", "Chuyển sang cấp trên khác"),
                            ("nhap", "Nhập"),
                            ("chia_tach", "Chia, tách"),
                            ("giai_the", "Giải thể"),
                        ],
                        max_length=16,
                        verbose_name="loại việc",
                    ),
                ),
                ("on", models.DateField(verbose_name="có hiệu lực từ ngày")),
                ("paper_no", models.CharField(max_length=60, verbose_name="số, ký hiệu văn bản")),
                ("paper_on", models.DateField(verbose_name="ngày văn bản")),
                ("paper_title", models.CharField(max_length=300, verbose_name="trích yếu văn bản")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                ("wish", models.JSONField(default=dict, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("de_xuat", "Đề xuất"),
                            ("da_xac_nhan", "Đã xác nhận"),
                            ("da_rut", "Đã rút"),
                        ],
                        default="de_xuat",
                        max_length=12,
                        verbose_name="tình trạng",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="xác nhận hoặc rút lúc"),
                ),
                ("decided_why", models.CharField(blank=True, max_length=300, verbose_name="lý do rút")),
                ("shown", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "việc thay đổi đơn vị",
                "verbose_name_plural": "việc thay đổi đơn vị",
            },
        ),
        migrations.CreateModel(
            name="ActUnit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("ket_thuc", "Kết thúc"),
                            ("thay_doi", "Thay đổi"),
                            ("bat_dau", "Bắt đầu"),
                            ("tiep_nhan", "Tiếp nhận"),
                            ("cap_tren", "Cấp trên của đơn vị mới hoặc chuyển đến"),
                        ],
                        max_length=12,
                        verbose_name="phần",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="org.unit"
                    ),
                ),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="org.unitact"
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị của việc thay đổi",
                "verbose_name_plural": "đơn vị của việc thay đổi",
            },
        ),
        migrations.AddIndex(
            model_name="unitact",
            index=models.Index(fields=["-on", "-id"], name="act_newest_first"),
        ),
        migrations.AddConstraint(
            model_name="unitact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paper_no", ""), _negated=True), models.Q(("paper_title", ""), _negated=True)
                ),
                name="act_has_a_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "de_xuat")
                    ),
                    models.Q(
                        models.Q(("state", "de_xuat"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="act_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "da_xac_nhan"), _negated=True),
                    models.Q(("shown", ""), _negated=True),
                    _connector="OR",
                ),
                name="act_confirmed_as_shown",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unitact",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="431e701aa4932bd3ea71fb01addddc286ee5d1f5",
                    operation="DELETE",
                    pgid="pgtrigger_keep_c19e3",
                    table="org_unitact",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unitact",
            trigger=pgtrigger.compiler.Trigger(
                name="settled",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" IN ('da_xac_nhan', 'da_rut'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="577db4055341a657965e7c58f03c7e955bd98cec",
                    operation="UPDATE",
                    pgid="pgtrigger_settled_72a16",
                    table="org_unitact",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="actunit",
            constraint=models.UniqueConstraint(fields=("act", "unit"), name="act_unit_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actunit",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="696680d253d79ff213ff028f6fa1523b4d6ea703",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_4bdfb",
                    table="org_actunit",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
