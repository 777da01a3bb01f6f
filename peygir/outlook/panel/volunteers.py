"""The volunteers of a lot as the draw takes them: by code and stratum."""

from peygir.core.sortition import Entrant, Stratum
from peygir.outlook.panel.models import PanelVolunteer


def entrants_of(term_id: int) -> list[Entrant]:
    """Return everybody in the lot; one statement."""
    rows = PanelVolunteer.objects.filter(term_id=term_id).order_by("code")
    return [
        Entrant(code, Stratum(district, age, sex))
        for code, district, age, sex in rows.values_list("code", "district_code", "age", "sex")
    ]
