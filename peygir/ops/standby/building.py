"""Makes a standby from the primary: a base backup over the link, checked with its manifest, and the home's files."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops import postgres
from peygir.ops.accounts import database_account
from peygir.ops.cluster import Cluster, cluster_of, write_configuration
from peygir.ops.database import NAME
from peygir.ops.paths import make_home
from peygir.ops.standby import peer
from peygir.ops.standby.epochs import epoch_of, write_epoch
from peygir.ops.standby.files import FilePull
from peygir.ops.standby.link import local_end
from peygir.ops.standby.pair import Pair, keep_pair, pair_of
from peygir.ops.standing import LINK_PORT, STANDBY_ROLE, PairRole, standing_of, write_standing

LONGEST: Final = 24 * 3600.0
MAKING: Final = "standby-making"


class ThereIsACity(Conflict):
    """The home holds a database already."""

    message = _(
        "There is a database in {home} already. A standby is made in a new home; a machine that was the primary comes "
        "back with ./run rejoin."
    )


class PrimaryIsNotThere(Conflict):
    """The other machine does not answer as a primary."""

    message = _(
        "The other machine ({address}) does not answer as the primary: start ./run serve there, and see that this "
        "machine reaches that address."
    )


class CopyFailed(Conflict):
    """A program of PostgreSQL could not copy the database."""

    message = _("The copy of the primary's database failed at “{step}”: {words}")


def invite(cluster: Cluster, pair: Pair) -> None:
    """Make this machine the primary of a pair; a running server takes the settings over. Its epoch begins with 1."""
    keep_pair(cluster.place, pair, cluster.account)
    postgres.make_database(cluster, NAME)
    with postgres.connect(cluster) as connection:
        epoch = max(1, standing_of(cluster.place).epoch, epoch_of(connection))
        write_epoch(connection, epoch)
    write_standing(
        cluster.place,
        role=PairRole.PRIMARY.value,
        epoch=epoch,
        is_synchronous=False,
        is_dismissed=True,  # until the second machine follows
    )
    write_configuration(cluster)
    postgres.reload_configuration(cluster)


def accept(home: Path, pair: Pair) -> Cluster:
    """Keep an invitation in a new home. Raises ThereIsACity."""
    make_home(home)
    cluster = cluster_of(home, database_account())
    if cluster.data.exists():
        raise ThereIsACity(home=home)
    keep_pair(cluster.place, pair, cluster.account)
    write_standing(cluster.place, role=PairRole.STANDBY.value)
    return cluster


def build(
    cluster: Cluster, home: Path, *, aside: Path | None = None, say: Callable[[str], None] = lambda step: None
) -> int:
    """Copy the primary's database and files into a home whose database is empty; what was copied appears complete.

    Returns how many uploads that the primary has not were moved into the folder `aside`.
    Raises PrimaryIsNotThere, CopyFailed, OSError.
    """
    state = peer.ask(cluster.place)
    if state is None or state.role != PairRole.PRIMARY:
        raise PrimaryIsNotThere(address=pair_of(cluster.place).other)
    making = cluster.place / MAKING
    shutil.rmtree(making, ignore_errors=True)
    cluster.account.make_folder(making)
    with local_end(cluster):
        say("copy")
        run_program(
            cluster,
            "copy",
            "pg_basebackup",
            *(f"--host={cluster.socket}", f"--port={LINK_PORT}", f"--username={STANDBY_ROLE}", "--no-password"),
            *("--checkpoint=fast", "--wal-method=stream", f"--slot={STANDBY_ROLE}", "--pgdata", making),
        )
        say("verify")
        run_program(cluster, "verify", "pg_verifybackup", making)
    say("files")
    pull = FilePull(cluster.place, home, aside=aside)
    pull.pull(is_whole=True)
    become_follower(cluster, making, epoch=state.epoch)
    making.rename(cluster.data)
    return pull.set_aside


def become_follower(cluster: Cluster, data: Path, *, epoch: int) -> None:
    """Let a data folder follow the primary at its next start."""
    (data / "standby.signal").touch(mode=0o600)
    cluster.account.own(data / "standby.signal")
    write_standing(
        cluster.place,
        role=PairRole.STANDBY.value,
        epoch=epoch,
        fenced_by=0,
        is_synchronous=False,
        is_dismissed=False,
    )


def is_built(cluster: Cluster) -> bool:
    """Whether there is a database that can follow."""
    return cluster.data.exists()


def forget_database(cluster: Cluster) -> Path:
    """Stop the server and set its data aside, for a standby that must be made anew; returns the folder set aside.

    Without data, after an attempt that was cut off, what that one set aside stays.
    """
    postgres.stop(cluster)
    aside = cluster.place / "data.before"
    if not cluster.data.exists():
        return aside
    shutil.rmtree(aside, ignore_errors=True)
    cluster.data.rename(aside)
    return aside


def run_program(cluster: Cluster, step: str, program: str, *arguments: str | Path) -> str:
    """Run a program of PostgreSQL as the database's account; returns what it wrote. Raises CopyFailed."""
    command: list[str | Path] = [cluster.programs / program, *arguments]
    done = cluster.account.run(command, folder=cluster.place, seconds=LONGEST)
    if done.returncode != 0:
        raise CopyFailed(step=step, words=done.stdout.strip()[-600:])
    return done.stdout
