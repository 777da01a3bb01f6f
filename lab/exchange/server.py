"""The server of the simulated PBX: login (plain or by challenge), actions, events to all clients, connection loss."""

import asyncio
import contextlib
import hashlib
import secrets
import socket
from collections.abc import Iterable
from functools import partial
from typing import Final

from lab.exchange import lists
from lab.exchange.calls import dial
from lab.exchange.exchange import Exchange
from lab.exchange.passing import end_asking
from peygir.core import clock
from peygir.gateways.ami.wire import Packet, encoded, read_packet

USER: Final = "peygir"
SECRET: Final = "made-up"  # noqa: S105 - of a PBX that is none
BANNER: Final = b"Asterisk Call Manager/11.0.0\r\n"
Fields = list[tuple[str, str]]


class AmiSession:
    """One connected client."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.is_in = False
        self.challenge = ""

    def send(self, fields: Iterable[tuple[str, str]]) -> None:
        """Send one packet, if the connection is still open."""
        with contextlib.suppress(OSError, RuntimeError):
            self.writer.write(encoded(fields))


class SimulatedPbx:
    """Serves an exchange; `port` is known once it has started."""

    def __init__(
        self,
        exchange: Exchange,
        *,
        user: str = USER,
        secret: str = SECRET,
        port: int = 0,
        door: socket.socket | None = None,
    ) -> None:
        self.exchange, self.user, self.secret, self.port = exchange, user, secret, port
        self._door = door  # a socket that already listens
        self._sessions: set[AmiSession] = set()
        self._served: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.sign_ins = 0
        exchange.listener = self.tell
        exchange.dial = partial(dial, exchange)

    @property
    def url(self) -> str:
        """Return the URL in the format of PEYGIR_PBX_URL."""
        return f"ami://{self.user}:{self.secret}@127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen; at the same port as before, if it did before."""
        door, self._door = self._door, None
        self._server = await (
            asyncio.start_server(self._serve, sock=door)
            if door is not None
            else asyncio.start_server(self._serve, "127.0.0.1", self.port)
        )
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Disconnect everybody and stop listening."""
        if self._server is not None:
            self._server.close()
        for session in list(self._sessions):
            session.writer.transport.abort()
        self._sessions.clear()
        await asyncio.gather(*self._served, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()
            self._server = None

    async def cut(self, seconds: float) -> None:
        """Refuse connections for a while and drop the existing ones; calls go on."""
        await self.stop()
        await asyncio.sleep(seconds)
        await self.start()

    def tell(self, fields: Fields) -> None:
        """Send an event to all logged-in clients."""
        stamped = [*fields, ("Timestamp", f"{clock.now().timestamp():.6f}")]
        for session in self._sessions:
            if session.is_in:
                session.send(stamped)

    async def _serve(self, stream_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session, task = AmiSession(stream_reader, writer), asyncio.current_task()
        assert task is not None
        self._sessions.add(session)
        self._served.add(task)
        task.add_done_callback(self._served.discard)
        writer.write(BANNER)
        try:
            while (packet := await read_packet(stream_reader)) is not None:
                self._answer(session, packet)
                await writer.drain()
                if packet.get("Action").lower() == "logoff":
                    break
        except OSError:
            pass
        finally:
            self._sessions.discard(session)
            writer.close()

    def _answer(self, session: AmiSession, packet: Packet) -> None:
        action, name = packet.get("Action").lower(), packet.get("ActionID")

        def say(response: str, *more: tuple[str, str]) -> None:
            session.send([("Response", response), ("ActionID", name), *more])

        if action == "challenge":
            session.challenge = str(secrets.randbelow(10**9))
            say("Success", ("Challenge", session.challenge))
        elif action == "login":
            session.is_in = self._is_known(session, packet)
            if session.is_in:
                self.sign_ins += 1
                say("Success", ("Message", "Authentication accepted"))
                session.send([("Event", "FullyBooted"), ("Privilege", "system,all"), ("Status", "Fully Booted")])
            else:
                say("Error", ("Message", "Authentication failed"))
        elif not session.is_in:
            say("Error", ("Message", "Permission denied"))
        elif action == "ping":
            say("Success", ("Ping", "Pong"), ("Timestamp", f"{clock.now().timestamp():.6f}"))
        elif action == "logoff":
            say("Goodbye", ("Message", "Thanks for all the fish."))
        elif action in ("coreshowchannels", "queuestatus", "queuesummary", "status"):
            self._list(session, action, name)
        elif action == "originate":
            self.exchange.originate(packet)
            say("Success", ("Message", "Originate successfully queued"))
        elif action == "redirect":
            if self.exchange.redirect(packet.get("Channel"), packet.get("Exten")):
                say("Success", ("Message", "Redirect successful"))
            else:
                say("Error", ("Message", "Channel does not exist"))
        elif action == "atxfer":
            if self.exchange.redirect(packet.get("Channel"), packet.get("Exten"), is_asked=True):
                say("Success", ("Message", "Atxfer successfully queued"))
            else:
                say("Error", ("Message", "Channel specified does not exist"))
        elif action == "hangup":
            if end_asking(self.exchange, packet.get("Channel"), "give"):
                say("Success", ("Message", "Channel Hungup"))
            else:
                say("Error", ("Message", "No such channel"))
        elif action == "cancelatxfer":
            if end_asking(self.exchange, packet.get("Channel"), "back"):
                say("Success", ("Message", "CancelAtxfer successfully queued"))
            else:
                say("Error", ("Message", "Channel specified does not exist"))
        elif action == "queuepause":
            self.exchange.pause(packet.get("Interface"), packet.get("Paused") in ("1", "true"), packet.get("Reason"))
            say("Success", ("Message", "Interface paused successfully"))
        else:
            say("Error", ("Message", "Invalid/unknown command"))

    def _list(self, session: AmiSession, action: str, name: str) -> None:
        rows = {
            "coreshowchannels": lists.channels,
            "queuestatus": lists.queue,
            "queuesummary": lists.summary,
            "status": lists.states,
        }[action](self.exchange)
        ends = {
            "coreshowchannels": "CoreShowChannelsComplete",
            "queuestatus": "QueueStatusComplete",
            "queuesummary": "QueueSummaryComplete",
            "status": "StatusComplete",
        }
        session.send(
            [("Response", "Success"), ("ActionID", name), ("EventList", "start"), ("Message", "list will follow")]
        )
        for row in rows:
            session.send([row[0], ("ActionID", name), *row[1:]])
        session.send(
            [("Event", ends[action]), ("ActionID", name), ("EventList", "Complete"), ("ListItems", str(len(rows)))]
        )

    def _is_known(self, session: AmiSession, packet: Packet) -> bool:
        if packet.get("Username") != self.user:
            return False
        if packet.get("AuthType").upper() == "MD5":
            wanted = hashlib.md5((session.challenge + self.secret).encode(), usedforsecurity=False).hexdigest()
            return bool(session.challenge) and secrets.compare_digest(packet.get("Key"), wanted)
        return secrets.compare_digest(packet.get("Secret"), self.secret)
