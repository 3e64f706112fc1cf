"""A mark says of itself that the program wrote it, and nobody who writes the table chooses its place among the others."""

from django.db import migrations, models

# The number orders marks: the program's role neither names it nor moves the counter behind it.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE INSERT ON records_sealmark FROM danvan_app;
    GRANT INSERT ("table", row, key_id, mac, tag, why, at) ON records_sealmark TO danvan_app;
    REVOKE ALL ON SEQUENCE records_sealmark_id_seq FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0037_file_losses"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="sealmark", name="seal_mark_once"),
        migrations.RemoveConstraint(model_name="sealmark", name="seal_mark_hash_alone"),
        migrations.AddField(
            model_name="sealmark",
            name="tag",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.AddConstraint(
            model_name="sealmark",
            constraint=models.UniqueConstraint(fields=("table", "row", "mac", "tag"), name="seal_mark_once"),
        ),
        migrations.AddConstraint(
            model_name="sealmark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("key_id__regex", "^[0-9a-f]{16}$"),
                    ("mac__regex", "^[0-9a-f]{64}$"),
                    ("tag__regex", "^([0-9a-f]{64})?$"),
                ),
                name="seal_mark_hash_alone",
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
