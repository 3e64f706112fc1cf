"""What lies sealed of a tố cáo: holders' keys, cases, rings, grants, items, openings; recovery keys and their shares."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Openings, waivers, cases, rings and targets are only added; keys, grants and items change in the named columns alone.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_sealkey, records_sealcase, records_sealring, records_sealgrant,
      records_sealitem, records_sealopening, records_sealwaiver, records_sealrelease, records_sealrecovery,
      records_sealshare, records_sealrecoveryact, records_sealrecoverytarget FROM danvan_app;
    REVOKE UPDATE, TRUNCATE ON records_sealoffer FROM danvan_app;
    REVOKE TRUNCATE ON records_sealunlocked FROM danvan_app;
    GRANT UPDATE (vault, salt, passes, memory, changed_at, ended_at, ended_why) ON records_sealkey TO danvan_app;
    GRANT UPDATE (sealed, ended_at, ended_by_id) ON records_sealgrant TO danvan_app;
    GRANT UPDATE (ring_id, sealed, digest) ON records_sealitem TO danvan_app;
    GRANT UPDATE (sealed, ended_at) ON records_sealrelease TO danvan_app;
    GRANT UPDATE (ended_at) ON records_sealrecovery TO danvan_app;
    GRANT UPDATE (printed_at) ON records_sealshare TO danvan_app;
    GRANT UPDATE (done_by_id, done_at) ON records_sealrecoveryact TO danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("records", "0019_retention"),
        ("sessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SealCase",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="seal_case",
                        serialize=False,
                        to="records.record",
                    ),
                ),
                ("on", models.DateField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ niêm phong",
                "verbose_name_plural": "hồ sơ niêm phong",
            },
        ),
        migrations.CreateModel(
            name="SealKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public", models.BinaryField()),
                ("vault", models.BinaryField()),
                ("salt", models.BinaryField()),
                ("passes", models.PositiveIntegerField()),
                ("memory", models.PositiveBigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True, choices=[("mat_cum", "quên hoặc lộ cụm mật khẩu")], max_length=12
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "khóa niêm phong",
                "verbose_name_plural": "khóa niêm phong",
            },
        ),
        migrations.CreateModel(
            name="SealOpening",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("post", models.CharField(blank=True, max_length=120)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("mo_khoa", "mở khóa niêm phong của mình"),
                            ("xem", "xem nội dung"),
                            ("tai_tep", "tải tệp"),
                            ("che", "lập bản đã che"),
                            ("trao_khoa", "trao khóa cho người khác"),
                            ("niem_phong_lai", "niêm phong lại bằng khóa mới"),
                            ("cho_biet", "cho một người xác minh biết người tố cáo"),
                            ("duoc_biet", "xem người tố cáo theo văn bản cho biết"),
                            ("khoi_phuc", "mở bằng khóa khôi phục"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("mo_duoc", "mở được"),
                            ("khong_co_khoa", "bị từ chối: không có khóa"),
                            ("khong_co_quyen", "bị từ chối: không còn quyền"),
                            ("sai_cum", "bị từ chối: sai cụm mật khẩu"),
                            ("bi_sua", "không mở: nội dung niêm phong bị sửa, đổi chỗ hoặc thiếu"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tiep_nhan", "tiếp nhận, kiểm tra thông tin người tố cáo"),
                            ("giai_quyet", "giải quyết tố cáo"),
                            ("xac_minh", "xác minh nội dung tố cáo"),
                            ("bao_ve", "bảo vệ người tố cáo"),
                            ("trao_doi", "trao đổi với người tố cáo"),
                            ("che", "lập bản đã che để giao tổ xác minh"),
                            ("ban_giao", "bàn giao, ủy quyền, thay người giữ khóa"),
                            ("kiem_tra", "kiểm tra theo yêu cầu của cơ quan có thẩm quyền"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-][A-ZĐ0-9]{1,12}([-.&][A-ZĐ0-9]{1,12}){0,3})?$",
                                "Số văn bản chỉ gồm số và ký hiệu, ví dụ 12/QĐ-UBND hoặc 05/2026/BB-TXM; không ghi tên người.",
                            )
                        ],
                    ),
                ),
                ("kinds", models.CharField(blank=True, max_length=120)),
                ("seen", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal_openings",
                        to="records.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần mở niêm phong",
                "verbose_name_plural": "lần mở niêm phong",
            },
        ),
        migrations.CreateModel(
            name="SealRecovery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal_recoveries",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "khóa khôi phục",
                "verbose_name_plural": "khóa khôi phục",
            },
        ),
        migrations.CreateModel(
            name="SealRecoveryAct",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("mat_cum", "người giữ khóa quên cụm mật khẩu"),
                            ("vang_mat", "người giữ khóa nghỉ, chuyển công tác hoặc không còn"),
                            ("chuyen_don_vi", "hồ sơ chuyển sang đơn vị khác"),
                        ],
                        max_length=16,
                        verbose_name="lý do",
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-][A-ZĐ0-9]{1,12}([-.&][A-ZĐ0-9]{1,12}){0,3})?$",
                                "Số văn bản chỉ gồm số và ký hiệu, ví dụ 12/QĐ-UBND hoặc 05/2026/BB-TXM; không ghi tên người.",
                            )
                        ],
                        verbose_name="số văn bản",
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="records.sealrecovery",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần khôi phục",
                "verbose_name_plural": "lần khôi phục",
            },
        ),
        migrations.CreateModel(
            name="SealOffer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.sealkey"
                    ),
                ),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="records.sealrecoveryact",
                    ),
                ),
            ],
            options={
                "verbose_name": "phần khóa đang chờ",
                "verbose_name_plural": "phần khóa đang chờ",
            },
        ),
        migrations.CreateModel(
            name="SealRecoveryTarget",
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
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="records.sealrecoveryact",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.sealcase"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.sealkey"
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ được khôi phục",
                "verbose_name_plural": "hồ sơ được khôi phục",
            },
        ),
        migrations.CreateModel(
            name="SealRelease",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                (
                    "number",
                    models.CharField(
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-][A-ZĐ0-9]{1,12}([-.&][A-ZĐ0-9]{1,12}){0,3})?$",
                                "Số văn bản chỉ gồm số và ký hiệu, ví dụ 12/QĐ-UBND hoặc 05/2026/BB-TXM; không ghi tên người.",
                            )
                        ],
                        verbose_name="số văn bản",
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="ngày văn bản")),
                ("until", models.DateField(verbose_name="đến hết ngày")),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="records.sealcase",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.sealkey"
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản cho biết người tố cáo",
                "verbose_name_plural": "văn bản cho biết người tố cáo",
            },
        ),
        migrations.CreateModel(
            name="SealRing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[("day_du", "toàn bộ hồ sơ niêm phong"), ("da_che", "bản đã che")],
                        max_length=8,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("public", models.BinaryField()),
                (
                    "why",
                    models.CharField(
                        choices=[("lap", "lập hồ sơ niêm phong"), ("thoi_giu", "một người thôi giữ khóa")],
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rings",
                        to="records.sealcase",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "đời khóa niêm phong",
                "verbose_name_plural": "đời khóa niêm phong",
            },
        ),
        migrations.CreateModel(
            name="SealItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[("day_du", "toàn bộ hồ sơ niêm phong"), ("da_che", "bản đã che")],
                        max_length=8,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nguoi_to_cao", "người tố cáo"),
                            ("noi_dung", "nội dung tố cáo"),
                            ("ban_quet", "bản quét, tệp"),
                            ("thu_trao_doi", "thư trao đổi"),
                            ("ban_da_che", "bản đã che"),
                            ("ghi_chu", "ghi chú"),
                        ],
                        max_length=12,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
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
                        related_name="items",
                        to="records.sealcase",
                    ),
                ),
                (
                    "ring",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="records.sealring",
                    ),
                ),
            ],
            options={
                "verbose_name": "mục niêm phong",
                "verbose_name_plural": "mục niêm phong",
            },
        ),
        migrations.CreateModel(
            name="SealGrant",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "capacity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tiep_nhan", "người tiếp nhận, xử lý đơn"),
                            ("giai_quyet", "người giải quyết tố cáo"),
                            ("xac_minh", "thành viên tổ xác minh"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sealed", models.BinaryField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("lap", "khi lập hồ sơ niêm phong"),
                            ("phan_cong", "được phân công"),
                            ("uy_quyen", "được ủy quyền"),
                            ("thay_the", "thay người giữ trước, hoặc hồ sơ chuyển đơn vị"),
                            ("khoa_moi", "lập khóa mới vì mất cụm mật khẩu"),
                            ("doi_khoa", "đổi đời khóa"),
                            ("khoi_phuc", "mở bằng khóa khôi phục"),
                        ],
                        max_length=12,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="records.sealcase",
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
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="records.sealkey",
                    ),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="records.sealrecovery",
                    ),
                ),
                (
                    "ring",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="records.sealring",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản khóa được trao",
                "verbose_name_plural": "bản khóa được trao",
            },
        ),
        migrations.CreateModel(
            name="SealShare",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("sealed", models.BinaryField()),
                ("printed_at", models.DateTimeField(null=True)),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.sealkey"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.post"
                    ),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="records.sealrecovery",
                    ),
                ),
            ],
            options={
                "verbose_name": "phần khóa khôi phục",
                "verbose_name_plural": "phần khóa khôi phục",
            },
        ),
        migrations.CreateModel(
            name="SealUnlocked",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="sessions.session",
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("rights", models.CharField(max_length=64)),
                ("until", models.DateTimeField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.sealkey"
                    ),
                ),
            ],
            options={
                "verbose_name": "khóa đang mở",
                "verbose_name_plural": "khóa đang mở",
            },
        ),
        migrations.CreateModel(
            name="SealWaiver",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "number",
                    models.CharField(
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-][A-ZĐ0-9]{1,12}([-.&][A-ZĐ0-9]{1,12}){0,3})?$",
                                "Số văn bản chỉ gồm số và ký hiệu, ví dụ 12/QĐ-UBND hoặc 05/2026/BB-TXM; không ghi tên người.",
                            )
                        ],
                        verbose_name="số biên bản",
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="ngày biên bản")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="records.sealcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "biên bản không yêu cầu giữ bí mật",
                "verbose_name_plural": "biên bản không yêu cầu giữ bí mật",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealcase",
            trigger=pgtrigger.compiler.Trigger(
                name="only_where_allowed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.record_id AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= NEW.\"on\" ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') <> 'ngoai_he_thong') THEN RAISE EXCEPTION 'Đơn vị giữ tố cáo ngoài hệ thống nên ở đây không lưu được gì của người tố cáo; hãy giữ bản giấy trong phong bì.' USING ERRCODE = 'check_violation'; END IF; IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.record_id AND r.identity_released_on IS NULL AND r.secrecy = 'niem_phong') THEN RAISE EXCEPTION 'Chỉ hồ sơ niêm phong, chưa ghi thông tin cá nhân, mới lập được hồ sơ niêm phong.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="92e68532ef32c272ca93678b93c7e61a4830008f",
                    operation="INSERT",
                    pgid="pgtrigger_only_where_allowed_21d4b",
                    table="records_sealcase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealcase",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="bd97fd31f8a91b80f655abec292e037dd01cf70b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_ba9c0",
                    table="records_sealcase",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("account",),
                name="seal_key_one_living",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__isnull", True), ("vault", b""), _connector="OR"),
                name="seal_key_ended_is_empty",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealkey",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD) - ARRAY['vault', 'salt'], to_jsonb(NEW) - ARRAY['vault', 'salt']); RETURN NULL;",
                    hash="f5c8d110e68ccdd3b315abb0aaec950b8fa1f3af",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_bbceb",
                    table="records_sealkey",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="sealopening",
            index=models.Index(fields=["record", "-id"], name="seal_opening_record"),
        ),
        migrations.AddIndex(
            model_name="sealopening",
            index=models.Index(fields=["account", "outcome", "-at"], name="seal_opening_account"),
        ),
        migrations.AddConstraint(
            model_name="sealopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("document", ""),
                    (
                        "document__regex",
                        "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-][A-ZĐ0-9]{1,12}([-.&][A-ZĐ0-9]{1,12}){0,3})?$",
                    ),
                    _connector="OR",
                ),
                name="seal_opening_document_names_nobody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealopening",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="5faa2038bd1ee8dd0ad2c507371eb889ffef2dbc",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_cf1e8",
                    table="records_sealopening",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealrecovery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("unit",),
                name="seal_recovery_one_living",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealrecovery",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="62b41e3715785ab576eaac80af4f33c57b5cd159",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_f8820",
                    table="records_sealrecovery",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealrecoveryact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "document__regex",
                        "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-][A-ZĐ0-9]{1,12}([-.&][A-ZĐ0-9]{1,12}){0,3})?$",
                    )
                ),
                name="seal_recovery_document_names_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealrecoveryact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_by__isnull", True),
                    models.Q(("done_by", models.F("begun_by")), _negated=True),
                    _connector="OR",
                ),
                name="seal_recovery_two_people",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealrecoveryact",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="0de10a47fc44df806c6e331a2066b6b83fac7766",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_8ca9f",
                    table="records_sealrecoveryact",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealrecoverytarget",
            constraint=models.UniqueConstraint(fields=("act", "case", "key"), name="seal_target_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealrecoverytarget",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'case_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="4282398582cd361fe55d51213331e2d7fc412792",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_d70d9",
                    table="records_sealrecoverytarget",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "number__regex",
                        "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-][A-ZĐ0-9]{1,12}([-.&][A-ZĐ0-9]{1,12}){0,3})?$",
                    )
                ),
                name="seal_release_number_names_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__isnull", True), ("sealed", b""), _connector="OR"),
                name="seal_release_ended_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("signed_on"))), name="seal_release_in_order"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealrelease",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'case_id', to_jsonb(OLD) - ARRAY['sealed'], to_jsonb(NEW) - ARRAY['sealed']); RETURN NULL;",
                    hash="bee09741eb4f7c40241a03ef62223f235ab14da7",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_cce03",
                    table="records_sealrelease",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealring",
            constraint=models.UniqueConstraint(fields=("case", "part", "number"), name="seal_ring_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealring",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'case_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="ef116a8fb6faa558c22d8b91ee8fde72bde4b7a8",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_c8d51",
                    table="records_sealring",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealitem",
            constraint=models.UniqueConstraint(fields=("case", "part", "number"), name="seal_item_once"),
        ),
        migrations.AddConstraint(
            model_name="sealitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "ban_da_che"), ("part", "da_che")),
                    models.Q(models.Q(("kind", "ban_da_che"), _negated=True), ("part", "day_du")),
                    _connector="OR",
                ),
                name="seal_item_in_its_part",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealitem",
            trigger=pgtrigger.compiler.Trigger(
                name="only_where_allowed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.case_id AND coalesce((SELECT m.mode FROM records_sealmode m WHERE m.unit_id = r.unit_id AND m.starts_on <= NEW.\"on\" ORDER BY m.starts_on DESC, m.id DESC LIMIT 1), 'ngoai_he_thong') <> 'ngoai_he_thong') THEN RAISE EXCEPTION 'Đơn vị giữ tố cáo ngoài hệ thống nên ở đây không lưu được gì của người tố cáo; hãy giữ bản giấy trong phong bì.' USING ERRCODE = 'check_violation'; END IF; IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.case_id AND r.identity_released_on IS NULL AND r.secrecy = 'niem_phong') THEN RAISE EXCEPTION 'Chỉ hồ sơ niêm phong, chưa ghi thông tin cá nhân, mới lập được hồ sơ niêm phong.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="38b4cee5f5a907a183f3b64a448db325c51ca3c6",
                    operation="INSERT",
                    pgid="pgtrigger_only_where_allowed_34c56",
                    table="records_sealitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealitem",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'case_id', to_jsonb(OLD) - ARRAY['sealed'], to_jsonb(NEW) - ARRAY['sealed']); RETURN NULL;",
                    hash="a6557e779827bc410a99478aa7606be21641477b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_d7bd5",
                    table="records_sealitem",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealgrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("ring", "key"), name="seal_grant_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("capacity", ""), ("key__isnull", True), ("recovery__isnull", False)),
                    models.Q(
                        ("key__isnull", False),
                        ("recovery__isnull", True),
                        models.Q(("capacity", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="seal_grant_to_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__isnull", True), ("sealed", b""), _connector="OR"),
                name="seal_grant_ended_is_empty",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealgrant",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'case_id', to_jsonb(OLD) - ARRAY['sealed'], to_jsonb(NEW) - ARRAY['sealed']); RETURN NULL;",
                    hash="0f6174bc397a27b592570bc9d5ab5bbbb023ae95",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_5ce90",
                    table="records_sealgrant",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealshare",
            constraint=models.UniqueConstraint(fields=("recovery", "number"), name="seal_share_number_once"),
        ),
        migrations.AddConstraint(
            model_name="sealshare",
            constraint=models.UniqueConstraint(fields=("recovery", "post"), name="seal_share_post_once"),
        ),
        migrations.AddConstraint(
            model_name="sealshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__range", (1, 3))), name="seal_share_of_three"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealshare",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD) - ARRAY['sealed'], to_jsonb(NEW) - ARRAY['sealed']); RETURN NULL;",
                    hash="63a9851d1e37c87ffddd6251e0284b6dbb2f76d1",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_ae647",
                    table="records_sealshare",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealwaiver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "number__regex",
                        "^[0-9]{1,6}[a-z]?(/[0-9]{4})?([/-][A-ZĐ0-9]{1,12}([-.&][A-ZĐ0-9]{1,12}){0,3})?$",
                    )
                ),
                name="seal_waiver_number_names_nobody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealwaiver",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'case_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="1f068faf398e32d66322f00288c642633c28e8ae",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_0f497",
                    table="records_sealwaiver",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
