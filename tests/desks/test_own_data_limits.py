"""Where a citizen's own data end: strangers' mail, a number's former holder, relatives' requests, staff notes."""

import json
from typing import Any

import pytest

from peygir.cases.models import Note
from peygir.centre.contacts import actions as contacts
from peygir.centre.contacts.models import Contact
from peygir.core import clock
from peygir.desks.answers.actions import keep_contact_channel, say
from peygir.desks.answers.models import Message
from peygir.desks.intake.models import Inbound
from peygir.history.queries import verify
from peygir.journey.retention.requests import ask_for_data
from peygir.people.actions.retention_requests import cancel_request
from peygir.people.channels import Channel
from peygir.people.models import Citizen, PrivacyRequest
from peygir.people.privacy_rules import Wish
from tests import make
from tests.calls import over
from tests.desks.test_privacy_requests import PHONE, ask, contents
from tests.desks.test_sync import command, send
from tests.drain import drain
from tests.retained import end, marked_case, night
from tests.tokens import places_of
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def copied(town: Town, **more: Any) -> str:
    """All the text of a copy for the phone, made now."""
    request = ask(town, Wish.EXPORT, **more)
    drain()
    data, _, page = contents(request)
    return json.dumps(data, ensure_ascii=False) + page


def nameless(town: Town, text: str, **more: Any) -> str:
    """A case of a report with the phone and without a name, ended; gives its code."""
    code = make.referred(phone=PHONE, proof="message", text=text, address=f"کوچهٔ {text}", **more)
    drain()
    make.command(code, "accept", town.clerk)
    end(code, town)
    return code


def called(town: Town, clock: TownClock, key: str, notes: str) -> int:
    """A call from the phone with an operator's notes."""
    contact = over(town, clock, key, caller=PHONE)
    contacts.tell_outcome(contact, outcome="answered", notes=notes, by=town.supervisor)
    return contact


