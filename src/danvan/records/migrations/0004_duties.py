"""Duties of every span, their evidence, their excuses."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0003_rights")]
    operations: list = []
