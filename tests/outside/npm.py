"""A package of npm in a temporary folder, fetched once for a run, and a script that runs with it."""

import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.outside.systems import program

INSTALL_SECONDS = 180


def modules_with(package: str, folder: Path, *, variable: str = "PEYGIR_SMPP_MODULES") -> Path:
    """A node_modules folder that holds a package; the test is skipped where npm cannot fetch it."""
    if named := os.environ.get(variable):
        return Path(named)
    command = [program("npm"), "install", "--no-audit", "--no-fund", "--prefix", str(folder), package]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not fetch {package} within {INSTALL_SECONDS} seconds")
    if done.returncode:
        pytest.skip(f"npm could not fetch {package}: {done.stderr.strip().splitlines()[-1:]}")
    return folder / "node_modules"


class NodeProgram:
    """A running script that reads and writes one JSON object a line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(json.loads(line))

    def tell(self, message: Mapping[str, Any]) -> None:
        """Give it one object."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def next(self, *, seconds: float = 30) -> dict[str, Any]:
        """The next object that it wrote. Raises queue.Empty when none comes in time."""
        return self._said.get(timeout=seconds)


@contextmanager
def node_program(script: Path, modules: Path, *, settings: Mapping[str, str] = {}) -> Iterator[NodeProgram]:
    """The script with the packages of a node_modules folder; ended with its input. `settings`: of its environment."""
    process = subprocess.Popen(
        [program("node"), str(script)],
        env={**os.environ, "NODE_PATH": str(modules), **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield NodeProgram(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()
