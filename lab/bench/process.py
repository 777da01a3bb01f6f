"""A process of the bench with a database of its own: `python -m lab.bench.process STEP WORDS…`.

Django knows one database for each process and is set up before its models are imported, so each step that needs one
runs in its own process: `make` fills a new city, `fill` is one of the processes that do, `measure` measures it,
`replay` is one of the processes that find the limit; `crash`, `clerks`, `live`, `storm` and `quake` put the system
under stress; `homecoming` lets phones of crews come back; `lookup` searches for duplicates, `places` for named places,
`same-photo` for copies of photos, `assets` imports assets and searches them, `ballots` casts and counts those of a
vote, `drop-box` asks for boxes, `month-closing` closes a month of marks, `scores-of` those of real records, `explore`
asks the lake, `lake-questions` a large one that `lake-make` writes, `lake-city` fills a city whose lake `lake-write`
writes, `report-lake` and `report` compose a report of the city, `attack` attacks what is published, `behind` turns the
pages behind its figures, `goldens` imports work orders with known sums; `record` proves events of a large record;
`year` runs a simulated year with the helpers `year-work` and `year-tick`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

STEPS: Final = {
    "make": "lab.bench.homes:make",
    "fill": "lab.bench.million.filling:fill_share",
    "measure": "lab.bench.measure:main",
    "replay": "lab.bench.limit:replay_share",
    "crash": "lab.bench.crash:main",
    "clerks": "lab.bench.clerks:main",
    "live": "lab.bench.live:main",
    "storm": "lab.bench.storm:main",
    "quake": "lab.bench.quake:main",
    "homecoming": "lab.bench.homecoming:main",
    "lookup": "lab.bench.lookup:main",
    "ballots": "lab.bench.ballots:main",
    "assets": "lab.bench.assets:main",
    "drop-box": "lab.bench.drop_box:main",
    "explore": "lab.bench.explore:main",
    "record": "lab.bench.record:main",
    "places": "lab.bench.place_search:main",
    "lake-questions": "lab.bench.lake_questions:main",
    "lake-make": "lab.bench.lake_questions:make",
    "lake-city": "lab.bench.lake_city:main",
    "lake-write": "lab.bench.lake_city:write",
    "month-closing": "lab.bench.month_closing:main",
    "report-lake": "lab.bench.city_report:write_the_lake",
    "report": "lab.bench.city_report:main",
    "attack": "lab.bench.attack:main",
    "behind": "lab.bench.behind:main",
    "scores-of": "lab.bench.scores_of:main",
    "goldens": "lab.bench.goldens:work_orders",
    "same-photo": "lab.bench.same_photo:main",
    "year": "lab.bench.year:main",
    "year-work": "lab.bench.year_clock:work",
    "year-tick": "lab.bench.year_clock:tick",
}


def command(step: str, *words: object) -> list[str]:
    """Return the command line of a step."""
    return [sys.executable, "-P", "-m", "lab.bench.process", step, *(str(word) for word in words)]


def run_step(step: str, *words: object, home: Path) -> None:
    """Run a step in another home to its end. Raises CalledProcessError when it fails."""
    subprocess.run(command(step, *words), env={**os.environ, "PEYGIR_HOME": str(home)}, check=True)


def figures_of(step: str, *arguments: object, home: Path) -> Any:
    """Run a step in another home, and return what it printed last, read as JSON. Raises CalledProcessError."""
    environment = {**os.environ, "PEYGIR_HOME": str(home)}
    done = subprocess.run(command(step, *arguments), env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main(arguments: Sequence[str]) -> Any:
    """Set Django up on the home's database (which a parent may have started already) and do one step."""
    import django

    module, _, name = STEPS[arguments[0]].partition(":")
    if os.environ.get("PEYGIR_BENCH_PARENT") == os.environ.get("PEYGIR_HOME"):
        django.setup()
        return getattr(import_module(module), name)(*arguments[1:])
    from peygir.ops.cli import django_ready

    with django_ready():
        os.environ["PEYGIR_BENCH_PARENT"] = os.environ["PEYGIR_HOME"]
        return getattr(import_module(module), name)(*arguments[1:])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peygir.settings")
    main(sys.argv[1:])
