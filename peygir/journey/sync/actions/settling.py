"""Carries out one command of a branch, or keeps it beside the file as a second version."""

from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from peygir.cases import actions as cases
from peygir.core import clock
from peygir.core.moments import written
from peygir.core.refusals import Invalid, NotAllowed, Refusal
from peygir.core.translation import gettext_lazy as _
from peygir.desks.intake.actions import receive_report
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.case_sync import CommandCameLate, CommandConflicted
from peygir.history.queries import timeline
from peygir.journey.commands import apply_command
from peygir.journey.placing import with_place_of_text
from peygir.journey.sync.actions.inspections import carry_out_inspection
from peygir.journey.sync.actions.order_commands import carry_out_order_command
from peygir.journey.sync.actions.outcomes import CommandOutcome, made_at
from peygir.journey.sync.actions.photos import values_with_photos, with_photos
from peygir.journey.sync.bodies import CommandIsNotReadable, report_of, verb_of
from peygir.journey.sync.rules import BOTH_STAY, INSPECT, LOCAL, ORDER_VERBS, REPORT, Behind, changed_since, outcome_of
from peygir.journey.sync.touched import change_of, fields_of
from peygir.people.acting import actor_named
from peygir.people.actions import KeyIsNotValid
from peygir.people.keyring import key_by_id
from peygir.people.rules import Actor
from peygir.storage.receipts.actions import passes
from peygir.storage.receipts.models import DeviceBranch, DeviceCommand
from peygir.storage.receipts.rules import APPLIED, APPLIED_SOFT, CONFLICT, REFUSED
from peygir.storage.unit_of_work import savepoint

_WRITTEN: Final = [
    "state",
    "code",
    "fields",
    "answer",
    "has_gap",
    "first_event",
    "last_event",
    "settled_at",
]


class AccountHasEnded(NotAllowed):
    """Who made the command is no longer a member of staff."""

    message = _("The account that made this entry has been closed. Somebody else of the unit must enter it.")


class ReportWasRefused(Invalid):
    """The command is about a case that the phone would have opened; its report was refused."""

    message = _("The report that this entry belongs to was not accepted, so this entry was not carried out either.")


def settle(command: DeviceCommand, branch: DeviceBranch, *, has_gap: bool) -> None:
    """Carry out a command and write what became of it; the caller holds the branch's lock.

    Raises the refusals that pass (an outage, too many requests); every other one becomes the command's answer.
    """
    command.has_gap, command.settled_at = has_gap, clock.now()
    try:
        with savepoint():
            outcome = _carry_out(command, branch)
    except Refusal as refusal:
        if passes(refusal):
            raise
        command.state = REFUSED
        command.answer = {"error": refusal.name, "fa": refusal.words("fa"), "en": refusal.words("en")}
    else:
        command.state, command.code = outcome.state, outcome.code
        command.fields = sorted(outcome.behind.fields)
        command.first_event, command.last_event = outcome.first_event, outcome.last_event
        command.answer = {"version": outcome.version} if outcome.version is not None else {}
    command.save(update_fields=_WRITTEN)


def _carry_out(command: DeviceCommand, branch: DeviceBranch) -> CommandOutcome:
    by, verb = _sender_now(branch), verb_of(command.body)
    if verb == REPORT:
        report = report_of(command.body, channel=branch.channel, key=f"phone:{command.uuid.hex}")
        placed = with_place_of_text(settings.CITY, report)
        receipt = receive_report(settings.CITY, with_photos(placed, command), by=by)
        return CommandOutcome(APPLIED, receipt.code)
    if verb == INSPECT:
        return _inspection(command, branch, by=by)
    if verb in ORDER_VERBS:
        return carry_out_order_command(command, verb, by=by, made_at=made_at(command))
    values = values_with_photos(command)
    code = case_code(command, branch)
    if not code:
        raise ReportWasRefused()
    is_compared = bool(fields_of(verb) - BOTH_STAY) and not command.target.startswith(LOCAL)
    if is_compared and command.base_version is None:
        raise CommandIsNotReadable(field="base_version")
    with cases.open_file(code=code) as case:
        cases.refuse_who_only_looks(case, by)
        outcome = CommandOutcome("", code, behind=_behind(command, branch, case.pk, case.version))
        outcome.first_event = case.event_count + 1
        outcome.state = outcome_of(fields_of(verb), outcome.behind)
        if outcome.state == CONFLICT:
            fields = sorted(fields_of(verb) & outcome.behind.fields)
            event = CommandConflicted(command=command.pk, verb=verb, fields=fields, base=command.base_version)
            cases.record_event(case, event, by=by)
            outcome.version = case.version
            return outcome
    outcome.version = apply_command(code, verb, by=by, version=None, **values)
    _say_late(command, outcome, verb=verb, by=by)
    return outcome


