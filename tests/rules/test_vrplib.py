"""VRPLIB files: read strictly, and solved to their known values."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyvrp

from peygir.core.routes.problem import NO_LIMIT, Problem, WhyUnplanned
from peygir.core.routes.schedule import cost_of, drive
from peygir.core.routes.solving import solve
from peygir.core.routes.vrplib import read_vrplib
from tests.rules.route_files import (
    OK_SMALL,
    OK_SMALL_PRIZES,
    OK_SMALL_RELOAD,
    e_n22_k4,
    section,
    with_lines,
    with_section,
)

PLANE = "DIMENSION : {n}\nEDGE_WEIGHT_TYPE : {kind}\nNODE_COORD_SECTION\n{rows}\n"


def solved(text: str, seconds: float = 1.0) -> tuple[float, list[list[int]]]:
    """The cost, and the routes by the numbers of the file."""
    problem = read_vrplib(text)
    solution = solve(problem, seconds=seconds)
    assert solution.is_complete
    for route in solution.routes:
        assert drive(problem, problem.vehicles[route.vehicle], route.halts).is_feasible
    assert cost_of(problem, solution.routes) == solution.cost
    routes = [
        [(problem.depots if h.is_depot else problem.stops)[h.at].number for h in r.halts] for r in solution.routes
    ]
    return solution.cost / problem.scale, routes


@pytest.mark.parametrize(
    ("text", "cost"), [(OK_SMALL, 9155), (OK_SMALL_PRIZES, 3305), (OK_SMALL_RELOAD, 7066), (e_n22_k4(), 375)]
)
def test_known_instances_have_their_known_cost(text: str, cost: int) -> None:
    assert solved(text)[0] == cost


def test_the_vehicle_reloads_at_the_depot_between_two_trips() -> None:
    _cost, routes = solved(OK_SMALL_RELOAD)
    assert routes == [[3, 4, 2, 5]], "customers 3 and 4, then the depot 2, then customer 5"


def test_a_prize_of_nothing_means_that_the_customer_must_be_served() -> None:
    problem = read_vrplib(OK_SMALL_PRIZES)
    found = solve(problem, seconds=0.5)
    assert [problem.stops[one.stop].number for one in found.unplanned] == [3, 4, 5]
    assert {one.why for one in found.unplanned} == {WhyUnplanned.NOT_WORTH}


@pytest.mark.parametrize("text", [OK_SMALL, OK_SMALL_PRIZES, OK_SMALL_RELOAD, e_n22_k4()])
def test_every_value_is_read_as_pyvrp_reads_it(text: str, tmp_path: Path) -> None:
    file = tmp_path / "instance.txt"
    file.write_text(text, encoding="utf-8")
    theirs, ours = pyvrp.read(file, "round"), read_vrplib(text)
    assert np.array_equal(theirs.distance_matrix(0), ours.distances)
    for client, stop in zip(theirs.clients(), ours.stops, strict=True):
        assert client.location == stop.place
        assert client.delivery[0] == (stop.delivery or (0,))[0]
        assert (client.service_duration, client.tw_early) == (stop.service, stop.opens)
        assert client.tw_late == (stop.closes if stop.closes < NO_LIMIT else np.iinfo(np.int64).max)
        assert (client.prize, client.required) == (stop.prize or 0, stop.prize is None)
    assert theirs.num_vehicles == len(ours.vehicles)
    kind, vehicle = theirs.vehicle_type(0), ours.vehicles[0]
    assert (kind.capacity[0], list(kind.reload_depots)) == (vehicle.capacity[0], list(vehicle.reload_at))


@pytest.mark.parametrize(
    ("kind", "rows", "expected"),
    [
        ("EUC_2D", "1 0 0\n2 1 1\n3 2 3", [[0, 1, 4], [1, 0, 2], [4, 2, 0]]),
        ("CEIL_2D", "1 0 0\n2 1 1\n3 2 3", [[0, 2, 4], [2, 0, 3], [4, 3, 0]]),
        ("FLOOR_2D", "1 0 0\n2 1 1\n3 2 3", [[0, 1, 3], [1, 0, 2], [3, 2, 0]]),
        ("EXACT_2D", "1 0 0\n2 1 1\n3 2 3", [[0, 1414, 3606], [1414, 0, 2236], [3606, 2236, 0]]),
        ("MAN_2D", "1 0 0\n2 1 1\n3 2 3", [[0, 2, 5], [2, 0, 3], [5, 3, 0]]),
        ("MAX_2D", "1 0 0\n2 1 1\n3 2 3", [[0, 1, 3], [1, 0, 2], [3, 2, 0]]),
        ("EUC_3D", "1 0 0 0\n2 1 1 1\n3 0 0 9", [[0, 2, 9], [2, 0, 8], [9, 8, 0]]),
        # ATT and GEO by hand from TSPLIB 95: sqrt(10/10) = 1, and Munich to Augsburg.
        ("ATT", "1 0 0\n2 1 3\n3 0 10", [[0, 1, 4], [1, 0, 3], [4, 3, 0]]),
        ("GEO", "1 48.08 11.34\n2 48.22 10.53\n3 48.08 11.34", [[0, 57, 1], [57, 0, 57], [1, 57, 0]]),
    ],
)
def test_distances_are_rounded_as_their_type_says(kind: str, rows: str, expected: list[list[int]]) -> None:
    problem = read_vrplib(PLANE.format(n=3, kind=kind, rows=rows) + "DEPOT_SECTION\n1\n-1\nEOF\n")
    assert problem.distances.tolist() == expected


@pytest.mark.parametrize(
    ("shape", "values"),
    [
        ("FULL_MATRIX", "0 1 2 1 0 3 2 3 0"),
        ("LOWER_ROW", "1 2 3"),
        ("UPPER_ROW", "1 2\n3"),
        ("LOWER_DIAG_ROW", "0\n1 0\n2 3 0"),
        ("UPPER_DIAG_ROW", "0 1 2 0 3 0"),
        ("LOWER_COL", "1 2 3"),
        ("UPPER_COL", "1 2 3"),
        ("LOWER_DIAG_COL", "0 1 2 0 3 0"),
        ("UPPER_DIAG_COL", "0 1 0 2 3 0"),
    ],
)
def test_explicit_weights_are_a_stream_in_each_format(shape: str, values: str) -> None:
    text = f"DIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: {shape}\nEDGE_WEIGHT_SECTION\n{values}\nEOF"
    assert read_vrplib(text).distances.tolist() == [[0, 1, 2], [1, 0, 3], [2, 3, 0]]


def test_decimals_are_kept_exact() -> None:
    text = OK_SMALL.replace("0     1544", "0     1544.25")
    problem = read_vrplib(text)
    assert (problem.scale, problem.distances[0, 1], problem.stops[0].service) == (100, 154425, 36000)
    assert read_vrplib(text, rounding="trunc").distances[0, 1] == 1544
    assert read_vrplib(text, rounding="dimacs").distances[0, 1] == 15442
    assert read_vrplib(text, rounding="exact").stops[0].delivery == (5,), "loads have a unit of their own"


def test_limits_and_costs_of_vehicles_are_read() -> None:
    text = with_lines("VEHICLES_MAX_DISTANCE: 5000\nVEHICLES_MAX_DURATION: 9000\nDISTANCE: 8000\nRELEASE_TIME: 7")
    text = text.replace("DEPOT_SECTION", section("VEHICLES_FIXED_COST", "10,20,30") + "DEPOT_SECTION")
    problem = read_vrplib(text)
    assert [one.fixed_cost for one in problem.vehicles] == [10, 20, 30]
    assert {(one.most_distance, one.most_duration) for one in problem.vehicles} == {(5000, 8000)}
    assert {stop.ready for stop in problem.stops} == {7}


def test_vehicles_serve_only_whom_they_may() -> None:
    text = with_section("VEHICLES_ALLOWED_CLIENTS", "1 2 3,1 4 5,1 4 5")
    problem = read_vrplib(text)
    assert [sorted(one.may_serve or ()) for one in problem.vehicles] == [[0, 1], [2, 3], [2, 3]]
    for route in solve(problem, seconds=0.5).routes:
        assert all(problem.vehicles[route.vehicle].may(stop) for stop in route.stops)


def test_depots_may_have_any_number_and_vehicles_their_own() -> None:
    text = OK_SMALL.replace("DEPOT_SECTION\n1\n-1", "DEPOT_SECTION\n5\n2\n-1")
    text = text.replace("DEPOT_SECTION", section("VEHICLES_DEPOT", "5,2,2") + "DEPOT_SECTION", 1)
    text = text.replace("0 45000,", "0 45000,")
    problem = read_vrplib(text)
    assert [depot.number for depot in problem.depots] == [5, 2]
    assert [one.start for one in problem.vehicles] == [0, 1, 1]
    assert [stop.number for stop in problem.stops] == [1, 3, 4]


def test_of_a_group_one_is_served() -> None:
    text = with_section("MUTUALLY_EXCLUSIVE_GROUP", "2 3 4,5")
    problem = read_vrplib(text)
    solution = solve(problem, seconds=0.5)
    served = {problem.stops[stop].number for route in solution.routes for stop in route.stops}
    assert len(served & {2, 3, 4}) == 1
    assert 5 in served
    assert {one.why for one in solution.unplanned} == {WhyUnplanned.OTHER_SERVED}


def test_backhauls_come_after_linehauls() -> None:
    text = OK_SMALL.replace("NAME : TEST", "NAME : TEST\nTYPE : VRPB").replace("DEMAND_SECTION", "LINEHAUL_SECTION")
    text = text.replace("1 0\n2 5\n3 5\n4 3\n5 5\n", "1 0\n2 0\n3 5\n4 3\n5 5\n")
    text = text.replace("DEPOT_SECTION", section("BACKHAUL", "0,4,0,0,0") + "DEPOT_SECTION")
    problem = read_vrplib(text)
    for route in solve(problem, seconds=0.5).routes:
        kinds = ["back" if any(problem.stops[stop].pickup) else "line" for stop in route.stops]
        assert kinds == sorted(kinds, reverse=True)
        assert kinds[0] == "line"


def test_what_cannot_be_served_is_said_with_its_reason() -> None:
    heavy = solve(read_vrplib(OK_SMALL.replace("\n2 5\n", "\n2 50\n")), seconds=0.5)
    assert not heavy.is_complete
    assert [(one.stop, one.why) for one in heavy.unplanned] == [(0, WhyUnplanned.TOO_LARGE)]
    late = solve(read_vrplib(OK_SMALL.replace("2 15600 22500", "2 0 100")), seconds=0.5)
    assert [one.why for one in late.unplanned] == [WhyUnplanned.OUT_OF_TIME]
    nobody = solve(read_vrplib(with_section("VEHICLES_ALLOWED_CLIENTS", "2 3 4,2 3 4,2 3 4")), seconds=0.5)
    assert [one.why for one in nobody.unplanned] == [WhyUnplanned.NOBODY_MAY]
    far = solve(read_vrplib(with_lines("VEHICLES_MAX_DISTANCE: 3000")), seconds=0.5)
    assert {one.why for one in far.unplanned} == {WhyUnplanned.TOO_FAR}
    full = solve(read_vrplib(OK_SMALL.replace("VEHICLES : 3", "VEHICLES : 1")), seconds=0.5)
    assert {one.why for one in full.unplanned} == {WhyUnplanned.DAY_IS_FULL}


def random_problem(seed: int) -> dict[str, Any]:
    """A small instance with windows and one vehicle that reloads: its text, and stops in some order."""
    chance = np.random.default_rng(seed)
    n = 6
    matrix = chance.integers(1, 60, (n, n))
    np.fill_diagonal(matrix, 0)
    opens = chance.integers(0, 200, n)
    rows = ",".join(f"{at} {at + width}" for at, width in zip(opens, chance.integers(5, 200, n), strict=True))
    text = (
        f"DIMENSION: {n}\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: FULL_MATRIX\nCAPACITY: 9\nVEHICLES: 2\n"
        "EDGE_WEIGHT_SECTION\n"
        + "\n".join(" ".join(map(str, row)) for row in matrix)
        + "\n"
        + section("DEMAND", ",".join(map(str, [0, 0, *chance.integers(1, 5, n - 2)])))
        + section("TIME_WINDOW", f"0 900,0 900,{rows.split(',', 2)[2]}")
        + section("SERVICE_TIME", ",".join(map(str, [0, 0, *chance.integers(0, 30, n - 2)])))
        + section("RELEASE_TIME", ",".join(map(str, [0, 0, *np.minimum(opens[2:], chance.integers(0, 90, n - 2))])))
        + section("VEHICLES_RELOAD_DEPOT", "2,2")
        + "DEPOT_SECTION\n1\n2\n-1\nEOF\n"
    )
    return {
        "text": text,
        "order": [int(one) for one in chance.permutation(n - 2)],
        "cut": int(chance.integers(1, n - 2)),
    }


@pytest.mark.parametrize("seed", range(40))
def test_our_schedule_agrees_with_pyvrps(seed: int, tmp_path: Path) -> None:
    from peygir.core.routes.problem import Halt

    made = random_problem(seed)
    file = tmp_path / "instance.txt"
    file.write_text(made["text"], encoding="utf-8")
    data, problem = pyvrp.read(file, "round"), read_vrplib(made["text"])
    order, cut = made["order"], made["cut"]
    client, depot = pyvrp.ActivityType.CLIENT, pyvrp.ActivityType.DEPOT
    visits = [pyvrp.Activity(client, one) for one in order]
    visits.insert(cut, pyvrp.Activity(depot, 1))
    halts = [Halt(is_depot=False, at=one) for one in order]
    halts.insert(cut, Halt(is_depot=True, at=1))
    theirs = pyvrp.Route(data, visits, 0)
    ours = drive(problem, problem.vehicles[0], halts)
    assert ours.distance == theirs.distance()
    assert (ours.excess_load > 0) == theirs.has_excess_load()
    assert (ours.late > 0) == theirs.has_time_warp()
    if not ours.late:
        assert (ours.leaves, ours.back) == (theirs.start_time(), theirs.end_time())
        assert [(halt.begins, halt.ends) for halt in ours.halts] == [
            (one.start_time, one.end_time) for one in theirs.schedule()[1:-1]
        ]


def test_a_problem_without_customers_costs_nothing() -> None:
    problem: Problem = read_vrplib("DIMENSION: 1\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\nEOF\n")
    assert solve(problem).cost == 0
