"""The panel's pages: for everybody, for members, for the secretary and for the unit that owes an answer."""

import io
import json
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from peygir.outlook.panel.models import OwedAnswer, PanelMotion, PanelTerm, PanelVisit, PanelVolunteer, Petition
from peygir.outlook.panel.sample_queries import sampled
from peygir.people.actions import open_citizen_session
from peygir.web.kit import citizen_session
from tests import make
from tests.drain import drain
from tests.mark_pages import body, signed_in
from tests.panelled import ANSWER, SEED, adopted, at_work, judged_month, phone_of, secretary
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def holder(phone: str, language: str = "fa") -> Client:
    """A browser that has proven a phone."""
    client = Client(headers={"Accept-Language": language})
    client.cookies[citizen_session.COOKIE] = open_citizen_session(phone)
    return client


def member(term_id: int, number: int = 1, language: str = "fa") -> Client:
    """A browser of a member."""
    return holder(phone_of(term_id, number), language)


def office(language: str = "fa") -> Client:
    """A browser of the secretary."""
    secretary()
    return signed_in("panel_office", language)


def page(path: str, language: str = "fa") -> str:
    """A page as a stranger reads it."""
    return body(Client(headers={"Accept-Language": language}).get(path))


def text_of(pdf: bytes) -> str:
    """All text of a document."""
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "\n".join(one.get_textpage().get_text_range() for one in pages)


def test_a_panel_from_the_form_to_the_lot(town: Town, town_clock: TownClock) -> None:
    assert "هنوز کارگروهی نیست" in page("/panel/")
    desk = office()
    assert "هنوز کارگروهی نیست" in body(desk.get("/desk/panel/"))
    form = {
        "title": "کارگروه نخست",
        "sign_up_until": "1405/02/15",
        "seed_on": "1405/02/16",
        "from_on": "1405/02/18",
        "to_on": "1406/02/18",
        "seed_kind": "public",
        "seed_source": "شاخص کل بورس",
        "population": "1 | ۴۰٬۰۰۰\n2 | 30000\n3 | 20000",
        "population_source": "سرشماری",
        "seats": "۶",
        "honoured_seats": "۰",
        "answer_days": "10",
        "quorum": "50",
        "voting_days": "7",
        "sample_size": "5",
        "floor_percent": "30",
        "threshold": "3",
        "petition_days": "60",
        "age-18-29": "250",
        "age-30-44": "370",
        "age-45-59": "230",
        "age-60+": "150",
    }
    answer = desk.post("/desk/panel/new/", {**form, "population": "1 | ۴۰"})
    assert answer.status_code == 422
    answer = desk.post("/desk/panel/new/", form)
    assert answer.status_code == 302, body(answer)
    at = str(answer["Location"])
    assert "نوبت شماست" in page("/panel/")
    citizen = holder(PHONES[1])
    joined = {"name": "سارا", "district": "1", "age": "18-29", "sex": "f", "agrees": "on"}
    assert citizen.post("/panel/join/", {**joined, "agrees": ""}).status_code == 422
    assert citizen.post("/panel/join/", joined).status_code == 302
    code = PanelVolunteer.objects.get().code
    assert code in body(citizen.get("/panel/join/"))
    citizen.post("/panel/join/", {"deed": "leave"})
    assert not PanelVolunteer.objects.exists()
    citizen.post("/panel/join/", joined)
    town_clock.forward(days=3)
    desk = office()
    desk.post(f"{at}do/close/")
    term = PanelTerm.objects.get()
    assert term.list_digest in page(f"/panel/lot/{term.pk}/")
    assert page(f"/panel/lot/{term.pk}/list.csv").startswith("code,district,age,sex")
    town_clock.forward(days=1)
    desk, citizen = office(), holder(PHONES[1])
    desk.post(f"{at}do/draw/", {"seed": SEED})
    everything = json.loads(page(f"/panel/lot/{term.pk}/list.json"))
    assert everything["seed"] == SEED
    assert everything["drawn"] == [PanelVolunteer.objects.get().code]
    shown = page(f"/panel/lot/{term.pk}/")
    assert "سارا" not in shown
    assert "سارا" in body(desk.get(at))
    seat = body(citizen.get("/panel/me/"))
    assert "آیین رفتار" in seat
    citizen.post("/panel/me/do/take/", {"conduct": "on"})
    assert "کرسی من در کارگروه" in body(citizen.get("/panel/me/"))


