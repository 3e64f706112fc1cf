from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0010_bound_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="flowstep",
            name="seen",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
