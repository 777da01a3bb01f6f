"""Letters beyond the register: into the office automation over a socket, by mail, and what comes back."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from peygir.core import clock
from peygir.core.persian import ascii_digits
from peygir.desks.answers.models import Message
from peygir.desks.intake.inbound.actions import take_email
from peygir.desks.intake.models import Inbound
from peygir.desks.letters import actions, queries
from peygir.desks.letters.models import Letter, LetterHanding, OfficeMessage
from peygir.desks.partners.models import AgencyQuestion
from peygir.gateways.inbound_email import InboundEmail
from peygir.history.queries import verify
from peygir.journey.clock import call_peers
from peygir.journey.conversation.inbound import hear_waiting
from peygir.journey.letters.sending import write_letter
from tests import agencies, fake_office, make
from tests.desks.test_letters import draft
from tests.documents import document
from tests.drain import drain
from tests.fake_http import serving
from tests.fake_office import FakeOffice, post
from tests.fakes import FakeMailbox
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
GAS = "office@gas.example"


@pytest.fixture
def office(settings: Any, town: Town) -> Iterator[FakeOffice]:
    """The city's office automation, connected."""
    fake = FakeOffice()
    with serving(fake) as url:
        settings.OFFICE_URL, settings.OFFICE_KEY = f"{url}/v1", fake_office.KEY
        settings.OFFICE_HOOK_SECRET = fake_office.SECRET
        yield fake


def handed(town: Town, **given: Any) -> LetterHanding:
    """A letter that goes through the office automation, after the clock looked once."""
    row = write_letter(town.city_id, draft(way="office", **given), by=town.supervisor)
    call_peers(clock.now())
    return LetterHanding.objects.get(letter=row)


def test_a_letter_goes_into_the_office_automation_once(town: Town, office: FakeOffice) -> None:
    first = handed(town)
    assert (first.state, first.remote) == ("sent", "doc-1405-1")
    given = office.letters["1405-1"]
    assert (given["number"], given["subject"], given["to"]) == ("1405/1", "پاسخ گزارش‌ها", "شرکت گاز")
    assert given["files"][0]["media_type"] == "application/pdf"
    call_peers(clock.now())
    assert len(office.seen) == 1
    assert verify().breaks == []


def test_a_lost_answer_makes_no_second_letter(town: Town, office: FakeOffice, town_clock: TownClock) -> None:
    office.lose = 1
    lost = handed(town)
    assert (lost.state, lost.tries) == ("pending", 1)
    town_clock.forward(minutes=2)
    call_peers(clock.now())
    lost.refresh_from_db()
    assert lost.state == "sent"
    assert len(office.letters) == 1


def test_a_refusal_is_shown_and_a_busy_server_is_asked_again(
    town: Town, office: FakeOffice, town_clock: TownClock
) -> None:
    office.status = 503
    busy = handed(town)
    assert busy.state == "pending"
    office.status = 422
    town_clock.forward(minutes=2)
    call_peers(clock.now())
    busy.refresh_from_db()
    assert (busy.state, "422" in busy.error) == ("dead", True)
    office.status = 0
    actions.try_again(busy.letter_id)
    call_peers(clock.now())
    busy.refresh_from_db()
    assert busy.state == "sent"


def test_what_it_tells_is_signed_fresh_and_taken_once(town: Town, office: FakeOffice, town_clock: TownClock) -> None:
    handing = handed(town)
    now, data = clock.now(), {"id": handing.remote}
    assert (
        post("letter.read", data, message_id="m1", at=now, secret="whsec_" + b64encode(b"x" * 32).decode()).status_code
        == 403
    )
    assert post("letter.read", data, message_id="m1", at=now - timedelta(minutes=6)).status_code == 403
    assert (
        post("letter.read", data, message_id="m1", at=now, body='{"type":"letter.failed","data":{}}').status_code == 403
    )
    assert post("letter.read", data, message_id="m1", at=now).content == b"taken\n"
    assert post("letter.read", data, message_id="m1", at=now).content == b"known\n"
    handing.refresh_from_db()
    assert handing.news == "read"
    assert OfficeMessage.objects.count() == 1
    assert post("letter.read", {"id": "doc-none"}, message_id="m2", at=now).status_code == 404
    for number, (kind, wrong) in enumerate((("letter.eaten", {}), ("letter.received", {"from": "x"}))):
        assert post(kind, wrong, message_id=f"w{number}", at=now).status_code == 422
    assert OfficeMessage.objects.count() == 2, "what was refused may come again"


