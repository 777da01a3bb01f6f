"""The ladder: steps planned with the promise, each taken once, up to whoever is there, whatever is killed meanwhile."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from peygir.city import queries as city
from peygir.city.local_knowledge_facts import EscalationStepFacts
from peygir.desks.answers.models import Message
from peygir.desks.promises import queries as promises
from peygir.desks.promises.actions import fire_due_steps
from peygir.desks.promises.escalation_rules import RUNGS
from peygir.desks.promises.models import EscalationStep, Promise
from peygir.history.queries import timeline, verify
from peygir.journey.clock import next_due_at, tick
from peygir.people.models import Staff
from tests import make
from tests.drain import deliver_again, drain
from tests.town import MORNING, Town, TownClock


def steps_of(code: str) -> list[EscalationStep]:
    """The steps of a case, in order."""
    return list(EscalationStep.objects.filter(case__code=code).order_by("promise_id", "percent"))


def climbs(code: str) -> list[tuple[int, str, int]]:
    """(percent, rung, unit) of every step that was taken, as the story tells."""
    told = [line.data for line in timeline("case", make.case(code).pk) if line.kind == "case_climbed"]
    return [(data["percent"], data["reached"], data["unit"]) for data in told]


def run(code: str, clock: TownClock, *, hours: float) -> list[tuple[int, str, int]]:
    """Let the clock work hour by hour, then tell who was told."""
    for _ in range(int(hours * 2)):
        clock.forward(minutes=30)
        while tick(clock()):
            drain()
    return climbs(code)


def test_steps_are_planned_when_it_is_promised(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    assert [(step.percent, step.audience, step.due_at - MORNING) for step in steps_of(code)] == [
        (50, "clerk", timedelta(hours=3)),
        (80, "clerk", timedelta(hours=4.8)),
        (100, "manager", timedelta(hours=6)),
        (150, "deputy", timedelta(hours=9)),
        (200, "mayor", timedelta(hours=12)),
    ]
    working = make.referred("CIV-01")
    week = city.office_week(town.city_id, town.units["D-01"], MORNING.date())
    assert all(week.works_on(week.day_of(step.due_at)) for step in steps_of(working))
    due = Promise.objects.get(case__code=working, kind="finish").due_at
    assert steps_of(working)[2].due_at == due


def test_it_climbs_whether_or_not_anybody_has_accepted(town: Town, town_clock: TownClock) -> None:
    units = town.units
    steps = [
        (50, "clerk", units["D-01"]),
        (80, "clerk", units["D-01"]),
        (100, "manager", units["D-01"]),
        (150, "deputy", units["V-city"]),
        (200, "mayor", units["M"]),
    ]
    untouched, accepted = make.referred("CIV-09"), make.in_hand(topic="CIV-09")
    assert run(untouched, town_clock, hours=14) == steps == climbs(accepted)
    assert fire_due_steps(town_clock()) == 0
    for code in (untouched, accepted):
        assert make.kinds(code).count("case_climbed") == 5
    assert verify().breaks == []


def test_where_nobody_stands_the_next_above_is_told(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CLN-01")  # the waste organisation has a clerk and no manager
    lonely = make.referred("CIV-09", district="3")  # a district right under the mayor, with nobody in it
    assert run(lonely, town_clock, hours=14) == [(share, "mayor", town.units["M"]) for share in (50, 80, 100, 150, 200)]
    run(code, town_clock, hours=24 * 4)
    assert (100, "deputy", town.units["V-city"]) in climbs(code)


def test_what_is_done_climbs_no_further_until_it_is_reopened(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    run(code, town_clock, hours=4)
    make.command(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain(twice=True)
    assert [share for share, *_ in run(code, town_clock, hours=6)] == [50]
    make.command(code, "reopen", town.operator, note="هنوز هست")
    drain(twice=True)
    assert [share for share, *_ in run(code, town_clock, hours=1)] == [50, 80, 100, 150], "the clock had not stopped"
    make.command(code, "withdraw", town.operator, note="پس گرفت")
    drain()
    assert len(run(code, town_clock, hours=9)) == 4


def test_not_urgent_by_the_calendar_waits_for_the_office(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    Promise.objects.filter(case__code=code).update(replaced_at=None)
    week = city.office_week(town.city_id, town.units["D-01"], MORNING.date())
    from peygir.desks.promises.actions.steps import plan_steps

    case = make.case(code)
    case.urgency = "N"
    finish = Promise.objects.get(case=case, kind="finish")
    EscalationStep.objects.filter(case=case).delete()
    plan_steps(case, finish, [])
    for step in steps_of(code):
        assert week.works_on(week.day_of(step.due_at))
        assert week.opens_at(week.day_of(step.due_at)) <= step.due_at <= week.closes_at(week.day_of(step.due_at))


def test_a_confidential_case_climbs_to_nobody_who_may_not_see_it(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CNF-01", district="")
    assert make.case(code).unit_id == town.units["V-insp"]
    Staff.objects.update(email="x@example.org")
    EscalationStep.objects.filter(case__code=code).update(due_at=MORNING)
    town_clock.forward(minutes=1)
    assert tick(town_clock()) == 5
    drain(twice=True)
    assert {unit for _, _, unit in climbs(code)} == {town.units["V-insp"]}
    assert [one.case.code for one in promises.escalated_to(town.inspectorate, town.city_id)] == [code]
    for name in ("deputy", "mayor", "manager", "clerk", "supervisor"):
        assert promises.escalated_to(town.actors[name], town.city_id) == []


def test_whom_it_reached_sees_it_and_gets_mail(town: Town, town_clock: TownClock) -> None:
    Staff.objects.filter(username__in=["deputy", "clerk", "clerk_two"]).update(email="someone@example.org")
    code = make.referred("CIV-09")
    run(code, town_clock, hours=10)
    for name, percent in (("clerk", 80), ("manager", 100), ("deputy", 150)):
        (escalated_promise,) = promises.escalated_to(town.actors[name], town.city_id)
        assert (escalated_promise.case.code, escalated_promise.percent) == (code, percent)
        client = Client()
        client.force_login(Staff.objects.get(username=name))
        assert (
            code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in client.get("/desk/climbed/").content.decode()
        )
        inbox = client.get("/desk/inbox/").content.decode()
        assert "هشدارهای من" in inbox
        assert promises.escalated(town.actors[name], town.city_id) == {escalated_promise.case.pk: percent}
    for name in ("clerk_two", "mayor", "council", "operator"):
        assert promises.escalated_to(town.actors[name], town.city_id) == []
    mails = Message.objects.filter(case__code=code, kind="climbed")
    assert [mail.channel for mail in mails] == ["mail"] * 3, "two steps to the clerk, one to the deputy"
    assert all(f"/desk/case/{code}/" in mail.body for mail in mails)
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    assert promises.escalated_to(town.clerk, town.city_id) == []


def test_the_citizen_is_not_told_who_was_told(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    run(code, town_clock, hours=4)
    assert "رسید: " not in Client().get(f"/t/{code}/").content.decode()
    api = Client().get(f"/api/v1/reports/{code}").content.decode()
    assert "case_climbed" not in api


def test_a_ladder_of_its_own_is_data(town: Town, town_clock: TownClock) -> None:
    from peygir.city.models import EscalationLevel

    for percent, audience in ((60, "manager"), (120, "mayor")):
        EscalationLevel.objects.create(
            city_id=town.city_id,
            topic_id=town.topics["CIV-09"],
            percent=percent,
            audience=audience,
            valid_from=MORNING.date() - timedelta(days=400),
        )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE city_city SET load_number = load_number + 1")
    city.forget()
    try:
        expected_steps = (EscalationStepFacts(60, "manager"), EscalationStepFacts(120, "mayor"))
        assert (
            city.escalation_steps(town.city_id, topic_id=town.topics["CIV-09"], unit_id=None, on=MORNING.date())
            == expected_steps
        )
        assert [(s.percent, s.audience) for s in steps_of(make.referred("CIV-09"))] == [(60, "manager"), (120, "mayor")]
        assert len(steps_of(make.referred("CIV-01"))) == 5
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE city_city SET load_number = load_number - 1")
        city.forget()


def test_the_database_takes_a_step_only_once(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    step = steps_of(code)[0]
    step.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save(force_insert=True)


@pytest.mark.usefixtures("town_clock")
def test_two_clocks_and_a_kill_take_each_step_once(live_town: Town, town_clock: TownClock) -> None:
    codes = [make.referred("CIV-09") for _ in range(6)]
    town_clock.forward(hours=13)
    now = town_clock()

    def killed() -> None:
        """A clock that dies in the middle of its work: the transaction goes with it."""
        with transaction.atomic():
            assert fire_due_steps(now) > 0
            raise RuntimeError("kill -9")

    with pytest.raises(RuntimeError):
        killed()
    assert not EscalationStep.objects.filter(state="fired").exists()
    faults: list[BaseException] = []

    def tick_on() -> None:
        try:
            while fire_due_steps(now):
                pass
        except BaseException as fault:  # seen by the test, not by the thread
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=tick_on) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    for code in codes:
        assert [share for share, *_ in climbs(code)] == [50, 80, 100, 150, 200]
    assert verify().breaks == []
    assert next_due_at() is not None
    jobs = drain(twice=True)
    deliver_again(jobs)


@settings(max_examples=50)
@given(
    st.sampled_from(RUNGS),
    st.lists(st.integers(1, 9), min_size=1, unique=True),
    st.sets(st.tuples(st.sampled_from(RUNGS), st.integers(1, 9))),
)
def test_a_step_never_falls_and_never_vanishes(audience: str, chain: list[int], there: Any) -> None:
    from peygir.desks.promises.escalation_rules import found_on

    rung, unit = found_on(audience, chain, lambda rung, unit: (rung, unit) in there)
    assert unit in chain
    assert RUNGS.index(rung) >= RUNGS.index(audience)
    assert (rung, unit) in there or (rung, unit) == (audience, chain[0])
