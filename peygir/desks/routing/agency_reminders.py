"""When an agency is reminded of a case: working days on the centre's calendar."""

from datetime import datetime
from typing import Final

from peygir.core.office import OfficeWeek
from peygir.core.refusals import Invalid
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _

DEFAULT_DAYS: Final = 2
MOST_DAYS: Final = 60

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
    """The moment (UTC) of the next reminder: so many working days after an aware moment, within office hours."""
    return week.after_working_days(since, days)
