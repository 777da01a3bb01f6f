"""Routes of vehicles, by PyVRP: from a VRPLIB file, or from a table with a day of waste collection.

VRPLIB: capacity, time windows, service and release times, prizes, several depots, reload depots, backhauls, groups and
limits of vehicles. Table: columns kind (base, dump, vehicle, stop), id, lat, lon, from, to, service_minutes, load,
skills, priority, base, break_minutes, break_from, break_to, max_dumps. The answer holds cost, routes and unplanned.
"""

import argparse
from pathlib import Path

from peygir.ops.method_rows import MOST_SEED, plain_number, whole_option
from peygir.ops.method_texts import text_of

MOST_SECONDS = 3600.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the time limit, the seed, the rounding of VRPLIB and the travel of a table."""
    parser.add_argument(
        "--seconds", type=_seconds, help="time limit of the search (0.8 to 5, by size; ends early if nothing is gained)"
    )
    parser.add_argument("--seed", type=whole_option(0, MOST_SEED), default=0, help="of the search (0)")
    parser.add_argument(
        "--rounding",
        choices=("file", "round", "trunc", "dimacs", "exact"),
        default="file",
        help="VRPLIB: round as the file's type says, or every number as PyVRP's function of this name does (file)",
    )
    parser.add_argument("--road-factor", type=_factor, default=1.35, help="table: of the straight line (1.35)")
    parser.add_argument("--speed", type=_factor, default=24.0, metavar="KM/H", help="table: of the vehicles (24)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the routes. Raises the Refusal of a file that cannot be used."""
    if _is_table(path):
        return _of_day(path, options)
    return _of_vrplib(text_of(path), options)


def _is_table(path: Path) -> bool:
    """Whether the file is a table: by its ending, or because its first line names the columns."""
    if path.suffix.lower() in (".csv", ".tsv", ".xlsx", ".ods"):
        return True
    try:
        with path.open("rb") as file:
            first = file.readline(4096).decode("utf-8-sig", "replace").casefold()
    except OSError:
        return False
    return "kind" in first and "id" in first and ":" not in first


def _of_vrplib(text: str, options: argparse.Namespace) -> dict[str, object]:
    from peygir.core.routes.solving import solve
    from peygir.core.routes.vrplib import read_vrplib

    problem = read_vrplib(text, rounding=options.rounding)
    solved = solve(problem, seconds=options.seconds, seed=options.seed)

    def unscaled(value: int) -> float | int:
        return value // problem.scale if value % problem.scale == 0 else value / problem.scale

    routes, vehicles = [], []
    for route in solved.routes:
        vehicle = problem.vehicles[route.vehicle]
        halts = [(problem.depots if halt.is_depot else problem.stops)[halt.at].number for halt in route.halts]
        routes.append(halts)
        vehicles.append(
            {
                "vehicle": vehicle.number,
                "start": problem.depots[vehicle.start].number,
                "end": problem.depots[vehicle.end].number,
                "leaves": unscaled(route.leaves),
                "back": unscaled(route.back),
            }
        )
    return {
        "cost": unscaled(solved.cost),
        "routes": routes,
        "unplanned": [
            {"job": problem.stops[one.stop].number, "why": one.why.label.in_language("en"), "code": one.why.value}
            for one in solved.unplanned
        ],
        "is_complete": solved.is_complete,
        "vehicles": vehicles,
    }


def _of_day(path: Path, options: argparse.Namespace) -> dict[str, object]:
    from peygir.core.routes.day import points_of
    from peygir.core.routes.day_plan import CrewRoute, plan_day
    from peygir.core.routes.travel import by_road_factor
    from peygir.ops.waste_day import read_day

    day = read_day(path)
    travel = by_road_factor(points_of(day), factor=options.road_factor, speed=options.speed)
    plan = plan_day(day, travel, seconds=options.seconds, seed=options.seed)

    def stated(route: CrewRoute) -> dict[str, object]:
        halts = [
            {
                "kind": halt.kind.replace("job", "stop"),
                "id": halt.key,
                "from": _clock(halt.begins),
                "to": _clock(halt.ends),
            }
            for halt in route.halts
        ]
        return {
            "vehicle": route.crew,
            "leaves": _clock(route.leaves),
            "back": _clock(route.back),
            "metres": route.metres,
            "halts": halts,
        }

    return {
        "cost": plan.metres,
        "routes": [[halt.key for halt in route.halts if halt.kind != "break"] for route in plan.routes],
        "unplanned": [
            {"job": one.job, "why": one.why.label.in_language("en"), "code": one.why.value} for one in plan.left_out
        ],
        "is_complete": not plan.left_out,
        "vehicles": [stated(route) for route in plan.routes],
    }


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _seconds(text: str) -> float:
    value = plain_number(text.strip())
    if value is None or not 0 < value <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of seconds above 0 and at most {MOST_SECONDS:g}")
    return value


def _factor(text: str) -> float:
    value = plain_number(text.strip())
    if value is None or not 0.1 <= value <= 500:
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 0.1 to 500")
    return value
