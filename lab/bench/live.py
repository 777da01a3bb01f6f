"""Opens many live streams while cases change, breaks the connections, kills the stream, and checks for missed changes.

Each listener is a clerk with a session and a connection of their own. A change counts from the moment its request is
sent; if a case changes again before the message, the last message stands for the earlier changes.
"""

import asyncio
import contextlib
import json
import os
import signal
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from lab.bench.clerks import new_cases
from lab.bench.client import Wire, request
from lab.bench.homes import CLERK_TOKEN, CLERKS_AT_ONCE, CLERKS_UNIT, NO_PASSWORD
from lab.bench.measure import wait_until_quiet
from lab.bench.process_tree import below
from lab.bench.report import tell
from lab.bench.served import HOST, Served, served
from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.core import clock
from peygir.ops.processes import free_port
from peygir.people.actions import add_staff
from peygir.people.models import Staff
from peygir.people.rules import SYSTEM

FIRST_PORT: Final = 8790
WANTED_S: Final = 1.0
BETWEEN: Final = 0.4
CATCHES_UP_WITHIN: Final = 20.0
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Listener:
    """One open inbox: the last event number received of each case, and when."""

    cookie: str
    after: str = ""
    heard: dict[str, int] = field(default_factory=dict)
    at: dict[tuple[str, int], float] = field(default_factory=dict)
    resets: int = 0
    lines: int = 0

    def hear(self, block: str) -> None:
        """Process one message."""
        event_fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if event_fields.get("event") == "case":
            data = json.loads(event_fields["data"])
            self.heard[data["code"]] = max(data["number"], self.heard.get(data["code"], 0))
            self.at[(data["code"], data["number"])] = clock.monotonic()
        self.resets += event_fields.get("event") == "reset"
        self.after = event_fields.get("id", self.after)


class Crowd:
    """All listeners, in a thread with an event loop of their own."""

    def __init__(self, listeners: list[Listener], port: int) -> None:
        self.listeners, self._port = listeners, port
        self._loop = asyncio.new_event_loop()
        self._tasks: list[asyncio.Task[None]] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def open(self) -> None:
        """Connect every listener, and reconnect it when its connection ends."""
        self._call(self._open())

    def cut(self) -> None:
        """Break all connections."""
        self._call(self._close())

    def _call(self, what: Any) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result()

    async def _open(self) -> None:
        self._tasks = [self._loop.create_task(self._keep(one)) for one in self.listeners]

    async def _close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep(self, listener: Listener) -> None:
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._listen(listener)
            await asyncio.sleep(0.5)

    async def _listen(self, listener: Listener) -> None:
        stream_reader, writer = await asyncio.open_connection(HOST, self._port, limit=1 << 20)
        try:
            place = f"Last-Event-ID: {listener.after}" if listener.after else ""
            writer.write(request("GET", "/live", cookie=listener.cookie, extra=place))
            head = await stream_reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                return
            listener.lines += 1
            rest = ""
            while piece := await self._chunk(stream_reader):
                *whole, rest = (rest + piece.decode()).split("\n\n")
                for block in whole:
                    listener.hear(block)
        finally:
            writer.close()

    async def _chunk(self, reader: asyncio.StreamReader) -> bytes:
        size = int((await reader.readuntil(b"\r\n")).strip() or b"0", 16)
        return (await reader.readexactly(size + 2))[:-2] if size else b""


def main(listeners: str, changes: str, cut_s: str, form: str = "") -> None:
    """Run the step; exits with 1 when a change was lost or came too late."""
    found = live(Path(os.environ["PEYGIR_HOME"]), listeners=int(listeners), changes=int(changes), cut_s=float(cut_s))
    tell(found, as_json=form == "--json")


