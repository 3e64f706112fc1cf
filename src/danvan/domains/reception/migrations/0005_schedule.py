"""Lịch tiếp, places booked, conclusions of heads."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import danvan.records.models.record

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON reception_onlinesession, reception_regularhours, reception_booking,
      reception_bookingperson, reception_conclusion, reception_conclusionwords FROM danvan_app;
  END IF;
END $$;
"""
# Sessions entered so far were posted on the day they were entered.
POSTED = """
UPDATE reception_headsession s SET posted_on = r.received_on FROM records_record r
WHERE r.id = s.record_ptr_id AND s.posted_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("records", "0012_national"),
        ("reception", "0004_visits_as_matters"),
    ]

    operations = [
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(
                        default=danvan.records.models.record.new_public_id,
                        max_length=16,
                        unique=True,
                        verbose_name="mã đặt chỗ",
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày")),
                ("at", models.TimeField(verbose_name="giờ")),
                ("seat", models.PositiveSmallIntegerField(verbose_name="chỗ")),
                (
                    "persons",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="số người",
                    ),
                ),
                (
                    "help",
                    models.CharField(
                        choices=[
                            ("khong", "Không cần"),
                            ("tieng_dan_toc", "Phiên dịch tiếng dân tộc thiểu số"),
                            ("tieng_nuoc_ngoai", "Phiên dịch tiếng nước ngoài"),
                            ("ngon_ngu_ky_hieu", "Phiên dịch ngôn ngữ ký hiệu"),
                            ("di_lai", "Giúp đi lại, đọc, viết"),
                        ],
                        default="khong",
                        max_length=20,
                        verbose_name="cần giúp",
                    ),
                ),
                ("is_sealed", models.BooleanField(default=True, verbose_name="không ghi tên")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("dat", "Đã đặt"),
                            ("huy", "Đã hủy"),
                            ("da_den", "Đã đến"),
                            ("khong_den", "Không đến"),
                        ],
                        default="dat",
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "chỗ đã đặt",
                "verbose_name_plural": "chỗ đã đặt",
            },
        ),
        migrations.CreateModel(
            name="Conclusion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="số thứ tự")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("tra_loi_ngay", "Trả lời ngay tại buổi tiếp"),
                            ("giao_xem_xet", "Giao cơ quan xem xét và báo ngày trả lời"),
                        ],
                        max_length=16,
                        verbose_name="trả lời công dân",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn thực hiện")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="ngày thực hiện xong")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "kết luận kỳ tiếp",
                "verbose_name_plural": "kết luận kỳ tiếp",
            },
        ),
        migrations.CreateModel(
            name="OnlineSession",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="online",
                        serialize=False,
                        to="reception.headsession",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("phuc_tap", "Vụ việc phức tạp, liên quan nhiều cơ quan"),
                            ("o_xa", "Người ở xa, nghèo, cao tuổi, khuyết tật, đối tượng chính sách"),
                            ("thien_tai", "Thiên tai, dịch bệnh, an ninh"),
                            ("to_cao", "Tố cáo phức tạp, người tố cáo không yêu cầu giữ bí mật"),
                            ("khac", "Nhu cầu thực tế khác"),
                        ],
                        max_length=16,
                        verbose_name="trường hợp",
                    ),
                ),
                (
                    "notified_on",
                    models.DateField(verbose_name="ngày thông báo cho công dân và cơ quan liên quan"),
                ),
                ("tested_on", models.DateField(blank=True, null=True, verbose_name="ngày kiểm tra kết nối")),
                (
                    "connected_at",
                    models.TimeField(blank=True, null=True, verbose_name="giờ kết nối chính thức"),
                ),
                (
                    "recording_kept_at",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="nơi lưu dữ liệu ghi âm, ghi hình"
                    ),
                ),
            ],
            options={
                "verbose_name": "điều kiện tiếp trực tuyến",
                "verbose_name_plural": "điều kiện tiếp trực tuyến",
            },
        ),
        migrations.CreateModel(
            name="RegularHours",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "receiver",
                    models.CharField(
                        choices=[
                            ("can_bo", "Cán bộ tiếp công dân"),
                            ("dai_bieu", "Đại biểu Hội đồng nhân dân"),
                        ],
                        default="can_bo",
                        max_length=16,
                        verbose_name="người tiếp",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Thứ Hai"),
                            (1, "Thứ Ba"),
                            (2, "Thứ Tư"),
                            (3, "Thứ Năm"),
                            (4, "Thứ Sáu"),
                            (5, "Thứ Bảy"),
                            (6, "Chủ nhật"),
                        ],
                        verbose_name="thứ",
                    ),
                ),
                ("starts_at", models.TimeField(verbose_name="từ giờ")),
                ("ends_at", models.TimeField(verbose_name="đến giờ")),
                ("place", models.CharField(max_length=200, verbose_name="nơi tiếp")),
                ("who", models.CharField(blank=True, max_length=200, verbose_name="bộ phận, người tiếp")),
                (
                    "slot_minutes",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(240),
                        ],
                        verbose_name="số phút mỗi lượt",
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(50)],
                        verbose_name="số chỗ mỗi lượt",
                    ),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="áp dụng")),
            ],
            options={
                "verbose_name": "giờ tiếp thường xuyên",
                "verbose_name_plural": "giờ tiếp thường xuyên",
            },
        ),
        migrations.AddField(
            model_name="headsession",
            name="agenda",
            field=models.CharField(blank=True, max_length=500, verbose_name="nội dung dự kiến"),
        ),
        migrations.AddField(
            model_name="headsession",
            name="delegated_by",
            field=models.CharField(blank=True, max_length=200, verbose_name="văn bản ủy quyền"),
        ),
        migrations.AddField(
            model_name="headsession",
            name="ends_at",
            field=models.TimeField(default=datetime.time(11, 0), verbose_name="đến giờ"),
        ),
        migrations.AddField(
            model_name="headsession",
            name="mode",
            field=models.CharField(
                choices=[("truc_tiep", "Tại nơi tiếp công dân"), ("truc_tuyen", "Trực tuyến")],
                default="truc_tiep",
                max_length=16,
                verbose_name="cách tiếp",
            ),
        ),
        migrations.AddField(
            model_name="headsession",
            name="moved_because",
            field=models.CharField(blank=True, max_length=300, verbose_name="lý do dời lịch"),
        ),
        migrations.AddField(
            model_name="headsession",
            name="moved_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày thông báo dời lịch"),
        ),
        migrations.AddField(
            model_name="headsession",
            name="participants",
            field=models.CharField(blank=True, max_length=500, verbose_name="thành phần tham gia"),
        ),
        migrations.AddField(
            model_name="headsession",
            name="place",
            field=models.CharField(blank=True, max_length=200, verbose_name="nơi tiếp"),
        ),
        migrations.AddField(
            model_name="headsession",
            name="places",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[django.core.validators.MaxValueValidator(50)],
                verbose_name="số chỗ mỗi lượt",
            ),
        ),
        migrations.AddField(
            model_name="headsession",
            name="posted_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày niêm yết lịch"),
        ),
        migrations.AddField(
            model_name="headsession",
            name="presided_by",
            field=models.CharField(blank=True, max_length=200, verbose_name="người chủ trì"),
        ),
        migrations.AddField(
            model_name="headsession",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moved_to",
                to="reception.headsession",
            ),
        ),
        migrations.AddField(
            model_name="headsession",
            name="slot_minutes",
            field=models.PositiveSmallIntegerField(
                default=30,
                validators=[
                    django.core.validators.MinValueValidator(5),
                    django.core.validators.MaxValueValidator(240),
                ],
                verbose_name="số phút mỗi lượt",
            ),
        ),
        migrations.AddField(
            model_name="headsession",
            name="starts_at",
            field=models.TimeField(default=datetime.time(8, 0), verbose_name="từ giờ"),
        ),
        migrations.AddField(
            model_name="headsession",
            name="urgent_ground",
            field=models.CharField(
                blank=True,
                choices=[
                    (
                        "phuc_tap",
                        "Vụ việc gay gắt, phức tạp, đông người, nhiều cơ quan hoặc còn ý kiến khác nhau",
                    ),
                    (
                        "hau_qua",
                        "Chậm giải quyết có thể gây hậu quả nghiêm trọng đến tài sản, tính mạng, an ninh",
                    ),
                ],
                max_length=16,
                null=True,
                verbose_name="căn cứ tiếp đột xuất",
            ),
        ),
        migrations.AddIndex(
            model_name="headsession",
            index=models.Index(fields=["planned_on"], name="session_by_day"),
        ),
        migrations.AddConstraint(
            model_name="headsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="session_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="headsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("moved_on__isnull", True),
                    models.Q(("moved_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="session_moved_with_reason",
            ),
        ),
        migrations.CreateModel(
            name="BookingPerson",
            fields=[
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="person",
                        serialize=False,
                        to="reception.booking",
                    ),
                ),
                ("full_name", models.CharField(max_length=200, verbose_name="họ và tên")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(0|\\+84)\\d{9,10}$", "Hãy ghi số điện thoại, ví dụ 0912345678."
                            )
                        ],
                        verbose_name="điện thoại",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử")),
                (
                    "reminder_agreed_at",
                    models.DateTimeField(null=True, verbose_name="đồng ý nhận tin nhắc lịch lúc"),
                ),
            ],
            options={
                "verbose_name": "người đặt chỗ",
                "verbose_name_plural": "người đặt chỗ",
            },
        ),
        migrations.AddField(
            model_name="booking",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="reception.headsession",
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="org.unit"
            ),
        ),
        migrations.CreateModel(
            name="ConclusionWords",
            fields=[
                (
                    "conclusion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="reception.conclusion",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="nội dung kết luận")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="người liên hệ")),
                ("result", models.TextField(blank=True, max_length=2000, verbose_name="kết quả thực hiện")),
            ],
            options={
                "verbose_name": "nội dung kết luận",
                "verbose_name_plural": "nội dung kết luận",
            },
        ),
        migrations.AddField(
            model_name="conclusion",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conclusions",
                to="reception.headsession",
            ),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assigned_conclusions",
                to="org.unit",
            ),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conclusions",
                to="reception.visit",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="onlinesession",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'session_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="bb5a7de8778fa8721a2537fe93ee7656ff23b037",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_16356",
                    table="reception_onlinesession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="onlinesession",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="849acfc04cc5aa5c97feeb88dfd7957c6c612a5f",
                    operation="DELETE",
                    pgid="pgtrigger_keep_99a4d",
                    table="reception_onlinesession",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="regularhours",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reception_hours", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="hours",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="reception.regularhours",
            ),
        ),
        migrations.AddConstraint(
            model_name="bookingperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), ("reminder_agreed_at__isnull", False), _connector="OR"),
                name="booking_address_with_consent",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bookingperson",
            trigger=pgtrigger.compiler.Trigger(
                name="not_of_sealed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM reception_booking WHERE id = NEW.booking_id AND is_sealed) THEN RAISE EXCEPTION 'Chỗ đặt có thể liên quan tố cáo nên không ghi họ tên, số điện thoại; chỉ có số người, ngày, giờ.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="d7bbae90396c0f3bf504c9377f076e6b14aa6c3b",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_not_of_sealed_1244c",
                    table="reception_bookingperson",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conclusionwords",
            trigger=pgtrigger.compiler.Trigger(
                name="not_of_sealed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM reception_conclusion c JOIN records_record r ON r.id = c.visit_id WHERE c.id = NEW.conclusion_id AND r.secrecy = 'niem_phong') THEN RAISE EXCEPTION 'Lượt tiếp này có nội dung tố cáo nên kết luận chỉ ghi nơi thực hiện và hạn, không ghi nội dung.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="205bee4d0d90de33bc26a492d09ab66d8efa6fe4",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_not_of_sealed_1e259",
                    table="reception_conclusionwords",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="conclusion",
            index=models.Index(
                condition=models.Q(("done_on__isnull", True), ("due_on__isnull", False)),
                fields=["due_on", "id"],
                name="conclusion_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.UniqueConstraint(fields=("session", "number"), name="conclusion_number_once"),
        ),
        migrations.AddConstraint(
            model_name="conclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "giao_xem_xet"), _negated=True),
                    models.Q(("due_on__isnull", False), ("unit__isnull", False)),
                    _connector="OR",
                ),
                name="conclusion_ordered_to_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conclusion",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'session_id', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="d03c0c5a18c088a2bd7f3a6e045cb46c782fa95f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_6ee84",
                    table="reception_conclusion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conclusion",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="565d336c99ea5511fe24d5c3ec5b5dc2a33cf6df",
                    operation="DELETE",
                    pgid="pgtrigger_keep_34518",
                    table="reception_conclusion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="regularhours",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__lt", 7)), name="hours_on_a_weekday"
            ),
        ),
        migrations.AddConstraint(
            model_name="regularhours",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="hours_end_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="regularhours",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("unit", "="),
                    ("receiver", "="),
                    ("weekday", "="),
                    ("starts_at", "="),
                    ("valid", "&&"),
                ],
                name="hours_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regularhours",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="c7d9f1c40b267e25ed1ce5ae86b1c6804dccf152",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_486f3",
                    table="reception_regularhours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regularhours",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="141ac89eae38c079643d7d23c112b8ca5c488d14",
                    operation="DELETE",
                    pgid="pgtrigger_keep_b5a93",
                    table="reception_regularhours",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["unit", "on", "at", "id"], name="booking_of_day"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hours__isnull", False), ("session__isnull", True)),
                    models.Q(("hours__isnull", True), ("session__isnull", False)),
                    _connector="OR",
                ),
                name="booking_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("state", "huy"), _negated=True), ("session__isnull", False)),
                fields=("session", "on", "at", "seat"),
                name="booking_session_seat_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("state", "huy"), _negated=True), ("hours__isnull", False)),
                fields=("hours", "on", "at", "seat"),
                name="booking_hours_seat_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="8c1fd3efc838b268ca91dc43b85c7a40d5d28443",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_1a646",
                    table="reception_booking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="cb1ff5ea75b2fc91a75092bc1cf94416bfcbaa02",
                    operation="DELETE",
                    pgid="pgtrigger_keep_77040",
                    table="reception_booking",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="sealed_without_name",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW.is_sealed AND EXISTS (SELECT 1 FROM reception_bookingperson WHERE booking_id = NEW.id) THEN RAISE EXCEPTION 'Chỗ đặt có thể liên quan tố cáo nên không ghi họ tên, số điện thoại; chỉ có số người, ngày, giờ.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="0c3150b82f668dace6990e6900e6b1bd8dfe3252",
                    operation="UPDATE",
                    pgid="pgtrigger_sealed_without_name_75660",
                    table="reception_booking",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(POSTED, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