def test_a_member_judges_votes_declares_and_watches(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock, sample_size=8, floor_percent=100)
    sample_id, _first_on = judged_month(town, town_clock, term_id)
    client = member(term_id)
    desk = body(client.get("/panel/me/"))
    assert "داوری پروندهٔ بعدی" in desk
    row = sampled(sample_id)[0]
    shown = body(client.get(f"/panel/me/cases/{row.id}/"))
    assert "چاله پر شد." in shown
    assert PHONES[40] not in shown
    assert client.post(f"/panel/me/cases/{row.id}/", {"solved": "no"}).status_code == 422
    assert client.post(f"/panel/me/cases/{row.id}/", {"solved": "no", "answer": "clear", "note": ""}).status_code == 302
    assert "حل نشده" in body(client.get("/panel/me/"))
    client.post("/panel/me/do/watch/", {"thing": f"unit:{town.units['D-01']}"})
    client.post("/panel/me/do/interest/", {"thing": f"place:{town.districts['2']}", "reason": "home"})
    desk = body(client.get("/panel/me/"))
    assert "آنجا زندگی می‌کند یا ملک دارد" in desk
    answer = client.post(
        "/panel/me/findings/new/",
        {
            "title": "چاله‌ها باز می‌شوند",
            "text": "شش چاله از ده چاله باز شده است.",
            "unit": town.units["D-01"],
            "codes": row.code,
        },
    )
    assert answer.status_code == 302, body(answer)
    motion = PanelMotion.objects.get()
    assert "تصویب یافته" in body(client.get(f"/panel/me/votes/{motion.pk}/"))
    assert client.post(f"/panel/me/votes/{motion.pk}/", {"vote": "x"}).status_code == 422
    assert client.post(f"/panel/me/votes/{motion.pk}/", {"vote": "yes"}).status_code == 302
    assert holder(PHONES[95]).get("/panel/me/").status_code == 403
    assert holder(PHONES[95]).get(f"/panel/me/votes/{motion.pk}/").status_code == 403
    assert "پرونده‌های تمام‌شده از" in page(f"/panel/samples/{sample_id}/")


