"""Polls providers, messengers and the mailbox, each in its own thread; of several workers one polls each source."""

import threading
import zlib
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection

from peygir.gateways.results import GatewayFailed
from peygir.journey.conversation import polling
from peygir.ops.logs import logger

LOCKS = 0x70656765  # "pege": our class of advisory locks for listeners
AGAIN = 5.0
LONGEST = 300.0

log = logger(__name__)


def start(stopped: threading.Event, lost: Callable[[], None]) -> list[threading.Thread]:
    """Start one thread for each configured source; `lost` is called when the database connection is lost."""
    try:
        sources = polling.sources()
    except GatewayFailed as failure:
        log.warning("nobody_is_listened_to", words=failure.reason)
        sources = {"talks": polling.poll_conversations}
    threads = [
        threading.Thread(target=_keep_listening, args=(name, look, stopped, lost), name=name, daemon=True)
        for name, look in sources.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def _keep_listening(name: str, look: polling.Look, stopped: threading.Event, lost: Callable[[], None]) -> None:
    """Poll repeatedly; a source that does not answer is polled less and less often, up to five minutes apart."""
    wait = AGAIN
    try:
        while not stopped.is_set():
            if name != "talks" and not _is_ours(name):
                stopped.wait(AGAIN)
                continue
            try:
                stopped.wait(look())
                wait = AGAIN
            except GatewayFailed as failure:
                log.warning("source_is_silent", source=name, words=failure.reason)
                stopped.wait(wait)
                wait = min(wait * 2, LONGEST)
            except (DatabaseError, InterfaceError) as failure:
                if not connection.is_usable():
                    raise
                log.warning("source_failed", source=name, words=str(failure).strip())
                stopped.wait(wait)
            except Exception as failure:  # whatever one message causes, the next poll must follow
                log.warning("source_failed", source=name, words=repr(failure))
                stopped.wait(wait)
                wait = min(wait * 2, LONGEST)
    except Exception as failure:  # nobody above a thread would see its exception
        log.warning("listening_ended", source=name, words=repr(failure))
        lost()
    finally:
        connection.close()


def _is_ours(name: str) -> bool:
    """Whether this session polls a source, or may from now on; the lock ends with the session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, zlib.crc32(name.encode()) & 0x7FFFFFFF])
        row = cursor.fetchone()
    return bool(row and row[0])
