"""Finds candidates for money by itself, and counts their inputs anew; what a person entered stays as it is."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.history.actions import record
from peygir.history.kinds.planning import CandidateCounted, CandidateFound
from peygir.outlook.planning.actions.files import locked_plan
from peygir.outlook.planning.candidate_counts import CountedPlace, costs_of_topics, counted_places, repeats_of_topics
from peygir.outlook.planning.goal_rules import MeasureIsNotMonthly, checked_measure
from peygir.outlook.planning.models import CandidateInput, PlanCandidate, PlanGoal
from peygir.outlook.planning.states import CandidateInputName as Name
from peygir.outlook.planning.states import CandidateSource, CandidateState, GoalState, InputBasis
from peygir.people.rules import SYSTEM
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

FIND_CANDIDATES: Final = "find_candidates"
"""The name of `find_candidates` in jobs, whose file is the city."""
Z90: Final = 1.6448536269514722
SEVERITY_SPREAD: Final = 1.2
PEOPLE: Final = (10.0, 30.0, 100.0)
AVOIDABLE: Final = (0.3, 0.6, 0.85)
REPORTED: Final = (0.5, 0.8, 1.0)
YEARS: Final[Mapping[str, tuple[float, float, float]]] = {
    CandidateSource.REPEAT: (2.0, 4.0, 6.0),
    CandidateSource.WARRANTY: (1.0, 3.0, 5.0),
    CandidateSource.ASSET: (5.0, 8.0, 12.0),
}
"""Assumptions, the same for all places until somebody knows better: they are shown as such and can be changed."""
CHANGED: Final = 0.02
"""An input that changed by less is left as it is, so that nights without news leave no events."""
Numbers = tuple[float, float, float]


def plan_candidates() -> None:
    """Leave a job for each city that looks for candidates."""
    add_jobs(FIND_CANDIDATES, [one.id for one in city.cities()], queue=OUTSIDE_QUEUE)


def find_candidates(city_id: int, now: datetime) -> int:
    """Find the candidates of a city and count their inputs anew; returns how many are new. A second call adds nothing.

    A candidate that is no longer found stays with its last numbers; one that was left out or planned is not counted.
    """
    costs, measured = costs_of_topics(city_id, now=now), _measured(city_id)
    repeats = repeats_of_topics(city_id, now=now)
    known = {
        (source, key): pk
        for pk, source, key in PlanCandidate.objects.filter(city_id=city_id).values_list("pk", "source", "source_key")
    }
    added = 0
    for place in counted_places(city_id, now=now):
        inputs = _inputs_of(place, costs, repeats, measured)
        pk = known.get((place.source, place.key))
        if pk is None:
            _add(city_id, place, inputs, now)
            added += 1
        else:
            _count(pk, place, inputs, now)
    return added


def _inputs_of(
    place: CountedPlace,
    costs: Mapping[int | None, Numbers],
    repeats: Mapping[int, tuple[int, int, float, float]],
    measured: Mapping[int, Numbers],
) -> dict[str, tuple[Numbers, str]]:
    """Each input with its basis; the cost is missing where no work order has one."""
    from peygir.outlook.planning.methods.reporting_change import RepeatedReports, reported_interval

    spread = math.exp(Z90 / math.sqrt(max(place.cases, 1.0)))
    sums = repeats.get(place.topic_id or 0)
    reported = reported_interval(RepeatedReports(*sums)) if sums is not None else None
    avoided = measured.get(place.topic_id or 0)
    inputs: dict[str, tuple[Numbers, str]] = {
        Name.INCIDENTS: ((place.cases / spread, place.cases, place.cases * spread), InputBasis.COUNTED),
        Name.REPORTED: (reported, InputBasis.COUNTED) if reported is not None else (REPORTED, InputBasis.ASSUMED),
        Name.SEVERITY: (
            (place.severity / SEVERITY_SPREAD, place.severity, place.severity * SEVERITY_SPREAD),
            InputBasis.COUNTED,
        ),
        Name.PEOPLE: (PEOPLE, InputBasis.ASSUMED),
        Name.AVOIDABLE: (avoided, InputBasis.MEASURED) if avoided is not None else (AVOIDABLE, InputBasis.ASSUMED),
        Name.YEARS: (YEARS[place.source], InputBasis.ASSUMED),
    }
    cost = costs.get(place.topic_id, costs.get(None))
    if cost is not None:
        inputs[Name.COST] = (cost, InputBasis.ORDERS)
    return inputs


def _measured(city_id: int) -> dict[int, Numbers]:
    """The share of incidents that reached goals of a topic avoided, by topic: the last measurement of each."""
    topics = {topic.code: topic.id for topic in city.every_topic(city_id)}
    avoided: dict[int, Numbers] = {}
    rows = PlanGoal.objects.filter(programme__city_id=city_id, state=GoalState.REACHED).order_by("pk")
    for goal in rows.prefetch_related("measurements"):
        try:
            question = checked_measure(goal.measure).question
        except MeasureIsNotMonthly:
            continue
        codes = [code for one in question.filters if one.dimension == "topic" and not one.is_not for code in one.values]
        last = max(goal.measurements.all(), key=lambda one: one.number, default=None)
        if question.metric != "cases_opened" or last is None or not last.result.get("ratio"):
            continue
        ratio, low, high = last.result["ratio"]
        shares = tuple(min(1.0, max(0.01, 1 - value)) for value in (high, ratio, low))
        for code in codes:
            if code in topics:
                avoided[topics[code]] = (shares[0], shares[1], shares[2])
    return avoided


@transaction.atomic
def _add(city_id: int, place: CountedPlace, inputs: Mapping[str, tuple[Numbers, str]], now: datetime) -> None:
    row = PlanCandidate(
        city_id=city_id,
        source=place.source,
        source_key=place.key,
        topic_id=place.topic_id,
        district_id=place.district_id,
        neighbourhood_id=place.neighbourhood_id,
        unit_id=place.unit_id,
        asset_id=place.asset_id,
        lat=place.lat,
        lon=place.lon,
        supporters=place.reports,
        case_ids=list(place.case_ids),
        state_at=now,
        made_by=str(SYSTEM),
        made_at=now,
    )
    row.save(force_insert=True)
    CandidateInput.objects.bulk_create(
        _input(row, name, numbers, basis, now) for name, (numbers, basis) in inputs.items()
    )
    kept = {str(name): list(numbers) for name, (numbers, _basis) in inputs.items()}
    record(row, CandidateFound(source=place.source, key=place.key, inputs=kept), by=str(SYSTEM), at=now)


@transaction.atomic
def _count(pk: int, place: CountedPlace, inputs: Mapping[str, tuple[Numbers, str]], now: datetime) -> None:
    row = locked_plan(PlanCandidate, pk)
    if row.state != CandidateState.OPEN:
        return
    there = {one.name: one for one in row.inputs.all()}
    changed: dict[str, list[float]] = {}
    for name, (numbers, basis) in inputs.items():
        stored = there.get(name)
        if stored is None:
            _input(row, name, numbers, basis, now).save(force_insert=True)
        elif stored.basis == InputBasis.PERSON or _is_near(stored, numbers):
            continue
        else:
            stored.low, stored.likely, stored.high = numbers
            stored.basis, stored.by, stored.at = str(basis), str(SYSTEM), now
            stored.save()
        changed[str(name)] = list(numbers)
    row.supporters, row.case_ids = place.reports, list(place.case_ids)
    if changed:
        record(row, CandidateCounted(inputs=changed), by=str(SYSTEM), at=now, write=["supporters", "case_ids"])
    else:
        row.save(update_fields=["supporters", "case_ids"])


def _input(row: PlanCandidate, name: str, numbers: Numbers, basis: str, now: datetime) -> CandidateInput:
    low, likely, high = numbers
    return CandidateInput(
        candidate=row, name=str(name), low=low, likely=likely, high=high, basis=str(basis), by=str(SYSTEM), at=now
    )


def _is_near(stored: CandidateInput, numbers: Numbers) -> bool:
    return all(
        abs(was - value) <= CHANGED * value
        for was, value in zip((stored.low, stored.likely, stored.high), numbers, strict=True)
    )
