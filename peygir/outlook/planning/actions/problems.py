"""Keeps problems: what they say, the cases that show them, and their evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from peygir.cases.actions.file import refuse_the_personal
from peygir.cases.models import Case
from peygir.cases.queries import cases_seen
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.planning import ProblemCasesLinked, ProblemEvidenced, ProblemKept
from peygir.outlook.planning.actions.files import locked_plan, move_plan, record_plan, refuse_other_than
from peygir.outlook.planning.evidence import evidence_of
from peygir.outlook.planning.lifecycle import PLANNER
from peygir.outlook.planning.models import PlanProblem, ProblemCase
from peygir.outlook.planning.rules import checked_text, checked_title, digest_of
from peygir.people.rules import Actor

MOST_CASES_AT_ONCE: Final = 500
_FIELDS: Final = ("title", "text", "tried", "is_public", "valid_to")


class PlanOwnerIsUnknown(Invalid):
    """The unit, topic or place is none of this city."""

    message = _("This city has no such unit, topic or place.")


class CasesAreUnknown(Invalid):
    """Some of the codes belong to no case that this person may read, or to a confidential one."""

    message = _("These codes belong to no case that can be part of a problem: {codes}")


class CasesAreTooMany(Invalid):
    """More cases than one change takes."""

    message = _("At most {most} cases can be added at once.")


class ProblemHasNoCases(Invalid):
    """A problem is recognised by the cases that show it."""

    message = _("A problem needs at least one case that shows it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemTerms:
    """What a problem says: title and text, where and about what, who owns it, and whether everybody may read it."""

    title: str
    text: str
    unit_id: int
    topic_id: int | None = None
    district_id: int | None = None
    neighbourhood_id: int | None = None
    tried: str = ""
    is_public: bool = False
    valid_to: date | None = None


@transaction.atomic
def make_problem(city_id: int, terms: ProblemTerms, *, by: Actor) -> int:
    """Write a new problem as a draft; returns its id. Raises NotYourWork, PlanOwnerIsUnknown and what texts raise,
    WordsArePersonal where everybody would read what may be somebody's data.
    """
    refuse_other_than(PLANNER, by, terms.unit_id)
    now = clock.now()
    row = PlanProblem(city_id=city_id, made_by=str(by), made_at=now, state_at=now, valid_from=city.day_of(city_id, now))
    _write(row, terms)
    row.save(force_insert=True)
    record_plan(row, _kept(row), by=by)
    return row.pk


@transaction.atomic
def make_problem_of_cases(city_id: int, terms: ProblemTerms, codes: Sequence[str], *, by: Actor) -> int:
    """Write a new problem with the cases that show it; returns its id. Raises what its two parts raise."""
    problem_id = make_problem(city_id, terms, by=by)
    link_cases(problem_id, codes, by=by)
    return problem_id


@transaction.atomic
def change_problem(problem_id: int, terms: ProblemTerms, *, by: Actor) -> None:
    """Change what a problem says; both the old and the new owner must be the actor's.

    Raises NotYourWork, NoSuchPlanFile, PlanOwnerIsUnknown and what texts raise.
    """
    row = locked_plan(PlanProblem, problem_id)
    refuse_other_than(PLANNER, by, row.unit_id)
    refuse_other_than(PLANNER, by, terms.unit_id)
    _write(row, terms)
    names = [*_FIELDS, "unit_id", "topic_id", "district_id", "neighbourhood_id"]
    record_plan(row, _kept(row), by=by, write=names)


@transaction.atomic
def link_cases(problem_id: int, codes: Sequence[str], *, by: Actor) -> int:
    """Make cases (by their codes) part of a problem; returns how many are new.

    Confidential cases and complaints never become part of one. Raises NotYourWork, NoSuchPlanFile, CasesAreUnknown,
    CasesAreTooMany.
    """
    row = locked_plan(PlanProblem, problem_id)
    refuse_other_than(PLANNER, by, row.unit_id)
    known = set(row.case_links.filter(left_at=None).values_list("case_id", flat=True))
    added = sorted(case.pk for case in cases_that_show(row.city_id, codes, by=by) if case.pk not in known)
    if not added:
        return 0
    now = clock.now()
    ProblemCase.objects.bulk_create(ProblemCase(problem=row, case_id=case_id, by=str(by), at=now) for case_id in added)
    record_plan(row, ProblemCasesLinked(cases=added), by=by)
    _gather(row, by=by)
    return len(added)


def cases_that_show(city_id: int, codes: Sequence[str], *, by: Actor) -> list[Case]:
    """Return the cases of these codes, none of them confidential or a complaint about somebody.

    Raises CasesAreUnknown, CasesAreTooMany.
    """
    wanted_codes = sorted({code.strip() for code in codes if code.strip()})
    if len(wanted_codes) > MOST_CASES_AT_ONCE:
        raise CasesAreTooMany(most=MOST_CASES_AT_ONCE)
    fit = {
        case.code: case
        for case in cases_seen(by, wanted_codes)
        if case.city_id == city_id
        and not case.is_confidential
        and case.about_unit_id is None
        and case.about_staff_id is None
    }
    if missing := [code for code in wanted_codes if code not in fit]:
        raise CasesAreUnknown(codes=", ".join(missing[:10]))
    return list(fit.values())


@transaction.atomic
def unlink_case(problem_id: int, case_id: int, *, by: Actor) -> None:
    """Take a case out of a problem; one that is not part of it changes nothing. Raises NotYourWork, NoSuchPlanFile."""
    row = locked_plan(PlanProblem, problem_id)
    refuse_other_than(PLANNER, by, row.unit_id)
    if row.case_links.filter(case_id=case_id, left_at=None).update(left_at=clock.now()):
        record_plan(row, ProblemCasesLinked(cases=[case_id], is_out=True), by=by)
        _gather(row, by=by)


@transaction.atomic
def gather_evidence(problem_id: int, *, by: Actor) -> None:
    """Count the evidence of a problem anew from its cases. Raises NotYourWork, NoSuchPlanFile."""
    row = locked_plan(PlanProblem, problem_id)
    refuse_other_than(PLANNER, by, row.unit_id)
    _gather(row, by=by)


@transaction.atomic
def move_problem(problem_id: int, verb: str, *, reason: str = "", by: Actor) -> None:
    """Recognise, solve, drop or reopen a problem.

    Raises NotYourWork, NoSuchPlanFile, PlanMoveNotPossible, PlanReasonIsMissing, ProblemHasNoCases.
    """
    row = locked_plan(PlanProblem, problem_id)
    if verb == "recognise" and not row.case_links.filter(left_at=None).exists():
        raise ProblemHasNoCases()
    move_plan(row, verb, reason=reason, by=by)


def _write(row: PlanProblem, terms: ProblemTerms) -> None:
    on = city.day_of(row.city_id, clock.now())
    unit = city.unit(terms.unit_id)
    topic = city.topic(row.city_id, terms.topic_id) if terms.topic_id else None
    district = city.district(row.city_id, terms.district_id) if terms.district_id else None
    area = city.neighbourhood(row.city_id, terms.neighbourhood_id) if terms.neighbourhood_id else None
    given = ((terms.topic_id, topic), (terms.district_id, district), (terms.neighbourhood_id, area))
    if unit is None or unit.city_id != row.city_id or any(number and fact is None for number, fact in given):
        raise PlanOwnerIsUnknown()
    row.title, row.text, row.tried = checked_title(terms.title), checked_text(terms.text), checked_text(terms.tried)
    row.unit_id, row.topic_id = terms.unit_id, terms.topic_id
    row.district_id, row.neighbourhood_id = terms.district_id, terms.neighbourhood_id
    row.is_public = terms.is_public
    if row.is_public:
        refuse_the_personal(f"{row.title}\n{row.text}\n{row.tried}")
    row.valid_to = max(terms.valid_to, row.valid_from, on) if terms.valid_to else None


def _kept(row: PlanProblem) -> ProblemKept:
    content = {name: getattr(row, name) for name in _FIELDS}
    content |= {"topic": row.topic_id, "district": row.district_id, "neighbourhood": row.neighbourhood_id}
    return ProblemKept(digest=digest_of(content), unit=row.unit_id, is_public=row.is_public)


def _gather(row: PlanProblem, *, by: Actor) -> None:
    case_ids = list(row.case_links.filter(left_at=None).values_list("case_id", flat=True))
    pack = evidence_of(row.city_id, case_ids)
    if (evidence := pack.as_json()) == row.evidence:
        return
    row.evidence = evidence
    event = ProblemEvidenced(cases=pack.cases, reports=pack.reports, digest=digest_of(evidence))
    record_plan(row, event, by=by, write=["evidence"])
