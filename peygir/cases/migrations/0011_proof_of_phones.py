"""How it was proven that a reporter holds the phone that came with the report; of what is there nobody asked."""

from django.db import migrations, models

PROOFS = ["", "before", "code", "call", "message", "claim", "link"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_note_checked")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="proof",
            field=models.CharField(blank=True, db_default="before", default="before", max_length=8),
        ),
        migrations.AlterField(
            model_name="report",
            name="proof",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(condition=models.Q(("proof__in", PROOFS)), name="proof_is_known"),
        ),
    ]
