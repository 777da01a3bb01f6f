"""Whether the holder of a phone spoke under this name; who was known before counts as such."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_account_changes")]

    operations = [
        migrations.AddField(
            model_name="citizen", name="is_proven", field=models.BooleanField(db_default=True, default=True)
        ),
        migrations.AlterField(
            model_name="citizen", name="is_proven", field=models.BooleanField(db_default=False, default=False)
        ),
    ]
