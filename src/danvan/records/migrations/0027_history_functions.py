"""A root's day is the database's own, and its maker refuses a transaction that could miss rows of others."""

from pathlib import Path

from django.db import migrations

# Kept beside the program: what stands there is what verification wants to find in the database.
FUNCTIONS = Path(__file__).parents[1] / "history_functions.sql"


def install(_apps, schema_editor):
    """Put the functions in place of those of earlier migrations."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FUNCTIONS.read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies = [("records", "0026_handed_up")]
    operations = [
        migrations.RunSQL("DROP FUNCTION records_seal_history(date)", migrations.RunSQL.noop),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
