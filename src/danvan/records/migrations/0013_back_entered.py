"""Records entered later from an old register say so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0012_national")]
    operations = [
        migrations.AddField(
            model_name="record",
            name="is_back_entered",
            field=models.BooleanField(default=False, editable=False, verbose_name="nhập bù từ sổ cũ"),
        )
    ]
