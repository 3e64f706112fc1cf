"""Messages with the sender, and ratings."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0009_files")]
    operations = []
