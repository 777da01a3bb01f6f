"""The missed callers of a day: who, how often, since when, and who called them back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from peygir.history.kinds.contacts import CallBackSettled

MOST: Final = 30

# Who spoke to them: the person who closed the call-back by hand, else the operator of the last call to them.
_MISSED: Final = """
    SELECT back.id, back.phone, back.due_at, back.state, back.calls, back.tries, back.words, back.settled_at,
           missed.began_at, coalesce(missed.name, ''),
           coalesce(nullif(hand.name_fa, ''), spoke.name_fa, ''), coalesce(nullif(hand.name_en, ''), spoke.name_en, '')
    FROM contacts_callback back
    LEFT JOIN LATERAL (
        SELECT contact.began_at, citizen.name FROM contacts_contact contact
        LEFT JOIN people_citizen citizen ON citizen.id = contact.citizen_id
        WHERE contact.call_back_id = back.id AND contact.direction = 'in'
        ORDER BY contact.began_at DESC LIMIT 1
    ) missed ON true
    LEFT JOIN LATERAL (
        SELECT staff.name_fa, staff.name_en FROM contacts_contact contact
        JOIN people_staff staff ON staff.id = contact.operator_id
        WHERE contact.call_back_id = back.id AND contact.direction = 'out'
        ORDER BY contact.began_at DESC LIMIT 1
    ) spoke ON true
    LEFT JOIN LATERAL (
        SELECT staff.name_fa, staff.name_en FROM history_event event
        JOIN people_staff staff ON event.by = 'staff:' || staff.id
        WHERE event.file = 'callback' AND event.file_id = back.id AND event.kind = %(settled)s
        ORDER BY event.number DESC LIMIT 1
    ) hand ON true
    WHERE back.city_id = %(city)s AND (back.state = 'open' OR back.settled_at >= %(since)s)
    ORDER BY back.state <> 'open', back.due_at, back.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class MissedCaller:
    """A caller whom nobody answered: `calls` in vain, the last at `missed_at`; `state` is that of the call-back.

    `name` is that of the citizen, if the number is known. `called_by` are the names of who spoke to them, or tried
    last, in Persian and English; empty if nobody did.
    """

    id: int
    phone: str
    due_at: datetime
    state: str
    calls: int
    tries: int
    words: str
    settled_at: datetime | None
    missed_at: datetime | None
    name: str
    called_by: tuple[str, str]

    @property
    def is_open(self) -> bool:
        """Whether they still wait to be called back."""
        return self.state == "open"

    def is_late(self, now: datetime) -> bool:
        """Whether they should have been called back by now."""
        return self.is_open and self.due_at < now


def missed_callers(city_id: int, *, since: datetime) -> list[MissedCaller]:
    """The callers who wait to be called back, the soonest due first, then those settled since a moment.

    At most MOST; one statement.
    """
    values: dict[str, int | str | datetime] = {
        "city": city_id,
        "since": since,
        "settled": str(CallBackSettled.kind),
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MISSED, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    own = [name for name in MissedCaller.__dataclass_fields__ if name != "called_by"]
    return [MissedCaller(**dict(zip(own, row, strict=False)), called_by=(row[-2], row[-1] or row[-2])) for row in rows]
