"""Who holds a record."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0010_messages")]
    operations = []
