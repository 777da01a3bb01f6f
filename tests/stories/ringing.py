"""Somebody calls: the exchange that is made up for the stories is asked to let a call come in, over its own socket."""

import os
import socket
from contextlib import closing
from urllib.parse import urlsplit

TALK = 240  # seconds; nobody hangs up in the middle of a story


def ring(caller: str, *, extension: str, talk: int = TALK) -> None:
    """A call of `caller` rings at a phone of the centre, and is picked up after three seconds."""
    there = urlsplit(os.environ["PEYGIR_PBX_URL"])
    with closing(socket.create_connection((there.hostname or "", there.port or 0), timeout=60)) as connection:
        heard = connection.makefile("rb")
        assert b"Asterisk" in heard.readline()
        _ask(connection, heard, Action="Login", Username=there.username or "", Secret=there.password or "")
        _ask(
            connection,
            heard,
            Action="Originate",
            Channel=f"Local/{caller}@from-trunk",
            Exten=extension,
            Context="from-internal",
            Priority="1",
            Timeout=str(talk * 1000),
            Async="true",
        )


def _ask(line: socket.socket, heard: object, **fields: str) -> None:
    line.sendall("".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + b"\r\n")
    for told in heard:  # type: ignore[attr-defined]
        if told.startswith(b"Response:"):
            assert b"Success" in told, told
            return
