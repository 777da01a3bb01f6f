"""Hangs planned cases on budget lines, and takes those off that are planned no longer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from peygir.cases.models import Case
from peygir.cases.queries import cases_seen
from peygir.cases.states import CaseState
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.planning import BudgetCasesHung, BudgetCasesLeft
from peygir.outlook.planning.actions.budget import BudgetLineHasEnded
from peygir.outlook.planning.actions.files import locked_plan, record_plan, refuse_other_than
from peygir.outlook.planning.actions.problems import MOST_CASES_AT_ONCE, CasesAreTooMany
from peygir.outlook.planning.lifecycle import BUDGET
from peygir.outlook.planning.models import BudgetCase, BudgetLine, ProblemCase
from peygir.outlook.planning.states import CURRENT_LINES
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import CLOCK, Actor

_AT_ONCE: Final = 500


class CasesAreNotPlanned(Invalid):
    """Some of the codes belong to no case that is planned and may be read by this person."""

    message = _("These codes belong to no case that waits for money (state “Scheduled”): {codes}")


@transaction.atomic
def hang_cases(line_id: int, codes: Sequence[str], *, by: Actor) -> int:
    """Hang planned cases (by their codes) on a line; one that hangs on another moves. Returns how many are new.

    Their reporters are told afterwards. Raises NotYourWork, NoSuchPlanFile, OwnInterest, BudgetLineHasEnded,
    CasesAreNotPlanned, CasesAreTooMany.
    """
    refuse_other_than(BUDGET, by)
    row = _current(line_id)
    refuse_interested(by, unit_id=row.unit_id)
    wanted_codes = sorted({code.strip() for code in codes if code.strip()})
    if len(wanted_codes) > MOST_CASES_AT_ONCE:
        raise CasesAreTooMany(most=MOST_CASES_AT_ONCE)
    cases = {case.code: case for case in cases_seen(by, wanted_codes)}
    fit = [case for case in cases.values() if case.city_id == row.city_id and case.state == CaseState.SCHEDULED]
    if len(fit) < len(wanted_codes):
        known = {case.code for case in fit}
        raise CasesAreNotPlanned(codes=", ".join([code for code in wanted_codes if code not in known][:10]))
    return _hang(row, sorted(case.pk for case in fit), by)


@transaction.atomic
def hang_cases_of_programme(line_id: int, *, by: Actor) -> int:
    """Hang the planned cases of the problem that the line's programme answers to; returns how many are new.

    Cases that hang on another line stay there. Raises NotYourWork, NoSuchPlanFile, OwnInterest, BudgetLineHasEnded.
    """
    refuse_other_than(BUDGET, by)
    row = _current(line_id)
    refuse_interested(by, unit_id=row.unit_id)
    if row.programme is None:
        return 0
    links = ProblemCase.objects.filter(problem_id=row.programme.problem_id, left_at=None)
    rows = Case.objects.filter(pk__in=links.values("case_id"), state=CaseState.SCHEDULED)
    free = rows.exclude(pk__in=BudgetCase.objects.filter(left_at=None).values("case_id"))
    return _hang(row, list(free.order_by("pk").values_list("pk", flat=True)), by)


@transaction.atomic
def take_off(line_id: int, case_id: int, *, by: Actor) -> None:
    """Take a case off a line; one that does not hang on it changes nothing.

    Raises NotYourWork, NoSuchPlanFile, OwnInterest.
    """
    refuse_other_than(BUDGET, by)
    row = locked_plan(BudgetLine, line_id)
    refuse_interested(by, unit_id=row.unit_id)
    leave_line(row, [case_id], why="moved", by=by)


def leave_line(row: BudgetLine, case_ids: Sequence[int], *, why: str, by: Actor) -> None:
    """Let cases leave a locked line; `why` is of `rules.LEFT_WHY`. Those that do not hang on it change nothing."""
    links = row.case_links.filter(case_id__in=case_ids, left_at=None)
    gone = sorted(links.values_list("case_id", flat=True))
    if gone:
        links.update(left_at=clock.now(), left_why=why)
        record_plan(row, BudgetCasesLeft(cases=gone, why=why), by=by)


def settle_hung_cases(now: datetime) -> int:
    """Take those cases off their lines that are planned no longer; returns how many. Nightly."""
    rows = BudgetCase.objects.filter(left_at=None, at__lt=now).exclude(case__state=CaseState.SCHEDULED)
    gone = list(rows.order_by("line_id", "case_id").values_list("line_id", "case_id")[:_AT_ONCE])
    for line_id in sorted({line_id for line_id, _case_id in gone}):
        with transaction.atomic():
            case_ids = [case_id for one_line, case_id in gone if one_line == line_id]
            leave_line(locked_plan(BudgetLine, line_id), case_ids, why="closed", by=CLOCK)
    return len(gone)


def _current(line_id: int) -> BudgetLine:
    row = locked_plan(BudgetLine, line_id)
    if row.state not in CURRENT_LINES:
        raise BudgetLineHasEnded()
    return row


def _hang(row: BudgetLine, case_ids: list[int], by: Actor) -> int:
    """Hang these cases on a locked line, and take them off the lines on which they hang."""
    hung = dict(BudgetCase.objects.filter(case_id__in=case_ids, left_at=None).values_list("case_id", "line_id"))
    added = [case_id for case_id in case_ids if hung.get(case_id) != row.pk]
    for other_id in sorted({line_id for line_id in hung.values() if line_id != row.pk}):
        moved = [case_id for case_id, line_id in hung.items() if line_id == other_id]
        leave_line(locked_plan(BudgetLine, other_id), moved, why="moved", by=by)
    if not added:
        return 0
    now = clock.now()
    BudgetCase.objects.bulk_create(BudgetCase(line=row, case_id=case_id, by=str(by), at=now) for case_id in added)
    record_plan(row, BudgetCasesHung(cases=added), by=by)
    return len(added)
