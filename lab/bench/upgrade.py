"""Makes many cases with the tables of a former version, out of the repository's history, and times `migrate`.

The former version fills its own tables with its own bench; today's version then migrates them in place, and what was
there is counted again.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from lab.former import unpack
from peygir.core import clock
from peygir.ops import paths

FORMER: Final = "0c431c1fc"
"""The last commit of 28 November 2026 with one migration in each package."""
CASES: Final = int(os.environ.get("PEYGIR_UPGRADE_CASES", "1000000"))
LIMIT_SECONDS: Final = 600.0
COUNT: Final = """
import json
import psycopg
from peygir.ops.database import running_database

with running_database() as url, psycopg.connect(url) as there:
    tables = ("cases_case", "cases_report", "cases_searchentry", "history_event", "people_citizen")
    print(json.dumps({name: there.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}))
"""


def measured() -> dict[str, float]:
    """Return the cases, the seconds of `migrate`, and how many rows of each table are missing afterwards."""
    home = paths.home() / "bench" / "upgrade"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(mode=0o711, parents=True)
    with tempfile.TemporaryDirectory(prefix="peygir-former-") as folder:
        former = unpack(FORMER, Path(folder), "peygir", "lab", "pyproject.toml")
        _run(former, home, "lab.bench.process", "make", str(CASES))
        before = _counted(home)
    began = clock.monotonic()
    _run(paths.ROOT, home, "peygir.ops", "migrate", "--quiet")
    seconds = clock.monotonic() - began
    after = _counted(home)
    figures = {"cases": float(before["cases_case"]), "migrate_seconds": round(seconds, 1)}
    return figures | {f"lost_of_{name}": float(count - after[name]) for name, count in before.items()}


def is_good(figures: dict[str, float]) -> bool:
    """Whether nothing is lost, and it took no longer than LIMIT_SECONDS."""
    lost = sum(value for name, value in figures.items() if name.startswith("lost_of_"))
    return not lost and figures["migrate_seconds"] <= LIMIT_SECONDS


def _run(version: Path, home: Path, module: str, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-P", "-m", module, *words], env=_environment(version, home), cwd=version, check=True
    )


def _counted(home: Path) -> dict[str, int]:
    command = [sys.executable, "-P", "-c", COUNT]
    done = subprocess.run(command, env=_environment(paths.ROOT, home), stdout=subprocess.PIPE, check=True)
    counts: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return counts


def _environment(version: Path, home: Path) -> dict[str, str]:
    """The environment in which a version finds its own modules before today's."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PEYGIR_DATABASE_URL")}
    return {**kept, "PEYGIR_HOME": str(home), "PYTHONPATH": str(version), "PEYGIR_READER": "off"}
