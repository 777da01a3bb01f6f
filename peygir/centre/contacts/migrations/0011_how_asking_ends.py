"""Who asked a colleague first says how that ends: they have the call now, or it is taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0010_asked_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="passorder",
            name="wish",
            field=models.CharField(blank=True, default="", max_length=4),
        ),
        migrations.AddField(
            model_name="passorder",
            name="wished_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="passorder",
            name="wish_taken_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="passorder",
            name="wish_words",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
    ]
