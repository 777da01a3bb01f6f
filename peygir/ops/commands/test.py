"""Run the tests, on every core; with words of your own, everything after `test` goes to pytest as it is."""

import argparse
import os
import sys
from typing import Final

from peygir.ops import house

NEEDS = "nothing"
PASSES_ON = True
MOST_WORKERS: Final = 4
"""Each has a database server and a few hundred megabytes of its own."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything goes to pytest."""


def run(args: argparse.Namespace) -> int:
    """Become pytest, in the project's folder; its home is a temporary one, so no city's data is touched."""
    environment = {key: value for key, value in os.environ.items() if key != "PEYGIR_HOME"}
    os.chdir(house.ROOT)
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *(args.rest or _spread())], environment)


def _spread() -> list[str]:
    """Each file of tests to whichever worker is free; on a single core there is nothing to spread."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    return [f"--numprocesses={workers}", "--dist=loadfile"] if workers > 1 else []
