from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0008_statistics_of_empty_tables")]

    operations = [
        migrations.RemoveConstraint(model_name="privacyrequest", name="one_privacy_request_per_phone"),
        # Requests from before cover everything under their phone, as their citizens were told.
        migrations.AddField(
            model_name="privacyrequest",
            name="since",
            field=models.DateTimeField(default=datetime(1970, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
    ]
