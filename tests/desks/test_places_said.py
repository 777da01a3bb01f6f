"""Places as people say them, through every door: the case gets the neighbourhood, and the name stays in the address."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from peygir.atlas.models import AtlasPlace, LoadedMap
from peygir.cases.models import Case, Report
from peygir.centre.contacts import actions as contacts
from peygir.desks.answers.models import Message
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.models import Inbound
from peygir.desks.understanding.models import Reading
from peygir.desks.understanding.places import _map_names, place_in_words, places_named
from peygir.gateways.inbound_email import InboundEmail
from peygir.gateways.results import InboundMessage
from peygir.journey.conversation.inbound import hear_waiting
from peygir.journey.conversation.polling import poll_conversations
from tests import make
from tests.api.caller import Caller, token_for
from tests.browsers import HX, signed_in
from tests.calls import answered
from tests.drain import drain
from tests.geo import Geo, code_of, key_for
from tests.town import MORNING, PHONES, VALID_FROM, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
SAID = "سه روزه آشغالا رو نبردن، کوهسار کوچه ۱۶ پلاک ۸۳"
ADDRESS = "کوهسار کوچه ۱۶ پلاک ۸۳"
ALLEY = "سه روزه آشغالا رو نبردن، کوچه ۱۶ پلاک ۸۳"
PHONE = PHONES[7]


def by_web(_town: Town, _clock: TownClock) -> None:
    page = Client(headers={"Accept-Language": "fa"}).post(
        reverse("report"), {"key": "w" * 32, "topic": "CLN-01", "text": SAID, "phone": PHONE, "heard": "1"}
    )
    assert page.status_code in (200, 302)


def by_console(town: Town, clock_: TownClock) -> None:
    contacts.sit_at(town.city_id, "101", by=town.operator)
    told = {"key": "c", "outcome": "reported", "text": SAID, "topic": "CLN-01"}
    path = reverse("console_call", args=[answered(town, clock_)])
    assert "data-code=" in signed_in("operator").post(path, told, headers=HX).content.decode()


def by_sms(_town: Town, _clock: TownClock) -> None:
    say("kavenegar", "sms", SAID)


def by_messenger(_town: Town, _clock: TownClock) -> None:
    say("bale", "app", SAID, sender="4711")
    say("bale", "app", "", sender="4711", button="send")


def by_mail(_town: Town, _clock: TownClock) -> None:
    inbound.take_email(InboundEmail("<1@example.com>", "zahra@example.com", "", "", SAID, (), ""))
    hear_waiting()


def by_api(_town: Town, _clock: TownClock) -> None:
    status, body = Caller(token_for("")).post("/reports", {"text": SAID, "topic": "CLN-01"})
    assert status == 201, body


def by_open311(_town: Town, _clock: TownClock) -> None:
    code_of(Geo(key_for()).post("requests", service_code="CLN-01", description=SAID))


def say(provider: str, channel: str, text: str, *, sender: str = PHONE, button: str = "") -> str:
    """Somebody writes; what it became."""
    number = f"i{Inbound.objects.count() + 1}"
    inbound.take_in(provider, channel, [InboundMessage(number, sender, text, button=button)])
    hear_waiting()
    return Inbound.objects.latest("pk").became


@pytest.mark.parametrize(
    "door", [by_web, by_console, by_sms, by_messenger, by_mail, by_api, by_open311], ids=lambda door: door.__name__
)
def test_a_text_that_names_a_place_gives_the_case_its_neighbourhood(
    town: Town, town_clock: TownClock, door: Callable[[Town, TownClock], None]
) -> None:
    door(town, town_clock)
    drain()
    report = Report.objects.get()
    assert "کوهسار" in report.address
    assert "کوچه ۱۶ پلاک ۸۳" in report.address
    case = report.case
    assert case.neighbourhood is not None
    assert case.neighbourhood.name_fa == "کوهسار"
    assert Reading.objects.filter(case=case).latest("pk").place_by in ("words", "label")


def test_words_give_a_case_a_place_only_where_nothing_else_did(town: Town) -> None:
    pinned = make.referred(text="کوهسار کوچه ۱۶ چراغ خاموشه", district="1")
    assert make.case(pinned).neighbourhood is not None
    assert make.case(pinned).neighbourhood.name_fa != "کوهسار"  # type: ignore[union-attr]
    beside = make.referred(district="", address="کوچه ۱۶", text="کوهسار چراغ خاموشه")
    assert make.case(beside).neighbourhood.name_fa == "کوهسار"  # type: ignore[union-attr]
    conduct = make.referred("CND-01", district="", text="کارمند شهرداری کوهسار بد حرف زد")
    assert make.case(conduct).neighbourhood is None


def test_a_conversation_asks_once_for_the_neighbourhood(town: Town) -> None:
    assert say("kavenegar", "sms", ALLEY) == "asked"
    assert list(Message.objects.values_list("kind", flat=True)) == ["talk_ask_area"]
    assert say("kavenegar", "sms", "کوهسار") == "report"
    drain()
    report = Report.objects.get()
    assert report.text == ALLEY
    assert report.address.startswith("کوهسار، ")
    assert "کوچه ۱۶ پلاک ۸۳" in report.address
    assert report.case.neighbourhood is not None


def test_a_conversation_never_refuses_what_nobody_knows(town: Town, town_clock: TownClock) -> None:
    say("kavenegar", "sms", ALLEY)
    assert say("kavenegar", "sms", "نمی‌دونم") == "report"
    first = Report.objects.get()
    assert (first.address, first.text) == (ALLEY, f"{ALLEY}\nنمی‌دونم")
    say("kavenegar", "sms", ALLEY, sender=PHONES[9])
    town_clock.forward(hours=3)
    poll_conversations()
    assert Report.objects.count() == 2, "a question that nobody answers loses no report"


def test_a_street_that_we_do_not_know_is_not_asked_about(town: Town) -> None:
    assert say("kavenegar", "sms", "چاله در خیابان شهید نمونه کوچه ۵") == "report"


def test_the_web_form_asks_once_and_takes_the_answer(town: Town) -> None:
    client = Client(headers={"Accept-Language": "fa"})
    form = {"key": "w" * 32, "topic": "CLN-01", "text": "سطل پر است", "address": "کوچه ۱۶ پلاک ۸۳"}
    page = client.post(reverse("report"), form).content.decode()
    assert 'name="area_asked"' in page
    assert "در کدام محله است؟" in page
    assert Report.objects.count() == 0
    client.post(reverse("report"), {**form, "heard": "1", "area_asked": "03-01"})
    drain()
    case = Case.objects.get()
    assert case.neighbourhood is not None
    assert case.neighbourhood.code == "03-01"
    client.post(reverse("report"), {**form, "key": "x" * 32, "heard": "1"})
    assert Report.objects.count() == 2, "it is not refused"
    named = client.post(reverse("report_known"), {**form, "address": "کوهسار کوچه ۱۶"}).content.decode()
    assert "area_asked" not in named


def test_the_console_says_in_amber_what_is_not_known_and_offers_the_callers_places(
    town: Town, town_clock: TownClock
) -> None:
    contacts.sit_at(town.city_id, "101", by=town.operator)
    make.report(phone=PHONE, proof="call", district="", address="کوهسار، کوچهٔ ۱۶، پلاک ۸۳")
    make.report(phone=PHONE, proof="call", district="", address="ارم، کوچهٔ ۲")
    drain()
    contact = answered(town, town_clock)
    client = signed_in("operator")
    help_path, path = reverse("console_help", args=[contact]), reverse("console_call", args=[contact])
    values = {"key": "c", "outcome": "reported", "text": ALLEY, "topic": "CLN-01", "address": "کوچه ۱۶ پلاک ۸۳"}
    amber = client.post(help_path, {**values, "part": ""}).content.decode()
    assert "data-placeless" in amber
    assert "محله معلوم نیست؛ بپرسید." in amber
    assert amber.index('data-address="کوهسار') < amber.index('data-address="ارم'), (
        "the one with these words comes first"
    )
    assert 'data-area="03-01"' in amber
    assert "data-placeless" not in client.post(help_path, {**values, "text": SAID, "part": ""}).content.decode()
    before = Report.objects.count()
    stopped = client.post(path, values, headers=HX)
    assert stopped.status_code == 200
    assert "data-placeless" in stopped.content.decode()
    assert Report.objects.count() == before, "it is not filed before somebody was asked"
    filed = client.post(path, {**values, "asked_place": "1"}, headers=HX).content.decode()
    assert "data-code=" in filed, "nobody knows it: it is filed all the same"


def test_names_of_the_loaded_street_map_are_read(town: Town) -> None:
    assert places_named(town.city_id, "چاله در خیابان نسترن", on=VALID_FROM) == []
    row = LoadedMap.objects.create(
        name="x",
        file_name="x",
        digest="0" * 64,
        tiles="x",
        size=1,
        loaded_at=MORNING,
        by="test",
        west=52.5,
        south=29.6,
        east=52.6,
        north=29.7,
        attribution="©",
    )
    box = {"west": 52.5, "south": 29.6, "east": 52.51, "north": 29.61, "lat": 29.605, "lon": 52.505}
    AtlasPlace.objects.create(map=row, kind="street", name="خیابان نسترن", neighbourhood_code="01-01", **box)
    AtlasPlace.objects.create(map=row, kind="square", name="میدان یاس", neighbourhood_code="02-01", **box)
    _map_names.cache_clear()  # a process looks for a new map every quarter of a minute
    found = places_named(town.city_id, "چاله در خیابان نسترن", on=VALID_FROM)
    assert [(one.name, one.neighbourhood) for one in found] == [("خیابان نسترن", "01-01")]
    assert place_in_words(town.city_id, "خیابان نسترن", on=VALID_FROM) is None, "a long street"
    place = place_in_words(town.city_id, "چراغ میدون یاس سوخته", on=VALID_FROM)
    assert place is not None
    assert place.neighbourhood_code == "02-01"
    _map_names.cache_clear()
