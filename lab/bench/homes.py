"""Cities to measure: one for each size, with its own home and database, made once and kept."""

import hashlib
import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from lab.bench.process import run_step
from peygir.ops import paths
from peygir.ops.model_bootstrap import learning_to_read

MILLION: Final = Path(__file__).resolve().parent / "million"
PACKAGE: Final = Path(__file__).resolve().parents[2] / "peygir"
KEPT_FROM: Final = 100_000
"""Smaller cities are made anew for each run, so that what a run adds does not change their size."""
REPORTER_TOKEN: Final = "bench-token-of-another-system"  # noqa: S105 - for cities that nobody lives in
CLERK_TOKEN: Final = "bench-token-of-clerk-"  # noqa: S105
CLERKS_UNIT: Final = "D-01"
SHIRAZ: Final = "shiraz"
CLERK: Final = "clerk-d01"
CLERKS_AT_ONCE: Final = 10
"""Clerks of that unit with tokens of their own."""


def home_of(name: str) -> Path:
    """Return the folder of a measured city, below the installation's own home."""
    return paths.home() / "bench" / name


def stamp() -> str:
    """Return a digest of everything that determines a measured city's data."""
    files = [*PACKAGE.glob("**/migrations/*.py"), *MILLION.glob("*.py")]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def make_ready(name: str, cases: int) -> Path:
    """Return the home of a city with about `cases` cases; makes it if there is none that matches."""
    home = home_of(name)
    made = home / "bench-stamp"
    if cases < KEPT_FROM or not made.exists() or made.read_text() != stamp():
        fresh = stamp()  # before it is made: files that change meanwhile were not used
        shutil.rmtree(home, ignore_errors=True)
        home.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        run_step("make", cases, home=home)
        made.write_text(fresh)
    if cases:
        _lend_reader(home)
    return home


def _lend_reader(home: Path) -> None:
    """Share the classifier of the installation's own home with the measured city; trains it if there is none."""
    with learning_to_read(SHIRAZ, paths.home()):
        pass
    shutil.copytree(paths.home() / "readers" / SHIRAZ, home / "readers" / SHIRAZ, dirs_exist_ok=True)


def make(count: str) -> None:
    """Make tables, Shiraz, staff with tokens, and the cases."""
    from django.conf import settings

    from lab.bench.million.bulk import CopyBuffer, refresh_statistics
    from lab.bench.million.filling import fill
    from lab.sample import load_sample_city
    from lab.sample.crew import make_crew
    from peygir.city import queries as city
    from peygir.core import clock
    from peygir.desks.answers.actions import load_default_texts
    from peygir.ops.bars import bar
    from peygir.ops.tables import migrate_if_needed

    migrate_if_needed()
    city_id = load_sample_city(settings.CITY)
    load_default_texts()
    cases = int(count)
    buffer, now = CopyBuffer(), clock.now()
    crew = make_crew(buffer, city_id, at=now - timedelta(days=4000))
    buffer.tokens.add(name="bench", digest=_digest(REPORTER_TOKEN), channel="api", acts_as_id=None, created_at=now)
    both = ["report", "work"]
    for unit_id, clerk in crew.clerks.items():
        digest, name = _digest(f"{CLERK_TOKEN}{unit_id}"), f"clerk {unit_id}"
        buffer.tokens.add(name=name, digest=digest, channel="api", scopes=both, acts_as_id=clerk, created_at=now)
    unit = city.unit_by_code(city_id, CLERKS_UNIT)
    assert unit is not None
    for number in range(CLERKS_AT_ONCE):
        clerk, name = buffer.staff.next_number(), f"{CLERK}-{number}"
        buffer.staff.add(id=clerk, username=name, role="clerk", unit_id=unit.id, is_sample=True, date_joined=now)
        digest = _digest(f"{CLERK_TOKEN}{unit.id}-{number}")
        buffer.tokens.add(name=name, digest=digest, channel="api", scopes=both, acts_as_id=clerk, created_at=now)
    buffer.flush()
    if cases:
        with bar(f"{cases:,} پرونده · cases", cases) as done:
            fill(cases, done)
    refresh_statistics()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
