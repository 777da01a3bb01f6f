"""Clocks that pause: on record, by working time, for what is not the city's own affair, never back to the start."""

from datetime import timedelta

import pytest
from django.test import Client

from peygir.city import queries as city
from peygir.desks.promises.actions import end_due_pauses, promise_case, settle_promises
from peygir.desks.promises.calendar import working_time_between
from peygir.desks.promises.models import EscalationStep, Pause, Promise
from peygir.desks.promises.queries import clocks_of, paused_among, standing_by_unit
from peygir.history.queries import timeline, verify
from peygir.journey.clock import next_due_at, tick
from peygir.people.models import Staff
from tests import make
from tests.clocks import promise, wait
from tests.drain import deliver_again, drain
from tests.town import MORNING, Town, TownClock


def page(username: str, path: str) -> str:
    """A page as one of the staff sees it."""
    client = Client()
    client.force_login(Staff.objects.get(username=username))
    return client.get(path).content.decode()


@pytest.mark.parametrize("reason", ["citizen", "agency", "weather"])
def test_a_pause_moves_due_by_the_working_time_paused(town: Town, town_clock: TownClock, reason: str) -> None:
    code = make.in_hand(topic="CIV-01")
    case_id, before = make.case(code).pk, promise(code)
    steps = dict(EscalationStep.objects.filter(case_id=case_id).values_list("percent", "due_at"))
    since = town_clock.forward(hours=2)
    wait(code, town.clerk, reason, since + timedelta(days=9))
    assert promise(code).paused_at == since
    assert paused_among([case_id]) == {case_id}
    assert set(EscalationStep.objects.filter(case_id=case_id).values_list("state", flat=True)) == {"held"}
    shown = make.case(code).due_at
    assert shown is not None
    assert before.due_at is not None
    assert shown > before.due_at, "an inbox shows where it will be due if all goes as expected"
    until = town_clock.forward(days=3, hours=1)
    make.command(code, "accept", town.clerk)
    drain(twice=True)
    week = city.office_week(town.city_id, town.units["D-01"], MORNING.date())
    paused, after = working_time_between(since, until, week), promise(code)
    assert working_time_between(before.due_at, after.due_at, week) == paused > timedelta(0)
    assert (after.paused_at, after.given_due_at) == (None, before.due_at)
    assert make.case(code).due_at == after.due_at
    for percent, due_at in EscalationStep.objects.filter(case_id=case_id, state="planned").values_list(
        "percent", "due_at"
    ):
        assert working_time_between(steps[percent], due_at, week) == paused
    (pause,) = clocks_of(case_id).pauses
    assert (pause.reason, pause.from_at, pause.to_at, pause.worked) == (reason, since, until, paused)
    assert make.kinds(code).count("clock_paused") == make.kinds(code).count("clock_resumed") == 1
    assert verify().breaks == []


