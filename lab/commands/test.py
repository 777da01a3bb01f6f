"""Run the tests, on every core; with arguments, everything after `test` goes to pytest as it is.

Without arguments the unit tests of the pages' scripts (`frontend/tests`, a few seconds) come first, and pytest is not
started if one of them fails. A path below `frontend/tests` runs that one alone.

With `--coverage` the lines of the package that run are counted, and their share is printed (`[tool.coverage]` in
pyproject.toml).

With `--outside`, the tests in `tests/outside` alone: against an Asterisk, a message centre, mail servers and clients of
Open311, as far as they are installed on this machine. It prints which were found, and why the others are skipped.
"""

import argparse
import os
import subprocess
import sys
from contextlib import suppress
from typing import Final, NoReturn

from lab.commands.wheel import make_tables
from peygir.ops import assets, bootstrap, paths

NEEDS = "nothing"
PASSES_ON = True
MOST_WORKERS: Final = 4
"""Each has its own database server and a few hundred megabytes."""
SCRIPT_TESTS: Final = "frontend/tests"
COVERAGE: Final = "--coverage"
COVERAGE_OPTIONS: Final = ("--cov", "--cov-report=term:skip-covered")
OUTSIDE: Final = "--outside"
OUTSIDE_TESTS: Final = "tests/outside"
OUTSIDE_VARIABLE: Final = "PEYGIR_OUTSIDE"
"""tests/conftest.py leaves the folder out unless this is set."""
LEFT_OUT: Final = ("PEYGIR_HOME", "PYTHONDONTWRITEBYTECODE")
"""Variables that pytest does not inherit; without the second it rewrites the asserts of all test files in each run."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: all arguments go to pytest."""


def run(args: argparse.Namespace) -> int:
    """Test the scripts, then exec pytest; exit code 1 if a test of a script fails."""
    script_tests = [word for word in args.rest if word.startswith(SCRIPT_TESTS)]
    if (script_tests or not set(args.rest) - {COVERAGE}) and not _scripts_pass(script_tests):
        return 1
    if not script_tests:
        _become_pytest(args.rest)
    return 0


def _become_pytest(arguments: list[str]) -> NoReturn:
    """Exec pytest in the project's folder, with a temporary home, so that no city's data is touched."""
    environment = {key: value for key, value in os.environ.items() if key not in LEFT_OUT}
    pytest_arguments = [word for word in arguments if word != COVERAGE]
    if not pytest_arguments:
        # Before several processes make homes that begin with them; where none can be kept, each applies the migrations.
        with suppress(subprocess.CalledProcessError):
            make_tables()
        pytest_arguments = _spread()
    if COVERAGE in arguments:
        pytest_arguments = [*pytest_arguments, *COVERAGE_OPTIONS]
        if sys.version_info >= (3, 12):
            environment.setdefault("COVERAGE_CORE", "sysmon")
    if OUTSIDE in arguments:
        environment[OUTSIDE_VARIABLE] = "1"
        pytest_arguments = [word for word in pytest_arguments if word != OUTSIDE]
        if not any(word.startswith(OUTSIDE_TESTS) for word in pytest_arguments):
            pytest_arguments = [OUTSIDE_TESTS, *pytest_arguments]
    os.chdir(paths.ROOT)
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *pytest_arguments], environment)


def _scripts_pass(files: list[str]) -> bool:
    """Run the unit tests of the pages' scripts, or some files of them, and print their output."""
    npm = assets.npm_of_machine() or assets.npm_of_wheel(bootstrap.site_packages())
    if npm is None:
        print("Node is missing: ./run demo installs it as a wheel")
        return False
    try:
        print(assets.run_script_tests(paths.ROOT, npm, [word.removeprefix("frontend/") for word in files]), flush=True)
    except assets.AssetsNotBuilt as failure:
        print(failure)
        return False
    return True


def _spread() -> list[str]:
    """Return the options that distribute test files over workers, in the order of tests/conftest.py; none on a single
    core.
    """
    cores = os.cpu_count() or 1
    # One more than cores: a third of the tests wait for processes that they have started.
    workers = min(cores + 1, MOST_WORKERS) if cores > 1 else 1
    return [f"--numprocesses={workers}", "--dist=loadfile", "--no-loadscope-reorder"] if workers > 1 else []
