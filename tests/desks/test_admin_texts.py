"""The words of messages hold from their day, are told in full what is wrong with them, and can be taken back."""

from datetime import date, timedelta

import pytest

from peygir.city.actions import DayIsPast, DecidedSince, NothingDiffers
from peygir.core import clock
from peygir.desks.answers.actions import load_default_texts, set_text, take_back_text
from peygir.desks.answers.filling import words_in_force
from peygir.desks.answers.models import MessageText
from peygir.desks.answers.texts import (
    NEEDED,
    SHIPPED,
    VARIABLES,
    BracesAreWrong,
    TextLacksItsLink,
    check_text,
    faults_in,
    shipped,
)
from peygir.desks.answers.wording import as_read, sample_values, versions, wording, wordings
from peygir.history.queries import timeline, verify
from peygir.people.actions import NotYourWork
from tests import make
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)
LATER = TODAY + timedelta(days=6)
WORDS = "کد شما {code}"


def say(town: Town, body: str, since: date = TODAY) -> int:
    return set_text(town.city_id, "received", language="fa", subject="س", body=body, since=since, by=town.admin)


def current_wording() -> str:
    return words_in_force("received", "fa")[1]


def test_words_hold_from_their_day(town: Town, town_clock: TownClock) -> None:
    load_default_texts()
    before = current_wording()
    say(town, WORDS, LATER)
    assert current_wording() == before
    found = wording("received", "fa", clock.now())
    assert found is not None
    assert found.planned is not None
    town_clock.forward(days=6)
    assert current_wording() == WORDS
    assert [row.body for row in versions("received", "fa")] == [WORDS, before]
    [line] = [one for one in timeline("city", town.city_id) if one.kind == "text_changed"]
    assert (line.by, line.data["from"], line.data["text"]) == (str(town.admin), LATER.isoformat(), "received")
    assert verify().breaks == []


def test_a_newer_wish_for_an_earlier_day_replaces_what_was_planned(town: Town, town_clock: TownClock) -> None:
    say(town, WORDS, LATER)
    say(town, WORDS + " ۲")
    assert current_wording().endswith("۲")
    town_clock.forward(days=7)
    assert current_wording().endswith("۲")
    assert MessageText.objects.filter(kind="received", language="fa", valid_to=None).count() == 1


def test_it_is_taken_back_the_newest_first(town: Town, town_clock: TownClock) -> None:
    first = say(town, WORDS)
    town_clock.forward(minutes=1)
    second = say(town, WORDS + "!")
    for number in (first, 9999):
        with make.refused(DecidedSince):
            take_back_text(town.city_id, number, by=town.admin)
    town_clock.forward(minutes=1)
    back = take_back_text(town.city_id, second, by=town.admin)
    assert current_wording() == WORDS
    town_clock.forward(minutes=1)
    take_back_text(town.city_id, back, by=town.admin)
    assert current_wording() == WORDS + "!"
    with make.refused(NotYourWork):
        take_back_text(town.city_id, back, by=town.clerk)


def test_without_an_earlier_wording_the_shipped_one_comes_back(town: Town, town_clock: TownClock) -> None:
    number = say(town, WORDS)
    town_clock.forward(minutes=1)
    take_back_text(town.city_id, number, by=town.supervisor)
    assert current_wording() == shipped("received", "fa")[1]


def test_a_wish_that_says_nothing_new_or_comes_late_is_refused(town: Town) -> None:
    say(town, WORDS)
    with make.refused(NothingDiffers):
        say(town, WORDS)
    with make.refused(DayIsPast):
        say(town, WORDS, TODAY - timedelta(days=1))


@pytest.mark.parametrize(("kind", "language"), SHIPPED)
def test_what_is_shipped_is_right_and_reads_well(town: Town, kind: str, language: str) -> None:
    subject, body = shipped(kind, language)
    check_text(kind, body, subject)
    assert set(NEEDED[kind]) <= VARIABLES[kind]
    values = sample_values(town.city_id, language, clock.now())
    assert set(values) >= VARIABLES[kind]
    read, length = as_read(kind, body, values)
    assert "{" not in read
    assert 1 <= length.parts <= 6


def test_every_fault_is_named() -> None:
    missing = faults_in("done", "تمام شد")
    assert [type(one) for one in missing] == [TextLacksItsLink, TextLacksItsLink]
    assert missing[0].words("fa").startswith("«{code}»")
    assert missing[1].words("en").startswith("“{link}”")
    assert len(faults_in("done", "{code} {link} {nonsense} {other}")) == 2
    assert [type(one) for one in faults_in("done", "{code")] == [BracesAreWrong]
    assert faults_in("done", "{code} {link}") == []


def test_all_wordings_are_listed_once(town: Town) -> None:
    load_default_texts()
    found = wordings(clock.now())
    assert [(one.kind, one.language) for one in found] == list(SHIPPED)
    assert wording("nothing", "fa", clock.now()) is None
