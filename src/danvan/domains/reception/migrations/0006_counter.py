"""What the counter writes of a visit, who came, and the numbers drawn by those who wait."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON reception_ticket FROM danvan_app;
    REVOKE TRUNCATE ON reception_visitperson FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reception", "0005_schedule"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=36, unique=True)),
                ("on", models.DateField(verbose_name="ngày")),
                ("number", models.PositiveSmallIntegerField(verbose_name="số thứ tự")),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "số thứ tự",
                "verbose_name_plural": "số thứ tự",
            },
        ),
        migrations.CreateModel(
            name="VisitPerson",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="thứ tự")),
                ("full_name", models.CharField(max_length=200, verbose_name="họ và tên")),
                ("identity_number", models.CharField(blank=True, max_length=20, verbose_name="số giấy tờ")),
                (
                    "born_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="năm sinh"),
                ),
                ("number_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("name_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("papers", models.CharField(blank=True, max_length=500, verbose_name="giấy tờ mang theo")),
                (
                    "interpreter",
                    models.CharField(blank=True, max_length=200, verbose_name="người phiên dịch, ngôn ngữ"),
                ),
                ("on_behalf_of", models.CharField(blank=True, max_length=200, verbose_name="thay mặt cho")),
            ],
            options={
                "verbose_name": "người đến",
                "verbose_name_plural": "người đến",
                "ordering": ("position",),
            },
        ),
        migrations.AddField(
            model_name="visit",
            name="authority",
            field=models.CharField(
                blank=True,
                choices=[
                    ("cong_chung", "Công chứng"),
                    ("chung_thuc", "Chứng thực"),
                    ("giay_tay", "Giấy viết tay, không công chứng, chứng thực"),
                ],
                max_length=16,
                null=True,
                verbose_name="giấy ủy quyền",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="capacity",
            field=models.CharField(
                choices=[
                    ("ban_than", "Cho chính mình"),
                    ("dai_dien", "Người đại diện theo pháp luật"),
                    ("uy_quyen", "Người được ủy quyền"),
                ],
                default="ban_than",
                max_length=16,
                verbose_name="tư cách",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="has_consent",
            field=models.BooleanField(
                default=False, verbose_name="người trình bày đồng ý để người khác giúp"
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="has_delegation_paper",
            field=models.BooleanField(default=False, verbose_name="có văn bản cử người đại diện đủ chữ ký"),
        ),
        migrations.AddField(
            model_name="visit",
            name="has_interpreter",
            field=models.BooleanField(default=False, verbose_name="có người phiên dịch"),
        ),
        migrations.AddField(
            model_name="visit",
            name="helped_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("can_bo", "Cán bộ tiếp công dân"),
                    ("to_cong_nghe_so", "Tổ công nghệ số cộng đồng"),
                    ("nguoi_than", "Người thân"),
                ],
                max_length=16,
                null=True,
                verbose_name="người giúp ghi",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="identity_paper",
            field=models.CharField(
                blank=True,
                choices=[
                    ("can_cuoc", "Căn cước, căn cước công dân"),
                    ("chung_nhan", "Giấy chứng nhận căn cước"),
                    ("so_dinh_danh", "Số định danh cá nhân"),
                    ("ho_chieu", "Hộ chiếu"),
                    ("khac", "Giấy tờ khác"),
                    ("khong", "Không xuất trình"),
                ],
                max_length=16,
                null=True,
                verbose_name="giấy tờ xuất trình",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="is_oral",
            field=models.BooleanField(default=False, verbose_name="trình bày bằng lời, lập biên bản"),
        ),
        migrations.AddField(
            model_name="visit",
            name="originals_kept",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="số bản gốc đang giữ"),
        ),
        migrations.AddField(
            model_name="visit",
            name="originals_returned_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày trả bản gốc"),
        ),
        migrations.AddField(
            model_name="visit",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nhan_don", "Nhận đơn"),
                    ("nhan_de_chuyen", "Nhận đơn để chuyển nơi có thẩm quyền"),
                    ("nhap", "Nhập vào đơn, vụ việc đã có"),
                    ("huong_dan", "Hướng dẫn, không nhận đơn"),
                    ("ghi_nhan", "Chỉ ghi lượt tiếp"),
                    ("tu_choi", "Từ chối tiếp"),
                ],
                max_length=16,
                null=True,
                verbose_name="kết thúc lượt tiếp",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="read_back_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày đọc lại biên bản"),
        ),
        migrations.AddField(
            model_name="visit",
            name="refusal_told_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày thông báo từ chối"),
        ),
        migrations.AddField(
            model_name="visit",
            name="refused_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("r1", "Say rượu, mắc bệnh tâm thần, không làm chủ được hành vi"),
                    ("r2", "Đe dọa, xúc phạm, vi phạm nội quy nơi tiếp"),
                    ("r3", "Đã giải quyết đúng pháp luật, đã rà soát, thông báo mà cố tình kéo dài"),
                    ("r4", "Trường hợp khác theo pháp luật"),
                    ("a", "Không gửi lại vũ khí, vật nguy hiểm"),
                    ("b", "Không chấp hành kiểm tra an ninh"),
                    ("c", "Ghi âm, ghi hình, phát trực tiếp trái yêu cầu hoặc gây mất trật tự"),
                    ("d", "Kích động, gây rối"),
                    ("dd", "Không đủ năng lực hành vi mà không có người đại diện"),
                    ("e", "Người đại diện không có giấy tờ"),
                    ("g", "Nội dung không phải khiếu nại, tố cáo, kiến nghị, phản ánh"),
                    ("h", "Kiến nghị, phản ánh đã được trả lời bằng văn bản, không có nội dung mới"),
                    ("i", "Bản án đã có hiệu lực, không thuộc trường hợp xem xét lại"),
                    ("k", "Vụ việc đã được cơ quan có thẩm quyền khác thụ lý"),
                ],
                max_length=16,
                null=True,
                verbose_name="lý do từ chối tiếp",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="representatives",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="số người đại diện"),
        ),
        migrations.AddField(
            model_name="visit",
            name="signed_as",
            field=models.CharField(
                blank=True,
                choices=[("ky", "Ký"), ("diem_chi", "Điểm chỉ")],
                max_length=16,
                null=True,
                verbose_name="xác nhận biên bản",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="ticket",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="số thứ tự trong ngày",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "tu_choi"), ("refused_for__isnull", False)),
                    models.Q(("outcome__isnull", True), ("refused_for__isnull", True)),
                    models.Q(models.Q(("outcome", "tu_choi"), _negated=True), ("refused_for__isnull", True)),
                    _connector="OR",
                ),
                name="visit_refused_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("read_back_on__isnull", True), ("signed_as__isnull", False), _connector="OR"
                ),
                name="visit_read_back_and_signed",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="drawn_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="visitperson",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="people", to="reception.visit"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(fields=("unit", "on", "number"), name="ticket_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ticket",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="05921abb7db4ffdb6bedcfe06db3df8b7d6ab626",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_9e3bf",
                    table="reception_ticket",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="visitperson",
            index=models.Index(
                condition=models.Q(("number_hash", ""), _negated=True),
                fields=["number_hash"],
                name="person_by_number",
            ),
        ),
        migrations.AddIndex(
            model_name="visitperson",
            index=models.Index(
                condition=models.Q(("name_hash", ""), _negated=True),
                fields=["name_hash"],
                name="person_by_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitperson",
            constraint=models.UniqueConstraint(fields=("visit", "position"), name="visit_person_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visitperson",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.visit_id AND identity_released_on IS NOT NULL) THEN RAISE EXCEPTION 'Chưa được ghi thông tin cá nhân: hồ sơ chưa phân loại hoặc là tố cáo. Hãy phân loại hồ sơ trước; tố cáo không bao giờ ghi họ tên, địa chỉ, nội dung.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="2d32ba2a5496811f36a4104e5f57f0d17535af84",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_16556",
                    table="reception_visitperson",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