def test_a_visit_is_sent_by_the_page_and_later_by_the_phone(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    code, client = make.done(phone=PHONES[40]), member(term_id)
    at = f"/panel/me/visit/{code}/"
    assert "بازدید از محل" in body(client.get(at))
    assert client.post(at, {"key": "a" * 32, "saw": "not_fixed", "note": ""}).status_code == 422
    form: dict[str, Any] = {"key": "b" * 32, "saw": "not_fixed", "note": "باز است", "person": ""}
    for _twice in range(2):
        photo = io.BytesIO(make.photo())
        photo.name = "visit.jpg"
        answer = client.post(at, {**form, "photos": photo}, headers={"Accept": "application/json"})
        receipt = answer.json()
        assert (receipt["key"], receipt["code"], len(receipt["photos"])) == ("b" * 32, code, 1)
    assert PanelVisit.objects.count() == 1
    refused = client.post(at, {**form, "key": "c" * 32, "note": ""}, headers={"Accept": "application/json"})
    assert (refused.status_code, bool(refused.json()["faults"])) == (422, True)
    drain()
    visit, desk = PanelVisit.objects.get(), office()
    assert Client().get(f"/panel/photo/{visit.pk}/full/").status_code == 404
    picture = desk.get(f"/desk/panel/photos/{visit.pk}/full/")
    assert (picture.status_code, picture.getvalue()[:3]) == (200, b"\xff\xd8\xff")
    assert "باز است" in body(desk.get("/desk/panel/photos/"))
    desk.post("/desk/panel/photos/", {"visit": visit.pk, "deed": "show"})
    picture = Client().get(f"/panel/photo/{visit.pk}/thumb/")
    assert (picture.status_code, picture.getvalue()[:3]) == (200, b"\xff\xd8\xff")


def test_the_unit_answers_and_everybody_reads_how_late(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    finding_id = adopted(term_id, town)
    owed, manager = OwedAnswer.objects.get(), signed_in("manager", "fa")
    assert "چاله‌ها دوباره باز می‌شوند" in body(manager.get("/desk/panel/owed/"))
    notice = body(manager.get("/desk/notices/"))
    assert "کارگروه شهروندی منتظر پاسخ است" in notice
    at = f"/desk/panel/owed/{owed.pk}/"
    assert "پاسخ به کارگروه" in body(manager.get(at))
    assert manager.post(at, {"deed": "extend", "reason": "study", "note": "گودبرداری"}).status_code == 302
    assert "نیاز به بررسی فنی در محل" in page(f"/panel/findings/{finding_id}/")
    town_clock.moment = OwedAnswer.objects.get().due_at + timedelta(days=4)
    manager = signed_in("manager", "fa")
    assert "روز کاری بی‌پاسخ" in page(f"/panel/findings/{finding_id}/")
    assert manager.post(at, {"deed": "answer", "text": "انجام شد"}).status_code == 422
    assert manager.post(at, {"deed": "answer", "text": ANSWER, "closed": ""}).status_code == 302
    shown = page(f"/panel/findings/{finding_id}/")
    assert ANSWER in shown
    assert "روز کاری تأخیر" in shown
    assert signed_in("deputy", "fa").get(at).status_code == 200
    assert office().get(at).status_code == 200
    client = member(term_id)
    assert "رأی به مختومه شدن" in body(client.get("/panel/me/"))
    client.post(f"/panel/findings/{finding_id}/settle/")
    assert "مختومه شدن یافته" in body(client.get(f"/panel/me/votes/{PanelMotion.objects.get(kind='settle').pk}/"))


def test_petition_minutes_and_the_years_report(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    adopted(term_id, town)
    author, desk = holder(PHONES[60]), office()
    text = "پارک محله شب‌ها تاریک است و بچه‌ها نمی‌توانند بازی کنند."
    assert author.post("/panel/petitions/new/", {"title": "روشنایی پارک", "text": text}).status_code == 302
    row = Petition.objects.get()
    assert "روشنایی پارک" not in page("/panel/petitions/")
    assert "روشنایی پارک" in body(desk.get("/desk/panel/petitions/"))
    desk.post(f"/desk/panel/petitions/{row.pk}/open/", {"unit": town.units["D-01"]})
    assert "روشنایی پارک" in page("/panel/petitions/")
    for number in (61, 62):
        signer = holder(PHONES[number])
        assert "امضا می‌کنم" in body(signer.get(f"/panel/petitions/{row.pk}/sign/"))
        signer.post(f"/panel/petitions/{row.pk}/sign/", {"deed": "sign"})
        assert "پس گرفتن امضا" in body(signer.get(f"/panel/petitions/{row.pk}/sign/"))
    assert "به حد نصاب رسید" in page(f"/panel/petitions/{row.pk}/")
    answer = desk.post("/desk/panel/sessions/", {"held_on": "1405/02/25", "begins_at": "17:00", "place": "سرای محله"})
    assert answer.status_code == 302, body(answer)
    at = str(answer["Location"])
    desk.post(at, {"deed": "add", "title": "برنامهٔ ماه", "finding": ""})
    for number in (1, 2):
        desk.post(at, {"deed": "decide", "number": number, "decision": f"تصمیم شمارهٔ {number}"})
    answer = desk.post(at, {"deed": "hold", "present": ["1", "3"], "minutes": "دربارهٔ پارک گفت‌وگو شد."})
    assert answer.status_code == 302, body(answer)
    public = at.replace("/desk/panel", "/panel")
    assert "دربارهٔ پارک گفت‌وگو شد." in page(public)
    minutes = Client(headers={"Accept-Language": "fa"}).get(f"{public}minutes.pdf")
    assert minutes["Content-Type"] == "application/pdf"
    assert len(pypdfium2.PdfDocument(io.BytesIO(minutes.getvalue()))) >= 1
    english = Client(headers={"Accept-Language": "en"}).get(f"{public}minutes.pdf")
    assert "2 members" in text_of(english.getvalue())
    year = Client(headers={"Accept-Language": "en"}).get(f"/panel/{term_id}/1405.pdf")
    assert "Petitions" in text_of(year.getvalue())
    assert Client().get(f"/panel/{term_id}/1200.pdf").status_code == 404
    home = page("/panel/")
    assert "چاله‌ها دوباره باز می‌شوند" in home
