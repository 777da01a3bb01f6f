"""Which browser asked for a one-time code."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_proven_citizens")]

    operations = [
        migrations.AddField(
            model_name="onetimecode",
            name="asked_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
    ]
