"""Tests closed months for gaming, keeps what stands out as flags, and records what the inspectorate found of them."""

import math
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from peygir.city import queries as city
from peygir.city.actions import note_decision
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreFlagJudged, ScoreGamingRateSet, ScoreGamingTested
from peygir.outlook.scoring.gaming.words import FlagFinding, GamingKind
from peygir.outlook.scoring.gaming_queries import may_judge_flag, rates_of
from peygir.outlook.scoring.models import GamingFlag, GamingFlagCase, GamingMonth, GamingRate, ScoredMonth
from peygir.outlook.scoring.months import ScoreMonth, month_of
from peygir.people.actions.interests import refuse_interested
from peygir.people.permissions import Permission
from peygir.people.rules import CLOCK, Actor
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

TEST_FOR_GAMING: Final = "test_for_gaming"
"""The name of `examine_closed_months` in jobs, whose file is the city."""
LOOK_BACK: Final = 3
"""So many of the closed months are looked at for one that was not tested."""
LEAST_RATE: Final = 0.0001
MOST_RATE: Final = 0.1
_LOCK: Final = 0x70656766  # "pegf": held while a month of a city is tested


class NoSuchFlag(Missing):
    """There is no such flag."""

    message = _("There is no such flag.")


class FlagNotYours(NotAllowed):
    """Flags are for the inspectorate, and nobody judges one about the own unit."""

    message = _("The inspectorate looks at flags, and nobody judges one about the own unit.")


class FlagIsJudged(Conflict):
    """Somebody has said what was found."""

    message = _("Somebody has recorded a finding about this flag already.")


class FlagFindingIsUnknown(Invalid):
    """The finding is none of the list."""

    message = _("Choose what was found.")


class GamingRateIsWrong(Invalid):
    """The rate is no number between the limits, or of no known test."""

    message = _("The rate of false alarms is a number between 0.01 and 10 percent.")


def plan_examinations() -> int:
    """Leave a job for each city that has a closed month which was not tested. Returns how many."""
    due = [city_facts.id for city_facts in city.cities() if _untested(city_facts.id)]
    add_jobs(TEST_FOR_GAMING, due, queue=OUTSIDE_QUEUE)
    return len(due)


def examine_closed_months(city_id: int, now: datetime) -> int:
    """Test every closed month of a city that was not tested; a second call does nothing. Returns how many."""
    untested = _untested(city_id)
    for month in untested:
        examine_month(city_id, month, now=now)
    return len(untested)


@transaction.atomic
def examine_month(city_id: int, month: ScoreMonth, *, now: datetime) -> GamingMonth:
    """Run every test on the units of a month, and keep what stands out; a tested month stays as it is.

    One statement for each test, over all units. Takes seconds to minutes for a large city, so it runs in a job; numpy
    and scipy are loaded in that process alone.
    """
    from peygir.outlook.scoring.gaming.catalogue import TESTS
    from peygir.outlook.scoring.gaming.deciding import MOST_CASES, flags_raised

    zone, rates = city.city_by_id(city_id).time_zone, rates_of(city_id)
    values: dict[str, Any] = {"city": city_id, "since": month.since(zone), "until": month.until(zone)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, city_id])
        known = GamingMonth.objects.filter(city_id=city_id, first_on=month.first_on).first()
        if known is not None:
            return known
        results = {}
        for kind, test in TESTS.items():
            cursor.execute(test.statement, values)
            results[kind] = test.judge(cursor.fetchall())
    raised = flags_raised(results, rates)
    tests = sum(map(len, results.values()))
    row = GamingMonth(city_id=city_id, first_on=month.first_on, tested_at=now, tests=tests, rates=rates)
    row.save(force_insert=True)
    for flag_raised in raised:
        result = flag_raised.result
        flag = GamingFlag(
            month=row,
            unit_id=flag_raised.unit_id,
            kind=flag_raised.kind.value,
            p_value=result.p_value,
            q_value=flag_raised.q_value,
            figures=dict(result.figures),
        )
        flag.save(force_insert=True)
        cases = enumerate(result.cases[:MOST_CASES], start=1)
        GamingFlagCase.objects.bulk_create(
            [GamingFlagCase(flag=flag, place=place, case_id=case_id) for place, case_id in cases]
        )
    event = ScoreGamingTested(
        first_on=month.first_on.isoformat(),
        tests=tests,
        flags=len(raised),
        rates={kind: str(rate) for kind, rate in rates.items()},
    )
    record(row, event, by=str(CLOCK), at=now)
    return row


@transaction.atomic
def judge_flag(flag_id: int, finding: str, *, by: Actor) -> GamingFlag:
    """Record what the inspectorate found when it looked at a flag: it was real, honest, or cannot be told.

    It changes no mark. Raises NoSuchFlag, FlagNotYours, OwnInterest, FlagFindingIsUnknown, FlagIsJudged.
    """
    flag = GamingFlag.objects.select_for_update().filter(pk=flag_id).first()
    if flag is None:
        raise NoSuchFlag()
    if not may_judge_flag(by, flag.unit_id):
        raise FlagNotYours()
    refuse_interested(by, unit_id=flag.unit_id)
    if finding not in FlagFinding.values():
        raise FlagFindingIsUnknown()
    if flag.finding:
        raise FlagIsJudged()
    now = clock.now()
    flag.finding, flag.found_by_id, flag.found_at = finding, by.id, now
    flag.save(update_fields=["finding", "found_by", "found_at"])
    month = GamingMonth.objects.select_for_update(no_key=True).get(pk=flag.month_id)
    event = ScoreFlagJudged(flag=flag.pk, unit=flag.unit_id, what=flag.kind, finding=finding)
    record(month, event, by=str(by), at=now)
    return flag


@transaction.atomic
def set_gaming_rate(city_id: int, kind: str, rate: float, *, by: Actor) -> None:
    """Set the share of honest unit-months that a test may flag, for months that are tested from now on.

    Raises FlagNotYours, GamingRateIsWrong.
    """
    if by.kind != "staff" or not by.may(Permission.READ_CONFIDENTIAL):
        raise FlagNotYours()
    if kind not in GamingKind.values() or not math.isfinite(rate) or not LEAST_RATE <= rate <= MOST_RATE:
        raise GamingRateIsWrong()
    now, before = clock.now(), rates_of(city_id)[kind]
    fields: dict[str, Any] = {"rate": rate, "set_by": str(by), "set_at": now}
    GamingRate.objects.update_or_create(city_id=city_id, kind=kind, defaults=fields)
    event = ScoreGamingRateSet(what=kind, before=str(before), after=str(rate))
    note_decision(city_id, event, by=str(by), at=now)


def _untested(city_id: int) -> list[ScoreMonth]:
    closed = list(
        ScoredMonth.objects.filter(city_id=city_id).order_by("-first_on").values_list("first_on", flat=True)[:LOOK_BACK]
    )
    tested = set(GamingMonth.objects.filter(city_id=city_id, first_on__in=closed).values_list("first_on", flat=True))
    return [month_of(first_on) for first_on in reversed(closed) if first_on not in tested]
