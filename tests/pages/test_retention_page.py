"""The administrator's pages of retention: times with a preview, holds, nights, requests; the case and the charter."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.core.transparency.checkpoints import read_proof
from peygir.core.transparency.notes import read_note, unbase64
from peygir.core.transparency.tree import leaf_hash
from peygir.history.record.growing import extend_record
from peygir.history.record.keys import entry_of, origin_of, record_keys
from peygir.journey.retention.holding import hold_case
from peygir.people.models import LegalHold, PrivacyRequest, RetentionPolicy, TwoPersonChange
from tests import make
from tests.admin_pages import decide, latin, post, text_of
from tests.desks.test_privacy_requests import ask
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.retained import decide_all, marked_case, night
from tests.town import PHONES, Town, TownClock
from tests.two_people import confirmed_by_another

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PAGE = "/desk/admin/retention/"
REQUESTS = "/desk/admin/requests/"


def wish(**more: Any) -> dict[str, Any]:
    return {"kind": "words", "months": "۳۶", "since": "1405/03/01", "why": "قانون بایگانی", **more}


def agree() -> None:
    """The inspectorate confirms what waits."""
    change = TwoPersonChange.objects.get(outcome="")
    client = signed_in("inspectorate", "fa")
    page = text_of(client, reverse("admin_change", args=[change.pk]))
    shown = re.findall(r'name="shown"\s+value="(\w+)"', page)
    answer = client.post(reverse("admin_change_decide", args=[change.pk]), {"deed": "confirm", "shown": shown[0]})
    assert answer.status_code == 302


def test_a_time_is_previewed_decided_and_recorded(town: Town, settings: Any) -> None:
    settings.BACKUPS_KEPT_DAYS = 30
    client = signed_in("admin", "fa")
    preview = decide(client, PAGE, wish())
    assert "۳ سال" in preview
    assert "بازگشت‌پذیر نیست" in preview
    assert not RetentionPolicy.objects.exists(), "one person decides nothing"
    agree()
    row = RetentionPolicy.objects.get()
    assert (row.kind, row.months, row.valid_from.isoformat()) == ("words", 36, "2026-05-22")
    page = text_of(client, PAGE)
    assert "از ۱ خرداد ۱۴۰۵: ۳ سال" in packed(page)
    assert "به مدت ۳ سال نگه داشته می‌شود" in page
    assert latin(page) == []


def test_a_shorter_time_waits_for_a_week(town: Town, town_clock: TownClock) -> None:
    client = signed_in("admin", "fa")
    answer = client.post(PAGE, wish(since="1405/02/19") | {"step": "do"})
    assert (answer.status_code, RetentionPolicy.objects.count()) == (422, 0)
    assert "زودتر از یک هفتهٔ دیگر" in packed(answer.content.decode())
    assert client.post(PAGE, wish(since="1405/02/20") | {"step": "do"}).status_code == 302
    agree()
    town_clock.forward(days=8)
    longer = wish(since="1405/02/21", months="40") | {"step": "do"}
    assert signed_in("admin", "fa").post(PAGE, longer).status_code == 302, "a longer one may begin at once"
    agree()
    assert RetentionPolicy.objects.count() == 2


@pytest.mark.parametrize(
    "more", [{"months": "0"}, {"months": "241"}, {"months": "abc"}, {"kind": "wings"}, {"since": "1405/01/01"}]
)
def test_what_is_wrong_is_said_and_kept(more: dict[str, Any], town: Town) -> None:
    answer = signed_in("admin", "fa").post(PAGE, wish(**more) | {"step": "do"})
    assert answer.status_code == 422
    assert not RetentionPolicy.objects.exists()


def test_a_supervisor_looks_and_decides_nothing(town: Town) -> None:
    client = signed_in("supervisor", "en")
    assert "Decide a time" not in text_of(client, PAGE)
    assert post(client, PAGE, wish(), "do", 403)


def test_what_would_go_tonight_and_what_went(town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONES[1], "زنبق")
    held = marked_case(town, PHONES[2], "نسترن")
    hold_case(held.code, reason="پروندهٔ دادگاه", until=None, by=town.admin)
    decide_all(town)
    run = night(town_clock, days=70)
    assert run.held["words"] == 1
    page = packed(text_of(signed_in("admin", "en"), PAGE))
    assert "Words of reports, notes and answers: 1" in page, "held"
    assert "پروندهٔ دادگاه" in page
    assert "زنبق" not in page


def test_erasure_is_proved_by_the_record(town: Town, town_clock: TownClock, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    keys = record_keys(tmp_path, origin_of(settings.PUBLIC_URL))
    marked_case(town, PHONES[1], "زنبق")
    ask(town)
    client = signed_in("admin", "en")
    assert client.get(f"{REQUESTS}1/proof/").status_code == 404
    night(town_clock, days=2)
    decide_all(town)
    run = night(town_clock, days=70)
    client = signed_in("admin", "en")
    paths = [f"{PAGE}{run.day}/proof/", reverse("admin_request_proof", args=[PrivacyRequest.objects.get().pk])]
    for path in paths:
        assert read_note(client.get(path).content.decode()).signed_by([keys.public]), "a slip until the night"
        assert path in text_of(client, PAGE if path == paths[0] else REQUESTS)
    extend_record(tmp_path, keys, clock.now())
    for path in paths:
        proof = client.get(path).content.decode()
        parts = json.loads(unbase64(proof.split("\n")[1].removeprefix("extra ")))
        leaf = leaf_hash(entry_of(bytes.fromhex(parts["blind"]), bytes.fromhex(parts["hash"])))
        assert read_proof(proof).proves(leaf, [keys.public])


def test_backups_are_told_honestly(town: Town, settings: Any) -> None:
    settings.BACKUPS_KEPT_DAYS = 45
    assert "for up to 45 days it may still hold" in packed(text_of(signed_in("admin", "en"), PAGE))
    assert "for up to 45 days more" in packed(
        Client(headers={"Accept-Language": "en"}).get("/rights/").content.decode()
    )
    settings.BACKUPS_KEPT_DAYS = 0
    assert "how long backups are kept is not set" in packed(text_of(signed_in("admin", "en"), PAGE))


def test_the_charter_tells_the_times(town: Town, town_clock: TownClock) -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert "not decided: nothing is erased by time" in packed(client.get("/rights/").content.decode())
    decide_all(town, 36)
    town_clock.forward(days=8)
    assert "3 years, after the case ended" in packed(client.get("/rights/").content.decode())


def test_requests_are_listed_without_names(town: Town, town_clock: TownClock) -> None:
    client = signed_in("supervisor", "en")
    assert "No citizen has asked yet" in text_of(client, REQUESTS)
    marked_case(town, PHONES[1], "زنبق")
    marked_case(town, PHONES[1], "نسترن", is_ended=False)
    ask(town)
    assert "not before" in text_of(client, REQUESTS)
    night(town_clock, days=2)
    page = packed(text_of(signed_in("supervisor", "en"), REQUESTS))
    assert "waits for 1 open case" in page
    assert "زنبق" not in page
    assert PHONES[1][-10:] not in page


def test_a_hold_is_placed_shown_and_lifted_on_the_case(town: Town) -> None:
    code = make.referred()
    chief, clerk = signed_in("supervisor", "en"), signed_in("clerk", "en")
    path = reverse("case_hold", args=[code])
    assert chief.post(path, {"reason": ""}).status_code == 422
    assert chief.post(path, {"reason": "دادگاه", "until": "1400/01/01"}).status_code == 422
    assert chief.post(path, {"reason": "شکایت در دادگاه", "until": "1405/12/01"}).status_code == 302
    page = packed(clerk.get(reverse("case", args=[code])).content.decode())
    assert "Nothing of this case is erased" in page
    assert "شکایت در دادگاه" in page
    assert "Lift the hold" not in page
    hold = LegalHold.objects.get()
    lift = reverse("case_hold_lift", args=[code, hold.pk])
    assert clerk.post(lift).status_code == 403
    assert chief.post(lift, {"why": ""}).status_code == 422
    other = reverse("case_hold_lift", args=[make.referred("CIV-09", phone=None), hold.pk])
    assert chief.post(other, {"why": "دادگاه تمام شد"}).status_code == 404, "a hold is named with its own case"
    assert chief.post(lift, {"why": "دادگاه تمام شد"}).status_code == 302
    assert chief.post(lift, {"why": "دادگاه تمام شد"}).status_code == 409
    page = packed(chief.get(reverse("case", args=[code])).content.decode())
    assert "Nothing of this case is erased" in page, "one person alone ends no hold"
    assert "a second person must confirm that" in page
    confirmed_by_another(town)
    assert "Nothing of this case is erased" not in clerk.get(reverse("case", args=[code])).content.decode()


def test_a_calm_sentence_stands_where_the_words_were(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], "زنبق")
    decide_all(town)
    night(town_clock, days=70)
    desk = packed(signed_in("clerk", "en").get(reverse("case", args=[marked.code])).content.decode())
    assert "The reporter's words were erased" in desk
    assert "Name and number are erased" in desk
    assert "Show the number" not in desk
    public = packed(
        Client(headers={"Accept-Language": "en"}).get(reverse("public_case", args=[marked.code])).content.decode()
    )
    assert "Personal data were erased; the steps and dates of the case stay." in public
