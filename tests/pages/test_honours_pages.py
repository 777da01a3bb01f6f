"""The pages of honours: the office's steps, the citizen's answer, and what everybody reads."""

import io
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from peygir.outlook.honours import actions
from peygir.outlook.honours.models import HonourCertificate, HonourConsent, HonourEdition, Pupil, School
from peygir.people.actions import make_one_time_code
from peygir.people.models import Staff
from tests.honoured import NAMES, agree, candidates_of, counted_edition, decide, office
from tests.markup import packed
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
VALUES = {
    "year": "۱۴۰۵",
    "title_fa": "جشنواره",
    "title_en": "Honours",
    "from_on": "1405/03/01",
    "to_on": "۱۴۰۵/۰۶/۳۱",
    "places": "۱۸",
    "categories": "watchful | چشم بیدار | Watchful",
    "half_life_days": "180",
    "first": "1",
    "joined": "0.03",
    "follow_up": "۰٫۶",
    "verdict": "0.3",
    "quiet": "0.5",
    "same_topic": "0.7",
    "same_checker": "0.8",
    "trust_power": "3",
    "minimum": "2",
}


def signed_in(username: str) -> Client:
    """A browser in Persian in which somebody is signed in."""
    client = Client(headers={"Accept-Language": "fa"})
    client.force_login(Staff.objects.get(username=username))
    return client


def office_browser() -> Client:
    """The browser of the honours office."""
    office()
    return signed_in("honours_office")


def citizen_browser(phone: str) -> Client:
    """The browser of a citizen who proved the phone."""
    client = Client(headers={"Accept-Language": "fa"})
    client.post(reverse("me_code"), {"phone": phone, "code": make_one_time_code(phone)})
    return client


def body(answer: Any) -> str:
    """The page, without blanks between tags."""
    return packed(answer.content.decode())


def test_an_edition_is_written_proposed_and_frozen_on_its_pages(live_town: Town) -> None:
    client, mayor = office_browser(), signed_in("mayor")
    assert client.get(reverse("honours_home")).status_code == 200
    for wrong in ({"places": "0"}, {"same_topic": "2"}, {"categories": "no"}, {"to_on": "x"}, {"quiet": "much"}):
        assert client.post(reverse("honours_edition_new"), {**VALUES, **wrong}).status_code == 422, wrong
    assert client.post(reverse("honours_edition_new"), VALUES).status_code == 302
    edition = HonourEdition.objects.get()
    assert (edition.places, edition.rules["follow_up"]) == (18, 0.6)
    page = reverse("honours_edition", args=[edition.pk])
    assert client.post(reverse("honours_terms", args=[edition.pk]), {**VALUES, "places": "17"}).status_code == 302
    assert "هنوز قدردانی در کار نیست" in body(Client(headers={"Accept-Language": "fa"}).get(reverse("honours")))
    client.post(reverse("honours_edition_press", args=[edition.pk, "propose"]))
    assert "قطعی‌کردن قواعد" in body(mayor.get(page))
    mayor.post(reverse("honours_edition_press", args=[edition.pk, "confirm"]), {"version": "2"})
    edition.refresh_from_db()
    assert edition.state == "frozen"
    public = body(Client(headers={"Accept-Language": "fa"}).get(reverse("honours_of_year", args=[1405])))
    assert "جشنواره" in public
    assert "۰٫۶" in public
    assert "۱٬۴۰۵" not in body(client.get(page))
    assert Client().get(reverse("honours_of_year", args=[1404])).status_code == 404
    assert client.post(reverse("honours_edition_press", args=[edition.pk, "nonsense"])).status_code == 404


def test_candidates_stand_without_names_until_they_agree(live_town: Town, town_clock: TownClock) -> None:
    edition_id = counted_edition(live_town, town_clock)
    client, first = office_browser(), candidates_of(edition_id)[0]
    listed, own = reverse("honours_candidates", args=[edition_id]), reverse("honours_candidate", args=[first.pk])
    for address in (listed, own):
        page = body(client.get(address))
        assert "نامزد ۱" in page
        assert NAMES[0] not in page
        assert PHONES[0][-7:] not in page
    agree(first)
    assert NAMES[0] in body(client.get(listed))
    press = reverse("honours_candidate_press", args=[first.pk, "flag"])
    client.post(press, {"kind": "business", "note": "فروشگاه"})
    decided = reverse("honours_candidate_press", args=[first.pk, "decide"])
    answer = client.post(decided, {"decision": "honoured", "category": "watchful", "reason": "خوب"}, follow=True)
    assert "نخست موردهای باز را بررسی کنید" in body(answer)
    for kind in first.flags.values_list("kind", flat=True):
        client.post(reverse("honours_candidate_press", args=[first.pk, "clear"]), {"kind": kind, "reason": "بررسی شد"})
    client.post(decided, {"decision": "honoured", "category": "watchful", "reason": "خوب"})
    first.refresh_from_db()
    assert (first.decision, first.category) == ("honoured", "watchful")


