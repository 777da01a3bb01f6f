"""Packets of the manager interface: lines of "Name: value" up to an empty line; a name may be repeated.

After the protocol's documentation (docs.asterisk.org, "Asterisk Manager Interface (AMI)"). The first line determines
the kind of a packet: `OriginateResponse` is an event although it has a header `Response` as well.
"""

import asyncio
from collections.abc import Iterable
from typing import Final

END: Final = b"\r\n\r\n"
LONGEST: Final = 1024 * 1024


class PacketIsTooLong(Exception):
    """The other side sends something that is no packet."""


class Packet:
    """One parsed packet: names without regard to case, and all values of a repeated name."""

    __slots__ = ("fields",)

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        self.fields = tuple(fields)

    def get(self, name: str, otherwise: str = "") -> str:
        """The first value of a name."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), otherwise)

    def all(self, name: str) -> list[str]:
        """Every value of a name, in order."""
        wanted = name.lower()
        return [value for key, value in self.fields if key.lower() == wanted]

    @property
    def kind(self) -> str:
        """ "event", "response" or "action", by the first line alone."""
        return self.fields[0][0].lower() if self.fields else ""

    @property
    def event(self) -> str:
        """The event's name, "" for a response."""
        return self.fields[0][1] if self.kind == "event" else ""

    @property
    def is_good(self) -> bool:
        """Whether a response, or the response in an event, is a success (Ping was once answered with Pong)."""
        return self.get("Response").lower() in ("success", "pong", "goodbye", "follows")

    def variables(self) -> dict[str, str]:
        """The variables in the repeated headers `ChanVariable` ("NAME=value" or "Channel: NAME=value")."""
        variables = {}
        for name, value in self.fields:
            if name.lower().startswith("chanvariable"):
                left, mark, right = value.partition("=")
                if mark:
                    variables[left.rpartition(" ")[2].rpartition(")")[2].strip()] = right
        return variables

    def assigned(self) -> dict[str, str]:
        """The variables in the repeated headers `Variable` ("NAME=value") of a Status answer."""
        pairs = (value.partition("=") for value in self.all("Variable"))
        return {name.strip(): value for name, mark, value in pairs if mark}

    def __repr__(self) -> str:
        shown = [f"{name}: {'…' if name.lower() in ('secret', 'key') else value}" for name, value in self.fields]
        return f"<{', '.join(shown)}>"


def parse(raw: bytes) -> Packet:
    """Parse a packet's bytes, without the empty line; lines that are no header are skipped."""
    fields = []
    for line in raw.decode("utf-8", errors="replace").split("\r\n"):
        name, mark, value = line.partition(":")
        if mark:
            fields.append((name.strip(), value.strip()))
    return Packet(fields)


def encoded(fields: Iterable[tuple[str, str]]) -> bytes:
    """Encode a packet; line ends in values are removed, so that no value becomes a header."""
    lines = [f"{name}: {_one_line(value)}\r\n" for name, value in fields]
    return ("".join(lines) + "\r\n").encode()


def _one_line(value: str) -> str:
    return " ".join(value.replace("\0", "").splitlines())


async def read_packet(stream_reader: asyncio.StreamReader) -> Packet | None:
    """Return the next packet, None at the end of the connection. Raises PacketIsTooLong, OSError."""
    try:
        raw = await stream_reader.readuntil(END)
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError as long:
        raise PacketIsTooLong() from long
    return parse(raw[: -len(END)])
