"""Old books brought in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("petitions", "0008_registers")]
    operations = []
