import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0003_place_and_seasons"),
        ("city", "0001_initial"),
        ("understanding", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("lat", models.FloatField()),
                ("lon", models.FloatField()),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("city", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="city.city")),
                ("topic", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="city.topic")),
            ],
            options={
                "indexes": [models.Index(fields=["city", "last_at"], name="incident_latest")],
            },
        ),
        migrations.CreateModel(
            name="Resemblance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.FloatField()),
                ("metres", models.IntegerField()),
                ("is_follow_up", models.BooleanField(default=False)),
                ("seen_at", models.DateTimeField()),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case")),
                ("other", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "other"), name="one_resemblance_of_two")],
            },
        ),
    ]
