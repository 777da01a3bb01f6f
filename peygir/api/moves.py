"""Moves of a case by JSON, with the required fields of each move in the OpenAPI document."""

from typing import Annotated, Any, Final

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
from peygir.desks.fieldwork.actions import MAX_FORM
from peygir.desks.routing.agency_reminders import MEANS
from peygir.journey.commands import apply_command

router = Router(tags=["cases"])

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


class VerbIsUnknown(Invalid):
    """A verb that the table of moves does not have."""

    message = _("The command “{verb}” is not known. Commands: {verbs}")


@router.post("/cases/{code}/moves", response=dict[str, Any], auth=Needs("work"))
def make_move(request: HttpRequest, code: str, move: MoveIn, idempotency_key: IdempotencyKey = "") -> HttpResponse:
    """Make one move; 409 when the case has changed since `version`. With a key, a refusal is kept as the answer too."""
    if move.verb not in VERBS:
        raise VerbIsUnknown(verb=move.verb[:40], verbs=", ".join(sorted(VERBS)))
    caller, case_code = caller_of(request), read_code(code) or ""
    given = move.model_dump(exclude={"verb", "version"})

    def act() -> tuple[int, dict[str, object]]:
        version = apply_command(case_code, move.verb, by=caller.actor, version=move.version, **given)
        return 200, {"code": case_code, "version": version}

    return once(caller, idempotency_key, {"move": case_code, **move.model_dump(mode="json")}, act)
