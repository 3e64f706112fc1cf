"""Requests about personal data; no row of one is ever taken away."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON personal_data_datarequest FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("records", "0023_retention_of_sealed"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataRequest",
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
                    "right",
                    models.CharField(
                        choices=[
                            ("xem", "Xem, được cung cấp dữ liệu"),
                            ("sua", "Sửa dữ liệu"),
                            ("xoa", "Xóa dữ liệu"),
                        ],
                        max_length=8,
                        verbose_name="yêu cầu",
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("chinh_chu", "Chính người gửi hồ sơ"),
                            ("dai_dien", "Người đại diện, được ủy quyền"),
                        ],
                        default="chinh_chu",
                        max_length=12,
                        verbose_name="người yêu cầu",
                    ),
                ),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày trả lời đầu tiên"),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="ngày thực hiện")),
                ("refused_on", models.DateField(blank=True, null=True, verbose_name="ngày từ chối")),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("khong_phai", "Không phải chủ thể dữ liệu, không được ủy quyền"),
                            ("con_luu", "Chưa hết thời hạn lưu, hoặc hồ sơ đang được giữ lại theo pháp luật"),
                            (
                                "hoat_dong",
                                "Cơ quan nhà nước xử lý phục vụ hoạt động theo luật (NĐ 13/2023, Điều 16 khoản 2 điểm b)",
                            ),
                            (
                                "da_cong_khai",
                                "Đã công khai theo quy định (NĐ 13/2023, Điều 16 khoản 2 điểm c)",
                            ),
                            (
                                "phap_ly",
                                "Phục vụ yêu cầu pháp lý, thống kê (NĐ 13/2023, Điều 16 khoản 2 điểm d)",
                            ),
                            (
                                "can_tro",
                                "Cản trở nghĩa vụ pháp lý của cơ quan (Luật 91/2025, Điều 4 khoản 3)",
                            ),
                            (
                                "nguoi_khac",
                                "Xâm phạm quyền, lợi ích của Nhà nước, người khác (Luật 91/2025, Điều 4 khoản 3)",
                            ),
                        ],
                        max_length=16,
                        null=True,
                        verbose_name="căn cứ từ chối",
                    ),
                ),
                (
                    "paper_no",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ 12/UBND-VP",
                        max_length=40,
                        verbose_name="số văn bản trả lời",
                    ),
                ),
                ("paper_on", models.DateField(blank=True, null=True, verbose_name="ngày văn bản trả lời")),
                (
                    "about",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_requests",
                        to="records.record",
                        verbose_name="về hồ sơ",
                    ),
                ),
            ],
            options={
                "verbose_name": "yêu cầu về dữ liệu cá nhân",
                "verbose_name_plural": "yêu cầu về dữ liệu cá nhân",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ground__isnull", True), ("refused_on__isnull", True)),
                            models.Q(
                                ("done_on__isnull", True),
                                ("ground__isnull", False),
                                ("refused_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="data_request_refused_with_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_on__isnull", True), ("paper_no", ""), ("refused_on__isnull", True)
                            ),
                            models.Q(
                                ("paper_no__regex", "^(?=.*[0-9])[0-9A-ZĐÀ-Ỹ][0-9A-ZĐÀ-Ỹ./-]{0,39}$"),
                                ("paper_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="data_request_ended_by_paper",
                    ),
                ],
            },
            bases=("records.record",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datarequest",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_ptr_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="6e0d927b9fc86661c823e9d3c0e68e2b40d339b1",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_01e71",
                    table="personal_data_datarequest",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
