"""What the counter writes of a visit."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reception", "0005_schedule")]
    operations = []
