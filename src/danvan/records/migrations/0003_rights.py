"""What else the running program may not do: move the history's counter, pretend migrations, make tables of its own.

A table and trigger of its own would let it call the writer of history, which trusts that a trigger of ours calls.
"""

from django.db import migrations

RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE ALL ON SEQUENCE records_history_id_seq FROM danvan_app;
    REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM danvan_app;
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, danvan_app', current_database());
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0002_history")]
    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
