"""The planner's pages: from ticked cases to a settled order, crews, maintenance rules and checklists; fa and en."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from peygir.desks.fieldwork import queries
from peygir.desks.fieldwork.models import Checklist, Crew, MaintenanceRule, WorkOrder
from peygir.web.kit.dates import written_day
from tests import asset_register, make, streets
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")
NEW = "/desk/work-orders/new/"


def act(user: str, number: str, deed: str, **given: Any) -> Any:
    given = {"version": streets.read(number).version, "key": uuid.uuid4().hex, **given}
    return signed_in(user).post(reverse("work_order_act", args=[number, deed]), given)


def shown(user: str, number: str, language: str = "en") -> str:
    return packed(signed_in(user, language).get(reverse("work_order", args=[number])).content.decode())


def test_from_ticked_cases_to_a_settled_order(town: Town) -> None:
    code, other = make.referred(), make.referred(phone=PHONES[1])
    client = signed_in("clerk")
    inbox = client.get("/desk/inbox/").content.decode()
    assert f'formaction="{NEW}"' in inbox
    ticked = [f"{each}:{make.case(each).version}" for each in (code, other)]
    page = packed(client.post(NEW, {"case": ticked}).content.decode())
    assert page.count('name="case"') == 2
    assert not WorkOrder.objects.exists(), "the preview makes nothing"
    sent = {"case": [code, other], "step": "make", "key": "k1", "minutes": "۴۵"}
    for _ in range(2):
        assert client.post(NEW, sent).status_code == 302
    order = WorkOrder.objects.get()
    assert (order.minutes, order.unit_id) == (45, town.units["D-01"])
    drain()
    number, crew_id = order.number, streets.crew(town)
    page = shown("clerk", number)
    for label in ("Plan the work", "Cancel the order", "Add a case by its code", code):
        assert label in page, label
    assert act("clerk", number, "details", title="پر کردن چاله‌ها", minutes="۶۰").status_code == 302
    assert (streets.read(number).title, streets.read(number).minutes) == ("پر کردن چاله‌ها", 60)
    assert act("clerk", number, "details", minutes="0").status_code == 422
    plan = {"taker": f"crew-{crew_id}", "on": written_day(streets.today()), "day_part": "morning"}
    assert act("clerk", number, "plan", **plan).status_code == 302
    assert act("clerk", number, "lock").status_code == 302
    assert act("clerk", number, "send").status_code == 302
    for each in (code, other):
        answer = act("crew_one", number, "result", code=each, result="fixed", form="آسفالت ریخته شد")
        assert answer.status_code == 302, answer.content.decode()
    assert act("crew_one", number, "material", item="آسفالت", quantity="۰٫۵", measure="تن").status_code == 302
    assert act("crew_one", number, "finish").status_code == 302
    assert act("clerk", number, "settle", note="").status_code == 302
    drain(twice=True)
    assert streets.read(number).state == "settled"
    assert {make.case(each).state for each in (code, other)} == {"done"}
    for language, label in (("en", "Settled"), ("fa", "نهایی‌شده")):
        assert label in shown("manager", number, language)


def test_the_case_says_which_order_it_is_in(town: Town) -> None:
    code = make.referred()
    client = signed_in("clerk")
    page = packed(client.get(reverse("case", args=[code])).content.decode())
    assert f"{NEW}?case={code}" in page
    assert client.get(NEW, {"case": code}).status_code == 200
    number = streets.order(town, code)
    drain()
    page = packed(client.get(reverse("case", args=[code])).content.decode())
    assert number in page
    assert f"It is part of the work order {number}." in page
    assert f"{NEW}?case={code}" not in page
    page = packed(client.get(NEW, {"case": code}).content.decode())
    assert f"It is part of the order {number} already." in page
    public = packed(signed_in("clerk").get(f"/t/{code}/").content.decode())
    assert number not in public, "citizens are not told of orders"


def test_a_refusal_keeps_what_was_typed(town: Town) -> None:
    number, client = streets.order(town, make.referred()), signed_in("clerk")
    assert client.post(NEW, {"step": "make", "title": " "}).status_code == 422
    answer = act("clerk", number, "plan", taker="", on="۱۴۰۵", day_part="day")
    assert answer.status_code == 422
    assert "۱۴۰۵" in answer.content.decode()
    streets.crew(town)
    stale = act("clerk", number, "cancel", note="x", version=99)
    assert stale.status_code == 409
    assert "A colleague has changed this order meanwhile" in packed(stale.content.decode())
    assert act("clerk", number, "cancel", note=" ").status_code == 422
    assert act("clerk", number, "dance").status_code == 404
    assert act("clerk_two", number, "cancel", note="x").status_code == 404
    assert act("operator", number, "cancel", note="x").status_code == 403
    code = make.referred(phone=PHONES[1])
    assert act("clerk", number, "add", code=code).status_code == 302
    assert act("clerk", number, "remove", code=code).status_code == 302


def test_a_result_without_evidence_is_said_beside_its_form(town: Town) -> None:
    code = make.referred()
    streets.member()
    number = streets.sent(town, code)
    answer = act("crew_one", number, "result", code=code, result="fixed", note="یادداشت من")
    page = packed(answer.content.decode())
    assert answer.status_code == 422
    assert "needs a photo of the work or a filled form" in page
    assert "یادداشت من" in page


def test_a_crew_sees_its_orders_and_nobody_elses(town: Town) -> None:
    code = make.referred(address="کوچهٔ سرو", name="زهرا محمدی")
    streets.member()
    streets.member(name="crew_other")
    number = streets.sent(town, code)
    page = shown("crew_one", number)
    assert "کوچهٔ سرو" in page
    assert "زهرا" not in page, "the reporter is never named"
    assert PHONES[0] not in page
    assert reverse("case", args=[code]) not in page, "the case's page is not the crew's"
    assert signed_in("crew_other").get(reverse("work_order", args=[number])).status_code == 404
    assert number in signed_in("crew_one").get("/desk/work-orders/").content.decode()
    assert number not in signed_in("crew_other").get("/desk/work-orders/").content.decode()
    assert signed_in("crew_one").get(reverse("case", args=[code])).status_code == 404


def test_lists_are_filtered_by_address(town: Town) -> None:
    number = streets.planned(town, make.referred())
    client = signed_in("manager", "fa")
    day = written_day(streets.today())
    for query, is_there in (
        ("", True),
        ("?state=planned", True),
        ("?state=draft", False),
        ("?late=1", False),
        (f"?on={day}", True),
        ("?on=1404/01/01", False),
        ("?on=x&crew=y&topic=-1&page=0", True),
        ("?state=settled,cancelled", False),
    ):
        page = client.get(f"/desk/work-orders/{query}")
        assert page.status_code == 200
        assert (reverse("work_order", args=[number]) in page.content.decode()) is is_there, query


def test_crews_on_their_pages(town: Town) -> None:
    client, worker = signed_in("manager"), streets.member()
    given = {"name": "آسفالت یک", "code": "G-1", "is_active": "on", "topics": [town.topics["CIV-01"]]}
    assert client.post("/desk/crews/", {**given, "code": "گروه"}).status_code == 422
    assert client.post("/desk/crews/", {**given, "begins_5": "07:30", "ends_5": "15:00"}).status_code == 302
    crew = Crew.objects.get()
    page = client.get(f"/desk/crews/{crew.pk}/").content.decode()
    assert 'value="07:30' in page
    members = f"/desk/crews/{crew.pk}/members/"
    assert client.post(members, {"person": worker.id, "from_day": "x"}).status_code == 422
    assert client.post(members, {"person": worker.id, "from_day": written_day(streets.today())}).status_code == 302
    assert queries.crew_ids_of(worker.id, on=streets.today()) == {crew.pk}
    assert "Worker" in client.get("/desk/crews/").content.decode()
    assert client.post(members, {"person": worker.id, "deed": "leave"}).status_code == 302
    assert queries.crew_ids_of(worker.id, on=streets.today()) == frozenset()
    changed = {**given, "name": "آسفالت دو", "version": crew.version}
    assert client.post(f"/desk/crews/{crew.pk}/", changed).status_code == 302
    assert client.post(f"/desk/crews/{crew.pk}/", {**changed, "name": "سه"}).status_code == 409
    assert signed_in("clerk_two").get(f"/desk/crews/{crew.pk}/").status_code == 404


def test_maintenance_on_its_page(town: Town) -> None:
    client = signed_in("clerk", "fa")
    given = {
        "title": "لایروبی جوی‌ها",
        "topic": town.topics["CLN-01"],
        "every": "۳",
        "repeat_unit": "months",
        "begins_on": written_day(streets.today()),
        "lead_days": "5",
        "day_part": "night",
        "is_active": "on",
    }
    assert client.post("/desk/maintenance/", {**given, "every": "0"}).status_code == 422
    assert "دارایی" in client.post("/desk/maintenance/", {**given, "asset": "0000018"}).content.decode()
    asset_register.make_types()
    tag = asset_register.register()
    assert client.post("/desk/maintenance/", {**given, "asset": tag}).status_code == 302
    rule = MaintenanceRule.objects.get()
    assert rule.asset is not None
    assert rule.asset.tag == tag
    assert f'value="{tag}"' in client.get(f"/desk/maintenance/{rule.pk}/").content.decode()
    page = packed(client.get("/desk/maintenance/").content.decode())
    assert "هر ۳ ماه" in page
    assert client.get(f"/desk/maintenance/{rule.pk}/").status_code == 200
    assert client.post(f"/desk/maintenance/{rule.pk}/", {**given, "version": 9}).status_code == 409
    stopped = {name: value for name, value in given.items() if name != "is_active"}
    assert client.post(f"/desk/maintenance/{rule.pk}/", {**stopped, "version": 1}).status_code == 302
    assert not MaintenanceRule.objects.get().is_active
    assert signed_in("clerk_two").get(f"/desk/maintenance/{rule.pk}/").status_code == 404


def test_checklists_are_the_administrators(town: Town) -> None:
    address = "/desk/admin/checklists/CIV-01/"
    given = {"steps": "* محوطه را ببند\n\nعکس بگیر"}
    assert signed_in("supervisor").post(address, given).status_code == 403
    client = signed_in("admin")
    assert client.post(address, given).status_code == 302
    steps = queries.steps_on(town.topics["CIV-01"], on=streets.today())
    assert [(step.text, step.is_required) for step in steps] == [("محوطه را ببند", True), ("عکس بگیر", False)]
    assert "2 steps" in packed(client.get("/desk/admin/checklists/").content.decode())
    assert "* محوطه را ببند" in client.get(address).content.decode()
    assert client.post(address, {"steps": "x" * 201}).status_code == 422
    assert client.post(address, {"steps": ""}).status_code == 302
    assert Checklist.objects.filter(valid_to=None).count() == 0
    assert client.get("/desk/admin/checklists/NOT-1/").status_code == 404
