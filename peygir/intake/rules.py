"""What a report must say, whatever door it came through."""

from collections.abc import Sequence
from typing import Final

from peygir.core.refusals import Invalid

MAX_TEXT: Final = 4000
MAX_ADDRESS: Final = 300
MAX_KEY: Final = 80


class SayWhatItIs(Invalid):
    """Neither words nor a topic."""

    fa = "لطفاً در چند کلمه بنویسید چه شده است، یا یک موضوع انتخاب کنید."
    en = "Please say in a few words what it is, or choose a topic."


class SayWhereItIs(Invalid):
    """No point, address or neighbourhood."""

    fa = "لطفاً محل را روی نقشه مشخص کنید یا نشانی را بنویسید."
    en = "Please mark the place on the map or write the address."


class TextIsTooLong(Invalid):
    """More words than we store."""

    fa = "متن از {limit} نویسه بیشتر است. لطفاً کوتاه‌تر بنویسید."
    en = "The text is longer than {limit} characters. Please make it shorter."


class PointIsNotOnEarth(Invalid):
    """A latitude or longitude out of range, or only one of the two."""

    fa = "مختصات محل درست نیست."
    en = "The coordinates of the place are not right."


class NoSuchTopic(Invalid):
    """A topic code that the city does not have."""

    fa = "موضوعی با کد «{topic}» وجود ندارد."
    en = "There is no topic “{topic}”."


class ChannelIsUnknown(Invalid):
    """A channel that is not one of ours."""

    fa = "کانال «{channel}» شناخته‌شده نیست."
    en = "The channel “{channel}” is not known."


class KeyIsTooLong(Invalid):
    """An idempotency key that does not fit."""

    fa = "کلید تکرار از {limit} نویسه بلندتر است."
    en = "The idempotency key is longer than {limit} characters."


def check_key(key: str) -> None:
    """Raises KeyIsTooLong: a key that was cut could fit somebody else's."""
    if len(key) > MAX_KEY:
        raise KeyIsTooLong(limit=MAX_KEY)


def check_words(text: str, *, has_topic: bool, address: str) -> None:
    """Raises SayWhatItIs or TextIsTooLong."""
    if not text.strip() and not has_topic:
        raise SayWhatItIs()
    if len(text) > MAX_TEXT:
        raise TextIsTooLong(limit=MAX_TEXT)
    if len(address) > MAX_ADDRESS:
        raise TextIsTooLong(limit=MAX_ADDRESS)


def check_place(lat: float | None, lon: float | None, *, address: str, label: str, needs_place: bool) -> None:
    """Raises PointIsNotOnEarth or SayWhereItIs; a place is needed unless the topic is about no place."""
    if (lat is None) != (lon is None):
        raise PointIsNotOnEarth()
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise PointIsNotOnEarth()  # also refuses NaN, which compares false
    if needs_place and lat is None and not address.strip() and not label:
        raise SayWhereItIs()


def told_emergency(text: str, emergencies: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The phone number to call at once when `text` (normalised) holds one of its words; "" when none does.

    `emergencies` pairs a number with words, each a phrase of which every word must occur.
    """
    for phone, phrases in emergencies:
        if any(all(word in text for word in phrase.split()) for phrase in phrases):
            return phone
    return ""
