"""Adds the phones on which staff keep work for a shift without a connection."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0012_crews_work_on_orders")]
    operations = [
        migrations.CreateModel(
            name="StaffPhone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("session", models.CharField(blank=True, max_length=64)),
                ("device", models.CharField(blank=True, max_length=80)),
                ("made_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("waiting", models.PositiveSmallIntegerField(default=0)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=32)),
                ("emptied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                        | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by=""),
                        name="phone_withdrawn_by_somebody",
                    )
                ],
            },
        ),
    ]
