"""Where the national database has a record; books brought in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0011_holders")]
    operations = []
