"""Who has a seat, for the panel's secretary alone: the one query of the package that reads people."""

from dataclasses import dataclass
from datetime import datetime

from peygir.core.phones import mask_phone
from peygir.outlook.panel.models import PanelMember
from peygir.people.privacy_rules import is_erased


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """Somebody with a seat: the name, and the number but for its middle."""

    number: int
    name: str
    phone: str
    origin: str
    state: str
    left_why: str
    invited_at: datetime
    conduct_at: datetime | None
    interests: int


def seat_holders(term_id: int) -> list[SeatHolder]:
    """Return who has or had the seats of a panel, by number; two statements."""
    rows = PanelMember.objects.filter(term_id=term_id).select_related("citizen").prefetch_related("interests")
    return [
        SeatHolder(
            number=row.number,
            name=row.citizen.name if row.citizen is not None else "",
            phone=mask_phone(row.citizen.phone) if row.citizen is not None and not is_erased(row.citizen.phone) else "",
            origin=row.origin,
            state=row.state,
            left_why=row.left_why,
            invited_at=row.invited_at,
            conduct_at=row.conduct_at,
            interests=sum(one.to_on is None for one in row.interests.all()),
        )
        for row in rows.order_by("number")
    ]
