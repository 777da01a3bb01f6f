"""Where a case is as a cell, the season it was promised under, and the incident it is part of."""

from django.db import migrations, models

from peygir.core.geometry import cell_of

AT_ONCE = 400


def fill_cells(apps, schema_editor):
    """Give the cases with a point their cell, the oldest first, some hundreds at a time."""
    rows = apps.get_model("cases", "Case").objects.filter(lat__isnull=False, cell__isnull=True)
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk").only("pk", "lat", "lon")[:AT_ONCE]):
        for case in batch:
            case.cell = cell_of(case.lat, case.lon)
        rows.model.objects.bulk_update(batch, ["cell"])
        last = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="cell",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="season_code",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="case",
            name="incident_code",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.RunPython(fill_cells, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("cell__isnull", False)), fields=["city", "cell", "opened_at"], name="case_near"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("incident_code", ""), _negated=True), fields=["incident_code"],
                name="case_incident",
            ),
        ),
    ]
