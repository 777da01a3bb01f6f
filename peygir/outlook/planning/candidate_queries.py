"""Questions about candidates and portfolios."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet

from peygir.outlook.planning.candidate_facts import CandidateFacts, InputFacts, PortfolioFacts
from peygir.outlook.planning.models import PlanCandidate, PlanPortfolio
from peygir.outlook.planning.rules import may_plan, may_read_plans
from peygir.outlook.planning.states import CandidateInputName, CandidateState
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

MOST_CANDIDATES: Final = 1000
_ORDER: Final = [name.value for name in CandidateInputName]


def candidates(city_id: int, *, by: Actor, state: str = CandidateState.OPEN.value) -> list[CandidateFacts]:
    """Return the candidates of a state that somebody may read, those with the most benefit for their cost first."""
    rows = _rows().filter(city_id=city_id, state=state).order_by("pk")[:MOST_CANDIDATES]
    facts = [candidate_facts(row) for row in rows if may_see_candidate(by, row.unit_id)]
    return sorted(facts, key=lambda one: (-(one.benefit_per_milliard or 0.0), one.id))


def candidate(candidate_id: int, city_id: int, *, by: Actor) -> CandidateFacts | None:
    """Return one candidate; None for a number that is none, or one that this person may not read."""
    row = _rows().filter(pk=candidate_id, city_id=city_id).first()
    return candidate_facts(row) if row is not None and may_see_candidate(by, row.unit_id) else None


def candidates_by_id(ids: Iterable[int]) -> dict[int, CandidateFacts]:
    """Return these candidates by their ids, for the page of a portfolio, whose readers see them all."""
    return {row.pk: candidate_facts(row) for row in _rows().filter(pk__in=list(ids))}


def portfolios(city_id: int, *, by: Actor, most: int = 100) -> list[PortfolioFacts]:
    """Return the portfolios of a city, the newest first, for who reads plans; the inputs are left out."""
    if not may_read_plans(by):
        return []
    rows = PlanPortfolio.objects.filter(city_id=city_id).defer("inputs").order_by("-asked_at", "-pk")[:most]
    return [_portfolio(row, {}) for row in rows]


def portfolio(portfolio_id: int, city_id: int, *, by: Actor) -> PortfolioFacts | None:
    """Return one portfolio; None for a number that is none, or for who does not read plans."""
    row = PlanPortfolio.objects.filter(pk=portfolio_id, city_id=city_id).first()
    return _portfolio(row, row.inputs) if row is not None and may_read_plans(by) else None


def may_see_candidate(by: Actor, unit_id: int | None) -> bool:
    """Whether somebody reads a candidate: who plans for its unit, and the budget office."""
    return may_plan(by, unit_id) or may_choose_for_city(by)


def may_choose_for_city(by: Actor) -> bool:
    """Whether somebody chooses among the candidates of all units: the budget office."""
    return by.kind == "staff" and by.may(Permission.KEEP_BUDGET)


def candidate_facts(row: PlanCandidate) -> CandidateFacts:
    """Return the facts of a row whose inputs are there."""
    inputs = sorted(row.inputs.all(), key=lambda one: _ORDER.index(one.name))
    likely = {one.name: one.likely for one in inputs}
    benefit = None
    if set(_ORDER) - {"cost"} <= set(likely):
        benefit = likely["incidents"] / likely["reported"] * likely["severity"] * likely["people"]
        benefit *= likely["avoidable"] * likely["years"]
    return CandidateFacts(
        id=row.pk,
        source=row.source,
        title=row.title,
        topic_id=row.topic_id,
        district_id=row.district_id,
        neighbourhood_id=row.neighbourhood_id,
        unit_id=row.unit_id,
        asset_id=row.asset_id,
        lat=row.lat,
        lon=row.lon,
        variants=row.variants,
        needs=tuple(row.needs),
        load=row.load,
        least_part=row.least_part,
        supporters=row.supporters,
        case_ids=tuple(row.case_ids),
        state=row.state,
        programme_id=row.programme_id,
        inputs=tuple(
            InputFacts(one.name, one.low, one.likely, one.high, one.basis, one.note, one.by, one.at) for one in inputs
        ),
        benefit=benefit,
    )


def _rows() -> QuerySet[PlanCandidate]:
    return PlanCandidate.objects.prefetch_related("inputs")


def _portfolio(row: PlanPortfolio, inputs: Any) -> PortfolioFacts:
    return PortfolioFacts(
        id=row.pk,
        title=row.title,
        terms=row.terms,
        inputs=inputs,
        digest=row.digest,
        state=row.state,
        result=row.result,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
    )
