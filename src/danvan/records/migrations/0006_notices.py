"""The outbox, what was reminded, how people and units want it, and calendar feeds."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import danvan.records.models.notice

# What was told stays: notices are never deleted and keep their words, reminders stay as written.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON records_reminder, records_notice, records_calendarfeed FROM danvan_app;
    GRANT UPDATE (send_after, state, claimed_at, sent_at, sent_by_id, attempts, failure) ON records_notice
      TO danvan_app;
    GRANT UPDATE (read_on, revoked_at) ON records_calendarfeed TO danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("records", "0005_calendar"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(editable=False, max_length=120, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "Thư điện tử"),
                            ("sms", "Tin nhắn SMS"),
                            ("zalo", "Tin nhắn Zalo"),
                            ("chep_tay", "Chép tin để gửi tay"),
                        ],
                        max_length=10,
                        verbose_name="cách gửi",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nhac_viec", "Nhắc việc sắp đến hạn"),
                            ("don_doc", "Đôn đốc việc quá hạn"),
                            ("ban_tin", "Bản tin hằng ngày"),
                        ],
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                ("subject", models.CharField(max_length=160, verbose_name="tiêu đề")),
                ("body", models.TextField(verbose_name="nội dung")),
                ("links", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("send_after", models.DateTimeField(verbose_name="gửi từ")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("cho_gui", "Chờ gửi"),
                            ("dang_gui", "Đang gửi"),
                            ("da_gui", "Đã gửi"),
                            ("khong_gui_duoc", "Không gửi được"),
                            ("khong_ro", "Không rõ đã đi chưa"),
                            ("bo", "Bỏ, không còn người nhận"),
                        ],
                        default="cho_gui",
                        max_length=16,
                        verbose_name="trạng thái",
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="gửi lúc")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="số lần thử")),
                (
                    "failure",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="lý do không gửi được"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "thư, tin nhắn",
                "verbose_name_plural": "thư, tin nhắn",
            },
        ),
        migrations.CreateModel(
            name="NoticeWish",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice_wish",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("wants_digest", models.BooleanField(default=True, verbose_name="nhận bản tin hằng ngày")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "Thư điện tử"),
                            ("sms", "Tin nhắn SMS"),
                            ("zalo", "Tin nhắn Zalo"),
                            ("chep_tay", "Chép tin để gửi tay"),
                        ],
                        default="email",
                        max_length=10,
                        verbose_name="nhận nhắc việc qua",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=13,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(0|\\+84)\\d{9}$", "Hãy ghi số di động mười chữ số, ví dụ 0912345678."
                            )
                        ],
                        verbose_name="số điện thoại",
                    ),
                ),
            ],
            options={
                "verbose_name": "cách nhận tin",
                "verbose_name_plural": "cách nhận tin",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel__in", ("sms", "zalo")), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="wish_number_for_messages",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("stage", models.CharField(max_length=12, verbose_name="bước")),
                ("due_on", models.DateField(verbose_name="hạn khi nhắc")),
                ("told_on", models.DateField(verbose_name="ngày nhắc")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="records.duty",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="records.notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần nhắc việc",
                "verbose_name_plural": "lần nhắc việc",
            },
        ),
        migrations.CreateModel(
            name="ReminderPlan",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "days_before",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            validators=[django.core.validators.MaxValueValidator(60)]
                        ),
                        blank=True,
                        default=danvan.records.models.notice.days_before,
                        verbose_name="nhắc trước hạn (ngày)",
                    ),
                ),
                (
                    "above_after",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="báo cấp trên khi quá hạn (ngày)",
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "cách nhắc việc của đơn vị",
                "verbose_name_plural": "cách nhắc việc của đơn vị",
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("ending", models.CharField(editable=False, max_length=4, verbose_name="bốn ký tự cuối")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("read_on", models.DateField(null=True, verbose_name="đọc gần nhất")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="thu hồi lúc")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feeds",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "lịch hạn việc",
                "verbose_name_plural": "lịch hạn việc",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("account", "unit"),
                        name="feed_one_alive",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state__in", ("cho_gui", "dang_gui"))),
                fields=["send_after", "id"],
                name="notice_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["account", "-id"], name="notice_of_account"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["unit", "-id"], name="notice_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("state", "da_gui")),
                    models.Q(models.Q(("state", "da_gui"), _negated=True), ("sent_at__isnull", True)),
                    _connector="OR",
                ),
                name="notice_sent_at_an_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("duty", "stage", "due_on", "account"), name="reminder_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminderplan",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="8e5387308e7ddce8da6400bd0668e377085648e3",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_a340f",
                    table="records_reminderplan",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
