"""Measure the system on this machine: its speed beside the limit of its database at growing sizes; what it keeps under
stress (--crash, --clerks, --live, --year, --storm, --quake, --homecoming); how fast it searches, imports, closes a
month, counts votes, reports, proves, upgrades and recovers (--places, --same-photo, --assets, --month-closing,
--ballots, --report, --lake, --explore, --record, --upgrade, --recovery); how well its methods find what is known
(--duplicates, --geography, --signals, --inspection, --sybil, --routes, --scores, --scores-of, --gaming, --alarms,
--alarms-of, --portfolio, --goldens); what published files give away (--attack); and the transfer size of a first visit
to a running system (--weight).
"""

import argparse
import json
import os
import subprocess
from importlib import import_module
from typing import Any

from lab.bench.steps import ABOUT, STEPS

NEEDS = "nothing"
SIZES = "10000,1000000"
STRESS = {"crash": (60, 5), "clerks": (200, 20, 3), "live": (200, 50, 30), "storm": (300, 20), "homecoming": (200, 20)}
"""Seconds and kills; concurrent moves, cases and bursts; listeners, changes and seconds of a cut; calls and operators;
phones and the results of each.
"""
YEAR = 365
STORM = 600.0
QUAKE = 10.0
HOMECOMING = 200
RECORDS = "../shared/data"
HOUSE = "http://127.0.0.1:8137"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to measure, and how long."""
    parser.add_argument("what", nargs="?", choices=["forecast"], help="forecast: calls a week ahead, on real records")
    parser.add_argument("--records", metavar="FOLDER", default=RECORDS, help=f"the folder of real records ({RECORDS})")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of cases, smallest first ({SIZES})")
    parser.add_argument("--seconds", type=float, default=10.0, help="seconds each (10)")
    parser.add_argument("--clients", type=int, default=8, help="of the load client (8)")
    parser.add_argument("--only", default="", help="measure these alone (create, list, case, track, map, …, settled)")
    parser.add_argument("--requests", type=int, default=100_000, help="reports of the simulated year (100000)")
    parser.add_argument("--kills", type=int, default=20, help="times at which something is killed in it (20)")
    parser.add_argument("--minutes", type=float, help="of the storm of calls (10), or in which phones come back (1)")
    parser.add_argument("--results", type=int, default=20, help="results that each phone brings, for --homecoming (20)")
    parser.add_argument("--killed", action="store_true", help="for --homecoming: kill web and worker --kills times")
    parser.add_argument("--machines", type=int, default=1, help="for --storm: 2 machines, of which one is killed (1)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--crash", action="store_true", help="kill web, worker and database in creates")
    what.add_argument("--clerks", action="store_true", help="200 moves by clerks at once on 20 cases")
    what.add_argument("--live", action="store_true", help="200 open inboxes, over a cut of 30 s")
    what.add_argument("--year", action="store_true", help="live a year, killing worker and clock")
    what.add_argument(
        "--storm",
        metavar="SECONDS",
        nargs="?",
        type=float,
        const=STORM,
        help="300 calls for 20 operators in so many seconds (600), with a cut line and a kill -9",
    )
    _add_quake(what, parser)
    what.add_argument(
        "--homecoming",
        metavar="PHONES",
        nargs="?",
        type=int,
        const=HOMECOMING,
        help="200 crews' phones come back at once, each with 20 results and 40 photos",
    )
    what.add_argument("--duplicates", metavar="FOLDER", help="find repeated reports again in a folder of real records")
    what.add_argument("--geography", action="store_true", help="100,000 random points among the shipped polygons")
    what.add_argument("--inspection", action="store_true", help="1,000 simulated months of inspections, truth known")
    what.add_argument("--alarms-of", metavar="FILE", help="Boston's own alarms and forecasts")
    what.add_argument("--scores-of", metavar="FILE", help="replay Boston's requests, close its months")
    for option, about in ABOUT.items():
        what.add_argument(f"--{option}", action="store_true", help=about)
    what.add_argument(
        "--sybil", action="store_true", help="200 simulated years of honours with attackers among citizens"
    )
    what.add_argument("--goldens", metavar="FOLDER", help="print each figure beside the known answer")
    what.add_argument(
        "--routes", action="store_true", help="20 seeded days of 120 jobs and 8 crews, beside nearest-first"
    )
    what.add_argument(
        "--weight", metavar="URL", nargs="?", const=HOUSE, help=f"bytes of each page of a house ({HOUSE})"
    )


def _add_quake(what: "argparse._MutuallyExclusiveGroup", parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--share", type=float, default=1.0, help="of the calls and reports, for --quake (1)")
    what.add_argument(
        "--quake",
        metavar="MINUTES",
        nargs="?",
        type=float,
        const=QUAKE,
        help="3,000 calls and 20,000 reports an hour for so many minutes (10), with a kill -9 of web and database",
    )


def run(args: argparse.Namespace) -> int:
    """Measure, and print."""
    if args.crash or args.clerks or args.live or args.year or args.storm or args.quake or args.homecoming:
        return _stress(args)
    if args.what or args.duplicates or args.geography:
        return _figures(args)
    if args.weight:
        return _weight(args)
    if step := next((module for option, module in STEPS.items() if getattr(args, option)), ""):
        return _step(step, as_json=args.json)
    if args.scores_of or args.alarms_of:
        name = "scores_of" if args.scores_of else "alarms_of"
        return int(import_module(f"lab.bench.{name}").report(getattr(args, name), as_json=args.json))
    if args.inspection or args.sybil:
        return _simulated("sybil" if args.sybil else "inspection", as_json=args.json)
    if args.goldens:
        return _goldens(args)
    if args.routes:
        return _routes(args)
    results = [measured(int(size), args) for size in args.sizes.split(",")]
    from lab.bench import report

    if args.json:
        print(
            json.dumps(
                {
                    "clients": args.clients,
                    "results": results,
                    "growth": report.growth(results),
                    "missed": report.misses(results),
                },
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        report.show(results, clients=args.clients)
    return 0


def measured(cases: int, args: argparse.Namespace) -> dict[str, Any]:
    """Return the measurements of a city of one size, taken in a process of its own."""
    from lab.bench import homes
    from lab.bench.process import command

    home = homes.make_ready(str(cases), cases)
    done = subprocess.run(
        command("measure", cases, args.seconds, args.clients, args.only),
        env={**os.environ, "PEYGIR_HOME": str(home)},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _figures(args: argparse.Namespace) -> int:
    """Print measurements that need no database, or JSON; 1 when they miss their goals."""
    from dataclasses import asdict
    from pathlib import Path

    from lab.bench import duplicates, forecast, geography, lookup

    evaluation: duplicates.DuplicateScores | geography.Ground | forecast.ForecastErrors
    if args.what:
        evaluation = forecast.evaluate(Path(args.records))
    else:
        evaluation = duplicates.evaluate(Path(args.duplicates)) if args.duplicates else geography.survey()
    figures = asdict(evaluation)
    if args.duplicates and (asked := lookup.measured()):
        figures |= {f"lookup_{name}": value for name, value in asked.items()}
    is_good = evaluation.is_good and figures.get("lookup_p95_ms", 0) <= lookup.WANTED_MS
    if args.json:
        print(json.dumps(figures | {"is_good": is_good}))
    else:
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):<20} {value:g}")
    return 0 if is_good else 1


def _step(name: str, *, as_json: bool) -> int:
    """Print the figures of a step (a module of `lab.bench`), one line each, or JSON; 1 when one misses its goal."""
    step = import_module(f"lab.bench.{name}")
    figures = step.measured()
    is_good = step.is_good(figures)
    if as_json:
        print(json.dumps(figures | {"is_good": is_good}))
    else:
        width = max(20, *(len(name) for name in figures))
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):<{width}} {value:g}")
    return 0 if is_good else 1


def _simulated(name: str, *, as_json: bool) -> int:
    """Print the figures of a simulation (a module of `lab.bench`), one line each, or JSON; 1 when they miss a goal."""
    from dataclasses import asdict

    measured_figures = import_module(f"lab.bench.{name}").measured()
    figures = asdict(measured_figures)
    if as_json:
        print(json.dumps(figures | {"is_good": measured_figures.is_good}))
        return 0 if measured_figures.is_good else 1
    for title, value in figures.items():
        for part, number in value.items() if isinstance(value, dict) else [("", value)]:
            print(f"{f'{title} {part}'.replace('_', ' ').strip():<28} {number:g}")
    return 0 if measured_figures.is_good else 1


def _goldens(args: argparse.Namespace) -> int:
    """Print each figure beside its golden, or JSON; 1 when one differs."""
    from dataclasses import asdict
    from pathlib import Path

    from lab.bench import goldens

    lines = goldens.golden_lines(Path(args.goldens))
    if args.json:
        print(json.dumps([asdict(line) | {"is_good": line.is_good} for line in lines], ensure_ascii=False))
    else:
        goldens.show(lines)
    return 0 if all(line.is_good for line in lines) else 1


def _routes(args: argparse.Namespace) -> int:
    """Print kilometres, jobs and lateness of planned days and nearest-first; 1 when the plans are not better."""
    from lab.bench import routes

    figures = routes.measured(say=None if args.json else print)
    if args.json:
        print(json.dumps(routes.as_json(figures)))
    else:
        routes.show(figures)
    return 0 if figures.is_good else 1


def _weight(args: argparse.Namespace) -> int:
    """Print a row for each page; 1 when one is over its limit."""
    from lab.bench import weight

    rows = weight.weighed(args.weight)
    if args.json:
        print(json.dumps([{"page": row.page, "bytes": row.total, "limit": row.limit} for row in rows]))
    else:
        weight.show(rows)
    return 0 if all(row.is_good for row in rows) else 1


def _stress(args: argparse.Namespace) -> int:
    from lab.bench import homes
    from lab.bench.process import command

    name = next(
        name for name in ("year", "crash", "live", "clerks", "storm", "quake", "homecoming") if getattr(args, name)
    )
    home = homes.make_ready(name, 0)
    size = (args.requests, args.kills, YEAR) if args.year else STRESS.get(name, ())
    size = (args.quake, args.share) if name == "quake" else size
    size = (*size, args.minutes or args.storm / 60, args.machines) if name == "storm" else size
    if name == "homecoming":
        size = (args.homecoming, args.results, args.minutes or 1, args.kills if args.killed else 0)
    words = command(name, *size, *(["--json"] if args.json else []))
    return subprocess.run(words, env={**os.environ, "PEYGIR_HOME": str(home)}, check=False).returncode
