"""Letters that resemble each other."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("petitions", "0006_feedback")]
    operations = []
