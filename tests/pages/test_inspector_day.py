"""An inspector's day for the phone: its list, form and pictures, the key that can be withdrawn, and what is found."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.city.queries import day_of
from peygir.core import clock
from peygir.core.typed_fields import FormField
from peygir.desks.inspection import actions
from peygir.desks.inspection.models import Inspection, InspectionForm
from peygir.journey.inspecting import inspect
from peygir.people.models import StaffPhone
from tests import make, streets
from tests.desks.test_inspection_sync import HOLE, finding_of, results
from tests.desks.test_sync import send
from tests.drain import drain
from tests.inspections import drawn_cases, set_form
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = "/inspector/today/"
SAID = "چالهٔ عمیق جلوی خانهٔ آقای احمد رضایی، شماره‌ام ۰۹۱۷۱۲۳۴۵۶۷"
LEVEL = FormField("level", "هم‌سطح است", "Level with the road", "yes_no", is_required=True)
MOST_STATEMENTS = 40


def phone_of(name: str = "inspector") -> Client:
    """A browser in which this person is signed in, with a key of its own."""
    client: Client = signed_in(name)
    assert client.post("/crew/key/").json()["phone"] == "known"
    return client


def body_of(client: Client, **given: Any) -> dict[str, Any]:
    answer = client.get(TODAY, given)
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


def visits_in(client: Client) -> list[dict[str, Any]]:
    visits: list[dict[str, Any]] = body_of(client)["day"]["visits"]
    return visits


def test_the_list_holds_the_drawn_visits_with_their_form_and_nothing_of_who_reported(
    town: Town, town_clock: TownClock
) -> None:
    (code,) = drawn_cases(town, town_clock, 1)
    form = set_form(town, LEVEL)
    make.done(phone=PHONES[5])  # not drawn yet
    body = body_of(phone_of())
    (visit,) = body["day"]["visits"]
    assert (visit["code"], visit["version"], visit["finding"]) == (code, make.case(code).version, "")
    assert visit["due_on"] > body["day"]["on"]
    assert visit["answer"] == "چاله پر شد."
    assert visit["form"] == {"id": form.id, "fields": [LEVEL.row()]}
    assert {choice["value"] for choice in body["day"]["findings"]} >= {"fixed", "partly", "not_fixed", "not_seen"}
    assert body["day"]["person"] == str(town.inspector)
    assert "day" not in body_of(phone_of(), have=body["version"])


def test_personal_words_are_masked(town: Town, town_clock: TownClock) -> None:
    drawn_cases(town, town_clock, 0)
    make.done(text=SAID)
    town_clock.forward(hours=1)
    actions.draw_now(clock.now())
    text = json.dumps(body_of(phone_of()), ensure_ascii=False)
    assert "چالهٔ عمیق" in text
    for personal in ("احمد", "رضایی", "۰۹۱۷", "0917", PHONES[0]):
        assert personal not in text, personal


def test_statements_do_not_grow_with_the_visits(
    town: Town, town_clock: TownClock, django_assert_max_num_queries: Any
) -> None:
    drawn_cases(town, town_clock, 5)
    set_form(town, LEVEL)
    client = phone_of()
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert len(visits_in(client)) == 5


def test_what_was_found_today_stays_in_the_list_and_what_a_colleague_found_is_shown(
    town: Town, town_clock: TownClock
) -> None:
    first, second = drawn_cases(town, town_clock, 2)
    client = phone_of()
    assert {visit["code"] for visit in visits_in(client)} == {first, second}
    late = finding_of(second, 1, "not_fixed", HOLE)
    inspect(first, finding="partly", note=HOLE, by=town.inspector)
    inspect(second, finding="fixed", note="", by=town.inspector)
    Inspection.objects.filter(case__code=second).update(inspector=town.staff["supervisor"])
    assert [(visit["code"], visit["finding"]) for visit in visits_in(client)] == [(first, "partly")]
    assert results(send("inspector", late)) == ["conflict"]
    shown = {visit["code"]: visit["finding"] for visit in visits_in(client)}
    assert shown == {first: "partly", second: "fixed"}, "the phone lays its own beside it"
    town_clock.forward(days=1)
    assert [visit["code"] for visit in visits_in(phone_of())] == [second], "until the centre has decided"


def test_a_picture_opens_to_who_may_inspect_its_case(town: Town, town_clock: TownClock) -> None:
    drawn_cases(town, town_clock, 0)
    make.done(photos_raw=(make.photo(),))
    town_clock.forward(hours=1)
    actions.draw_now(clock.now())
    client = phone_of()
    (photo,) = visits_in(client)[0]["photos"]
    for size in ("thumb", "full"):
        answer: Any = client.get(photo[size])
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
        assert "no-store" in answer["Cache-Control"]
    assert signed_in("clerk").get(photo["thumb"]).status_code == 403
    assert client.get(photo["thumb"].replace("report", "other")).status_code == 404
    other = make.done(phone=PHONES[1])
    assert client.get(photo["thumb"].replace(visits_in(client)[0]["code"], other)).status_code == 404
    secret = make.referred(topic="CNF-01", phone=PHONES[2], photos_raw=(make.photo(60),))
    drain()
    assert client.get(reverse("inspector_photo", args=[secret, "report", 2, "full"])).status_code == 404


def test_the_page_holds_nobodys_data_and_opens_to_inspectors(town: Town, town_clock: TownClock) -> None:
    drawn_cases(town, town_clock, 0)
    make.done(text="یک متن یکتا در گزارش")
    page = signed_in("inspector").get("/inspector/")
    assert page.status_code == 200
    assert "یک متن یکتا" not in page.content.decode()
    assert signed_in("clerk").get("/inspector/").status_code == 403
    shell = Client().get("/shell/fa/inspector/")
    assert (shell.status_code, shell["Cache-Control"]) == (200, "no-cache")
    assert reverse("inspector_home") in signed_in("inspector").get("/desk/inspections/").content.decode()


def test_the_supervisor_withdraws_the_key_of_a_lost_phone(town: Town) -> None:
    client = phone_of()
    body_of(client, waiting=2)
    phone = StaffPhone.objects.get()
    address = reverse("inspector_phone_withdraw", args=[phone.pk])
    assert signed_in("clerk").post(address).status_code == 403
    assert address in signed_in("supervisor").get(reverse("inspector_phones")).content.decode()
    assert signed_in("supervisor").post(address).status_code == 302
    assert client.get(TODAY).status_code == 302, "the session in it has ended"
    assert client.get("/crew/phone/").json()["phone"] == "withdrawn"
    assert address not in signed_in("supervisor").get(reverse("inspector_phones")).content.decode()


def test_the_centre_does_not_withdraw_the_phone_of_a_crew(town: Town) -> None:
    streets.crew(town)
    phone_of("crew_one")
    phone = StaffPhone.objects.get()
    assert (
        reverse("inspector_phone_withdraw", args=[phone.pk])
        not in signed_in("supervisor").get(reverse("inspector_phones")).content.decode()
    )
    signed_in("supervisor").post(reverse("inspector_phone_withdraw", args=[phone.pk]))
    phone.refresh_from_db()
    assert phone.withdrawn_at is None


def test_the_administrator_makes_a_form_and_the_inspector_fills_it_in(live_town: Town) -> None:
    today = day_of(live_town.city_id, clock.now()).isoformat()
    given = {
        "topic": "CIV-01",
        "since": today,
        "field-0-fa": "هم‌سطح است",
        "field-0-en": "Level with the road",
        "field-0-type": "yes_no",
        "field-0-required": "on",
        "field-1-fa": "عمق",
        "field-1-en": "Depth",
        "field-1-type": "number",
        "field-1-unit": "cm",
    }
    address = reverse("admin_inspection_forms")
    assert signed_in("supervisor").post(address, given).status_code == 403
    assert signed_in("admin").post(address, {**given, "field-0-fa": ""}).status_code == 422
    assert signed_in("admin").post(address, given).status_code == 302
    assert len(InspectionForm.objects.get().fields) == 2
    shown = signed_in("admin").get(address, {"topic": "CIV-01"}).content.decode()
    assert "Level with the road · Depth" in shown
    assert "What inspectors fill in was changed" in shown
    code, client = make.done(), signed_in("inspector")
    place = reverse("inspection", args=[code])
    page = client.get(place).content.decode()
    assert 'name="answer-f1"' in page
    values = {"key": "k", "version": make.case(code).version, "form": InspectionForm.objects.get().pk}
    empty = client.post(place, {**values, "finding": "not_fixed", "note": HOLE})
    assert empty.status_code == 422
    assert "Level with the road" in packed(empty.content.decode()).partition("alert")[2]
    full = {**values, "finding": "not_fixed", "note": HOLE, "answer-f1": "no", "answer-f2": "۱۲"}
    assert client.post(place, full).status_code == 302
    drain()
    assert Inspection.objects.get().answers == {"f1": "no", "f2": "12"}
    for user, page_of in (
        ("clerk", reverse("case", args=[code])),
        ("manager", reverse("case", args=[code])),
        ("manager", reverse("case_objection", args=[code])),
        ("supervisor", reverse("inspection_learning")),
    ):
        text = packed(signed_in(user).get(page_of).content.decode())
        assert "Level with the road" in text, (user, page_of)
        assert "12 cm" in text, (user, page_of)
    results_page = packed(signed_in("supervisor").get(reverse("inspection_learning")).content.decode())
    assert HOLE in results_page
    assert "inspector" not in results_page.partition('id="found"')[2].partition("</section>")[0].lower()
