"""A rejoin that was cut off in the middle, and what only the former primary has: nothing of it is lost unasked."""

import subprocess
import sys
from pathlib import Path

import pytest

from lab.bench.pairs import environment, kill_all_of, kill_server_of, links_of, listens, run, running, wait_until
from peygir.ops import database
from peygir.ops.paths import make_home
from peygir.ops.standby import rejoining
from peygir.ops.standby.files import FilePull, UploadsAreGone
from peygir.ops.standby.guarding import note_of
from tests.paired import TwoMachines, invited_pair, rows

FENCED = ("--fenced", "the power was cut by Karimi")


@pytest.fixture
def two(tmp_path: Path) -> TwoMachines:
    return invited_pair(tmp_path)


def killed_rejoin(home: Path, where: str) -> int:
    """A rejoin that ends at a function of a module as if it was killed there; returns its exit code."""
    module, _colon, name = where.partition(":")
    code = f"""
import os, sys
from importlib import import_module
owner = import_module({module!r})
*classes, name = {name!r}.split(".")
for one in classes:
    owner = getattr(owner, one)
setattr(owner, name, lambda *given, **named: os._exit(9))
from peygir.ops.cli import main
sys.exit(main(["rejoin"]))
"""
    return subprocess.run([sys.executable, "-P", "-c", code], env=environment(home), check=False).returncode


def test_a_rejoin_that_was_cut_off_ends_when_it_is_run_again(two: TwoMachines) -> None:
    """Cut after the blocks were rewound, and again while the database is copied anew."""
    first, second = two.first, two.second
    with database.running_cluster(first.home), running(first.home, "link"):
        wait_until(lambda: listens(first))
        with running(second.home, "standby", "--from", two.invitation):
            wait_until(first.is_protected)
            wait_until(lambda: note_of(second.cluster.place).was_protected)
            first.query("INSERT INTO public.kept SELECT n, 'on both' FROM generate_series(1, 1000) AS n")
        # A photo of the last seconds: its row is on both machines, its file has not been fetched.
        (first.home / "uploads" / "last.jpg").write_text("the only copy")
        kill_server_of(first)
        kill_all_of(links_of(first.home))
    promoted = run(second.home, "promote", *FENCED)
    assert promoted.returncode == 0, promoted.stderr
    with database.running_cluster(second.home), running(second.home, "link"):
        wait_until(lambda: listens(second))
        second.query("UPDATE public.kept SET body = 'by the second' WHERE id < 500")
        assert killed_rejoin(first.home, "peygir.ops.standby.files:FilePull.pull") == 9
        assert killed_rejoin(first.home, "peygir.ops.standby.building:build") == 9
        assert (first.cluster.place / "data.before" / "PG_VERSION").exists()
        done = run(first.home, "rejoin")
        assert done.returncode == 0, done.stderr
        assert "copied anew" in done.stdout
        assert (first.cluster.place / "data.before" / "PG_VERSION").exists(), "the former data is still there"
        kept = first.cluster.place / rejoining.UPLOADS_BEFORE / "last.jpg"
        assert kept.read_text() == "the only copy"
        assert str(kept.parent) in done.stdout
        with running(first.home, "standby"):
            wait_until(second.is_protected)
            second.query("INSERT INTO public.kept VALUES (-1, 'with the standby again')")
            wait_until(lambda: rows(first) == rows(second))


def test_a_primary_whose_uploads_are_gone_does_not_empty_the_standby(tmp_path: Path) -> None:
    """Their disk is not mounted there: the list of its uploads is empty."""
    home = make_home(tmp_path / "home")
    for number in range(30):
        (home / "uploads" / f"{number}.jpg").write_text("a photo")
    pull = FilePull(tmp_path, home)
    with pytest.raises(UploadsAreGone):
        pull._delete_all_but(set())
    assert len(list((home / "uploads").iterdir())) == 30
    pull._delete_all_but({f"uploads/{number}.jpg" for number in range(25)})
    assert len(list((home / "uploads").iterdir())) == 25
