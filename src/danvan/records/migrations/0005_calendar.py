"""An administrator's days off and make-up days."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0004_duties")]
    operations: list = []
