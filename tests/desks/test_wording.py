"""The texts of messages: whole as shipped, checked when they are saved, in force from then on."""

from datetime import date

import pytest

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.desks.answers import texts
from peygir.desks.answers.actions import load_default_texts, set_text
from peygir.desks.answers.actions.wording import LanguageIsUnknown
from peygir.desks.answers.filling import SMS_ANSWER
from peygir.desks.answers.models import MessageText
from peygir.desks.answers.news import MOST_LINES
from peygir.desks.answers.wording import wordings
from peygir.people.actions import NotYourWork
from peygir.people.rules import ANONYMOUS
from tests import make
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)
MOST_FILLED_IN = {
    "code": "۰" * 10,
    "link": "x" * 120,
    "unit": "x" * 60,
    "due": "x" * 40,
    "agency": "x" * 60,
    "phone": "x" * 20,
    "answer": "x" * (SMS_ANSWER + 1),
    "days": "۳۶۵",
    "otp": "123456",
    "minutes": "۵",
    "topic": "x" * 60,
    "reason": "x" * 60,
    "percent": "۱۵۰٪",
    "name": "x" * 60,
    "news": "x" * 80,
    "stop": "x" * 120,
    "order": "x" * 120,
    "lines": "x" * 80 * MOST_LINES,
    "state": "x" * 30,
    "what": "x" * 80,
    "day": "x" * 20,
    "account": "x" * 60,
    "event": "x" * 80,
    "count": "۱۲",
    "codes": "x" * 12 * 20,
    "late": "۱۲٬۳۴۵",
    "escalated": "۱۲٬۳۴۵",
    "unanswered": "۱۲٬۳۴۵",
    "place": "x" * 60,
    "number": "۱۴۰۵/۱۲۳۴",
    "subject": "x" * 120,
}


@pytest.mark.parametrize(("kind", "language"), texts.SHIPPED)
def test_the_shipped_texts_are_whole(kind: str, language: str) -> None:
    subject, body = texts.shipped(kind, language)
    texts.check_text(kind, body, subject)
    assert texts.shipped(kind, "fa") != texts.shipped(kind, "en") or kind == "talk_language"
    filled = body.format(**{name: MOST_FILLED_IN[name] for name in texts.VARIABLES[kind]})
    assert len(filled) <= 1000, "it would not fit a short message"


@pytest.mark.parametrize(
    ("kind", "body", "refusal"),
    [
        ("received", "{answer}", texts.TextHasUnknownVariable),
        ("received", "{code.__class__}", texts.TextHasUnknownVariable),
        ("received", "{0}", texts.TextHasUnknownVariable),
        ("received", "{}", texts.TextHasUnknownVariable),
        ("received", "{code:>999999999}", texts.BracesAreWrong),
        ("received", "{code!r}", texts.BracesAreWrong),
        ("received", "{code:{link}}", texts.BracesAreWrong),
        ("received", "{code", texts.BracesAreWrong),
        ("received", "code}", texts.BracesAreWrong),
        ("received", " \u200c ", texts.TextIsEmpty),
        ("received", "x" * 501, texts.MessageIsTooLong),
        ("nothing", "x", texts.KindIsUnknown),
        ("followed", "{news}", texts.TextLacksItsLink),
        ("evening", "{lines}", texts.TextLacksItsLink),
    ],
)
def test_a_text_is_checked_when_it_is_saved(town: Town, kind: str, body: str, refusal: type[Refusal]) -> None:
    with make.refused(refusal) as info:
        set_text(town.city_id, kind, language="fa", subject="", body=body, since=TODAY, by=town.supervisor)
    assert info.value.words("fa")
    assert not MessageText.objects.exists()


def test_a_new_wording_holds_from_now_on(town: Town, box: FakeMailbox, town_clock: TownClock) -> None:
    assert load_default_texts() == len(texts.SHIPPED)
    assert load_default_texts() == 0
    make.report()
    drain()
    town_clock.forward(minutes=1)
    new_wording = "شهروند گرامی، کد شما {code} است. {{ }}"
    set_text(town.city_id, "received", language="fa", subject="سلام", body=new_wording, since=TODAY, by=town.admin)
    make.report(phone=PHONES[1])
    drain()
    assert "گزارش شما در ۱۳۷ ثبت شد" in box.short(PHONES[0])[0].text
    assert box.short(PHONES[1])[0].text.endswith("است. { }")
    old, new = MessageText.objects.filter(kind="received", language="fa").order_by("pk")
    assert old.valid_to == new.valid_from == clock.now()
    assert [one.body for one in wordings(clock.now()) if (one.kind, one.language) == ("received", "fa")] == [
        new_wording
    ]


def test_who_may_change_a_wording(town: Town) -> None:
    for who in (town.clerk, town.operator, town.council, ANONYMOUS):
        with make.refused(NotYourWork):
            set_text(town.city_id, "received", language="fa", subject="", body="{code}", since=TODAY, by=who)
    with make.refused(LanguageIsUnknown):
        set_text(town.city_id, "received", language="\x00xx", subject="", body="{code}", since=TODAY, by=town.admin)
