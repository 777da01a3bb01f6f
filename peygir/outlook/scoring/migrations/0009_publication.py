"""A closed month is published later, by its day or by two people; months that are closed already are public.

And a table of trials of other schemes and deadlines.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

PUBLISH_CLOSED = "UPDATE scoring_scoredmonth SET published_at = closed_at WHERE published_at IS NULL;"


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0001_initial"),
        ("scoring", "0008_mark_mails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="scoredmonth", name="publish_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="scoredmonth", name="published_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="scoredmonth", name="published_by", field=_person()),
        migrations.AddField(model_name="scoredmonth", name="publication_proposed_by", field=_person()),
        migrations.AddField(
            model_name="scoredmonth", name="publication_proposed_at", field=models.DateTimeField(null=True)
        ),
        migrations.RunSQL(PUBLISH_CLOSED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="scoredmonth",
            constraint=models.CheckConstraint(
                condition=Q(publication_proposed_by__isnull=True, publication_proposed_at__isnull=True)
                | Q(publication_proposed_by__isnull=False, publication_proposed_at__isnull=False),
                name="publication_is_proposed_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoredmonth",
            constraint=models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | Q(published_at__isnull=False, publication_proposed_by__isnull=False)
                & ~Q(published_by=F("publication_proposed_by")),
                name="publication_has_two_people",
            ),
        ),
        migrations.CreateModel(
            name="MarkTrial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("asked", models.JSONField()),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("result", models.JSONField(default=dict)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "city",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="city.city",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["city", "asked_at"], name="trials_of_city")],
                "constraints": [
                    models.CheckConstraint(condition=Q(kind__in=["deadline", "scheme"]), name="trial_kind_is_known"),
                    models.UniqueConstraint(
                        fields=("city",), condition=Q(done_at__isnull=True), name="one_trial_at_a_time"
                    ),
                ],
            },
        ),
    ]
