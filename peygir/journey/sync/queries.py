"""What waits for a person's decision, and when the clock has something to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Min, Q

from peygir.core.moments import shifted
from peygir.journey.sync.rules import INSPECT
from peygir.people.rules import Actor
from peygir.storage.receipts.models import DeviceCommand
from peygir.storage.receipts.patience import PATIENCE
from peygir.storage.receipts.rules import CONFLICT, WAITING

KEEP_FILE: Final = "file"
TAKE_COMMAND: Final = "command"


@dataclass(frozen=True, slots=True)
class TwoVersions:
    """A command that would change what others changed: who made it and when (by our clock), and what it says."""

    id: int
    by: str
    made_at: datetime | None
    received_at: datetime
    base_version: int | None
    body: Mapping[str, object]


def conflicts_of(code: str) -> list[TwoVersions]:
    """Return the undecided commands of a case, the oldest first; one statement."""
    rows = DeviceCommand.objects.filter(code=code, state=CONFLICT, choice="").select_related("branch").order_by("pk")
    return [
        TwoVersions(
            row.pk,
            row.branch.by,
            shifted(row.made_at, timedelta(seconds=row.clock_offset or 0.0)) if row.made_at else None,
            row.received_at,
            row.base_version,
            row.body,
        )
        for row in rows
    ]


def undecided_findings(by: Actor) -> list[str]:
    """Return the codes of the cases beside which an undecided finding of this person is kept; one statement."""
    rows = DeviceCommand.objects.filter(owner=str(by), state=CONFLICT, choice="", body__verb=INSPECT)
    return sorted(set(rows.values_list("code", flat=True)))


def next_overdue_at() -> datetime | None:
    """Return the earliest moment at which a waiting command has waited for long enough."""
    waiting = DeviceCommand.objects.filter(state=WAITING, has_gap=False)
    earliest: datetime | None = waiting.aggregate(at=Min("received_at"))["at"]
    return earliest + PATIENCE if earliest else None


def photos_in_use() -> set[str]:
    """The names, in the storage, of the photos that commands will need: those that wait, and undecided conflicts."""
    open_ones = DeviceCommand.objects.filter(Q(state=WAITING) | Q(state=CONFLICT, choice="")).exclude(photos=[])
    return {name for photos in open_ones.values_list("photos", flat=True) for _digest, name in photos if name}
