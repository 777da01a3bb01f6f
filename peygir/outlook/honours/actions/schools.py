"""Keeps the schools that may nominate pupils."""

from collections.abc import Sequence

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.outlook.honours.actions.editions import refuse_without
from peygir.outlook.honours.models import School
from peygir.outlook.honours.school_rows import SchoolRow, SchoolsAreNotRight, fault_of, schools_from
from peygir.people.permissions import Permission
from peygir.people.rules import Actor


def import_schools(city_id: int, text: str, *, by: Actor) -> int:
    """Write the schools of a CSV, by their codes: new ones are added, known ones renamed; returns how many rows.

    All rows or none. Raises NotYourWork, SchoolsAreNotRight.
    """
    refuse_without(Permission.PREPARE_HONOURS, by)
    rows = schools_from(text, districts=_districts(city_id))
    _write(city_id, rows)
    return len(rows)


def keep_school(city_id: int, row: SchoolRow, *, by: Actor) -> None:
    """Add one school, or rename the one with this code. Raises NotYourWork, SchoolsAreNotRight."""
    refuse_without(Permission.PREPARE_HONOURS, by)
    why = fault_of(row, districts=_districts(city_id))
    if why is not None:
        raise SchoolsAreNotRight(row=1, why=why)
    _write(city_id, [row])


@transaction.atomic
def _write(city_id: int, rows: Sequence[SchoolRow]) -> None:
    districts = _districts(city_id)
    for row in rows:
        values = {"district_id": districts[row.district], "name_fa": row.name_fa, "name_en": row.name_en}
        School.objects.update_or_create(city_id=city_id, code=row.code, defaults={**values, "is_open": True})


def _districts(city_id: int) -> dict[str, int]:
    """The ids of the city's districts of today, by code."""
    today = city.day_of(city_id, clock.now())
    return {district.code: district.id for district in city.districts(city_id, on=today)}
