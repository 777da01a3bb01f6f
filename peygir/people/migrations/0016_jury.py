"""Adds the jury as a role that judges seasons, and lets the mayor's desk judge as well."""

from typing import Any

from django.db import migrations, models

GIVEN = {"jury": "judge_seasons", "mayor": "judge_seasons"}
JURY = {
    "permissions": ["judge_seasons", "read_cases"],
    "scope": "own_orders",
    "name_fa": "هیئت داوران",
    "name_en": "Jury",
}


def give(apps: Any, schema_editor: Any) -> None:
    """Add the role, unless a city has one with its code, and the permission to the rows of these roles."""
    role_model = apps.get_model("people", "StaffRole")
    role_model.objects.get_or_create(code="jury", defaults=JURY)
    for code, permission in GIVEN.items():
        for role in role_model.objects.filter(code=code):
            role.permissions = sorted({*role.permissions, permission})
            role.save(update_fields=["permissions"])


def take_back(apps: Any, schema_editor: Any) -> None:
    """Take the permission from every role: before this migration no row may have it. The role stays, without it."""
    for role in apps.get_model("people", "StaffRole").objects.all():
        kept = [permission for permission in role.permissions if permission not in GIVEN.values()]
        if kept != role.permissions:
            role.permissions = kept
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("people", "0015_decide_appeals")]

    operations = [
        migrations.RemoveConstraint(
            model_name='staffrole',
            name='role_has_known_permissions',
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('permissions__contained_by', ['administer', 'confirm_accounts', 'decide_appeals', 'decide_honours', 'grant_time', 'inspect', 'judge_inspectorate', 'judge_seasons', 'know_reporters', 'lead_centre', 'lead_unit', 'look_after', 'manage_people', 'plan_orders', 'plan_works', 'prepare_honours', 'read_cases', 'read_confidential', 'see_load', 'see_reading', 'see_session_orders', 'steer_city', 'watch_city', 'work_at_centre', 'work_at_desk', 'work_on_orders', 'write_cases', 'write_templates'])), name='role_has_known_permissions'),
        ),
        migrations.RunPython(give, take_back),
    ]
