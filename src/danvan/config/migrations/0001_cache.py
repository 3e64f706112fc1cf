"""The table of Django's database cache: counters of failures, codes already used."""

from django.db import migrations

FORWARDS = """
CREATE TABLE config_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX config_cache_expires ON config_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies: list = []
    operations = [migrations.RunSQL(FORWARDS, "DROP TABLE config_cache;")]
