"""What a try of a message learns late is not written over what was written meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from peygir.core import clock
from peygir.desks.answers import actions as answers
from peygir.desks.answers.actions.handing import SomebodyElseHasIt, hand_over
from peygir.desks.answers.models import Message
from tests.fake_http import serving
from tests.fake_sms import KEY, LINE, KavenegarShop
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


class SlowShop(KavenegarShop):
    """A provider that takes its time: something else happens in the database while it has the message."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    def answer(self, path: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        if "sms/send" in path:
            self.meanwhile()
            connection.close()
        return super().answer(path, given, headers)


def tried(settings: Any, *, refuses: int = 0, **meanwhile: Any) -> Message:
    """A message after a try during which the given fields were written by somebody else."""
    answers.say("talk_help", channel="sms", address=PHONES[0], language="fa", values={})
    number = Message.objects.get().pk
    shop = SlowShop(lambda: Message.objects.filter(pk=number).update(**meanwhile))
    shop.refuses = refuses
    with serving(shop) as address:
        settings.SMS_ADAPTER = "kavenegar"
        settings.SMS_PORTS = {"kavenegar": address.replace("http://", f"http://{KEY}@") + f"/v1?from={LINE}"}
        answers.send_message(number)
    return Message.objects.get(pk=number)


@pytest.mark.parametrize("refuses", [411, 409])
def test_a_refusal_that_comes_late_changes_nothing_that_was_sent(live_town: Town, settings: Any, refuses: int) -> None:
    message = tried(settings, refuses=refuses, state="sent", provider_id="77", tries=2, next_try_at=None)
    assert (message.state, message.provider_id, message.error) == ("sent", "77", "")


@pytest.mark.parametrize("refuses", [411, 409])
def test_a_message_that_is_taken_back_meanwhile_stays_so(live_town: Town, settings: Any, refuses: int) -> None:
    """Else it would go out with the next try, to somebody who has said that it is not theirs."""
    message = tried(settings, refuses=refuses, state="dropped", next_try_at=None, error="not theirs")
    assert (message.state, message.next_try_at, message.error) == ("dropped", None, "not theirs")


@pytest.mark.parametrize("refuses", [411, 409])
def test_the_next_try_keeps_its_time(live_town: Town, settings: Any, refuses: int) -> None:
    later = clock.now() + timedelta(minutes=20)
    message = tried(settings, refuses=refuses, tries=2, next_try_at=later)
    assert (message.state, message.tries, message.next_try_at, message.error) == ("pending", 2, later, "")


def test_words_that_were_changed_meanwhile_stay(live_town: Town, settings: Any) -> None:
    message = tried(settings, refuses=409, body="of the other reports alone")
    assert message.body == "of the other reports alone"


@pytest.mark.parametrize("state", ["pending", "dropped", "dead"])
def test_what_was_taken_was_taken(live_town: Town, settings: Any, state: str) -> None:
    message = tried(settings, state=state, tries=2)
    assert (message.state, message.error, message.provider) == ("sent", "", "kavenegar")
    assert message.provider_id


def test_the_receipt_of_another_try_stays(live_town: Town, settings: Any) -> None:
    message = tried(settings, state="sent", provider_id="77", tries=2, next_try_at=None)
    assert message.provider_id == "77"


def test_a_try_that_lost_its_message_does_not_send_it(live_town: Town, settings: Any) -> None:
    answers.say("talk_help", channel="sms", address=PHONES[0], language="fa", values={})
    message, shop = Message.objects.get(), KavenegarShop()
    with serving(shop) as address:
        settings.SMS_ADAPTER = "kavenegar"
        settings.SMS_PORTS = {"kavenegar": address.replace("http://", f"http://{KEY}@") + f"/v1?from={LINE}"}
        for meanwhile in ({"tries": 1}, {"tries": 0, "state": "dropped"}):
            Message.objects.update(**meanwhile)
            with pytest.raises(SomebodyElseHasIt):
                hand_over(message)
    assert shop.taken == []
