"""The data of one inbound message, and of what a conversation has gathered so far: both are stored as JSON."""

from typing import TypedDict


class MessageData(TypedDict, total=False):
    """What was said, in one message or since the conversation began; a missing key was not said.

    `lat` and `lon` are degrees (WGS84). `is_area_open` says that the address names no street and no place of the city,
    and that nobody was asked for one yet. `kept` names the stored pictures, documents and recordings, `photos` those
    that are still at the provider, and `replies_to` the Message-IDs that an email answers. `is_whole` says that nothing
    will follow; `key` identifies the report to be made, so that it is made only once.
    """

    text: str
    original: str
    charset: str
    subject: str
    name: str
    phone: str
    button: str
    lat: float | None
    lon: float | None
    address: str
    label: str
    is_area_open: bool
    photos: list[str]
    kept: list[str]
    replies_to: list[str]
    is_whole: bool
    key: str
