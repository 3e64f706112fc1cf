"""Feedback on regulations."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON petitions_regulationfeedback FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0007_likeness"),
        ("records", "0008_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="RegulationFeedback",
            fields=[
                (
                    "record_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="records.record",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("van_ban", "Văn bản"),
                            ("dien_thoai", "Điện thoại"),
                            ("phieu_lay_y_kien", "Phiếu lấy ý kiến"),
                            ("dien_tu", "Thư điện tử, cổng thông tin"),
                        ],
                        default="van_ban",
                        max_length=24,
                        verbose_name="cách gửi",
                    ),
                ),
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
                        default="khac",
                        max_length=24,
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("khong_tiep_nhan", "Không thuộc loại được tiếp nhận"),
                            (
                                "hanh_vi",
                                "Phản ánh chậm trễ, phiền hà, hành vi không đúng khi thực hiện quy định",
                            ),
                            ("quy_dinh_tham_quyen", "Về quy định thuộc thẩm quyền của cơ quan tiếp nhận"),
                            ("quy_dinh_noi_khac", "Về quy định không thuộc thẩm quyền, phải chuyển"),
                        ],
                        max_length=24,
                        null=True,
                        verbose_name="phân loại",
                    ),
                ),
                (
                    "regulation",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="văn bản, thủ tục được phản ánh"
                    ),
                ),
                ("classified_on", models.DateField(blank=True, null=True, verbose_name="ngày phân loại")),
                (
                    "forwarded_to",
                    models.CharField(blank=True, max_length=200, verbose_name="cơ quan được chuyển"),
                ),
                ("forwarded_on", models.DateField(blank=True, null=True, verbose_name="ngày chuyển")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sua_doi", "Sửa đổi quy định theo thẩm quyền"),
                            ("de_nghi_sua", "Đề nghị cơ quan có thẩm quyền sửa đổi"),
                            ("ban_hanh_moi", "Ban hành quy định mới"),
                            ("chan_chinh", "Chấn chỉnh việc thực hiện quy định"),
                            ("giu_nguyen", "Giữ nguyên quy định, trả lời lý do"),
                        ],
                        max_length=24,
                        null=True,
                        verbose_name="kết quả xử lý",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="ngày có kết quả")),
                (
                    "publication",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cong", "Cổng thông tin điện tử"),
                            ("phuong_tien", "Phương tiện thông tin đại chúng"),
                            ("van_ban", "Văn bản gửi người phản ánh, kiến nghị"),
                            ("khac", "Hình thức khác"),
                        ],
                        max_length=16,
                        null=True,
                        verbose_name="cách công khai",
                    ),
                ),
                (
                    "publicised_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày công khai kết quả"),
                ),
            ],
            options={
                "verbose_name": "phản ánh, kiến nghị về quy định hành chính",
                "verbose_name_plural": "phản ánh, kiến nghị về quy định hành chính",
                "indexes": [models.Index(fields=["category"], name="regulation_feedback_class")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_on__isnull", True), ("outcome__isnull", False), _connector="OR"
                        ),
                        name="regulation_feedback_settled_with_outcome",
                    )
                ],
            },
            bases=("records.record",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regulationfeedback",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_ptr_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="b0e10fd106b838bb57857f783b22afd561461a2e",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_f5022",
                    table="petitions_regulationfeedback",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
