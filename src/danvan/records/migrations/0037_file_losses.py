"""What the copy of a file that is served could not keep of the original: a digital signature, drawings of Windows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0036_tombstone_codes"),
    ]

    operations = [
        migrations.AddField(
            model_name="file",
            name="lost_signature",
            field=models.BooleanField(default=False, verbose_name="bản gốc có chữ ký số"),
        ),
        migrations.AddField(
            model_name="file",
            name="lost_drawings",
            field=models.BooleanField(default=False, verbose_name="bản gốc có hình vẽ EMF, WMF"),
        ),
    ]
