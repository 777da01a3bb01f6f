"""The name of a reporter who left no phone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_changed_lately")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="reporter_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
    ]
