"""Reads what a phone sends: commands with their place in a branch, in the types that the server stores."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from peygir.core.codes import read_code
from peygir.core.json_values import JsonObject, list_in, object_in
from peygir.core.moments import read_moment
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.journey.sync.rules import LOCAL, LONGEST_NAME, MOST_COMMANDS, MOST_PHOTOS

_NAME: Final = re.compile(r"[A-Za-z0-9_.:\-]+")
_LARGEST: Final = 2**31 - 1
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class BatchIsNotReadable(Invalid):
    """The list of commands, or the envelope of one, is not as documented."""

    message = _("The server does not understand what this device sends ({field}). Update the page and send it again.")


@dataclass(frozen=True, slots=True)
class SentCommand:
    """One command as a device made it; `made_at` is by its own clock, `order` a code or a name with LOCAL before it,
    `photos` the SHA-256 (hex) of each of its photos, which are uploaded by themselves.
    """

    uuid: UUID
    device: str
    branch: str
    seq: int
    order: str
    base_version: int | None
    made_at: datetime | None
    body: JsonObject
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentBatch:
    """The commands of one request, and the device's time (by its own clock) when it was sent."""

    commands: tuple[SentCommand, ...]
    sent_at: datetime | None


def read_batch(sent: object) -> SentBatch:
    """Return the commands of a request's JSON. Raises BatchIsNotReadable.

    A moment that is none is None: no command is refused for a clock that is wrong.
    """
    if not isinstance(sent, dict):
        raise BatchIsNotReadable(field="{}")
    commands = list_in(sent, "commands")
    if not 1 <= len(commands) <= MOST_COMMANDS:
        raise BatchIsNotReadable(field=f"commands: 1–{MOST_COMMANDS}")
    return SentBatch(tuple(_command(each) for each in commands), _moment(sent.get("sent_at")))


def _command(sent: object) -> SentCommand:
    if not isinstance(sent, dict) or not isinstance(sent.get("body"), dict):
        raise BatchIsNotReadable(field="body")
    try:
        uuid = UUID(str(sent.get("uuid", "")))
    except ValueError:
        raise BatchIsNotReadable(field="uuid") from None
    order = _name(sent, "order")
    return SentCommand(
        uuid=uuid,
        device=_name(sent, "device"),
        branch=_name(sent, "branch"),
        seq=_whole(sent, "seq", least=1),
        order=order if order.startswith(LOCAL) else read_code(order) or order,
        base_version=None if sent.get("base_version") is None else _whole(sent, "base_version", least=0),
        made_at=_moment(sent.get("made_at")),
        body={str(_storable(key)): _storable(value) for key, value in object_in(sent, "body").items()},
        photos=_photos(sent),
    )


def _photos(sent: Mapping[str, object]) -> tuple[str, ...]:
    given = sent.get("photos")
    if given is None:
        return ()
    digests = [each.lower() if isinstance(each, str) else "" for each in given] if isinstance(given, list) else [""]
    if len(digests) > MOST_PHOTOS or not all(map(_SHA256.fullmatch, digests)):
        raise BatchIsNotReadable(field="photos")
    return tuple(dict.fromkeys(digests))


def _name(sent: Mapping[str, object], field: str) -> str:
    value = sent.get(field)
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not _NAME.fullmatch(value):
        raise BatchIsNotReadable(field=field)
    return value


def _whole(sent: Mapping[str, object], field: str, *, least: int) -> int:
    value = sent.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _LARGEST:
        raise BatchIsNotReadable(field=field)
    return value


def _moment(value: object) -> datetime | None:
    return read_moment(value) if isinstance(value, str) else None


def _storable(value: object) -> object:
    """The value without what PostgreSQL's JSON cannot hold: NUL, and numbers that are none."""
    match value:
        case str():
            return value.replace("\x00", "")
        case float():
            return value if math.isfinite(value) else None
        case list():
            return [_storable(each) for each in value]
        case dict():
            return {str(_storable(key)): _storable(each) for key, each in value.items()}
        case _:
            return value
