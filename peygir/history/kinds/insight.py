"""Events of alarms: raised, found again in a later week, over, and judged."""

from peygir.history.catalogue import ABSENT, EventData, event


@event("alarm_raised", file="alarm")
class AlarmRaised(EventData):
    """Far more new cases than expected: of a topic in a district, or of a group in neighbourhoods (all codes).

    `week` is the first day of the week in which it was found, `unit` the id of the owner.
    """

    method: str
    topic: str = ABSENT
    group: str
    district: str = ABSENT
    areas: list[object]
    week: str
    weeks: int
    observed: int
    expected: str
    price: str
    unit: int = ABSENT
    urgent: bool


@event("alarm_continued", file="alarm", ends=True)
class AlarmContinued(EventData):
    """A later week (its first day) is above expected too: what was seen and expected then, and how many cases came."""

    week: str
    observed: int
    expected: str
    cases: int


@event("alarm_ended", file="alarm", ends=True)
class AlarmEnded(EventData):
    """In a week (its first day) it was not found any more."""

    week: str


@event("alarm_judged", file="alarm", ends=True)
class AlarmJudged(EventData):
    """Somebody responsible said whether it was real (real, not_real, unclear), and since which day it was known."""

    answer: str
    known_on: str = ABSENT
