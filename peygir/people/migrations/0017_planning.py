"""Lets units plan programmes, and adds the budget office and the council's secretariat as roles."""

from typing import Any

from django.db import migrations, models

GIVEN = {"manager": "plan_city", "deputy": "plan_city", "mayor": "plan_city"}
ROLES = {
    "budget": {
        "permissions": ["keep_budget", "read_cases"],
        "scope": "city",
        "name_fa": "دفتر بودجه",
        "name_en": "Budget office",
    },
    "secretariat": {
        "permissions": ["keep_council", "read_cases"],
        "scope": "own_orders",
        "name_fa": "دبیرخانهٔ شورا",
        "name_en": "Council secretariat",
    },
}
NEW = {"plan_city", "keep_budget", "keep_council"}


def give(apps: Any, schema_editor: Any) -> None:
    """Add the roles, unless a city has some with their codes, and the permission to the rows of these roles."""
    role_model = apps.get_model("people", "StaffRole")
    for code, defaults in ROLES.items():
        role, _is_new = role_model.objects.get_or_create(code=code, defaults=defaults)
        role.permissions = sorted({*role.permissions, *defaults["permissions"]})
        role.save(update_fields=["permissions"])
    for code, permission in GIVEN.items():
        for role in role_model.objects.filter(code=code):
            role.permissions = sorted({*role.permissions, permission})
            role.save(update_fields=["permissions"])


def take_back(apps: Any, schema_editor: Any) -> None:
    """Take the permissions from every role: before this migration no row may have them. The roles stay."""
    for role in apps.get_model("people", "StaffRole").objects.all():
        kept = [permission for permission in role.permissions if permission not in NEW]
        if kept != role.permissions:
            role.permissions = kept
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("people", "0016_jury")]

    operations = [
        migrations.RemoveConstraint(
            model_name='staffrole',
            name='role_has_known_permissions',
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('permissions__contained_by', ['administer', 'confirm_accounts', 'decide_appeals', 'decide_honours', 'grant_time', 'inspect', 'judge_inspectorate', 'judge_seasons', 'keep_budget', 'keep_council', 'know_reporters', 'lead_centre', 'lead_unit', 'look_after', 'manage_people', 'plan_city', 'plan_orders', 'plan_works', 'prepare_honours', 'read_cases', 'read_confidential', 'see_load', 'see_reading', 'see_session_orders', 'steer_city', 'watch_city', 'work_at_centre', 'work_at_desk', 'work_on_orders', 'write_cases', 'write_templates'])), name='role_has_known_permissions'),
        ),
        migrations.RunPython(give, take_back),
    ]
