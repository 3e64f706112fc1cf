"""The outbox, what was reminded, and calendar feeds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0005_calendar")]
    operations: list = []
