"""Begins a stage of an objection: its promise, and who is told."""

from datetime import datetime

from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.desks.objections.answer_days import days_of_level
from peygir.desks.objections.models import CitizenObjection, ObjectionStage
from peygir.desks.objections.rules import ANSWERERS, ObjectionLevel
from peygir.people.queries import leaders_of_unit, staff_who_see, staff_who_work
from peygir.people.role_cache import roles_that_may
from peygir.people.role_catalogue import leading_roles
from peygir.storage.rows import insert


def begin_stage(case: Case, objection: CitizenObjection, level: ObjectionLevel, now: datetime) -> ObjectionStage:
    """Write the stage of a level; its promise ends when the office closes on the last of its working days."""
    unit_id = case.unit_id if level == ObjectionLevel.UNIT else None
    today = city.day_of(case.city_id, now)
    week, days = city.office_week(case.city_id, unit_id, today), days_of_level(case.city_id, level, today)
    stage = ObjectionStage(
        objection=objection,
        level=level,
        unit_id=unit_id,
        reached_at=now,
        days=days,
        due_at=week.closes_after(now, days),
    )
    insert(stage)
    return stage


def told_at(case: Case, level: str) -> list[int]:
    """Return the ids of who answers at a level and may see the case: who leads the unit or centre, or all of them."""
    if level == ObjectionLevel.UNIT:
        people = leaders_of_unit(case.unit_id) if case.unit_id is not None else []
    else:
        roles = frozenset().union(*(roles_that_may(permission) for permission in ANSWERERS[level]))
        # Who leads the centre, and not who administers the city and may do the same.
        people = staff_who_work(roles & leading_roles() if level == ObjectionLevel.CENTRE else roles)
    return [person.pk for person in staff_who_see(visibility_of(case), ids=[person.pk for person in people])]
