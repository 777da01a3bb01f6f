"""Starts the real system (web, worker, clock and database) on a home to be measured, and stops it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from peygir.ops import counting
from peygir.ops.processes import free_port, wait_until_served

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8700
STARTS_WITHIN: Final = 240.0
"""On a busy machine; where nothing else runs it takes a few seconds."""
STOPS_WITHIN: Final = 60.0


class HouseDidNotStart(Exception):
    """The system to be measured does not answer; its log says why."""


@dataclass(frozen=True, slots=True)
class Served:
    """A system that answers at a port; `pid` is its supervisor's."""

    port: int
    pid: int
    log: Path


@contextmanager
def served(home: Path, *, workers: int = 2) -> Iterator[Served]:
    """Run `serve` on this home in processes of its own, as any user would start it. Raises HouseDidNotStart."""
    port, log = free_port(HOST, FIRST_PORT), home / "bench.log"
    environment = {
        **os.environ,
        "PEYGIR_HOME": str(home),
        counting.WANTED: "1",
        "PEYGIR_SMS": "file",
        "PEYGIR_READER": "off",
        "PEYGIR_SECOND_STEP": "none",  # the bench signs in by sessions of its own, and measures the pages behind them
    }
    command = [sys.executable, "-P", "-m", "peygir.ops", "serve", f"--port={port}", f"--workers={workers}"]
    with log.open("ab") as output:
        house = subprocess.Popen(command, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        if not wait_until_served(HOST, port, within=STARTS_WITHIN) or house.poll() is not None:
            raise HouseDidNotStart(f"the house on {home} does not answer; see {log}")
        yield Served(port, house.pid, log)
    finally:
        house.send_signal(signal.SIGINT)
        try:
            house.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            house.kill()
            house.wait()
