"""The register of complex, crowded and long-running matters, where a dispute was mediated, and by which body a letter came."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# A matter leaves the register by a day; a contact once written stands.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON petitions_hardmatter FROM danvan_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON petitions_hardcontact FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("petitions", "0012_ties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HardContact",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("on", models.DateField(verbose_name="ngày")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tiep", "Tiếp công dân"),
                            ("doi_thoai", "Đối thoại"),
                            ("kiem_tra", "Kiểm tra, rà soát"),
                        ],
                        max_length=16,
                        verbose_name="việc đã làm",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="kết quả ngắn gọn")),
            ],
            options={
                "verbose_name": "lần làm việc về vụ việc",
                "verbose_name_plural": "lần làm việc về vụ việc",
            },
        ),
        migrations.CreateModel(
            name="HardMatter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("began_on", models.DateField(verbose_name="ngày đầu của vụ việc")),
                ("entered_on", models.DateField(verbose_name="ngày vào sổ")),
                ("is_complicated", models.BooleanField(default=False, verbose_name="phức tạp")),
                (
                    "complicated_why",
                    models.CharField(blank=True, max_length=300, verbose_name="phức tạp: vì sao"),
                ),
                ("is_crowded", models.BooleanField(default=False, verbose_name="đông người")),
                (
                    "crowded_why",
                    models.CharField(blank=True, max_length=300, verbose_name="đông người: vì sao"),
                ),
                ("is_long", models.BooleanField(default=False, verbose_name="kéo dài")),
                ("long_why", models.CharField(blank=True, max_length=300, verbose_name="kéo dài: vì sao")),
                (
                    "leader_post",
                    models.CharField(blank=True, max_length=120, verbose_name="chức vụ phụ trách"),
                ),
                ("plan", models.TextField(blank=True, max_length=1000, verbose_name="kế hoạch giải quyết")),
                ("next_step", models.CharField(blank=True, max_length=300, verbose_name="bước tiếp theo")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="ngày dự kiến")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="ngày ra khỏi sổ")),
                (
                    "left_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("da_on_dinh", "Đã giải quyết, tình hình ổn định"),
                            ("het_can_cu", "Không còn căn cứ theo dõi"),
                            ("noi_khac", "Cơ quan khác theo dõi"),
                            ("vao_nham", "Vào sổ nhầm"),
                        ],
                        max_length=16,
                        verbose_name="lý do ra khỏi sổ",
                    ),
                ),
                (
                    "left_why",
                    models.CharField(blank=True, max_length=300, verbose_name="ghi chú khi ra khỏi sổ"),
                ),
            ],
            options={
                "verbose_name": "vụ việc phức tạp, đông người, kéo dài",
                "verbose_name_plural": "vụ việc phức tạp, đông người, kéo dài",
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="forwarder_sent_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày văn bản chuyển đơn"),
        ),
        migrations.AddField(
            model_name="matter",
            name="mediator",
            field=models.CharField(
                blank=True,
                choices=[("thon", "Tổ hòa giải ở thôn, tổ dân phố"), ("xa", "Ủy ban nhân dân cấp xã")],
                max_length=8,
                null=True,
                verbose_name="nơi hòa giải",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="forwarder_unit",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"names__kind__in": ["doan_dbqh", "hdnd", "mttq", "doan_the"]},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="org.unit",
                verbose_name="cơ quan chuyển đơn",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("forwarder__isnull", False)),
                fields=["forwarder"],
                name="letter_forwarder",
            ),
        ),
        migrations.AddField(
            model_name="hardcontact",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="hardcontact",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="petitions.matter"
            ),
        ),
        migrations.AddField(
            model_name="hardmatter",
            name="leader",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="org.person",
                verbose_name="lãnh đạo phụ trách",
            ),
        ),
        migrations.AddField(
            model_name="hardmatter",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hard_spells",
                to="petitions.matter",
                verbose_name="vụ việc",
            ),
        ),
        migrations.AddField(
            model_name="hardcontact",
            name="spell",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="petitions.hardmatter",
            ),
        ),
        migrations.AddIndex(
            model_name="hardmatter",
            index=models.Index(fields=["began_on", "id"], name="hard_by_age"),
        ),
        migrations.AddConstraint(
            model_name="hardmatter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on__isnull", True)), fields=("record",), name="hard_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="hardmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_complicated", True), ("is_crowded", True), ("is_long", True), _connector="OR"
                ),
                name="hard_for_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="hardmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_complicated", True), ("complicated_why", ""), _connector="OR"),
                name="hard_complicated_why_of_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="hardmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_crowded", True), ("crowded_why", ""), _connector="OR"),
                name="hard_crowded_why_of_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="hardmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_long", True), ("long_why", ""), _connector="OR"),
                name="hard_long_why_of_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="hardmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_for", ""), ("left_on__isnull", True), ("left_why", "")),
                    models.Q(
                        ("left_on__gte", models.F("entered_on")),
                        ("left_on__isnull", False),
                        models.Q(("left_for", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="hard_left_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="hardmatter",
            constraint=models.CheckConstraint(
                condition=models.Q(("entered_on__gte", models.F("began_on"))),
                name="hard_entered_after_beginning",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hardmatter",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD) - ARRAY['complicated_why', 'crowded_why', 'long_why', 'leader_post', 'plan', 'next_step', 'left_why'], to_jsonb(NEW) - ARRAY['complicated_why', 'crowded_why', 'long_why', 'leader_post', 'plan', 'next_step', 'left_why']); RETURN NULL;",
                    hash="370a13b7a509bfe93c05ec49a44e20b4f532dbe6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_6373e",
                    table="petitions_hardmatter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hardmatter",
            trigger=pgtrigger.compiler.Trigger(
                name="denunciation_without_words",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.complicated_why <> '' OR NEW.crowded_why <> '' OR NEW.long_why <> '' OR NEW.leader_post <> '' OR NEW.plan <> '' OR NEW.next_step <> '' OR NEW.left_why <> '' OR NEW.leader_id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM petitions_matter WHERE record_ptr_id = NEW.record_id AND kind IN ('khieu_nai', 'kien_nghi_phan_anh')) THEN RAISE EXCEPTION 'Vụ việc tố cáo trong sổ theo dõi chỉ có số, đơn vị, ngày và căn cứ; hãy xóa tên lãnh đạo, kế hoạch và lời ghi.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="ef987dde5398840c29897e86183663427297cfaa",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_denunciation_without_words_2e9d1",
                    table="petitions_hardmatter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hardmatter",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c7ae7516d090985fa4a71bfcd2f3299b3d817b4a",
                    operation="DELETE",
                    pgid="pgtrigger_keep_157f8",
                    table="petitions_hardmatter",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="hardcontact",
            index=models.Index(fields=["spell", "-on", "-id"], name="hard_contact_newest"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hardcontact",
            trigger=pgtrigger.compiler.Trigger(
                name="history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP, 'record_id', to_jsonb(OLD) - ARRAY['note'], to_jsonb(NEW) - ARRAY['note']); RETURN NULL;",
                    hash="18fe30a22f39a461ce565695d966701f3a8d4db0",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_history_643fe",
                    table="petitions_hardcontact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hardcontact",
            trigger=pgtrigger.compiler.Trigger(
                name="denunciation_without_words",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.note <> '' OR false) AND NOT EXISTS (SELECT 1 FROM petitions_matter WHERE record_ptr_id = NEW.record_id AND kind IN ('khieu_nai', 'kien_nghi_phan_anh')) THEN RAISE EXCEPTION 'Vụ việc tố cáo trong sổ theo dõi chỉ có số, đơn vị, ngày và căn cứ; hãy xóa tên lãnh đạo, kế hoạch và lời ghi.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="5d64bf2b4812d5ef1d743ec35fb177c820efe9b0",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_denunciation_without_words_c8d27",
                    table="petitions_hardcontact",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hardcontact",
            trigger=pgtrigger.compiler.Trigger(
                name="keep",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2710e6dfe0d81f298c08c8271ef7ec897cb72202",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_2814e",
                    table="petitions_hardcontact",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
