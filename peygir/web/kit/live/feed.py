"""One reader of the event table for all watchers: each event goes to those who may see it, and is kept for a while."""

import asyncio
import json
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from peygir.cases.news import READ_AT_ONCE, News
from peygir.centre.contacts.rules import may_work
from peygir.core import clock
from peygir.history.kinds.cases import PhoneLookedAt, ReportWordsTaken
from peygir.people.permissions import Permission
from peygir.people.sessions import Viewer
from peygir.storage.horizon import Horizon

KEPT: Final = READ_AT_ONCE
"""Events kept for clients that lost their connection: an hour of a busy day, or some minutes of a storm."""
QUEUE: Final = 200
"""Messages that may wait for a slow client; then its connection is closed, and the next one sends what was missed."""
LINGER: Final = 6.0
"""Seconds for which a person is still shown at a case after the connection ended, so that a reconnect does not flicker.
"""
SHOWN: Final = Permission.KNOW_REPORTERS
"""The permission of those shown as present at a case: those who work on it. Those who only supervise are not shown."""
# Kinds that change nothing on a colleague's page.
_SILENT: Final = frozenset({PhoneLookedAt.kind, ReportWordsTaken.kind})


@dataclass(eq=False, slots=True)
class Watcher:
    """One open page of one member of staff; `code` is the case that it shows, if any."""

    key: str
    viewer: Viewer
    city_id: int
    code: str = ""
    is_wall: bool = False  # the centre's wallboard: receives call changes, no cases
    is_board: bool = False  # a unit's day board: receives that it would look otherwise, no cases
    is_console: bool = False  # an operator's screen: receives changes of their own contacts, no cases
    hand: str | None = None  # the stamp of the contacts in hand that was sent last
    queue: "asyncio.Queue[bytes | None]" = field(default_factory=lambda: asyncio.Queue(QUEUE))

    def send(self, message: bytes | None) -> None:
        """Queue a message (None closes the connection); a full queue is emptied and closed."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(None)


def message(event: str, data: Mapping[str, object], *, settled: int | None = None) -> bytes:
    """Return one server-sent event; `settled` is the id from which a client may resume."""
    place = f"id: {settled}\n" if settled is not None else ""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"{place}event: {event}\ndata: {text}\n\n".encode()


def _folded(news: Iterable[News]) -> list[News]:
    """Return the last event of each case, with the mentions and the earliest owner of the events before it."""
    last: dict[str, News] = {}
    for item in news:
        if before := last.pop(item.code, None):
            item = replace(item, was=item.was or before.was, mentioned=item.mentioned | before.mentioned)
        last[item.code] = item
    return list(last.values())


class Feed:
    """The watchers, the recent events, and the position in the event table."""

    def __init__(self, *, linger: float = LINGER) -> None:
        self._linger = linger
        self.horizon = Horizon()
        self.watchers: set[Watcher] = set()
        self._kept: deque[tuple[float, News]] = deque(maxlen=KEPT)
        self._oldest = 0  # all settled events above this id are kept
        self._leaving: dict[tuple[str, int], float] = {}  # (code, staff id) → until when still shown as present

    def begin(self, newest: int) -> None:
        """Start so far back that clients of the previous process can resume without a gap."""
        self._oldest = self.horizon.top = max(0, newest - KEPT)

    def take(self, ids: Iterable[int], news: Iterable[News], *, xmin: int, xmax: int) -> None:
        """Distribute the result of one poll to the watchers."""
        fresh = set(self.horizon.take(ids, xmin=xmin, xmax=xmax))
        if not fresh:
            return
        fresh_news = [one for one in news if one.id in fresh and one.kind not in _SILENT]
        now = clock.now().timestamp()
        for item in fresh_news:
            if len(self._kept) == KEPT:
                self._oldest = max(self._oldest, self._kept[0][1].id)
            self._kept.append((now, item))
        last_words = _folded(fresh_news)
        recipients = [(watcher, self._lines(watcher, last_words)) for watcher in self.watchers]
        count = sum(1 for _, lines in recipients if lines)
        for watcher, lines in recipients:
            if lines:
                watcher.send(self._whole(lines, count))

    def join(self, watcher: Watcher, *, after: int | None, since: float) -> None:
        """Add a watcher, sending first what it missed since an event (`after`) or since the page was rendered."""
        watcher.send(b"retry: 2000\n\n" + message("hello", {}))
        if after is not None and not self._oldest <= after <= self.horizon.top:
            watcher.send(message("reset", {}))
        else:
            missed = [one for at, one in self._kept if (one.id > after if after is not None else at >= since)]
            if lines := self._lines(watcher, _folded(missed)):
                watcher.send(self._whole(lines, 1))
        watcher.send(message("beat", {}, settled=self.horizon.settled))
        self.watchers.add(watcher)
        if watcher.code:
            self._leaving.pop((watcher.code, watcher.viewer.actor.id), None)
            self._tell_present(watcher.code)

    def leave(self, watcher: Watcher) -> None:
        """Remove a watcher whose connection has ended."""
        self.watchers.discard(watcher)
        if watcher.code:
            self._leaving[(watcher.code, watcher.viewer.actor.id)] = clock.monotonic() + self._linger

    def sweep(self) -> None:
        """Remove the people who have left a case, once the linger time is over."""
        now = clock.monotonic()
        for key in [key for key, until in self._leaving.items() if until <= now]:
            del self._leaving[key]
            self._tell_present(key[0])

    def beat(self) -> None:
        """Send a heartbeat to all watchers, with the id from which to resume."""
        alive = message("beat", {}, settled=self.horizon.settled)
        for watcher in self.watchers:
            watcher.send(alive)

    def renew(self, asked: Collection[str], viewers: Mapping[str, Viewer]) -> None:
        """Apply the current rights to the watchers of these sessions; close those that have ended."""
        for watcher in [one for one in self.watchers if one.key in asked]:
            viewer = viewers.get(watcher.key)
            if viewer is None:
                watcher.send(message("bye", {}))
                watcher.send(None)
                self.leave(watcher)
            else:
                watcher.viewer = viewer

    def wake_walls(self) -> None:
        """Tell the wallboards that their content has changed; their pages then fetch it."""
        woken = message("wall", {})
        for watcher in self.watchers:
            if watcher.is_wall and may_work(watcher.viewer.actor):
                watcher.send(woken)

    def tell_hands(self, city_id: int, hands: Mapping[int, str]) -> None:
        """Tell the operators whose contacts in hand have changed, and those who have just (re)connected."""
        hand_message = message("hand", {})
        for watcher in self.watchers:
            hand = hands.get(watcher.viewer.actor.id)
            is_theirs = watcher.is_console and watcher.city_id == city_id and may_work(watcher.viewer.actor)
            if is_theirs and hand is not None and watcher.hand != hand:
                watcher.hand = hand
                watcher.send(hand_message)

    def _lines(self, watcher: Watcher, news: Iterable[News]) -> list[tuple[str, Mapping[str, object]]]:
        """Return the messages for one watcher as (event, data); codes, kinds and numbers only."""
        if watcher.is_wall or watcher.is_console or watcher.is_board:
            return []
        actor = watcher.viewer.actor
        lines: list[tuple[str, Mapping[str, object]]] = []
        for item in news:
            if item.city_id != watcher.city_id:
                continue
            if item.is_for(actor):
                lines.append(
                    (
                        "case",
                        {
                            "code": item.code,
                            "kind": item.kind,
                            "number": item.number,
                            "state": item.state,
                            "by": int(item.by.removeprefix("staff:")) if item.by.startswith("staff:") else 0,
                        },
                    )
                )
                if actor.id in item.mentioned:
                    lines.append(("notice", {"code": item.code}))
            elif item.is_gone_for(actor):
                lines.append(("gone", {"code": item.code}))
        return lines

    def _whole(self, lines: list[tuple[str, Mapping[str, object]]], told_count: int) -> bytes:
        """Return the messages as one piece; only the last has an id, so that an interruption loses none.

        `told_count` is the number of recipients: their pages spread their next requests accordingly.
        """
        last = len(lines) - 1
        return b"".join(
            message(event, {**data, "told": told_count}, settled=self.horizon.settled if place == last else None)
            for place, (event, data) in enumerate(lines)
        )

    def _tell_present(self, code: str) -> None:
        """Tell the watchers of a case who else is viewing it."""
        here = [watcher for watcher in self.watchers if watcher.code == code]
        people = {one.viewer.actor.id: one.viewer for one in here if one.viewer.actor.may(SHOWN)}
        for watcher in here:
            others = [
                {"id": number, "fa": viewer.name_fa, "en": viewer.name_en}
                for number, viewer in people.items()
                if number != watcher.viewer.actor.id
            ]
            watcher.send(message("presence", {"code": code, "people": others}))
