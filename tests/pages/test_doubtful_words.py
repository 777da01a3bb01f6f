"""Words in which something may be personal, on the pages: held from everybody, explained to and covered by a clerk."""

import pytest
from django.test import Client
from django.urls import reverse

from peygir.desks.intake.publishing.queries import shown_words
from peygir.people.models import Staff
from tests import make
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def page(client: Client, name: str, code: str) -> str:
    """A page about a case."""
    return str(client.get(reverse(name, args=[code])).content.decode())


def test_a_clerk_reads_why_words_wait_and_covers_them_by_hand(live_town: Town, town_clock: TownClock) -> None:
    clerk = Client(headers={"Accept-Language": "fa"})
    clerk.force_login(Staff.objects.get(username="clerk"))
    code = make.in_hand(may_publish=True, text="سیم آویزان است؛ zahra_71 خبر دارد")
    case, row = make.case(code), make.report_row(code)
    before = page(clerk, "case", code)
    assert "شاید از آنِ کسی باشد: شناسهٔ پیام‌رسان" in before
    assert "سیم آویزان است؛ ••• خبر دارد</textarea>" in before
    assert "zahra_71" not in page(Client(), "public_case", code)
    address = reverse("case_publish", args=[code, "words", row.pk])
    answer = clerk.post(address, {"show": "yes", "covered": "سیم آویزان است؛ کسی خبر دارد"})
    assert answer.status_code == 422
    assert "فقط می‌توان بخش‌هایی را با ••• پوشاند" in answer.content.decode()
    assert "سیم آویزان است؛ کسی خبر دارد</textarea>" in answer.content.decode(), "what was typed is kept"
    assert shown_words(case.pk) == []
    assert clerk.post(address, {"show": "yes", "covered": "••• آویزان است؛ ••• خبر دارد"}).status_code == 302
    assert shown_words(case.pk) == ["••• آویزان است؛ ••• خبر دارد"]


@pytest.mark.parametrize(
    ("language", "why"), [("fa", "شاید از آنِ کسی باشد: نشانی خانه"), ("en", ": a home address. Nobody outside reads")]
)
def test_an_address_to_the_door_waits_and_is_called_one(live_town: Town, language: str, why: str) -> None:
    clerk = Client(headers={"Accept-Language": language})
    clerk.force_login(Staff.objects.get(username="clerk"))
    code = make.in_hand(may_publish=True, text="کوچه ۴ پلاک ۱۲ طبقه ۳ واحد ۵ آب ندارد")
    before = page(clerk, "case", code)
    assert why in before
    assert "کوچه ۴ ••• آب ندارد</textarea>" in before
    assert "واحد ۵" not in page(Client(), "public_case", code)


def test_an_anonymous_report_puts_no_person_on_the_page_or_into_open311(live_town: Town, town_clock: TownClock) -> None:
    words = ("زینب احمدی ساکن پلاک ۷", "0917\u2060321\u20604567", "۰۹۱۷،۳۲۱،۴۵۶۷", "O9173214567", "t.me/zahra_71")
    for text in (*words, "؛ ".join(words)):
        code = make.referred(phone=None, may_publish=True, text=f"چاله اینجاست {text}")
        assert page_of(Client(), code).count(text) == 0
        answer = Client().get(f"/api/open311/v2/requests/{code}.json").json()
        assert answer[0]["description"] == ""
        assert page_of(Client(), code).count("چاله اینجاست") == 0


def page_of(client: Client, code: str) -> str:
    """The public page of a case."""
    return page(client, "public_case", code)
