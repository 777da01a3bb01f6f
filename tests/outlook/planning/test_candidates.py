"""Candidates for money: found by themselves, changed by people, chosen by a job, and made into programmes."""

from typing import Any

import pytest

from peygir.cases.models import Case
from peygir.core import clock
from peygir.history.queries import timeline, verify
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.candidates import CandidateIsNotOpen, CandidateTerms
from peygir.outlook.planning.actions.finding import AVOIDABLE
from peygir.outlook.planning.actions.portfolios import NothingToChooseFrom, PortfolioIsBeingComputed
from peygir.outlook.planning.candidate_queries import candidate, candidates
from peygir.outlook.planning.models import (
    CandidateInput,
    PlanCandidate,
    PlanPortfolio,
    PlanProblem,
    Programme,
)
from peygir.outlook.planning.portfolio_rules import (
    InputIsNotRight,
    Override,
    OverrideNeedsAReason,
    PortfolioTerms,
    PortfolioTermsAreNotRight,
)
from peygir.outlook.planning.rules import PlanReasonIsMissing
from peygir.people.actions import NotYourWork
from tests import make
from tests.planned import office
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")
INPUTS = {
    "incidents": (8.0, 10.0, 13.0),
    "reported": (0.5, 0.8, 1.0),
    "severity": (0.9, 1.0, 1.2),
    "people": (10.0, 30.0, 100.0),
    "avoidable": (0.3, 0.6, 0.85),
    "years": (2.0, 4.0, 6.0),
    "cost": (4e8, 5e8, 9e8),
}


def repeated(town: Town, count: int = 5) -> list[str]:
    """Potholes at one place of district 1."""
    return [make.in_hand(phone=PHONES[number], text="چالهٔ وسط خیابان") for number in range(count)]


def written(town: Town, title: str, **given: Any) -> int:
    """A candidate of district 1 that a person wrote."""
    inputs = {**INPUTS, **given.pop("inputs", {})}
    district = town.districts[given.pop("district", "1")]
    terms = CandidateTerms(title=title, **given)
    return actions.write_candidate(
        town.city_id, terms, inputs, unit_id=town.units["D-01"], district_id=district, by=town.manager
    )


def test_places_that_fail_again_are_found_once(town: Town) -> None:
    codes = repeated(town)
    Case.objects.filter(code__in=codes).update(cell=Case.objects.get(code=codes[0]).cell)
    secret = make.in_hand(phone=PHONES[30], text="چالهٔ دیگر")
    Case.objects.filter(code=secret).update(is_confidential=True, cell=Case.objects.get(code=codes[0]).cell)
    assert actions.find_candidates(town.city_id, clock.now()) == 1
    assert actions.find_candidates(town.city_id, clock.now()) == 0
    row = PlanCandidate.objects.get()
    assert (row.source, row.supporters, len(row.case_ids)) == ("repeat", 5, 5)
    assert row.unit_id == town.units["D-01"]
    inputs = {one.name: one for one in row.inputs.all()}
    assert inputs["incidents"].likely == 5
    assert inputs["incidents"].low < 5 < inputs["incidents"].high
    assert inputs["avoidable"].basis == "assumed"
    assert (inputs["avoidable"].low, inputs["avoidable"].high) == (AVOIDABLE[0], AVOIDABLE[2])
    assert "cost" not in inputs, "no work order has costs yet"
    assert [event.kind for event in timeline("candidate", row.pk)] == ["candidate_found"]


def test_what_a_person_entered_stays(town: Town) -> None:
    codes = repeated(town)
    Case.objects.filter(code__in=codes).update(cell=Case.objects.get(code=codes[0]).cell)
    actions.find_candidates(town.city_id, clock.now())
    row = PlanCandidate.objects.get()
    with make.refused(NotYourWork):
        actions.set_input(row.pk, "cost", (1.0, 2.0, 3.0), by=office("budget"))
    for values in ((3.0, 2.0, 4.0), (0.0, 1.0, 2.0), (1.0, 2.0, float("nan"))):
        with make.refused(InputIsNotRight):
            actions.set_input(row.pk, "cost", values, by=town.manager)
    with make.refused(InputIsNotRight):
        actions.set_input(row.pk, "avoidable", (0.5, 0.9, 1.2), by=town.manager)
    actions.set_input(row.pk, "incidents", (20.0, 25.0, 30.0), note="شمارش میدانی", by=town.manager)
    more = make.in_hand(phone=PHONES[20], text="باز هم چاله")
    Case.objects.filter(code=more).update(cell=Case.objects.get(code=codes[0]).cell)
    actions.find_candidates(town.city_id, clock.now())
    stored = CandidateInput.objects.get(candidate=row, name="incidents")
    assert (stored.likely, stored.basis, stored.note) == (25.0, "person", "شمارش میدانی")
    facts = candidate(row.pk, town.city_id, by=town.manager)
    assert facts is not None
    assert facts.supporters == 6
    kinds = [event.kind for event in timeline("candidate", row.pk)]
    assert kinds[:2] == ["candidate_found", "candidate_input_set"]
    assert verify().breaks == []


