"""Events of commands that came late from a phone: kept beside the file, carried out after it had changed, decided."""

from peygir.history.catalogue import ABSENT, event
from peygir.history.kinds.cases import CaseEvent


@event("command_conflicted", file="case", is_internal=True, ends=True)
class CommandConflicted(CaseEvent):
    """A command (an id, with its verb) would change `fields` that others changed since its base: both are kept."""

    command: int
    verb: str
    fields: list[str]
    base: int | None


@event("command_came_late", file="case", is_internal=True, ends=True)
class CommandCameLate(CaseEvent):
    """A command (an id) was carried out although others had changed other `fields`, or one before it is missing.

    `made` is when the phone says that it was made (ISO 8601), corrected by what its clock was wrong.
    """

    command: int
    verb: str
    fields: list[str]
    has_gap: bool
    made: str = ABSENT


@event("conflict_decided", file="case", is_internal=True, ends=True)
class ConflictDecided(CaseEvent):
    """Somebody decided which of two versions holds: `choice` is "file" (as it is) or "command" (carried out now)."""

    command: int
    verb: str
    choice: str
