"""The sample's alarms: the weeks after its outbreaks are examined, and what is over is answered."""

from datetime import date, datetime, timedelta
from typing import Final

from lab.sample.outbreaks import OUTBREAKS, SampleOutbreak
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.moments import start_of_day
from peygir.outlook.insight import actions
from peygir.outlook.insight.alarm_facts import AlarmFacts
from peygir.outlook.insight.alarm_queries import alarm_record, alarms_for
from peygir.outlook.insight.weeks import WEEK
from peygir.people.queries import actor_of, staff_by_id, staff_id_of
from peygir.people.rules import Actor

NIGHT: Final = timedelta(hours=3)
ANSWERED: Final = timedelta(days=6, hours=7)
"""How long after an alarm of the past it is answered: after somebody else has told of it too."""


def alarm_sample(city_id: int, *, now: datetime) -> None:
    """Examine the last week of each outbreak in the night after it, the earliest first; once.

    Each takes under two seconds, so no other week is examined: the nights that follow go on from the last one.
    """
    if alarm_record(city_id).examined_on is not None:
        return
    for outbreak in sorted(OUTBREAKS, key=lambda outbreak: -outbreak.ago):
        week = outbreak.last_week(city.day_of(city_id, now))
        night = min(now, start_of_day(week + WEEK, city.city_by_id(city_id).time_zone) + NIGHT)
        _examine(city_id, week, night)
        if outbreak.known_days is not None:
            _answer(city_id, outbreak, night)


def _examine(city_id: int, week: date, night: datetime) -> None:
    with clock.simulated(lambda: night):
        actions.examine_week(city_id, week, now=night)


def _answer(city_id: int, outbreak: SampleOutbreak, night: datetime) -> None:
    """Let the centre's supervisor say that the alarm of an outbreak was real, and when it became known otherwise."""
    supervisor = _person("supervisor")
    alarms = [alarm for alarm in alarms_for(city_id, supervisor) if _is_of(alarm, outbreak)]
    at = night + ANSWERED
    known_on = city.day_of(city_id, night + timedelta(days=outbreak.known_days or 0))
    with clock.simulated(lambda: at):
        for alarm in alarms:
            actions.judge_alarm(alarm.id, "real", known_on=known_on, by=supervisor)


def _is_of(alarm: AlarmFacts, outbreak: SampleOutbreak) -> bool:
    return alarm.group_code == outbreak.topic_code.partition("-")[0]


def _person(username: str) -> Actor:
    staff = staff_by_id(staff_id_of(username) or 0)
    assert staff is not None
    return actor_of(staff)
