"""The fake providers of short messages, all on real sockets at once, and the outbox that sends through them."""

from contextlib import ExitStack
from typing import Any

from peygir.core import clock
from peygir.desks.answers import actions as answers
from peygir.desks.answers.models import Message
from peygir.journey.clock import send_messages
from tests.fake_http import serving
from tests.fake_sms import KEY, LINE, KavenegarShop, MagfaShop, MeliShop, SafirShop, Shop
from tests.town import TownClock

PHONE = "+989171234567"
SHOPS: dict[str, tuple[type[Shop], str, str]] = {
    "kavenegar": (KavenegarShop, f"{KEY}@", f"/v1?from={LINE}"),
    "magfa": (MagfaShop, "city%2Fmagfa:word@", f"/api/http/sms/v2?from={LINE}"),
    "melipayamak": (MeliShop, "city:word@", f"/api/SendSMS?from={LINE}"),
    "safir": (SafirShop, f"{KEY}@", "/api/v3?bot=137"),
}


class Street:
    """All shops open, and the settings that name some of them in order."""

    def __init__(self, settings: Any, stack: ExitStack) -> None:
        self._settings = settings
        self.shops: dict[str, Any] = {}
        settings.SMS_PORTS = {}
        for name, (make, who, path) in SHOPS.items():
            self.shops[name] = make()
            address = stack.enter_context(serving(self.shops[name]))
            settings.SMS_PORTS[name] = address.replace("http://", f"http://{who}") + path

    def use(self, *names: str) -> list[Any]:
        self._settings.SMS_ADAPTER = ",".join(names)
        return [self.shops[name] for name in names if name in self.shops]


def write(text_kind: str = "talk_help") -> int:
    """One message in the outbox."""
    answers.say(text_kind, channel="sms", address=PHONE, language="fa", values={})
    return Message.objects.latest("pk").pk


def send(town_clock: TownClock, message_id: int, *, minutes: float = 0) -> Message:
    """The outbox's next round."""
    town_clock.forward(minutes=minutes)
    while send_messages(clock.now()):
        pass
    return Message.objects.get(pk=message_id)
