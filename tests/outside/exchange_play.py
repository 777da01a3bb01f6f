"""Stories on a real Asterisk: its phones, our own line to it, and a menu, for the tests beside this file."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.models import Contact, PbxLine
from peygir.core import clock
from peygir.desks.surveys.voice_rules import dialplan as survey_dialplan
from peygir.gateways.ami.address import Pbx
from peygir.gateways.ami.client import Address
from peygir.gateways.ami.reading import INBOUND
from peygir.telephony.bridge import Bridge
from peygir.telephony.keeping import Keeper
from tests.outside.asterisk_files import SECRET, USER
from tests.outside.asterisk_server import AsteriskServer, started
from tests.outside.sip_phone import HOST, SipCall, SipPhone
from tests.town import Town

PATIENCE = 60.0
CITIZEN = "09170000001"
MENU = actions.NewMenu(
    "main",
    "فهرست اصلی",
    "137-greeting",
    "به ۱۳۷ خوش آمدید.",
    "137",
    [actions.NewKey("1", "اپراتور", "queue", "137"), actions.NewKey("3", "پیام صوتی", "voice_mail", "137")],
    "Main menu",
    wait_seconds=3,
)


@pytest.fixture(scope="module")
def asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    """One Asterisk for all tests here; its dialplan is written by the test that has the menu (`exchange`)."""
    server = AsteriskServer(tmp_path_factory.mktemp("asterisk"), "")
    yield server
    server.stop()


class Exchange:
    """The Asterisk of a test with its phones, and our own line to it, which can be cut."""

    def __init__(self, server: AsteriskServer, town: Town) -> None:
        self.server, self.town = server, town
        self.phones: dict[str, SipPhone] = {}
        self._stopped = asyncio.Event()
        self._heard: asyncio.Task[None] | None = None
        self.queue_log: Path | None = server.queue_log

    @property
    def trunk(self) -> SipPhone:
        """The far end of the trunk: the citizens."""
        return self.phones["trunk"]

    def call(self, number: str = "137", caller: str = CITIZEN) -> SipCall:
        """A citizen calls."""
        return self.trunk.dial(number, caller=caller)

    async def listen(self) -> None:
        """Open our line and wait until it has caught up."""
        zone = ZoneInfo("UTC")
        address = Address(HOST, self.server.ports.manager, USER, SECRET)
        pbx = Pbx(
            address,
            INBOUND,
            "PJSIP",
            "from-internal",
            "peygir-pass",
            "peygir-ask",
            "peygir-survey",
            self.server.records,
            self.queue_log,
            "https://pbx.example/",
            zone,
        )
        self._stopped = asyncio.Event()
        bridge = Bridge(self.town.city_id, recordings="https://pbx.example/")
        self._heard = asyncio.create_task(Keeper(pbx, bridge).run(self._stopped))
        await until(lambda: PbxLine.objects.filter(is_up=True).exists())

    async def cut(self) -> None:
        """Close our line; calls go on."""
        self._stopped.set()
        if self._heard is not None:
            await self._heard
        await sync_to_async(lambda: PbxLine.objects.update(is_up=False))()


async def until(what: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Until the database says so."""
    asked = sync_to_async(what)
    async with asyncio.timeout(patience):
        while not await asked():
            await asyncio.sleep(0.05)


async def ended(count: int = 1) -> None:
    """Until so many contacts have ended."""
    await until(lambda: Contact.objects.filter(ended_at__isnull=False).count() == count)


Story = Callable[[Exchange], Awaitable[None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(asterisk: AsteriskServer, live_town: Town) -> Play:
    """Plays a story with the operator at 101, the supervisor at 103, a menu, and our line open from the beginning."""
    actions.sit_at(live_town.city_id, "101", by=live_town.operator)
    actions.sit_at(live_town.city_id, "103", by=live_town.supervisor)
    actions.keep_menu(live_town.city_id, MENU, by=live_town.supervisor)
    menus = queries.menus_in_force(live_town.city_id, clock.now())
    text = queries.dialplan(menus, zone="Asia/Tehran", written_at=clock.now())
    (asterisk.folder / "etc" / "peygir.conf").write_text(f"{text}\n{survey_dialplan()}")
    if asterisk.is_running:
        asterisk.ask("dialplan reload")
        asterisk.forget()
    else:
        asterisk.start()

    def run(story: Story) -> None:
        asyncio.run(_run(Exchange(asterisk, live_town), story))

    return run


async def _run(exchange: Exchange, story: Story) -> None:
    exchange.phones = exchange.server.phones()
    await started(exchange.phones)
    try:
        await exchange.listen()
        await story(exchange)
    finally:
        for phone in exchange.phones.values():
            phone.stop()
        await asyncio.sleep(0.3)
        await exchange.cut()
        await sync_to_async(lambda: connection.close())()


async def happens(event: asyncio.Event) -> None:
    """Until it has happened."""
    await asyncio.wait_for(event.wait(), PATIENCE)


async def picked_up(exchange: Exchange, number: str = "101") -> SipCall:
    """A phone of the house rings and is picked up by us; gives its side of the call."""
    phone = exchange.phones[number]
    await happens(phone.rang)
    phone.call.answer()
    return phone.call
