"""The keys of crews' phones: which browser gets the day, who withdraws a key, and what ends with it."""

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.history.queries import timeline
from peygir.people.actions import add_staff
from peygir.people.actions.staff_phones import MOST_PHONES, NoSuchPhone, forget_old_phones, withdraw_phone
from peygir.people.models import Staff, StaffPhone
from peygir.people.queries import actor_of
from peygir.people.rules import SYSTEM
from tests import make, streets
from tests.markup import packed
from tests.pages.test_crew import CREW, TODAY, day_of, phone_of
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_only_a_browser_with_a_key_of_the_person_gets_the_day(town: Town) -> None:
    streets.sent(town, make.referred())
    client = signed_in(CREW)
    assert day_of(client)["phone"] == "none"
    assert "day" not in day_of(client)
    client.post("/crew/key/")
    assert day_of(client)["phone"] == "known"
    key = client.cookies["peygir_phone"].value
    assert StaffPhone.objects.get().digest != key
    client.post("/crew/key/")
    assert StaffPhone.objects.count() == 1, "a browser that has a key keeps it"
    streets.member(name="crew_two")
    other = signed_in("crew_two")
    other.cookies["peygir_phone"] = key
    assert day_of(other)["phone"] == "other"
    stranger = Client()
    stranger.cookies["peygir_phone"] = "x" * 90
    assert stranger.get("/crew/phone/").json()["phone"] == "none"
    assert stranger.get(TODAY).status_code == 302


def test_a_withdrawn_key_ends_the_session_and_says_so_until_the_phone_is_empty(town: Town) -> None:
    streets.sent(town, make.referred())
    client = phone_of()
    day_of(client, waiting=3)
    phone = StaffPhone.objects.get()
    assert phone.waiting == 3
    page = packed(signed_in("clerk", "en").get("/desk/crews/phones/").content.decode())
    assert reverse("crew_phone_withdraw", args=[phone.pk]) in page
    answer = signed_in("clerk").post(reverse("crew_phone_withdraw", args=[phone.pk]))
    assert answer.status_code == 302
    assert client.get(TODAY).status_code == 302, "the session in it has ended"
    assert client.get("/crew/phone/").json()["phone"] == "withdrawn"
    assert client.get("/crew/phone/").json()["phone"] == "withdrawn", "as long as it has not answered"
    assert client.post("/crew/phone/").json()["phone"] == "withdrawn"
    assert client.get("/crew/phone/").json()["phone"] == "none"
    phone.refresh_from_db()
    assert phone.emptied_at is not None
    event = timeline("staff", phone.staff_id)[-1]
    assert (event.kind, event.data) == ("staff_phone_withdrawn", {"phone": phone.pk, "waiting": 3})
    page = packed(signed_in("clerk", "en").get("/desk/crews/phones/").content.decode())
    assert "emptied" in page
    assert reverse("crew_phone_withdraw", args=[phone.pk]) not in page


def test_who_may_withdraw_a_key(town: Town) -> None:
    streets.crew(town)
    phone_of()
    phone = StaffPhone.objects.get()
    pk = add_staff("clerk_far", encoded_password="!", role="clerk", unit_code="D-02", must_change=False, by=SYSTEM)
    with pytest.raises(NoSuchPhone):
        withdraw_phone(phone.pk, by=actor_of(Staff.objects.get(pk=pk)))
    with pytest.raises(NoSuchPhone):
        withdraw_phone(phone.pk + 1, by=town.clerk)
    withdraw_phone(phone.pk, by=streets.member())
    withdraw_phone(phone.pk, by=town.clerk)
    assert StaffPhone.objects.get().withdrawn_by == str(streets.member())


def test_phones_of_one_person_are_few_and_old_ones_go(town: Town, town_clock: TownClock) -> None:
    streets.crew(town)
    for _ in range(MOST_PHONES + 2):
        phone_of()
        town_clock.forward(minutes=1)
    assert StaffPhone.objects.filter(withdrawn_at=None).count() == MOST_PHONES
    town_clock.forward(days=181)
    assert forget_old_phones(now=clock.now()) == MOST_PHONES + 2


def test_a_closed_account_empties_its_phone(town: Town) -> None:
    streets.crew(town)
    client = phone_of()
    Staff.objects.filter(username=CREW).update(is_active=False)
    assert client.get("/crew/phone/").json()["phone"] == "withdrawn"
