"""Citizens of a quake day: they report until somebody says that it is stored, and open pages; refusals are read."""

import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from lab.bench.asks import Asks
from lab.bench.client import ServerWentAway, TimedResponse, Wire, request
from lab.bench.served import HOST
from peygir.core import clock

RETRY: Final = 1.0
PAGES: Final = ("/", "/report/", "/track/", "/map/")
PAGE_EVERY: Final = 0.5


@dataclass
class Refusals:
    """How often citizens were not served: with a sentence and a time to come back, without, or not answered at all."""

    in_words: int = 0
    without_words: int = 0
    no_answer: int = 0

    def read(self, answer: TimedResponse) -> None:
        """Look whether a refusal says in both languages what happened, and when to come back."""
        head = answer.head.lower()
        text = answer.body.decode(errors="replace")  # JSON may write its letters as escapes
        is_persian = any("\u0600" <= letter <= "\u06ff" for letter in text) or "\\u06" in text
        if b"retry-after:" in head and is_persian:
            self.in_words += 1
        else:
            self.without_words += 1


@dataclass
class QuakeReporter:
    """Sends reports at a pace, each with its own key and repeated until it is acknowledged, in a thread."""

    port: int
    asks: Asks
    number: int
    every: float
    codes: dict[str, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    again: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    refusals: Refusals = field(default_factory=Refusals)

    def start(self, *, until: float) -> None:
        """Report until a moment of the monotonic clock; the last report is sent until it is acknowledged."""
        self._thread = threading.Thread(target=self._work, args=(until,), daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait for its last report."""
        self._thread.join()

    def _work(self, until: float) -> None:
        due, count = clock.monotonic() + self.every * (self.number % 7) / 7, 0
        while due < until:
            clock.pause(max(0.0, due - clock.monotonic()))
            count += 1
            began = clock.monotonic()
            self._send(f"{self.asks.run}-quake-{self.number}-{count}")
            self.waits.append(clock.monotonic() - began)
            due = max(due + self.every, clock.monotonic())  # a citizen who waits sends nothing else meanwhile

    def _send(self, key: str) -> None:
        raw, wire = self.asks.create(key), None
        while key not in self.codes:
            try:
                wire = wire or Wire(HOST, self.port)
                answer = wire.ask(raw)
            except (ServerWentAway, OSError):
                wire = None
                self.refusals.no_answer += 1
                answer = None
            if answer is not None and answer.status in (200, 201):
                self.codes[key] = json.loads(answer.body)["code"]
                break
            if answer is not None and answer.status < 500 and answer.status != 429:
                self.refused[answer.status] += 1
                break
            if answer is not None:
                self.refusals.read(answer)
            self.again += 1
            clock.pause(RETRY)
        if wire is not None:
            wire.close()


@dataclass
class QuakeReader:
    """A citizen who opens pages one after the other, in a thread."""

    port: int
    times: list[float] = field(default_factory=list)
    refusals: Refusals = field(default_factory=Refusals)

    def start(self) -> None:
        """Start reading."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the page that is being read."""
        self._over.set()
        self._thread.join()

    def _read(self) -> None:
        wire: Wire | None = None
        place = 0
        while not self._over.wait(PAGE_EVERY):
            path, place = PAGES[place % len(PAGES)], place + 1
            began = clock.monotonic()
            try:
                wire = wire or Wire(HOST, self.port)
                answer = wire.ask(request("GET", path))
            except (ServerWentAway, OSError):
                wire = None
                self.refusals.no_answer += 1
                continue
            if answer.status == 200:
                self.times.append(clock.monotonic() - began)
            else:
                self.refusals.read(answer)
