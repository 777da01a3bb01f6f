"""Processes of ours that serve on the test database, and one that listens to the live stream."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.test import Client

from peygir.ops.parent_death import PARENT
from peygir.ops.processes import children_of, open_door
from peygir.people.models import Staff
from tests.town import CODE

PATIENCE = 120.0  # of one that waits on a busy machine


class LiveListener:
    """One line to the stream, read as it comes."""

    open_ones: ClassVar[list["LiveListener"]] = []

    def __init__(self, port: int, cookie: str, *, path: str = "/live", after: str = "", origin: str = "") -> None:
        self.open_ones.append(self)
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}"]
        lines += [f"Last-Event-ID: {after}"] if after else []
        lines += [f"Origin: {origin}"] if origin else []
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._file = self._socket.makefile("rb")
        self.status = int(self._file.readline().split()[1])
        self.headers: dict[str, str] = {}
        while line := self._file.readline().decode().strip():
            name, _, value = line.partition(": ")
            self.headers[name.lower()] = value
        self.after = ""
        self.heard: list[tuple[str, dict[str, Any]]] = []

    def until(self, is_enough: Callable[["LiveListener"], bool]) -> list[tuple[str, dict[str, Any]]]:
        """Read until enough was heard; all that was heard."""
        assert self.status == 200, f"the stream answered {self.status} {self.headers}"
        rest = ""
        while not is_enough(self):
            size = int(self._file.readline().strip() or b"0", 16)
            if size == 0:
                break
            *whole, rest = (rest + self._file.read(size + 2)[:-2].decode()).split("\n\n")
            for block in whole:
                event_fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
                self.after = event_fields.get("id", self.after)
                if "event" in event_fields:
                    self.heard.append((event_fields["event"], json.loads(event_fields["data"])))
        return self.heard

    def close(self) -> None:
        """Hang up without a word, as a lost line does."""
        if self in self.open_ones:
            self.open_ones.remove(self)
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._file.close()
            self._socket.close()


def has(event: str, **data: Any) -> Callable[[LiveListener], bool]:
    return lambda ear: any(name == event and data.items() <= told.items() for name, told in ear.heard)


def signed_in(username: str) -> tuple[Client, str]:
    client = Client()
    client.force_login(Staff.objects.get(username=username))
    return client, client.cookies[settings.SESSION_COOKIE_NAME].value


class Server:
    """`web` or `live` as a process on the test database; may be killed and started again at the same port."""

    def __init__(
        self, name: str, *, stderr: IO[bytes] | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self._environment = environment or {}
        self._stderr = stderr
        # One that the kernel gives: servers share a port that both ask for, and other tests run beside this one.
        with open_door("127.0.0.1", 0, tries=1) as door:
            self.port = int(door.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers; the stream, until it is well (the web asks for a clock too)."""
        parts = urlsplit(os.environ["PEYGIR_DATABASE_URL"])
        name = connection.settings_dict["NAME"]
        environment = {
            **os.environ,
            "PEYGIR_DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")),
            "PEYGIR_CITY": CODE,
            "DJANGO_SETTINGS_MODULE": "peygir.settings",
            PARENT: str(os.getpid()),
            **self._environment,
        }
        children = children_of(host="127.0.0.1", port=self.port, workers=1, live_port=self.port)
        (child,) = [one for one in children if one.name == self.name]
        self._process = subprocess.Popen(child.command, env=environment, stderr=self._stderr or sys.stderr)
        until = time.monotonic() + PATIENCE
        while (status := self.health()[0]) != 200 and not (status and self.name == "web"):
            assert time.monotonic() < until, f"{self.name} does not answer"
            time.sleep(0.1)

    def health(self) -> tuple[int, dict[str, Any]]:
        """Its status and what it says of itself; 0 for no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health", headers={"Accept": "application/json"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except OSError:
            return 0, {}
        finally:
            connection.close()

    def workers(self) -> list[Path]:
        """The processes under it, as their folders in /proc."""
        pid = self._process.pid if self._process is not None else 0
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [Path("/proc") / child for child in children]

    def kill(self) -> None:
        """End it without a word, and wait until nobody answers."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            until = time.monotonic() + PATIENCE
            while self.health()[0] and time.monotonic() < until:  # its worker dies with it
                time.sleep(0.05)


def hang_up() -> None:
    """Close the lines that a test left open."""
    for ear in list(LiveListener.open_ones):
        ear.close()


@contextlib.contextmanager
def served(
    name: str, *, stderr: IO[bytes] | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """`web` or `live`, up until the end; lines that a test left open are hung up. Its log goes to `stderr`.

    `environment` is added to that of the tests.
    """
    server = Server(name, stderr=stderr, environment=environment)
    try:
        server.start()
        yield server
    finally:
        hang_up()
        server.kill()
