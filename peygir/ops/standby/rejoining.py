"""Brings an old primary back as the standby: by pg_rewind, which copies the blocks that differ, else by a fresh copy.

What only this machine has is counted before it is undone: changes that were acknowledged while the primary was
unprotected are in no other place.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops import postgres
from peygir.ops.cluster import Cluster, write_configuration
from peygir.ops.standby import building, peer
from peygir.ops.standby.building import CopyFailed, PrimaryIsNotThere, become_follower, run_program
from peygir.ops.standby.files import FilePull
from peygir.ops.standby.link import local_end
from peygir.ops.standby.pair import pair_of
from peygir.ops.standing import FOLDER, PairRole, conninfo, standing_of, write_owned, write_standing

DIVERGED: Final = re.compile(r"servers diverged at WAL location ([0-9A-F]+/[0-9A-F]+) on timeline (\d+)")
COMMITTED: Final = re.compile(r"\bdesc: COMMIT (\S+ \S+ \S+?);?(?:\s|$)")
NO_REWIND: Final = "no rewind required"
REWINDING: Final = "rewinding"
"""A file that is there while blocks are rewound: data that were rewound half way, or do not follow yet, are no city."""
UPLOADS_BEFORE: Final = "uploads.before"
CUT_OFF: Final = "an earlier attempt was cut off"


class WouldBeLost(Conflict):
    """This machine has changes that it acknowledged alone."""

    message = _(
        "{count} changes are on this machine alone, the last of {last}; they were made while it was unprotected, so "
        "that somebody may have been told that they are kept. Copy {folder} to a safe place first; then ./run rejoin "
        "--discard."
    )


class OtherIsNotYounger(Conflict):
    """The other machine is no primary of a later epoch."""

    message = _(
        "The other machine is “{role}” of epoch {theirs}, and this one was the primary of epoch {ours}: nothing shows "
        "that it was promoted. Run ./run promote there, or ./run serve here."
    )


@dataclass(frozen=True, slots=True)
class Rejoined:
    """How a machine came back: whether blocks were rewound or all was copied, why, and what was undone.

    `set_aside` uploads were on this machine alone and lie in UPLOADS_BEFORE.
    """

    is_rewound: bool
    undone: int
    last_undone: str
    reason: str = ""
    set_aside: int = 0


def rejoin(
    cluster: Cluster, home: Path, *, discards: bool = False, say: Callable[[str], None] = lambda step: None
) -> Rejoined:
    """Make a machine that was the primary the standby of the other one; its server must not run, and is stopped.

    Raises PrimaryIsNotThere, OtherIsNotYounger, WouldBeLost, CopyFailed, OSError.
    """
    place, own = cluster.place, standing_of(cluster.place)
    state = peer.ask(place)
    if state is None:
        raise PrimaryIsNotThere(address=pair_of(place).other)
    may_be_equal = own.is_standby or discards
    if state.role != PairRole.PRIMARY or state.epoch < own.epoch or (state.epoch == own.epoch and not may_be_equal):
        raise OtherIsNotYounger(role=state.role, theirs=state.epoch, ours=own.epoch)
    write_standing(place, fenced_by=max(state.epoch, own.fenced_by))  # whatever happens now, it does not serve
    postgres.stop(cluster)
    with local_end(cluster):
        done = _rewound(cluster, may_undo=own.is_protected or discards, say=say)
    aside = place / UPLOADS_BEFORE
    if done.is_rewound:
        say("files")
        pull = FilePull(place, home, aside=aside)
        pull.pull(is_whole=True)
        become_follower(cluster, cluster.data, epoch=state.epoch)
        set_aside = pull.set_aside
    else:
        say("copy anew")
        building.forget_database(cluster)
        set_aside = building.build(cluster, home, aside=aside, say=say)
    (place / FOLDER / REWINDING).unlink(missing_ok=True)
    write_configuration(cluster)
    return replace(done, set_aside=set_aside)


def _rewound(cluster: Cluster, *, may_undo: bool, say: Callable[[str], None]) -> Rejoined:
    """Rewind the data, or say why they must be copied anew. Raises WouldBeLost."""
    rewinding = cluster.place / FOLDER / REWINDING
    epoch = str(standing_of(cluster.place).epoch)
    if not cluster.data.exists() or (rewinding.exists() and rewinding.read_text() == epoch):
        return Rejoined(False, 0, "", reason=CUT_OFF)  # what would be undone was counted then
    say("compare")
    try:
        _shut_down_cleanly(cluster)
        undone, last = _only_here(cluster, _rewind(cluster, "--dry-run"))
    except CopyFailed as failure:
        if may_undo:
            return Rejoined(False, 0, "", reason=str(failure))
        # What only this machine has could not be counted.
        raise WouldBeLost(count="?", last="?", folder=cluster.data) from failure
    if undone and not may_undo:
        raise WouldBeLost(count=undone, last=last, folder=cluster.data)
    say("rewind")
    write_owned(rewinding, epoch)
    try:
        _rewind(cluster)
    except CopyFailed as failure:
        return Rejoined(False, undone, last, reason=str(failure))
    return Rejoined(True, undone, last)


def _shut_down_cleanly(cluster: Cluster) -> None:
    """Replay the log after a kill, in a process that accepts no connections: pg_rewind needs a clean shutdown."""
    postgres.clear_what_a_kill_left(cluster)
    options = [word for option in write_configuration(cluster) for word in ("-c", option)]
    run_program(cluster, "recover", "postgres", "--single", "-D", cluster.data, *options, "template1")


def _rewind(cluster: Cluster, *more: str) -> str:
    return run_program(
        cluster,
        "rewind",
        "pg_rewind",
        f"--source-server={conninfo(cluster.socket)} dbname=postgres",
        "--target-pgdata",
        cluster.data,
        f"--config-file={cluster.place / 'etc' / 'postgresql.conf'}",
        "--progress",
        *more,
    )


def _only_here(cluster: Cluster, compared: str) -> tuple[int, str]:
    """Return how many transactions this machine committed after the two diverged, and the moment of the last.

    Raises CopyFailed.
    """
    match = DIVERGED.search(compared)
    if match is None or NO_REWIND in compared:
        return 0, ""
    position, timeline = match.groups()
    command: list[str | Path] = [
        *(cluster.programs / "pg_waldump", "--path", cluster.data / "pg_wal", "--timeline", timeline),
        *("--rmgr", "Transaction", "--start", position),
    ]
    done = cluster.account.run(command, folder=cluster.place, seconds=building.LONGEST)
    moments = COMMITTED.findall(done.stdout)  # it ends with an error where the log ends
    return len(moments), moments[-1] if moments else ""
