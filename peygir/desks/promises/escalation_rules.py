"""When each step of a ladder is due, and how far up it must climb to find somebody."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from peygir.desks.promises.calendar import OfficeWeek, add_working_time, working_time_between

# From below: who is told when the one before is not there.
RUNGS: Final = ("clerk", "manager", "deputy", "mayor")
# These stand in the unit that has the case; the others wherever above it they are found.
_IN_THE_UNIT: Final = frozenset({"clerk", "manager"})


def step_due(
    percent: int, *, start: datetime, due: datetime, clock: str, week: OfficeWeek, is_urgent: bool
) -> datetime:
    """The moment at which `percent` of the time from `start` to `due` is used (more than 100: after it)."""
    return steps_due([percent], start=start, due=due, clock=clock, week=week, is_urgent=is_urgent)[percent]


def steps_due(
    percents: Iterable[int], *, start: datetime, due: datetime, clock: str, week: OfficeWeek, is_urgent: bool
) -> dict[int, datetime]:
    """The same for several shares in one walk over the days.

    Working time for clock B, every hour otherwise; but nobody is called out of the night for what is not urgent.
    """
    start, due = start.astimezone(UTC), due.astimezone(UTC)  # so that what passed counts, not what a wall clock shows
    if clock != "B":
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
    """The moment itself where the office is open then (its opening and closing included), else its next opening."""
    soon = add_working_time(moment, timedelta(microseconds=1), week) - timedelta(microseconds=1)
    day = week.day_of(moment)
    is_open = week.works_on(day) and week.opens_at(day) <= moment <= week.closes_at(day)
    return moment if is_open else soon


def found_on(audience: str, chain: Sequence[int], is_somebody: Callable[[str, int], bool]) -> tuple[str, int | None]:
    """(rung, unit) of the first that has somebody, from `audience` up along the units from the owner to the mayor.

    When there is nobody on any rung, the step stays with the owner.
    """
    start = RUNGS.index(audience) if audience in RUNGS else 0
    for level in RUNGS[start:]:
        for unit_id in chain[:1] if level in _IN_THE_UNIT else chain:
            if is_somebody(level, unit_id):
                return level, unit_id
    return audience, chain[0] if chain else None
