"""An administrator's days off and make-up days; what each duty was reckoned from."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_duties"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField(unique=True, verbose_name="ngày")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("off", "Ngày nghỉ"),
                            ("make_up", "Ngày làm bù"),
                            ("ordinary", "Ngày thường theo thứ trong tuần"),
                        ],
                        max_length=8,
                        verbose_name="loại ngày",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tên ngày")),
                ("source", models.CharField(max_length=200, verbose_name="văn bản, nguồn")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("V", "đã đọc văn bản"),
                            ("S", "theo nguồn thứ cấp"),
                            ("M", "theo trí nhớ, chưa kiểm chứng"),
                        ],
                        default="V",
                        max_length=1,
                        verbose_name="kiểm chứng",
                    ),
                ),
                ("is_confirmed", models.BooleanField(default=True, verbose_name="đã có văn bản chính thức")),
            ],
            options={
                "verbose_name": "ngày trong lịch",
                "verbose_name_plural": "ngày trong lịch",
                "ordering": ("day",),
            },
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="năm")),
                ("source", models.CharField(max_length=200, verbose_name="văn bản thông báo")),
            ],
            options={
                "verbose_name": "năm đã có lịch nghỉ",
                "verbose_name_plural": "năm đã có lịch nghỉ",
            },
        ),
        migrations.AddField(
            model_name="duty",
            name="terms",
            field=models.JSONField(default=dict),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarday",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="6e86d85dbef3e51d7a900585bc952e37a4ad5bd8",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_df6be",
                    table="records_calendarday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendaryear",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, '', to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
                    hash="4ff1b17eee31fb72051b8e9a6b25378832c3c009",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_24e61",
                    table="records_calendaryear",
                    when="AFTER",
                ),
            ),
        ),
    ]
