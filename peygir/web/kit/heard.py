"""A case that may be what somebody is about to report, for citizens by days, for the centre with hour and count."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from peygir.cases.states import ENDED
from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.desks.understanding.queries import Likeness
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import named

_ROUND: Final = 10  # metres to which distances are rounded


@dataclass(frozen=True, slots=True)
class HeardByStaff:
    """What the centre is told besides: when the case was opened, and how many reported it."""

    opened_at: datetime
    reports: int


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A case that may be the same, without anything about its reporter; `is_shared`: others reported it too."""

    code: str
    topic: TopicFacts | None
    where: str
    metres: int
    opened_on: date
    state: str
    is_shared: bool
    is_mine: bool
    may_join: bool
    for_staff: HeardByStaff | None = None


def possible_duplicate(like: Likeness, *, for_staff: bool) -> PossibleDuplicate:
    """Return the part of a case that may be the same."""
    case, city_facts = like.case, current_city()
    area = city.neighbourhood(city_facts.id, case.neighbourhood_id) if case.neighbourhood_id else None
    return PossibleDuplicate(
        code=case.code,
        topic=city.topic(city_facts.id, case.topic_id),
        where=named(area),
        metres=round(like.metres / _ROUND) * _ROUND,
        opened_on=city.day_of(city_facts.id, case.opened_at),
        state=case.state,
        is_shared=case.report_count > 1,
        is_mine=like.is_follow_up,
        may_join=case.state not in ENDED,
        for_staff=HeardByStaff(case.opened_at, case.report_count) if for_staff else None,
    )
