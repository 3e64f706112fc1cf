"""Lists narrowed by field and channel.

Kind, field and channel go together (land matters come by post); told so, the planner finds a rare or empty combination
by the indexes instead of walking the whole list.
"""

from django.db import migrations, models

TOGETHER = "CREATE STATISTICS letter_sorted (mcv) ON kind, field, channel FROM petitions_letter"


class Migration(migrations.Migration):
    dependencies = [("petitions", "0009_books")]

    operations = [
        migrations.AddIndex(model_name="letter", index=models.Index(fields=["field"], name="letter_field")),
        migrations.AddIndex(
            model_name="letter", index=models.Index(fields=["channel"], name="letter_channel")
        ),
        migrations.RunSQL(TOGETHER, "DROP STATISTICS letter_sorted"),
    ]
