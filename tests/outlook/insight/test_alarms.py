"""Alarms in the town: what is planted is found and told once, honest weeks raise none, and what people say is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.answers.models import Message, Notice
from peygir.desks.answers.notices import notices_of
from peygir.desks.inquiries.models import MorningBrief
from peygir.history.queries import timeline, verify
from peygir.journey.night import tidy
from peygir.outlook.insight import actions
from peygir.outlook.insight.alarm_queries import (
    alarm_of,
    alarm_record,
    alarms_for,
    cases_of_alarm,
    open_alarms,
    places_of_alarm,
)
from peygir.outlook.insight.findings import AlarmFinding, without_aftermath
from peygir.outlook.insight.models import Alarm, AlarmCase, AlarmVerdict, AlarmWeek
from peygir.outlook.insight.words import AlarmBaseline, AlarmMethod
from peygir.people.models import Staff
from peygir.storage.jobs.rules import OUTSIDE_QUEUE
from tests import make
from tests.drain import drain
from tests.outbreaks import FIRST_ID, WEEK_ON, live_weeks
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
POTHOLES = ("CIV-01", "1")


def examine(town: Town) -> int:
    """Examine the weeks that are due."""
    return actions.examine_due_weeks(town.city_id, clock.now())


def test_a_planted_outbreak_is_found_with_its_cases_and_owner(town: Town) -> None:
    live_weeks(town, planted={POTHOLES: 3.0})
    assert examine(town) == 2
    alarm = Alarm.objects.get()
    assert (alarm.method, alarm.topic_code, alarm.group_code, alarm.district_code) == ("weekly", "CIV-01", "CIV", "1")
    assert alarm.unit_id == town.units["D-01"]
    assert float(alarm.expected) * 2 < alarm.observed
    assert alarm.q_value <= 0.05
    assert alarm.p_value < alarm.q_value
    assert alarm.baseline == "recent"
    assert alarm.last_on == WEEK_ON + timedelta(days=6)
    assert set(alarm.opinions) >= {"C2", "cusum"}
    days = [date.fromisoformat(day) for day, _count, _expected in alarm.series]
    assert days[-1] == WEEK_ON
    assert len(days) == 26
    counted = Case.objects.filter(pk__in=AlarmCase.objects.values("case_id"))
    assert {(case.topic_id, case.district_id) for case in counted} == {(town.topics["CIV-01"], town.districts["1"])}
    assert counted.count() >= alarm.observed
    first = timeline("alarm", alarm.pk)[0]
    assert first.kind == "alarm_raised"
    assert first.data["unit"] == town.units["D-01"]
    assert verify().breaks == []


def test_honest_weeks_raise_none_and_are_examined_once(town: Town, town_clock: TownClock) -> None:
    live_weeks(town, weeks=60, until=WEEK_ON + 8 * timedelta(days=7))
    for _week in range(8):
        examine(town)
        assert examine(town) == 0
        town_clock.forward(days=7)
    assert AlarmWeek.objects.count() == 9
    assert Alarm.objects.count() == 0
    assert sum(row.quiet + len(row.p_values) for row in AlarmWeek.objects.all()) > 8 * 6


def test_it_is_told_once_to_the_owner_and_the_centre(town: Town, town_clock: TownClock) -> None:
    Staff.objects.filter(username="manager").update(email="m@example.ir")
    live_weeks(town, planted={POTHOLES: 3.0})
    assert actions.plan_weeks(clock.now()) == 1
    drain(twice=True)
    assert {notice.staff_id for notice in Notice.objects.all()} == {town.staff["manager"], town.staff["supervisor"]}
    (mail,) = Message.objects.filter(kind="alarm")
    assert (mail.channel, mail.address) == ("mail", "m@example.ir")
    alarm = Alarm.objects.get()
    assert f"/desk/alarms/{alarm.pk}/" in mail.body
    assert "چاله خیابان" in mail.body
    assert "منطقه یک" in mail.body
    (line,) = notices_of(town.manager)
    assert (line.file, line.file_id, line.is_visible) == ("alarm", alarm.pk, True)
    # The week after, it goes on: its numbers and cases grow, and nobody is told again.
    before = AlarmCase.objects.count()
    live_weeks(town, weeks=1, planted={POTHOLES: 3.0}, planted_weeks=1, until=WEEK_ON + timedelta(days=7), seed=2)
    town_clock.forward(days=7)
    actions.plan_weeks(clock.now())
    drain(twice=True)
    assert Notice.objects.count() == 2
    assert AlarmCase.objects.count() > before
    alarm.refresh_from_db()
    assert alarm.last_on == WEEK_ON + timedelta(days=13)
    assert alarm.state == "running"
    # Weeks later all is as before.
    for number in range(2, 6):
        live_weeks(town, weeks=1, until=WEEK_ON + timedelta(days=7 * number), seed=number + 1)
        town_clock.forward(days=7)
        actions.plan_weeks(clock.now())
        drain()
    alarm.refresh_from_db()
    assert alarm.state == "over"
    assert [event.kind for event in timeline("alarm", alarm.pk)][-1] == "alarm_ended"
    assert Alarm.objects.count() == 1, "the scan looks back over the same weeks"
    assert Notice.objects.count() == 2


def test_a_scan_of_weeks_that_an_alarm_has_told_is_no_second_one() -> None:
    scan = AlarmFinding(
        method=AlarmMethod.SCAN,
        topic_code="",
        group_code="CIV",
        district_code="",
        neighbourhood_codes=("01-01", "01-02", "02-01"),
        weeks=4,
        observed=60,
        expected=30.0,
        p_value=0.0001,
        baseline=AlarmBaseline.RECENT,
        opinions=(),
        series=(),
    )
    weekly = replace(scan, method=AlarmMethod.WEEKLY, district_code="1", neighbourhood_codes=())
    districts = {"01-01": "1", "01-02": "1", "02-01": "2"}
    earlier = Alarm(group_code="CIV", district_code="1", last_on=WEEK_ON - timedelta(days=15))
    first = scan.first_on(WEEK_ON)
    assert without_aftermath([weekly, scan], [earlier], districts, WEEK_ON) == [weekly]
    for other in (
        Alarm(group_code="CIV", district_code="1", last_on=first - timedelta(days=1)),
        Alarm(group_code="CIV", district_code="2", last_on=earlier.last_on),
        Alarm(group_code="CLN", district_code="1", last_on=earlier.last_on),
    ):
        assert without_aftermath([weekly, scan], [other], districts, WEEK_ON) == [weekly, scan]


def test_an_urgent_one_is_also_told_by_sms(town: Town) -> None:
    MorningBrief.objects.create(staff_id=town.staff["supervisor"], phone="+989170009999", next_at=clock.now())
    MorningBrief.objects.create(staff_id=town.staff["manager"], phone="+989170009998")
    live_weeks(town, planted={POTHOLES: 3.0}, urgency="U")
    examine(town)
    drain()
    assert Alarm.objects.get().is_urgent
    (message,) = Message.objects.filter(kind="alarm")
    assert (message.channel, message.address) == ("sms", "+989170009999"), "who switched SMS off gets none"


def test_where_nobody_leads_the_owner_unit_the_centre_alone_is_told(town: Town) -> None:
    live_weeks(town, planted={("CLN-01", "2"): 3.0})
    examine(town)
    drain()
    assert Alarm.objects.get().unit_id == town.units["O-waste"]
    assert [notice.staff_id for notice in Notice.objects.all()] == [town.staff["supervisor"]]


def test_what_is_confidential_or_merged_is_not_counted(town: Town) -> None:
    live_weeks(town)
    live_weeks(town, weeks=2, level=20, topics=("CNF-01",), seed=3)
    Case.objects.filter(topic_id=town.topics["CNF-01"]).update(is_confidential=True)
    examine(town)
    assert Alarm.objects.count() == 0


def test_many_topics_of_one_part_of_the_city_are_found_by_the_scan(town: Town) -> None:
    live_weeks(town, weeks=40, level=3.0, topics=("CIV-01", "CIV-09"))
    # In one neighbourhood, spread over two topics.
    live_weeks(town, weeks=2, level=5.0, topics=("CIV-01", "CIV-09"), seed=5)
    late = Case.objects.filter(pk__range=(5 * FIRST_ID, 6 * FIRST_ID - 1))
    late.update(neighbourhood_id=town.neighbourhoods["01-01"], district_id=town.districts["1"])
    examine(town)
    methods = {row.method: row for row in Alarm.objects.all()}
    alarm = methods.get("scan") or methods["weekly"]
    assert alarm.neighbourhood_codes == ["01-01"]
    assert alarm.group_code == "CIV"
    assert alarm.unit_id == town.units["D-01"]


def test_with_years_of_weeks_the_season_is_known(town: Town) -> None:
    live_weeks(town, weeks=120, level=4.0, topics=("CIV-01",), planted={POTHOLES: 4.0})
    examine(town)
    alarm = Alarm.objects.get()
    assert alarm.baseline == "years"
    assert alarm.topic_code == "CIV-01"


def test_who_sees_an_alarm_and_what_of_it(town: Town) -> None:
    live_weeks(town, planted={POTHOLES: 3.0})
    examine(town)
    alarm = Alarm.objects.get()
    seers = ("manager", "deputy", "supervisor", "admin", "mayor", "inspectorate")
    for name in ("operator", "clerk", "clerk_two", "council", "inspector"):
        assert alarms_for(town.city_id, town.actors[name]) == []
        assert alarm_of(alarm.pk, town.city_id, town.actors[name]) is None
    for name in seers:
        assert [one.id for one in alarms_for(town.city_id, town.actors[name])] == [alarm.pk], name
        assert open_alarms(town.city_id, town.actors[name]) == 1
    codes, count = cases_of_alarm(alarm.pk, town.manager)
    assert len(codes) == count == len(places_of_alarm(alarm.pk, town.manager))
    assert cases_of_alarm(alarm.pk, town.clerk_two) == ([], count)
    assert places_of_alarm(alarm.pk, town.clerk_two) == []


def test_was_it_real_is_answered_once_and_shows_how_good_alarms_are(town: Town, town_clock: TownClock) -> None:
    live_weeks(town, planted={POTHOLES: 3.0, ("CLN-01", "2"): 3.0})
    examine(town)
    first, second = Alarm.objects.order_by("topic_code")
    today = date(2026, 5, 3)
    for wrong in (town.clerk, town.clerk_two, town.council):
        with make.refused(actions.AlarmNotYours):
            actions.judge_alarm(first.pk, "real", by=wrong)
    with make.refused(actions.AlarmNotYours):
        actions.judge_alarm(second.pk, "real", by=town.manager)  # of another unit
    for answer in ("", "open", "perhaps"):
        with make.refused(actions.AlarmAnswerIsUnknown):
            actions.judge_alarm(first.pk, answer, by=town.manager)
    for day in (today + timedelta(days=1), today - timedelta(days=400)):
        with make.refused(actions.KnownDayIsWrong):
            actions.judge_alarm(first.pk, "real", known_on=day, by=town.manager)
    with make.refused(actions.NoSuchAlarm):
        actions.judge_alarm(0, "real", by=town.manager)
    town_clock.forward(days=4)
    actions.judge_alarm(first.pk, "real", known_on=today + timedelta(days=3), by=town.manager)
    with make.refused(actions.AlarmIsJudged):
        actions.judge_alarm(first.pk, "not_real", by=town.supervisor)
    actions.judge_alarm(second.pk, "not_real", known_on=today, by=town.supervisor)
    assert AlarmVerdict.objects.get(alarm=second).known_on is None, "of what was not real, no day"
    record = alarm_record(town.city_id)
    assert (record.real, record.judged, record.first_to_tell, record.days_ahead) == (1, 2, 0, 3.0)
    assert record.days_to_alarm == (today - first.first_on).days
    assert record.examined_on == WEEK_ON
    assert alarms_for(town.city_id, town.supervisor) == []
    assert len(alarms_for(town.city_id, town.supervisor, is_open=False)) == 2
    assert timeline("alarm", first.pk)[-1].data == {"answer": "real", "known_on": "2026-05-06"}
    assert verify().breaks == []


def test_every_night_plans_it(town: Town) -> None:
    tidy(clock.now(), before=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue, file_id FROM jobs_job WHERE action = %s", [actions.EXAMINE_WEEKS])
        assert cursor.fetchall() == [(OUTSIDE_QUEUE, town.city_id)]


def test_a_city_without_cases_has_quiet_weeks(town: Town) -> None:
    assert examine(town) == 2
    assert alarm_record(town.city_id).examined_on == WEEK_ON
    assert Alarm.objects.count() == 0
