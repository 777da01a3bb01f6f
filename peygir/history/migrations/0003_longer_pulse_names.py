"""Names of pulses take the name of a duty."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("history", "0002_record_witnesses")]

    operations = [
        migrations.AlterField(
            model_name="pulse",
            name="name",
            field=models.CharField(max_length=60, primary_key=True, serialize=False),
        )
    ]
