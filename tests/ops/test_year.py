"""A short turn of what `./run bench --year` does at length: ten days of Shiraz with kills, and every check holds."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from lab.bench import homes
from lab.bench.process import command

pytestmark = pytest.mark.slow
REQUESTS, KILLS, DAYS = 40, 2, 10


def test_ten_simulated_days_keep_owners_ladders_and_promises(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "PEYGIR_DATABASE_URL", "PEYGIR_BENCH_PARENT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PEYGIR_HOME", str(home))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "peygir.settings")
    folder = homes.make_ready("year", 0)
    done = subprocess.run(
        command("year", REQUESTS, KILLS, DAYS, "--json"),
        env={**os.environ, "PEYGIR_HOME": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    outcome = json.loads(done.stdout)
    assert {name: count for name, count in outcome["checks"].items() if count} == {}, outcome["examples"]
    assert (outcome["acknowledged"], outcome["is_clean"], done.returncode) == (REQUESTS, True, 0)
    assert sum(outcome["killed"].values()) >= KILLS
    assert outcome["died_by_themselves"] == {}
    # It was a life worth checking: things were done, promises broke, and ladders were climbed.
    assert outcome["did"]["accept"] > REQUESTS / 4
    assert outcome["steps fired"] > REQUESTS / 4
    assert outcome["looks"] > DAYS / 2
