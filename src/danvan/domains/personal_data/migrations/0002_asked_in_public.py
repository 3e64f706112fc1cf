"""When an officer saw by papers who asks; requests from before were all written down in front of papers."""

from django.db import migrations, models

KNOWN = "UPDATE personal_data_datarequest d SET checked_on = r.received_on FROM records_record r WHERE r.id = d.record_ptr_id"


class Migration(migrations.Migration):
    dependencies = [
        ("personal_data", "0001_initial"),
        ("records", "0030_asked_envelopes"),
    ]

    operations = [
        migrations.AddField(
            model_name="datarequest",
            name="checked_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày đối chiếu người yêu cầu"),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_on__isnull", True), ("checked_on__isnull", False), _connector="OR"),
                name="data_request_done_for_who_is_known",
            ),
        ),
    ]
