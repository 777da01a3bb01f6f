from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_place_and_seasons")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ["closed", "confirmed", "done"])),
                fields=["city", "state_at"],
                name="case_finished",
            ),
        ),
    ]
