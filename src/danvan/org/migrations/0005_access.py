"""Delegations, tokens of machine clients, where a person works, and the book of changes to all of these."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from danvan.org.models.people import given_name_first
from danvan.ui.vietnamese import fold

# People, accounts and what was given to them stay; a paper of delegation and the book of changes stay as written.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON org_accesschange FROM danvan_app;
    REVOKE DELETE, TRUNCATE ON org_person, org_account, org_rolegrant, org_postholding FROM danvan_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON org_delegation, org_apitoken FROM danvan_app;
    GRANT UPDATE (ended_on, ended_by_id, ended_why) ON org_delegation TO danvan_app;
    GRANT UPDATE (used_on, revoked_at, revoked_by_id) ON org_apitoken TO danvan_app;
  END IF;
END $$;
"""


def describe_people(apps, schema_editor):
    """What people are sought and ordered by, and their unit: that of the first role."""
    for person in apps.get_model("org", "Person").objects.all():
        first = apps.get_model("org", "RoleGrant").objects.filter(person=person).order_by("id").first()
        person.unit_id = first.unit_id if first else None
        person.folded, person.name_key = fold(person.full_name), given_name_first(person.full_name)
        person.save()


class Migration(migrations.Migration):
    dependencies = [("org", "0004_acts")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="folded",
            field=models.CharField(default="", editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="person",
            name="name_key",
            field=models.CharField(db_collation="C", default="", editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name="person",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="org.unit",
                verbose_name="đơn vị công tác",
            ),
        ),
        migrations.CreateModel(
            name="AccessChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("them_nguoi", "Thêm người và tài khoản"),
                            ("chuyen_don_vi", "Chuyển đơn vị công tác"),
                            ("khoa_tai_khoan", "Khóa tài khoản"),
                            ("mo_tai_khoan", "Mở lại tài khoản"),
                            ("cap_lien_ket", "Cấp liên kết đặt mật khẩu"),
                            ("giu_chuc_vu", "Giữ chức vụ"),
                            ("thoi_chuc_vu", "Thôi chức vụ"),
                            ("giao_vai_tro", "Giao vai trò"),
                            ("thoi_vai_tro", "Thôi vai trò"),
                            ("uy_quyen", "Ủy quyền"),
                            ("thoi_uy_quyen", "Thôi ủy quyền"),
                            ("cap_ma", "Cấp mã truy cập"),
                            ("thu_hoi_ma", "Thu hồi mã truy cập"),
                        ],
                        max_length=16,
                        verbose_name="việc",
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("why", models.CharField(max_length=300, verbose_name="lý do")),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="org.person"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "thay đổi về quyền",
                "verbose_name_plural": "thay đổi về quyền",
                "indexes": [models.Index(fields=["person", "-id"], name="change_of_person")],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="tên phần mềm")),
                ("covers_below", models.BooleanField(default=False, verbose_name="kể cả đơn vị trực thuộc")),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), verbose_name="quyền"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("ending", models.CharField(editable=False, max_length=4, verbose_name="bốn ký tự cuối")),
                ("expires_on", models.DateField(verbose_name="hết hạn sau ngày")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("used_on", models.DateField(blank=True, null=True, verbose_name="ngày dùng gần nhất")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="phạm vi đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã truy cập",
                "verbose_name_plural": "mã truy cập",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("scopes__len__gt", 0)), name="token_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="token_revoked_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="hiệu lực")),
                ("covers_below", models.BooleanField(default=False, verbose_name="kể cả đơn vị trực thuộc")),
                ("role", models.CharField(max_length=24, verbose_name="vai trò")),
                (
                    "permissions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), verbose_name="việc được làm"
                    ),
                ),
                ("paper_no", models.CharField(max_length=60, verbose_name="số văn bản ủy quyền")),
                ("paper_on", models.DateField(verbose_name="ngày văn bản")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="thôi hiệu lực từ ngày")),
                ("ended_why", models.CharField(blank=True, max_length=300, verbose_name="lý do thôi")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="org.person",
                        verbose_name="người ủy quyền",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="org.person",
                        verbose_name="người được ủy quyền",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="tại đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "ủy quyền",
                "verbose_name_plural": "ủy quyền",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("receiver")), _negated=True),
                        name="delegation_to_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("permissions__len__gt", 0)), name="delegation_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("ended_on__isnull", True)),
                            models.Q(("ended_by__isnull", False), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="delegation_ended_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False), ("valid__upper_inf", False)),
                        name="delegation_ends",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        migrations.RunPython(describe_people, migrations.RunPython.noop),
    ]
