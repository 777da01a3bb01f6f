"""A correction of published figures: two people decide it on a page, the night publishes it, everybody reads why."""

import pytest
from django.test import Client

from peygir.history.queries import timeline, verify
from peygir.journey.corrections import (
    CorrectionWordsAreMissing,
    NothingToCorrect,
    propose_correction,
    publish_corrections,
)
from peygir.journey.lake import lake_folder
from peygir.journey.open_data import plan_publication, publish_due_months
from peygir.journey.two_person import confirm_two_person_change
from peygir.outlook.insight import publication_queries as published
from peygir.people.actions import NotYourWork
from peygir.people.actions.two_person_changes import SuchAChangeWaits, refuse_change
from peygir.people.models import TwoPersonChange
from peygir.people.two_person_queries import waiting_changes
from tests import make
from tests.admin_pages import text_of
from tests.drain import drain
from tests.lake_town import written
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
MONTH = 140502
PAGE = "/desk/admin/figures/"
WORDS = {"fa": "موضوع چند پرونده اشتباه بود", "en": "The topics of some cases were wrong"}
GIVEN = {"month": "1405-02", **WORDS}


def month_published(town: Town, town_clock: TownClock) -> None:
    for _number in range(6):
        make.report()
    drain()
    town_clock.forward(days=40)
    written(lake_folder(), town)
    publish_due_months(town.city_id)


def confirmed(town: Town) -> None:
    (change,) = waiting_changes(town.city_id)
    assert confirm_two_person_change(town.city_id, change.id, shown=change.shown, by=town.inspectorate), (
        "left to the night"
    )


def test_two_people_and_a_night_publish_a_correction(client: Client, town: Town, town_clock: TownClock) -> None:
    month_published(town, town_clock)
    admin = signed_in("admin", "en")
    assert "Ordibehesht 1405" in text_of(admin, PAGE)
    sent = admin.post(PAGE, GIVEN)
    assert sent.status_code == 302
    shown = packed(text_of(admin, sent.headers["Location"]))
    assert WORDS["fa"] in shown
    assert WORDS["en"] in shown
    assert "Version that is corrected" in shown
    publish_corrections(town.city_id)
    assert published.version_of(town.city_id, MONTH).number == 1, "one person changes nothing"
    town_clock.forward(minutes=1)
    confirmed(town)
    assert "The night carries it out" in text_of(admin, sent.headers["Location"])
    assert "Confirmed. The night publishes it." in text_of(admin, PAGE)
    assert publish_corrections(town.city_id) == [], "the lake is from before the confirmation"
    town_clock.forward(hours=1)
    written(lake_folder(), town)
    plan_publication()
    drain()
    version = published.version_of(town.city_id, MONTH)
    assert (version.number, version.reason, version.words) == (2, "corrected", WORDS)
    assert publish_corrections(town.city_id) == [], "a second time it does nothing"
    assert published.version_of(town.city_id, MONTH).number == 2
    step = timeline("city", town.city_id)[-1]
    assert (step.kind, step.data["result"], step.by) == ("change_carried_out", "1405-02 v2", "clock")
    english = {"accept-language": "en"}
    for path in ("/city/", "/data/", "/data/feed.atom"):
        assert WORDS["en"] in client.get(path, headers=english).content.decode(), path
    assert WORDS["fa"] in client.get("/city/", headers={"accept-language": "fa"}).content.decode()
    assert WORDS["en"] in client.get("/data/1405-02/manifest.json").content.decode()
    assert verify().breaks == []


def test_a_night_that_was_ended_halfway_publishes_once(town: Town, town_clock: TownClock) -> None:
    month_published(town, town_clock)
    propose_correction(town.city_id, MONTH, reasons=WORDS, by=town.admin)
    confirmed(town)
    town_clock.forward(hours=1)
    written(lake_folder(), town)
    assert publish_corrections(town.city_id) == [(MONTH, 2)]
    TwoPersonChange.objects.update(carried_out_at=None)  # as if it had been killed before it kept that it was done
    assert publish_corrections(town.city_id) == [(MONTH, 2)]
    assert [one.number for one in published.versions_of_month(town.city_id, MONTH)] == [2, 1]


def test_who_may_not_and_what_is_no_correction(town: Town, town_clock: TownClock) -> None:
    month_published(town, town_clock)
    for nobody in (town.clerk, town.supervisor, town.inspectorate):
        with make.refused(NotYourWork):
            propose_correction(town.city_id, MONTH, reasons=WORDS, by=nobody)
    with make.refused(NothingToCorrect):
        propose_correction(town.city_id, 140501, reasons=WORDS, by=town.admin)
    with make.refused(CorrectionWordsAreMissing):
        propose_correction(town.city_id, MONTH, reasons={"fa": WORDS["fa"], "en": "  "}, by=town.admin)
    number = propose_correction(town.city_id, MONTH, reasons=WORDS, by=town.admin)
    with make.refused(SuchAChangeWaits):
        propose_correction(town.city_id, MONTH, reasons=WORDS, by=town.admin)
    refuse_change(town.city_id, number, reason="چیزی اشتباه نبود", by=town.inspectorate)
    town_clock.forward(hours=1)
    written(lake_folder(), town)
    assert publish_corrections(town.city_id) == []
    assert published.version_of(town.city_id, MONTH).number == 1


def test_the_page_keeps_what_was_typed(town: Town, town_clock: TownClock) -> None:
    month_published(town, town_clock)
    admin = signed_in("admin", "en")
    answer = admin.post(PAGE, {**GIVEN, "en": ""})
    assert answer.status_code == 422
    assert WORDS["fa"] in answer.content.decode()
    assert admin.post(PAGE, {**GIVEN, "month": "1405-01"}).status_code == 422
    assert "Propose a correction" not in text_of(signed_in("supervisor", "en"), PAGE)
    assert signed_in("supervisor", "en").post(PAGE, GIVEN).status_code == 403
