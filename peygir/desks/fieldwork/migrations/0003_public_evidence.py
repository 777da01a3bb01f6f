from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0002_visits")]

    operations = [
        migrations.AddField(model_name="evidence", name="is_public", field=models.BooleanField(default=False)),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False), models.Q(("kind", "photo"), ("state", "ready")), _connector="OR"
                ),
                name="public_evidence_is_a_photo",
            ),
        ),
    ]
