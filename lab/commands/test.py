"""Run the tests, on every core; with words of your own, everything after `test` goes to pytest as it is.

With `--outside`, the tests in `tests/outside` alone: against an Asterisk, a message centre, mail servers and clients of
Open311, as far as they are installed on this machine. It prints which were found, and why the others are skipped.
"""

import argparse
import os
import sys
from typing import Final

from peygir.ops import paths

NEEDS = "nothing"
PASSES_ON = True
MOST_WORKERS: Final = 4
"""Each has a database server and a few hundred megabytes of its own."""
OUTSIDE: Final = "--outside"
OUTSIDE_TESTS: Final = "tests/outside"
OUTSIDE_VARIABLE: Final = "PEYGIR_OUTSIDE"
"""tests/conftest.py leaves the folder out unless this is set."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything goes to pytest."""


def run(args: argparse.Namespace) -> int:
    """Become pytest, in the project's folder; its home is a temporary one, so no city's data is touched."""
    environment = {key: value for key, value in os.environ.items() if key != "PEYGIR_HOME"}
    pytest_arguments = args.rest or _spread()
    if OUTSIDE in args.rest:
        environment[OUTSIDE_VARIABLE] = "1"
        pytest_arguments = [word for word in args.rest if word != OUTSIDE]
        if not any(word.startswith(OUTSIDE_TESTS) for word in pytest_arguments):
            pytest_arguments = [OUTSIDE_TESTS, *pytest_arguments]
    os.chdir(paths.ROOT)
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *pytest_arguments], environment)


def _spread() -> list[str]:
    """Each file of tests to whichever worker is free; on a single core there is nothing to spread."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    return [f"--numprocesses={workers}", "--dist=loadfile"] if workers > 1 else []
