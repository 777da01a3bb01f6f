"""Keeps the system's processes running: web, live stream, worker and clock, and the database under them.

A child that ends is restarted, soon at first and later if it keeps ending. On a stop the servers close first (requests
that have begun are finished), then the worker and the clock; the database stops last, by itself, when nobody uses it
any more. A supervisor that is killed takes its children with it (`parent_death`).
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from peygir.core import clock
from peygir.gateways.ami import address
from peygir.ops import archiving
from peygir.ops.belongings import Service
from peygir.ops.logs import logger
from peygir.ops.parent_death import PARENT
from peygir.ops.paths import home
from peygir.ops.roles import OWNER_URL
from peygir.ops.sharing import keeping
from peygir.ops.standing import ThisIsTheStandby, ThisMachineIsFenced

DELAYS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)  # seconds before the first, second, … restart
HEALTHY_AFTER = 30.0  # a child that lived this long starts again with the first delay
LOOK_EVERY = 0.2
DATABASE_EVERY = 1.0
DRAIN = 30.0
READY_WITHIN = 60.0
PRIVATE = 0o077  # nobody else reads what our processes write

log = logger(__name__)


class NoPortIsFree(OSError):
    """Nothing can listen on this host."""


@dataclass
class Child:
    """One process of the system: its name, its command, and its state.

    One that `waits` starts when the web answers: each start takes seconds of CPU, and a visitor waits for the web.
    """

    name: str
    command: Sequence[str]
    waits: bool = False
    doors: tuple[int, ...] = ()  # sockets that it inherits
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    starts_again: float = 0.0
    ends: int = field(default=0)

    def start(self, environment: Mapping[str, str], *, service: Service | None = None) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches the supervisor alone; as `service` says."""
        account, command = service.account if service else None, list(self.command)
        if service is not None and command[0] == sys.executable:
            command[0] = service.python.path
        self.process = subprocess.Popen(
            command,
            env=dict(environment),
            process_group=0,
            pass_fds=self.doors,
            umask=PRIVATE,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        self.started = clock.monotonic()

    def has_ended(self) -> bool:
        """Whether it ran and has ended; if so, schedules its restart."""
        if self.process is None or self.process.poll() is None:
            return False
        now = clock.monotonic()
        self.ends = 0 if now - self.started > HEALTHY_AFTER else self.ends
        self.starts_again = now + DELAYS[min(self.ends, len(DELAYS) - 1)]
        self.ends += 1
        log.warning("child_ended", child=self.name, code=self.process.returncode, pid=self.process.pid)
        self.process = None
        return True

    def stop(self, *, patience: float) -> None:
        """Send SIGTERM, and SIGKILL after `patience` seconds."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            log.warning("child_killed", child=self.name, pid=self.process.pid)
            self.process.kill()
            self.process.wait()
        self.process = None


class Supervisor:
    """Runs children until asked to stop, by a signal or by `stop`."""

    def __init__(
        self, children: Sequence[Child], *, keep_database_up: Callable[[], None], service: Service | None = None
    ) -> None:
        self.children = list(children)
        self._service = service
        self._keep_database_up = keep_database_up
        self._stopping = threading.Event()
        self._doors_are_open = threading.Event()
        self._asked = 0

    def run(self) -> None:
        """Start all, supervise them, and stop all; returns when everything has stopped."""
        before = {what: signal.signal(what, self._on_signal) for what in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            for child in self.children:
                if not child.waits:
                    child.start(self._environment(), service=self._service)
            self._watch()
        finally:
            self._stop_all()
            for what, handler in before.items():
                signal.signal(what, handler)

    def stop(self) -> None:
        """Request the end; may be called from any thread."""
        self._stopping.set()

    def let_all_start(self) -> None:
        """Start the children that wait, since the web answers or has failed to; may be called from any thread."""
        self._doors_are_open.set()

    def _watch(self) -> None:
        database_at = clock.monotonic()
        while not self._stopping.wait(LOOK_EVERY):
            now = clock.monotonic()
            if now - database_at > DATABASE_EVERY:
                self._look_after_database()
                database_at = now
            for child in self.children:
                child.has_ended()
                if child.process is None and now >= child.starts_again and self._may_start(child):
                    child.start(self._environment(), service=self._service)
                    if child.ends:
                        log.info("child_started_again", child=child.name)

    def _may_start(self, child: Child) -> bool:
        return not child.waits or self._doors_are_open.is_set()

    def _look_after_database(self) -> None:
        try:
            self._keep_database_up()
        except (ThisMachineIsFenced, ThisIsTheStandby) as refusal:
            log.error("must_not_serve", words=str(refusal))
            self.stop()
        except Exception:
            log.exception("database_does_not_start")

    def _stop_all(self) -> None:
        for child in self.children:
            child.stop(patience=0.0 if self._asked > 1 else DRAIN)

    def _on_signal(self, *_: object) -> None:
        self._asked += 1
        self._stopping.set()

    def _environment(self) -> dict[str, str]:
        # A child's environment may be readable by others, so it must not contain the owner's URL.
        inherited = {name: value for name, value in os.environ.items() if name != OWNER_URL}
        if self._service is not None:  # libraries look for their settings in the home folder of the current user
            name = self._service.account.name
            inherited |= {"HOME": "/", "USER": name, "LOGNAME": name, **self._service.python.environment}
        return {**inherited, PARENT: str(os.getpid())}


def children_of(*, host: str, port: int, workers: int, live_port: int = 0, is_paired: bool = False) -> list[Child]:
    """Return live stream (if it has a port), web, PBX bridge (if one is configured), clock, worker, the shipping to the
    second place (if there is one), the sharing with other machines (if there may be some), and the link to the second
    machine (if there is one), in order of stopping.
    """
    python = [sys.executable, "-P", "-m"]
    web = ["peygir.ops.web", f"--host={host}", f"--port={port}", f"--workers={workers}"]
    live = [Child("live", [*python, "peygir.ops.live", f"--host={host}", f"--port={live_port}"])] if live_port else []
    made_up = [Child("made-up-pbx", [*python, "peygir.ops", "made-up-pbx"], waits=True, doors=address.doors())]
    made_up = made_up if address.is_made_up() else []
    pbx = [Child("pbx", [*python, "peygir.ops", "pbx"], waits=True)] if address.is_wanted() else []
    return [
        *live,
        Child("web", [*python, *web]),
        *made_up,
        *pbx,
        Child("clock", [*python, "peygir.ops", "clock"], waits=True),
        Child("worker", [*python, "peygir.ops", "work"], waits=True),
        *([Child("ship", [*python, "peygir.ops", "ship"], waits=True)] if archiving.is_wanted() else []),
        *([Child("share", [*python, "peygir.ops", "share"], waits=True)] if keeping.is_wanted(home()) else []),
        *([link_child(web_port=port)] if is_paired else []),
    ]


def link_child(*, web_port: int = 0) -> Child:
    """Return the process that keeps the link to the other machine of a pair."""
    return Child("link", [sys.executable, "-P", "-m", "peygir.ops", "link", f"--web-port={web_port}"])


def free_port(host: str, wanted: int, *, tries: int = 50) -> int:
    """Return `wanted`, or the next port that nobody listens on."""
    for port in range(wanted, wanted + tries):
        if _is_free(host, port):
            return port
    with socket.socket(_family(host)) as any_port:
        any_port.bind((host, 0))
        return int(any_port.getsockname()[1])


def open_door(host: str, first_port: int, *, tries: int = 50) -> socket.socket:
    """Return a socket that listens at `first_port`, or at the next free port, which it thereby reserves.

    A port that was only found free may be taken before it is used, as when two demos start at the same moment.
    """
    for port in [*range(first_port, first_port + tries), 0]:
        door = socket.socket(_family(host))
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
            door.listen()
        except OSError:
            door.close()
            continue
        return door
    raise NoPortIsFree(host)


def wait_until_served(host: str, port: int, *, within: float = READY_WITHIN) -> bool:
    """Whether the web answers (with any status) within some seconds."""
    until = clock.monotonic() + within
    while clock.monotonic() < until:
        connection = http.client.HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", "/health", headers={"Host": "localhost"})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            clock.pause(0.05)
        else:
            return True
        finally:
            connection.close()
    return False


def _is_free(host: str, port: int) -> bool:
    with socket.socket(_family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
