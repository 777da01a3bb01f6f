"""Plans as open data: a problem, a programme and a goal as JSON, with the same counts left out as on the pages."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.outlook.insight.monthly import first_day_of
from peygir.outlook.planning.facts import (
    BudgetLineFacts,
    GoalFacts,
    MeasurementFacts,
    OptionFacts,
    ProblemFacts,
    ProgrammeFacts,
)
from peygir.outlook.planning.goals_in_view import public_goal
from peygir.outlook.planning.public_stamp import plans_stamp
from peygir.outlook.planning.queries import answers_of, programmes_of
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.goal_chart import shown_series
from peygir.web.public.kept_pages import kept_page
from peygir.web.public.plan_parts import (
    FEWEST,
    ProgrammeChain,
    ShownDecision,
    chain_of,
    enough,
    months_of,
    public_text,
)
from peygir.web.public.plans import PlanIsNotPublic, problem_of, programme_of

Data = dict[str, Any]
KINDS: Final = ("problems", "programmes", "goals")


@public()
@require_GET
@kept_page(stamp=plans_stamp)
def published_plan_file(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Return a problem, a programme or a goal as JSON. Raises PlanIsNotPublic."""
    makers: dict[str, Callable[[int], Data]] = {
        "problems": lambda pk: _problem(problem_of(pk)),
        "programmes": lambda pk: _programme(chain_of(programme_of(pk))),
        "goals": _goal_of,
    }
    if kind not in KINDS:
        raise PlanIsNotPublic()
    data = {**makers[kind](number), "counts_below_are_hidden": FEWEST}
    return HttpResponse(json.dumps(data, ensure_ascii=False), content_type="application/json")


def _address(name: str, number: int) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=[number])}"


def _unit(unit_id: int | None) -> str | None:
    unit = city.unit(unit_id) if unit_id is not None else None
    return unit.code if unit is not None else None


def _problem(row: ProblemFacts) -> Data:
    evidence = row.evidence or {}
    return {
        "address": _address("published_problem", row.id),
        "title": row.title,
        "text": row.text,
        "tried": row.tried,
        "state": row.state,
        "unit": _unit(row.unit_id),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to is not None else None,
        "evidence": {
            name: enough(int(evidence[name])) for name in ("cases", "reports", "returned") if name in evidence
        },
        "months": {first_on.isoformat(): count for first_on, count in months_of(row)},
        "cost": dict(evidence.get("cost", {})),
        "answers": [
            {
                "body": answer.body,
                "unit": _unit(answer.unit_id),
                "due_on": answer.due_on.isoformat(),
                "answer": answer.answer,
                "reason": public_text(answer.reason),
                "answered_at": answer.answered_at.isoformat() if answer.answered_at is not None else None,
            }
            for answer in answers_of(row.id, on=today())
            if answer.answer
        ],
        "programmes": [_programme(chain_of(one)) for one in programmes_of(row.id, only_public=True)],
    }


def _programme(chain: ProgrammeChain) -> Data:
    row: ProgrammeFacts = chain.programme
    return {
        "address": _address("published_programme", row.id),
        "title": row.title,
        "text": row.text,
        "state": row.state,
        "unit": _unit(row.unit_id),
        "chosen_option": row.chosen_option,
        "options": [_option(option) for option in row.options],
        "proposals": [
            {
                "title": paper.title,
                "commission": paper.commission,
                "letter_number": paper.letter_number,
                "letter_on": paper.letter_on.isoformat() if paper.letter_on is not None else None,
                "amount": paper.amount,
                "state": paper.state,
            }
            for paper in chain.proposals
        ],
        "decisions": _decisions(chain.decisions),
        "budget_lines": [_line(line) for line in chain.lines],
        "goals": [_goal(goal) for goal in chain.goals],
    }


def _decisions(rows: Sequence[ShownDecision]) -> list[Data]:
    return [
        {
            "session": _address("published_sitting", shown.session_id) if shown.session_id is not None else None,
            "decided_on": shown.decision.decided_on.isoformat(),
            "outcome": shown.decision.outcome,
            "reason": shown.decision.reason,
            "amendments": shown.decision.amendments,
            "amount": shown.decision.amount,
            "votes_for": shown.decision.votes_for,
            "votes_against": shown.decision.votes_against,
            "votes_abstained": shown.decision.votes_abstained,
        }
        for shown in rows
    ]


def _option(row: OptionFacts) -> Data:
    return {
        "number": row.number,
        "title": row.title,
        "begins_on": row.begins_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "cost_low_likely_high": list(row.cost),
        "avoided_share_low_likely_high": list(row.effect),
        "years": row.years,
        "evidence_class": row.evidence_class,
        "evidence": row.evidence,
    }


def _line(row: BudgetLineFacts) -> Data:
    sums = {name: getattr(row, name) for name in ("approved", "allotted", "committed", "spent")}
    return {"year": row.year, "code": row.code, "title": row.title, "state": row.state, **sums}


def _goal_of(goal_id: int) -> Data:
    pair = public_goal(current_city().id, goal_id)
    if pair is None:
        raise PlanIsNotPublic()
    return _goal(pair[0])


def _goal(row: GoalFacts) -> Data:
    return {
        "address": _address("published_goal", row.id),
        "measure": row.measure,
        "measured_in": row.measured_in,
        "baseline": row.baseline,
        "baseline_from": row.baseline_from.isoformat(),
        "baseline_to": row.baseline_to.isoformat(),
        "target": row.target,
        "due_on": row.due_on.isoformat(),
        "estimator": row.estimator,
        "state": row.state,
        "registered_at": row.registered_at.isoformat() if row.registered_at is not None else None,
        "months": _months(row.measurements[-1]) if row.measurements else [],
        "measurements": [
            {
                "first_on": measured.first_on.isoformat(),
                "last_on": measured.last_on.isoformat(),
                "value": measured.value,
                "low": measured.low,
                "high": measured.high,
                "verdict": measured.verdict,
                "text": public_text(measured.text),
            }
            for measured in row.measurements
        ],
    }


def _months(measured: MeasurementFacts) -> list[Data]:
    """The series of a measurement: the first day of each month, what was measured, and what was expected."""
    rows = shown_series(measured, fewest=FEWEST)
    names = ("measured", "expected", "expected_low", "expected_high")
    return (
        [
            {"from": first_day_of(month).isoformat(), **dict(zip(names, values, strict=True))}
            for month, *values in zip(measured.months, *rows, strict=True)
        ]
        if rows
        else []
    )
