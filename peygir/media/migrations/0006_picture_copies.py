from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("media", "0005_unwantedfile")]

    operations = [
        migrations.AddField(
            model_name="picturelook", name="method", field=models.SmallIntegerField(db_default=1, default=2)
        ),
        *[migrations.RemoveIndex(model_name="picturelook", name=f"look_by_band_{number}") for number in range(4)],
        *[
            migrations.AddIndex(
                model_name="picturelook",
                index=models.Index(fields=[f"band_{number}"], include=["look", "id"], name=f"look_near_{number}"),
            )
            for number in range(4)
        ],
        migrations.AddIndex(
            model_name="picturelook",
            index=models.Index(condition=Q(method__lt=2), fields=["id"], name="look_made_formerly"),
        ),
    ]
