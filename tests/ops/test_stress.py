"""A short turn of what `./run bench --crash` and `--clerks` do at length: kills and crowds lose nothing."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.bench import homes
from lab.bench.process import command
from tests.homes import own_home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bench_home() -> Iterator[Path]:
    """A city without cases, with its own embedded server; one for both, who look only at cases of their own."""
    with own_home() as home, pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "PEYGIR_DATABASE_URL", "PEYGIR_BENCH_PARENT"):
            patch.delenv(name, raising=False)
        patch.setenv("PEYGIR_HOME", str(home))
        patch.setenv("DJANGO_SETTINGS_MODULE", "peygir.settings")
        yield homes.make_ready("stress", 0)


def stress(folder: Path, step: str, *arguments: object) -> dict[str, Any]:
    """What the step found, as it prints it for machines."""
    environment = {**os.environ, "PEYGIR_HOME": str(folder)}
    done = subprocess.run(
        command(step, *arguments, "--json"), env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_killed_at_work_nothing_acknowledged_is_lost(bench_home: Path) -> None:
    outcome = stress(bench_home, "crash", 4, 1)
    assert (outcome["broken"], outcome["refused"], outcome["chain_breaks"]) == ({}, [], 0)
    assert outcome["acknowledged"] > 20
    assert all(count > 8 for count in outcome["killed"])


def test_clerks_at_once_are_told_who_was_first(bench_home: Path) -> None:
    found = stress(bench_home, "clerks", 60, 6, 1)
    assert set(found["answers"]) == {"200", "409"}
    assert (found["stories_that_disagree"], found["chain_breaks"]) == ([], 0)
