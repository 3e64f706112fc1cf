"""The last row of each chain stands in a table of its own; a root is made without a lock on the history.

Nobody may write while the ends of the chains are read, so the program is to be stopped: a writer still at work is waited
for no longer than WAIT, and then nothing has been changed.
"""

from pathlib import Path

from django.db import migrations, models

FUNCTIONS = Path(__file__).parents[1] / "history_functions.sql"
WAIT = "30s"
FILLED = f"""
DO $$ BEGIN
  SET LOCAL lock_timeout = '{WAIT}';
  LOCK TABLE records_history IN SHARE ROW EXCLUSIVE MODE;
  SET LOCAL lock_timeout = DEFAULT;
EXCEPTION WHEN lock_not_available THEN
  RAISE EXCEPTION 'Chương trình còn đang ghi hồ sơ nên chưa nâng cấp được; hãy dừng chương trình rồi chạy lại danvan migrate.'
    USING ERRCODE = 'lock_not_available';
END $$;
INSERT INTO records_historytip (chain, last, hash)
  SELECT DISTINCT ON (chain) chain, id, hash FROM records_history ORDER BY chain, id DESC
  ON CONFLICT (chain) DO NOTHING;
"""
# Before the program's role exists (a bare test cluster, another hoster's names) there is nobody to restrict.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON records_historytip FROM danvan_app;
  END IF;
END $$;
"""


def install(_apps, schema_editor):
    """The functions as they stand beside the program, and the table that they write to."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FUNCTIONS.read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies = [("records", "0034_seal_kept_shut")]
    operations = [
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="HistoryTip",
                    fields=[
                        ("chain", models.CharField(max_length=80, primary_key=True, serialize=False)),
                        ("last", models.BigIntegerField()),
                        ("hash", models.CharField(max_length=64)),
                    ],
                    options={
                        "verbose_name": "dòng cuối của chuỗi lịch sử",
                        "verbose_name_plural": "dòng cuối của các chuỗi lịch sử",
                        "db_table": "records_historytip",
                    },
                )
            ]
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
