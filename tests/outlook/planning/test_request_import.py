"""Requests that were answered elsewhere come in as problems with answers of the closed list."""

from pathlib import Path
from typing import Any

import pytest

from peygir.history.queries import verify
from peygir.outlook.planning import actions, queries
from peygir.outlook.planning.models import PlanProblem, ProblemAnswer
from peygir.people.actions import NotYourWork
from tests import make
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
MAPPING = {"reference": "trkno", "title": "request", "text": "reason", "answer": "category", "reason": "response"}
MEANINGS = {"1": "accommodated", "8": "needs_study", "10": "not_budget"}
HEAD = "trkno,request,reason,category,response\n"
GOOD = 'A1,Renovate the school,"The floor\nhas buckled",8,Further study\nA2,Longer hours,Need,10,\nA3,A lamp,Dark,,\n'


def imported(town: Town, path: Path, text: str, **given: Any) -> Any:
    """The outcome of importing a CSV of this text."""
    path.write_text(HEAD + text, encoding="utf-8")
    given.setdefault("by", town.mayor)
    return actions.import_requests(
        path, city_id=town.city_id, unit_id=town.units["D-01"], mapping=MAPPING, meanings=MEANINGS, **given
    )


def test_requests_become_problems_with_answers(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    with make.refused(NotYourWork):
        imported(town, path, GOOD, by=town.clerk)
    outcome = imported(town, path, GOOD)
    assert (outcome.rows, outcome.made, outcome.known, outcome.faults) == (3, 3, 0, ())
    assert outcome.answers == {"needs_study": 1, "not_budget": 1}
    problem = PlanProblem.objects.get(reference="A1")
    assert (problem.state, problem.is_public, problem.text) == ("open", False, "The floor\nhas buckled")
    answers = queries.answers_of(problem.pk, on=problem.valid_from)
    assert [(answer.answer, answer.reason) for answer in answers] == [("needs_study", "Further study")]
    assert not ProblemAnswer.objects.filter(problem__reference="A3").exists()
    again = imported(town, path, GOOD)
    assert (again.made, again.known) == (0, 3)
    assert verify().breaks == []


def test_a_row_with_a_fault_stops_all_or_is_left_out(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    text = GOOD + ",Parks,,,\nA1,Again,,1,\nA4,Other,,11,\n"
    outcome = imported(town, path, text)
    names = [fault.why.name for fault in outcome.faults]
    assert names == ["RequestHasNoReference", "RequestIsTwice", "RequestAnswerIsUnknown"]
    assert not outcome.is_written
    assert not PlanProblem.objects.exists()
    left = imported(town, path, text, leaves_faulty=True)
    assert (left.made, len(left.faults)) == (3, 3)
