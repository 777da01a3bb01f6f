"""Takes what the city's office automation tells by webhook: letters that came there, and what became of ours."""

import base64
import binascii
import io
from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.json_values import JsonObject
from peygir.core.refusals import Invalid
from peygir.core.signed_messages import check_signed
from peygir.core.strict_json import JsonIsNotReadable, read_json
from peygir.core.translation import gettext_lazy as _
from peygir.desks.letters import actions as letters
from peygir.desks.letters import queries as registered
from peygir.desks.letters.letter_states import LetterNews, LetterWay
from peygir.desks.letters.rules import (
    LONGEST_BODY,
    LONGEST_PARTY,
    LONGEST_SUBJECT,
    MOST_ANNEXES,
    LetterDraft,
    numbers_in,
)
from peygir.journey.letters.sending import register_incoming
from peygir.media.actions import keep_file
from peygir.media.kinds import TakenFile
from peygir.people.rules import SYSTEM

SHORTEST_SECRET: Final = 24
RECEIVED: Final = "letter.received"
_NEWS: Final = {f"letter.{news}": str(news) for news in LetterNews}
_OWNER: Final = ("office",)


class OfficeMessageIsNotRight(Invalid):
    """A message of the office automation is no JSON object of a known type with the fields that it needs."""

    message = _("The message is not of a known type, or a field is missing or wrong: {field}")


def is_connected() -> bool:
    """Whether the city has given a secret by which messages of its office automation are signed."""
    return len(settings.OFFICE_HOOK_SECRET) >= SHORTEST_SECRET


def receive_office_message(body: bytes, *, message_id: str, timestamp: str, signatures: str) -> str:
    """Take one message; returns "taken", "known" for one that came before, or "unknown" for a letter we have not.

    The signature and the age are checked before anything of the body is read; each message id is taken once, in the
    transaction of what it does, so that a message whose work failed may come again. Raises MessageIsNotSigned,
    OfficeMessageIsNotRight, and what registering a letter raises.
    """
    secrets = [settings.OFFICE_HOOK_SECRET] if is_connected() else []
    now = clock.now()
    check_signed(secrets, message_id=message_id, timestamp=timestamp, signatures=signatures, body=body, now=now)
    kind, data = _read(body)
    taken = _files(data) if kind == RECEIVED else []
    with transaction.atomic():
        if not letters.take_office_message(message_id, kind):
            return "known"
        letter_id = _received(data, taken) if kind == RECEIVED else _told(kind, data)
        if letter_id is None:
            return "unknown"
        letters.name_office_message(message_id, letter_id)
    return "taken"


def _read(body: bytes) -> tuple[str, JsonObject]:
    try:
        message = read_json(body, deepest=8)
    except JsonIsNotReadable as error:
        raise OfficeMessageIsNotRight(field="body") from error
    if not isinstance(message, dict):
        raise OfficeMessageIsNotRight(field="body")
    kind, data = message.get("type"), message.get("data")
    if not isinstance(kind, str) or (kind != RECEIVED and kind not in _NEWS):
        raise OfficeMessageIsNotRight(field="type")
    if not isinstance(data, dict):
        raise OfficeMessageIsNotRight(field="data")
    return kind, data


def _told(kind: str, data: JsonObject) -> int | None:
    """What became of a letter of ours, named by its id there or by our number."""
    letter_id = registered.letter_of_remote(_text(data, "id", 120))
    if letter_id is None:
        found = registered.letter_by_number(_city_id(), _text(data, "number", 20))
        letter_id = found.id if found is not None and found.is_out else None
    if letter_id is not None:
        letters.note_news(letter_id, _NEWS[kind], at=clock.now())
    return letter_id


def _received(data: JsonObject, taken: list[TakenFile]) -> int:
    """Register a letter that came to the office automation; what it answers is found by our number."""
    city_id = _city_id()
    today = city.day_of(city_id, clock.now())
    answered = None
    for number in numbers_in(_text(data, "in_reply_to", 60)):
        answered = registered.letter_by_number(city_id, number)
    draft = LetterDraft(
        party=_text(data, "from", LONGEST_PARTY, needed=True),
        subject=_text(data, "subject", LONGEST_SUBJECT, needed=True),
        body=_text(data, "text", LONGEST_BODY),
        dated_on=today,
        way=LetterWay.OFFICE,
        other_number=_text(data, "number", 60),
        other_on=_day(data),
        answers=answered.id if answered is not None else None,
        case_id=answered.case_id if answered is not None else None,
        agency_id=answered.agency_id if answered is not None else None,
    )
    return int(register_incoming(city_id, draft, annexes=taken, by=SYSTEM).pk)


def _files(data: JsonObject) -> list[TakenFile]:
    """The files of a letter, through the media pipeline. Raises what `keep_file` raises."""
    files = data.get("files", [])
    if not isinstance(files, list) or len(files) > MOST_ANNEXES:
        raise OfficeMessageIsNotRight(field="files")
    taken = []
    for file in files:
        content, name = (file.get("content"), file.get("name", "")) if isinstance(file, dict) else (None, "")
        if not isinstance(content, str) or not isinstance(name, str):
            raise OfficeMessageIsNotRight(field="files")
        try:
            raw = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise OfficeMessageIsNotRight(field="files") from error
        taken.append(keep_file(io.BytesIO(raw), file_name=name[:200], owner=_OWNER))
    return taken


def _text(data: JsonObject, name: str, most: int, *, needed: bool = False) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise OfficeMessageIsNotRight(field=name)
    return value.strip()[:most]


def _day(data: JsonObject) -> date | None:
    text = _text(data, "dated_on", 10)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise OfficeMessageIsNotRight(field="dated_on") from error


def _city_id() -> int:
    return city.current_city(settings.CITY).id
