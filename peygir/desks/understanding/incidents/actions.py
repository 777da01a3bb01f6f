"""Finds the cases similar to a newly read one, and whether it belongs to an incident."""

from typing import Final

from django.db import connection, transaction

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.queries import callers_since, case_as_it_is, first_report, was_imported
from peygir.cases.states import ENDED
from peygir.core import clock
from peygir.desks.understanding.incidents.rules import is_burst, known_burst, span
from peygir.desks.understanding.models import Incident, Resemblance
from peygir.desks.understanding.nearby import Near, around
from peygir.desks.understanding.queries import family, likely_same
from peygir.people.rules import SYSTEM
from peygir.storage.asking import exists
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.rows import insert

KEPT: Final = 3
"""The most proposals kept for each case."""
AGAIN: Final = "understanding.look_around"
ELSEWHERE: Final = 1.0
"""Seconds until a case is examined again when another worker has the lock."""
LOCK: Final = 0x70656962  # "peib": our class of advisory locks for incidents


def note_surroundings(case_id: int) -> None:
    """Record the cases similar to this one, and an incident; nothing is closed or merged here.

    Cases that cannot be compared (no point, no topic, confidential, about a person) are left alone, and so are imported
    ones, whose outcome is in the city's own record.
    """
    case = case_as_it_is(case_id)
    is_private = case.is_confidential or case.about_unit_id is not None or case.about_staff_id is not None
    if case.lat is None or case.lon is None or case.topic_id is None or is_private or case.state in ENDED:
        return
    if was_imported(case):
        return
    with transaction.atomic(savepoint=False):
        if not exists(Resemblance, case_id=case_id):
            _keep_resemblances(case, case.lat, case.lon)
        if not case.incident_code:
            _notice_burst(case, case.lat, case.lon)


def _keep_resemblances(case: Case, lat: float, lon: float) -> None:
    report = first_report(case)
    likenesses = likely_same(
        case.city_id,
        topic_id=case.topic_id,
        lat=lat,
        lon=lon,
        text=report.text,
        address=case.address,
        citizen_ids=[report.citizen_id] if report.citizen_id else [],
        at=case.opened_at,
        limit=KEPT,
        without=case.pk,
    )
    for like in sorted(likenesses, key=lambda like: like.case.id):  # in one order, so that two workers cannot deadlock
        if like.case.opened_at <= case.opened_at:
            row = Resemblance(
                case_id=case.pk,
                other_id=like.case.id,
                score=like.score,
                metres=like.metres,
                is_follow_up=like.is_follow_up,
                seen_at=clock.now(),
            )
            insert(row, unless_known=True)


def _notice_burst(case: Case, lat: float, lon: float) -> None:
    members = _burst_around(case, lat, lon)
    if not members:
        return
    if code := known_burst(members):
        Incident.objects.filter(code=code, last_at__lt=case.opened_at).update(last_at=case.opened_at)
    else:
        if not _alone(case.city_id):
            add_jobs(AGAIN, [case.pk], after=ELSEWHERE)  # another worker is about to create the incident
            return
        code = _begin(case.city_id, members)
        # Each case joins under its own lock, by a job of its own: a worker that locks many cases could deadlock with
        # another.
        add_jobs(AGAIN, [one.id for one in members if one.id != case.pk and not one.incident_code])
    with cases.open_file(case.pk) as member:
        cases.join_incident(member, code=code, by=SYSTEM)


def _alone(city_id: int) -> bool:
    """Whether no other worker is creating an incident of this city; locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, city_id])
        row = cursor.fetchone()
    return bool(row and row[0])


def _burst_around(case: Case, lat: float, lon: float) -> list[Near]:
    """The cases of the incident that this case belongs to, itself included; empty when there is none."""
    reach, topics = family(case.city_id, case.topic_id)
    time, now = span(reach), clock.now()
    members = around(
        case.city_id,
        lat=lat,
        lon=lon,
        metres=reach.burst_reach,
        topic_ids=topics,
        until=now,
        # An older incident may have grown just now.
        since=min(now - time, case.opened_at),
        closed_within=time,
    )
    fresh = [one for one in members if one.opened_at > now - time or one.id == case.pk]
    counts = {one.id: one.report_count for one in fresh}
    if case.opened_at <= now - time:
        counts[case.pk] = callers_since(case.pk, now - time)
    if case.pk not in {one.id for one in fresh} or not (known_burst(fresh) or is_burst(counts.values(), reach)):
        return []
    return fresh


def _begin(city_id: int, members: list[Near]) -> str:
    first = min(members, key=lambda one: (one.opened_at, one.id))
    row = Incident(
        code=f"I{first.code}",
        city_id=city_id,
        topic_id=first.topic_id,
        lat=first.lat,
        lon=first.lon,
        started_at=first.opened_at,
        seen_at=clock.now(),
        last_at=max(one.opened_at for one in members),
    )
    insert(row, unless_known=True)
    return row.code
