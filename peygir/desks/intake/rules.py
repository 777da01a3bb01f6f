"""What a report must contain, by whatever channel it came."""

import re
from collections import Counter
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
    """Neither text nor topic is given."""

    message = pgettext_lazy("refusal", "Please say in a few words what it is, or choose a topic.")


class SayWhereItIs(Invalid):
    """No point, address or neighbourhood is given."""

    message = _("Please mark the place on the map or write the address.")


class ReportIsTooLong(Invalid):
    """A text exceeds the maximum length."""

    published_as = "TextIsTooLong"
    message = _("The text is longer than {limit} characters. Please make it shorter.")


class PointIsNotOnEarth(Invalid):
    """A latitude or longitude out of range, or only one of the two."""

    message = _("The coordinates of the place are not right.")


class NoSuchTopic(Missing):
    """The city has no topic with this code."""

    message = _("There is no topic “{topic}”.")


class AssetIsNotThere(Invalid):
    """No asset in the street has the tag that came with the report."""

    message = _("There is no asset with the tag “{tag}”. Please check the number on its label.")


class AccusedUnitIsUnknown(Missing):
    """The city does not have the unit that the complaint is about."""

    published_as = "NoSuchUnit"
    message = _("There is no unit “{unit}”.")


class EmailIsNotValid(Invalid):
    """The e-mail address is not valid."""

    message = _("This email address is not right. Write it like name@example.com.")


class ChannelIsUnknown(Invalid):
    """The channel is not in the list."""

    message = _("The channel “{channel}” is not known.")


class KeyIsTooLong(Invalid):
    """The idempotency key is too long."""

    message = _("The idempotency key is longer than {limit} characters.")


def check_key(key: str) -> None:
    """Raises KeyIsTooLong: a truncated key could equal another sender's."""
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


def acknowledged(sent: Sequence[str], stored: Sequence[str]) -> list[str]:
    """Return the digests of the photos sent that are among those stored, each as often as it is stored.

    An empty digest is of a photo stored before digests were: it stands for any of the sent ones.
    """
    left = Counter(stored)
    kept = []
    for digest in sent:
        match = digest if left[digest] else ""
        if left[match]:
            left[match] -= 1
            kept.append(digest)
    return kept
