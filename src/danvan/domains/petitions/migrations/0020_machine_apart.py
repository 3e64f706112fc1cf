"""What arrived from a machine apart about its tố cáo: numbers, days and words of lists."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON petitions_apartentry FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("petitions", "0019_handed_up"),
        ("records", "0017_seal_modes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApartEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=11, verbose_name="số ở máy độc lập")),
                ("received_on", models.DateField(verbose_name="ngày nhận")),
                ("classified_on", models.DateField(verbose_name="ngày phân loại")),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("dat_dai", "Đất đai, nhà cửa"),
                            ("che_do_chinh_sach", "Chế độ, chính sách"),
                            ("cong_chuc_cong_vu", "Công chức, công vụ"),
                            ("hanh_chinh_khac", "Hành chính khác"),
                            ("tham_nhung", "Tham nhũng"),
                            ("tu_phap", "Tư pháp"),
                            ("dang_doan_the", "Đảng, đoàn thể"),
                            ("khac", "Khác"),
                        ],
                        max_length=24,
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "signatories",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="số người đứng tên",
                    ),
                ),
                ("is_repeated", models.BooleanField(verbose_name="gửi nhiều lần")),
                ("is_anonymous", models.BooleanField(verbose_name="nặc danh, mạo danh")),
                ("is_eligible", models.BooleanField(verbose_name="đủ điều kiện xử lý")),
                ("is_competent", models.BooleanField(verbose_name="thuộc thẩm quyền")),
                ("instance", models.PositiveSmallIntegerField(verbose_name="lần")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("lan_dau", "Đã giải quyết lần đầu"),
                            ("nhieu_lan", "Đã giải quyết lần hai, nhiều lần"),
                            ("ban_an", "Đã có bản án của tòa"),
                            ("dang_giai_quyet", "Đang giải quyết"),
                            ("chua_giai_quyet", "Chưa giải quyết"),
                        ],
                        max_length=16,
                        verbose_name="tình trạng giải quyết",
                    ),
                ),
                (
                    "handling",
                    models.CharField(
                        choices=[
                            ("thu_ly", "Thụ lý"),
                            ("huong_dan", "Hướng dẫn"),
                            ("chuyen", "Chuyển đơn"),
                            ("don_doc", "Đôn đốc giải quyết"),
                            ("khong_thu_ly", "Không thụ lý, trả lời"),
                            ("luu", "Xếp lưu"),
                            ("tra_lai", "Trả lại nơi chuyển"),
                        ],
                        max_length=16,
                        null=True,
                        verbose_name="hướng xử lý",
                    ),
                ),
                ("handled_on", models.DateField(null=True, verbose_name="ngày xử lý")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("dung", "Đúng"),
                            ("sai", "Sai"),
                            ("dung_mot_phan", "Đúng một phần"),
                            ("cong_nhan", "Công nhận quyết định giải quyết lần đầu"),
                            ("huy_sua", "Hủy, sửa quyết định giải quyết lần đầu"),
                            ("da_tra_loi", "Đã trả lời kiến nghị, phản ánh"),
                            ("hoa_giai_thanh", "Hòa giải thành"),
                            ("hoa_giai_khong_thanh", "Hòa giải không thành"),
                        ],
                        max_length=24,
                        null=True,
                        verbose_name="kết quả",
                    ),
                ),
                ("concluded_on", models.DateField(null=True, verbose_name="ngày kết luận")),
                ("made_on", models.DateField(verbose_name="ngày lập gói")),
                ("taken_at", models.DateTimeField(auto_now=True)),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.record"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "tố cáo nhận từ máy độc lập",
                "verbose_name_plural": "tố cáo nhận từ máy độc lập",
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "number"), name="apart_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "^[1-9][0-9]{0,5}/20[0-9]{2}$")),
                        name="apart_number_is_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "field__in",
                                [
                                    "dat_dai",
                                    "che_do_chinh_sach",
                                    "cong_chuc_cong_vu",
                                    "hanh_chinh_khac",
                                    "tham_nhung",
                                    "tu_phap",
                                    "dang_doan_the",
                                    "khac",
                                ],
                            ),
                            (
                                "standing__in",
                                ["lan_dau", "nhieu_lan", "ban_an", "dang_giai_quyet", "chua_giai_quyet"],
                            ),
                            ("instance__in", [1, 2]),
                            models.Q(
                                ("handling__isnull", True),
                                (
                                    "handling__in",
                                    [
                                        "thu_ly",
                                        "huong_dan",
                                        "chuyen",
                                        "don_doc",
                                        "khong_thu_ly",
                                        "luu",
                                        "tra_lai",
                                    ],
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("result__isnull", True),
                                ("result__in", ["dung", "sai", "dung_mot_phan"]),
                                _connector="OR",
                            ),
                        ),
                        name="apart_words_of_lists",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apartentry",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="0dbb9c06d3f02532031a184585fd00485a92114d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_618db",
                    table="petitions_apartentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apartentry",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c6c1bd0208e8c961b2813d8c4adb0669eb343a76",
                    operation="DELETE",
                    pgid="pgtrigger_keep_11772",
                    table="petitions_apartentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
