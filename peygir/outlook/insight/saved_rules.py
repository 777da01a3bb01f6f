"""Who sees saved questions and boards, who changes them, and how many a person may have."""

from typing import Final

from peygir.core.refusals import Conflict, Invalid, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.outlook.insight.exploring.rules import lake_scope
from peygir.outlook.insight.saved_words import ChartKind, SharedWith
from peygir.people.rules import Actor

MOST_QUESTIONS: Final = 100
MOST_BOARDS: Final = 20
MOST_TILES: Final = 12
MOST_SUBSCRIPTIONS: Final = 10
LONGEST_NAME: Final = 80


class MayNotAskTheLake(NotAllowed):
    """The role asks the lake nothing, so it saves no question either."""

    message = _("Questions to the data of the city are saved by those who may ask them.")


class SavedNameIsMissing(Invalid):
    """There is no name, or one that is too long."""

    message = _("Please give it a name of at most {most} characters.")


class SavedNameIsTaken(Invalid):
    """The same person has another one of this name."""

    message = _("You have one named “{name}” already. Please choose another name.")


class ChartIsUnknown(Invalid):
    """The kind of chart is none of the known ones."""

    message = _("Please choose how it is shown.")


class SharingIsNotRight(Invalid):
    """It is shared with nobody known, or with a role that is not there."""

    message = _("Please choose with whom it is shared.")


class SavedTooMuch(Conflict):
    """Somebody has as many as a person may have."""

    message = _("No more than {most} can be kept. Please delete one first.")


class BoardIsFull(Conflict):
    """A board has as many questions as it may have."""

    message = _("A board holds at most {most} questions. Please take one off first.")


def check_may_ask(by: Actor) -> None:
    """Refuse who may not ask the lake. Raises MayNotAskTheLake."""
    if lake_scope(by) is None:
        raise MayNotAskTheLake()


def sees_shared(by: Actor, *, owner_id: int, shared_with: str, role: str) -> bool:
    """Whether somebody sees what another (or the same) person saved."""
    if lake_scope(by) is None:
        return False
    if by.id == owner_id or shared_with == SharedWith.CITY:
        return True
    return shared_with == SharedWith.ROLE and role == by.role


def checked_name(name: str) -> str:
    """The name as it is kept. Raises SavedNameIsMissing."""
    clean = " ".join(plain(name).split())
    if not says_something(clean) or len(clean) > LONGEST_NAME:
        raise SavedNameIsMissing(most=LONGEST_NAME)
    return clean


def checked_chart(chart: str) -> str:
    """The kind of chart. Raises ChartIsUnknown."""
    if chart not in ChartKind.values():
        raise ChartIsUnknown()
    return chart


def checked_sharing(shared_with: str, role: str, *, roles: frozenset[str]) -> tuple[str, str]:
    """With whom something is shared, and the code of the role, "" unless it is one. Raises SharingIsNotRight."""
    if shared_with not in SharedWith.values():
        raise SharingIsNotRight()
    if shared_with != SharedWith.ROLE:
        return shared_with, ""
    if role not in roles:
        raise SharingIsNotRight()
    return shared_with, role
