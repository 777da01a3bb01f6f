"""A real Asterisk: citizens whom the voice menu calls, and what becomes of it."""

import asyncio
from datetime import date

import pytest
from asgiref.sync import sync_to_async

from peygir.centre.contacts.models import Contact
from peygir.core import clock
from peygir.desks.surveys import actions as surveys
from peygir.desks.surveys.models import SurveyAsk, SurveyCall
from peygir.desks.surveys.rules import SurveySettings
from peygir.journey.clock import tick
from tests import make
from tests.drain import drain
from tests.outside.exchange_play import Exchange, Play, asterisk, play, until
from tests.outside.systems import needs
from tests.town import PHONES, Town, TownClock

pytestmark = needs("asterisk")
__all__ = ["asterisk", "play"]


@pytest.mark.parametrize("does", [486, 404, "ring", 603, 480])
def test_a_surveyed_citizen_who_is_not_reached_is_a_try(
    play: Play, live_town: Town, town_clock: TownClock, does: str | int
) -> None:
    async def story(exchange: Exchange) -> None:
        exchange.trunk.does = does  # before anybody is to be asked: the line is open and calls at once
        await sync_to_async(asked_by_voice)(live_town, town_clock)
        await until(lambda: SurveyCall.objects.filter(settled_at__isnull=False).exists())

    play(story)
    call, ask = SurveyCall.objects.get(), SurveyAsk.objects.get()
    assert (call.is_fault, len(ask.tried)) == (False, 1)
    assert call.words in ("busy", "no answer", "no such number")
    assert (call.words == "busy") == (does == 486)


def test_a_surveyed_citizen_presses_a_key(play: Play, live_town: Town, town_clock: TownClock) -> None:
    asked_by_voice(live_town, town_clock)

    async def story(exchange: Exchange) -> None:
        await until(lambda: SurveyCall.objects.filter(answered_at__isnull=False).exists())
        await asyncio.sleep(2)
        exchange.trunk.call.press("2")
        await until(lambda: SurveyCall.objects.filter(settled_at__isnull=False).exists())

    play(story)
    assert SurveyAsk.objects.get().answer == "unsatisfied"
    assert not Contact.objects.exists()


def asked_by_voice(town: Town, town_clock: TownClock) -> None:
    """One citizen is to be asked by the voice menu, now."""
    terms = SurveySettings(date(2026, 4, 1), share=100, sms_share=0, is_voice=True)
    surveys.keep_survey_settings(town.city_id, terms, by=town.supervisor)
    make.done(phone=PHONES[1], address="کوچهٔ ۱")
    town_clock.forward(days=8)
    while tick(clock.now()):
        drain()
    town_clock.forward(days=1)
    surveys.draw_surveys(clock.now())
    drain()
