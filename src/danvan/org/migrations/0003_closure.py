"""Who stood above whom, and from which day to which."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("org", "0002_deputies_and_unions")]
    operations: list = []
