"""Acts that create, rename, move, merge, split and dissolve units."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("org", "0003_closure")]
    operations: list = []
