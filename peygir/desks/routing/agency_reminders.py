"""When an agency that was told of a case is asked again: working days on the centre's own calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from peygir.core.office import OfficeWeek
from peygir.core.refusals import Invalid
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _

DEFAULT_DAYS: Final = 2
MOST_DAYS: Final = 60
_LONGEST_SHUT: Final = 400

# How an agency was told or asked → (Persian, English)
MEANS: Final[dict[str, Text]] = {
    "phone": pgettext_lazy("how a message went out", "phone"),
    "letter": pgettext_lazy("how a message went out", "letter"),
    "system": pgettext_lazy("how a message went out", "system"),
    "sms": pgettext_lazy("how a message went out", "SMS"),
}


class ChaseDaysAreNotValid(Invalid):
    """A number of working days that nobody waits."""

    message = _("The working days until an agency is asked again must be from 1 to {most}.")


def checked_days(days: int) -> int:
    """The number itself. Raises ChaseDaysAreNotValid."""
    if not 1 <= days <= MOST_DAYS:
        raise ChaseDaysAreNotValid(most=MOST_DAYS)
    return days


def next_chase(since: datetime, days: int, week: OfficeWeek) -> datetime:
    """The moment (UTC) at which `days` working days have passed since an aware moment.

    At the same time of day on the last of them, but never outside its office hours: whoever is to ask is there.
    A calendar without a working day for a year gives plain days.
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
