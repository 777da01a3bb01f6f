"""Corrections of published figures are changes that two people make."""

from django.db import migrations, models

KINDS = [
    "correction",
    "groups",
    "hold_lift",
    "objection_days",
    "promise_hours",
    "record_key",
    "record_log",
    "retention",
    "witness",
    "witness_end",
]


class Migration(migrations.Migration):
    dependencies = [("people", "0021_sign_in")]

    operations = [
        migrations.RemoveConstraint(model_name="twopersonchange", name="change_of_two_is_of_a_kind"),
        migrations.AddConstraint(
            model_name="twopersonchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="change_of_two_is_of_a_kind"
            ),
        ),
    ]
