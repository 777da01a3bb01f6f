from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("receipts", "0002_device_commands"),
    ]

    operations = [
        migrations.AddField(
            model_name="devicecommand",
            name="photos",
            field=models.JSONField(default=list),
        ),
    ]
