"""Delegations, and tokens of machine clients."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("org", "0004_acts")]
    operations: list = []
