"""The levels of a citizen's objection, who answers at each, by when, and when an objection may be made."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from peygir.cases.states import WORKABLE, CaseState
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, CaseVisibility, may_see


class ObjectionLevel(Vocabulary):
    """Who answers an objection, the first one first."""

    UNIT = "unit", pgettext_lazy("level of an objection", "The unit")
    CENTRE = "centre", pgettext_lazy("level of an objection", "The centre of 137")
    INSPECTORATE = "inspectorate", pgettext_lazy("level of an objection", "The inspectorate")
    COMMISSION = "commission", pgettext_lazy("level of an objection", "The council's commission")


class ObjectionGround(Vocabulary):
    """What a citizen objects to."""

    NOT_FIXED = "not_fixed", pgettext_lazy("ground of an objection", "It is not fixed")
    LATE = "late", pgettext_lazy("ground of an objection", "It takes too long")
    ANSWER = "answer", pgettext_lazy("ground of an objection", "I do not accept the answer")
    OTHER = "other", pgettext_lazy("ground of an objection", "Something else")


class StageOutcome(Vocabulary):
    """What came of an objection at one level; a stage that waits has none yet."""

    AGREED = "agreed", pgettext_lazy("answer to an objection", "The citizen is right")
    REJECTED = "rejected", pgettext_lazy("answer to an objection", "It stays as it is")
    UNANSWERED = "unanswered", pgettext_lazy("answer to an objection", "Not answered in time")


class ObjectionEnd(Vocabulary):
    """How an objection ended; an open one has no end yet."""

    AGREED = "agreed", pgettext_lazy("end of an objection", "The citizen was right")
    ACCEPTED = "accepted", pgettext_lazy("end of an objection", "The citizen accepted the answer")
    LEFT = "left", pgettext_lazy("end of an objection", "Not carried further")
    EXHAUSTED = "exhausted", pgettext_lazy("end of an objection", "Rejected at the last level")


SHIPPED_DAYS: Final[Mapping[ObjectionLevel, int]] = MappingProxyType(
    {
        ObjectionLevel.UNIT: 3,
        ObjectionLevel.CENTRE: 5,
        ObjectionLevel.INSPECTORATE: 10,
        ObjectionLevel.COMMISSION: 20,
    }
)
"""The promise of each level where the city has decided nothing: so many whole working days."""
FEWEST_DAYS: Final = 1
MOST_DAYS: Final = 60
REPLY_TIME: Final = timedelta(days=14)
"""How long a citizen may carry a rejected objection to the next level."""
LONGEST_TEXT: Final = 2000
SETTLED: Final = frozenset(
    {CaseState.DONE, CaseState.CONFIRMED, CaseState.NOT_ACTIONABLE, CaseState.REFERRED_OUT, CaseState.CLOSED}
)
"""The states in which there is a result to object to, and from which a case is opened again."""


def levels_for(visibility: CaseVisibility, *, centre_id: int) -> tuple[ObjectionLevel, ...]:
    """Return the levels of an objection about such a case, the first one first.

    A confidential report stays with the inspectorate, which alone reads it. A level that the case complains about, and
    the unit of a case without one, are left out: nobody answers an objection to oneself.
    """
    if visibility.is_confidential:
        return (ObjectionLevel.INSPECTORATE,)
    levels = [ObjectionLevel.INSPECTORATE, ObjectionLevel.COMMISSION]
    if visibility.about_unit_id != centre_id:
        levels.insert(0, ObjectionLevel.CENTRE)
    is_own = visibility.unit_id in (None, centre_id, visibility.about_unit_id)
    return tuple(levels) if is_own else (ObjectionLevel.UNIT, *levels)


def next_level(levels: tuple[ObjectionLevel, ...], level: str) -> ObjectionLevel | None:
    """Return the level after this one; None after the last, and for a level that is none of them any more."""
    order = list(ObjectionLevel)
    return next((one for one in levels if order.index(one) > order.index(ObjectionLevel.of(level))), None)


def may_answer_objection(actor: Actor, level: str, visibility: CaseVisibility) -> bool:
    """Whether the actor answers objections at this level about such a case: who leads there, and may see the case."""
    if not may_see(actor, visibility):
        return False
    if level == ObjectionLevel.UNIT:
        return actor.unit_id is not None and actor.unit_id == visibility.unit_id and actor.may(Permission.WORK_AT_DESK)
    return any(actor.may(permission) for permission in ANSWERERS[ObjectionLevel.of(level)])


ANSWERERS: Final[Mapping[str, tuple[Permission, ...]]] = MappingProxyType(
    {
        ObjectionLevel.UNIT: (Permission.WORK_AT_DESK,),
        ObjectionLevel.CENTRE: (Permission.LEAD_CENTRE,),
        ObjectionLevel.INSPECTORATE: (Permission.READ_CONFIDENTIAL,),
        ObjectionLevel.COMMISSION: (Permission.WATCH_CITY,),
    }
)
"""The permissions of who answers at each level."""


def grounds_for(state: str, *, is_late: bool) -> tuple[ObjectionGround, ...]:
    """Return the grounds on which a case in this state may be objected to, the likeliest first; () for none.

    Work that is under way may be objected to once its promise is broken.
    """
    if state in (CaseState.DONE, CaseState.CONFIRMED, CaseState.CLOSED):
        return (ObjectionGround.NOT_FIXED, ObjectionGround.ANSWER, ObjectionGround.OTHER)
    if state in SETTLED:
        return (ObjectionGround.ANSWER, ObjectionGround.OTHER)
    if is_late and state in WORKABLE:
        return (ObjectionGround.LATE, ObjectionGround.OTHER)
    return ()
