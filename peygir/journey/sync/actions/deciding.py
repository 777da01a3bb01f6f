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
from peygir.journey.sync.actions.inspections import take_finding
from peygir.journey.sync.actions.photos import values_with_photos
from peygir.journey.sync.bodies import verb_of
from peygir.journey.sync.queries import KEEP_FILE, TAKE_COMMAND
from peygir.journey.sync.rules import INSPECT
from peygir.people.acting import actor_named
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, CaseVisibility
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


class AuthorHasGone(Conflict):
    """The account of who made the finding has been closed since."""

    message = _("The account that made this entry has been closed. Somebody else has to look at the place.")


def may_decide(by: Actor, verb: str, visibility: CaseVisibility) -> bool:
    """Whether the actor decides between two versions: the owning unit or the centre; of a finding, who leads the centre
    alone, since no unit judges the inspection of its own work.
    """
    if verb == INSPECT:
        return by.may(Permission.LEAD_CENTRE)
    return bool(groups_of(by, visibility) & {OWNER, CENTRE})


def _author(command: DeviceCommand) -> Actor:
    author = actor_named(command.branch.by)
    if author is None:
        raise AuthorHasGone()
    return author


def decide_conflict(code: str, command_id: int, *, choice: str, version: int | None, by: Actor) -> None:
    """Keep the file as it is (KEEP_FILE), or carry out the command now as this person (TAKE_COMMAND).

    A finding is recorded as that of its inspector. `version` is what the person saw. Raises NoSuchVersions,
    ConflictIsDecided, VersionsAreNotYours, ChoiceIsUnknown, AuthorHasGone, CaseHasChanged, and the refusals of the
    move.
    """
    if choice not in (KEEP_FILE, TAKE_COMMAND):
        raise ChoiceIsUnknown()
    with transaction.atomic():
        command = DeviceCommand.objects.select_for_update().filter(pk=command_id, code=code, state=CONFLICT).first()
        if command is None:
            raise NoSuchVersions()
        with cases.open_file(code=code, version=version) as case:
            cases.refuse_the_blind(case, by)
            verb = verb_of(command.body)
            if not may_decide(by, verb, visibility_of(case)):
                raise VersionsAreNotYours()
        if command.choice:
            raise ConflictIsDecided()
        if choice == TAKE_COMMAND and verb == INSPECT:
            take_finding(command, author=_author(command))
        elif choice == TAKE_COMMAND:
            apply_command(code, verb, by=by, version=version, **values_with_photos(command))
        command.choice, command.decided_by = choice, str(by)
        command.save(update_fields=["choice", "decided_by"])
        with cases.open_file(code=code) as case:
            cases.record_event(case, ConflictDecided(command=command.pk, verb=verb, choice=choice), by=by)
