"""The citizens of a proven phone, and the member's seat among them."""

from django.http import HttpRequest

from peygir.outlook.panel import term_queries as queries
from peygir.outlook.panel.actions import NotOfThePanel
from peygir.outlook.panel.facts import OwnSeat, PanelFacts
from peygir.people.queries import citizen_ids_of_phone
from peygir.web.kit import citizen_session
from peygir.web.kit.current_city import current_city


def own_citizens(request: HttpRequest) -> list[int]:
    """Return the citizens of the proven phone. A seat belongs to one of them, however long ago it last reported."""
    return citizen_ids_of_phone(citizen_session.phone_of(request))


def member_of(request: HttpRequest) -> tuple[PanelFacts, OwnSeat]:
    """Return the panel at work and the taken seat of the proven phone. Raises NotOfThePanel."""
    seat = queries.own_seat(current_city().id, own_citizens(request))
    panel = queries.panel(current_city().id, seat.term_id) if seat is not None and seat.is_active else None
    if seat is None or panel is None:
        raise NotOfThePanel()
    return panel, seat