def test_a_candidate_is_left_out_and_taken_up_with_a_reason(town: Town) -> None:
    pk = written(town, "روکش")
    with make.refused(PlanReasonIsMissing):
        actions.move_candidate(pk, to="dropped", reason=" ", by=town.manager)
    actions.move_candidate(pk, to="dropped", reason="زمین ملک شخصی است", by=town.manager)
    with make.refused(CandidateIsNotOpen):
        actions.set_input(pk, "cost", (1.0, 2.0, 3.0), by=town.manager)
    assert candidates(town.city_id, by=town.manager) == []
    actions.move_candidate(pk, to="open", reason="مالک رضایت داد", by=town.manager)
    assert [one.id for one in candidates(town.city_id, by=town.manager)] == [pk]
    assert candidates(town.city_id, by=town.clerk) == []


def test_a_candidate_becomes_a_programme_with_its_problem(town: Town) -> None:
    codes = repeated(town)
    Case.objects.filter(code__in=codes).update(cell=Case.objects.get(code=codes[0]).cell)
    actions.find_candidates(town.city_id, clock.now())
    row = PlanCandidate.objects.get()
    actions.set_input(row.pk, "cost", (4e8, 5e8, 9e8), by=town.manager)
    programme_id = actions.make_programme_of_candidate(row.pk, "روکش گلگشت", by=town.manager)
    programme = Programme.objects.get(pk=programme_id)
    assert PlanProblem.objects.get().evidence["cases"] == 5
    option = programme.options.get()
    assert (option.effect_low, option.effect, option.evidence_class) == (0.3, 0.6, "D")
    assert [cost.likely for cost in option.costs.all()] == [500_000_000]
    row.refresh_from_db()
    assert (row.state, row.programme_id) == ("planned", programme_id)
    with make.refused(CandidateIsNotOpen):
        actions.make_programme_of_candidate(row.pk, "دوباره", by=town.manager)


def test_a_portfolio_is_computed_by_a_job_and_kept_with_its_inputs(town: Town) -> None:
    with make.refused(NothingToChooseFrom):
        actions.ask_for_portfolio(town.city_id, "۱۴۰۶", PortfolioTerms(budget=10**9), by=town.manager)
    small = written(town, "کف‌شور", inputs={"incidents": (90.0, 100.0, 120.0), "cost": (4e6, 5e6, 6e6)})
    pks = [written(town, f"طرح {number}", inputs={"cost": (4e8, 5e8 + number, 9e8)}) for number in range(6)]
    first, second = written(town, "گونهٔ یک", variants="v"), written(town, "گونهٔ دو", variants="v")
    needs = written(town, "وابسته", needs=(pks[5],))
    for terms, refusal in (
        (PortfolioTerms(budget=0), PortfolioTermsAreNotRight),
        (PortfolioTerms(budget=10, floors={"1": 11}), PortfolioTermsAreNotRight),
        (PortfolioTerms(budget=10, equity=0.7), PortfolioTermsAreNotRight),
        (PortfolioTerms(budget=10, overrides={small: Override(True, " ")}), OverrideNeedsAReason),
    ):
        with make.refused(refusal):
            actions.ask_for_portfolio(town.city_id, "۱۴۰۶", terms, by=town.manager)
    with make.refused(NotYourWork):
        actions.ask_for_portfolio(town.city_id, "۱۴۰۶", PortfolioTerms(budget=10**9), by=town.clerk)
    terms = PortfolioTerms(
        budget=2_000_000_000, ratios={"1": 1.4}, overrides={pks[0]: Override(False, "زمین آماده نیست")}
    )
    portfolio_id = actions.ask_for_portfolio(town.city_id, "۱۴۰۶", terms, by=town.manager)
    with make.refused(PortfolioIsBeingComputed):
        actions.ask_for_portfolio(town.city_id, "دیگر", terms, by=town.manager)
    actions.set_input(small, "cost", (4e9, 5e9, 6e9), by=town.manager)  # later changes do not change what was asked
    actions.compute_portfolio(portfolio_id, draws=60)
    row = PlanPortfolio.objects.get()
    assert row.state == "ready"
    chosen = {int(key) for key in row.result["chosen"]}
    assert small in chosen
    assert row.result["small_and_sure"] == [small]
    assert pks[0] not in chosen
    assert row.result["chances"][str(pks[0])] == 0
    assert len({first, second} & chosen) <= 1
    assert needs not in chosen or pks[5] in chosen
    assert 0 < row.result["cost"] <= terms.budget
    assert row.result["gap"] <= 0.001
    assert [one["equity"] for one in row.result["equities"]] == [0.0, 0.5, 1.0]
    assert all(0 <= chance <= 1 for chance in row.result["chances"].values())
    kept = dict(row.result)
    actions.compute_portfolio(portfolio_id, draws=10)
    row.refresh_from_db()
    assert row.result == kept, "computed twice, it changes nothing"
    assert verify().breaks == []


def test_limits_that_do_not_fit_together_are_said(town: Town) -> None:
    pk = written(town, "گران", inputs={"cost": (4e12, 5e12, 6e12)})
    written(town, "دیگر")
    terms = PortfolioTerms(budget=10**9, overrides={pk: Override(True, "دستور شورا")})
    portfolio_id = actions.ask_for_portfolio(town.city_id, "۱۴۰۶", terms, by=town.manager)
    actions.compute_portfolio(portfolio_id, draws=10)
    row = PlanPortfolio.objects.get()
    assert (row.state, row.result) == ("failed", {"why": "impossible"})
