"""An upheld appeal waits for the job that restates its month: until then it has no version."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="markappeal", name="appeal_upheld_restates"),
        migrations.AddConstraint(
            model_name="markappeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "upheld"), ("version__isnull", True), _connector="OR"),
                name="only_upheld_appeal_restates",
            ),
        ),
    ]
