"""Keeps candidates for money: a person enters inputs, says what binds them, and makes programmes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction

from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.planning import CandidateChanged, CandidateFound, CandidateInputSet, CandidateMoved
from peygir.outlook.planning.actions.files import (
    NoSuchPlanFile,
    keep_note,
    locked_plan,
    record_plan,
    refuse_other_than,
)
from peygir.outlook.planning.actions.problems import (
    ProblemTerms,
    cases_that_show,
    link_cases,
    make_problem,
    move_problem,
)
from peygir.outlook.planning.actions.programmes import ProgrammeTerms, choose_option, make_programme
from peygir.outlook.planning.lifecycle import PLANNER
from peygir.outlook.planning.models import CandidateInput, PlanCandidate
from peygir.outlook.planning.portfolio_rules import checked_input
from peygir.outlook.planning.rules import CostTerms, OptionTerms, checked_reason, checked_text, checked_title, digest_of
from peygir.outlook.planning.states import CandidateInputName, CandidateSource, CandidateState, InputBasis
from peygir.people.rules import Actor

MOST_NEEDS: Final = 20
LONGEST_NOTE: Final = 300
_WORK: Final = timedelta(days=90)
"""How long the work of a programme made of a candidate is planned, until somebody says otherwise."""


class CandidateIsNotOpen(Conflict):
    """A candidate that became a programme, or was left out, does not change."""

    message = _("This candidate became a programme or was left out; it does not change.")


class CandidateIsNotRight(Invalid):
    """What binds a candidate is outside its bounds, or names one that is none."""

    message = _(
        "Give the days of work as a number from 0, the least part as a share above 0 and at most 1, and in “needs” the "
        "numbers of other open candidates."
    )


class CandidateIsIncomplete(Conflict):
    """A programme needs a cost and an effect."""

    message = _("Enter the cost and the share of incidents that is avoided first.")


class CandidateHasNoOwner(Conflict):
    """No unit owns the candidate, so that nobody plans for it."""

    message = _("No unit owns this candidate.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateTerms:
    """What binds a candidate, and how it is called ("": by what it is about)."""

    title: str = ""
    variants: str = ""
    needs: tuple[int, ...] = ()
    load: float = 0.0
    least_part: float = 1.0


@transaction.atomic
def write_candidate(
    city_id: int,
    terms: CandidateTerms,
    inputs: Mapping[str, tuple[float, float, float]],
    *,
    unit_id: int,
    topic_id: int | None = None,
    district_id: int | None = None,
    codes: Sequence[str] = (),
    by: Actor,
) -> int:
    """Write a candidate by hand, with all its inputs; returns its id. `codes` are of the cases that show it, if any.

    Raises NotYourWork, TitleIsMissing, CandidateIsNotRight, InputIsNotRight, CasesAreUnknown, CasesAreTooMany.
    """
    refuse_other_than(PLANNER, by, unit_id)
    unit, now = city.unit(unit_id), clock.now()
    has_place = district_id is None or city.district(city_id, district_id) is not None
    has_place = has_place and (topic_id is None or city.topic(city_id, topic_id) is not None)
    is_whole = has_place and set(inputs) == {name.value for name in CandidateInputName}
    if unit is None or unit.city_id != city_id or not is_whole:
        raise CandidateIsNotRight()
    numbers = {name: checked_input(name, *values) for name, values in inputs.items()}
    shown_by = cases_that_show(city_id, codes, by=by)
    row = PlanCandidate(
        city_id=city_id,
        source=CandidateSource.PERSON.value,
        topic_id=topic_id,
        district_id=district_id,
        unit_id=unit_id,
        case_ids=sorted(case.pk for case in shown_by),
        supporters=sum(case.report_count for case in shown_by),
        state_at=now,
        made_by=str(by),
        made_at=now,
    )
    _write(row, terms)
    row.title = checked_title(terms.title)
    row.save(force_insert=True)
    CandidateInput.objects.bulk_create(
        CandidateInput(
            candidate=row,
            name=name,
            low=low,
            likely=likely,
            high=high,
            basis=InputBasis.PERSON.value,
            by=str(by),
            at=now,
        )
        for name, (low, likely, high) in numbers.items()
    )
    kept = {name: list(values) for name, values in numbers.items()}
    record_plan(row, CandidateFound(source=row.source, key="", inputs=kept), by=by)
    return row.pk


@transaction.atomic
def change_candidate(candidate_id: int, terms: CandidateTerms, *, by: Actor) -> None:
    """Change what binds a candidate. Raises NotYourWork, NoSuchPlanFile, CandidateIsNotOpen, CandidateIsNotRight."""
    row = _open(candidate_id, by)
    _write(row, terms)
    names = ["title", "variants", "needs", "load", "least_part"]
    digest = digest_of({name: getattr(row, name) for name in names})
    record_plan(row, CandidateChanged(digest=digest), by=by, write=names)


@transaction.atomic
def set_input(candidate_id: int, name: str, values: tuple[float, float, float], *, note: str = "", by: Actor) -> None:
    """Enter an input of a candidate: low, likely, high; from then on the machine leaves it as it is.

    Raises NotYourWork, NoSuchPlanFile, CandidateIsNotOpen, InputIsNotRight, PlanTextIsTooLong.
    """
    row, now = _open(candidate_id, by), clock.now()
    low, likely, high = checked_input(name, *values)
    before = row.inputs.filter(name=name).first()
    was = [before.low, before.likely, before.high] if before is not None else []
    text = checked_text(note, LONGEST_NOTE)
    CandidateInput.objects.update_or_create(
        candidate=row,
        name=name,
        defaults={
            "low": low,
            "likely": likely,
            "high": high,
            "basis": InputBasis.PERSON.value,
            "note": text,
            "by": str(by),
            "at": now,
        },
    )
    digest = keep_note(row, text)
    event = CandidateInputSet(name=name, was=was, now=[low, likely, high], note=digest or ABSENT)
    record_plan(row, event, by=by)


@transaction.atomic
def move_candidate(candidate_id: int, *, to: str, reason: str, by: Actor) -> None:
    """Leave a candidate out, or take it up again, with a reason.

    Raises NotYourWork, NoSuchPlanFile, CandidateIsNotOpen, PlanReasonIsMissing.
    """
    row = _owned(candidate_id, by)
    moves = {CandidateState.DROPPED: CandidateState.OPEN, CandidateState.OPEN: CandidateState.DROPPED}
    if moves.get(CandidateState(to)) != row.state:  # type: ignore[call-arg]
        raise CandidateIsNotOpen()
    text = checked_reason(reason, is_needed=True)
    was, row.state, row.state_at = row.state, to, clock.now()
    digest = keep_note(row, text)
    record_plan(row, CandidateMoved(from_=was, to=to, note=digest), by=by, write=["state", "state_at"])


@transaction.atomic
def make_programme_of_candidate(candidate_id: int, title: str, *, by: Actor) -> int:
    """Make a recognised problem of a candidate's cases and a programme with one option; returns the programme's id.

    Raises NotYourWork, NoSuchPlanFile, CandidateIsNotOpen, CandidateIsIncomplete, CandidateHasNoOwner, and what a
    problem and a programme raise.
    """
    row, now = _open(candidate_id, by), clock.now()
    if row.unit_id is None:
        raise CandidateHasNoOwner()
    inputs = {one.name: one for one in row.inputs.all()}
    if not {"cost", "avoidable", "years"} <= set(inputs):
        raise CandidateIsIncomplete()
    today = city.day_of(row.city_id, now)
    problem_id = make_problem(
        row.city_id,
        ProblemTerms(
            title=title,
            text=title,
            unit_id=row.unit_id,
            topic_id=row.topic_id,
            district_id=row.district_id,
            neighbourhood_id=row.neighbourhood_id,
        ),
        by=by,
    )
    if codes := list(Case.objects.filter(pk__in=row.case_ids).values_list("code", flat=True)):
        link_cases(problem_id, codes, by=by)
    move_problem(problem_id, "recognise", by=by)
    option = _option_of(inputs, title, today)
    terms = ProgrammeTerms(title=title, text=title, unit_id=row.unit_id, options=(option,), variant_group=row.variants)
    programme_id = make_programme(problem_id, terms, by=by)
    choose_option(programme_id, 1, by=by)
    was, row.state, row.state_at = row.state, CandidateState.PLANNED.value, now
    row.programme_id = programme_id
    event = CandidateMoved(from_=was, to=row.state, programme=programme_id)
    record_plan(row, event, by=by, write=["state", "state_at", "programme_id"])
    return programme_id


def _option_of(inputs: Mapping[str, CandidateInput], title: str, today: date) -> OptionTerms:
    cost, effect = inputs["cost"], inputs["avoidable"]
    is_measured = effect.basis == InputBasis.MEASURED
    return OptionTerms(
        title=title,
        begins_on=today + _WORK,
        ends_on=today + 2 * _WORK,
        effect_low=effect.low,
        effect=effect.likely,
        effect_high=effect.high,
        years=inputs["years"].likely,
        evidence_class="A" if is_measured else "D",
        evidence=effect.note if is_measured else "",
        costs=(CostTerms(title, round(cost.low), round(cost.likely), round(cost.high)),),
    )


def _owned(candidate_id: int, by: Actor) -> PlanCandidate:
    row = locked_plan(PlanCandidate, candidate_id)
    refuse_other_than(PLANNER, by, row.unit_id)
    return row


def _open(candidate_id: int, by: Actor) -> PlanCandidate:
    row = _owned(candidate_id, by)
    if row.state != CandidateState.OPEN:
        raise CandidateIsNotOpen()
    return row


def _write(row: PlanCandidate, terms: CandidateTerms) -> None:
    needs = tuple(sorted(set(terms.needs) - {row.pk}))
    if not (0 <= terms.load <= 1e5 and 0 < terms.least_part <= 1 and len(needs) <= MOST_NEEDS):
        raise CandidateIsNotRight()
    _refuse_unknown(row, needs)
    row.title = checked_title(terms.title) if terms.title.strip() else ""
    row.variants = checked_text(terms.variants, 40).strip()
    row.needs, row.load, row.least_part = list(needs), terms.load, terms.least_part


def _refuse_unknown(row: PlanCandidate, needs: Sequence[int]) -> None:
    known = PlanCandidate.objects.filter(pk__in=needs, city_id=row.city_id).count()
    if known != len(needs):
        raise CandidateIsNotRight()


__all__ = [
    "NoSuchPlanFile",
    "change_candidate",
    "make_programme_of_candidate",
    "move_candidate",
    "set_input",
    "write_candidate",
]