def test_by_clock_c_every_hour_paused_counts(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    due, since = promise(code).due_at, town_clock.forward(hours=1)
    wait(code, town.clerk, "weather", since + timedelta(days=2))
    town_clock.forward(hours=30)
    make.command(code, "accept", town.clerk)
    drain()
    assert promise(code).due_at == due + timedelta(hours=30)
    assert promise(code, "visit").due_at == MORNING + timedelta(hours=32)
    assert promise(code, "ack").due_at == MORNING + timedelta(hours=1), "what was kept before does not move"


def test_while_paused_nothing_breaks_and_no_step_is_taken(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    wait(code, town.clerk, "agency", town_clock() + timedelta(days=5))
    town_clock.forward(days=4)
    assert tick(town_clock()) == 0
    assert next_due_at() == MORNING + timedelta(days=5)
    case = make.case(code)
    assert case.due_at is not None
    assert case.due_at > town_clock()
    assert "مهلت متوقف" in page("clerk", "/desk/inbox/")
    assert "مهلت متوقف" in page("clerk", f"/desk/case/{code}/")
    assert "مهلت متوقف" in Client().get(f"/t/{code}/").content.decode()
    assert standing_by_unit(town.city_id, now=town_clock())[town.units["D-01"]].running == 1


def test_a_wait_that_outlasts_its_date_pauses_no_longer(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    due, until = promise(code).due_at, town_clock() + timedelta(days=2)
    wait(code, town.clerk, "citizen", until)
    town_clock.forward(days=2)
    assert tick(town_clock()) == 1
    assert end_due_pauses(town_clock()) == 0
    assert make.case(code).state == "waiting"
    assert promise(code).due_at == make.case(code).due_at == due + timedelta(days=2)
    town_clock.forward(hours=7)
    assert tick(town_clock()) > 0
    assert promise(code).broken_at == promise(code).due_at
    make.command(code, "accept", town.clerk)
    drain(twice=True)
    assert promise(code).due_at == due + timedelta(days=2)


def test_material_is_the_citys_own_affair(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    due = promise(code).due_at
    wait(code, town.clerk, "material", town_clock() + timedelta(days=9))
    assert not Pause.objects.exists()
    town_clock.forward(hours=7)
    assert tick(town_clock()) > 0
    drain()
    assert promise(code).broken_at == due
    broken = [line.data for line in timeline("case", make.case(code).pk) if line.kind == "promise_broken"]
    assert broken[-1]["reason"] == "material"


def test_what_was_late_before_a_pause_stays_late(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    due = promise(code).due_at
    town_clock.forward(hours=8)
    tick(town_clock())
    wait(code, town.clerk, "weather", town_clock() + timedelta(days=3))
    assert paused_among([make.case(code).pk]) == set()
    town_clock.forward(days=1)
    make.command(code, "accept", town.clerk)
    drain()
    assert (promise(code).due_at, promise(code).broken_at) == (due, due)


def test_the_worker_may_come_late_and_the_clock_first(town: Town, town_clock: TownClock) -> None:
    """Between the press and the worker the clock looks: what is paused or done by then is not broken."""
    code, other = make.in_hand(topic="CIV-09"), make.in_hand(topic="CIV-09")
    town_clock.forward(hours=1)
    make.command(code, "wait", town.clerk, reason="weather", until=town_clock() + timedelta(days=3), note="باران")
    make.command(other, "finish", town.clerk, note="پر شد", form="آسفالت")
    town_clock.forward(hours=9)
    tick(town_clock())
    assert promise(code).broken_at is None
    assert promise(other).broken_at is None
    assert promise(code, "visit").broken_at is None
    town_clock.forward(hours=1)
    make.command(code, "accept", town.clerk)
    jobs = drain(twice=True)
    assert promise(code).due_at == MORNING + timedelta(hours=16)
    deliver_again(jobs)
    for number in range(1, make.case(code).event_count + 1):
        before = list(Promise.objects.order_by("pk").values())
        settle_promises(make.case(code).pk, number)
        promise_case(make.case(code).pk, number)
        assert list(Promise.objects.order_by("pk").values()) == before


def test_reopened_after_a_pause_the_first_clock_runs_on(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    wait(code, town.clerk, "agency", town_clock() + timedelta(days=1))
    town_clock.forward(hours=3)
    make.command(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain(twice=True)
    moved = MORNING + timedelta(hours=9)
    assert promise(code).due_at == moved
    make.command(code, "reopen", town.operator, note="هنوز هست")
    drain(twice=True)
    assert (promise(code).due_at, promise(code).kept_at) == (moved, None)
    assert set(EscalationStep.objects.filter(case__code=code).values_list("state", flat=True)) == {"planned"}


def test_done_while_paused_leaves_nothing_open(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    town_clock.forward(hours=4)
    tick(town_clock())
    drain()
    fired = EscalationStep.objects.filter(case__code=code, state="fired")
    assert fired.filter(is_open=True).count() == 1
    wait(code, town.clerk, "weather", town_clock() + timedelta(days=3))
    assert fired.filter(is_open=True).count() == 1
    make.command(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain(twice=True)
    assert not fired.filter(is_open=True).exists()
    assert EscalationStep.objects.filter(case__code=code, state="planned").count() == 0
    make.command(code, "reopen", town.operator, note="هنوز هست")
    drain(twice=True)
    assert fired.filter(is_open=True).count() == 1
