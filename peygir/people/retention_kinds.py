"""The kinds of personal data that have a retention time, and what each time is counted from; plain values."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from peygir.core.jalali import to_gregorian, to_jalali
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class RetentionKind(Vocabulary):
    """A kind of personal data that is erased some months after an event."""

    WORDS = "words", pgettext_lazy("retention", "Words of reports, notes and answers")
    NAMES = "names", pgettext_lazy("retention", "Names written with reports")
    PHONES = "phones", pgettext_lazy("retention", "Mobile numbers and email addresses")
    PHOTOS = "photos", pgettext_lazy("retention", "Photos, files and forms of the work")
    MESSAGES = "messages", pgettext_lazy("retention", "Messages sent and received")
    CONTACTS = "contacts", pgettext_lazy("retention", "Notes and numbers of calls and visits")
    RECORDINGS = "recordings", pgettext_lazy("retention", "Links to recordings of calls")


class CountedFrom(StrEnum):
    """The moment from which a retention time is counted."""

    END = "end"
    EVENT = "event"


COUNTED_FROM: Final = {
    RetentionKind.WORDS: CountedFrom.END,
    RetentionKind.NAMES: CountedFrom.END,
    RetentionKind.PHONES: CountedFrom.END,
    RetentionKind.PHOTOS: CountedFrom.END,
    RetentionKind.MESSAGES: CountedFrom.EVENT,
    RetentionKind.CONTACTS: CountedFrom.EVENT,
    RetentionKind.RECORDINGS: CountedFrom.EVENT,
}
PROPOSED_MONTHS: Final = {
    RetentionKind.WORDS: 36,
    RetentionKind.NAMES: 12,
    RetentionKind.PHONES: 12,
    RetentionKind.PHOTOS: 24,
    RetentionKind.MESSAGES: 6,
    RetentionKind.CONTACTS: 12,
    RetentionKind.RECORDINGS: 3,
}
"""What the page proposes; nothing is erased by it until the city decides."""
FEWEST_MONTHS: Final = 1
MOST_MONTHS: Final = 240
NOTICE_DAYS: Final = 7
"""A shorter time is in force no sooner: until then colleagues see it, and can place holds or decide otherwise."""


def first_kept_day(today: date, months: int) -> date:
    """The first day whose data are kept: `months` Jalali months before today. Data from before it are due."""
    now = to_jalali(today)
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    for day in range(now.day, 0, -1):
        try:
            return to_gregorian(year, month + 1, day)
        except ValueError:  # the month is shorter
            continue
    raise ValueError(f"no day {months} months before {today}")


def first_possible_day(today: date, *, months_now: int | None, months: int) -> date:
    """The first day from which a kind may be kept for `months`, if it is kept for `months_now` today (None: for ever).

    A decision that erases more than today's waits for NOTICE_DAYS.
    """
    is_shorter = months_now is None or months < months_now
    return today + timedelta(days=NOTICE_DAYS) if is_shorter else today
