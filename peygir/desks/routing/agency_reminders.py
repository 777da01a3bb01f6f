"""When an agency is reminded of a case: working days on the centre's calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from peygir.core.office import OfficeWeek
from peygir.core.refusals import Invalid
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _

DEFAULT_DAYS: Final = 2
MOST_DAYS: Final = 60
_LONGEST_SHUT: Final = 400

# means of telling or reminding an agency → (Persian, English)
MEANS: Final[dict[str, Text]] = {
    "phone": pgettext_lazy("how a message went out", "phone"),
    "letter": pgettext_lazy("how a message went out", "letter"),
    "system": pgettext_lazy("how a message went out", "system"),
    "sms": pgettext_lazy("how a message went out", "SMS"),
}


class ChaseDaysAreNotValid(Invalid):
    """The number of working days is out of range."""

    message = _("The working days until an agency is asked again must be from 1 to {most}.")


def checked_days(days: int) -> int:
    """The number, if it is in range. Raises ChaseDaysAreNotValid."""
    if not 1 <= days <= MOST_DAYS:
        raise ChaseDaysAreNotValid(most=MOST_DAYS)
    return days


def next_reminder(since: datetime, days: int, week: OfficeWeek) -> datetime:
    """The moment (UTC) at which `days` working days have passed since an aware moment.

    At the same time of day on the last of them, but within its office hours, when somebody is there to remind. A
    calendar without a working day for a year gives calendar days.
    """
    day = week.day_of(since)
    left, tried = days, 0
    while left and tried < _LONGEST_SHUT:
        day += timedelta(days=1)
        tried += 1
        left -= week.works_on(day)
    if left:
        return since.astimezone(UTC) + timedelta(days=days)
    return _within_hours(since, day, week)


def _within_hours(since: datetime, day: date, week: OfficeWeek) -> datetime:
    wall = since.astimezone(week.wall)
    same_time = datetime.combine(day, wall.time(), tzinfo=week.wall).astimezone(UTC)
    return min(max(same_time, week.opens_at(day)), week.closes_at(day))
