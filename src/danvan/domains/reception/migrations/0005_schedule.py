"""Lịch tiếp, places booked, conclusions of heads."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reception", "0004_visits_as_matters")]
    operations = []
