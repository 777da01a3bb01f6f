"""What else happened to the cases of a measured city: readings, notes, pauses, follow-ups, inspections and surveys."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from lab.bench.month_filling import IS_PAUSED, insert_rows

ONE_IN: Final = 25
"""Of so many cases that were called done one is inspected."""
YEAR: Final = timedelta(days=400)


def fill_extras(*, city_id: int, staff_id: int, now: datetime) -> None:
    """Store them for the cases that `month_filling.fill` made; call it as the tables' owner."""
    _insert_words()
    _insert_pauses()
    _insert_follow_ups(city_id)
    _insert_inspections(city_id, staff_id, now)
    _insert_surveys(city_id, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _insert_words() -> None:
    """What the machine read in each report, and the unit's note when it called the work done."""
    reading = {
        "case_id": "id",
        "number": "1",
        "topic_id": "topic_id",
        "topic_by": "'machine'",
        "district_id": "district_id",
        "place_by": "'point'",
        "read_at": "opened_at",
    }
    insert_rows("understanding_reading", reading, "FROM pg_temp.made")
    note = {"case_id": "id", "number": "4", "by": "clerk", "at": "done_at", "is_public": "true"}
    insert_rows("cases_note", note, "FROM pg_temp.made WHERE is_done")


def _insert_pauses() -> None:
    columns = {
        "case_id": "id",
        "number": "3",
        "reason": "'citizen'",
        "from_at": "opened_at + interval '1 day'",
        "to_at": "opened_at + interval '2 days'",
        "worked": "interval '8 hours'",
    }
    insert_rows("promises_pause", columns, f"FROM pg_temp.made WHERE {IS_PAUSED}")


def _insert_follow_ups(city_id: int) -> None:
    columns = {
        "city_id": str(city_id),
        "channel": "'phone'",
        "direction": "'in'",
        "began_at": "opened_at + interval '2 days'",
        "outcome": "'follow_up'",
        "case_id": "id",
    }
    insert_rows("contacts_contact", columns, "FROM pg_temp.made WHERE other % 15 = 3")


def _insert_inspections(city_id: int, staff_id: int, now: datetime) -> None:
    """A draw for each case called done in the last months; one in ONE_IN was visited, or missed."""
    from peygir.desks.inspection.models import InspectionPlan

    plan = InspectionPlan.objects.create(
        city_id=city_id,
        first_on=(now - YEAR).date(),
        last_on=now.date(),
        visits=1000,
        floor_percent=25,
        visit_days=10,
        expected_cases=1000,
        weights={},
        key_digest="0" * 64,
        made_at=now - YEAR,
    )
    recent = f"FROM pg_temp.made WHERE is_done AND done_at >= '{(now - YEAR).isoformat()}'"
    drawn = f"lot % {ONE_IN} = 4"
    look = {
        "id": "id",
        "case_id": "id",
        "number": "7",
        "inspector_id": str(staff_id),
        "finding": "(ARRAY['fixed', 'fixed', 'fixed', 'partly', 'not_fixed'])[1 + other % 5]",
        "at": "done_at + interval '3 days'",
    }
    insert_rows("inspection_inspection", look, f"{recent} AND {drawn} AND other % 8 > 0")
    draw = {
        "plan_id": str(plan.pk),
        "case_id": "id",
        "number": "4",
        "n": "1",
        "pseudonym": "lpad(id::text, 12, '0')",
        "unit_id": "unit_id",
        "topic_id": "topic_id",
        "called_done_at": "done_at",
        "weight": "1",
        "chance": str(1 / ONE_IN),
        "lot": f"CASE WHEN {drawn} THEN 0.01 ELSE 0.5 END",
        "is_floor": "true",
        "state": f"CASE WHEN NOT {drawn} THEN 'passed' WHEN other % 8 > 0 THEN 'visited' ELSE 'missed' END",
        "due_on": f"CASE WHEN {drawn} THEN (done_at + interval '10 days')::date END",
        "inspection_id": f"CASE WHEN {drawn} AND other % 8 > 0 THEN id END",
    }
    insert_rows("inspection_inspectiondraw", draw, recent)


def _insert_surveys(city_id: int, now: datetime) -> None:
    """One closed case in thirty was asked about by a call."""
    from peygir.desks.surveys.models import SurveyDraw
    from peygir.people.models import Citizen

    draw = SurveyDraw.objects.create(city_id=city_id, day=now.date(), at=now, seed="0", closed=1, drawn=1)
    citizen = Citizen.objects.create(phone="+989170000000", created_at=now - YEAR)
    columns = {
        "draw_id": str(draw.pk),
        "city_id": str(city_id),
        "case_id": "id",
        "report_id": "id",
        "citizen_id": str(citizen.pk),
        "unit_id": "unit_id",
        "why": "'random'",
        "way": "'call'",
        "state": "'answered'",
        "answer": "(ARRAY['satisfied', 'satisfied', 'unsatisfied'])[1 + other % 3]",
        "channel": "'phone'",
        "asked_at": "done_at + interval '7 days'",
        "closes_at": "done_at + interval '9 days'",
        "ended_at": "done_at + interval '8 days'",
    }
    insert_rows("surveys_surveyask", columns, "FROM pg_temp.made WHERE is_done AND NOT is_again AND other % 30 = 11")
