"""An appeal is decided by two people of the committee; those that one person decided before stay as they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0005_gaming_flags"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="markappeal",
            name="proposed",
            field=models.CharField(blank=True, default="", max_length=9),
        ),
        migrations.AddField(
            model_name="markappeal",
            name="proposed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="markappeal",
            name="proposed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="markappeal",
            constraint=models.CheckConstraint(
                condition=Q(proposed="", proposed_by__isnull=True, proposed_at__isnull=True)
                | Q(proposed__in=["upheld", "rejected"], proposed_by__isnull=False, proposed_at__isnull=False),
                name="decision_is_proposed_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="markappeal",
            constraint=models.CheckConstraint(
                condition=Q(proposed="")
                | ~Q(outcome__in=["upheld", "rejected"])
                | Q(outcome=F("proposed")) & ~Q(decided_by=F("proposed_by")),
                name="appeal_is_decided_by_two",
            ),
        ),
    ]
