"""What the whole life of a matter adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("petitions", "0004_whole_life")]
    operations = []