def _inspection(command: DeviceCommand, branch: DeviceBranch, *, by: Actor) -> CommandOutcome:
    outcome = carry_out_inspection(command, own=_own_events(command, branch), by=by)
    if outcome.state != CONFLICT:
        _say_late(command, outcome, verb=INSPECT, by=by)
    return outcome


def _sender_now(branch: DeviceBranch) -> Actor:
    """Who carries out the branch's commands, with the rights of now. Raises AccountHasEnded, KeyIsNotValid."""
    kind, _colon, number = branch.owner.partition(":")
    if kind == "key":
        caller = key_by_id(int(number))
        if caller is None or not caller.may("work"):
            raise KeyIsNotValid()
        return caller.actor
    by = actor_named(branch.by)
    if by is None:
        raise AccountHasEnded()
    return by


def _behind(command: DeviceCommand, branch: DeviceBranch, case_id: int, version: int) -> Behind:
    """What others did to the file since the command's base; what this branch itself did counts as seen."""
    if command.base_version is None:
        return Behind()
    changes = [change_of(event) for event in timeline("case", case_id)]
    return changed_since(changes, version=version, base=command.base_version, own=_own_events(command, branch))


def _own_events(command: DeviceCommand, branch: DeviceBranch) -> set[int]:
    """The numbers of the case's events that the command's own branch wrote: it has seen them."""
    before = DeviceCommand.objects.filter(branch=branch, code__gt="", last_event__gt=0)
    spans = before.values_list("code", "first_event", "last_event")
    own_code = case_code(command, branch)
    return {number for code, first, last in spans if code == own_code for number in range(first, last + 1)}


def case_code(command: DeviceCommand, branch: DeviceBranch) -> str:
    """The code of the case that a command is about; "" while its report has not come."""
    if not command.target.startswith(LOCAL):
        return command.target
    known = _of_the_local(command, branch).filter(state__in=(APPLIED, APPLIED_SOFT), code__gt="")
    return known.values_list("code", flat=True).first() or ""


def is_report_refused(command: DeviceCommand, branch: DeviceBranch) -> bool:
    """Whether the report was refused that would have opened the case of a command under a local name."""
    return _of_the_local(command, branch).filter(state=REFUSED, body__verb=REPORT).exists()


def _of_the_local(command: DeviceCommand, branch: DeviceBranch) -> QuerySet[DeviceCommand]:
    """The device's commands under a local name: of all its people, but of no other system, whose names may be equal."""
    rows = DeviceCommand.objects.filter(branch__device=branch.device, target=command.target)
    is_of_people = branch.owner.startswith("staff:")
    return rows.filter(owner__startswith="staff:") if is_of_people else rows.filter(owner=branch.owner)


def _say_late(command: DeviceCommand, outcome: CommandOutcome, *, verb: str, by: Actor) -> None:
    """Write into the story that others had changed the case, or that an earlier command is missing; and delete the
    draft of what the command said.
    """
    made = made_at(command)
    with cases.open_file(code=outcome.code) as case:
        cases.drop_draft(case, form=verb, by=by, until=min(made or command.received_at, command.received_at))
        if outcome.state == APPLIED_SOFT or command.has_gap:
            event = CommandCameLate(
                command=command.pk,
                verb=verb,
                fields=sorted(outcome.behind.fields),
                has_gap=command.has_gap,
                made=written(made) if made else ABSENT,
            )
            cases.record_event(case, event, by=by)
        outcome.last_event = case.event_count
