"""Asks for portfolios and computes them by a job: the web process never solves one."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.planning import PortfolioAsked, PortfolioComputed
from peygir.outlook.planning.actions.files import locked_plan, record_plan
from peygir.outlook.planning.candidate_facts import CandidateFacts
from peygir.outlook.planning.candidate_queries import candidates, may_choose_for_city
from peygir.outlook.planning.models import PlanPortfolio
from peygir.outlook.planning.portfolio_rules import PortfolioTerms, checked_terms, terms_from
from peygir.outlook.planning.rules import checked_title, digest_of
from peygir.outlook.planning.states import CandidateInputName, PortfolioState
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import SYSTEM, Actor
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

COMPUTE_PORTFOLIO: Final = "compute_portfolio"
"""The name of `compute_portfolio` in jobs, whose file is the portfolio."""
DRAWS: Final = 1000
STUCK_AFTER: Final = timedelta(minutes=30)
"""A portfolio that is computed for longer has lost its worker; another may be asked for."""


class NothingToChooseFrom(Conflict):
    """No open candidate has all its inputs."""

    message = _("There is no open candidate with all its inputs and a cost.")


class PortfolioIsBeingComputed(Conflict):
    """One portfolio at a time takes a processor."""

    message = _("Another portfolio is being computed. Try again in a few minutes.")


@transaction.atomic
def ask_for_portfolio(city_id: int, title: str, terms: PortfolioTerms, *, by: Actor) -> int:
    """Keep the terms and the inputs of all candidates that somebody plans for, and leave a job; returns the id.

    Raises NotYourWork, TitleIsMissing, PortfolioTermsAreNotRight, OverrideNeedsAReason, NothingToChooseFrom,
    PortfolioIsBeingComputed.
    """
    if not (by.kind == "staff" and by.may(Permission.PLAN_CITY)) and not may_choose_for_city(by):
        raise NotYourWork()
    checked, now = checked_terms(terms), clock.now()
    waiting = PlanPortfolio.objects.filter(city_id=city_id, state=PortfolioState.WAITING)
    if waiting.filter(asked_at__gt=now - STUCK_AFTER).exists():
        raise PortfolioIsBeingComputed()
    kept = {
        str(one.id): _kept(one, city_id)
        for one in candidates(city_id, by=by)
        if len(one.inputs) == len(CandidateInputName)
    }
    if not kept:
        raise NothingToChooseFrom()
    inputs, stored = {"candidates": kept}, checked.as_json()
    row = PlanPortfolio(
        city_id=city_id,
        title=checked_title(title),
        terms=stored,
        inputs=inputs,
        digest=digest_of({"terms": stored, "inputs": inputs}),
        asked_by=str(by),
        asked_at=now,
    )
    row.save(force_insert=True)
    event = PortfolioAsked(digest=row.digest, candidates=len(kept), budget=checked.budget)
    record_plan(row, event, by=by)
    add_jobs(COMPUTE_PORTFOLIO, [row.pk], queue=OUTSIDE_QUEUE)
    return row.pk


def compute_portfolio(portfolio_id: int, *, draws: int = DRAWS) -> None:
    """Compute a portfolio that waits; run it as a job, outside any transaction. Done twice, it changes nothing."""
    from peygir.outlook.planning.methods.candidate_draws import CandidateValues
    from peygir.outlook.planning.methods.candidate_portfolio import computed
    from peygir.outlook.planning.methods.integer_programme import ChoiceTookTooLong, NoChoiceIsPossible

    row = PlanPortfolio.objects.filter(pk=portfolio_id, state=PortfolioState.WAITING).first()
    if row is None:
        return
    values = [
        CandidateValues(
            id=int(key),
            district=one["district"],
            unit=one["unit"],
            variants=one["variants"],
            needs=tuple(one["needs"]),
            load=one["load"],
            least_part=one["least_part"],
            supporters=one["supporters"],
            inputs={name: (low, likely, high) for name, (low, likely, high) in one["inputs"].items()},
        )
        for key, one in sorted(row.inputs["candidates"].items(), key=lambda pair: int(pair[0]))
    ]
    try:
        result: dict[str, Any] = computed(values, terms_from(row.terms), draws=draws)
        state = PortfolioState.READY
    except (NoChoiceIsPossible, ChoiceTookTooLong) as failure:
        result, state = (
            {"why": "impossible" if isinstance(failure, NoChoiceIsPossible) else "long"},
            PortfolioState.FAILED,
        )
    _end(portfolio_id, state, result)


@transaction.atomic
def _end(portfolio_id: int, state: PortfolioState, result: dict[str, Any]) -> None:
    row = locked_plan(PlanPortfolio, portfolio_id)
    if row.state != PortfolioState.WAITING:
        return
    row.state, row.result, row.ended_at = state.value, result, clock.now()
    event = PortfolioComputed(is_possible=state is PortfolioState.READY, digest=digest_of(result))
    record_plan(row, event, by=SYSTEM, write=["state", "result", "ended_at"])


def _kept(one: CandidateFacts, city_id: int) -> dict[str, Any]:
    return {
        "title": one.title,
        "source": one.source,
        "district": city.district_code(city_id, one.district_id) if one.district_id else "",
        "unit": str(one.unit_id or ""),
        "variants": one.variants,
        "needs": list(one.needs),
        "load": one.load,
        "least_part": one.least_part,
        "supporters": one.supporters,
        "inputs": {each.name: [each.low, each.likely, each.high] for each in one.inputs},
        "basis": {each.name: each.basis for each in one.inputs},
    }
