"""Further registers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("petitions", "0007_likeness")]
    operations = []
