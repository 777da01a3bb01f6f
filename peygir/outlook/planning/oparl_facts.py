"""What OParl shows of the council: each object with when it was made and changed, and whether it is gone."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from peygir.people.public_offices import PublicOfficer


@dataclass(frozen=True, slots=True, kw_only=True)
class OparlStamps:
    """When everybody could see an object first, when it changed last, and whether nobody can any more."""

    created: datetime
    modified: datetime
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class OparlMeeting:
    """A session of the council, or of a commission (`commission` not "")."""

    id: int
    number: str
    commission: str
    held_on: date
    begins_at: time | None
    place: str
    state: str
    stamps: OparlStamps


@dataclass(frozen=True, slots=True)
class OparlItem:
    """An item of an agenda, with the decision or answer about it; `paper_id` is None for a question."""

    id: int
    meeting_id: int
    number: int
    name: str
    paper_id: int | None
    outcome: str
    resolution: str
    votes: tuple[int, int, int] | None
    stamps: OparlStamps


@dataclass(frozen=True, slots=True)
class OparlPaper:
    """A proposal to the council; `amount` in rials."""

    id: int
    title: str
    reference: str
    letter_on: date | None
    commission: str
    unit_id: int
    amount: int
    stamps: OparlStamps


@dataclass(frozen=True, slots=True)
class OparlCommission:
    """A commission, which is known by its name; "" is the council itself."""

    name: str
    stamps: OparlStamps


@dataclass(frozen=True, slots=True)
class OparlCouncil:
    """All of it, each list by number; `stamps` are of the whole."""

    stamps: OparlStamps
    meetings: tuple[OparlMeeting, ...]
    items: tuple[OparlItem, ...]
    papers: tuple[OparlPaper, ...]
    commissions: tuple[OparlCommission, ...]
    members: tuple[PublicOfficer, ...] = field(default=())
