"""The clock of agencies: reminders by mail, one letter a day to the governor's office, and the letter of a month."""

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from peygir.core import clock
from peygir.core.persian import ascii_digits
from peygir.desks.letters.actions import set_letter_terms
from peygir.desks.letters.document import letter_pdf
from peygir.desks.letters.models import Letter
from peygir.desks.letters.queries import letter
from peygir.desks.letters.rules import LetterHasNoAddress, LetterIsOnItsWay
from peygir.desks.partners.actions.agency_people import end_agency_terms
from peygir.desks.partners.agency_months import figures_of, month_before, month_of_day
from peygir.desks.partners.models import AgencyMonth, AgencyRequest
from peygir.desks.routing.actions import record_answer
from peygir.desks.routing.models import AgencyReferral
from peygir.history.queries import verify
from peygir.journey.agencies.clocks import follow_agencies
from peygir.journey.agencies.deeds import AgencyAccess, answer, confirm
from peygir.journey.agencies.letters import escalate, write_month_letters
from peygir.journey.clock import call_peers, next_due_at, tick
from peygir.journey.letters.sending import send_otherwise
from tests import agencies, make
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.town import MORNING, PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def home(settings: Any) -> Path:
    return Path(settings.HOME)


def access(request: AgencyRequest) -> AgencyAccess:
    """The agency's own hand on a request."""
    return AgencyAccess(request.pk, request.agency_id, "link:1")


def words_of(number: str, city_id: int) -> str:
    """The text of a letter's PDF."""
    row = Letter.objects.get(year=int(number.split("/")[0]), serial=int(number.split("/")[1]))
    content = letter_pdf(letter(city_id, row.pk), made_at=clock.now())
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(content)))


def test_a_governors_letter_waits_for_an_office_automation_that_is_gone(
    town: Town, town_clock: TownClock, home: Path
) -> None:
    agencies.mailed(town)
    agencies.told()
    terms = {"office": "مرکز ۱۳۷", "signer_office": "مدیر", "signer_name": "", "governor": "استانداری"}
    set_letter_terms(town.city_id, **terms, governor_way="office", governor_address="", by=town.supervisor)
    while not Letter.objects.exists():
        moment = next_due_at()
        assert moment is not None
        town_clock.moment = moment
        assert tick(clock.now()) >= 1
    row = Letter.objects.get()
    assert (row.way, row.handing.state) == ("office", "pending")
    assert call_peers(clock.now()) == 0
    with pytest.raises(LetterHasNoAddress):
        send_otherwise(town.city_id, row.pk, "mail", address="nobody", by=town.supervisor)
    send_otherwise(town.city_id, row.pk, "mail", address="governor@example.ir", by=town.supervisor)
    assert len(agencies.mails(home, "governor@example.ir")) == 1
    row.refresh_from_db()
    assert (row.way, row.handing.state) == ("mail", "sent")
    with pytest.raises(LetterIsOnItsWay):
        send_otherwise(town.city_id, row.pk, "paper", by=town.supervisor)


def test_it_is_reminded_and_then_the_governor_is_told(town: Town, town_clock: TownClock, home: Path) -> None:
    agencies.mailed(town)
    code, request = agencies.told()
    second, other = agencies.told(text="دومی")
    assert len(agencies.mails(home)) == 2
    assert request.confirm_due_at is not None
    assert next_due_at() == request.confirm_due_at
    town_clock.moment = request.confirm_due_at
    confirm(access(other))
    assert tick(clock.now()) == 1
    assert tick(clock.now()) == 0
    assert [make.kinds(each).count("agency_overdue") for each in (code, second)] == [1, 0]
    assert len(agencies.mails(home)) == 3
    request.refresh_from_db()
    assert request.answer_due_at is not None
    town_clock.moment = request.answer_due_at
    while tick(clock.now()):
        pass
    assert len(agencies.mails(home)) == 5, "both are reminded"
    request.refresh_from_db()
    assert request.next_at == request.escalate_at
    assert request.escalate_at is not None
    town_clock.moment = request.escalate_at
    while tick(clock.now()):
        pass
    (row,) = Letter.objects.all()
    request.refresh_from_db()
    assert (request.letter, request.next_at) == (row.number, None)
    assert row.due_on is not None
    content = ascii_digits(words_of(row.number, town.city_id))
    assert code in content
    assert second in content
    assert PHONES[0].removeprefix("+98") not in content
    assert make.kinds(code)[-1] == "agency_escalated"
    assert escalate(request.agency_id, [request.pk, other.pk], clock.now()) == "", "a second clock writes no second one"
    assert Letter.objects.count() == 1
    assert verify().breaks == []


