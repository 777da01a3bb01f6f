from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_photo_covers"),
    ]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
