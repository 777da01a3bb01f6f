"""Writes the roles with which every city begins: the ten that were in the code, and five more that may be changed."""

from typing import Any

from django.db import migrations

CASES = ("read_cases", "write_cases")
UNIT = (*CASES, "work_at_desk", "know_reporters")
LEADS = ("work_at_desk", "see_load", "see_reading")
CENTRE = (*UNIT, "work_at_centre", "plan_works", "grant_time", "see_session_orders")
MANAGER = (*UNIT, "lead_unit", "plan_works", "write_templates", "see_load", "see_reading")
HEADS = (
    *CENTRE,
    "lead_centre",
    "write_templates",
    "see_load",
    "see_reading",
    "manage_people",
    "look_after",
)
MAYOR = (*CASES, *LEADS, "grant_time", "see_session_orders", "judge_inspectorate", "confirm_accounts")
INSPECTORATE = (*CASES, "work_at_desk", "grant_time", "read_confidential", "confirm_accounts")
BUILT_IN: tuple[tuple[str, tuple[str, ...], str, dict[str, Any]], ...] = (
    ("operator", CENTRE, "city", {"levels": ["clerk"]}),
    ("clerk", UNIT, "own_unit", {"levels": ["clerk"], "needs_unit": True}),
    ("manager", MANAGER, "own_unit", {"levels": ["manager"], "leads": True, "is_sole": True, "needs_unit": True}),
    ("inspector", CASES, "city", {}),
    ("supervisor", HEADS, "city", {"levels": ["manager"], "leads": True}),
    ("council", ("read_cases", "see_reading", "see_session_orders"), "city", {}),
    ("admin", (*HEADS, "administer"), "city", {}),
    ("deputy", (*CASES, *LEADS), "below", {"levels": ["deputy"], "leads": True, "is_sole": True, "needs_unit": True}),
    ("mayor", MAYOR, "city", {"levels": ["mayor"], "leads": True, "needs_unit": True}),
    ("inspectorate", INSPECTORATE, "city", {"levels": ["clerk", "manager"], "needs_unit": True}),
)
FURTHER: tuple[tuple[str, tuple[str, ...], str, dict[str, Any]], ...] = (
    ("crew", CASES, "own_orders", {"name_fa": "اکیپ اجرایی", "name_en": "Field crew", "needs_unit": True}),
    ("contractor", ("read_cases",), "own_orders", {"name_fa": "پیمانکار", "name_en": "Contractor"}),
    (
        "panel",
        ("read_cases",),
        "own_district",
        {"name_fa": "عضو کارگروه شهروندی", "name_en": "Citizens' panel member", "needs_unit": True},
    ),
    ("agency_clerk", CASES, "own_agency", {"name_fa": "کارشناس دستگاه بیرونی", "name_en": "Agency clerk"}),
    ("honours", ("read_cases",), "city", {"name_fa": "دبیرخانهٔ قدردانی", "name_en": "Honours office"}),
)


def write_roles(apps: Any, schema_editor: Any) -> None:
    """Write the rows, and the one row of the book that dates them."""
    role_model = apps.get_model("people", "StaffRole")
    for is_built_in, roles in ((True, BUILT_IN), (False, FURTHER)):
        for code, permissions, scope, more in roles:
            values = {"permissions": sorted(permissions), "scope": scope, "is_built_in": is_built_in, **more}
            role_model.objects.create(code=code, **values)
    apps.get_model("people", "RoleBook").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_roles")]

    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