def test_mail_of_a_stranger_whose_address_was_typed_is_not_ones_own(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق")
    keep_contact_channel(make.report_row(own.code).pk, channel=Channel.MAIL, address="stranger@example.org")
    say(
        "talk_refused",
        channel=Channel.MAIL,
        address="stranger@example.org",
        language="fa",
        values={"reason": "نسترن"},
    )
    Inbound.objects.create(
        provider="mail",
        provider_id="<1@example.org>",
        channel=Channel.MAIL,
        sender="stranger@example.org",
        said={"text": "نسترن"},
        at=clock.now(),
        state="failed",
    )
    assert "نسترن" not in copied(town)
    ask(town)
    night(town_clock, days=2)
    assert Message.objects.get(address="stranger@example.org").body
    assert Inbound.objects.get().said == {"text": "نسترن"}
    assert places_of(own.words) == []


def test_a_chat_is_its_reporters_own_however_its_messages_are_kept(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق")
    keep_contact_channel(make.report_row(own.code).pk, channel=Channel.CHAT, address="bale:4711")
    say("talk_refused", channel=Channel.CHAT, address="bale:4711", language="fa", values={"reason": "نسترن"})
    for number, (provider, channel, sender) in enumerate(
        (("bale", Channel.APP, "4711"), ("kavenegar", Channel.SMS, f"0{PHONE[3:]}"), ("bale", Channel.APP, "14711"))
    ):
        Inbound.objects.create(
            provider=provider,
            provider_id=str(number),
            channel=channel,
            sender=sender,
            said={"text": f"یاسمن{number}"},
            at=clock.now(),
            state="failed",
        )
    assert "نسترن" in copied(town)
    ask(town)
    night(town_clock, days=2)
    assert not Message.objects.filter(address="bale:4711").exists()
    assert [row.said for row in Inbound.objects.order_by("pk")] == [{}, {}, {"text": "یاسمن2"}]


def test_a_mail_that_became_a_report_goes_with_it(town: Town, town_clock: TownClock) -> None:
    row = Inbound.objects.create(
        provider="mail",
        provider_id="<2@example.org>",
        channel=Channel.MAIL,
        sender="minu@example.org",
        at=clock.now(),
        state="heard",
    )
    nameless(town, "یاسمن", channel="mail", idempotency_key=f"in-{row.pk}")
    ask(town)
    night(town_clock, days=2)
    assert places_of(["minu@example.org", "یاسمن"]) == []


def test_a_new_holder_without_a_name_gets_nothing_of_the_former_one(town: Town, town_clock: TownClock) -> None:
    old = nameless(town, "زنبق")
    called(town, town_clock, "1", "نسترن")
    town_clock.forward(days=400)
    new = nameless(town, "یاسمن")
    called(town, town_clock, "2", "اقاقیا")
    assert Citizen.objects.filter(phone=PHONE).count() == 1, "both have the same row"
    copy = copied(town)
    assert ("یاسمن" in copy, "اقاقیا" in copy) == (True, True)
    assert ("زنبق" in copy, "نسترن" in copy) == (False, False)
    ask(town)
    night(town_clock, days=2)
    assert (make.report_row(new).text, make.report_row(old).text) == ("", "زنبق")
    assert sorted(Contact.objects.values_list("notes", flat=True)) == ["", "نسترن"]
    assert not Citizen.objects.filter(phone=PHONE).exists(), "the number is theirs"


def test_the_code_of_an_older_report_opens_what_is_since_then(town: Town, town_clock: TownClock) -> None:
    old = nameless(town, "زنبق")
    called(town, town_clock, "1", "نسترن")
    town_clock.forward(days=400)
    nameless(town, "یاسمن")
    citizen = Citizen.objects.get(phone=PHONE)
    ask_for_data(
        town.city_id,
        Wish.ERASURE,
        phone=PHONE,
        citizen_ids=[citizen.pk],
        session="s1",
        language="fa",
        opened=make.report_row(old),
    )
    night(town_clock, days=2)
    night(town_clock, days=31)
    assert places_of(["زنبق", "نسترن", "یاسمن", PHONE[-10:]]) == []


def test_a_name_tells_its_holder_from_the_former_one(town: Town, town_clock: TownClock) -> None:
    called(town, town_clock, "1", "نسترن")
    town_clock.forward(days=300)
    called(town, town_clock, "2", "اقاقیا")
    town_clock.forward(days=30)
    first = marked_case(town, PHONE, "زنبق")
    town_clock.forward(days=300)
    again = make.report(phone=PHONE, name=f"{first.words[1]} احمدی", proof="message", text="یاسمن")
    drain()
    copy = copied(town)
    assert (first.words[0] in copy, "یاسمن" in copy, "نسترن" in copy) == (True, True, False)
    assert "اقاقیا" in copy, "the call a month before the first report"
    assert make.report_row(again.code).citizen_id == first.citizen.pk


def test_notes_that_name_the_person_leave_open_cases_at_once(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق", is_ended=False)
    make.command(own.code, "note", town.clerk, note=f"با شمارهٔ 0917 {PHONE[6:9]} {PHONE[9:]} تماس بگیرید")
    make.command(own.code, "note", town.clerk, note="آسفالت سرد کافی است")
    [result] = send("clerk", command(own.code, 1, {"verb": "note", "note": f"نزد خانم {own.words[1]} بودم"}))
    assert result["result"] == "applied"
    keep_contact_channel(make.report_row(own.code).pk, channel=Channel.CHAT, address="bale:4711")
    say("talk_refused", channel=Channel.CHAT, address="bale:4711", language="fa", values={"reason": "نسترن"})
    ask(town, with_open=True)
    night(town_clock, days=2)
    night(town_clock, days=31)
    left = places_of([own.words[1], own.words[4], "bale:4711", "نسترن", PHONE[-10:], f"{PHONE[6:9]} {PHONE[9:]}"])
    assert left == [f"public.people_privacyrequest: {PHONE[-10:]}"], "which waits for the end of the case"
    assert make.report_row(own.code).text, "the words of the report wait for the end of the case"
    assert Note.objects.filter(case=own.case, text="آسفالت سرد کافی است").exists()
    assert verify().breaks == []
    end(own.code, town)
    night(town_clock)
    night(town_clock, days=31)
    assert places_of([*own.words, PHONE[-10:]]) == []


def test_relatives_on_one_number_do_not_wait_for_each_other(town: Town) -> None:
    own = marked_case(town, PHONE, "زنبق", photos=0)
    mother = marked_case(town, PHONE, "نسترن", photos=0)
    ask(town, ids=[own.citizen.pk])
    ask(town, ids=[mother.citizen.pk])
    assert PrivacyRequest.objects.filter(phone=PHONE, state="asked").count() == 2


def test_the_browser_is_forgotten_with_the_request(town: Town) -> None:
    marked_case(town, PHONE, "زنبق", photos=0)
    copy, erasure = ask(town, Wish.EXPORT), ask(town)
    assert (copy.session, erasure.session) == ("s1", ""), "an erasure has nothing to download"
    cancel_request(copy.pk, phone=PHONE)
    copy.refresh_from_db()
    assert (copy.phone, copy.session) == ("", "")
