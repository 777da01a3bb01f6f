"""Run the tests (everything after `test` goes to pytest)."""

import argparse
import os
import sys

from peygir.ops import house

NEEDS = "nothing"
PASSES_ON = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything goes to pytest."""


def run(args: argparse.Namespace) -> int:
    """Become pytest, in the project's folder; its home is a temporary one, so no city's data is touched."""
    environment = {key: value for key, value in os.environ.items() if key != "PEYGIR_HOME"}
    os.chdir(house.ROOT)
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *args.rest], environment)
