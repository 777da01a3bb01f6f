"""Clocks of a case: a visit, another topic, a season; nothing ever sets one back to the start."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peygir.cases.actions import MoveNotPossible, MoveNotYours
from peygir.city import queries as city
from peygir.city.actions import lift_season, start_season
from peygir.city.models import Season
from peygir.desks.fieldwork.models import Evidence
from peygir.desks.fieldwork.queries import visits_of
from peygir.desks.promises.actions import promise_case
from peygir.desks.promises.models import EscalationStep, Promise
from peygir.desks.promises.queries import clocks_of, promises_of, standing_by_unit
from peygir.desks.routing.actions import route_case
from peygir.desks.understanding.actions import read_case
from peygir.journey.clock import tick
from tests import make
from tests.clocks import promise, wait
from tests.drain import deliver_again, drain
from tests.town import MORNING, Town, TownClock

# ── the visit ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_visit_keeps_the_visit_promise(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    assert promise(code, "visit").due_at == MORNING + timedelta(hours=2)
    assert {row.kind for row in promises_of(make.case(code).pk)} == {"ack", "visit", "finish"}
    visited = town_clock.forward(minutes=40)
    make.command(code, "visit", town.clerk, note="سه متر فرونشسته است", photo=make.photo())
    drain(twice=True)
    assert promise(code, "visit").kept_at == visited
    assert promise(code).kept_at is None
    (visit,) = visits_of(make.case(code).pk)
    assert visit.evidence_id is not None
    assert Evidence.objects.get(pk=visit.evidence_id).state == "ready"
    town_clock.forward(minutes=10)
    make.command(code, "visit", town.clerk)
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
    make.command(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    make.command(code, "reopen", town.operator, note="هنوز هست")
    drain(twice=True)
    assert promise(code, "visit").kept_at == done
    assert promise(code).kept_at is None


def test_who_may_record_a_visit_and_when(town: Town, town_clock: TownClock) -> None:
    code = make.referred()
    with make.refused(MoveNotPossible):
        make.command(code, "visit", town.clerk)
    make.command(code, "accept", town.clerk)
    with make.refused(MoveNotYours):
        make.command(code, "visit", town.operator)


# ── another topic ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_topic_promises_anew_from_the_same_start(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    first = promise(code)
    town_clock.forward(hours=2)
    make.command(code, "topic", town.clerk, topic_id=town.topics["CIV-01"])
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
    assert set(EscalationStep.objects.filter(promise=first).values_list("state", flat=True)) == {"held"}
    assert set(EscalationStep.objects.filter(promise=now).values_list("state", flat=True)) == {"planned"}
    deliver_again(jobs)
    # The first promise is the one that is scored; it does not break, since the citizen was given another.
    town_clock.forward(hours=6)
    tick(town_clock())
    assert Promise.objects.get(pk=first.pk).broken_at is None
    assert standing_by_unit(town.city_id, now=town_clock())[town.units["D-01"]].overdue == 1
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    assert Promise.objects.get(pk=first.pk).kept_at == now.kept_at or promise(code).kept_at
    assert standing_by_unit(town.city_id, now=town_clock())[town.units["D-01"]].on_time == 0


def test_there_and_back_again_nothing_is_won(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="CIV-09")
    due = promise(code).due_at
    for topic in ("CIV-01", "INF-01", "CIV-09"):
        town_clock.forward(minutes=20)
        make.command(code, "topic", town.clerk, topic_id=town.topics[topic])
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
    make.command(code, "topic", town.clerk, topic_id=town.topics["CIV-09"])
    drain(twice=True)
    assert promise(code).paused_at == MORNING
    town_clock.forward(hours=2)
    make.command(code, "accept", town.clerk)
    drain(twice=True)
    assert promise(code).due_at == make.case(code).due_at == MORNING + timedelta(hours=10)
    make.command(code, "topic", town.clerk, topic_id=town.topics["CIV-01"])
    make.command(code, "topic", town.clerk, topic_id=town.topics["CIV-09"])
    drain(twice=True)
    assert promise(code).due_at == MORNING + timedelta(hours=10)


# ── a season ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def nowruz(town: Town, town_clock: TownClock) -> Iterator[None]:
    """A season that promises potholes within six hours, by day and night."""
    Season.objects.create(
        city_id=town.city_id,
        code="nowruz",
        name_fa="ستاد نوروز",
        name_en="Nowruz",
        topics=["CIV-01"],
        due_hours=Decimal(6),
        clock="C",
        valid_from=MORNING.date(),
    )
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
    make.command(code, "refer", town.supervisor, unit_id=town.units["D-02"], note="به منطقهٔ دو")
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
    with CaptureQueriesContext(connection) as queries:
        promise_case(case.pk, 3)
    assert (Promise.objects.filter(case=case).count(), EscalationStep.objects.filter(case=case).count()) == (3, 5)
    assert len(queries) <= 7, [query["sql"][:80] for query in queries.captured_queries]
