"""Applies one command to many cases: each in its own transaction, so that one refusal stops no other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction

from peygir.core.refusals import Invalid, Refusal
from peygir.core.translation import gettext_lazy as _
from peygir.journey.commands import CommandValues, apply_command
from peygir.people.rules import Actor

MOST_AT_ONCE: Final = 200


class TooManyAtOnce(Invalid):
    """More cases than one bulk command may have."""

    message = _("At most {most} cases are moved at a time; do it in several rounds.")


@dataclass(frozen=True, slots=True)
class BulkCommand:
    """One case with the version that the person saw, and the command's values for it."""

    code: str
    version: int
    given: CommandValues = field(default_factory=CommandValues)


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """The outcome for one case: the refusal, if any."""

    code: str
    refusal: Refusal | None = None


def apply_commands(pressings: Iterable[BulkCommand], verb: str, *, by: Actor) -> list[CaseOutcome]:
    """Apply the command to each case once, in order; returns an outcome for each. Raises TooManyAtOnce."""
    distinct_commands = list({one.code: one for one in pressings}.values())
    if len(distinct_commands) > MOST_AT_ONCE:
        raise TooManyAtOnce(most=MOST_AT_ONCE)
    return [_apply(one, verb, by=by) for one in distinct_commands]


def _apply(bulk_command: BulkCommand, verb: str, *, by: Actor) -> CaseOutcome:
    try:
        with transaction.atomic():  # within another, a savepoint: only a refused case is rolled back
            apply_command(bulk_command.code, verb, by=by, version=bulk_command.version, **bulk_command.given)
    except Refusal as refusal:
        return CaseOutcome(bulk_command.code, refusal)
    return CaseOutcome(bulk_command.code)
