"""Responses are counted by several processes in one folder, and any of them knows the sum."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from peygir.core.request_counts import BOUNDS, CLASSES, RequestCounts, forget_ended, totals

WORKER: str = """
import sys
from pathlib import Path

from peygir.core.request_counts import RequestCounts

counts = RequestCounts(Path(sys.argv[1]), int(sys.argv[2]))
for status in (200, 204, 302, 404, 500, 503):
    counts.count(status)
for seconds in (0.01, 0.05, 0.3, 11.0):
    counts.observe(seconds)
"""


def work(folder: Path, server: int) -> None:
    subprocess.run([sys.executable, "-P", "-c", WORKER, str(folder), str(server)], check=True)


def test_any_worker_knows_what_all_have_counted_also_those_that_ended(tmp_path: Path) -> None:
    own = RequestCounts(tmp_path, os.getpid())
    for _ in range(3):
        work(tmp_path, os.getpid())
    own.count(200)
    own.observe(0.2)
    (tmp_path / f"requests-{os.getpid()}-1").write_bytes(b"half")  # is being made
    counted = totals(tmp_path)
    assert counted.responses == {"1xx": 0, "2xx": 7, "3xx": 3, "4xx": 3, "5xx": 6}
    assert dict(zip([*BOUNDS, "more"], counted.within, strict=True)) == {
        0.05: 6,
        0.1: 6,
        0.25: 7,
        0.5: 10,
        1.0: 10,
        2.5: 10,
        5.0: 10,
        10.0: 10,
        "more": 13,
    }
    assert counted.seconds == pytest.approx(3 * 11.36 + 0.2)


def test_a_server_that_has_ended_is_forgotten(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    work(tmp_path, ended.pid)
    assert sum(totals(tmp_path).responses.values()) == 0
    RequestCounts(tmp_path, os.getpid()).count(200)
    forget_ended(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"requests-{os.getpid()}-{os.getpid()}"]
    assert totals(tmp_path).responses == dict.fromkeys(CLASSES, 0) | {"2xx": 1}


def test_where_no_file_can_be_made_it_counts_for_nobody(tmp_path: Path) -> None:
    counts = RequestCounts(tmp_path / "nowhere", os.getpid())
    counts.count(200)
    counts.observe(1.0)
    assert totals(tmp_path / "nowhere").responses == dict.fromkeys(CLASSES, 0)
