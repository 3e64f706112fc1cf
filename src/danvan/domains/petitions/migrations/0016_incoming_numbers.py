"""A letter is found by the number of the incoming book without reading all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_access"),
        ("petitions", "0015_acceptance"),
        ("records", "0015_paper_traces"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("incoming_number", ""), _negated=True),
                fields=["incoming_number"],
                name="letter_incoming",
            ),
        ),
    ]
