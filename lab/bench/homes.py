"""Cities to measure: one for each size, with its own home and database, made once and kept."""

import hashlib
import shutil
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
NO_PASSWORD: Final = "!"  # noqa: S105
"""The hash of no password: the bench signs in with keys and sessions."""
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

    from lab.bench.million.bulk import refresh_statistics
    from lab.bench.million.filling import fill
    from lab.sample.crew import make_crew
    from lab.sample.making import load_sample_city
    from peygir.desks.answers.actions import load_default_texts
    from peygir.journey.moments import old_moment
    from peygir.ops.bars import bar
    from peygir.ops.tables import migrate_if_needed

    migrate_if_needed()
    city_id = load_sample_city(settings.CITY)
    load_default_texts()
    with old_moment():
        make_crew(city_id)
        _give_tokens()
    cases = int(count)
    if cases:
        with bar(f"{cases:,} پرونده · cases", cases) as done:
            fill(cases, done)
    refresh_statistics()


def _give_tokens() -> None:
    """Make the keys of the bench: one that reports, and one for each clerk, of whom one unit has several more."""
    from peygir.people.actions import add_staff, make_system_token
    from peygir.people.models import Staff
    from peygir.people.rules import SYSTEM

    make_system_token("bench", channel="api", token=REPORTER_TOKEN)
    clerks = {staff.unit_id: staff for staff in Staff.objects.filter(role="clerk").select_related("unit")}
    for unit_id, clerk in clerks.items():
        make_system_token(f"clerk {unit_id}", channel="api", acts_as=clerk, token=f"{CLERK_TOKEN}{unit_id}")
        if clerk.unit is None or clerk.unit.code != CLERKS_UNIT:
            continue
        for number in range(CLERKS_AT_ONCE):
            name = f"{CLERK}-{number}"
            pk = add_staff(
                name, encoded_password=NO_PASSWORD, role="clerk", unit_code=CLERKS_UNIT, must_change=False, by=SYSTEM
            )
            token = f"{CLERK_TOKEN}{unit_id}-{number}"
            make_system_token(name, channel="api", acts_as=Staff.objects.get(pk=pk), token=token)
