"""The declared conflicts of interest of inspectors, as rows of the centre's page."""

from dataclasses import dataclass
from datetime import date

from peygir.city import queries as city
from peygir.desks.inspection.day_list import all_conflicts
from peygir.desks.inspection.rules import ConflictReason
from peygir.people.queries import staff_names
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import in_language, language, named


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One conflict: whose, with what, why and since when."""

    id: int
    who: str
    where: str
    why: str
    since: date


def conflict_rows() -> list[ConflictRow]:
    """Return the conflicts that hold today, by inspector."""
    here, conflicts = current_city().id, all_conflicts(on=today())
    units = {unit.id: named(unit) for unit in city.units(here)}
    districts = {district.id: named(district) for district in city.districts(here, on=today())}
    names = staff_names({conflict.inspector_id for conflict in conflicts}, language())
    return [
        ConflictRow(
            id=conflict.id,
            who=names.get(conflict.inspector_id, "—"),
            where=units.get(conflict.unit_id or 0, "") or districts.get(conflict.district_id or 0, "—"),
            why=in_language(ConflictReason.of(conflict.reason).label),
            since=conflict.from_on,
        )
        for conflict in conflicts
    ]
