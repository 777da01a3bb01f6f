"""What is shown to a person whose command came too late: what happened meanwhile, and whether it is still possible."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from peygir.cases.facts import CaseFacts
from peygir.history.facts import EventFacts
from peygir.web.clerk.case_contents import CaseContents
from peygir.web.clerk.moves import MoveForm, MovePart
from peygir.web.clerk.promises import PromisePanel
from peygir.web.clerk.refused_command import FieldConflict, RefusedCommand, wanted_move
from peygir.web.kit.story import staff_story


def refused_of(
    case: CaseFacts,
    parts: list[MovePart],
    *,
    typed: MoveForm | None,
    make_refused: Callable[[CaseFacts], RefusedCommand] | None,
) -> RefusedCommand | None:
    """Return the refused command, from `make_refused` and the current case or from the move `typed`."""
    if make_refused is not None:
        return make_refused(case)
    part = next((part for part in parts if typed is not None and part.verb == typed.verb), None)
    return wanted_move(part) if part is not None and part.form is not None else None


def open_commands(parts: list[MovePart], panel: PromisePanel, *, may_assign: bool) -> dict[str, bool]:
    """Return command → whether it is possible now."""
    is_working = any(part.is_allowed for part in parts)
    return {
        "topic": is_working,
        "place": is_working,
        "assign": may_assign,
        "visit": panel.visit is not None,
        "ask": panel.ask is not None,
        "decide": panel.decide is not None,
    } | {part.verb: part.is_allowed for part in parts}


def field_conflict(
    refused_command: RefusedCommand, is_open: Mapping[str, bool], parts: list[MovePart]
) -> FieldConflict:
    """Return the refused command, with the reason if it is not possible any more."""
    if is_open.get(refused_command.deed):
        return FieldConflict(refused_command, "")
    why_not = next((part.why_not for part in parts if part.verb == refused_command.deed), "")
    return FieldConflict(refused_command, why_not or _("The case as it is now does not allow it any more."))


def stories_since(contents: CaseContents, seen: int | None) -> dict[str, Any]:
    """Return what people and the system did after the event `seen`; nothing if it is None."""
    news = [event for event in contents.events if event.number > seen] if seen is not None else []
    by_people = [event for event in news if is_of_people(event)]
    by_system = [event for event in news if not is_of_people(event)]
    return {
        "since": staff_story(by_people, contents.notes, contents.names),
        "since_by_house": staff_story(by_system, contents.notes, contents.names),
    }


def is_of_people(event: EventFacts) -> bool:
    """Whether a person caused the event; those of the clock and the worker only follow from it."""
    return event.by.partition(":")[0] in ("staff", "citizen", "anonymous")
