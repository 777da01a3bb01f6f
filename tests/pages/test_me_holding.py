"""“My reports” keeps apart what strangers filed under a number, and its holder says which are theirs."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.cases.models import Report
from peygir.cases.queries import reports_of_citizens
from peygir.core.persian import ascii_digits
from peygir.desks.answers.actions import disown_reports, own_reports
from peygir.desks.answers.links import token_of
from peygir.desks.answers.models import Message
from peygir.desks.surveys.models import SurveyAsk
from peygir.history.queries import verify
from peygir.people.actions import make_one_time_code
from peygir.people.queries import citizen_ids_of_phone
from peygir.people.rules import ANONYMOUS
from tests import make
from tests.desks.test_conversations import sms
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.markup import packed
from tests.pages.test_surveys_pages import ask as ask
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")

PHONE = PHONES[0]


@pytest.fixture
def box(town: Town, tmp_path: Path) -> FakeMailbox:
    """What went out."""
    return FakeMailbox(tmp_path)


@pytest.fixture
def client(town: Town) -> Client:
    """A browser that proved the phone."""
    browser = Client(headers={"Accept-Language": "en"})
    browser.post(reverse("me_code"), {"phone": PHONE, "code": make_one_time_code(PHONE)})
    return browser


def answers(client: Client, answer: str, *codes: str) -> str:
    """The page after the answer."""
    data: dict[str, Any] = {"answer": answer, "code": list(codes)}
    return packed(client.post(reverse("me_holding"), data, follow=True).content.decode())


def test_what_strangers_filed_stands_apart(client: Client) -> None:
    own = make.report(phone=PHONE, proof="message", text="چالهٔ خودم").code
    for number in range(5):
        make.report(phone=PHONE, name=f"نام {number}", text=f"چالهٔ بیگانه {number}")
    page = packed(client.get(reverse("me_reports")).content.decode())
    mine, given = page.split("Given with your number: 5")
    assert "چالهٔ خودم" in mine
    assert "چالهٔ بیگانه" not in mine
    assert given.count("Is it yours?") == 5
    assert '<details class="disclose mt-6">' in page, "many are folded away"
    assert "چالهٔ خودم" not in given
    assert Report.objects.get(code=own).proof == "message"


def test_however_many_strangers_file_the_own_report_is_there(client: Client) -> None:
    own = make.report(phone=PHONE, proof="message")
    row = make.report_row(own.code)
    copies = []
    for number in range(210):
        copies.append(make.report_row(own.code))
        copies[-1].pk, copies[-1].code, copies[-1].proof = row.pk + number + 1, f"{number:010d}", ""
    Report.objects.bulk_create(copies)
    assert reports_of_citizens(citizen_ids_of_phone(PHONE))[0].code == own.code


def test_yes_makes_it_a_report_like_the_others(client: Client, town: Town, box: FakeMailbox, settings: Any) -> None:
    settings.UNPROVEN_PER_HOUR = 1
    code = make.referred(phone=PHONE)
    assert len(box.short(PHONE)) == 1
    assert "We keep you informed of it" in answers(client, "yes", code)
    drain()
    assert len(box.short(PHONE)) == 2, "what waited comes now"
    assert (make.report_row(code).proof, make.kinds(code)[-1]) == ("claim", "report_owned")
    assert "Is it yours?" not in client.get(reverse("me_reports")).content.decode()
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="چاله پر شد.", form="آسفالت")
    drain(twice=True)
    assert len(box.short(PHONE)) == 3


def test_no_ends_its_messages_and_takes_it_off_the_number(
    client: Client, town: Town, box: FakeMailbox, settings: Any
) -> None:
    settings.UNPROVEN_PER_HOUR = 1
    code = make.referred(phone=PHONE, name="کسی", email="own@example.ir", channel="api")
    assert "No message about it" in answers(client, "no", code)
    report = make.report_row(code)
    assert (report.citizen, report.reporter_name, make.kinds(code)[-1]) == (None, "کسی", "report_disowned")
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="چاله پر شد.", form="آسفالت")
    drain(twice=True)
    assert len(box.short(PHONE)) == 1
    assert Message.objects.filter(report=report, channel="sms", state="dropped").count() == 1
    assert len(box.letters("own@example.ir")) >= 1, "who gave an address hears of the own report there"
    assert sms("1", phone=PHONE) == "not_asked"
    assert code not in client.get(reverse("me_reports")).content.decode()
    assert client.get(reverse("me_withdraw", args=[code])).status_code == 404
    assert verify().breaks == []


def test_no_takes_the_report_out_of_a_merged_message_that_waits(
    client: Client, town: Town, box: FakeMailbox, settings: Any, town_clock: TownClock
) -> None:
    settings.UNPROVEN_PER_HOUR = 1
    codes = [make.report(phone=PHONE).code for _ in range(4)]
    drain()
    town_clock.forward(hours=1)
    settings.SMS_ADAPTER = ""  # nobody takes anything just now
    drain()
    merged = Message.objects.get(kind="several")

    def told_of() -> set[str]:
        merged.refresh_from_db()
        text = ascii_digits(merged.body)
        return {code for code in codes if code in text} if merged.state == "pending" else set()

    assert told_of() == set(codes)
    answers(client, "no", codes[1])
    assert told_of() == {codes[0], codes[2], codes[3]}
    assert "۳ گزارش" in merged.body
    answers(client, "no", codes[2], codes[3])
    assert told_of() == {codes[0]}
    answers(client, "no", codes[0])
    assert told_of() == set()
    assert (merged.state, merged.next_try_at) == ("dropped", None)


def test_all_at_once_and_nobody_elses(client: Client, town: Town) -> None:
    given = [make.report(phone=PHONE).code for _ in range(3)]
    proven, other = make.report(phone=PHONE, proof="call").code, make.report(phone=PHONES[1]).code
    answers(client, "no", *given, proven, other)
    left = Report.objects.filter(citizen__isnull=False)
    assert {row.code for row in left} == {proven, other}
    assert "No report has been made" not in answers(client, "maybe", proven)
    assert Client().post(reverse("me_holding"), {"answer": "no", "code": other}).status_code == 302
    assert make.report_row(other).citizen is not None


def test_answers_twice_change_nothing(town: Town) -> None:
    code = make.report(phone=PHONE).code
    pk = make.report_row(code).pk
    for _ in range(2):
        own_reports([pk], proof="claim", by=ANONYMOUS)
    disown_reports([pk], by=ANONYMOUS)
    assert make.kinds(code).count("report_owned") == 1
    assert make.report_row(code).citizen is not None, "what is proven is not taken back by a press"


def test_the_link_that_was_sent_to_the_phone_proves_it_and_the_one_by_mail_does_not(town: Town) -> None:
    codes = [make.done(phone=PHONE, email="a@example.ir", channel="api") for _ in range(2)]
    for code, channel in zip(codes, ("sms", "mail"), strict=True):
        path = reverse("verdict", args=[token_of(make.report_row(code).pk, channel)])
        assert Client().get(path).status_code == 200
        assert make.report_row(code).proof == "", "looking proves nothing: machines look at links too"
        assert Client().post(path, {"answer": "yes"}).status_code == 302
    assert [make.report_row(code).proof for code in codes] == ["link", ""]


def test_a_phone_that_is_not_the_reporters_is_not_called_for_a_survey(town: Town, ask: SurveyAsk) -> None:
    disown_reports([ask.report_id], by=ANONYMOUS)
    drain(twice=True)
    ask.refresh_from_db()
    assert ask.state == "overtaken"
