"""A simulated exchange, and our own side of the line to it, for tests that let calls come in."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from asgiref.sync import sync_to_async
from django.db import connection

from lab.exchange.exchange import Exchange
from lab.exchange.server import SimulatedPbx
from peygir.centre.contacts.models import Contact, PbxLine
from peygir.gateways.ami.address import Pbx
from peygir.gateways.ami.client import Address
from peygir.gateways.ami.reading import INBOUND
from peygir.telephony.bridge import Bridge
from peygir.telephony.keeping import Keeper, Waits
from tests.town import Town

EXTENSIONS = ["101", "102", "103"]
PATIENCE = 60.0
QUICK = Waits(tries=(0.02,), grace=1.0, look_every=0.02, records_every=0.05)


class Line:
    """An exchange, its door, and the house's own side of the line."""

    def __init__(self, town: Town, folder: Path) -> None:
        self.records = folder / "Master.csv"
        self.exchange = Exchange(EXTENSIONS, records=self.records)
        self.door = SimulatedPbx(self.exchange)
        self.town = town
        self.has_queue_log = True
        self.stopped = asyncio.Event()

    def pbx(self) -> Pbx:
        """What the process would be told."""
        address = Address("127.0.0.1", self.door.port, self.door.user, self.door.secret)
        zone = ZoneInfo("Asia/Tehran")
        return Pbx(
            address,
            INBOUND,
            "PJSIP",
            "from-internal",
            "peygir-pass",
            "peygir-ask",
            "peygir-survey",
            self.records,
            self.exchange.papers.queue_log if self.has_queue_log else None,
            "https://pbx.example/",
            zone,
        )

    def listen(self) -> "asyncio.Task[None]":
        """Begin to hear."""
        self.stopped.clear()
        return asyncio.create_task(Keeper(self.pbx(), Bridge(self.town.city_id), QUICK).run(self.stopped))


async def until(what: Callable[[], bool]) -> None:
    """Until the database says so."""
    asked = sync_to_async(what)
    async with asyncio.timeout(PATIENCE):
        while not await asked():
            await asyncio.sleep(0.02)


def play(
    town: Town,
    folder: Path,
    story: Callable[[Line], Awaitable[None]],
    *,
    presses: Callable[[str], str] | None = None,
    has_queue_log: bool = True,
) -> Line:
    """A story on a line that is heard from its beginning; `presses`: what whoever the voice menu asks does."""

    async def run() -> Line:
        pbx = Line(town, folder)
        pbx.exchange.presses = presses or pbx.exchange.presses
        pbx.has_queue_log = has_queue_log
        await pbx.door.start()
        heard = pbx.listen()
        try:
            await until(lambda: PbxLine.objects.filter(is_up=True).exists())
            await story(pbx)
        finally:
            pbx.stopped.set()
            await heard
            await pbx.door.stop()
            await sync_to_async(lambda: connection.close())()
        return pbx

    return asyncio.run(run())


def is_settled(line: Line) -> bool:
    """Whether everything that happened is known to have ended."""
    return Contact.objects.filter(ended_at__isnull=False).count() == len(line.exchange.happened)