def test_a_letter_that_came_there_is_registered(town: Town, office: FakeOffice) -> None:
    ours = handed(town)
    data = {
        "number": "گ/۹۹",
        "dated_on": "2026-05-02",
        "from": "شرکت گاز",
        "subject": "پاسخ",
        "text": "انجام شد.",
        "in_reply_to": "۱۴۰۵/۱",
        "files": [{"name": "a.pdf", "media_type": "application/pdf", "content": b64encode(document()).decode()}],
    }
    assert post("letter.received", data, message_id="in-1", at=clock.now()).status_code == 200
    assert post("letter.received", data, message_id="in-1", at=clock.now()).status_code == 200
    row = Letter.objects.get(direction="in")
    shown = queries.letter(town.city_id, row.pk)
    assert (shown.other_number, shown.answers.id if shown.answers else 0) == ("گ/۹۹", ours.letter_id)
    assert len(shown.annexes) == 1
    bad = {**data, "files": [{"name": "a", "content": "%%%"}]}
    assert post("letter.received", bad, message_id="in-2", at=clock.now()).status_code == 422


def test_nothing_is_taken_without_a_connection(town: Town, settings: Any) -> None:
    settings.OFFICE_HOOK_SECRET = "short"
    assert post("letter.read", {"id": "x"}, message_id="m1", at=clock.now()).status_code == 404


def email(
    sender: str, subject: str, *, text: str = "انجام شد.", replies_to: tuple[str, ...] = (), key: str = "1"
) -> str:
    """An email that came; returns what it became."""
    take_email(
        InboundEmail(
            f"<{key}@theirs>", sender, name="", subject=subject, text=text, files=(), machine="", replies_to=replies_to
        )
    )
    hear_waiting()
    return Inbound.objects.latest("pk").became


def test_a_letter_by_mail_is_answered_by_mail(town: Town, settings: Any) -> None:
    row = write_letter(town.city_id, draft(way="mail", address=GAS), by=town.supervisor)
    drain()
    (mail,) = FakeMailbox(Path(settings.HOME)).letters(GAS)
    assert row.number in ascii_digits(mail.subject)
    ours = Message.objects.get(kind="letter")
    assert email("boss@gas.example", "Re: بی‌ربط", replies_to=(f"<peygir-{ours.pk}@city>",)) == "letter"
    assert email(GAS, "پاسخ نامهٔ ۱۴۰۵/۱", key="2") == "letter"
    shown = queries.letter(town.city_id, row.pk)
    assert (len(shown.answered_by), shown.state) == (2, "done")
    assert email("somebody@else.example", "پاسخ نامهٔ ۱۴۰۵/۱", key="3") != "letter", "a stranger files no answer"
    assert Letter.objects.filter(direction="in").count() == 2


def test_an_agency_that_answers_the_mail_asks_the_centre(town: Town, settings: Any) -> None:
    agencies.mailed(town)
    code, _request = agencies.told()
    drain()
    ours = Message.objects.get(kind="agency_told")
    mailed = (f"<peygir-{ours.pk}@city>",)
    assert email("other@water.example", "Re", replies_to=mailed) != "agency"
    assert email(agencies.OFFICE, "Re", text="کدام کوچه؟", replies_to=mailed, key="2") == "agency"
    assert AgencyQuestion.objects.get().to == "centre"
    assert email(agencies.OFFICE, "Re", text="و یک چیز دیگر", replies_to=mailed, key="3") == "letter"
    assert make.kinds(code).count("agency_asked_centre") == 1
