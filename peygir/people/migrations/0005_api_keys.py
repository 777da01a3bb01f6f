from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q

import peygir.people.models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_saved_views")]

    operations = [
        migrations.RenameModel("SystemToken", "ApiKey"),
        migrations.AddField("apikey", "owner", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField(
            "apikey", "scopes",
            ArrayField(models.CharField(max_length=12), default=peygir.people.models._reports_only, size=None),
        ),
        migrations.RunSQL(
            "UPDATE people_apikey SET scopes = (CASE WHEN may_report THEN '{report}' ELSE '{}' END)::varchar[]"
            " || (CASE WHEN acts_as_id IS NULL THEN '{}' ELSE '{work}' END)::varchar[]",
            "UPDATE people_apikey SET may_report = 'report' = ANY(scopes)",
        ),
        migrations.RemoveField("apikey", "may_report"),
        migrations.AddField("apikey", "per_minute", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("apikey", "per_day", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("apikey", "issued_by", models.CharField(blank=True, default="", max_length=32)),
        migrations.AddField("apikey", "valid_until", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("apikey", "last_used_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("apikey", "revoked_by", models.CharField(blank=True, default="", max_length=32)),
        migrations.AddConstraint(
            "apikey",
            models.CheckConstraint(condition=Q(per_minute__isnull=True) | Q(per_minute__gt=0), name="key_per_minute"),
        ),
        migrations.AddConstraint(
            "apikey",
            models.CheckConstraint(condition=Q(per_day__isnull=True) | Q(per_day__gt=0), name="key_per_day"),
        ),
    ]
