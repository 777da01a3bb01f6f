"""One index for what changed lately, whatever its state, in the place of the one for finished cases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_shelves")]

    operations = [
        migrations.AddIndex(model_name="case", index=models.Index(fields=["city", "state_at"], name="case_changed")),
        migrations.RemoveIndex(model_name="case", name="case_finished"),
    ]
