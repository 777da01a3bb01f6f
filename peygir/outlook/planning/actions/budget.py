"""Keeps budget lines: their sums, amendments and programme, and what happens when their work begins or ends."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from peygir.cases.actions.file import refuse_the_personal
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.planning import BudgetLineAmended, BudgetLineKept, BudgetLineTied
from peygir.outlook.planning.actions.files import NoSuchPlanFile, locked_plan, move_plan, record_plan, refuse_other_than
from peygir.outlook.planning.actions.problems import PlanOwnerIsUnknown
from peygir.outlook.planning.budget_rules import LineSums, checked_code, checked_sums
from peygir.outlook.planning.lifecycle import BUDGET
from peygir.outlook.planning.models import BudgetAmendment, BudgetLine, Programme
from peygir.outlook.planning.rules import checked_reason, checked_text, checked_title
from peygir.outlook.planning.states import CURRENT_LINES, PAID_FOR, BudgetState, ProgrammeState
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import SYSTEM, Actor


class BudgetCodeIsTaken(Conflict):
    """A fiscal year has one line of a code."""

    message = _("This fiscal year has a budget line with this code already.")


class BudgetLineHasEnded(Conflict):
    """The line's work is done, or the line was withdrawn."""

    message = _("This budget line is done or withdrawn; it does not change any more.")


class AmendmentIsNotRight(Invalid):
    """An amendment changes nothing, or takes more than is left."""

    message = _(
        "An amendment adds or takes an amount, and leaves at least what is allotted, committed or spent already: "
        "{least} rials."
    )


