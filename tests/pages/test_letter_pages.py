"""The pages of the register: list, search, a letter in and out, PDF, annex, letterhead."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from peygir.desks.letters.models import Letter
from peygir.desks.letters.queries import letter_terms
from peygir.journey.letters.sending import write_letter
from tests.desks.test_letters import draft
from tests.documents import document
from tests.pages.test_agency_link import page
from tests.pages.test_agency_questions import staff
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city")
GIVEN = {"party": "شرکت گاز", "subject": "پاسخ گزارش‌ها", "body": "با سلام", "way": "paper", "dated_on": "1405/02/13"}


@pytest.fixture(autouse=True)
def still(town_clock: TownClock) -> TownClock:
    return town_clock


def test_letters_are_written_and_found(town: Town) -> None:
    lead = staff("supervisor")
    assert "هنوز نامه‌ای نیست" in page(lead, "/desk/letters/")
    assert lead.get("/desk/letters/new/sideways/").status_code == 404
    page(lead, "/desk/letters/new/in/")
    wrong = lead.post("/desk/letters/new/out/", {**GIVEN, "body": "", "answers": "1405/9", "case": "0500000000"})
    assert wrong.status_code == 422
    assert "شرکت گاز" in wrong.content.decode()
    annex = SimpleUploadedFile("a.pdf", document(), "application/pdf")
    made = lead.post("/desk/letters/new/out/", {**GIVEN, "annex": annex, "key": "k" * 32})
    assert made.status_code == 302
    lead.post("/desk/letters/new/out/", {**GIVEN, "key": "k" * 32, "annex": SimpleUploadedFile("a.pdf", document())})
    row = Letter.objects.get()
    own = f"/desk/letters/{row.pk}/"
    assert "۱۴۰۵/۱" in page(lead, own)
    pdf = lead.get(f"{own}letter.pdf")
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    file = lead.get(f"{own}annex/{row.annexes.get().pk}/")
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.getvalue().startswith(b"%PDF-")
    assert lead.get(f"{own}annex/99/").status_code == 404
    assert "پاسخ گزارش‌ها" in page(lead, "/desk/letters/?q=۱۴۰۵/۱")
    assert "نامه‌ای پیدا نشد" in page(lead, "/desk/letters/?q=zzz")
    assert 'value="۱۴۰۵/۱"' in page(lead, f"/desk/letters/new/out/?answers={row.pk}")
    lead.post(f"{own}do/done/")
    lead.post(f"{own}do/void/", {"reason": "آزمایش"})
    row.refresh_from_db()
    assert row.state == "void"
    assert lead.post(f"{own}do/unknown/").status_code == 404


def test_a_letter_without_its_office_automation_goes_another_way(town: Town) -> None:
    lead = staff("supervisor")
    refused = lead.post("/desk/letters/new/out/", {**GIVEN, "way": "office"})
    assert refused.status_code == 422
    row = write_letter(town.city_id, draft(way="office"), may_wait=True, by=town.supervisor)
    own = f"/desk/letters/{row.pk}/"
    assert "اتوماسیون اداری وصل نیست" in page(lead, own)
    lead.post(f"{own}do/mail/", {"address": "x"})
    row.refresh_from_db()
    assert row.way == "office"
    lead.post(f"{own}do/paper/")
    row.refresh_from_db()
    assert row.way == "paper"
    assert "do/paper/" not in page(lead, own)
    assert staff("operator").post(f"{own}do/mail/", {"address": "a@b.example"}).status_code == 403


def test_a_file_that_is_no_document_is_refused_beside_its_field(town: Town) -> None:
    text = SimpleUploadedFile("a.txt", b"words", "text/plain")
    answer = staff("supervisor").post("/desk/letters/new/in/", {**GIVEN, "annex": text})
    assert answer.status_code == 422
    assert Letter.objects.count() == 0


def test_the_letterhead_is_set(town: Town) -> None:
    lead = staff("supervisor")
    page(lead, "/desk/letters/letterhead/")
    given: dict[str, Any] = {
        "office": "مرکز ۱۳۷",
        "signer_office": "مدیر",
        "signer_name": "",
        "governor": "استانداری",
        "governor_way": "mail",
        "governor_address": "x",
    }
    assert lead.post("/desk/letters/letterhead/", given).status_code == 422
    assert lead.post("/desk/letters/letterhead/", {**given, "governor_way": "paper"}).status_code == 302
    assert letter_terms(town.city_id).office == "مرکز ۱۳۷"
    assert staff("operator").get("/desk/letters/").status_code == 403
