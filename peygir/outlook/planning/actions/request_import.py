"""Imports requests that were answered elsewhere, as problems with their answers: every fault with its row."""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.core.sheets import read_sheet
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.planning import ProblemAnswerAsked, ProblemAnswered, ProblemKept
from peygir.outlook.planning.actions.files import record_plan, refuse_other_than, salted
from peygir.outlook.planning.actions.problems import PlanOwnerIsUnknown
from peygir.outlook.planning.budget_rules import BudgetFault, BudgetUnitIsUnknown
from peygir.outlook.planning.lifecycle import PLANNER
from peygir.outlook.planning.models import PlanProblem, ProblemAnswer
from peygir.outlook.planning.request_rules import RequestIsTwice, RequestRow, request_of, request_places
from peygir.outlook.planning.rules import digest_of
from peygir.outlook.planning.states import AnsweringBody, ProblemState
from peygir.people.rules import Actor

NO_REASON: Final = "—"
"""The reason of an imported answer that came without one."""


@dataclass(frozen=True, slots=True)
class ImportedRequests:
    """The outcome: rows read, their faults, how many problems are new, and how often each answer was given in them."""

    rows: int
    faults: tuple[BudgetFault, ...]
    made: int
    known: int
    answers: Mapping[str, int]
    is_written: bool


def import_requests(
    path: Path,
    *,
    city_id: int,
    unit_id: int,
    mapping: Mapping[str, str] | None = None,
    meanings: Mapping[str, str] | None = None,
    leaves_faulty: bool = False,
    dry_run: bool = False,
    by: Actor,
) -> ImportedRequests:
    """Make a problem of each row of a table (CSV, Excel, ODS), with its answer; a known reference changes nothing.

    `unit_id` owns the problems whose row names no unit. `mapping`: our name of a column → the table's heading;
    `meanings`: a cell of the answers → a value of PlanAnswer. With a fault in any row nothing is written, unless
    `leaves_faulty`. The problems are not public. Raises NotYourWork, PlanOwnerIsUnknown, TableIsNotReadable,
    RequestColumnsAreMissing.
    """
    refuse_other_than(PLANNER, by, unit_id)
    owner = city.unit(unit_id)
    if owner is None or owner.city_id != city_id:
        raise PlanOwnerIsUnknown()
    sheet = read_sheet(path)
    places = request_places(sheet.headings, mapping or {})
    rows: dict[str, RequestRow] = {}
    faults = []
    for number, cells in sheet.rows:
        try:
            row = request_of(number, cells, places, meanings or {})
            if row.unit_code and city.unit_by_code(city_id, row.unit_code) is None:
                raise BudgetUnitIsUnknown(code=row.unit_code[:40])
            if row.reference in rows:
                raise RequestIsTwice(reference=row.reference, row=rows[row.reference].number)
            rows[row.reference] = row
        except Refusal as refusal:
            faults.append(BudgetFault(number, refusal))
    answers = Counter(row.answer for row in rows.values() if row.answer)
    if dry_run or (faults and not leaves_faulty):
        return ImportedRequests(len(sheet.rows), tuple(faults), 0, 0, answers, is_written=False)
    with transaction.atomic():
        known = set(
            PlanProblem.objects.filter(city_id=city_id).exclude(reference="").values_list("reference", flat=True)
        )
        now = clock.now()
        new = [row for row in rows.values() if row.reference not in known]
        for row in new:
            _write(row, city_id, unit_id, now, by)
    return ImportedRequests(len(sheet.rows), tuple(faults), len(new), len(rows) - len(new), answers, is_written=True)


def _write(row: RequestRow, city_id: int, unit_id: int, now: datetime, by: Actor) -> None:
    """Write one problem, and the answer that was given to it."""
    unit = city.unit_by_code(city_id, row.unit_code) if row.unit_code else None
    today = city.day_of(city_id, now)
    problem = PlanProblem(
        city_id=city_id,
        unit_id=unit.id if unit is not None else unit_id,
        reference=row.reference,
        title=row.title,
        text=row.text,
        state=ProblemState.OPEN.value,
        state_at=now,
        valid_from=today,
        made_by=str(by),
        made_at=now,
    )
    problem.save(force_insert=True)
    digest = digest_of({"reference": row.reference, "title": row.title, "text": row.text})
    record_plan(problem, ProblemKept(digest=digest, unit=problem.unit_id, is_public=False), by=by)
    if not row.answer:
        return
    answer = ProblemAnswer.objects.create(
        problem=problem,
        body=AnsweringBody.COUNCIL.value,
        asked_by=str(by),
        asked_at=now,
        due_on=today,
        answer=row.answer,
        reason=row.reason or NO_REASON,
        salt=secrets.token_hex(16),
        answered_by=str(by),
        answered_at=now,
    )
    question = ProblemAnswerAsked(
        answer=answer.pk, body=answer.body, due_on=today.isoformat(), unit=ABSENT, agency=ABSENT
    )
    record_plan(problem, question, by=by)
    note = salted(answer.reason, answer.salt)
    record_plan(problem, ProblemAnswered(answer=answer.pk, outcome=row.answer, is_late=False, note=note), by=by)
