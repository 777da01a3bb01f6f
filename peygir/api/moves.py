"""Moves of a case by JSON, each with the fields that it needs, as the document tells them."""

from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from peygir.api.fields import POINT, SAYS, Latitude, Longitude, Moment, of_at_most, with_field
from peygir.api.scopes import Needs, caller_of
from peygir.cases.actions.file import MAX_NOTE
from peygir.cases.lifecycle import BY_VERB, CLOSE_KINDS, REPLAN_REASONS, RETURN_REASONS, WAIT_REASONS
from peygir.core.codes import read_code
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.actions import MAX_FORM
from peygir.desks.routing.agency_reminders import MEANS
from peygir.journey.commands import VERBS, apply_command

router = Router(tags=["cases"])

_ID: Final = {"type": "integer"}
# What a row of the table of moves requires → the field of a move that says it. Photos go by the page alone.
_FIELDS: Final[dict[str, dict[str, Any]]] = {
    "unit": with_field("unit_id", _ID),
    "into": with_field("into", SAYS),
    "evidence": with_field("form", SAYS),
    "agency": {"required": ["agency_id"], "properties": {"agency_id": _ID, "means": {"enum": ["", *MEANS]}}},
    "return_reason": with_field("reason", {"enum": [*RETURN_REASONS]}),
    "wait_reason": with_field("reason", {"enum": [*WAIT_REASONS]}),
    "replan_reason": with_field("reason", {"enum": [*REPLAN_REASONS]}),
    "until": with_field("until", {"type": "string"}),
    "close_kind": with_field("kind", {"enum": [*CLOSE_KINDS]}),
    "decision": with_field("kind", {"enum": ["grant", "refuse"]}),
    "topic": with_field("topic_id", _ID),
    "place": {"anyOf": [with_field("label", SAYS), POINT]},
    "reason": with_field("note", SAYS),
    "note": with_field("note", SAYS),
    "answer": with_field("note", SAYS),
}
# The moves that stand in no table, since they leave the state as it is; and a withdrawal, which needs no words.
_OTHERS: Final = {
    "note": ("note",),
    "topic": ("topic",),
    "place": ("place",),
    "withdraw": (),
    "ask_replan": ("replan_reason", "until", "note"),
    "decide_replan": ("decision", "note"),
}


def _needed_for(verb: str) -> list[dict[str, Any]]:
    """The rules (JSON Schema) over the fields of a move with this verb."""
    needed = _OTHERS.get(verb, BY_VERB[verb].requires if verb in BY_VERB else ())
    return [with_field("verb", {"const": verb}), *(_FIELDS[name] for name in needed)]


def _say_what_is_needed(document: dict[str, Any]) -> None:
    document["anyOf"] = [{"allOf": _needed_for(verb)} for verb in sorted(VERBS)]


class MoveIn(Schema):
    """A move to make; `version` is the one that the caller saw. What else a verb needs stands beside it in `anyOf`."""

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
    """A verb that the table does not have."""

    message = _("The move “{verb}” is not known. Moves: {verbs}")


@router.post("/cases/{code}/moves", response=dict[str, Any], auth=Needs("work"))
def make_move(request: HttpRequest, code: str, move: MoveIn) -> dict[str, Any]:
    """Make one move; 409 when the case has changed since `version`."""
    if move.verb not in VERBS:
        raise VerbIsUnknown(verb=move.verb[:40], verbs=", ".join(sorted(VERBS)))
    given, code = move.model_dump(exclude={"verb", "version"}), read_code(code) or ""
    version = apply_command(code, move.verb, by=caller_of(request).actor, version=move.version, **given)
    return {"code": code, "version": version}
