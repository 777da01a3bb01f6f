"""Adds the secretary of the citizens' panel as a role, and lets the inspectorate keep the panel as well."""

from typing import Any

from django.db import migrations, models

SECRETARY = {
    "permissions": ["keep_panel", "read_cases"],
    "scope": "own_orders",
    "name_fa": "دبیر کارگروه شهروندی",
    "name_en": "Secretary of the citizens' panel",
}
PERMISSION = "keep_panel"


def give(apps: Any, schema_editor: Any) -> None:
    """Add the role, unless a city has one with its code, and the permission to it and to the inspectorate."""
    role_model = apps.get_model("people", "StaffRole")
    role_model.objects.get_or_create(code="panel_office", defaults=SECRETARY)
    for role in role_model.objects.filter(code__in=["panel_office", "inspectorate"]):
        role.permissions = sorted({*role.permissions, PERMISSION})
        role.save(update_fields=["permissions"])


def take_back(apps: Any, schema_editor: Any) -> None:
    """Take the permission from every role: before this migration no row may have it. The role stays, without it."""
    for role in apps.get_model("people", "StaffRole").objects.all():
        if PERMISSION in role.permissions:
            role.permissions = [permission for permission in role.permissions if permission != PERMISSION]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0017_planning'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='staffrole',
            name='role_has_known_permissions',
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('permissions__contained_by', ['administer', 'confirm_accounts', 'decide_appeals', 'decide_honours', 'grant_time', 'inspect', 'judge_inspectorate', 'judge_seasons', 'keep_budget', 'keep_council', 'keep_panel', 'know_reporters', 'lead_centre', 'lead_unit', 'look_after', 'manage_people', 'plan_city', 'plan_orders', 'plan_works', 'prepare_honours', 'read_cases', 'read_confidential', 'see_load', 'see_reading', 'see_session_orders', 'steer_city', 'watch_city', 'work_at_centre', 'work_at_desk', 'work_on_orders', 'write_cases', 'write_templates'])), name='role_has_known_permissions'),
        ),
        migrations.RunPython(give, take_back),
    ]
