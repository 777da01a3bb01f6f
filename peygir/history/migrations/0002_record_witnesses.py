"""Adds the institutions that sign heads of the public record."""

from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="RecordWitness",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("name_fa", models.CharField(max_length=80)),
                        ("name_en", models.CharField(max_length=80)),
                        ("key", models.CharField(max_length=200, unique=True)),
                        ("address", models.CharField(blank=True, max_length=300)),
                        ("registered_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.CharField(blank=True, max_length=80)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["panel", "council", "newspaper", "other"])),
                                name="witness_kind_is_known",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
