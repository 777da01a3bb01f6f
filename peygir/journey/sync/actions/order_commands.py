"""Carries out a phone's command on a work order, or keeps it beside the order as a second version.

A result that a crew brings back is never lost: where the order was recalled, given to others, finished, or the case
has ended meanwhile, the command is kept as a conflict, and a planner of the unit decides.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction

from peygir.core.json_values import text_in
from peygir.core.moments import read_moment, written
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.actions import NoSuchWorkOrder, OrderMoveNotYours, StreetResult
from peygir.desks.fieldwork.order_rules import case_verb_of, is_order_number
from peygir.desks.fieldwork.queries import WorkOrderFacts
from peygir.history.catalogue import ABSENT
from peygir.history.queries import timeline
from peygir.journey.sync.actions.outcomes import CommandOutcome
from peygir.journey.sync.actions.photos import photo_of
from peygir.journey.sync.bodies import CommandIsNotReadable
from peygir.journey.sync.queries import KEEP_FILE, TAKE_COMMAND
from peygir.journey.sync.rules import BOTH_STAY, ORDER_RESULT, Behind, changed_since
from peygir.journey.sync.touched import change_of, fields_of
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.storage.receipts.models import DeviceCommand
from peygir.storage.receipts.rules import APPLIED, APPLIED_SOFT, CONFLICT
from peygir.storage.unit_of_work import savepoint

_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "order_start": frozenset({"verb"}),
    ORDER_RESULT: frozenset({"verb", "case", "case_version", "result", "reason", "note", "answer", "form", "until"}),
    "order_step": frozenset({"verb", "step", "is_done"}),
    "order_material": frozenset({"verb", "item", "quantity", "measure"}),
    "order_finish": frozenset({"verb", "note"}),
}
"""The fields of the body of each verb."""
_TEXTS: Final = ("case", "result", "reason", "note", "answer", "form", "until", "item", "quantity", "measure")


class NoSuchOrderVersions(Missing):
    """The order has no such pair of versions."""

    message = _("There is nothing to decide on here.")


class OrderConflictIsDecided(Conflict):
    """Somebody else has decided already."""

    message = _("A colleague has decided on these two versions already.")


class OrderChoiceIsUnknown(Invalid):
    """The choice is neither of the two versions."""

    message = _("Choose one of the two versions.")


def carry_out_order_command(
    command: DeviceCommand, verb: str, *, by: Actor, made_at: datetime | None
) -> CommandOutcome:
    """Carry out a command on an order; returns its outcome.

    Raises CommandIsNotReadable, and the refusals of the action that are no conflict with what others did.
    """
    number = command.target
    body = _readable(command, verb)
    before = worked.work_order(number)
    if before is None or not _may_know(by, before):
        raise NoSuchWorkOrder()
    outcome = CommandOutcome(APPLIED, number, first_event=_events(before.id) + 1)
    fields = _changed_of_case(before, body) if verb == ORDER_RESULT else frozenset[str]()
    if not fields:
        try:
            with savepoint():
                outcome.version = _act(number, verb, body, command, by=by)
        except (NoSuchWorkOrder, OrderMoveNotYours):
            fields = frozenset({"plan"})  # it was given to others, or recalled
        except Conflict as refusal:
            if refusal.__cause__ is not None:
                raise  # two transactions met; the phone sends it again
            fields = frozenset({"results" if verb == ORDER_RESULT else "state"})
    if fields:
        outcome.state, outcome.behind = CONFLICT, Behind(fields, is_behind=True)
        outcome.version = fieldwork.record_conflict(
            number, command.pk, verb=verb, fields=sorted(fields), base=command.base_version, by=by
        )
        return outcome
    _say_late(command, outcome, verb, before, by=by, made_at=made_at)
    return outcome


def _readable(command: DeviceCommand, verb: str) -> Mapping[str, object]:
    """The body of a command with fields of the right types. Raises CommandIsNotReadable."""
    body: Mapping[str, object] = command.body
    if not is_order_number(command.target):
        raise CommandIsNotReadable(field="order")
    for name, value in body.items():
        is_text = name in _TEXTS and isinstance(value, str)
        is_flag = name == "is_done" and isinstance(value, bool)
        is_whole = name in ("step", "case_version") and isinstance(value, int) and not isinstance(value, bool)
        if name not in _FIELDS[verb] or not (name == "verb" or value is None or is_text or is_flag or is_whole):
            raise CommandIsNotReadable(field=name[:40])
    if command.photos and verb != ORDER_RESULT:
        raise CommandIsNotReadable(field="photos")
    return body


def _may_know(by: Actor, order: WorkOrderFacts) -> bool:
    """Whether the actor sees the order, or works in its unit and may have had it."""
    is_of_unit = by.may(Permission.WORK_ON_ORDERS) and by.unit_id == order.unit_id
    return is_of_unit or worked.may_open_order(by, order, crew_ids=fieldwork.own_crews(order.city_id, by))


def _act(number: str, verb: str, body: Mapping[str, object], command: DeviceCommand, *, by: Actor) -> int:
    """Carry out a command now, with the rights of now; returns the order's new version."""
    match verb:
        case "order_start":
            return fieldwork.start_order(number, by=by)
        case "order_step":
            step = body.get("step")
            if not isinstance(step, int):
                raise CommandIsNotReadable(field="step")
            return fieldwork.check_step(number, step, is_done=body.get("is_done") is not False, by=by)
        case "order_material":
            return fieldwork.use_material(
                number,
                item=text_in(body, "item"),
                quantity=_quantity(text_in(body, "quantity")),
                measure=text_in(body, "measure"),
                by=by,
            )
        case "order_finish":
            return fieldwork.finish_order(number, note=text_in(body, "note"), by=by)
        case _:
            return fieldwork.give_result(number, text_in(body, "case"), _result_of(body, command), by=by)


