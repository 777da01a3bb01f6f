"""Makes the standby the primary, by a person's decision and only when the old primary can no longer serve.

Nothing here happens by itself: with two machines neither can know whether the other is dead or only out of reach.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import psycopg

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops import postgres, standing
from peygir.ops.cluster import Cluster, write_configuration
from peygir.ops.logs import logger
from peygir.ops.standby import peer
from peygir.ops.standby.epochs import epoch_of, write_epoch
from peygir.ops.standby.guarding import PairNote, make_ready_for_standby, note_of
from peygir.ops.standing import PairRole, standing_of, write_standing

SHORTEST_WORD: Final = 10
PROMOTE_SECONDS: Final = 300
BOOK: Final = "promotions.jsonl"

log = logger(__name__)

_STATE: Final = """
SELECT pg_is_in_recovery(), pg_last_xact_replay_timestamp(),
       coalesce(pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn(), true),
       (SELECT status FROM pg_stat_wal_receiver)
"""


class NotAStandby(Conflict):
    """This machine follows nobody."""

    message = _("This machine is no standby, so that there is nothing to promote.")


class OldPrimaryAnswers(Conflict):
    """Something at the old primary still accepts connections."""

    message = _(
        "The old primary still answers at {addresses}. Two primaries would be two cities: switch it off first (power, "
        "or its virtual machine), or stop ./run serve there, and see that nothing starts it again."
    )


class NotFenced(Invalid):
    """Nobody said what keeps the old primary from coming back."""

    message = _(
        "Say in a sentence what keeps the old primary off, and who did it: --fenced “power cut at the rack by Karimi, "
        "10:12”. A machine that is only out of reach is not off."
    )


class PromotionFailed(Conflict):
    """PostgreSQL did not become a primary."""

    message = _(
        "The promotion did not end within {seconds} seconds: see the server's log, then run ./run promote again."
    )


@dataclass(frozen=True, slots=True)
class StandbyPosition:
    """What the standby has before a promotion: the last change, and what it knows of the primary's last minutes."""

    last_change: datetime | None
    note: PairNote
    epoch: int

    @property
    def was_protected(self) -> bool:
        """Whether the primary, when it was last seen, acknowledged nothing that this machine did not have."""
        return self.note.was_protected and bool(self.note.contact_at)


def position_of(cluster: Cluster) -> StandbyPosition:
    """Return what the running standby has. Raises NotAStandby, psycopg.Error."""
    own = standing_of(cluster.place)
    if not own.is_standby:
        raise NotAStandby()
    with postgres.connect(cluster) as connection:
        row = connection.execute(_STATE).fetchone()
    last = row[1] if row is not None and isinstance(row[1], datetime) else None
    return StandbyPosition(last, note_of(cluster.place), own.epoch)


def is_following(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    """Whether a server replays the log of another one."""
    row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
    return row is not None and bool(row[0])


def refuse_unless_fenced(cluster: Cluster, fenced: str) -> None:
    """Check what can be checked from here, and that a person has said the rest. Raises OldPrimaryAnswers, NotFenced."""
    refuse_unless_silent(cluster)
    if len(fenced.strip()) < SHORTEST_WORD:
        raise NotFenced()


def refuse_unless_silent(cluster: Cluster) -> None:
    """Check that nothing at the old primary accepts connections. Raises OldPrimaryAnswers."""
    answering = peer.answering_addresses(cluster.place, web_port=note_of(cluster.place).web_port)
    if answering:
        raise OldPrimaryAnswers(addresses=", ".join(answering))


def promote(cluster: Cluster, *, fenced: str, by: str = "") -> float:
    """Make the running standby the primary of the next epoch; returns the seconds that it took.

    Everything received is replayed first. The book beside the data says who did it, and what keeps the old primary off.
    Raises NotAStandby, OldPrimaryAnswers, NotFenced, PromotionFailed, psycopg.Error, OSError.
    """
    began = clock.monotonic()
    position = position_of(cluster)
    refuse_unless_fenced(cluster, fenced)
    with postgres.connect(cluster) as connection:
        if is_following(connection):  # not if an earlier run was killed after this step
            row = connection.execute("SELECT pg_promote(true, %s)", [PROMOTE_SECONDS]).fetchone()
            if row is None or not row[0]:
                raise PromotionFailed(seconds=PROMOTE_SECONDS)
        epoch = max(position.epoch, epoch_of(connection), 1) + 1
        write_epoch(connection, epoch)
        write_standing(
            cluster.place,
            role=PairRole.PRIMARY.value,
            epoch=epoch,
            fenced_by=0,
            is_synchronous=False,
            is_dismissed=True,  # until the other machine is back: `serve` need not ask it
        )
        write_configuration(cluster)
        postgres.reload_configuration(cluster)
        make_ready_for_standby(connection)
        connection.execute("CHECKPOINT")  # pg_rewind reads the timeline from the control file
    seconds = round(clock.monotonic() - began, 2)
    _write_in_book(cluster.place, epoch=epoch, fenced=fenced, by=by, seconds=seconds)
    log.warning("promoted", epoch=epoch, seconds=seconds)
    return seconds


def _write_in_book(place: Path, **values: object) -> None:
    with (place / standing.FOLDER / BOOK).open("a", encoding="utf-8") as book:
        book.write(json.dumps({"at": clock.now().isoformat(), **values}, ensure_ascii=False) + "\n")
