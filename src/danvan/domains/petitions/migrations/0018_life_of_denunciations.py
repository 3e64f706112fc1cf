"""The rest of the life of a tố cáo by days and lists: handed on, looked into again, taken over, protected."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# A row of a record stays where its spine's row stays.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON petitions_protection FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0017_emptied_matters"),
        ("records", "0016_postal_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="again_ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("khong_chinh_xac", "Kết luận không chính xác, thiếu khách quan"),
                    ("bo_sot", "Bỏ sót chứng cứ, tình tiết"),
                    ("sai_luat", "Áp dụng pháp luật không đúng"),
                ],
                max_length=16,
                null=True,
                verbose_name="căn cứ giải quyết lại tố cáo",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="passed_to",
            field=models.CharField(
                blank=True,
                choices=[
                    ("thanh_tra", "Cơ quan thanh tra, kiểm tra"),
                    ("co_quan_dieu_tra", "Cơ quan điều tra"),
                    ("vien_kiem_sat", "Viện kiểm sát nhân dân"),
                ],
                max_length=20,
                null=True,
                verbose_name="nơi nhận thông tin tố cáo",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="protection_asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày đề nghị bảo vệ gần nhất"),
        ),
        migrations.AddField(
            model_name="letter",
            name="protection_way",
            field=models.CharField(
                blank=True,
                choices=[
                    ("van_ban", "Bằng văn bản"),
                    ("truc_tiep", "Khẩn cấp: đến trực tiếp, văn bản gửi sau"),
                    ("dien_thoai", "Khẩn cấp: gọi điện, văn bản gửi sau"),
                ],
                max_length=16,
                null=True,
                verbose_name="cách đề nghị bảo vệ",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="taken_ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nghiem_trong", "Vụ việc có dấu hiệu vi phạm nghiêm trọng"),
                    ("thieu_khach_quan", "Việc giải quyết thiếu khách quan"),
                ],
                max_length=20,
                null=True,
                verbose_name="căn cứ lấy lên giải quyết",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="crime_body",
            field=models.CharField(
                blank=True,
                choices=[
                    ("co_quan_dieu_tra", "Cơ quan điều tra"),
                    ("vien_kiem_sat", "Viện kiểm sát nhân dân"),
                ],
                max_length=20,
                null=True,
                verbose_name="nơi nhận hồ sơ có dấu hiệu tội phạm",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="crime_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="ngày chuyển cơ quan điều tra, viện kiểm sát"
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="handled_orgs",
            field=models.BigIntegerField(
                default=0,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="số tổ chức đã bị xử lý hành chính",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="protection_asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày đề nghị bảo vệ gần nhất"),
        ),
        migrations.AddField(
            model_name="matter",
            name="protection_way",
            field=models.CharField(
                blank=True,
                choices=[
                    ("van_ban", "Bằng văn bản"),
                    ("truc_tiep", "Khẩn cấp: đến trực tiếp, văn bản gửi sau"),
                    ("dien_thoai", "Khẩn cấp: gọi điện, văn bản gửi sau"),
                ],
                max_length=16,
                null=True,
                verbose_name="cách đề nghị bảo vệ",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="returned_orgs",
            field=models.BigIntegerField(
                default=0,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="số tổ chức đã được trả lại quyền lợi",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="returned_persons",
            field=models.BigIntegerField(
                default=0,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="số cá nhân đã được trả lại quyền lợi",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="taken_over_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày cấp trên lấy lên giải quyết"),
        ),
        migrations.CreateModel(
            name="Protection",
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
                            ("van_ban", "Bằng văn bản"),
                            ("truc_tiep", "Khẩn cấp: đến trực tiếp, văn bản gửi sau"),
                            ("dien_thoai", "Khẩn cấp: gọi điện, văn bản gửi sau"),
                        ],
                        default="van_ban",
                        max_length=16,
                        verbose_name="cách đề nghị bảo vệ",
                    ),
                ),
                (
                    "persons",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="số người được đề nghị bảo vệ",
                    ),
                ),
                (
                    "paper_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày nhận văn bản đề nghị"),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="ngày kiểm tra đề nghị")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("co_can_cu", "Đề nghị có căn cứ"),
                            ("khong_can_cu", "Đề nghị không có căn cứ"),
                        ],
                        max_length=16,
                        null=True,
                        verbose_name="kết quả kiểm tra đề nghị",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày quyết định bảo vệ"),
                ),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bi_mat", "Bí mật thông tin cá nhân"),
                            ("viec_lam", "Vị trí công tác, việc làm"),
                            ("tinh_mang", "Tính mạng, sức khỏe"),
                            ("tai_san", "Tài sản"),
                            ("danh_du", "Danh dự, nhân phẩm"),
                        ],
                        max_length=16,
                        null=True,
                        verbose_name="biện pháp bảo vệ",
                    ),
                ),
                (
                    "authority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nguoi_giai_quyet", "Người giải quyết tố cáo"),
                            ("cong_an", "Cơ quan công an"),
                            ("noi_quan_ly", "Cơ quan quản lý cán bộ, công chức hoặc lao động"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="nơi áp dụng biện pháp",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, null=True, verbose_name="thời điểm bắt đầu bảo vệ"),
                ),
                ("refused_on", models.DateField(blank=True, null=True, verbose_name="ngày từ chối")),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("khong_can_cu", "Đề nghị không có căn cứ, không cần áp dụng biện pháp"),
                            ("khong_doi_tuong", "Người cần bảo vệ không thuộc đối tượng của Điều 47"),
                        ],
                        max_length=16,
                        null=True,
                        verbose_name="lý do từ chối",
                    ),
                ),
                (
                    "changed_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày thay đổi, bổ sung biện pháp"),
                ),
                (
                    "change",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("thay_doi", "Thay biện pháp đang áp dụng"),
                            ("bo_sung", "Bổ sung biện pháp"),
                        ],
                        max_length=16,
                        null=True,
                        verbose_name="thay đổi hay bổ sung",
                    ),
                ),
                (
                    "outcome_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày ghi kết quả bảo vệ"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("an_toan", "Biện pháp đã thực hiện, không xảy ra xâm hại"),
                            ("co_xam_hai", "Đã xảy ra xâm hại, trả thù, trù dập"),
                        ],
                        max_length=16,
                        null=True,
                        verbose_name="kết quả bảo vệ",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ngày chấm dứt bảo vệ")),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("da_ket_luan", "Đã có kết luận nội dung tố cáo hoặc đã đình chỉ giải quyết"),
                            ("het_can_cu", "Căn cứ bảo vệ không còn hoặc người được bảo vệ đề nghị chấm dứt"),
                            (
                                "vi_pham",
                                "Người được bảo vệ cố ý vi phạm nghĩa vụ ở Điều 48 khoản 2 điểm a, điểm b",
                            ),
                        ],
                        max_length=16,
                        null=True,
                        verbose_name="căn cứ chấm dứt bảo vệ",
                    ),
                ),
            ],
            options={
                "verbose_name": "bảo vệ người tố cáo",
                "verbose_name_plural": "bảo vệ người tố cáo",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on__isnull", True),
                            models.Q(
                                ("authority__isnull", False),
                                ("scope__isnull", False),
                                ("starts_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="protection_decided_whole",
                    )
                ],
            },
            bases=("records.record",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protection",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_ptr_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="4debaecf6d7e35058b4edc9a1b65e8a42e96be49",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_32516",
                    table="petitions_protection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protection",
            trigger=pgtrigger.compiler.Trigger(
                name="denunciation_without_identity",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (true) AND (EXISTS (SELECT 1 FROM records_personaldetails WHERE record_id = NEW.record_ptr_id) OR EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_ptr_id AND identity_released_on IS NOT NULL)) THEN RAISE EXCEPTION 'Hồ sơ tố cáo hoặc chưa phân loại không được có thông tin cá nhân; hãy xóa thông tin cá nhân trước khi phân loại lại.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="6f1e7dc836243a8686310c7c25caa037f95e6878",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_denunciation_without_identity_06061",
                    table="petitions_protection",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
