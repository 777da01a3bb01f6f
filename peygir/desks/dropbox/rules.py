"""Who receives what is in drop boxes, what state a box is in, and when it is destroyed."""

from datetime import date, timedelta
from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.people.permissions import Permission
from peygir.people.rules import Actor


class DropReceiver(Vocabulary):
    """Who holds the keys that open a box; what is about the inspectorate goes to the mayor's desk."""

    INSPECTORATE = "inspectorate", pgettext_lazy("receiver of a drop box", "The inspectorate")
    MAYOR = "mayor", pgettext_lazy("receiver of a drop box", "The mayor's desk")


class DropBoxState(Vocabulary):
    """What a drop box waits for, as far as anybody without a key can know."""

    OPEN = "open", pgettext_lazy("state of a drop box", "Open")
    CLOSED = "closed", pgettext_lazy("state of a drop box", "Closed")
    DESTROYED = "destroyed", pgettext_lazy("state of a drop box", "Destroyed")


class DropKeyEnd(Vocabulary):
    """Why nothing more is sealed to a key."""

    ROTATED = "rotated", pgettext_lazy("end of a key", "Replaced by a new one")
    LEFT = "left", pgettext_lazy("end of a key", "Its holder has left")
    LOST = "lost", pgettext_lazy("end of a key", "Lost")
    STOLEN = "stolen", pgettext_lazy("end of a key", "In the wrong hands")


KEPT_CLOSED: Final = timedelta(days=90)
"""From the closing of a box to its destruction; until then it can be opened again."""
KEPT_SILENT: Final = timedelta(days=730)
"""From the last message of an open box to its destruction."""
MOST_MESSAGES: Final = 200
MOST_BYTES: Final = 200 * 1024 * 1024
LONGEST_TEXT: Final = 20_000
MOST_FILES: Final = 4


def receivers_of(actor: Actor) -> tuple[DropReceiver, ...]:
    """Whose boxes an actor may see: that of the own office, never both."""
    if actor.kind != "staff":
        return ()
    if actor.may(Permission.READ_CONFIDENTIAL):
        return (DropReceiver.INSPECTORATE,)
    return (DropReceiver.MAYOR,) if actor.may(Permission.JUDGE_INSPECTORATE) else ()


def may_confirm_key(actor: Actor, *, holder_id: int) -> bool:
    """Whether the actor may confirm another's key: the inspectorate and the mayor's desk vouch for each other."""
    return actor.kind == "staff" and actor.may(Permission.CONFIRM_ACCOUNTS) and actor.id != holder_id


def may_end_key(actor: Actor, *, holder_id: int) -> bool:
    """Whether the actor may end a key: its holder, and who may confirm it."""
    return may_confirm_key(actor, holder_id=holder_id) or (bool(receivers_of(actor)) and actor.id == holder_id)


def is_due_for_destruction(*, state: str, last_on: date, closed_on: date | None, today: date) -> bool:
    """Whether the time of a box is over."""
    if state == DropBoxState.CLOSED and closed_on is not None:
        return today >= closed_on + KEPT_CLOSED
    return state == DropBoxState.OPEN and today >= last_on + KEPT_SILENT
