"""The content of a referral to an agency's server: its service code and description."""

from collections.abc import Mapping
from typing import Final

ANY: Final = "*"
LONGEST: Final = 4000


def service_of(services: Mapping[str, str], topic_code: str) -> str | None:
    """The agency's service for a topic: the topic's own, else the one for any; None: people tell the agency."""
    return services.get(topic_code) or services.get(ANY)


def description_of(code: str, words: str, topic_name: str) -> str:
    """The reporter's text (masked by the caller), or the topic's name, with our tracking code."""
    return f"{words or topic_name}\n(137: {code})".strip()[:LONGEST]
