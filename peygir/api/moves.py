"""Moves of a case by JSON, with the required fields of each move in the OpenAPI document."""

from typing import Annotated, Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field
from pydantic.config import JsonDict, JsonValue

from peygir.api.fields import POINT, SAYS, Latitude, Longitude, Moment, of_at_most, with_field
from peygir.api.idempotency import IdempotencyKey, once
from peygir.api.scopes import Needs, caller_of
from peygir.cases.actions.file import MAX_NOTE
from peygir.cases.commands import BY_COMMAND, FIELDS, VERBS
from peygir.core.codes import read_code
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.typed_fields import LONGEST_TEXT
from peygir.desks.fieldwork.actions import MAX_FORM
from peygir.desks.routing.agency_reminders import MEANS
from peygir.journey.commands import apply_command
from peygir.media import files
from peygir.media.actions import take_upload
from peygir.media.queries import owner_of_key

router = Router(tags=["cases"])

_PICTURES: Final = ("photo", "before", "signature")
_ID: Final[JsonDict] = {"type": "integer"}
# Differences from the page's forms: the contact channel of an agency is optional, a place may be a point.
_SPECIAL: Final[dict[str, JsonDict]] = {
    "agency": {"required": ["agency_id"], "properties": {"agency_id": _ID, "means": {"enum": ["", *MEANS]}}},
    "place": {"anyOf": [with_field("label", SAYS), POINT]},
}


def _rule_of(name: str) -> JsonDict:
    """Return the rule (JSON Schema) of one required field of the table of commands."""
    field = FIELDS[name]
    rules: dict[str, JsonDict] = {
        "id": _ID,
        "choice": {"enum": [*field.choices]},
        "day": {"type": "string"},
        "text": SAYS,
    }
    return _SPECIAL.get(name) or with_field(field.key, rules[field.kind])


def _needed_for(verb: str) -> list[JsonValue]:
    """Return the rules (JSON Schema) for the fields of a move with this verb."""
    return [with_field("verb", {"const": verb}), *map(_rule_of, BY_COMMAND[verb].required)]


def _say_what_is_needed(document: JsonDict) -> None:
    document["anyOf"] = [{"allOf": _needed_for(verb)} for verb in sorted(VERBS)]


class MoveIn(Schema):
    """A move to make; `version` is the one that the caller saw. The other fields of each verb are in `anyOf`."""

    model_config = {"json_schema_extra": _say_what_is_needed}

    verb: str = Field(json_schema_extra={"enum": [*sorted(VERBS)]})
    version: int
    note: Annotated[str, *of_at_most(MAX_NOTE)] = ""
    reason: str = ""
    form: Annotated[str, *of_at_most(MAX_FORM)] = ""
    kind: str = ""
    into: str = ""
    label: str = Field("", description="the place that it is about: a neighbourhood or district by code or name")
    lat: Latitude | None = None
    lon: Longitude | None = None
    means: str = Field("", description="how an agency was told")
    reference: str = Field("", description="the agency's own number")
    unit_id: int | None = None
    agency_id: int | None = None
    topic_id: int | None = None
    assignee_id: int | None = None
    until: Moment | None = None
    photo: UUID | None = Field(None, description="of “done”: an upload of the same key, a photo of the finished work")
    before: UUID | None = Field(None, description="of “done”: an upload of the same key, a photo from before the work")
    signature: UUID | None = Field(None, description="of “done”: an upload of the same key, a picture of a signature")
    answers: dict[str, Annotated[str, *of_at_most(LONGEST_TEXT)]] = Field(
        default_factory=dict, description="of “done”: the form of the topic's rule, by the codes of its fields"
    )
    stand_in: str = Field("", description="of “done”: the reason for what cannot be had")
    taken_at: Moment | None = Field(None, description="of “done”: when the photo was taken, with `lat` and `lon`")


class VerbIsUnknown(Invalid):
    """A verb that the table of moves does not have."""

    message = _("The command “{verb}” is not known. Commands: {verbs}")


def _picture(upload_id: UUID, key_id: int) -> bytes:
    """Return the bytes of a finished upload. Raises NoSuchUpload, UploadIsNotWhole."""
    return files.read(take_upload(upload_id, owner=owner_of_key(key_id)).name)


@router.post("/cases/{code}/moves", response=dict[str, Any], auth=Needs("work"))
def make_move(request: HttpRequest, code: str, move: MoveIn, idempotency_key: IdempotencyKey = "") -> HttpResponse:
    """Make one move; 409 when the case has changed since `version`. With a key, a refusal is kept as the answer too."""
    if move.verb not in VERBS:
        raise VerbIsUnknown(verb=move.verb[:40], verbs=", ".join(sorted(VERBS)))
    caller, case_code = caller_of(request), read_code(code) or ""
    given = move.model_dump(exclude={"verb", "version", *_PICTURES})
    uploads = {name: upload_id for name in _PICTURES if (upload_id := getattr(move, name)) is not None}

    def act() -> tuple[int, dict[str, object]]:
        given.update({name: _picture(upload_id, caller.key_id) for name, upload_id in uploads.items()})
        version = apply_command(case_code, move.verb, by=caller.actor, version=move.version, **given)
        return 200, {"code": case_code, "version": version}

    return once(caller, idempotency_key, {"move": case_code, **move.model_dump(mode="json")}, act)
