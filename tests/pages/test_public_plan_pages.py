"""What everybody reads of plans: the chain from problem to goal, nothing that is not public, no small counts."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from peygir.core import clock
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.budget import LineTerms
from peygir.outlook.planning.actions.council import SessionTerms
from peygir.outlook.planning.actions.proposals import ProposalTerms
from peygir.outlook.planning.budget_rules import LineSums
from peygir.outlook.planning.models import BudgetLine, CouncilSession, GoalMeasurement, PlanProblem
from peygir.outlook.planning.rules import GoalTerms
from tests import planned
from tests.drain import drain
from tests.markup import packed
from tests.outlook.planning.test_measuring import choice, live_months
from tests.planned import APPROVED, TITLE, office
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
DAY = date(2026, 5, 3)


def read(path: str, language: str = "en", status: int = 200) -> str:
    """What a stranger is answered."""
    answer: Any = Client(headers={"Accept-Language": language}).get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return packed(answer.content.decode())


def data(path: str) -> dict[str, Any]:
    """The JSON beside a page."""
    answer: Any = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    result: dict[str, Any] = json.loads(answer.content)
    return result


def public_chain(town: Town, cases: int = 1) -> tuple[int, int, int]:
    """A public problem, its funded programme and its registered goal: their ids."""
    codes = [planned.planned_case(town, number) for number in range(cases)]
    problem_id = planned.problem_of(town, codes)
    programme_id = planned.programme_of(town, problem_id)
    terms = ProposalTerms(
        title=f"لایحهٔ {TITLE}",
        text="ماده واحده",
        amount=APPROVED,
        commission="عمران",
        letter_number="۱۲۳",
        letter_on=DAY,
        is_public=True,
    )
    proposal_id = actions.make_proposal(programme_id, terms, by=town.manager)
    actions.send_proposal(proposal_id, by=town.manager)
    item_id = planned.item_of(town, proposal_id)
    votes = {town.staff["council"]: "for"}
    made = planned.decision(votes=votes, votes_for=1, votes_against=0, votes_abstained=0)
    actions.record_decision(item_id, made, by=office("secretariat"))
    line = LineTerms(year=1405, code="2-101", title=TITLE, sums=LineSums(APPROVED, 2_000_000_000, 10**9, 10**9))
    line_id = actions.make_line(town.city_id, line, by=office("budget"))
    actions.tie_line(line_id, programme_id, by=office("budget"))
    goal = GoalTerms(
        measure="cases_opened~in.district.1~in.topic.CIV-01",
        measured_in="cases",
        baseline=40,
        baseline_from=date(2025, 5, 1),
        baseline_to=date(2026, 4, 30),
        target=16,
        due_on=date(2027, 5, 1),
        estimator="its",
    )
    goal_id = actions.make_goal(programme_id, goal, by=town.manager)
    actions.register_goal(goal_id, by=town.manager)
    drain()
    return problem_id, programme_id, goal_id


def test_without_plans_the_page_says_so(town: Town) -> None:
    assert "No plan is public yet" in read("/plans/")
    for path in ("/plans/problems/1/", "/plans/programmes/1/", "/plans/goals/1/", "/plans/sessions/1/"):
        read(path, status=404)
    for path in ("/plans/problems/1.json", "/plans/nothing/1.json", "/plans/sessions/1/pack.pdf"):
        read(path, status=404)


def test_the_chain_is_read_from_problem_to_goal(town: Town) -> None:
    problem_id, programme_id, goal_id = public_chain(town)
    assert TITLE in read("/plans/")
    page = read(f"/plans/problems/{problem_id}/")
    assert f"/plans/programmes/{programme_id}/" in page
    page = read(f"/plans/programmes/{programme_id}/")
    for words in ("What was asked", "1 for", "5,000,000,000 rials", "20%", "1 billion rials of 5"):
        assert words in page, words
    assert "نام council" in page or "Council" in page
    assert f"/plans/goals/{goal_id}/" in page
    page = read(f"/plans/goals/{goal_id}/")
    assert "from 40 to 16" in page
    session_id = CouncilSession.objects.get().pk
    assert "ماده واحده" in read(f"/plans/sessions/{session_id}/", "fa")
    pack: Any = Client().get(f"/plans/sessions/{session_id}/pack.pdf")
    assert pack.content.startswith(b"%PDF")
    chain = data(f"/plans/problems/{problem_id}.json")["programmes"][0]
    assert chain["budget_lines"][0]["spent"] == 10**9
    assert chain["decisions"][0]["outcome"] == "approved"
    assert chain["goals"][0]["target"] == 16
    assert data(f"/plans/programmes/{programme_id}.json")["title"] == TITLE
    assert data(f"/plans/goals/{goal_id}.json")["due_on"] == "2027-05-01"


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_measured_goal_shows_its_series_without_small_counts(
    town: Town, town_clock: TownClock, tmp_path: Path, language: str
) -> None:
    _problem_id, programme_id, _goal_id = public_chain(town)
    live_months(town, 140201, 38, level=30, seed=71)
    goal_id = actions.write_goal(programme_id, choice(), folder=tmp_path, by=town.manager)
    actions.register_goal(goal_id, by=town.manager)
    path = f"/plans/goals/{goal_id}/"
    assert "<figure" not in read(path, language), "nothing is measured yet"
    line_id = BudgetLine.objects.get().pk
    actions.move_line(line_id, "begin", by=office("budget"))
    town_clock.forward(days=70)
    actions.move_line(line_id, "finish", by=office("budget"))
    live_months(town, 140505, 14, level=5, seed=72)
    town_clock.forward(days=400)
    assert actions.measure_due_goals(town.city_id, tmp_path, clock.now()) >= 1
    page = read(path, language)
    sentences = {
        "fa": ("آغاز کار", "عدد پیش از کار", "هدف:", "بازهٔ انتظار", "هدف به دست آمد", "ماه‌های اجرای کار"),
        "en": (
            "The work began",
            "The number before",
            "Target:",
            "19 times in 20",
            "it is reached",
            "Months of the work",
        ),
    }
    for sentence in sentences[language]:
        assert sentence in page, sentence
    assert "<polygon" in page
    months = data(f"{path.rstrip('/')}.json")["months"]
    measurement = GoalMeasurement.objects.get(goal_id=goal_id)
    series, rows = measurement.result["series"], measurement.inputs["rows"]
    assert any(0 < count < 5 for count in rows)
    for month, count, stored in zip(months, rows, series, strict=True):
        assert month["measured"] == (None if 0 < count < 5 else stored[0])


def test_small_counts_are_hidden_and_large_ones_shown(town: Town) -> None:
    problem_id, _programme_id, _goal_id = public_chain(town)
    assert "fewer than 5" in read(f"/plans/problems/{problem_id}/")
    assert data(f"/plans/problems/{problem_id}.json")["evidence"]["cases"] is None
    codes = [planned.planned_case(town, number) for number in range(20, 25)]
    actions.link_cases(problem_id, codes, by=town.manager)
    assert data(f"/plans/problems/{problem_id}.json")["evidence"]["cases"] == 6
    assert data(f"/plans/problems/{problem_id}.json")["counts_below_are_hidden"] == 5


def test_nothing_that_is_not_public_is_read(town: Town, town_clock: TownClock) -> None:
    problem_id, programme_id, goal_id = public_chain(town)
    session_id, by = CouncilSession.objects.get().pk, office("secretariat")
    terms = SessionTerms(number="۷۱", held_on=DAY, is_public=False, minutes="محرمانه")
    actions.change_session(session_id, terms, by=by)
    read(f"/plans/sessions/{session_id}/", status=404)
    page = read(f"/plans/programmes/{programme_id}/", "fa")
    assert "نام council" not in page
    assert f"/plans/sessions/{session_id}/" not in page
    PlanProblem.objects.filter(pk=problem_id).update(is_public=False)
    read(f"/plans/problems/{problem_id}.json", status=404)
    hidden = planned.problem_of(town, [planned.planned_case(town, 5)], is_public=False, title="مسئلهٔ پنهان")
    read(f"/plans/problems/{hidden}/", status=404)
    assert "مسئلهٔ پنهان" not in read("/plans/", "fa")
    assert data(f"/plans/goals/{goal_id}.json")["state"] == "registered"


def test_a_kept_page_follows_the_next_decision(town: Town) -> None:
    by = office("secretariat")
    problem_id = planned.problem_of(town, [planned.planned_case(town)])
    programme_id = planned.programme_of(town, problem_id)
    item_id = planned.item_of(town, planned.sent_proposal(town, programme_id))
    path = f"/plans/programmes/{programme_id}/"
    assert "Proposed to the council" in read(path)
    actions.record_decision(item_id, planned.decision("refused", reason="اعتبار کافی نیست"), by=by)
    assert "Refused by the council" in read(path)


def test_personal_words_in_answers_and_minutes_are_covered(town: Town) -> None:
    problem_id, by = planned.problem_of(town, [planned.planned_case(town)]), office("secretariat")
    answer_id = actions.ask_for_answer(problem_id, body="council", request="پرسش آقای رضا احمدی", by=town.manager)
    actions.give_answer(answer_id, answer="needs_study", reason="با ۰۹۱۷۱۲۳۴۵۶۷ تماس بگیرید", by=by)
    session_id = actions.make_session(town.city_id, SessionTerms(number="۷۵", held_on=DAY), by=by)
    CouncilSession.objects.filter(pk=session_id).update(minutes="شمارهٔ ۰۹۱۷۱۲۳۴۵۶۷ خوانده شد")  # before it was checked
    for path in (
        f"/plans/problems/{problem_id}/",
        f"/plans/problems/{problem_id}.json",
        f"/plans/sessions/{session_id}/",
    ):
        page = read(path, "fa")
        assert "۰۹۱۷۱۲۳۴۵۶۷" not in page
        assert "رضا احمدی" not in page
