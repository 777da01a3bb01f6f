"""Two machines of the tests: the first has a table and an upload, and has invited the second."""

from dataclasses import dataclass
from pathlib import Path

from lab.bench.pairs import PairedMachine, free_address, run
from peygir.ops import database, postgres

TABLE = "CREATE TABLE public.kept (id bigint PRIMARY KEY, body text)"


@dataclass
class TwoMachines:
    """The primary, the second machine, and the file that was carried over."""

    first: PairedMachine
    second: PairedMachine
    invitation: Path


def invited_pair(folder: Path) -> TwoMachines:
    first, second = PairedMachine(folder / "first"), PairedMachine(folder / "second")
    invitation = folder / "invitation.json"
    with database.running_cluster(first.home) as cluster:
        postgres.make_database(cluster, database.NAME)
        first.query(TABLE)
        (first.home / "uploads" / "a.txt").write_text("as it was")
        done = run(first.home, "standby", "--invite", free_address(), free_address(), invitation)
        assert done.returncode == 0, done.stderr
        assert invitation.stat().st_mode & 0o777 == 0o600
    return TwoMachines(first, second, invitation)


def rows(machine: PairedMachine) -> list[tuple[object, ...]]:
    return machine.query("SELECT id, body FROM public.kept ORDER BY id")
