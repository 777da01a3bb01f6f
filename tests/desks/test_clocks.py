"""Clocks of a case: a visit, pauses on record, another topic, a season; nothing ever sets one back to the start."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peygir.cases.actions import MoveNotPossible, MoveNotYours
from peygir.city import queries as city
from peygir.city.actions import lift_season, start_season
from peygir.city.models import Season
from peygir.fieldwork.models import Evidence
from peygir.fieldwork.queries import visits_of
from peygir.history.queries import timeline, verify
from peygir.journey import next_due_at, tick
from peygir.people.models import Staff
from peygir.promises.actions import end_due_pauses, promise_case, settle_promises
from peygir.promises.calendar import working_time_between
from peygir.promises.models import Pause, Promise, Step
from peygir.promises.queries import clocks_of, paused_among, promises_of, standing_by_unit
from peygir.routing.actions import route_case
from peygir.understanding.actions import read_case
from tests import make
from tests.drain import deliver_again, drain
from tests.town import MORNING, Town, TownClock


def promise(code: str, kind: str = "finish") -> Promise:
    """A promise in force."""
    return Promise.objects.get(case__code=code, kind=kind, is_over=False)


def wait(code: str, by: Any, reason: str, until: datetime) -> None:
    """Put a case on wait, and let the worker come by."""
    make.press(code, "wait", by, reason=reason, until=until, note="منتظریم")
    drain(twice=True)


def page(username: str, path: str) -> str:
    """A page as one of the staff sees it."""
    client = Client()
    client.force_login(Staff.objects.get(username=username))
    return client.get(path).content.decode()


# ── the visit ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_visit_keeps_the_visit_promise(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    assert promise(code, "visit").due_at == MORNING + timedelta(hours=2)
    assert {row.kind for row in promises_of(make.case(code).pk)} == {"ack", "visit", "finish"}
    visited = town_clock.forward(minutes=40)
    make.press(code, "visit", town.clerk, note="سه متر فرونشسته است", photo=make.photo())
    drain(twice=True)
    assert promise(code, "visit").kept_at == visited
    assert promise(code).kept_at is None
    (visit,) = visits_of(make.case(code).pk)
    assert visit.evidence_id is not None
    assert Evidence.objects.get(pk=visit.evidence_id).state == "ready"
    town_clock.forward(minutes=10)
    make.press(code, "visit", town.clerk)
    drain(twice=True)
    assert promise(code, "visit").kept_at == visited, "the first visit counts"
    assert (
        "Somebody of the unit visited"
        in Client().get(f"/t/{code}/", headers={"accept-language": "en"}).content.decode()
    )
    assert "سه متر" not in Client().get(f"/t/{code}/").content.decode(), "the note is for colleagues"


def test_done_without_a_visit_keeps_it_too_and_stays_kept(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    done = town_clock.forward(hours=1)
    make.press(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    make.press(code, "reopen", town.operator, note="هنوز هست")
    drain(twice=True)
    assert promise(code, "visit").kept_at == done
    assert promise(code).kept_at is None


def test_who_may_record_a_visit_and_when(town: Town, town_clock: TownClock) -> None:
    code = make.referred()
    with make.refused(MoveNotPossible):
        make.press(code, "visit", town.clerk)
    make.press(code, "accept", town.clerk)
    with make.refused(MoveNotYours):
        make.press(code, "visit", town.operator)


# ── pauses ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reason", ["citizen", "agency", "weather"])
def test_a_pause_moves_due_by_the_working_time_paused(town: Town, town_clock: TownClock, reason: str) -> None:
    code = make.in_hand(topic="CIV-01")
    case_id, before = make.case(code).pk, promise(code)
    steps = dict(Step.objects.filter(case_id=case_id).values_list("percent", "due_at"))
    since = town_clock.forward(hours=2)
    wait(code, town.clerk, reason, since + timedelta(days=9))
    assert promise(code).paused_at == since
    assert paused_among([case_id]) == {case_id}
    assert set(Step.objects.filter(case_id=case_id).values_list("state", flat=True)) == {"held"}
    shown = make.case(code).due_at
    assert shown is not None
    assert before.due_at is not None
    assert shown > before.due_at, "an inbox shows where it will be due if all goes as expected"
    until = town_clock.forward(days=3, hours=1)
    make.press(code, "accept", town.clerk)
    drain(twice=True)
    week = city.office_week(town.city_id, town.units["D-01"], MORNING.date())
    paused, after = working_time_between(since, until, week), promise(code)
    assert working_time_between(before.due_at, after.due_at, week) == paused > timedelta(0)
    assert (after.paused_at, after.given_due_at) == (None, before.due_at)
    assert make.case(code).due_at == after.due_at
    for percent, due_at in Step.objects.filter(case_id=case_id, state="planned").values_list("percent", "due_at"):
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
    make.press(code, "accept", town.clerk)
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
    assert "ساعت ایستاده" in page("clerk", "/desk/")
    assert "ساعت ایستاده" in page("clerk", f"/desk/case/{code}/")
    assert "ساعت ایستاده" in Client().get(f"/t/{code}/").content.decode()
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
    make.press(code, "accept", town.clerk)
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
    make.press(code, "accept", town.clerk)
    drain()
    assert (promise(code).due_at, promise(code).broken_at) == (due, due)


def test_the_worker_may_come_late_and_the_clock_first(town: Town, town_clock: TownClock) -> None:
    """Between the press and the worker the clock looks: what is paused or done by then is not broken."""
    code, other = make.in_hand(topic="CIV-09"), make.in_hand(topic="CIV-09")
    town_clock.forward(hours=1)
    make.press(code, "wait", town.clerk, reason="weather", until=town_clock() + timedelta(days=3), note="باران")
    make.press(other, "finish", town.clerk, note="پر شد", form="آسفالت")
    town_clock.forward(hours=9)
    tick(town_clock())
    assert promise(code).broken_at is None
    assert promise(other).broken_at is None
    assert promise(code, "visit").broken_at is None
    town_clock.forward(hours=1)
    make.press(code, "accept", town.clerk)
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
    make.press(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain(twice=True)
    moved = MORNING + timedelta(hours=9)
    assert promise(code).due_at == moved
    make.press(code, "reopen", town.operator, note="هنوز هست")
    drain(twice=True)
    assert (promise(code).due_at, promise(code).kept_at) == (moved, None)
    assert set(Step.objects.filter(case__code=code).values_list("state", flat=True)) == {"planned"}


def test_done_while_paused_leaves_nothing_open(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    town_clock.forward(hours=4)
    tick(town_clock())
    drain()
    fired = Step.objects.filter(case__code=code, state="fired")
    assert fired.filter(is_open=True).count() == 1
    wait(code, town.clerk, "weather", town_clock() + timedelta(days=3))
    assert fired.filter(is_open=True).count() == 1
    make.press(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain(twice=True)
    assert not fired.filter(is_open=True).exists()
    assert Step.objects.filter(case__code=code, state="planned").count() == 0
    make.press(code, "reopen", town.operator, note="هنوز هست")
    drain(twice=True)
    assert fired.filter(is_open=True).count() == 1


# ── another topic ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_topic_promises_anew_from_the_same_start(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    first = promise(code)
    town_clock.forward(hours=2)
    make.press(code, "topic", town.clerk, topic_id=town.topics["CIV-01"])
    jobs = drain(twice=True)
    week = city.office_week(town.city_id, town.units["D-01"], MORNING.date())
    now = promise(code)
    assert now.pk != first.pk
    assert now.given_due_at == now.due_at == make.case(code).due_at
    assert now.due_at == week.closes_at(make.moment("2026-05-06T12:00:00+03:30").date()), (
        "three days after the first word"
    )
    clocks = clocks_of(make.case(code).pk)
    assert [row.kind for row in clocks.replaced] == ["ack", "visit", "finish"]
    assert {row.is_first for row in clocks.replaced} == {True}
    assert not now.is_first
    assert "promises_renewed" in make.kinds(code)
    assert "اصلاح شد" in Client().get(f"/t/{code}/").content.decode()
    assert set(Step.objects.filter(promise=first).values_list("state", flat=True)) == {"held"}
    assert set(Step.objects.filter(promise=now).values_list("state", flat=True)) == {"planned"}
    deliver_again(jobs)
    # The first promise is the one that is scored; it does not break, since the citizen was given another.
    town_clock.forward(hours=6)
    tick(town_clock())
    assert Promise.objects.get(pk=first.pk).broken_at is None
    assert standing_by_unit(town.city_id, now=town_clock())[town.units["D-01"]].overdue == 1
    make.press(code, "accept", town.clerk)
    make.press(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    assert Promise.objects.get(pk=first.pk).kept_at == now.kept_at or promise(code).kept_at
    assert standing_by_unit(town.city_id, now=town_clock())[town.units["D-01"]].on_time == 0


def test_there_and_back_again_nothing_is_won(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    due = promise(code).due_at
    for topic in ("CIV-01", "INF-01", "CIV-09"):
        town_clock.forward(minutes=20)
        make.press(code, "topic", town.clerk, topic_id=town.topics[topic])
        drain(twice=True)
        if topic == "INF-01":
            assert promises_of(make.case(code).pk) == []
            assert make.case(code).due_at is None
    assert promise(code).due_at == make.case(code).due_at == due
    assert promise(code, "ack").kept_at == MORNING
    assert Promise.objects.filter(case__code=code, kind="finish", is_first=True).count() == 1


def test_paused_before_another_topic_counts_after_it(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-01")
    wait(code, town.clerk, "weather", town_clock() + timedelta(days=9))
    town_clock.forward(hours=2)
    make.press(code, "topic", town.clerk, topic_id=town.topics["CIV-09"])
    drain(twice=True)
    assert promise(code).paused_at == MORNING
    town_clock.forward(hours=2)
    make.press(code, "accept", town.clerk)
    drain(twice=True)
    assert promise(code).due_at == make.case(code).due_at == MORNING + timedelta(hours=10)
    make.press(code, "topic", town.clerk, topic_id=town.topics["CIV-01"])
    make.press(code, "topic", town.clerk, topic_id=town.topics["CIV-09"])
    drain(twice=True)
    assert promise(code).due_at == MORNING + timedelta(hours=10)


# ── a season ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def nowruz(town: Town, town_clock: TownClock) -> Iterator[None]:
    """A season that promises potholes within six hours, by day and night."""
    Season.objects.create(
        city_id=town.city_id, code="nowruz", name_fa="ستاد نوروز", name_en="Nowruz", topics=["CIV-01"],
        due_hours=Decimal(6), clock="C", valid_from=MORNING.date(),
    )  # fmt: skip
    start_season(town.city_id, "nowruz", until=MORNING + timedelta(days=10), by="test")
    city.forget()
    yield
    city.forget()


@pytest.mark.usefixtures("nowruz")
def test_a_season_overlays_and_the_case_keeps_it(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-01")
    assert promise(code).due_at == MORNING + timedelta(hours=6)
    assert promise(code).clock == "C"
    assert promise(code, "ack").hours == 8
    assert make.case(code).season_code == "nowruz"
    town_clock.forward(hours=1)
    lift_season(town.city_id, "nowruz", by="test")
    city.forget()
    make.press(code, "refer", town.supervisor, unit_id=town.units["D-02"], note="به منطقهٔ دو")
    drain()
    assert promise(code).due_at == MORNING + timedelta(hours=6)
    assert make.case(code).season_code == "nowruz"
    after = make.referred("CIV-01")
    assert (make.case(after).season_code, promise(after).clock) == ("", "B")
    elsewhere = make.referred("CLN-01")
    assert make.case(elsewhere).season_code == ""


# ── how much it asks of the database ────────────────────────────────────────────────────────────────────────────────


def test_three_promises_and_five_steps_are_given_in_few_statements(town: Town, town_clock: TownClock) -> None:
    code = make.report("CIV-09").code
    case = make.case(code)
    read_case(case.pk, 1)
    route_case(case.pk, 2)
    with CaptureQueriesContext(connection) as asked:
        promise_case(case.pk, 3)
    assert (Promise.objects.filter(case=case).count(), Step.objects.filter(case=case).count()) == (3, 5)
    assert len(asked) <= 7, [query["sql"][:80] for query in asked.captured_queries]
