"""What an agency's server is told of a case: under which of its services, in which words."""

from collections.abc import Mapping
from typing import Final

ANY: Final = "*"
LONGEST: Final = 4000


def service_of(services: Mapping[str, str], topic_code: str) -> str | None:
    """The agency's service for a topic: the topic's own, else the one for any; None: the agency is told by people."""
    return services.get(topic_code) or services.get(ANY)


def description_of(code: str, words: str, topic_name: str) -> str:
    """The reporter's words (personal things covered by the caller), or the topic's name, with our number."""
    return f"{words or topic_name}\n(137: {code})".strip()[:LONGEST]
