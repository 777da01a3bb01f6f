"""Carries out an inspector's finding that a phone brings, or keeps it beside the case as a second version.

A finding is never lost: where somebody else looked meanwhile, or the work is not the one that was looked at any more,
it is kept as a conflict, and who leads the centre decides.
"""

from collections.abc import Collection, Mapping
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.core.json_values import text_in
from peygir.desks.inspection import actions as inspection
from peygir.desks.inspection.actions import FilledForm, NothingToInspect
from peygir.history.kinds.case_moves import CaseFinished
from peygir.history.kinds.case_sync import CommandConflicted
from peygir.history.queries import timeline
from peygir.journey.inspecting import inspect
from peygir.journey.sync.actions.outcomes import CommandOutcome, made_at
from peygir.journey.sync.bodies import CommandIsNotReadable
from peygir.journey.sync.rules import ALL_FIELDS, INSPECT, Behind, changed_since
from peygir.journey.sync.touched import change_of
from peygir.media import files
from peygir.people.rules import Actor
from peygir.storage.receipts.models import DeviceCommand
from peygir.storage.receipts.rules import APPLIED, APPLIED_SOFT, CONFLICT

_FIELDS: Final = frozenset({"verb", "finding", "note", "form", "answers"})
_INSPECTION: Final = "inspection"
_STATE: Final = "state"
_LONGEST_ID: Final = 2**63


def carry_out_inspection(command: DeviceCommand, *, own: Collection[int], by: Actor) -> CommandOutcome:
    """Carry out a finding with the rights of now; returns its outcome.

    `own` are the numbers of the case's events that the command's own branch wrote. Raises CommandIsNotReadable, and the
    refusals of the action that are no conflict with what others did.
    """
    body, code = _readable(command), command.target
    with cases.open_file(code=code) as case:
        cases.refuse_who_only_looks(case, by)
        outcome = CommandOutcome(APPLIED, code, first_event=case.event_count + 1)
        outcome.behind, is_overtaken = _behind(command, case, own)
        fields = outcome.behind.fields & {_INSPECTION}
        try:
            inspection.refuse_to_inspect(case, by)
        except NothingToInspect:
            is_overtaken = True
        if fields or is_overtaken:
            fields |= {_STATE} if is_overtaken else frozenset()
            outcome.state, outcome.behind = CONFLICT, Behind(fields, is_behind=True)
            event = CommandConflicted(
                command=command.pk, verb=INSPECT, fields=sorted(fields), base=command.base_version
            )
            cases.record_event(case, event, by=by)
            outcome.version = case.version
            return outcome
        outcome.version = _act(command, body, by=by)
        outcome.state = APPLIED_SOFT if outcome.behind.is_behind else APPLIED
    return outcome


def take_finding(command: DeviceCommand, *, author: Actor) -> None:
    """Record the finding of an undecided conflict now, as that of the inspector who made it.

    Raises CommandIsNotReadable and what `journey.inspecting.inspect` raises.
    """
    _act(command, _readable(command), by=author)


def _act(command: DeviceCommand, body: Mapping[str, object], *, by: Actor) -> int:
    names = [name for _digest, name in command.photos]
    form, answers = body.get("form"), body.get("answers") or {}
    assert isinstance(answers, dict)
    return inspect(
        command.target,
        finding=text_in(body, "finding"),
        note=text_in(body, "note"),
        photo=files.read(names[0]) if names else None,
        filled=FilledForm(form if isinstance(form, int) else None, answers),
        seen_at=made_at(command),
        by=by,
    )


def _readable(command: DeviceCommand) -> Mapping[str, object]:
    """The body of a command with fields of the right types. Raises CommandIsNotReadable."""
    body: Mapping[str, object] = command.body
    for name, value in body.items():
        if name not in _FIELDS or not (value is None or _is_right(name, value)):
            raise CommandIsNotReadable(field=name[:40])
    if command.base_version is None:
        raise CommandIsNotReadable(field="base_version")
    if len(command.photos) > 1:
        raise CommandIsNotReadable(field="photos")
    return body


def _is_right(name: str, value: object) -> bool:
    if name == "form":
        return isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LONGEST_ID
    if name == "answers":
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return isinstance(value, str)


def _behind(command: DeviceCommand, case: Case, own: Collection[int]) -> tuple[Behind, bool]:
    """What others did to the case since the phone saw it, and whether its work was called done anew meanwhile."""
    events = timeline("case", case.pk)
    changes = [change_of(event) for event in events]
    behind = changed_since(changes, version=case.version, base=command.base_version, own=own)
    if behind.fields >= ALL_FIELDS:
        return behind, True  # a version that the case never had: nobody knows what was looked at
    steps, is_anew = case.version - (command.base_version or 0), False
    for event, change in zip(reversed(events), reversed(changes), strict=True):
        if steps <= 0:
            break
        steps -= change.raised
        is_anew = is_anew or event.kind == CaseFinished.kind
    return behind, is_anew
