"""A lean load client: one thread, a few keep-alive connections, each with one request in flight.

It shares the machine with the server that it measures, so it does as little as it can: requests are prepared bytes,
responses are parsed only for their length.
"""

import select
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from peygir.core import clock

END_OF_HEAD: Final = b"\r\n\r\n"
LENGTH: Final = b"content-length:"
SQL_HEADER: Final = b"x-sql-statements:"
PATIENCE: Final = 30.0


class ServerWentAway(Exception):
    """The connection broke before the response was complete."""


@dataclass(frozen=True, slots=True)
class TimedResponse:
    """One response: status, body, and its SQL statements (own, for session/user/token), -1 if unknown."""

    status: int
    body: bytes
    head: bytes

    def statements(self) -> tuple[int, int]:
        """Return (the request's own statements, those that look up session, user or token)."""
        at = self.head.lower().find(SQL_HEADER)
        if at < 0:
            return -1, -1
        own, _, lookups = self.head[at + len(SQL_HEADER) :].split(b"\r\n", 1)[0].strip().partition(b"+")
        return int(own), int(lookups)


@dataclass
class LoadResult:
    """The result of a load: seconds for each response, by status."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Return the requests per second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def at_share(self, share: float) -> float:
        """Return the time in milliseconds within which this share of requests was answered."""
        if not self.times:
            return 0.0
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


class Wire:
    """One keep-alive connection."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), timeout=PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""
        self.sent_at = 0.0

    def fileno(self) -> int:
        """Return the file descriptor, for poll."""
        return self._socket.fileno()

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def send(self, request: bytes) -> None:
        """Start sending a request. Raises ServerWentAway."""
        self.sent_at = clock.monotonic()
        try:
            self._socket.sendall(request)
        except OSError as broken:
            raise ServerWentAway from broken

    def receive(self) -> TimedResponse | None:
        """Read what has arrived; returns the response once it is complete. Raises ServerWentAway."""
        try:
            piece = self._socket.recv(262_144)
        except OSError as broken:
            raise ServerWentAway from broken
        if not piece:
            raise ServerWentAway
        self._buffer += piece
        end = self._buffer.find(END_OF_HEAD)
        if end < 0:
            return None
        head = self._buffer[:end]
        at = head.lower().find(LENGTH)
        length = int(head[at + len(LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._buffer) < end + 4 + length:
            return None
        body, self._buffer = self._buffer[end + 4 : end + 4 + length], self._buffer[end + 4 + length :]
        return TimedResponse(int(head[9:12]), body, head)

    def ask(self, request: bytes) -> TimedResponse:
        """Send one request and return its response. Raises ServerWentAway."""
        self.send(request)
        while (answer := self.receive()) is None:
            pass
        return answer


def request(method: str, path: str, *, token: str = "", cookie: str = "", body: bytes = b"", extra: str = "") -> bytes:
    """Return the bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept: */*"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    if extra:
        lines.append(extra)
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def submit(
    host: str,
    port: int,
    requests: Iterator[bytes],
    *,
    clients: int,
    seconds: float,
    seen: Callable[[TimedResponse], None] = lambda answer: None,
) -> LoadResult:
    """Send `requests` from `clients` connections, each as soon as its last response is complete, for some seconds."""
    load = LoadResult()
    wires = [Wire(host, port) for _ in range(clients)]
    poll = select.poll()
    by_number = {wire.fileno(): wire for wire in wires}
    for wire in wires:
        poll.register(wire, select.POLLIN)
    began = clock.monotonic()
    until = began + seconds
    try:
        for wire in wires:
            wire.send(next(requests))
        under_way = len(wires)
        while under_way:
            for number, _ in poll.poll(PATIENCE * 1000):
                wire = by_number[number]
                answer = wire.receive()
                if answer is None:
                    continue
                now = clock.monotonic()
                load.times.append(now - wire.sent_at)
                load.statuses[answer.status] = load.statuses.get(answer.status, 0) + 1
                seen(answer)
                if now < until:
                    wire.send(next(requests))
                else:
                    under_way -= 1
        load.seconds = clock.monotonic() - began
    finally:
        for wire in wires:
            wire.close()
    return load
