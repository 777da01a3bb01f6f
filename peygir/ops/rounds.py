"""The worker's own rounds: the events queue, the outbox, other servers, webhooks; each a thread with its connection."""

import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection

from peygir import journey
from peygir.core import clock
from peygir.ops.logs import logger

IDLE = 0.05  # seconds between looks at an empty queue: one short statement each
IDLE_OUTBOX = 0.25
IDLE_PEERS = 20.0
IDLE_WEBHOOKS = 1.0

log = logger(__name__)


def event_round() -> int:
    """One round of jobs; when a job fails, all of the round is done one by one, so that only that job waits."""
    try:
        return journey.work_round()
    except (DatabaseError, InterfaceError) as failure:
        if not connection.is_usable():
            raise
        log.warning("round_failed", words=str(failure).strip())
    except Exception as failure:  # any action's fault: found again, and written down, one by one
        log.warning("round_failed", words=repr(failure))
    for _ in range(journey.ROUND):
        journey.work_one()
    return journey.ROUND


def outbox_round() -> int:
    """Send what is due."""
    return journey.send_messages(clock.now())


def peers_round() -> int:
    """Ask other servers what is due; once, however much came: there is always more elsewhere."""
    journey.call_peers(clock.now())
    return 0


def webhook_round() -> int:
    """Tell other systems what happened."""
    return journey.tell_partners()


def start(stopped: threading.Event, lost: Callable[[], None]) -> list[threading.Thread]:
    """Run all rounds until `stopped`; `lost` is called when the database went away."""
    rounds = (
        ("events", event_round, IDLE), ("outbox", outbox_round, IDLE_OUTBOX), ("peers", peers_round, IDLE_PEERS),
        ("webhooks", webhook_round, IDLE_WEBHOOKS),
    )  # fmt: skip
    threads = [
        threading.Thread(target=_keep_going, args=(name, once, idle, stopped, lost), name=name, daemon=True)
        for name, once, idle in rounds
    ]
    for thread in threads:
        thread.start()
    return threads


def _keep_going(
    name: str, once: Callable[[], int], idle: float, stopped: threading.Event, lost: Callable[[], None]
) -> None:
    try:
        while not stopped.is_set():
            if not once():
                stopped.wait(idle)
    except Exception as failure:  # a thread has nobody above it who would see its end
        log.warning("round_ended", round=name, words=repr(failure))
        lost()
    finally:
        connection.close()