def live(home: Path, *, listeners: int, changes: int, cut_s: float) -> dict[str, Any]:
    """Change cases with open connections; then while all are broken; then while the stream itself is killed."""
    codes = new_cases(20)
    crowd_of = [Listener(cookie) for cookie in _signed_in(listeners)]
    port = free_port(HOST, FIRST_PORT)
    os.environ["PEYGIR_LIVE_PORT"] = str(port)
    with served(home) as house:
        wait_until_quiet()
        crowd = Crowd(crowd_of, port)
        crowd.open()
        _wait(lambda: all(one.after for one in crowd_of), 60)
        sent = _change(house, codes, changes)
        _wait(lambda: not _behind(crowd_of, codes), CATCHES_UP_WITHIN)
        times = sorted(_delays(crowd_of, sent))
        late = _behind(crowd_of, codes)

        crowd.cut()
        began = clock.monotonic()
        _change(house, codes, max(1, int(cut_s / BETWEEN)), until=began + cut_s)
        reopened = clock.monotonic()
        crowd.open()
        _wait(lambda: not _behind(crowd_of, codes), CATCHES_UP_WITHIN)
        caught_up, lost_by_cut = clock.monotonic() - reopened, _behind(crowd_of, codes)

        killed = _kill_stream(house)
        _change(house, codes, max(10, changes // 2))
        _wait(lambda: not _behind(crowd_of, codes), CATCHES_UP_WITHIN)
        lost_by_kill = _behind(crowd_of, codes)
        crowd.cut()
    worst = times[-1] if times else float("inf")
    resets = sum(one.resets for one in crowd_of)
    return {
        "listeners": listeners,
        "changes": len(sent),
        "heard": len(times),
        "p50_ms": _share(times, 0.5),
        "p95_ms": _share(times, 0.95),
        "max_ms": _share(times, 1.0),
        "not_heard": late,
        "cut_s": cut_s,
        "lost_by_the_cut": lost_by_cut,
        "caught_up_in_s": round(caught_up, 2),
        "killed": killed,
        "lost_by_the_kill": lost_by_kill,
        "told_to_look_anew": resets,
        "is_clean": not (late or lost_by_cut or lost_by_kill or resets) and killed > 0 and worst <= WANTED_S,
    }


def _signed_in(count: int) -> list[str]:
    """Return the cookies of new clerks of one unit, each with a session."""
    numbers = [
        add_staff(
            f"listener-{uuid4().hex[:12]}",
            encoded_password=NO_PASSWORD,
            role="clerk",
            unit_code=CLERKS_UNIT,
            must_change=False,
            by=SYSTEM,
        )
        for _ in range(count)
    ]
    sessions = import_module(settings.SESSION_ENGINE)
    cookies = []
    for person in Staff.objects.filter(pk__in=numbers):
        session = sessions.SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), _BACKEND
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save(must_create=True)
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    return cookies


def _change(house: Served, codes: list[str], count: int, until: float = float("inf")) -> dict[tuple[str, int], float]:
    """Make one move after the other on the cases in turn; returns (code, event number) → when its request was sent."""
    unit = city.unit_by_code(city.current_city(settings.CITY).id, CLERKS_UNIT)
    assert unit is not None
    wire, sent = Wire(HOST, house.port), {}
    for number in range(count):
        code = codes[number % len(codes)]
        case = Case.objects.get(code=code)
        body: dict[str, Any] = {"verb": "accept"}
        if case.state == "in_hand":
            body = {
                "verb": "wait",
                "reason": "weather",
                "note": "زمین خیس است.",
                "until": f"{clock.now() + timedelta(days=9):%FT%TZ}",
            }
        token = f"{CLERK_TOKEN}{unit.id}-{number % CLERKS_AT_ONCE}"
        raw = json.dumps(body | {"version": case.version}).encode()
        began = clock.monotonic()
        answer = wire.ask(request("POST", f"/api/v1/cases/{code}/moves", token=token, body=raw))
        if answer.status == 200:
            sent[(code, case.event_count + 1)] = began
        clock.pause(max(0.0, BETWEEN - (clock.monotonic() - began)))
        if clock.monotonic() > until:
            break
    wire.close()
    return sent


def _delays(crowd: list[Listener], sent: dict[tuple[str, int], float]) -> list[float]:
    """Return the seconds until each listener knew of each change, by the change's own message or a later one."""
    delays = []
    for listener in crowd:
        for (code, number), began in sent.items():
            heard = [at for (of, last), at in listener.at.items() if of == code and last >= number]
            if heard:
                delays.append(min(heard) - began)
    return delays


def _behind(crowd: list[Listener], codes: list[str]) -> int:
    """Return how many (listener, case) pairs do not know the case's last event yet."""
    last = dict(Case.objects.filter(code__in=codes).values_list("code", "event_count"))
    return sum(1 for one in crowd for code, number in last.items() if one.heard.get(code, 0) < number)


def _kill_stream(house: Served) -> int:
    """Kill the stream's processes; returns how many."""
    servers = [pid for pid in below(house.pid) if b"peygir.ops.live" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    doomed = list(dict.fromkeys(one for pid in servers for one in (pid, *below(pid))))
    for pid in doomed:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(doomed)


def _wait(is_so: Any, seconds: float) -> None:
    until = clock.monotonic() + seconds
    while not is_so() and clock.monotonic() < until:
        clock.pause(0.2)


def _share(ordered: list[float], share: float) -> float:
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000, 1) if ordered else 0.0