def test_a_citizen_answers_and_gets_a_certificate(live_town: Town, town_clock: TownClock) -> None:
    edition_id = counted_edition(live_town, town_clock)
    first = candidates_of(edition_id)[0]
    citizen, page = citizen_browser(PHONES[0]), reverse("me_honours")
    shown = body(citizen.get(page))
    assert NAMES[0] in shown
    assert citizen.post(page, {"name": str(first.citizen_id), "answer": "named"}).status_code == 422
    assert citizen.post(page, {"name": "1", "answer": "no"}).status_code == 422
    given = {"name": str(first.citizen_id), "answer": "named", "is_adult": "on"}
    assert citizen.post(page, given).status_code == 302
    assert HonourConsent.objects.get().answer == "named"
    decide(first)
    actions.seal_edition(edition_id, by=live_town.mayor)
    client = office_browser()
    client.post(reverse("honours_edition_press", args=[edition_id, "invite"]))
    assert "می‌پذیرید؟" in body(citizen.get(page))
    stranger = citizen_browser(PHONES[1])
    stranger.post(reverse("me_invitation", args=[first.pk]), {"answer": "yes"})
    first.refresh_from_db()
    assert first.reply == "invited"
    citizen.post(reverse("me_invitation", args=[first.pk]), {"answer": "yes"})
    client.post(reverse("honours_edition_press", args=[edition_id, "issue"]))
    code = HonourCertificate.objects.get().code
    document = citizen.get(reverse("me_certificate", args=[code]))
    text = pypdfium2.PdfDocument(io.BytesIO(document.content))[0].get_textpage().get_text_range()
    assert code in text
    assert stranger.get(reverse("me_certificate", args=[code])).status_code == 404
    public = body(Client(headers={"Accept-Language": "fa"}).get(reverse("honour_certificate", args=[code])))
    assert "این لوح اصیل است" in public
    assert NAMES[0] in public
    assert NAMES[0] in body(Client(headers={"Accept-Language": "fa"}).get(reverse("honours")))
    signed_in("mayor").post(reverse("honours_certificate_withdraw", args=[code]))
    assert "باطل شده" in body(Client(headers={"Accept-Language": "fa"}).get(reverse("honour_certificate", args=[code])))


def test_guessing_certificates_is_counted(live_town: Town) -> None:
    client = Client()
    answers = {client.get(f"/h/{number:0>12}/").status_code for number in range(2, 43)}
    assert answers == {404, 429}


def test_pupils_are_kept_by_the_office_alone(live_town: Town, town_clock: TownClock) -> None:
    edition_id = counted_edition(live_town, town_clock)
    client, schools = office_browser(), reverse("honours_schools")
    table = io.BytesIO("code,district,name_fa\nS-1,1,دبستان گل\n".encode())
    table.name = "schools.csv"
    assert client.post(schools, {"step": "import", "file": table}).status_code == 302
    bad = io.BytesIO("code,district,name_fa\nS-2,77,دبستان\n".encode())
    bad.name = "schools.csv"
    answer = client.post(schools, {"step": "import", "file": bad})
    assert answer.status_code == 422
    assert "ردیف ۲" in body(answer)
    assert client.post(schools, {"step": "import"}).status_code == 422
    given = {"code": "S-3", "district": "2", "name_fa": "دبستان نسیم", "name_en": ""}
    assert client.post(schools, given).status_code == 302
    pupils = reverse("honours_pupils", args=[edition_id])
    values = {
        "school": str(School.objects.get(code="S-1").pk),
        "name": "زنبق",
        "grade": "۵",
        "honour": "ambassador",
        "nominated_by": "school",
        "guardian_name": "",
        "guardian_phone": "12",
    }
    assert client.post(pupils, values).status_code == 422
    assert client.post(pupils, {**values, "guardian_phone": "09170009999"}).status_code == 302
    pupil = Pupil.objects.get()
    own = reverse("honours_pupil", args=[pupil.pk])
    assert "زنبق" in body(client.get(own))
    for deed, more in (("send", {}), ("paper", {}), ("task", {"kind": "walk"}), ("decide", {})):
        press = reverse("honours_pupil_press", args=[pupil.pk, deed])
        client.post(press, {"decision": "honoured", "reason": "آفرین", **more})
    pupil.refresh_from_db()
    assert (pupil.consent, pupil.decision) == ("paper", "honoured")
    assert signed_in("mayor").get(own).status_code == 403
    assert client.get(reverse("honours_lesson")).content.startswith(b"%PDF")
    client.post(reverse("honours_pupil_press", args=[pupil.pk, "erase"]))
    assert client.get(own).status_code == 404
