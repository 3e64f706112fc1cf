"""The running program takes no row of a record away: the spine's row would stand there without its own."""

from django.db import migrations

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE DELETE, TRUNCATE ON petitions_letter, petitions_matter FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("petitions", "0002_denunciations_without_identity")]
    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
