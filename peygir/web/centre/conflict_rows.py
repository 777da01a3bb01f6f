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
    here, lines = current_city().id, all_conflicts(on=today())
    units = {unit.id: named(unit) for unit in city.units(here)}
    districts = {district.id: named(district) for district in city.districts(here, on=today())}
    names = staff_names({line.inspector_id for line in lines}, language())
    return [
        ConflictRow(
            id=line.id,
            who=names.get(line.inspector_id, "—"),
            where=units.get(line.unit_id or 0, "") or districts.get(line.district_id or 0, "—"),
            why=in_language(ConflictReason.of(line.reason).label),
            since=line.from_on,
        )
        for line in lines
    ]
