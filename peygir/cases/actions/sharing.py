"""Handing many cases to other people of the unit: each by its own transaction, so that one refusal stops no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from peygir.cases.actions.file import SomethingIsMissing, open_file, refuse_the_blind
from peygir.cases.actions.verbs import assign
from peygir.core.refusals import Invalid, Refusal
from peygir.core.words import says_something
from peygir.people.rules import Actor

MOST_AT_ONCE: Final = 200


class TooManyAtOnce(Invalid):
    """More cases than one press can hand out."""

    fa = "در هر بار دست‌بالا {most} پرونده واگذار می‌شود؛ چند بار انجام دهید."
    en = "At most {most} cases are handed out at a time; do it in several rounds."


@dataclass(frozen=True, slots=True)
class Handing:
    """One case as it was seen (`version`), and who shall take it (None: nobody)."""

    code: str
    version: int
    assignee_id: int | None


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one case: who has it now, or why it stayed."""

    code: str
    assignee_id: int | None
    refusal: Refusal | None = None


def hand_out(handings: Iterable[Handing], *, reason: str, by: Actor) -> list[Handed]:
    """Hand each case to its person with the reason beside it; a line for each, in order.

    Raises SomethingIsMissing without a reason, TooManyAtOnce; what one case refuses stands in its line.
    """
    wanted = list({one.code: one for one in handings}.values())
    if not says_something(reason):
        raise SomethingIsMissing(
            label_fa="واگذاری", label_en="Hand out", field_fa="دلیل", field_en="a reason"
        )  # fmt: skip
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyAtOnce(most=MOST_AT_ONCE)
    return [_hand(one, reason=reason, by=by) for one in wanted]


def _hand(one: Handing, *, reason: str, by: Actor) -> Handed:
    try:
        # A transaction of its own (within another, a savepoint): what one case refuses is undone alone.
        with transaction.atomic(), open_file(code=one.code, version=one.version) as case:
            refuse_the_blind(case, by)
            assign(case, assignee_id=one.assignee_id, by=by, note=reason)
            return Handed(one.code, case.assignee_id)
    except Refusal as refusal:
        return Handed(one.code, None, refusal)
