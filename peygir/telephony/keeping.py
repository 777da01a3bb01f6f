"""Keeps the connection to the PBX: reads its events, reconnects with growing delays, and recovers what it missed."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import structlog
from django.db import connection

from peygir.core import clock
from peygir.gateways.ami import records
from peygir.gateways.ami.address import Pbx
from peygir.gateways.ami.client import ActionIsRefused, Client, LineIsCut, LoginIsRefused, connected
from peygir.gateways.ami.live import VARIABLES, LiveCall, live_calls
from peygir.gateways.ami.queue_log import QueueStay, stays_of_file
from peygir.gateways.ami.reading import read_event
from peygir.gateways.ami.wire import Packet
from peygir.telephony import commands
from peygir.telephony.bridge import Bridge

WHOLE_AFTER: Final = 1.0  # seconds after a call's first record within which its others arrive

Done = TypeVar("Done")
log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long the keeper waits, in seconds."""

    tries: tuple[float, ...] = (0.5, 1.0, 2.0, 3.0, 5.0)  # before the first, second, … try
    grace: float = 20.0  # in which the PBX writes the records of calls that ended while we were disconnected
    look_every: float = 0.5
    records_every: float = 3.0


class Keeper:
    """One process's PBX connection; all database work runs in one thread, in order."""

    def __init__(self, pbx: Pbx, bridge: Bridge, waits: Waits | None = None) -> None:
        self._pbx, self._bridge, self._waits = pbx, bridge, waits or Waits()
        self._thread = ThreadPoolExecutor(1, "contacts")
        self._lost: dict[str, float] = {}  # call key → when it is given up
        self._look_until = 0.0
        self._in_doubt: set[str] = set()  # calls whose time of answer a record may still give
        # call key → (when its records are complete, those so far)
        self._late: dict[str, tuple[float, list[records.CallRecord]]] = {}
        self._since: datetime | None = None
        self._on_line: set[str] = set()
        self._resynced_at = clock.now()

    async def run(self, stopped: asyncio.Event) -> None:
        """Run until `stopped`. Raises the database's errors when the database goes away."""
        tries, delays = 0, self._waits.tries
        try:
            while not await self._do(self._bridge.is_ours) and not stopped.is_set():
                await asyncio.sleep(delays[min(1, len(delays) - 1)])
            while not stopped.is_set():
                began = clock.monotonic()
                cut_reason = await self._once(stopped)
                if stopped.is_set():
                    break
                tries = 0 if clock.monotonic() - began > delays[-1] else tries
                log.warning("line_is_cut", words=cut_reason)
                await self._do(lambda reason=cut_reason: self._bridge.line(is_up=False, text=reason))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopped.wait(), delays[min(tries, len(delays) - 1)])
                tries += 1
        finally:
            await asyncio.get_running_loop().run_in_executor(self._thread, lambda: connection.close())
            self._thread.shutdown()

    async def _once(self, stopped: asyncio.Event) -> str:
        """Run one connection from sign-in to its end; returns the reason it ended."""
        try:
            async with connected(self._pbx.address) as client:
                log.info("line_is_up", banner=client.banner)
                await self._resync(client)
                jobs = [asyncio.create_task(job) for job in (self._hear(client), self._look(client), stopped.wait())]
                done, left = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
                for job in left:
                    job.cancel()
                await asyncio.gather(*left, return_exceptions=True)
                for job in done:
                    job.result()
                return "the line ended"
        except (LineIsCut, LoginIsRefused, ActionIsRefused) as cut:
            return f"{type(cut).__name__}: {cut}"

    async def _hear(self, client: Client) -> None:
        async for packet in client.events():
            await self._take([packet])

    async def _take(self, packets: Iterable[Packet]) -> None:
        for packet in packets:
            if packet.event == "Cdr":
                await self._record(packet)
            elif found := read_event(packet, now=clock.now(), contexts=self._pbx.contexts):
                await self._do(self._bridge.hear, found)

    async def _record(self, packet: Packet) -> None:
        """Take a call record of a lost call or of a doubtful answer; other calls are known from their events."""
        record = records.of_event(packet, self._pbx.zone)
        if record is None:
            return
        if record.key in self._in_doubt and await self._do(self._bridge.mend, record):
            self._in_doubt.discard(record.key)
        if record.key in self._lost:
            self._late.setdefault(record.key, (clock.monotonic() + WHOLE_AFTER, []))[1].append(record)

    async def _close_late(self) -> None:
        """Close calls whose records came as events, once all records of the call have arrived."""
        for key in [key for key, (ready_at, _) in self._late.items() if clock.monotonic() >= ready_at]:
            _, own = self._late.pop(key)
            if self._lost.pop(key, None) is not None:
                await self._do(lambda rows=own: self._close(self._wholes(rows), set()))

    def _wholes(self, found: Iterable[records.CallRecord]) -> list[records.Whole]:
        return records.wholes(found, stays=self._stays(), contexts=self._pbx.contexts)

    def _stays(self) -> dict[str, tuple[QueueStay, ...]]:
        """The queue stays from the queue's log; empty where it may not be read, and the times are then inexact."""
        if self._pbx.queue_log is None:
            return {}
        try:
            return stays_of_file(self._pbx.queue_log)
        except OSError as closed:
            log.warning("queue_log_is_closed", error=type(closed).__name__)
            return {}

    async def _resync(self, client: Client) -> None:
        now = clock.now()
        self._since = records.since(await self._do(lambda: self._bridge.line(is_up=True)), now)
        channels = await client.ask_list("CoreShowChannels")
        queues = await client.ask_list("QueueStatus")
        live = live_calls(channels, queues, await self._states(client), now=clock.now(), contexts=self._pbx.contexts)
        self._on_line, self._resynced_at = {call.key for call in live}, now
        self._in_doubt, self._late = await self._do(lambda: self._catch_up(live, now)), {}
        members = [fact for row in queues for fact in read_event(row, now=now) if row.event == "QueueMember"]
        await self._do(self._bridge.hear, members)
        await self._take(client.drained())
        gone = await self._do(lambda: self._bridge.gone(live, began_before=now))
        until = clock.monotonic() + self._waits.grace
        self._lost, self._look_until = dict.fromkeys(gone, until), until
        log.info("line_resynced", live=len(live), lost=len(gone))

    def _catch_up(self, live: Iterable[LiveCall], now: datetime) -> set[str]:
        return self._bridge.catch_up(live, stays=self._stays(), now=now)

    async def _states(self, client: Client) -> list[Packet]:
        """The channels reported by the Status action; empty where the AMI user may not run it."""
        try:
            return await client.ask_list("Status", ("Variables", VARIABLES))
        except ActionIsRefused:
            return []

    async def _look(self, client: Client) -> None:
        """Periodic work: calls to place, records of lost calls, and a check that the connection is alive."""
        records_at, is_made_up_for = 0.0, False
        while True:
            await self._send_commands(client)
            if client.is_heard:
                await self._do(lambda: self._bridge.line(is_up=True))
            await self._close_late()
            now = clock.monotonic()
            if not is_made_up_for and (now >= records_at or now >= self._look_until):
                is_made_up_for = now >= self._look_until
                await self._look_at_records()
                records_at = now + self._waits.records_every
            await asyncio.sleep(self._waits.look_every)

    async def _send_commands(self, client: Client) -> None:
        """Send the contact centre's orders to the PBX; a refused one is recorded with its reason."""
        for order in await self._do(self._bridge.orders):
            if (refused := await commands.call(client, self._pbx, order)) is not None:
                await self._do(self._bridge.failed, order.key, refused)
        for voice_call in await self._do(self._bridge.surveys):
            if (refused := await commands.call_for_survey(client, self._pbx, voice_call)) is not None:
                await self._do(self._bridge.not_asked, voice_call.key, refused)
        for masked_call in await self._do(self._bridge.masked):
            if (refused := await commands.call_masked(client, self._pbx, masked_call)) is not None:
                await self._do(self._bridge.not_masked, masked_call.key, refused)
        for transfer in await self._do(self._bridge.passes):
            if (refused := await commands.pass_on(client, self._pbx, transfer)) is not None:
                await self._do(self._bridge.not_passed, transfer.id, refused)
        for end in await self._do(self._bridge.ends):
            if (refused := await commands.end_asking(client, end)) is not None:
                await self._do(self._bridge.not_ended, end.id, refused)

    async def _look_at_records(self) -> None:
        if self._pbx.records is not None and self._since is not None:
            path, since, zone = self._pbx.records, self._since, self._pbx.zone
            found = await self._do(lambda: self._wholes(records.of_file(path, zone=zone, since=since)))
            still = self._on_line - set(self._lost)
            done = await self._do(lambda: self._close(found, still))
            for key in done:
                self._lost.pop(key, None)
        late = [key for key, until in self._lost.items() if clock.monotonic() >= until]
        for key in late:
            self._lost.pop(key)
        if late:
            log.warning("calls_without_end", count=len(late))
            await self._do(self._bridge.give_up, late)

    def _close(self, whole_calls: list[records.Whole], besides: set[str]) -> set[str]:
        """Records have whole seconds only: a record of a call whose events may still arrive waits for the end."""
        margin = timedelta() if clock.monotonic() >= self._look_until else timedelta(seconds=1)
        own = [call for call in whole_calls if call.key in self._lost or call.began_at < self._resynced_at - margin]
        return self._bridge.close_by_records(own, besides=besides)

    async def _do(self, function: Callable[..., Done], *given: Any) -> Done:
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: function(*given))
