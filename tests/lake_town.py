"""A town with something in every table of the lake: what tests of insight begin with."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from peygir.centre.contacts import actions as contacts
from peygir.city.facts import CityFacts
from peygir.city.queries import city_by_id
from peygir.core import clock
from peygir.desks.surveys import actions as survey_actions
from peygir.desks.surveys.rules import SurveySettings
from peygir.journey.clock import tick
from peygir.journey.inspecting import inspect
from peygir.outlook.insight.lake.building import LakeRun, write_lake
from tests import contracted, make
from tests.calls import over, rung
from tests.clocks import wait
from tests.drain import drain
from tests.scores import LivedMonth, live_khordad
from tests.town import PHONES, Town, TownClock


def fill(town: Town, town_clock: TownClock) -> LivedMonth:
    """The month of Khordad, then calls, a duplicate, inspections, and an order with its costs."""
    lived = live_khordad(town, town_clock)
    contacts.sit_at(town.city_id, "101", by=town.operator)
    rung(town, town_clock, "200.1", caller=PHONES[20])
    contacts.end_call("200.1", at=town_clock.forward(seconds=95))
    over(town, town_clock, "200.2", caller=PHONES[21])
    code = make.done(phone=PHONES[22])
    inspect(code, finding="not_fixed", note="چاله هنوز همان‌جاست", photo=make.photo(), by=town.inspector)
    drain()
    inspect(make.done(phone=PHONES[23]), finding="fixed", note="", by=town.inspector)
    other = make.in_hand(phone=PHONES[24])
    order = contracted.order(town, other)
    contracted.cost(order, by=town.clerk, spent_on=date(2026, 7, 5))
    contracted.cost(order, contracted.entry("7", 90_000), by=town.clerk, spent_on=date(2026, 7, 6))
    drain()
    _wait_refer_and_survey(town, town_clock)
    return lived


def _wait_refer_and_survey(town: Town, town_clock: TownClock) -> None:
    """A case that waits for its citizen, one that is with an agency, and a survey of those that are closed by then."""
    survey_actions.keep_survey_settings(
        town.city_id, SurveySettings(date(2026, 7, 1), share=100, sms_share=0), by=town.supervisor
    )
    make.done(phone=PHONES[25])
    town_clock.forward(days=8)
    while tick(clock.now()):
        drain()
    town_clock.forward(days=1)
    assert survey_actions.draw_surveys(clock.now())
    wait(make.in_hand(phone=PHONES[26]), town.clerk, "citizen", town_clock.forward(hours=1) + timedelta(days=2))
    make.referred("EXT-01", phone=PHONES[27])
    drain()


def city_of(town: Town) -> CityFacts:
    """The town."""
    return city_by_id(town.city_id)


def written(folder: Path, town: Town, **given: Any) -> LakeRun:
    """A run of the lake, now."""
    return write_lake(folder, city_of(town), now=clock.now(), **given)