class ProgrammeIsNotApproved(Conflict):
    """A budget line pays for a programme that the council approved."""

    message = _("A budget line can pay for a programme that the council has approved.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTerms:
    """A budget line of a fiscal year with its sums in rials."""

    year: int
    code: str
    title: str
    sums: LineSums
    unit_id: int | None = None
    is_public: bool = True


@transaction.atomic
def make_line(city_id: int, terms: LineTerms, *, by: Actor) -> int:
    """Write a new budget line; returns its id.

    Raises NotYourWork, OwnInterest, BudgetCodeIsTaken, PlanOwnerIsUnknown, BudgetLineIsNotRight and what texts raise.
    """
    refuse_other_than(BUDGET, by)
    refuse_interested(by, unit_id=terms.unit_id)
    now = clock.now()
    row = BudgetLine(city_id=city_id, made_by=str(by), made_at=now, state_at=now)
    code = checked_code(terms.code, terms.year)
    if BudgetLine.objects.filter(city_id=city_id, year=terms.year, code=code).exists():
        raise BudgetCodeIsTaken()
    row.year, row.code = terms.year, code
    _write(row, terms)
    row.save(force_insert=True)
    record_plan(row, kept_line(row), by=by)
    return row.pk


@transaction.atomic
def set_sums(line_id: int, terms: LineTerms, *, by: Actor) -> None:
    """Write the title, owner and sums of a line anew; year and code stay.

    Raises NotYourWork, NoSuchPlanFile, OwnInterest, BudgetLineHasEnded, PlanOwnerIsUnknown, BudgetLineIsNotRight, and
    what texts raise.
    """
    refuse_other_than(BUDGET, by)
    row = locked_plan(BudgetLine, line_id)
    refuse_interested(by, units={one for one in (row.unit_id, terms.unit_id) if one is not None})
    if row.state == BudgetState.WITHDRAWN:
        raise BudgetLineHasEnded()
    _write(row, terms)
    names = ["title", "unit_id", "is_public", "approved", "allotted", "committed", "spent"]
    record_plan(row, kept_line(row), by=by, write=names)


@transaction.atomic
def amend_line(line_id: int, *, amount: int, reason: str, decided_on: date, letter_number: str = "", by: Actor) -> int:
    """Add rials to what is approved, or (negative) take some away; returns the amendment's id.

    Raises NotYourWork, NoSuchPlanFile, OwnInterest, BudgetLineHasEnded, AmendmentIsNotRight, BudgetLineIsNotRight,
    PlanReasonIsMissing.
    """
    refuse_other_than(BUDGET, by)
    row = locked_plan(BudgetLine, line_id)
    refuse_interested(by, unit_id=row.unit_id)
    if row.state not in CURRENT_LINES:
        raise BudgetLineHasEnded()
    least = max(row.allotted, row.committed, row.spent)
    if amount == 0 or (amount < 0 and row.approved + amount < least):
        raise AmendmentIsNotRight(least=f"{least:,}")
    row.approved = checked_sums(LineSums(row.approved + amount, row.allotted, row.committed, row.spent)).approved
    amendment = BudgetAmendment.objects.create(
        line=row,
        number=row.amendments.count() + 1,
        amount=amount,
        reason=checked_text(checked_reason(reason, is_needed=True), 1000),
        letter_number=checked_text(letter_number, 40),
        decided_on=decided_on,
        by=str(by),
        at=clock.now(),
    )
    event = BudgetLineAmended(amendment=amendment.pk, amount=amount, approved=row.approved)
    record_plan(row, event, by=by, write=["approved"])
    return amendment.pk


@transaction.atomic
def tie_line(line_id: int, programme_id: int, *, by: Actor) -> None:
    """Let a line pay for an approved programme, which then has its money.

    Raises NotYourWork, NoSuchPlanFile, OwnInterest, BudgetLineHasEnded, ProgrammeIsNotApproved.
    """
    refuse_other_than(BUDGET, by)
    row = locked_plan(BudgetLine, line_id)
    programme = locked_plan(Programme, programme_id)
    refuse_interested(by, units={one for one in (row.unit_id, programme.unit_id) if one is not None})
    if row.state not in CURRENT_LINES:
        raise BudgetLineHasEnded()
    if programme.city_id != row.city_id:
        raise NoSuchPlanFile()
    if row.programme_id == programme.pk:
        return
    if programme.state not in PAID_FOR or row.programme_id is not None:
        raise ProgrammeIsNotApproved()
    row.programme = programme
    record_plan(row, BudgetLineTied(programme=programme.pk), by=by, write=["programme_id"])
    if programme.state == ProgrammeState.APPROVED:
        move_plan(programme, "fund", by=by, acts_as=SYSTEM)


@transaction.atomic
def move_line(line_id: int, verb: str, *, reason: str = "", by: Actor) -> None:
    """Say that the work of a line begins or is done, or withdraw the line; its programme follows.

    The reason of a withdrawal is told to the citizens whose cases hang on the line. Raises NotYourWork, NoSuchPlanFile,
    PlanMoveNotPossible, PlanReasonIsMissing, WordsArePersonal.
    """
    refuse_other_than(BUDGET, by)
    row = locked_plan(BudgetLine, line_id)
    refuse_the_personal(reason)
    move_plan(row, verb, reason=reason, by=by)
    if row.programme_id is None:
        return
    programme = locked_plan(Programme, row.programme_id)
    others = programme.budget_lines.exclude(pk=row.pk)
    if verb == "begin" and programme.state == ProgrammeState.FUNDED:
        move_plan(programme, "begin", by=by, acts_as=SYSTEM)
    elif others.filter(state__in=CURRENT_LINES).exists():
        return
    elif verb == "finish" and programme.state == ProgrammeState.RUNNING:
        move_plan(programme, "finish", by=by, acts_as=SYSTEM)
    elif verb == "withdraw":
        _end_after_withdrawal(programme, reason, has_finished=others.filter(state=BudgetState.DONE).exists(), by=by)


def kept_line(row: BudgetLine, source: int | None = None) -> BudgetLineKept:
    """The event with the sums of a line; `source` is the id of the import that wrote them."""
    given = {"source": source} if source is not None else {}
    return BudgetLineKept(
        code=row.code,
        year=row.year,
        approved=row.approved,
        allotted=row.allotted,
        committed=row.committed,
        spent=row.spent,
        **given,
    )


def _end_after_withdrawal(programme: Programme, reason: str, *, has_finished: bool, by: Actor) -> None:
    """The last current line was withdrawn: the programme is done if another line is, else it has no money."""
    if has_finished and programme.state == ProgrammeState.RUNNING:
        move_plan(programme, "finish", by=by, acts_as=SYSTEM)
    elif programme.state in (ProgrammeState.FUNDED, ProgrammeState.RUNNING):
        move_plan(programme, "unfund", reason=reason, by=by, acts_as=SYSTEM)


def _write(row: BudgetLine, terms: LineTerms) -> None:
    unit = city.unit(terms.unit_id) if terms.unit_id else None
    if terms.unit_id and (unit is None or unit.city_id != row.city_id):
        raise PlanOwnerIsUnknown()
    sums = checked_sums(terms.sums)
    row.title, row.unit_id, row.is_public = checked_title(terms.title, 200), terms.unit_id, terms.is_public
    row.approved, row.allotted, row.committed, row.spent = sums.approved, sums.allotted, sums.committed, sums.spent
