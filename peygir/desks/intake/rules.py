"""What a report must say, whatever door it came through."""

import re
from collections.abc import Sequence
from typing import Final

from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.core.words import says_something

MAX_TEXT: Final = 4000
MAX_ADDRESS: Final = 300
MAX_NAME: Final = 120
MAX_RELATION: Final = 40
MAX_LABEL: Final = 80
MAX_EMAIL: Final = 254
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
MAX_KEY: Final = 80


class SayWhatItIs(Invalid):
    """Neither words nor a topic."""

    message = pgettext_lazy("refusal", "Please say in a few words what it is, or choose a topic.")


class SayWhereItIs(Invalid):
    """No point, address or neighbourhood."""

    message = _("Please mark the place on the map or write the address.")


class ReportIsTooLong(Invalid):
    """More words than we store."""

    published_as = "TextIsTooLong"
    message = _("The text is longer than {limit} characters. Please make it shorter.")


class PointIsNotOnEarth(Invalid):
    """A latitude or longitude out of range, or only one of the two."""

    message = _("The coordinates of the place are not right.")


class NoSuchTopic(Missing):
    """A topic code that the city does not have."""

    message = _("There is no topic “{topic}”.")


class AccusedUnitIsUnknown(Missing):
    """A complaint about a unit that the city does not have."""

    published_as = "NoSuchUnit"
    message = _("There is no unit “{unit}”.")


class EmailIsNotValid(Invalid):
    """An e-mail address to which nothing can be sent."""

    message = _("This e-mail address is not right. Write it like name@example.com.")


class ChannelIsUnknown(Invalid):
    """A channel that is not one of ours."""

    message = _("The channel “{channel}” is not known.")


class KeyIsTooLong(Invalid):
    """An idempotency key that does not fit."""

    message = _("The idempotency key is longer than {limit} characters.")


def check_key(key: str) -> None:
    """Raises KeyIsTooLong: a key that was cut could fit somebody else's."""
    if len(key) > MAX_KEY:
        raise KeyIsTooLong(limit=MAX_KEY)


def check_words(text: str, *, has_topic: bool, address: str) -> None:
    """Raises SayWhatItIs or ReportIsTooLong."""
    if not says_something(text) and not has_topic:
        raise SayWhatItIs()
    _check_length(text, MAX_TEXT)
    _check_length(address, MAX_ADDRESS)


def check_people(*, names: Sequence[str], relation: str, email: str) -> None:
    """Raises ReportIsTooLong or EmailIsNotValid."""
    for name in names:
        _check_length(name, MAX_NAME)
    _check_length(relation, MAX_RELATION)
    _check_length(email, MAX_EMAIL)
    if email and not _EMAIL.fullmatch(email):
        raise EmailIsNotValid()


def _check_length(text: str, limit: int) -> None:
    if len(text) > limit:
        raise ReportIsTooLong(limit=limit)


def check_place(lat: float | None, lon: float | None, *, address: str, label: str, needs_place: bool) -> None:
    """Raises PointIsNotOnEarth, SayWhereItIs, ReportIsTooLong; a place is needed unless the topic is about no place."""
    if (lat is None) != (lon is None):
        raise PointIsNotOnEarth()
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise PointIsNotOnEarth()  # also refuses NaN, which compares false
    _check_length(label, MAX_LABEL)
    if needs_place and lat is None and not says_something(address) and not says_something(label):
        raise SayWhereItIs()


def told_emergency(text: str, emergencies: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The phone number to call at once when `text` (normalised) holds one of its words; "" when none does.

    `emergencies` pairs a number with words, each a phrase of which every word must occur.
    """
    for phone, phrases in emergencies:
        if any(all(word in text for word in phrase.split()) for phrase in phrases):
            return phone
    return ""
