"""A person decides between the file as it is and a command that would have changed the same."""

from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import CENTRE, OWNER
from peygir.cases.rules import visibility_of
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.case_sync import ConflictDecided
from peygir.journey.commands import apply_command
from peygir.journey.sync.actions.photos import values_with_photos
from peygir.journey.sync.bodies import verb_of
from peygir.journey.sync.queries import KEEP_FILE, TAKE_COMMAND
from peygir.people.rules import Actor
from peygir.storage.receipts.models import DeviceCommand
from peygir.storage.receipts.rules import CONFLICT


class NoSuchVersions(Missing):
    """The case has no such pair of versions."""

    message = _("There is nothing to decide on here.")


class ConflictIsDecided(Conflict):
    """Somebody else has decided already."""

    message = _("A colleague has decided on these two versions already.")


class VersionsAreNotYours(NotAllowed):
    """The person neither works in the owning unit nor in the centre."""

    message = _("The unit that has the case decides on two versions, or the centre.")


class ChoiceIsUnknown(Invalid):
    """The choice is neither of the two versions."""

    message = _("Choose one of the two versions.")


def decide_conflict(code: str, command_id: int, *, choice: str, version: int | None, by: Actor) -> None:
    """Keep the file as it is (KEEP_FILE), or carry out the command now as this person (TAKE_COMMAND).

    `version` is what the person saw. Raises NoSuchVersions, ConflictIsDecided, VersionsAreNotYours, ChoiceIsUnknown,
    CaseHasChanged, and the refusals of the move.
    """
    if choice not in (KEEP_FILE, TAKE_COMMAND):
        raise ChoiceIsUnknown()
    with transaction.atomic():
        command = DeviceCommand.objects.select_for_update().filter(pk=command_id, code=code, state=CONFLICT).first()
        if command is None:
            raise NoSuchVersions()
        with cases.open_file(code=code, version=version) as case:
            cases.refuse_the_blind(case, by)
            if not groups_of(by, visibility_of(case)) & {OWNER, CENTRE}:
                raise VersionsAreNotYours()
        if command.choice:
            raise ConflictIsDecided()
        verb = verb_of(command.body)
        if choice == TAKE_COMMAND:
            apply_command(code, verb, by=by, version=version, **values_with_photos(command))
        command.choice, command.decided_by = choice, str(by)
        command.save(update_fields=["choice", "decided_by"])
        with cases.open_file(code=code) as case:
            cases.record_event(case, ConflictDecided(command=command.pk, verb=verb, choice=choice), by=by)
