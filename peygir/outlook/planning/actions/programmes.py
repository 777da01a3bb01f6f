"""Keeps programmes: options with costs and effects, the chosen option, and links to other programmes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import transaction

from peygir.cases.actions.file import refuse_the_personal
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.planning import ProgrammeKept, ProgrammeLinked, ProgrammeOptionChosen
from peygir.outlook.planning.actions.files import NoSuchPlanFile, locked_plan, move_plan, record_plan, refuse_other_than
from peygir.outlook.planning.actions.problems import PlanOwnerIsUnknown
from peygir.outlook.planning.lifecycle import PLANNER
from peygir.outlook.planning.models import (
    PlannedCost,
    PlanProblem,
    Programme,
    ProgrammeLink,
    ProgrammeOption,
    Proposal,
)
from peygir.outlook.planning.rules import OptionTerms, checked_options, checked_text, checked_title, digest_of
from peygir.outlook.planning.states import CHANGEABLE_PROGRAMMES, LinkKind, ProblemState
from peygir.people.rules import Actor


class ProblemIsNotOpen(Conflict):
    """A programme answers to a recognised problem."""

    message = _("Only a recognised problem can have a programme.")


class ProgrammeIsDecided(Conflict):
    """The options of a programme that was proposed or decided do not change."""

    message = _("This programme was proposed; its options do not change any more.")


class ProgrammeLinkIsNotRight(Invalid):
    """The other programme is none, is the same, or needs this one itself."""

    message = _("A programme is linked to another one of this city that does not need it in turn.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeTerms:
    """What a programme says; programmes of one `variant_group` exclude each other."""

    title: str
    text: str
    unit_id: int
    options: tuple[OptionTerms, ...]
    variant_group: str = ""
    is_public: bool = False
    valid_to: date | None = None


@transaction.atomic
def make_programme(problem_id: int, terms: ProgrammeTerms, *, by: Actor) -> int:
    """Write a programme for a recognised problem, with its options; returns its id.

    Raises NotYourWork, NoSuchPlanFile, ProblemIsNotOpen, PlanOwnerIsUnknown, and what `checked_options` raises.
    """
    refuse_other_than(PLANNER, by, terms.unit_id)
    problem, now = locked_plan(PlanProblem, problem_id), clock.now()
    if problem.state not in (ProblemState.OPEN, ProblemState.PLANNED):
        raise ProblemIsNotOpen()
    row = Programme(
        city_id=problem.city_id,
        problem=problem,
        made_by=str(by),
        made_at=now,
        state_at=now,
        valid_from=city.day_of(problem.city_id, now),
    )
    options = _write(row, terms)
    row.save(force_insert=True)
    _write_options(row, options)
    record_plan(row, _kept(row, options), by=by)
    return row.pk


@transaction.atomic
def change_programme(programme_id: int, terms: ProgrammeTerms, *, by: Actor) -> None:
    """Change a programme that is a draft or was returned; the choice of an option ends by that.

    Raises NotYourWork, NoSuchPlanFile, ProgrammeIsDecided, PlanOwnerIsUnknown, and what `checked_options` raises.
    """
    row = _changeable(programme_id, by)
    refuse_other_than(PLANNER, by, terms.unit_id)
    if Proposal.objects.filter(programme=row).exists():
        raise ProgrammeIsDecided()
    options = _write(row, terms)
    PlannedCost.objects.filter(option__programme=row).delete()
    row.options.all().delete()
    _write_options(row, options)
    row.chosen_option = None
    names = ["title", "text", "unit_id", "variant_group", "is_public", "valid_to", "chosen_option"]
    record_plan(row, _kept(row, options), by=by, write=names)


@transaction.atomic
def choose_option(programme_id: int, number: int, *, by: Actor) -> None:
    """Choose the option that is proposed. Raises NotYourWork, NoSuchPlanFile, ProgrammeIsDecided."""
    row = _changeable(programme_id, by)
    if not row.options.filter(number=number).exists():
        raise NoSuchPlanFile()
    row.chosen_option = number
    record_plan(row, ProgrammeOptionChosen(option=number), by=by, write=["chosen_option"])


@transaction.atomic
def link_programmes(programme_id: int, other_id: int, *, kind: str, by: Actor) -> None:
    """Say that a programme needs another one first, or excludes it; said again, it changes nothing.

    Raises NotYourWork, NoSuchPlanFile, ProgrammeLinkIsNotRight.
    """
    row = locked_plan(Programme, programme_id)
    refuse_other_than(PLANNER, by, row.unit_id)
    other = Programme.objects.filter(pk=other_id, city_id=row.city_id).first()
    if other is None or other.pk == row.pk or kind not in LinkKind.labels():
        raise ProgrammeLinkIsNotRight()
    if kind == LinkKind.NEEDS and row.pk in _needed_by(other.pk):
        raise ProgrammeLinkIsNotRight()
    _link, is_new = ProgrammeLink.objects.update_or_create(programme=row, other=other, defaults={"kind": kind})
    if is_new:
        record_plan(row, ProgrammeLinked(other=other.pk, link=kind), by=by)


@transaction.atomic
def unlink_programmes(programme_id: int, other_id: int, *, by: Actor) -> None:
    """End a link; one that is not there changes nothing. Raises NotYourWork, NoSuchPlanFile."""
    row = locked_plan(Programme, programme_id)
    refuse_other_than(PLANNER, by, row.unit_id)
    link = row.links.filter(other_id=other_id).first()
    if link is not None:
        link.delete()
        record_plan(row, ProgrammeLinked(other=other_id, link=link.kind, is_out=True), by=by)


@transaction.atomic
def move_programme(programme_id: int, verb: str, *, reason: str = "", by: Actor) -> None:
    """Drop a programme; its other moves follow from its proposal and its budget line.

    Raises NotYourWork, NoSuchPlanFile, PlanMoveNotPossible, PlanReasonIsMissing.
    """
    move_plan(locked_plan(Programme, programme_id), verb, reason=reason, by=by)


def _changeable(programme_id: int, by: Actor) -> Programme:
    row = locked_plan(Programme, programme_id)
    refuse_other_than(PLANNER, by, row.unit_id)
    if row.state not in CHANGEABLE_PROGRAMMES:
        raise ProgrammeIsDecided()
    return row


def _write(row: Programme, terms: ProgrammeTerms) -> tuple[OptionTerms, ...]:
    units = {terms.unit_id, *(one.unit_id for one in terms.options if one.unit_id)}
    facts = [city.unit(number) for number in units]
    if any(fact is None or fact.city_id != row.city_id for fact in facts):
        raise PlanOwnerIsUnknown()
    row.title, row.text, row.unit_id = checked_title(terms.title), checked_text(terms.text), terms.unit_id
    row.variant_group = checked_text(terms.variant_group, 40)
    row.is_public = terms.is_public
    if row.is_public:
        refuse_the_personal(f"{row.title}\n{row.text}")
    row.valid_to = max(terms.valid_to, row.valid_from) if terms.valid_to else None
    return checked_options(terms.options)


def _write_options(row: Programme, options: Sequence[OptionTerms]) -> None:
    for number, option in enumerate(options, start=1):
        values = {name: value for name, value in asdict(replace(option, costs=())).items() if name != "costs"}
        stored = ProgrammeOption.objects.create(programme=row, number=number, **values)
        PlannedCost.objects.bulk_create(PlannedCost(option=stored, **asdict(cost)) for cost in option.costs)


def _kept(row: Programme, options: Sequence[OptionTerms]) -> ProgrammeKept:
    names = ("title", "text", "variant_group", "is_public", "valid_to")
    content = {name: getattr(row, name) for name in names} | {"options": [asdict(option) for option in options]}
    return ProgrammeKept(problem=row.problem_id, unit=row.unit_id, options=len(options), digest=digest_of(content))


def _needed_by(programme_id: int) -> set[int]:
    """Every programme that must come before this one, directly or not."""
    before: set[int] = set()
    waiting = [programme_id]
    while waiting:
        links = ProgrammeLink.objects.filter(programme_id__in=waiting, kind=LinkKind.NEEDS)
        waiting = [other for other in links.values_list("other_id", flat=True) if other not in before]
        before.update(waiting)
    return before