def test_what_was_answered_is_not_escalated(town: Town, town_clock: TownClock) -> None:
    agencies.mailed(town)
    _code, request = agencies.told()
    answer(access(request), answer_text="درست شد", outcome="done")
    second, other = agencies.told(text="دومی")
    record_answer(second, AgencyReferral.objects.get(case__code=second).pk, answer="تلفنی گفتند", by=town.operator)
    drain(twice=True)
    third, last = agencies.told(text="سومی")
    make.command(third, "reopen", town.operator, note="به ما مربوط است")
    drain()
    town_clock.forward(days=30)
    while follow_agencies(clock.now()):
        pass
    other.refresh_from_db()
    last.refresh_from_db()
    assert other.answered_at is not None, "what people record by phone counts too"
    assert last.ended_at is not None
    assert Letter.objects.count() == 0


def test_an_agency_without_an_address_has_no_clock(town: Town, town_clock: TownClock, home: Path) -> None:
    _code, request = agencies.told()
    assert (request.next_at, request.answer_due_at) == (None, None)
    assert agencies.mails(home) == []
    agencies.mailed(town)
    end_agency_terms(town.agencies["A-water"], by=town.supervisor)
    _second, other = agencies.told(text="دومی")
    assert other.next_at is None


def test_a_private_answer_is_not_told(town: Town, home: Path) -> None:
    code, _request = agencies.told()
    row = AgencyReferral.objects.get()
    before = len(FakeMailbox(home).short(PHONES[0]))
    record_answer(code, row.pk, answer="محرمانه است", is_public=False, by=town.operator)
    drain(twice=True)
    assert len(FakeMailbox(home).short(PHONES[0])) == before


def test_the_letter_of_a_month_has_its_figures(town: Town, town_clock: TownClock, home: Path) -> None:
    agency_id = agencies.mailed(town)
    first_code, request = agencies.told()
    open_code, _open = agencies.told(text="دومی")
    town_clock.forward(days=1)
    answer(access(request), answer_text="درست شد", outcome="done")
    begins, ends = month_of_day(MORNING.date())
    figures = figures_of(agency_id, first=begins, until=ends)
    assert (figures.sent, figures.answered, figures.open, figures.median_days) == (2, 1, 1, 1)
    assert (figures.answer_due, figures.answer_kept) == (1, 1), "what is not due yet is neither kept nor late"
    assert write_month_letters(clock.now()) == 0, "the month before had no referral, and what is open is of this one"
    town_clock.forward(days=30)
    assert month_before(clock.now().date()) == (begins, ends)
    assert write_month_letters(clock.now()) == 1
    assert write_month_letters(clock.now()) == 0
    month = AgencyMonth.objects.get()
    assert (month.first_on, month.figures["sent"]) == (begins, 2)
    mail = agencies.mails(home)[-1]
    assert month.letter in ascii_digits(mail.subject)
    content = ascii_digits(words_of(month.letter, town.city_id))
    assert open_code in content
    assert first_code not in content
    assert verify().breaks == []


def test_the_governor_is_written_to_as_the_city_says(town: Town, town_clock: TownClock, home: Path) -> None:
    set_letter_terms(
        town.city_id,
        office="مرکز ۱۳۷ گلگشت",
        signer_office="مدیر مرکز",
        signer_name="ن. نمونه",
        governor="استانداری، دفتر شهری",
        governor_way="mail",
        governor_address="shahri@governor.example",
        by=town.supervisor,
    )
    agencies.mailed(town)
    agencies.told()
    town_clock.forward(days=30)
    while tick(clock.now()):
        pass
    row = Letter.objects.get()
    assert (row.party, row.way) == ("استانداری، دفتر شهری", "mail")
    (mail,) = agencies.mails(home, "shahri@governor.example")
    assert row.number in ascii_digits(mail.subject)
    assert "مدیر مرکز" in words_of(row.number, town.city_id)
