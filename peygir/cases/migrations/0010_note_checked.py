"""Whether somebody has looked at a public note in which something may be personal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_reporter_name")]

    operations = [
        migrations.AddField(
            model_name="note",
            name="is_checked",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
