"""Letters that resemble each other: their index, and the pairs that a person decides on."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Whoever deletes personal details deletes what was made of them, in the same statement.
GOES_ALONG = """
ALTER TABLE petitions_letterindex ADD CONSTRAINT letterindex_goes_along
  FOREIGN KEY (letter_id) REFERENCES records_personaldetails (record_id) ON DELETE CASCADE;
ALTER TABLE petitions_lettertext ADD CONSTRAINT lettertext_goes_along
  FOREIGN KEY (letter_id) REFERENCES petitions_letterindex (letter_id) ON DELETE CASCADE;
ALTER TABLE petitions_likepair ADD CONSTRAINT likepair_earlier_goes_along
  FOREIGN KEY (earlier_id) REFERENCES petitions_letterindex (letter_id) ON DELETE CASCADE;
ALTER TABLE petitions_likepair ADD CONSTRAINT likepair_later_goes_along
  FOREIGN KEY (later_id) REFERENCES petitions_letterindex (letter_id) ON DELETE CASCADE;
ALTER TABLE petitions_letterindex ALTER COLUMN words SET STATISTICS 500;
"""
# The program may delete no tie between records, but take back one that a joined pair made; the history keeps both.
UNDO = """
CREATE FUNCTION petitions_undo_join(p_pair bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM records_link l USING petitions_likepair p
  WHERE p.id = p_pair AND p.state = 'da_nhap' AND l.record_id = p.later_id AND l.source_id = p.earlier_id
    AND l.kind = 'nhap_vao';
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0006_feedback"),
        ("records", "0007_handover"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterIndex",
            fields=[
                (
                    "letter",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="likeness",
                        serialize=False,
                        to="records.personaldetails",
                    ),
                ),
                ("words", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField())),
                ("bands", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField())),
            ],
            options={
                "verbose_name": "chỉ mục đơn",
                "verbose_name_plural": "chỉ mục đơn",
            },
        ),
        migrations.CreateModel(
            name="LikePair",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("de_xuat", "Chờ xem xét"),
                            ("da_nhap", "Đã nhập"),
                            ("da_bac", "Không trùng"),
                        ],
                        default="de_xuat",
                        max_length=16,
                        verbose_name="trạng thái",
                    ),
                ),
                ("alike", models.PositiveSmallIntegerField(verbose_name="phần giống, phần nghìn")),
                ("words_shared", models.PositiveSmallIntegerField(verbose_name="lời chung, phần nghìn")),
                (
                    "person",
                    models.PositiveSmallIntegerField(null=True, verbose_name="người gửi giống, phần nghìn"),
                ),
                ("place", models.PositiveSmallIntegerField(null=True, verbose_name="nơi giống, phần nghìn")),
                (
                    "numbers",
                    models.PositiveSmallIntegerField(null=True, verbose_name="số hiệu chung, phần nghìn"),
                ),
                ("days_apart", models.PositiveIntegerField(verbose_name="cách nhau, ngày")),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "cặp đơn giống nhau",
                "verbose_name_plural": "cặp đơn giống nhau",
            },
        ),
        migrations.CreateModel(
            name="TrainedModel",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("loai", "Loại đơn"),
                            ("linh_vuc", "Lĩnh vực"),
                            ("don_vi", "Đơn vị giải quyết"),
                        ],
                        max_length=16,
                        verbose_name="câu hỏi",
                    ),
                ),
                ("trained_at", models.DateTimeField(auto_now_add=True)),
                ("examples", models.PositiveIntegerField(verbose_name="số đơn đã học")),
                (
                    "right_share",
                    models.PositiveSmallIntegerField(verbose_name="phần đúng khi thử, phần nghìn"),
                ),
                (
                    "gap",
                    models.PositiveSmallIntegerField(
                        verbose_name="lệch giữa phần chắc chắn và phần đúng, phần nghìn"
                    ),
                ),
                ("numbers", models.BinaryField()),
            ],
            options={
                "verbose_name": "mô hình gợi ý",
                "verbose_name_plural": "mô hình gợi ý",
            },
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                (
                    "letter",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="petitions.letterindex",
                    ),
                ),
                ("body", models.TextField()),
                ("name", models.TextField(blank=True)),
                ("place", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "lời của đơn, không dấu",
                "verbose_name_plural": "lời của đơn, không dấu",
            },
        ),
        migrations.AddIndex(
            model_name="letterindex",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="letterindex_words"),
        ),
        migrations.AddIndex(
            model_name="letterindex",
            index=django.contrib.postgres.indexes.GinIndex(fields=["bands"], name="letterindex_bands"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letterindex",
            trigger=pgtrigger.compiler.Trigger(
                name="only_released_letters",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM petitions_letter WHERE record_ptr_id = NEW.letter_id AND kind IN ('khieu_nai', 'kien_nghi_phan_anh')) THEN RAISE EXCEPTION 'Đơn tố cáo hoặc đơn chưa phân loại không bao giờ có trong chỉ mục tìm kiếm và tìm đơn trùng; chưa ghi gì.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="fcc700ba15b889377b25de88bd0d372451b70519",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_only_released_letters_13d31",
                    table="petitions_letterindex",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="likepair",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="likepair",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="likepair",
            name="earlier",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="later_pairs",
                to="petitions.letterindex",
            ),
        ),
        migrations.AddField(
            model_name="likepair",
            name="later",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="earlier_pairs",
                to="petitions.letterindex",
            ),
        ),
        migrations.AddIndex(
            model_name="trainedmodel",
            index=models.Index(fields=["question", "-id"], name="trainedmodel_newest"),
        ),
        migrations.AddIndex(
            model_name="likepair",
            index=models.Index(fields=["state", "-found_at", "-id"], name="likepair_worklist"),
        ),
        migrations.AddConstraint(
            model_name="likepair",
            constraint=models.UniqueConstraint(fields=("earlier", "later"), name="likepair_once"),
        ),
        migrations.AddConstraint(
            model_name="likepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("earlier", models.F("later")), _negated=True), name="likepair_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="likepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "de_xuat"), ("decided_at__isnull", False), _connector="OR"),
                name="likepair_decided_by_somebody",
            ),
        ),
        migrations.RunSQL(GOES_ALONG, migrations.RunSQL.noop),
        migrations.RunSQL(UNDO, "DROP FUNCTION petitions_undo_join"),
    ]
