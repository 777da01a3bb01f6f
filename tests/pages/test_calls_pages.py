"""The pages of the centre's calls: nothing is left behind, a press says the outcome, bad input keeps what was typed."""

from typing import Any

import pytest
from django.urls import reverse

from peygir.cases.models import Report
from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.models import CallBack, Contact, Menu
from peygir.history.queries import timeline, verify
from tests import make
from tests.browsers import signed_in
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

NUMBER = "09170000007"


@pytest.fixture
def contact(town: Town, town_clock: TownClock) -> int:
    """A call of the operator's that is over."""
    actions.sit_at(town.city_id, "101", by=town.operator)
    number = actions.ring_call(town.city_id, "1.1", at=town_clock(), caller=NUMBER)
    actions.answer_call("1.1", uniqueid="1.2", extension="101", at=town_clock.forward(seconds=5))
    actions.end_call("1.1", at=town_clock.forward(seconds=50))
    return number


def test_the_list_shows_what_waits_and_hides_numbers(contact: int, town: Town) -> None:
    page = signed_in("operator").get(reverse("calls")).content.decode()
    assert f'data-contact="{contact}" data-stage="untold"' in page
    assert NUMBER not in page
    assert "۰۹۱۷•••۰۰۰۷" in page
    part = signed_in("operator").get(reverse("calls"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f'data-contact="{contact}"' in part


def test_a_press_says_the_outcome_and_gives_codes(contact: int, town: Town) -> None:
    make.report(phone=PHONES[7], name="رضا نمونه", address="کوچهٔ یک")
    drain()
    client = signed_in("operator")
    page = client.get(reverse("call", args=[contact])).content.decode()
    assert "کوچهٔ یک" in page
    given = {
        "key": "abc",
        "outcome": "reported",
        "text": "چالهٔ بزرگ",
        "topic": "CIV-01",
        "address": "چمران",
        "text2": "سطل نیست",
        "topic2": "CLN-01",
        "address2": "ارم",
        "name": "رضا نمونه",
    }
    answer = client.post(reverse("call", args=[contact]), given, follow=True)
    assert answer.status_code == 200
    assert Contact.objects.get().outcome == "reported"
    assert Contact.objects.get().reports.count() == 2
    again = client.post(reverse("call", args=[contact]), given, follow=True)
    assert again.status_code == 200
    assert Report.objects.count() == 3


def test_bad_input_is_told_and_kept(contact: int, town: Town) -> None:
    client = signed_in("operator")
    path = reverse("call", args=[contact])
    answer = client.post(path, {"outcome": "reported", "text": "", "notes": "یادداشت من"})
    assert answer.status_code == 422
    assert "دست‌کم یک گزارش" in answer.content.decode()
    assert "یادداشت من" in answer.content.decode()
    assert client.post(path, {"outcome": "follow_up", "case_code": "۱۲"}).status_code == 422
    assert client.post(path, {"outcome": "abandoned"}).status_code == 422
    assert Contact.objects.get().outcome == ""
    assert client.get(reverse("call", args=[contact + 9])).status_code == 404
    client.post(path, {"outcome": "thanks"})
    assert client.post(path, {"outcome": "answered"}).status_code == 409


def test_a_colleagues_contact_is_not_ones_own(contact: int, town: Town, town_clock: Any) -> None:
    Contact.objects.update(operator_id=town.supervisor.id)
    client = signed_in("operator")
    assert "همکار دیگری" in client.get(reverse("call", args=[contact])).content.decode()
    assert client.post(reverse("call", args=[contact]), {"outcome": "thanks"}).status_code == 403


def test_calling_back_from_the_list(town: Town, town_clock: TownClock) -> None:
    actions.ring_call(town.city_id, "1.1", at=town_clock(), caller=NUMBER)
    actions.end_call("1.1", at=town_clock.forward(seconds=50))
    drain()
    client, call_back = signed_in("operator"), CallBack.objects.get()
    path = reverse("call_back", args=[call_back.pk, "call"])
    assert client.post(path).status_code == 409, "first say at which phone one sits"
    assert client.post(reverse("call_seat"), {"extension": "نه"}).status_code == 422
    assert client.post(reverse("call_seat"), {"extension": "۱۰۱"}).status_code == 302
    assert client.post(path).status_code == 302
    assert queries.call_backs_due(town.city_id, now=town_clock())[0].tries == 0, "nobody's phone has rung yet"
    (order,) = actions.take_orders(town.city_id, now=town_clock())
    actions.ring_phone(order.key, uniqueid="trunk-1", extension="", at=town_clock())
    actions.not_reached(order.key, text="busy", at=town_clock())
    actions.end_call(order.key, at=town_clock())
    assert queries.call_backs_due(town.city_id, now=town_clock())[0].tries == 1
    assert "مشغول بود" in client.get(reverse("calls")).content.decode()
    assert client.post(reverse("call_back", args=[call_back.pk, "drop"])).status_code == 302
    assert client.post(reverse("call_back", args=[call_back.pk, "drop"])).status_code == 409
    assert client.post(reverse("call_back", args=[call_back.pk, "eat"])).status_code == 404
    assert client.post(reverse("call_seat"), {"deed": "leave"}).status_code == 302


def test_the_night_is_entered_from_paper(town: Town, town_clock: TownClock) -> None:
    client = signed_in("operator")
    given = {
        "channel": "phone",
        "phone": NUMBER,
        "day": "1405/02/13",
        "from_time": "۰۲:۱۰",
        "to_time": "02:15",
        "operator": town.supervisor.id,
        "from_paper": "on",
    }
    assert client.post(reverse("call_new"), given).status_code == 302
    row = Contact.objects.get()
    assert (row.operator_id, row.seconds, row.entered_at) == (town.supervisor.id, 300, town_clock())
    wrong = client.post(reverse("call_new"), {**given, "from_time": "23:10", "operator": 0})
    assert wrong.status_code == 422
    assert "۲۳:۱۰" in wrong.content.decode() or "23:10" in wrong.content.decode()


def test_the_menu_is_written_in_versions(town: Town, town_clock: TownClock) -> None:
    client = signed_in("supervisor")
    assert client.get(reverse("centre_menu")).status_code == 200
    given = {
        "code": "main",
        "name_fa": "اصلی",
        "greeting": "137-welcome",
        "greeting_words": "خوش آمدید",
        "consent": "137-consent",
        "consent_words": "ضبط می‌شود",
        "wait_seconds": "5",
        "repeats": "۲",
        "otherwise_queue": "137",
        "key-0-deed": "queue",
        "key-0-name_fa": "اپراتور",
        "key-0-target": "137",
        "key-8-deed": "queue",
        "key-8-name_fa": "نوروز",
        "key-8-target": "nowruz",
        "key-8-from_on": "1405/12/25",
        "key-8-season_code": "nowruz",
    }
    assert client.post(reverse("centre_menu"), given).status_code == 302
    wrong = client.post(reverse("centre_menu"), {**given, "greeting": "x)\nexten => s,1,System(rm)"})
    assert wrong.status_code == 422
    assert (
        client.post(reverse("centre_menu"), {**given, "key-0-deed": "menu", "key-0-target": "none"}).status_code == 422
    )
    town_clock.forward(days=1)
    client = signed_in("supervisor")  # yesterday's session has ended
    assert client.post(reverse("centre_menu"), {**given, "greeting_words": "درود"}).status_code == 302
    assert list(Menu.objects.order_by("number").values_list("greeting_words", flat=True)) == ["خوش آمدید", "درود"]
    page = client.get(reverse("centre_menu")).content.decode()
    assert "درود" in page
    assert "ضبط می‌شود" in page
    text = client.get(reverse("centre_dialplan")).content.decode()
    assert "Version: 2,Key: 1" in text
    assert ">= 20270316" in text
    number = actions.ring_call(town.city_id, "1.1", at=town_clock(), caller=NUMBER)
    actions.hear_menu("1.1", code="main", number=2, pressed="1")
    actions.hear_menu("1.1", code="main", number=2, pressed="1")
    row = Contact.objects.get(pk=number)
    assert row.menu is not None
    assert (row.menu.consent_words, row.keys) == ("ضبط می‌شود", "1")


def test_the_hours_of_call_backs(town: Town, town_clock: TownClock) -> None:
    client = signed_in("supervisor")
    page = client.get(reverse("centre_terms"))
    shown = page.content.decode()
    assert all(box in shown for box in ('value="۰۷:۰۰"', 'value="۲۱:۰۰"', 'value="۹۰"'))
    values = {name: field.value() for name, field in ((box.name, box) for box in page.context["form"])}
    assert (
        client.post(reverse("centre_terms"), {**values, "day_minutes": "۱۵", "day_opens": "۰۷:۳۰"}).status_code == 302
    )
    kept = queries.centre_settings_at(town.city_id, town_clock())
    assert (kept.day_minutes, f"{kept.day_opens:%H:%M}") == (15, "07:30")
    assert client.post(reverse("centre_terms"), {**values, "day_opens": "23:00"}).status_code == 422
    assert client.post(reverse("centre_terms"), {**values, "day_minutes": "0"}).status_code == 422


def test_who_opens_a_recording_is_on_record(contact: int, town: Town) -> None:
    path = reverse("call_recording", args=[contact])
    assert signed_in("operator").get(path).status_code == 404
    actions.keep_recording("1.1", link="https://pbx.example/1.wav")
    page = signed_in("operator").get(reverse("call", args=[contact])).content.decode()
    assert path in page
    assert "pbx.example" not in page, "the link is behind the record"
    answer = signed_in("operator").get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://pbx.example/1.wav")
    [event] = [event for event in timeline("contact", contact) if event.kind == "recording_opened"]
    assert event.by == str(town.operator)
    assert "آن را باز کرد" not in signed_in("operator").get(reverse("call", args=[contact])).content.decode()
    assert "آن را باز کرد" in signed_in("supervisor").get(reverse("call", args=[contact])).content.decode()
    assert verify().breaks == []
