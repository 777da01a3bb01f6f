"""The panel's pages: for everybody, for members, for the secretary and for the unit that owes an answer."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from peygir.outlook.panel.models import OwedAnswer, PanelMotion, PanelTerm, PanelVisit, PanelVolunteer
from peygir.outlook.panel.sample_queries import sampled
from tests import make
from tests.drain import drain
from tests.mark_pages import body, signed_in
from tests.panel_browsers import holder, member, office, page
from tests.panelled import ANSWER, SEED, adopted, at_work, judged_month
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")

TERM = {
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


def test_a_panel_from_the_form_to_the_lot(town: Town, town_clock: TownClock) -> None:
    assert "هنوز کارگروهی نیست" in page("/panel/")
    desk = office()
    assert "هنوز کارگروهی نیست" in body(desk.get("/desk/panel/"))
    answer = desk.post("/desk/panel/new/", {**TERM, "population": "1 | ۴۰"})
    assert answer.status_code == 422
    answer = desk.post("/desk/panel/new/", TERM)
    assert answer.status_code == 302, body(answer)
    at = str(answer["Location"])
    assert "شما هم می‌توانید عضو شوید" in page("/panel/")
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
