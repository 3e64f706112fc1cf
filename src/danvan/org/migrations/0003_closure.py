"""Who stood above whom, and from which day to which; what units are sought by, and which rows the lists own."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from danvan.ui.vietnamese import fold

# The parents of units that an earlier program has loaded, written out as org.closure.rebuild does.
FILL = """
WITH RECURSIVE up(ancestor, descendant, depth, valid) AS (
  SELECT parent_id, unit_id, 1, valid FROM org_unitparent
  UNION ALL
  SELECT p.parent_id, up.descendant, up.depth + 1, up.valid * p.valid
  FROM up JOIN org_unitparent p ON p.unit_id = up.ancestor AND p.valid && up.valid WHERE up.depth < 12
)
INSERT INTO org_unitclosure (ancestor_id, descendant_id, depth, valid)
SELECT ancestor, descendant, depth, unnest(range_agg(valid)) FROM up GROUP BY ancestor, descendant, depth;
UPDATE org_succession SET share = 'mot_phan' WHERE manner = 'chia_tach';
UPDATE org_unit SET is_listed = true WHERE EXISTS (SELECT FROM org_loadedlists);
"""
# The book of imports stays as written.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON org_unitimport FROM danvan_app;
  END IF;
END $$;
"""


def fold_names(apps, schema_editor):
    """What names are sought by."""
    model = apps.get_model("org", "UnitName")
    rows = list(model.objects.only("name"))
    for row in rows:
        row.folded = fold(row.name)
    model.objects.bulk_update(rows, ["folded"], batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [("org", "0002_deputies_and_unions")]
    operations = [
        migrations.AddField(
            model_name="unit",
            name="is_listed",
            field=models.BooleanField(default=False, editable=False, verbose_name="theo danh mục đi kèm"),
        ),
        migrations.AddField(
            model_name="unitname",
            name="folded",
            field=models.CharField(default="", editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="succession",
            name="share",
            field=models.CharField(
                choices=[("toan_bo", "Toàn bộ"), ("mot_phan", "Một phần")],
                default="toan_bo",
                max_length=8,
                verbose_name="phần kế thừa",
            ),
        ),
        migrations.AlterField(
            model_name="unitcode",
            name="code",
            field=models.CharField(max_length=35, verbose_name="mã"),
        ),
        migrations.AlterField(
            model_name="unitcode",
            name="system",
            field=models.CharField(
                choices=[
                    ("gso", "Mã đơn vị hành chính"),
                    ("noi_bo", "Mã nội bộ"),
                    ("dien_tu", "Mã định danh điện tử"),
                ],
                default="gso",
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="UnitClosure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="hiệu lực")),
                ("depth", models.PositiveSmallIntegerField(verbose_name="số bậc")),
                (
                    "ancestor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "descendant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="above", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "cấp trên qua các bậc",
                "verbose_name_plural": "cấp trên qua các bậc",
                "indexes": [
                    models.Index(fields=["ancestor"], include=("descendant", "valid"), name="closure_below")
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("ancestor", "="), ("descendant", "="), ("valid", "&&")],
                        name="closure_one_path",
                    ),
                    models.CheckConstraint(condition=models.Q(("depth__gte", 1)), name="closure_depth"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitImport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("file_name", models.CharField(max_length=200, verbose_name="tệp")),
                ("digest", models.CharField(max_length=64)),
                ("added", models.JSONField(default=list, verbose_name="đơn vị thêm mới")),
                ("changed", models.JSONField(default=list, verbose_name="đơn vị sửa đổi")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "lần nhập danh mục", "verbose_name_plural": "lần nhập danh mục"},
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
