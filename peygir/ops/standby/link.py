"""The link between two machines: PostgreSQL opens no port, its connections pass through TLS from socket to socket.

Each machine listens at its address of the pair. A connection is for the state of this machine, or, while it is the
primary, for its database (with the standby's role alone) or its files. On the other side a local socket stands for the
other machine's database, so that every program of PostgreSQL can use it.
"""

import asyncio
import os
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from peygir.ops.cluster import PORT, Cluster
from peygir.ops.logs import logger
from peygir.ops.standby import files
from peygir.ops.standby.guarding import note_of
from peygir.ops.standby.pair import DATABASE, FILES, NAME, STATE, address_of, context_of, pair_of
from peygir.ops.standby.peer import state_line
from peygir.ops.standing import LINK_PORT, STANDBY_ROLE, standing_of

BLOCK: Final = 256 * 1024
HANDSHAKE: Final = 10.0
LONGEST_STARTUP: Final = 10_000
PLAIN: Final = 196608
"""Version 3.0 of PostgreSQL's protocol, in its first message."""
CAN_BE_REFUSED: Final = (80877103, 80877104)
"""Requests for encryption: the link is encrypted already."""

log = logger(__name__)

_Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class LinkServer:
    """This machine's end of the link, for the other machine."""

    def __init__(self, cluster: Cluster, home: Path, *, web_port: int = 0) -> None:
        self._cluster, self._home, self._web_port = cluster, home, web_port

    async def start(self) -> asyncio.Server:
        """Listen at this machine's address. Raises OSError, NoPair."""
        host, port = address_of(pair_of(self._cluster.place).own)
        context = context_of(self._cluster.place, is_server=True)
        return await asyncio.start_server(
            _kept_quiet(self._serve), host, port, ssl=context, ssl_handshake_timeout=HANDSHAKE, limit=BLOCK
        )

    async def _serve(self, incoming: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        secure = writer.get_extra_info("ssl_object")
        service = secure.selected_alpn_protocol() if secure is not None else None
        standing = standing_of(self._cluster.place)
        may_be_copied = standing.is_primary and standing.fenced_by <= standing.epoch
        if service == STATE:
            is_lost = standing.is_primary and note_of(self._cluster.place).is_lost
            writer.write(state_line(standing, web_port=self._web_port, is_lost=is_lost))
            await writer.drain()
        elif service == FILES and may_be_copied:
            await files.serve(self._home, incoming, writer)
        elif service == DATABASE and may_be_copied:
            await self._forward(incoming, writer)

    async def _forward(self, incoming: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await asyncio.wait_for(_startup(incoming, writer), HANDSHAKE)
        if first is None:
            return
        path = self._cluster.socket / f".s.PGSQL.{PORT}"
        database_reader, database_writer = await asyncio.open_unix_connection(path, limit=BLOCK)
        database_writer.write(first)
        await _join((incoming, database_writer), (database_reader, writer))


async def _startup(incoming: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes | None:
    """Return the first message of a PostgreSQL client, if it is for the standby's role; None otherwise.

    The process that forwards it may use other roles by its account's name, so that the role is checked here.
    """
    while True:
        head = await incoming.readexactly(8)
        size, version = struct.unpack("!II", head)
        if not 8 <= size <= LONGEST_STARTUP:
            return None
        body = await incoming.readexactly(size - 8)
        if version in CAN_BE_REFUSED:
            writer.write(b"N")
            continue
        if version >> 16 != PLAIN >> 16:
            return None  # a request to cancel, or a protocol of another age
        texts = body.split(b"\0")
        values = dict(zip(texts[::2], texts[1::2], strict=False))
        return head + body if values.get(b"user") == STANDBY_ROLE.encode() else None


async def start_local_end(cluster: Cluster) -> asyncio.Server:
    """Open the local socket behind which the other machine's database answers."""
    place = cluster.place
    path = cluster.socket / f".s.PGSQL.{LINK_PORT}"
    context = context_of(place, DATABASE)

    async def forward(incoming: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = address_of(pair_of(place).other)
        other_reader, other_writer = await asyncio.open_connection(
            host, port, ssl=context, server_hostname=NAME, ssl_handshake_timeout=HANDSHAKE, limit=BLOCK
        )
        await _join((incoming, other_writer), (other_reader, writer))

    path.unlink(missing_ok=True)
    server = await asyncio.start_unix_server(_kept_quiet(forward), path, limit=BLOCK)
    path.chmod(0o600)
    cluster.account.own(path)
    return server


@contextmanager
def local_end(cluster: Cluster) -> Iterator[None]:
    """Hold the local socket open in a thread, for a program that runs to its end in the block."""
    ready, failure = threading.Event(), list[BaseException]()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def hold() -> None:
        server = await start_local_end(cluster)
        ready.set()
        async with server:
            await over.wait()

    def run() -> None:
        try:
            loop.run_until_complete(hold())
        except BaseException as reason:
            failure.append(reason)
        finally:
            ready.set()
            _cancel_rest(loop)
            loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    if failure:
        raise failure[0]
    try:
        yield
    finally:
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(over.set)
        thread.join(10)
        (cluster.socket / f".s.PGSQL.{LINK_PORT}").unlink(missing_ok=True)


def _cancel_rest(loop: asyncio.AbstractEventLoop) -> None:
    async def cancel() -> None:
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    loop.run_until_complete(cancel())


async def _join(*ways: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
    """Copy in both directions until one ends, then close both."""
    tasks = [asyncio.create_task(_copy(incoming, writer)) for incoming, writer in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for _reader, writer in ways:
            writer.close()


async def _copy(incoming: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await incoming.read(BLOCK):
        writer.write(data)
        await writer.drain()


def _kept_quiet(handler: _Handler) -> _Handler:
    """Close the connection at the end, and let no broken connection end in a traceback."""

    async def handle(incoming: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await handler(incoming, writer)
        except (OSError, ssl.SSLError, EOFError, TimeoutError, ValueError) as failure:
            log.info("link_connection_ended", words=str(failure)[:200], pid=os.getpid())
        except asyncio.CancelledError:
            log.info("link_connection_ended", words="stopped", pid=os.getpid())
        finally:
            writer.close()
            with suppress(OSError, ssl.SSLError, TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), HANDSHAKE)

    return handle
