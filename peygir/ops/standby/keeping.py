"""The process that keeps the link open and looks at the pair each second, on either machine."""

import asyncio
import threading
from pathlib import Path
from typing import Final

import psycopg

from peygir.core.refusals import Refusal
from peygir.ops.cluster import Cluster
from peygir.ops.logs import logger
from peygir.ops.standby.guarding import PairGuard, set_waiting
from peygir.ops.standby.link import LinkServer, start_local_end
from peygir.ops.standing import standing_of

EVERY: Final = 1.0

log = logger(__name__)


def keep_link(cluster: Cluster, home: Path, *, web_port: int, stopped: threading.Event) -> None:
    """Listen for the other machine, stand for its database here, and watch, until stopped.

    Raises OSError when this machine's address of the pair cannot be listened at.
    """
    asyncio.run(_keep(cluster, home, web_port=web_port, stopped=stopped))


async def _keep(cluster: Cluster, home: Path, *, web_port: int, stopped: threading.Event) -> None:
    guard = PairGuard(cluster)
    listening = await LinkServer(cluster, home, web_port=web_port).start()
    local = await start_local_end(cluster)
    try:
        while not stopped.is_set():
            try:
                if await asyncio.to_thread(guard.look):
                    return
            except (psycopg.Error, OSError, ValueError, Refusal) as failure:
                log.warning("pair_not_seen", words=str(failure).strip()[:300])
            await asyncio.sleep(EVERY)
    finally:
        listening.close()
        local.close()
        own = standing_of(cluster.place)
        if own.is_primary and own.is_synchronous and not own.fenced_by > own.epoch:
            set_waiting(cluster, False)  # nobody would see that the standby is gone
