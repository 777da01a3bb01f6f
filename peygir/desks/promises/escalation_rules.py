"""When each escalation step is due, and to which level a case must be escalated to find somebody."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from peygir.city.urgencies import ClockKind
from peygir.desks.promises.calendar import OfficeWeek, add_working_time, working_time_between

# From the lowest up: the next level is notified when the one before is vacant.
RUNGS: Final = ("clerk", "manager", "deputy", "mayor")
# Levels within the owning unit; the others are looked for in the units above it.
_IN_THE_UNIT: Final = frozenset({"clerk", "manager"})


def step_due(
    percent: int, *, start: datetime, due: datetime, clock: str, week: OfficeWeek, is_urgent: bool
) -> datetime:
    """The moment at which `percent` of the time from `start` to `due` is used (more than 100: after it)."""
    return steps_due([percent], start=start, due=due, clock=clock, week=week, is_urgent=is_urgent)[percent]


def steps_due(
    percents: Iterable[int], *, start: datetime, due: datetime, clock: str, week: OfficeWeek, is_urgent: bool
) -> dict[int, datetime]:
    """As `step_due`, for several shares in one pass over the days.

    Working time for clock B, every hour otherwise; but only urgent cases are escalated outside office hours.
    """
    start, due = start.astimezone(UTC), due.astimezone(UTC)  # so that elapsed time counts, not wall-clock time
    if clock != ClockKind.BUSINESS:
        moments = {percent: start + (due - start) * percent / 100 for percent in percents}
        return moments if is_urgent else {percent: in_office(at, week) for percent, at in moments.items()}
    length, moments_by_share = working_time_between(start, due, week), {}
    step_at, used = start, timedelta(0)
    for percent in sorted(percents):
        share = length * percent / 100
        step_at = due if percent == 100 else add_working_time(step_at, share - used, week)
        moments_by_share[percent], used = step_at, share
    return moments_by_share


def in_office(moment: datetime, week: OfficeWeek) -> datetime:
    """The moment itself if the office is open then (opening and closing time included), else its next opening."""
    soon = add_working_time(moment, timedelta(microseconds=1), week) - timedelta(microseconds=1)
    day = week.day_of(moment)
    is_open = week.works_on(day) and week.opens_at(day) <= moment <= week.closes_at(day)
    return moment if is_open else soon


def found_on(audience: str, chain: Sequence[int], is_somebody: Callable[[str, int], bool]) -> tuple[str, int | None]:
    """(level, unit) of the first that has somebody, from `audience` up through the units from the owner to the mayor.

    When no level has anybody, the step stays with the owner.
    """
    start = RUNGS.index(audience) if audience in RUNGS else 0
    for level in RUNGS[start:]:
        for unit_id in chain[:1] if level in _IN_THE_UNIT else chain:
            if is_somebody(level, unit_id):
                return level, unit_id
    return audience, chain[0] if chain else None
