"""Work orders as text: in the story of a case, and the story of an order itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from peygir.core.json_values import JsonObject, number_in, text_in
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.order_lifecycle import ORDER_MOVES, OrderMove
from peygir.desks.fieldwork.order_states import BlockedWhy, CaseLeftWhy, DayPart, OrderResult
from peygir.history.facts import EventFacts
from peygir.history.kinds.case_work import CaseLeftOrder, CaseOrdered, CaseOrderResult, CaseReporterCalled
from peygir.history.kinds.orders import (
    OrderCaseAdded,
    OrderCaseLeft,
    OrderChanged,
    OrderCommandCameLate,
    OrderConflictDecided,
    OrderConflicted,
    OrderDueMoved,
    OrderLocked,
    OrderMade,
    OrderMaterialRemoved,
    OrderMaterialUsed,
    OrderPlanned,
    OrderResultGiven,
    OrderStepChecked,
)
from peygir.web.kit.actor_names import who
from peygir.web.kit.parts import TimelineLine
from peygir.web.kit.telling import Telling, said_always
from peygir.web.kit.templatetags.ui import day, digits, in_language


def result_words(data: JsonObject) -> str:
    """Return the result of a work order with its reason."""
    result = in_language(OrderResult.labels().get(text_in(data, "result")))
    reason = text_in(data, "reason")
    return f"{result} — {in_language(BlockedWhy.labels()[reason])}" if reason in BlockedWhy.labels() else result


def _ordered(data: JsonObject) -> str:
    return _("It is part of the work order %(number)s.") % {"number": digits(text_in(data, "number"))}


def _left(data: JsonObject) -> str:
    values = {
        "number": digits(text_in(data, "number")),
        "why": in_language(CaseLeftWhy.labels().get(text_in(data, "why"))),
    }
    return _("It is no longer part of the work order %(number)s: %(why)s.") % values


def _result(data: JsonObject) -> str:
    values = {"number": digits(text_in(data, "number")), "result": result_words(data)}
    return _("Result of the work order %(number)s: %(result)s.") % values


CASE_TELLINGS: Final = {
    CaseOrdered.kind: Telling("truck", "tone-info", _ordered, False),
    CaseLeftOrder.kind: Telling("undo-2", "tone-quiet", _left, False),
    CaseOrderResult.kind: Telling("wrench", "tone-work", _result, False),
    CaseReporterCalled.kind: Telling(
        "phone-call",
        "tone-quiet",
        said_always(gettext_noop("The crew asked the centre to connect it with the reporter.")),
        False,
    ),
}


def _planned(data: JsonObject) -> str:
    on = text_in(data, "on")
    crew_id, contract_id = number_in(data, "crew"), number_in(data, "contract")
    taker = (
        worked.crew_names([crew_id]).get(crew_id, "")
        if crew_id
        else worked.contract_names([contract_id]).get(contract_id, "")
        if contract_id
        else ""
    )
    values = {
        "who": digits(taker),
        "day": day(date.fromisoformat(on)) if on else "—",
        "part": in_language(DayPart.labels().get(text_in(data, "day_part"))),
    }
    return _("Planned for %(day)s (%(part)s): %(who)s.") % values


def _locked(data: JsonObject) -> str:
    return _("The plan was locked.") if data.get("is_locked") else _("The plan was unlocked.")


def _step(data: JsonObject) -> str:
    values = {"step": digits(number_in(data, "step") or 0)}
    if data.get("is_done"):
        return _("Step %(step)s was done.") % values
    return _("Step %(step)s was not done after all.") % values


def _given(data: JsonObject) -> str:
    return _("Result for a case: %(result)s.") % {"result": result_words(data)}


_TELLINGS: Final = {
    OrderMade.kind: Telling("plus", "tone-info", said_always(gettext_noop("The order was made."))),
    OrderChanged.kind: Telling("pencil-line", "tone-quiet", said_always(gettext_noop("Details were changed."))),
    OrderDueMoved.kind: Telling(
        "handshake", "tone-work", said_always(gettext_noop("The promise of a case has another date."))
    ),
    OrderCaseAdded.kind: Telling("plus", "tone-info", said_always(gettext_noop("A case was added."))),
    OrderCaseLeft.kind: Telling("undo-2", "tone-quiet", said_always(gettext_noop("A case left the order."))),
    OrderPlanned.kind: Telling("calendar-clock", "tone-info", _planned),
    OrderLocked.kind: Telling("lock", "tone-quiet", _locked),
    OrderStepChecked.kind: Telling("check", "tone-quiet", _step),
    OrderMaterialUsed.kind: Telling("archive", "tone-quiet", said_always(gettext_noop("Material was recorded."))),
    OrderMaterialRemoved.kind: Telling(
        "eraser", "tone-quiet", said_always(gettext_noop("An entry of material was removed."))
    ),
    OrderResultGiven.kind: Telling("wrench", "tone-work", _given),
    OrderConflicted.kind: Telling(
        "git-merge", "tone-orange", said_always(gettext_noop("An entry of a phone meets another one: both are kept."))
    ),
    OrderConflictDecided.kind: Telling(
        "badge-check", "tone-quiet", said_always(gettext_noop("One of two versions was chosen."))
    ),
    OrderCommandCameLate.kind: Telling(
        "clock-alert", "tone-yellow", said_always(gettext_noop("An entry of a phone came late."))
    ),
}


def _of(move: OrderMove) -> Telling:
    return Telling(move.icon, move.target.tone, lambda data: in_language(move.label))


_TELLINGS.update((move.event.kind, _of(move)) for move in ORDER_MOVES if move.event.kind not in _TELLINGS)


def order_story(events: Sequence[EventFacts], notes: Mapping[int, str], names: Mapping[int, str]) -> list[TimelineLine]:
    """Return the story of an order, the newest first: what happened, when and by whom, with the words beside it."""
    return [
        TimelineLine(
            telling.icon,
            telling.tone,
            telling.words(event.data),
            event.at,
            who(event.by, names),
            notes.get(event.number, ""),
        )
        for event in reversed(events)
        if (telling := _TELLINGS.get(event.kind)) is not None
    ]
