"""Two versions of the same, as the case page shows them: what a phone's late command says, and what others changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy

from peygir.cases.commands import BY_COMMAND, FIELDS
from peygir.cases.facts import CaseFacts
from peygir.cases.rules import visibility_of
from peygir.cases.states import CloseKind, ReplanReason, ReturnReason, WaitReason
from peygir.city import queries as city
from peygir.core.moments import read_moment
from peygir.desks.routing.agency_reminders import MEANS
from peygir.history.facts import EventFacts
from peygir.history.kinds.case_sync import CommandConflicted
from peygir.journey.sync.actions import may_decide
from peygir.journey.sync.queries import TwoVersions, conflicts_of
from peygir.journey.sync.rules import INSPECT, changed_since
from peygir.journey.sync.touched import change_of, fields_of
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.clerk.moves import MoveForm
from peygir.web.kit.actor_names import staff_ids, who
from peygir.web.kit.inspection_words import found_lines
from peygir.web.kit.parts import TimelineLine
from peygir.web.kit.story import staff_story
from peygir.web.kit.sync_words import field_names, verb_label
from peygir.web.kit.templatetags.ui import day, in_language, language, named


@dataclass(frozen=True, slots=True)
class VersionsPart:
    """Two versions as the page shows them: what others did, and what the phone says."""

    id: int
    fields: str
    since: list[TimelineLine]
    who: str
    made_at: datetime
    label: str
    lines: list[tuple[str, str]]


def versions_parts(by: Actor, case: CaseFacts, events: Sequence[EventFacts]) -> list[VersionsPart]:
    """Return the undecided pairs of a case, for who may decide on them; no statement where there was no conflict."""
    if not any(event.kind == CommandConflicted.kind for event in events):
        return []
    visibility = visibility_of(case)
    return [
        _part(versions, case, events)
        for versions in conflicts_of(case.code)
        if may_decide(by, str(versions.body.get("verb", "")), visibility)
    ]


def _part(versions: TwoVersions, case: CaseFacts, events: Sequence[EventFacts]) -> VersionsPart:
    verb = str(versions.body.get("verb", ""))
    mine = fields_of(verb)
    changes = {event.number: change_of(event) for event in events}
    behind = changed_since(list(changes.values()), version=case.version, base=versions.base_version)
    since = [event for event in events if changes[event.number].touched & mine]
    names = staff_names(staff_ids(since), language())
    names |= staff_names({int(versions.by[6:])}, language()) if versions.by.startswith("staff:") else {}
    return VersionsPart(
        versions.id,
        field_names(sorted(mine & behind.fields)),
        staff_story(since[-3:], {}, names),
        who(versions.by, names),
        versions.made_at or versions.received_at,
        verb_label(verb),
        _lines(versions, case),
    )


def _lines(versions: TwoVersions, case: CaseFacts) -> list[tuple[str, str]]:
    """What the command says, as (label, text), in the order of its form."""
    verb = str(versions.body.get("verb", ""))
    if verb == INSPECT:
        return found_lines(versions.body, case.city_id)
    values = [(name, versions.body.get(FIELDS[name].key)) for name in BY_COMMAND[verb].fields]
    return [(_label(name), _text(name, value, case)) for name, value in values if value not in ("", None)]


def _label(name: str) -> str:
    form_field = MoveForm.base_fields.get(name)
    return str(_LABELS.get(name) or (form_field.label if form_field else "") or name)


# Fields that have a form of their own; those of the moves have its labels.
_LABELS: Final = {
    "topic": gettext_lazy("Topic"),
    "assignee": gettext_lazy("Assigned to"),
    "place": gettext_lazy("Place"),
}


_CHOICES: Final = {
    "return_reason": ReturnReason.labels(),
    "wait_reason": WaitReason.labels(),
    "replan_reason": ReplanReason.labels(),
    "close_kind": CloseKind.labels(),
    "means": MEANS,
}


def _text(name: str, value: object, case: CaseFacts) -> str:
    if label := _CHOICES.get(name, {}).get(str(value)):
        return in_language(label)
    if name == "topic" and isinstance(value, int) and (topic := city.topic(case.city_id, value)):
        return named(topic)
    if name == "unit" and isinstance(value, int) and (unit := city.unit(value)):
        return named(unit)
    if name == "agency" and isinstance(value, int) and (agency := city.agency(value)):
        return named(agency)
    if name == "assignee" and isinstance(value, int):
        return staff_names({value}, language()).get(value, str(value))
    if name == "until" and (moment := read_moment(str(value))):
        return str(day(moment))
    return str(value)
