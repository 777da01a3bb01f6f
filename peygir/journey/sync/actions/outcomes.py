"""What carrying out a command of a phone came to, and when the phone says that it was made."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from peygir.core.moments import shifted
from peygir.journey.sync.rules import Behind
from peygir.storage.receipts.models import DeviceCommand


@dataclass(slots=True)
class CommandOutcome:
    """The state of a command, the code of the case (or number of the order) with its version, and what others did.

    `first_event` and `last_event` are the numbers of the events that it wrote.
    """

    state: str
    code: str
    version: int | None = None
    behind: Behind = field(default_factory=Behind)
    first_event: int = 0
    last_event: int = 0


def made_at(command: DeviceCommand) -> datetime | None:
    """When the command was made, by our clock; None if the device did not say."""
    if command.made_at is None:
        return None
    return shifted(command.made_at, timedelta(seconds=command.clock_offset or 0.0))