def _quantity(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise CommandIsNotReadable(field="quantity") from None


def _result_of(body: Mapping[str, object], command: DeviceCommand) -> StreetResult:
    until = text_in(body, "until")
    moment = read_moment(until) if until else None
    if until and moment is None:
        raise CommandIsNotReadable(field="until")
    return StreetResult(
        result=text_in(body, "result"),
        reason=text_in(body, "reason"),
        note=text_in(body, "note"),
        answer=text_in(body, "answer"),
        form=text_in(body, "form"),
        photo=photo_of(command),
        until=moment,
    )


def _changed_of_case(order: WorkOrderFacts, body: Mapping[str, object]) -> frozenset[str]:
    """What others changed in the order's case since the phone saw it, of the fields that the result changes."""
    base, code = body.get("case_version"), text_in(body, "case")
    case = next(
        (each.case for each in worked.cases_of_order(order.id) if each.is_open and each.case.code == code), None
    )
    if not isinstance(base, int) or case is None:
        return frozenset()
    reason, has_date = text_in(body, "reason"), bool(text_in(body, "until"))
    verb = case_verb_of(text_in(body, "result"), reason=reason, has_date=has_date, case_state=case.state)
    changes = [change_of(event) for event in timeline("case", case.pk)]
    behind = changed_since(changes, version=case.version, base=base)
    return (fields_of(verb) & behind.fields) - BOTH_STAY


def _events(order_id: int) -> int:
    return len(timeline("work_order", order_id))


def _say_late(
    command: DeviceCommand,
    outcome: CommandOutcome,
    verb: str,
    before: WorkOrderFacts,
    *,
    by: Actor,
    made_at: datetime | None,
) -> None:
    """Write into the order's file that others had changed the order, or that an earlier command is missing."""
    base = command.base_version
    if base is not None and base != before.version:
        changes = [change_of(event) for event in timeline("work_order", before.id)[: outcome.first_event - 1]]
        own = set(_own_events(command))
        outcome.behind = changed_since(changes, version=before.version, base=base, own=own)
        outcome.state = APPLIED_SOFT if outcome.behind.is_behind else APPLIED
    if outcome.state == APPLIED_SOFT or command.has_gap:
        fieldwork.record_late_command(
            outcome.code,
            command.pk,
            verb=verb,
            fields=sorted(outcome.behind.fields),
            has_gap=command.has_gap,
            made=written(made_at) if made_at else ABSENT,
            by=by,
        )
    outcome.last_event = _events(before.id)


def _own_events(command: DeviceCommand) -> list[int]:
    """The numbers of the order's events that the command's own branch wrote: it has seen them."""
    rows = DeviceCommand.objects.filter(branch=command.branch_id, code=command.target, last_event__gt=0)
    spans = rows.values_list("first_event", "last_event")
    return [number for first, last in spans for number in range(first, last + 1)]


def decide_order_conflict(number: str, command_id: int, *, choice: str, version: int | None, by: Actor) -> None:
    """Keep the order as it is (KEEP_FILE), or carry out the command now as this planner (TAKE_COMMAND).

    A case that left the order comes back into it for that. `version` is what the person saw of the order.

    Raises NoSuchOrderVersions, OrderConflictIsDecided, OrderChoiceIsUnknown, OrderMoveNotYours, OrderHasChanged, and
    the refusals of the action.
    """
    if choice not in (KEEP_FILE, TAKE_COMMAND):
        raise OrderChoiceIsUnknown()
    with transaction.atomic():
        command = DeviceCommand.objects.select_for_update().filter(pk=command_id, code=number, state=CONFLICT).first()
        if command is None:
            raise NoSuchOrderVersions()
        fieldwork.refuse_who_does_not_plan(number, version=version, by=by)
        if command.choice:
            raise OrderConflictIsDecided()
        verb = str(command.body.get("verb", ""))
        if choice == TAKE_COMMAND:
            body = _readable(command, verb)
            if verb == ORDER_RESULT:
                fieldwork.take_back_case(number, text_in(body, "case"), by=by)
            _act(number, verb, body, command, by=by)
        command.choice, command.decided_by = choice, str(by)
        command.save(update_fields=["choice", "decided_by"])
        fieldwork.record_conflict_decided(number, command.pk, verb=verb, choice=choice, by=by)
