"""Tells the open day boards of a unit that they would look otherwise now."""

from collections.abc import Awaitable, Callable, Collection

from peygir.desks.fieldwork.queries import board_stamps
from peygir.people.permissions import Permission
from peygir.web.kit.live.feed import Feed, message

Ask = Callable[[Callable[[Collection[int]], dict[int, str]], Collection[int]], Awaitable[dict[int, str]]]


class BoardLook:
    """The stamps of the boards that are open: one statement a poll for all of them, none while none is open."""

    def __init__(self) -> None:
        self._stamps: dict[int, str] = {}

    async def look(self, feed: Feed, ask: Ask) -> None:
        """Poll once, and wake the boards of units that have changed.

        The first poll of a unit wakes too: what changed since the page was rendered is not known.
        """
        boards = [one for one in feed.watchers if one.is_board and one.viewer.actor.may(Permission.PLAN_ORDERS)]
        units = {one.viewer.actor.unit_id for one in boards} - {None}
        found = await ask(board_stamps, [unit for unit in units if unit is not None]) if units else {}
        changed = {unit for unit, stamp in found.items() if self._stamps.get(unit) != stamp}
        self._stamps = found
        woken = message("wall", {})
        for watcher in boards:
            if watcher.viewer.actor.unit_id in changed:
                watcher.send(woken)
