"""Commands that a device kept until it had a connection, by JSON: many at once, each with its own answer."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import UUID4, Field

from peygir.api.scopes import Needs, caller_of
from peygir.journey.sync.actions import Sender, receive_commands
from peygir.journey.sync.envelopes import read_batch
from peygir.journey.sync.results import result_body
from peygir.journey.sync.rules import LONGEST_NAME, MOST_COMMANDS, MOST_PHOTOS
from peygir.media.queries import owner_of_key

router = Router(tags=["commands"])
_NAME = r"^[A-Za-z0-9_.:\-]+$"


class CommandIn(Schema):
    """One command. Those of a `branch` are carried out in the order of `seq`, which begins at 1."""

    uuid: UUID4
    device: str = Field(max_length=LONGEST_NAME, pattern=_NAME)
    branch: str = Field(max_length=LONGEST_NAME, pattern=_NAME, description="one person's session on the device")
    seq: int = Field(ge=1, lt=2**31)
    order: str = Field(
        max_length=LONGEST_NAME,
        pattern=_NAME,
        description="the code of the case, the number of the work order, or “local:…”, the device's own name of a case "
        "that it opens",
    )
    base_version: int | None = Field(None, ge=0, lt=2**31, description="of the case as it was seen")
    made_at: str = Field("", description="by the device's clock (ISO 8601); whatever it says, nothing is refused")
    body: dict[str, Any] = Field(description="`verb` and its fields, as in a move; with the verb “report” a new report")
    photos: list[str] = Field(
        default_factory=list,
        max_length=MOST_PHOTOS,
        description="the SHA-256 (hex) of each of its photos, which are sent to `/uploads/` under the same key",
    )


class CommandsIn(Schema):
    """Commands of a device; `sent_at` is the time by its clock now, from which the server tells how wrong it is."""

    commands: list[CommandIn] = Field(min_length=1, max_length=MOST_COMMANDS)
    sent_at: str = ""


class CommandOut(Schema):
    """What became of a command: see docs/offline.md. `known`: it came before; the answer is the same. `photos`: the
    SHA-256 of those of its photos that are stored."""

    uuid: str
    result: str = Field(json_schema_extra={"enum": ["applied", "applied_soft", "conflict", "waiting", "refused"]})
    known: bool
    code: str
    version: int | None
    fields: list[str]
    photos: list[str]
    has_gap: bool
    choice: str
    error: str
    fa: str
    en: str


class CommandsOut(Schema):
    """The results, in the order of the commands, and the server's time."""

    results: list[CommandOut]
    received_at: datetime


@router.post("/commands", response=CommandsOut, auth=Needs("work"))
def send_commands(request: HttpRequest, sent: CommandsIn) -> dict[str, Any]:
    """Send up to 100 commands that were made without a connection. Every one has a result; send what is not settled
    again until it is. A command with the verb “report” needs the scope `report` as well.
    """
    caller = caller_of(request)
    uploaders = owner_of_key(caller.key_id)
    sender = Sender(uploaders[0], caller.actor, caller.channel, may_report=caller.may_report, uploaders=uploaders)
    return result_body(receive_commands(read_batch(sent.model_dump(mode="json")), sender=sender))
