"""An erasure at a citizen's request in a city that holds the citizen's words wherever words may lie."""

import logging
from pathlib import Path
from typing import Any

import pytest

from lab.erasure.searching import WordSearch
from peygir.core import clock
from peygir.desks.letters.models import Letter
from peygir.history.queries import timeline, verify
from peygir.journey.lake import write_lake_now
from peygir.outlook.panel import actions as panel
from peygir.outlook.panel.models import PanelJudgement, PanelVisit, Petition, PetitionSignature
from peygir.people.models import PrivacyRequest
from peygir.people.privacy_rules import SILENT_AFTER, Wish
from tests.desks.test_privacy_requests import ask, contents
from tests.drain import drain
from tests.marked_everywhere import NEVER, marked_everywhere
from tests.panelled import at_work, secretary
from tests.retained import decide, night
from tests.tokens import places_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def everywhere(words: list[str], home: Path, log: pytest.LogCaptureFixture) -> list[str]:
    """Where the words are: tables, columns of bytes, stored files, every file of the home, and what was logged."""
    search = WordSearch(words)
    search.tables()
    search.storage()
    search.folder(home, "home")
    search.look("logs", "log", log.text.encode())
    return sorted(search.places)


@pytest.mark.slow
def test_nothing_is_left_but_what_the_city_has_to_keep(
    town: Town, town_clock: TownClock, settings: Any, tmp_path: Path, logged: pytest.LogCaptureFixture
) -> None:
    settings.HOME = tmp_path
    planted = marked_everywhere(town, town_clock, tmp_path)
    digits = planted.phone[-10:]
    before = everywhere([*planted.gone, digits, *planted.kept], tmp_path, logged)
    assert {
        word for word in (*planted.gone, digits, *planted.kept) if not any(word in place for place in before)
    } == set()
    for name in (
        "outbox/mail.jsonl",
        "outbox/sms.jsonl",
        "letters_letter",
        "panel_panelvisit",
        "routing_agencyreferral",
    ):
        assert any(name in place for place in before), name
    assert any(place.startswith("stored") and "زنبقآشکار" in place for place in before), "in the published files"
    assert everywhere([*NEVER], tmp_path, logged) == [], "what is in the drop box is nowhere in clear"
    assert not any(place.startswith("log:") for place in before), "no word and no number is logged"

    ask(town, Wish.EXPORT, phone=planted.phone)
    request = ask(town, phone=planted.phone)
    night(town_clock, days=2)
    write_lake_now(is_whole=False, progress=lambda _name, _count: None)
    night(town_clock, days=31)  # receipts of commands stay for thirty days
    night(town_clock)
    found = everywhere([*planted.gone, digits], tmp_path, logged)
    assert not found, "\n".join(found)
    remaining = {place.replace(" (statistics)", "") for place in everywhere([*planted.kept], tmp_path, logged)}
    assert remaining == {f"public.{table}: {word}" for word, table in planted.kept.items()}
    request.refresh_from_db()
    assert (request.state, request.phone) == ("done", "")
    assert PanelVisit.objects.get().saw == "not_fixed", "what a seat saw and judged stays, without words"
    assert PanelJudgement.objects.get().solved == "no"
    assert Letter.objects.filter(erased_at=None).count() == 1, "the register keeps the numbers of the others, too"
    assert verify().breaks == []


@pytest.mark.slow
def test_what_the_city_keeps_goes_when_its_time_is_over(town: Town, town_clock: TownClock, settings: Any) -> None:
    planted = marked_everywhere(town, town_clock, Path(settings.HOME))
    decide(town, words=2)
    night(town_clock, days=181)
    remaining = {word for word in planted.kept if places_of([word])}
    assert remaining == {"سوسنخواسته", "سوسنیافته"}, "the register of the panel, which names nobody"
    refused = Petition.objects.get(state="refused")
    assert (refused.title, refused.text, refused.refused_why) == ("", "", "not_city")


def test_signatures_leave_a_running_petition_with_their_phone(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    words, since = "پارک محله شب‌ها تاریک است و روشن نمی‌شود.", clock.now()
    waiting = panel.make_petition(term_id, PHONES[1], title="روشنایی پارک", text=words)
    running = panel.make_petition(term_id, PHONES[2], title="روشنایی کوچه", text=words)
    panel.open_petition(running, unit_id=town.units["D-01"], by=secretary())
    assert panel.sign_petition(running, PHONES[1])
    assert panel.erase_petitions_of(PHONES[1], since=town_clock.forward(days=1) + SILENT_AFTER) == 0, (
        "it may be a former holder's"
    )
    assert [panel.erase_petitions_of(PHONES[1], since=since) for _ in range(2)] == [2, 0]
    assert PetitionSignature.objects.filter(petition=running).count() == 1, "its author's"
    panel.open_petition(waiting, unit_id=town.units["D-01"], by=secretary())
    assert PetitionSignature.objects.filter(petition=waiting).count() == 0, "nobody signs for who is gone"
    assert panel.sign_petition(waiting, PHONES[1]), "who comes back may sign"
    assert [event.kind for event in timeline("petition", waiting)] == ["petition_made", "petition_opened"]


def test_a_copy_names_the_petitions_of_the_phone(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    words = "پارک محله شب‌ها تاریک است و روشن نمی‌شود."
    panel.make_petition(term_id, PHONES[1], title="روشنایی پارک", text=words)
    other = panel.make_petition(term_id, PHONES[2], title="روشنایی کوچه", text=words)
    panel.open_petition(other, unit_id=town.units["D-01"], by=secretary())
    panel.sign_petition(other, PHONES[1])
    request: PrivacyRequest = ask(town, Wish.EXPORT, phone=PHONES[1])
    drain()
    data, _names, page = contents(request)
    assert [(row["title"], row["part"]) for row in data["petitions"]] == [
        ("روشنایی پارک", "author"),
        ("روشنایی کوچه", "signed"),
    ]
    assert "روشنایی کوچه" in page
