"""A day's routes: skills, windows, breaks, locks, loads and dumps are kept, and what is left out has its reason."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from peygir.core.routes.day import DayCrew, DayJob, Dump, WorkDay, points_of, problem_of
from peygir.core.routes.day_plan import DayPlan, arranged, plan_day, who_can_take
from peygir.core.routes.problem import BreakTime, WhyUnplanned
from peygir.core.routes.streets import street_graph, street_metres
from peygir.core.routes.travel import Point, Travel, by_road_factor, straight_metres

HOUR = 3600
BASE: Point = (29.60, 52.53)


def near(north: float = 0.0, east: float = 0.0) -> Point:
    """A point so many kilometres north and east of the base."""
    return (BASE[0] + north / 111.195, BASE[1] + east / 96.7)


def job(key: str, north: float = 1.0, east: float = 0.0, **given: Any) -> DayJob:
    values: dict[str, Any] = {"seconds": 1200, **given}
    return DayJob(key, near(north, east), **values)


def crew(key: str = "a", **given: Any) -> DayCrew:
    values: dict[str, Any] = {"opens": 8 * HOUR, "closes": 15 * HOUR, **given}
    return DayCrew(key, BASE, BASE, **values)


def travel_of(day: WorkDay) -> Travel:
    return by_road_factor(points_of(day))


def planned(jobs: Sequence[DayJob], crews: Sequence[DayCrew], dumps: Sequence[Dump] = ()) -> DayPlan:
    """The plan of a day, after a look at every route by itself."""
    day = WorkDay(tuple(jobs), tuple(crews), tuple(dumps))
    plan = plan_day(day, travel_of(day), seconds=0.4)
    known = {one.key: one for one in jobs}
    for route in plan.routes:
        shift = next(one for one in crews if one.key == route.crew)
        assert route.late == 0
        assert route.excess_load == 0
        assert shift.opens <= route.leaves
        assert route.back <= shift.closes
        for before, after in zip(route.halts, route.halts[1:], strict=False):
            assert before.ends <= after.begins
        for halt in route.halts:
            if halt.kind == "job":
                assert known[halt.key].opens <= halt.begins <= known[halt.key].closes
                assert shift.skills is None or known[halt.key].skills <= shift.skills
                assert known[halt.key].crew in (None, route.crew)
    told = [key for route in plan.routes for key in route.jobs] + [one.job for one in plan.left_out]
    assert sorted(told) == sorted(known), "each job is on one route, or has a reason"
    return plan


def test_jobs_go_to_crews_that_can_do_them() -> None:
    jobs = [job("light", skills=frozenset({"l"})), job("tree", 2, skills=frozenset({"t"})), job("any", 1.5)]
    plan = planned(jobs, [crew("a", skills=frozenset({"l"})), crew("b", skills=frozenset({"t"}))])
    by_job = {key: route.crew for route in plan.routes for key in route.jobs}
    assert (by_job["light"], by_job["tree"]) == ("a", "b")
    assert plan.left_out == ()


def test_a_crew_that_can_do_everything_is_bound_by_no_skill() -> None:
    assert planned([job("x", skills=frozenset({"rare"}))], [crew(skills=None)]).routes[0].jobs == ["x"]


def test_windows_decide_the_order() -> None:
    jobs = [job("late", 1, opens=13 * HOUR, closes=14 * HOUR), job("early", 9, closes=9 * HOUR), job("noon", 2)]
    assert planned(jobs, [crew()]).routes[0].jobs[0] == "early"
    assert planned(jobs, [crew()]).routes[0].jobs[-1] == "late"


def test_the_break_is_made_in_its_time() -> None:
    jobs = [job(str(number), number * 0.3, seconds=2400) for number in range(7)]
    pause = BreakTime(11 * HOUR, 12 * HOUR, 1800)
    route = planned(jobs, [crew(pause=pause)]).routes[0]
    rest = next(halt for halt in route.halts if halt.kind == "break")
    assert 11 * HOUR <= rest.begins <= 12 * HOUR
    assert rest.ends - rest.begins == 1800


def test_who_is_home_before_the_break_needs_none() -> None:
    route = planned([job("x")], [crew(pause=BreakTime(11 * HOUR, 12 * HOUR, 1800))]).routes[0]
    assert [halt.kind for halt in route.halts] == ["job"]


def test_a_job_that_the_break_crowds_out_says_so() -> None:
    # Six hours of work in a shift of seven with a break of an hour, and every job at a time of its own.
    jobs = [
        job(str(number), 0.2, seconds=HOUR, opens=(8 + number) * HOUR + 120, closes=(8 + number) * HOUR + 300)
        for number in range(6)
    ]
    plan = planned(jobs, [crew(pause=BreakTime(10 * HOUR, 11 * HOUR, 1800))])
    assert [one.why for one in plan.left_out] == [WhyUnplanned.BREAK]


def test_a_locked_job_stays_with_its_crew_and_barred_crews_do_not_get_it() -> None:
    jobs = [
        job("mine", 5, crew="b"),
        *[job(str(number), 5.1) for number in range(3)],
        job("not a", barred=frozenset("a")),
    ]
    plan = planned(jobs, [crew("a"), crew("b")])
    by_job = {key: route.crew for route in plan.routes for key in route.jobs}
    assert by_job["mine"] == by_job["not a"] == "b"


def test_the_weighty_jobs_are_left_out_last() -> None:
    jobs = [job(str(number), 3, seconds=3 * HOUR) for number in range(4)]
    jobs.append(job("urgent", 3, seconds=3 * HOUR, weight=20))
    plan = planned(jobs, [crew()])
    assert "urgent" in plan.routes[0].jobs
    assert {one.why for one in plan.left_out} == {WhyUnplanned.DAY_IS_FULL}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"skills": frozenset({"rare"})}, WhyUnplanned.NOBODY_MAY),
        ({"load": 99}, WhyUnplanned.TOO_LARGE),
        ({"opens": 20 * HOUR, "closes": 21 * HOUR}, WhyUnplanned.OUT_OF_TIME),
        ({"seconds": 8 * HOUR}, WhyUnplanned.OUT_OF_TIME),
        ({"crew": "gone"}, WhyUnplanned.NOBODY_MAY),
    ],
)
def test_what_nobody_can_do_has_its_reason(given: dict[str, Any], why: WhyUnplanned) -> None:
    plan = planned([job("x", **given), job("y")], [crew(capacity=10)])
    assert [(one.job, one.why) for one in plan.left_out] == [("x", why)]


def test_without_crews_nobody_may() -> None:
    assert [one.why for one in planned([job("x")], []).left_out] == [WhyUnplanned.NOBODY_MAY]


def test_loads_are_emptied_at_the_dump_on_the_way_and_before_home() -> None:
    jobs = [job(str(number), 1 + number * 0.2, load=4) for number in range(5)]
    dump = Dump("landfill", near(3, 2), seconds=600)
    route = planned(jobs, [crew(capacity=10)], [dump]).routes[0]
    kinds = [halt.kind for halt in route.halts]
    assert kinds.count("dump") == 3, "after two, after two, and before home"
    assert kinds[-1] == "dump"
    load = 0
    for halt in route.halts:
        load = 0 if halt.kind == "dump" else load + 4
        assert load <= 10
    metres = straight_metres([near(3, 2), BASE])[0, 1] * 1.35
    assert route.back - route.halts[-1].ends == pytest.approx(metres * 3.6 / 24, abs=2)


def test_a_dump_that_closes_is_reached_in_time() -> None:
    jobs = [job(str(number), 1, load=4, seconds=HOUR) for number in range(6)]
    route = planned(jobs, [crew(capacity=100)], [Dump("landfill", near(2), 600, closes=11 * HOUR)]).routes[0]
    assert all(halt.begins <= 11 * HOUR for halt in route.halts if halt.kind == "dump")


def test_an_arrangement_by_hand_shows_how_late_it_makes_the_day() -> None:
    jobs = (job("x", seconds=5 * HOUR), job("y", seconds=5 * HOUR), job("z"))
    day = WorkDay(jobs, (crew(),))
    plan = arranged(day, travel_of(day), [["x", "y"]])
    assert plan.routes[0].late > 3 * HOUR - 1800
    assert plan.routes[0].jobs == ["x", "y"]
    assert [one.job for one in plan.left_out] == ["z"]


def test_the_urgent_job_goes_to_who_is_delayed_the_least() -> None:
    jobs = (job("far", 8), job("close", 0, 4), job("urgent", 0.1, 4.2))
    day = WorkDay(jobs, (crew("a"), crew("b"), crew("c", skills=frozenset({"x"}), closes=8 * HOUR + 60)))
    ways = who_can_take(day, travel_of(day), [["far"], ["close"], []], "urgent")
    assert [way.vehicle for way in ways] == [1, 0, 2], "beside it, then far away, then who has no time"
    assert ways[0].delay < ways[1].delay
    assert [way.is_feasible for way in ways] == [True, True, False]
    fixed = who_can_take(day, travel_of(day), [["far"], ["close"], []], "urgent", fixed={1: 1})
    assert next(way for way in fixed if way.vehicle == 1).position == 1, "what is under way stays first"


@given(seed=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_every_plan_keeps_every_limit(seed: int) -> None:
    chance = Random(seed)
    jobs = [
        job(
            f"j{number}",
            chance.uniform(-4, 4),
            chance.uniform(-4, 4),
            seconds=chance.randint(300, 3000),
            opens=chance.choice([0, 9 * HOUR]),
            closes=chance.choice([10 * HOUR, 24 * HOUR]),
            skills=frozenset(chance.choice([(), ("s",), ("t",)])),
            load=chance.randint(0, 5),
            weight=chance.randint(1, 9),
        )
        for number in range(chance.randint(1, 18))
    ]
    crews = [
        crew(
            f"c{number}",
            skills=chance.choice([None, frozenset({"s"}), frozenset({"s", "t"})]),
            capacity=chance.choice([None, 9]),
            pause=chance.choice([None, BreakTime(11 * HOUR, 12 * HOUR, 1800)]),
        )
        for number in range(chance.randint(1, 3))
    ]
    planned(jobs, crews, [Dump("d", near(1, 1), 300)] if chance.random() < 0.5 else [])


def test_the_shift_is_shorter_by_the_break_for_the_solver_alone() -> None:
    day = WorkDay((job("x"),), (crew(pause=BreakTime(11 * HOUR, 12 * HOUR, 1800)),))
    assert problem_of(day, travel_of(day), with_pauses=False).vehicles[0].most_duration == 7 * HOUR - 1800
    assert problem_of(day, travel_of(day), with_pauses=True).vehicles[0].most_duration == 7 * HOUR


def grid() -> list[BaseGeometry]:
    import shapely

    def street(*points: Point) -> BaseGeometry:
        return shapely.LineString([(lon, lat) for lat, lon in points])

    streets = [street(near(step, 0), near(step, 4)) for step in range(5)]
    return streets + [street(near(0, step), near(4, step)) for step in range(5)]


def test_ways_go_along_the_streets() -> None:
    graph = street_graph(grid())
    assert graph is not None
    metres = street_metres(graph, [near(0, 0), near(4, 4), near(0, 4), near(30, 30)])
    assert metres[0, 1] == pytest.approx(8000, rel=0.01), "round the corner, and not the 5,657 m as the crow flies"
    assert metres[0, 2] == pytest.approx(4000, rel=0.01)
    straight = straight_metres([near(0, 0), near(30, 30)])[0, 1]
    assert metres[0, 3] == pytest.approx(straight * 1.35, rel=0.001), "without a street near by the road factor holds"
    assert (metres == metres.T).all()
    assert street_graph([]) is None
